// The month end by two signed-in people, and the table of figures that behaves like a spreadsheet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

const MONTH = "/desk/430527/months/2022-05";
let server, browser;
before(async () => {
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function as(role) {
  const account = server.accounts.find((a) => a.role === role && a.name.endsWith("@430527"));
  return open(browser, { session: await signIn(browser, server.address, account), width: 1440 });
}

/** As a spreadsheet puts a block on the clipboard. */
const paste = (page, cell, text) =>
  cell.evaluate((input, block) => {
    input.focus();
    const data = new DataTransfer();
    data.setData("text/plain", block);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

test("figures are moved through by keys, pasted as a block, undone and saved", async () => {
  const { page, complaints, close } = await as("clerk");
  await page.goto(`${server.address}${MONTH}/figures?group=facilities`);
  await page.waitForSelector("[data-grid-keys]:not([hidden])");
  const rows = page.locator("table.grid tbody tr");
  const cell = (row, column) => rows.nth(row).locator("td input").nth(column);
  const before = await cell(1, 2).inputValue();
  await paste(page, cell(0, 1), "１\t20\n2\t30\n");
  assert.deepEqual([await cell(0, 1).inputValue(), await cell(1, 2).inputValue()], ["１", "30"]);
  await page.keyboard.press("Control+z");
  assert.equal(await cell(1, 2).inputValue(), before);
  await page.keyboard.press("Control+y");
  assert.equal(await cell(1, 2).inputValue(), "30");
  await cell(0, 1).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), await cell(1, 1).getAttribute("id"));
  await page.click(".grid-save button");
  await page.waitForURL(/done=months-done-saved/);
  assert.deepEqual([await cell(0, 1).inputValue(), await cell(1, 2).inputValue()], ["1", "30"]);
  assert.deepEqual(complaints, []);
  await close();
});

test("the filler and the head sign, and then the figures stand still", async () => {
  const clerk = await as("clerk");
  await clerk.page.goto(server.address + MONTH);
  await clerk.page.click("form[action$='/filling'] button");
  await clerk.page.waitForURL(/done=months-done-filled/);
  const head = await as("head");
  await head.page.goto(server.address + MONTH);
  await head.page.click("form[action$='/signature'] button");
  await head.page.waitForURL(/done=months-done-signed/);
  await clerk.page.goto(`${server.address}${MONTH}/figures`);
  assert.equal(await clerk.page.locator("table.grid input").count(), 0);
  await clerk.page.goto(server.address + MONTH);
  await clerk.page.fill("#reason", "审计核减（示例）");
  await clerk.page.click("form[action$='/correction'] button");
  await clerk.page.waitForURL(/done=months-done-opened/);
  await clerk.close();
  await head.close();
});
