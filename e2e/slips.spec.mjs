// From the printer to the kitchen table: a slip is printed, scanned, something is said with a photo, answered, and said to have helped.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, launch, open, tooSmall, tooWide } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";
import { codeOn } from "./stage.mjs";

const WORDS = "楼道灯坏了，晚上看不见 <b>示例</b> 𰻝";
let server, browser;
before(async () => {
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Prints the slip of one door anew, and reads its code from the paper as a person does. */
async function printed(page, room = "101") {
  await page.goto(`${server.address}/desk/430527/slips`);
  await page.selectOption("#of", { index: 0 });
  await page.click("main form button");
  await page.selectOption("#building", { index: 1 });
  await page.fill("#entrance", "1");
  await page.fill("#room", room);
  await page.check("#anew");
  await page.fill("#reason", "补印（示例）");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("button[value=print]")]);
  return codeOn(download);
}

/** A photo, drawn by the browser itself. */
async function photo(page) {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    return canvas.toDataURL("image/jpeg").split(",")[1];
  });
  return { name: "灯.jpg", mimeType: "image/jpeg", buffer: Buffer.from(drawn, "base64") };
}

const finished = async (page) => {
  assert.deepEqual([...(await axe(page)), ...(await tooWide(page)), ...(await tooSmall(page, 44))], []);
};

test("a household scans its slip, says something, reads the answer and says that it helped", async () => {
  const account = server.accounts.find((a) => a.role === "clerk" && a.name.endsWith("@430527"));
  const clerk = await open(browser, { session: await signIn(browser, server.address, account) });
  const code = await printed(clerk.page);

  const home = await open(browser, { width: 390 });
  await home.page.goto(`${server.address}/h#${code.replaceAll("-", "")}`);
  await home.page.waitForURL(/\/household$/);
  assert.doesNotMatch(await home.page.evaluate(() => location.href + document.referrer), new RegExp(code.slice(10, 14)), "the code is in no address");
  await finished(home.page);
  await home.page.click("text=我要反映");
  await finished(home.page);
  await home.page.fill("#text", WORDS);
  await home.page.fill("#place", "1单元楼道");
  await home.page.setInputFiles("#file", await photo(home.page));
  await home.page.click("main form button");
  await home.page.waitForURL(/done=household-done-said/);
  await finished(home.page);
  const opinion = home.page.url().match(/opinions\/([0-9a-f-]+)\//)[1];

  await clerk.page.goto(`${server.address}/desk/430527/answers/new?of=${opinion}`);
  await clerk.page.check("input[value=adopted]");
  await clerk.page.fill("#reason", "本周内换上感应灯（示例）。");
  await clerk.page.click("main form button");
  await clerk.page.waitForURL(/done=opinions-done-answered/);

  await home.page.goto(`${server.address}/household`);
  const page = await home.page.textContent("main");
  assert.match(page, /楼道灯坏了，晚上看不见 <b>示例<\/b> 𰻝/);
  assert.match(page, /本周内换上感应灯/);
  await finished(home.page);
  await home.page.click("button[value=yes]");
  await home.page.waitForURL(/done=receipt-done-said/);
  assert.match(await home.page.textContent("main"), /您说：有帮助/);
  await home.page.click("text=关闭我家的页面");
  await home.page.goto(`${server.address}/household`);
  assert.match(home.page.url(), /\/h$/, "who closed it sees nothing");
  assert.deepEqual([...home.complaints, ...clerk.complaints], []);
  await home.close();
  await clerk.close();
});

test("without script the code is typed", async () => {
  const account = server.accounts.find((a) => a.role === "clerk" && a.name.endsWith("@430527"));
  const clerk = await open(browser, { session: await signIn(browser, server.address, account) });
  const code = await printed(clerk.page);
  await clerk.close();
  const home = await open(browser, { width: 390, script: false });
  await home.page.goto(`${server.address}/h`);
  await home.page.fill("#code", code.toLowerCase().replaceAll("-", " "));
  await home.page.click("main form button");
  assert.match(home.page.url(), /\/household$/);
  assert.match(await home.page.textContent("main h1"), /101/);
  await home.close();
});

test("a link to another paper asks first, and what was written while the page closed goes on", async () => {
  const account = server.accounts.find((a) => a.role === "clerk" && a.name.endsWith("@430527"));
  const clerk = await open(browser, { session: await signIn(browser, server.address, account) });
  const [mine, other] = [await printed(clerk.page), await printed(clerk.page, "102")];
  const home = await open(browser, { width: 390 });
  const scan = (code) => home.page.goto(`${server.address}/h#${code.replaceAll("-", "")}`);
  await scan(mine);
  await home.page.waitForURL(/\/household$/);
  await home.page.goto("about:blank");
  await scan(other);
  await home.page.waitForSelector("text=换成这一户的页面");
  await finished(home.page);
  assert.match(await home.page.textContent("main"), /101[^]*102/);
  await home.page.click("text=不换");
  assert.match(await home.page.textContent("main h1"), /101/);

  await home.page.click("text=我要反映");
  await home.page.fill("#text", WORDS);
  await home.page.fill("#place", "1单元楼道");
  const again = await printed(clerk.page);
  await home.page.click("main form button");
  await home.page.waitForSelector("text=您写的还在");
  await finished(home.page);
  assert.equal(await home.page.inputValue("#text"), WORDS);
  await home.page.fill("#code", again);
  await home.page.click("main form button");
  await home.page.waitForSelector("text=已经打开。请核对");
  await finished(home.page);
  assert.equal(await home.page.inputValue("#place"), "1单元楼道");
  await home.page.click("main form button");
  await home.page.waitForURL(/done=household-done-said/);
  assert.deepEqual([...home.complaints, ...clerk.complaints], []);
  await home.close();
  await clerk.close();
});
