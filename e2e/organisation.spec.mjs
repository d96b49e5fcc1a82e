// Who answers for what: a lack is found red, given as a task, filled, reported and struck off by two people.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
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

async function as(role, width = 1440) {
  const account = server.accounts.find((a) => a.role === role && a.name.endsWith("@430527"));
  return open(browser, { session: await signIn(browser, server.address, account), width });
}

test("a missing council is given as a task on the matrix, set up, reported and struck off", async () => {
  const head = await as("head");
  await head.page.goto(`${server.address}/desk/430527/four-ones?show=body`);
  const bare = head.page.locator("tr:has-text('缺居民监督机构')").first();
  const name = await bare.locator("th a").textContent();
  await bare.locator("a:has-text('交办')").click();
  assert.match(await head.page.inputValue("#title"), new RegExp(name));
  await head.page.selectOption("#owner", { label: "县改造办工作人员（示例）" });
  await head.page.fill("#due", "2022-06-30");
  await head.page.click("main form button");
  await head.page.waitForURL(/done=tasks-done-given/);
  const task = head.page.url().split("?")[0];

  const clerk = await as("clerk");
  await clerk.page.goto(task);
  await clerk.page.click("main .page-head a");
  await clerk.page.click("nav.tabs a:has-text('组织')");
  await clerk.page.click("a:has-text('登记居民组织')");
  let sent = 0;
  clerk.page.on("request", (request) => (sent += request.method() === "POST" ? 1 : 0));
  await clerk.page.dblclick("main form button");
  await clerk.page.waitForURL(/done=organisation-done-set-up/);
  assert.equal(sent, 1, "a double click sends a form once");
  for (const [who, standing] of [["甲某（示例）", "网格员"], ["乙某（示例）", "党员"], ["丙某（示例）", "退休干部"], ["丁某（示例）", "居民"]]) {
    await clerk.page.fill("#name", who);
    await clerk.page.selectOption("#standing", { label: standing });
    await clerk.page.click("form[action$='/members'] button");
    await clerk.page.waitForURL(/done=organisation-done-named/);
    await clerk.page.locator(`th:has-text('${who}')`).waitFor();
  }
  await clerk.page.goto(task);
  await clerk.page.fill("#report-note", "理事会已成立（示例）");
  await clerk.page.click("details[open] form button");
  await clerk.page.waitForURL(/done=tasks-done-report/);

  await head.page.goto(`${server.address}/desk/430527/tasks`);
  await head.page.click(`.entries a:has-text('${name}')`);
  await head.page.click("details[open] form button");
  await head.page.waitForURL(/done=tasks-done-close/);
  await head.page.goto(`${server.address}/desk/430527/four-ones?show=body`);
  assert.equal(await head.page.locator(`th:has-text('${name}')`).count(), 0, "nothing lacks there any more");
  assert.deepEqual([...head.complaints, ...clerk.complaints], []);
  await head.close();
  await clerk.close();
});

test("a leader sees on the phone what is red, since when, and the last photo", async () => {
  const { page, complaints, close } = await as("leader", 390);
  await page.goto(`${server.address}/desk`);
  await page.click("nav a:has-text('我的小区')");
  const red = page.locator(".card-red");
  assert.ok((await red.count()) >= 2);
  assert.match(await red.first().textContent(), /20\d\d年\d+月\d+日/);
  const photo = page.locator(".card img").first();
  await photo.scrollIntoViewIfNeeded();
  assert.ok(await photo.evaluate((img) => img.decode().then(() => img.naturalWidth > 0)));
  await page.click("nav.tabs a:has-text('滞后')");
  assert.equal(await page.locator(".card-green").count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});
