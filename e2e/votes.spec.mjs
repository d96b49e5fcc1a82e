// An owners' vote as people hold it: papers read twice and settled, a ballot from a telephone, what is still needed, the count, the
// receipt that says that a ballot was counted, and who may look.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { ALONE, HERE, codeOn, stage } from "./stage.mjs";

const set = stage();

/** The first vote of a tab. */
async function vote(page, tab) {
  await page.goto(`${set.server.address}${HERE}/votes?show=${tab}`);
  return set.server.address + (await page.locator("tbody th a").first().getAttribute("href"));
}

async function read(page, head, mark) {
  await page.fill("#head", String(head));
  await page.check(`input[name=mark][value=${mark}]`);
}

test("a paper is read by two who do not see each other, and settled by a third", { skip: !ALONE }, async () => {
  const [clerk, team, head] = [await set.as("clerk"), await set.as("team"), await set.as("head")];
  const here = await vote(clerk.page, "open");
  await clerk.page.goto(`${here}/ballots/new`);
  await read(clerk.page, 7, "for");
  await Promise.all([clerk.page.waitForURL(/done=votes-done-typed/), clerk.page.click("main form button")]);
  const number = Number(clerk.page.url().match(/ballots\/(\d+)/)[1]);
  await team.page.goto(`${here}/ballots/${number}`);
  assert.equal(await team.page.inputValue("#head"), "", "nothing of the first reading stands there");
  await read(team.page, 7, "against");
  await Promise.all([team.page.waitForURL(/done=votes-done-differs/), team.page.click("main form button")]);
  await clerk.page.goto(`${here}/ballots/${number}`);
  assert.equal(await clerk.page.locator("#head").count(), 0, "who typed it does not settle it");
  await head.page.goto(`${here}/ballots/${number}`);
  await head.page.locator("td:has-text('反对')").waitFor();
  await read(head.page, 7, "against");
  await Promise.all([head.page.waitForURL(/done=votes-done-settled/), head.page.click("main form button")]);
  await head.page.goto(here);
  await head.page.locator("#needed:has-text('5 / ')").waitFor();
  assert.equal(await head.page.locator("main:has-text('反对 1')").count(), 0, "nothing says how anybody voted");
  for (const { complaints, close } of [clerk, team, head]) {
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("a household votes from its telephone and gets a receipt", { skip: !ALONE }, async () => {
  const clerk = await set.as("clerk");
  const here = await vote(clerk.page, "open");
  await clerk.page.goto(`${here}/delivery`);
  const row = clerk.page.locator("tbody tr").nth(8);
  const [door, owner] = [await row.locator("td").nth(0).innerText(), await row.locator("td").nth(1).innerText()];
  const place = await clerk.page.locator(".crumbs a").nth(2).getAttribute("href");
  const neighbourhood = place.split("/").at(-1);
  const code = await slip(clerk.page, neighbourhood, door);
  const phone = await open(set.browser, { width: 390 });
  await phone.page.goto(`${set.server.address}/h`);
  await phone.page.fill("#code", code);
  await Promise.all([phone.page.waitForURL(/\/household/), phone.page.click("main form button")]);
  await phone.page.click("section[aria-labelledby=home-votes] a");
  await phone.page.check("input[name=choice][value=for-without-paying]");
  await phone.page.fill("#owner", "张冠李戴");
  await phone.page.check("#sure");
  await phone.page.click("main form button");
  await phone.page.locator("#owner-error").waitFor();
  await phone.page.fill("#owner", owner);
  await phone.page.click("main form button");
  const receipt = await phone.page.locator(".vote-code code").innerText();
  assert.match(receipt, /^\d+(-[0-9A-Z]{4}){4}$/);
  await phone.page.click("main p:last-of-type a");
  await phone.page.fill("#code", receipt);
  await phone.page.click("#check ~ form button");
  await phone.page.locator(".notice-success").waitFor();
  assert.deepEqual(phone.complaints, []);
  await clerk.close();
  await phone.close();
});

/** The code on the slip of a door, printed anew and read from the paper as a person does. */
async function slip(page, neighbourhood, door) {
  await page.goto(`${set.server.address}${HERE}/slips/${neighbourhood}`);
  await page.selectOption("#building", { label: door.split(" ")[0] });
  await page.fill("#entrance", door.split(" ")[1].match(/\d+/)[0]);
  await page.fill("#room", door.split(" ").at(-1));
  await page.check("#anew");
  await page.fill("#reason", "补印（示例）");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("button[value=print]")]);
  return codeOn(download);
}

test("a vote is counted, published, and every receipt leads to its root", { skip: !ALONE }, async () => {
  const head = await set.as("head");
  const here = await vote(head.page, "over");
  await head.page.goto(here);
  await Promise.all([head.page.waitForURL(/done=votes-done-closed/), head.page.click("form[action$=closed] button")]);
  const root = await head.page.locator(".vote-root").innerText();
  assert.match(root, /^[0-9a-f]{64}$/);
  const pdf = await head.page.request.get(`${here}/result.pdf`);
  assert.equal((await pdf.body()).subarray(0, 4).toString(), "%PDF");
  await head.page.goto(`${here}/inspection`);
  await head.page.click("form[action$=inspection] button");
  await head.page.locator("#reason-error").waitFor();
  await head.page.fill("#reason", "业主申请核对（示例）");
  await head.page.click("form[action$=inspection] button");
  await head.page.locator("tbody tr").first().waitFor();
  await head.close();
  const anybody = await open(set.browser, { width: 390, language: "en" });
  const clerk = await set.as("clerk");
  await clerk.page.goto(here);
  const address = await clerk.page.locator("dl a[href^='/neighbourhoods']").getAttribute("href");
  await anybody.page.goto(set.server.address + address);
  await anybody.page.locator(`code:has-text('${root}')`).waitFor();
  await anybody.page.fill("#code", "1-0000-0000-0000-0000");
  await anybody.page.click("#check ~ form button");
  await anybody.page.locator(".notice-error").waitFor();
  const denied = await clerk.page.goto(`${here}/inspection`);
  assert.equal(denied.status(), 403, "a clerk does not look");
  await anybody.close();
  await clerk.close();
});
