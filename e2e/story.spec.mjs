// The main job, as people do it: a clerk loads the register, the prefecture takes a table, one person drafts the
// bulletin, another signs it, and a resident finds the neighbourhood and reads what was issued.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

const REGISTER = [
  "绥宁县城镇老旧小区台账（示例）",
  "小区名称,所属乡镇,所属社区,户数,建成年份,计划年度,计划投资（万元）,开工时间",
  "示例花园小区,长铺镇,长铺社区,９６,1988年,2022,320.50,2022年4月20日",
  "没有这个镇的小区,短铺镇,,10,1990,2022,10,2022-04-01",
].join("\n");

const TABLE = [
  "邵阳市进展情况（示例）",
  "县市区,计划完成数,累计开工数,开工率,计划投资额（万元）,累计完成投资额（万元）",
  "双清区,10,8,80.00%,100.00,40.00",
  "大祥区,10,9,91.00%,100.00,30.00",
  "合计,20,17,85.00%,200.01,70.00",
].join("\n");

let server, browser;
before(async () => {
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A browser in which this person is signed in. */
async function as(role, office) {
  const account = server.accounts.find((a) => a.role === role && a.name.endsWith(`@${office}`));
  const session = await signIn(browser, server.address, account);
  const { page, complaints, close } = await open(browser, { session });
  return { page, go: (path) => page.goto(server.address + path), end: async () => (await close(), assert.deepEqual(complaints, [])) };
}

const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("a register is loaded: all but the refused row, and the resident finds the neighbourhood", async () => {
  const { page, go, end } = await as("clerk", "430527");
  await go("/desk/430527/imports");
  await page.setInputFiles("input[type=file]", csv("台账.csv", REGISTER));
  await page.click("main form[enctype] button");
  await page.click("#columns button:not([formaction])");
  await page.waitForSelector("text=短铺镇");
  await page.click("main a[href$='/apply']");
  await page.check("input[value=but-refused]");
  await page.click("main form button");
  // Applied behind the page, which looks again by itself.
  await page.waitForSelector("main a[href$='/undo']");
  await page.waitForSelector("a:has-text('示例花园小区')");
  await end();

  const resident = await open(browser, {});
  await resident.page.goto(`${server.address}/places/430527`);
  await resident.page.fill("main input[type=search]", "示例花园");
  await Promise.all([resident.page.waitForURL(/[?&]q=/), resident.page.keyboard.press("Enter")]);
  await resident.page.click("text=示例花园小区");
  await resident.page.waitForSelector("h1:has-text('示例花园小区')");
  assert.match(await resident.page.textContent("main"), /320\.50/);
  await resident.close();
});

test("a table is declared, its contradictions are named, a bulletin is drafted, signed by another and issued", async () => {
  const drafter = await as("supervisor", "430500");
  await drafter.go("/desk/430500/declared");
  await drafter.page.setInputFiles("input[type=file]", csv("进展.csv", TABLE));
  await drafter.page.fill("input[type=month]", "2022-06");
  await drafter.page.fill("input[name=sender]", "各县市区（示例）");
  await drafter.page.click("main form[enctype] button");
  const preview = await drafter.page.textContent("main");
  assert.match(preview, /200\.01/);
  assert.match(preview, /90\.00/);
  await drafter.page.click("main form[action$='/declared'] .actions button:not([formaction])");

  await drafter.go("/desk/430500/bulletins");
  await drafter.page.fill("input[name=month]", "2022-06");
  await drafter.page.click("main form button");
  const address = new URL(drafter.page.url()).pathname.replace(/\/edit$/, "");
  await drafter.go(`${address}/submit`);
  await drafter.page.click("main form button");

  const head = await as("head", "430500");
  await head.go(`${address}/sign`);
  await head.page.fill("main form input[type=text], main form input:not([type])", "示例〔2022〕6号");
  await head.page.click("main form button");
  await head.end();

  await drafter.go(`${address}/issue`);
  await drafter.page.click("main form button");
  const pdf = await drafter.page.request.get(`${server.address}${address}/bulletin.pdf`);
  assert.equal(pdf.status(), 200);
  assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
  await drafter.end();

  const resident = await open(browser, { script: false });
  await resident.page.goto(`${server.address}/bulletins`);
  await resident.page.click("a:has-text('6月'), a:has-text('示例〔2022〕6号')");
  assert.match(await resident.page.textContent("main"), /双清区/);
  await resident.close();
});
