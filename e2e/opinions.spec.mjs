// From a paper at the counter to the resident's telephone: typed in with its scan, answered with another one, read and rated.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, launch, open, tooWide } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

let server, browser;
before(async () => {
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const WORDS = "三楼到四楼的栏杆松了 <b>示例</b> 👨‍👩‍👧";
const SCAN = { name: "意见表.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n") };

async function record(page, text) {
  await page.goto(`${server.address}/desk/430527/opinions/new`);
  await page.selectOption("#of", { index: 0 });
  await page.click("main form button");
  await page.check("input[value=telephone]");
  await page.selectOption("#building", { index: 1 });
  await page.fill("#entrance", "1");
  await page.fill("#room", "101");
  await page.fill("#text", text);
  await page.selectOption("#wish1", { value: "stairs" });
  await page.setInputFiles("#file", SCAN);
  await page.click("main form button");
  await page.waitForURL(/done=opinions-done-recorded/);
  return (await page.textContent(".once")).trim();
}

test("what was said on the telephone is recorded, answered with another one, and read by its receipt", async () => {
  const account = server.accounts.find((a) => a.role === "clerk" && a.name.endsWith("@430527"));
  const clerk = await open(browser, { session: await signIn(browser, server.address, account), width: 390 });
  const codes = [await record(clerk.page, WORDS), await record(clerk.page, "栏杆松动，盼早修（示例）")];
  assert.match(codes[0], /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/);

  await clerk.page.goto(`${server.address}/desk/430527/opinions?channel=telephone`);
  for (const text of ["三楼到四楼的栏杆松了", "栏杆松动，盼早修"]) {
    await clerk.page.locator(`.picks li:has-text("${text}") input`).check();
  }
  await clerk.page.click("text=一并答复选中的意见");
  assert.match(await clerk.page.textContent("main .lead"), /2 条意见/);
  await clerk.page.check("input[value=adopted]");
  await clerk.page.fill("#reason", "两天内焊牢，改造时更换（示例）。");
  await clerk.page.click("main form button");
  await clerk.page.waitForURL(/done=opinions-done-answered/);
  assert.deepEqual(clerk.complaints, []);
  await clerk.close();

  // A resident types the code as it was told on the telephone.
  const resident = await open(browser, { width: 390 });
  await resident.page.goto(`${server.address}/receipt`);
  await resident.page.fill("#code", codes[0].toLowerCase().replaceAll("-", " "));
  await resident.page.click("main form button");
  const page = await resident.page.textContent("main");
  assert.match(page, /采纳/);
  assert.match(page, /两天内焊牢/);
  assert.doesNotMatch(page, /三楼到四楼|101|工作人员（示例）/);
  assert.deepEqual([...(await axe(resident.page)), ...(await tooWide(resident.page))], []);
  await resident.page.check("input[value=yes]");
  await resident.page.fill("#words", "谢谢");
  await resident.page.click("main form button");
  await resident.page.waitForURL(/done=receipt-done-said/);
  assert.equal(await resident.page.locator("#words").count(), 0, "said once");
  assert.deepEqual(resident.complaints, []);
  await resident.close();
});
