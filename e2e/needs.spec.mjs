// The board of needs, as somebody works on it: by keys alone, and by dragging; and the way back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

const HERE = "/desk/430527";
const alone = !process.env.LINLI_E2E_URL;
let server, browser, board;
before(async () => {
  if (!alone) return;
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function clerk(width) {
  const account = server.accounts.find((a) => a.role === "clerk" && a.name.endsWith("@430527"));
  const opened = await open(browser, { session: await signIn(browser, server.address, account), width });
  if (!board) {
    await opened.page.goto(`${server.address}${HERE}/needs`);
    board = await opened.page.locator("tbody a").first().getAttribute("href");
  }
  await opened.page.goto(`${server.address}${board}`);
  return opened;
}

/** Opinions that wait, as the head of the page says. */
async function waiting(page) {
  return Number((await page.locator(".page-head .quiet").innerText()).match(/\d+/)[0]);
}

test("by keys alone: picked, put, and undone", { skip: !alone }, async () => {
  const { page, close } = await clerk(1440);
  const before = await waiting(page);
  const box = page.locator("[data-card] input").first();
  await box.focus();
  await page.keyboard.press("Space");
  assert.ok(await box.isChecked());
  await Promise.all([page.waitForURL(/done=needs-done-put/), page.keyboard.press("1")]);
  assert.equal(await waiting(page), before - 1);
  const undo = page.locator(".board-last button");
  await undo.focus();
  await Promise.all([page.waitForURL(/done=needs-done-undo/), page.keyboard.press("Enter")]);
  assert.equal(await waiting(page), before);
  await page.locator("[data-card] input").first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("n");
  assert.ok(await page.locator("#title").evaluate((field) => field === document.activeElement), "n leads to the title of a new need");
  await page.fill("#title", "键盘新建（示例）");
  await Promise.all([page.waitForURL(/done=needs-done-open/), page.keyboard.press("Enter")]);
  assert.ok(await page.getByRole("link", { name: "键盘新建（示例）" }).isVisible());
  await close();
});

test("an opinion is dragged onto a need", { skip: !alone }, async () => {
  const { page, close } = await clerk(1440);
  const before = await waiting(page);
  const need = page.locator("[data-need]").nth(1);
  await Promise.all([page.waitForURL(/done=needs-done-put/), page.locator("[data-card] .board-text").first().dragTo(need)]);
  assert.equal(await waiting(page), before - 1);
  await close();
});

test("nothing is moved without a person: nothing picked is said", { skip: !alone }, async () => {
  const { page, close } = await clerk(390);
  await page.locator("[data-need] button[name=into]").first().click();
  await page.waitForSelector("#problems");
  await close();
});
