// A lift as neighbours talk about it: figures tried out by keys alone, with the shares following while they are typed; kept as a
// draft, changed, settled, and the agreement for signature.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ALONE, HERE, stage } from "./stage.mjs";

/** A neighbourhood of the demonstration whose owners are entered. */
const PLACE = `${HERE}/register/0176d11c-2a00-7000-8000-00000000003f/lifts`;
let scheme;
const set = stage();

async function at(path, role, options = {}) {
  const opened = await set.as(role, { width: 1440, ...options });
  await opened.page.goto(set.server.address + path);
  return opened;
}

/** Leaves what is there and types something else, by keys. */
async function typed(page, name, text) {
  await page.locator(`main [name="${name}"]`).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** The first entrance without a scheme. */
async function entrance() {
  const { page, close } = await at(PLACE, "clerk");
  const href = await page.locator("tbody tr", { has: page.locator("td:text-is('—')") }).first().locator("th a").getAttribute("href");
  await close();
  return href;
}

test("figures are tried out by keys, and the shares follow while somebody types", { skip: !ALONE }, async () => {
  const { page, complaints, close } = await at(await entrance(), "clerk");
  const outcome = page.locator("#outcome");
  await typed(page, "cost", "360000");
  await page.locator("#outcome tfoot", { hasText: "360,000.00" }).waitFor();
  assert.ok(await page.locator("[name=cost]").evaluate((field) => field === document.activeElement), "the focus stays");
  const shares = await outcome.locator("tbody").innerText();
  await typed(page, "k-2", "0.25");
  await page.waitForFunction((was) => document.querySelector("#outcome tbody").innerText !== was, shares);
  await typed(page, "subsidy", "１０００００");
  await page.locator("#outcome tfoot", { hasText: "260,000.00" }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/subsidy=/);
  const keep = page.locator("#outcome form button");
  await keep.focus();
  await Promise.all([page.waitForURL(/done=lifts-done-begun/), page.keyboard.press("Enter")]);
  scheme = new URL(page.url()).pathname;
  assert.ok((await page.locator("main").innerText()).includes("260,000.00"));
  assert.deepEqual(complaints, []);
  await close();
});

test("a draft is changed by keys, and what is typed is worked out before it is kept", { skip: !ALONE }, async () => {
  const { page, complaints, close } = await at(`${scheme}/edit`, "clerk");
  await typed(page, "model", "示例型号");
  await typed(page, "stops", "6");
  await typed(page, "upkeep", "6000");
  await page.locator("#outcome th", { hasText: "每年维护" }).waitFor();
  const answer = page.locator(".lift-homes select[name^='a-']").last();
  await answer.focus();
  await page.keyboard.press("ArrowDown");
  await page.locator("#outcome tbody tr", { hasText: "同意但不出资" }).first().waitFor();
  await page.locator("form[data-what-if] button").first().focus();
  await Promise.all([page.waitForURL(/done=lifts-done-put/), page.keyboard.press("Enter")]);
  assert.ok((await page.locator(".stats").innerText()).includes("同意但不出资"));
  assert.deepEqual(complaints, []);
  await close();
});

test("without script the form works out and keeps as well", { skip: !ALONE }, async () => {
  const { page, close } = await at(`${scheme}/edit`, "clerk", { script: false, width: 390 });
  await page.fill("[name=cost]", "370000");
  await page.getByRole("button", { name: "算一算" }).click();
  assert.ok((await page.locator("#outcome").innerText()).includes("270,000.00"));
  await page.fill("[name=cost]", "5");
  await page.getByRole("button", { name: "保存草案" }).click();
  await page.waitForSelector("#problems");
  assert.ok((await page.locator("#problems").innerText()).includes("超过造价"));
  await close();
});

test("the head settles it, and the agreement is there for signature", { skip: !ALONE }, async () => {
  const { page, complaints, close } = await at(`${scheme}/settlement`, "head");
  await page.locator("main form button").focus();
  await Promise.all([page.waitForURL(/done=lifts-done-settled/), page.keyboard.press("Enter")]);
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("a[href$='agreement.pdf']").click()]);
  const bytes = await readFile(await file.path());
  assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
  assert.equal(await page.locator("a[href$='/edit']").count(), 0, "nothing of it is changed any more");
  assert.deepEqual(complaints, []);
  await close();
});
