// From needs to the vote: a plan is drafted, weighed and posted, a household objects from its slip and a neighbour on paper, and
// nothing goes to the vote before both were answered.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { axe, open, tooSmall, tooWide } from "./browser.mjs";
import { ALONE, HERE, codeOn, stage } from "./stage.mjs";

const PHONE = 390;
const set = stage();

/** Keeps every promise of a finished page, in the state that the story has reached. */
async function finished(page) {
  const small = page.viewportSize().width === PHONE ? await tooSmall(page, 44) : [];
  assert.deepEqual([...(await axe(page)), ...(await tooWide(page)), ...small], [], page.url());
}

/** Opens the plan of the nth neighbourhood whose notice hung until 30 May, and that nobody objected to: its name and its notice. */
async function over(page, nth) {
  await page.goto(`${set.server.address}${HERE}/plans?show=over`);
  const place = page.locator("tbody tr", { hasText: /2022年5月30日|30 May 2022/ }).locator("th a").nth(nth);
  const name = await place.innerText();
  await place.click();
  return { name, notice: await page.getAttribute(".notice-info a[href*='/notices/']", "href") };
}

/** Writes down an item of twelve at 1,250.50 yuan that answers the first need, in the draft that is open: where the draft is. */
async function item(page, title) {
  const plan = page.url().split("?")[0];
  await page.click("a[href$='/items/new']");
  await page.selectOption("#work", "charging");
  await page.fill("#title", title);
  await page.selectOption("#place", { index: 1 });
  await page.fill("#quantity", "12");
  await page.fill("#unit", "个");
  await page.fill("#unit_cost", "1250.50");
  await page.selectOption("#source1", "social_capital");
  await page.fill("#amount1", "12000");
  await page.selectOption("#upkeep", "manager");
  await page.locator("input[name=need]").first().check();
  await page.click("main form[data-unsaved] button");
  await page.waitForURL(/done=plans-done-item/);
  const row = page.locator(`tr:has(th a:text-is("${title}"))`);
  assert.match(await row.innerText(), /15,006\.00/, "twelve at 1,250.50");
  assert.match(await row.innerText(), /12,000\.00/, "what a source gives");
  return plan;
}

/** Tries another budget out by keys alone: the plan stays as it is until somebody changes it. */
async function whatIf(page, plan) {
  await page.goto(`${plan}/budget`);
  await page.focus("#budget");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("9000000");
  await Promise.all([page.waitForURL(/budget=9000000/), page.keyboard.press("Enter")]);
  assert.equal(await page.inputValue("#budget"), "9000000");
  assert.ok(await page.locator(".plan-told").first().isVisible(), "why each is in, in words");
}

/** Answers what somebody said. */
async function answer(page, opinion, reason) {
  await page.goto(`${set.server.address}${HERE}/answers/new?of=${opinion}`);
  await page.check("input[value=partly]");
  await page.fill("#reason", reason);
  await page.click("main form button");
  await page.waitForURL(/done=opinions-done-answered/);
}

/** Prints the slip of one door of this neighbourhood anew, and reads its code from the paper as a person does. */
async function slip(page, name) {
  await page.goto(`${set.server.address}${HERE}/slips`);
  await page.selectOption("#of", await page.locator("#of option", { hasText: name }).first().getAttribute("value"));
  await page.click("main form button");
  await page.selectOption("#building", { index: 1 });
  await page.fill("#entrance", "1");
  await page.fill("#room", "101");
  await page.check("#anew");
  await page.fill("#reason", "补印（示例）");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("button[value=print]")]);
  return codeOn(download);
}

test("drafted, weighed, posted, photographed, objected to at the kitchen table, answered", { skip: !ALONE }, async () => {
  const clerk = await set.as("clerk");
  const { page } = clerk;
  const { name } = await over(page, 0);
  const title = "东边车棚充电位（示例）";
  await page.click("form[action$='/versions'] button");
  await page.waitForURL(/done=plans-done-begun/);
  const plan = await item(page, title);
  await page.click("a[href$='/matrix']");
  assert.ok(await page.locator(`tbody td a:text-is("${title}")`).first().isVisible(), "the need has its medicine");
  await whatIf(page, plan);
  await finished(page);

  const head = await set.as("head");
  await head.page.goto(plan);
  await head.page.click("a[href$='/notice']");
  await head.page.fill("#days", "1");
  await head.page.click("main form button");
  await head.page.waitForSelector("#problems");
  await finished(head.page);
  await head.page.fill("#days", "7");
  await head.page.click("main form button");
  await head.page.waitForURL(/done=notices-done-posted/);
  const notice = head.page.url().split("?")[0];
  const [paper] = await Promise.all([head.page.waitForEvent("download"), head.page.click("a[href$='/paper.pdf']")]);
  assert.equal((await readFile(await paper.path())).subarray(0, 5).toString(), "%PDF-");

  await page.goto(notice);
  await page.setInputFiles("#file", { name: "公告栏.png", mimeType: "image/png", buffer: await page.screenshot() });
  await page.click("form[action$='/photos'] button");
  await page.waitForURL(/done=notices-done-photo/);
  assert.ok(await page.locator(".card img").evaluate((img) => img.decode().then(() => img.naturalWidth > 0)));

  const code = await slip(page, name);
  const home = await open(set.browser, { width: PHONE });
  await home.page.goto(`${set.server.address}/h#${code.replaceAll("-", "")}`);
  await home.page.waitForURL(/\/household$/);
  await home.page.click("a[href='/household/plan']");
  assert.match(await home.page.innerText("main"), new RegExp(title));
  await finished(home.page);
  await home.page.fill("#text", "充电位离楼道太近 <b>示例</b>，请往东挪");
  await home.page.click("form[action$='/objections'] button");
  await home.page.waitForURL(/done=household-done-objected/);
  await finished(home.page);
  const opinion = home.page.url().match(/opinions\/([0-9a-f-]+)\//)[1];

  await page.goto(`${set.server.address}${HERE}/plans?show=objected`);
  assert.equal(await page.locator("tbody th a", { hasText: name }).count(), 1, "it waits for an answer");
  await answer(page, opinion, "已到现场看过，往东挪三米（示例）。");
  await page.goto(`${set.server.address}${HERE}/plans?show=hangs`);
  assert.equal(await page.locator("tbody th a", { hasText: name }).count(), 1, "it hangs on until its days are over");
  await home.page.goto(`${set.server.address}/household/plan`);
  assert.match(await home.page.innerText("main"), /收到异议 1 条，已答复 1 条/);
  assert.deepEqual([...clerk.complaints, ...head.complaints, ...home.complaints], []);
  await Promise.all([clerk.close(), head.close(), home.close()]);
});

for (const [language, width, nth] of [["zh-CN", 1440, 1], ["en", PHONE, 2]]) {
  test(`objected to on paper, not ready for the vote, answered, ready: ${language} ${width}`, { skip: !ALONE }, async () => {
    const { page, complaints, close } = await set.as("clerk", { language, width });
    const { notice } = await over(page, nth);
    const stands = async () => {
      await page.goto(set.server.address + notice);
      return page.innerText(".page-head .tags");
    };
    assert.match(await stands(), /可以表决|can go to the vote/);
    await page.click("a[href$='/objections/new']");
    await page.check("input[value=paper]");
    await page.fill("#said_on", "2022-06-05");
    await page.fill("#text", "只刷临街一面，里面两栋也要修（示例）");
    await page.click("main form button");
    await page.waitForSelector("#problems");
    await finished(page);
    await page.fill("#said_on", "2022-05-28");
    await page.click("main form button");
    await page.waitForURL(/done=opinions-done-recorded/);
    const opinion = page.url().match(/opinions\/([0-9a-f-]+)\//)[1];
    assert.doesNotMatch(await stands(), /可以表决|can go to the vote/);
    await finished(page);
    await answer(page, opinion, "里面两栋列入下一年度（示例）。");
    assert.match(await stands(), /可以表决|can go to the vote/);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("an item is added and a budget tried out: en 390", { skip: !ALONE }, async () => {
  const { page, complaints, close } = await set.as("clerk", { language: "en", width: PHONE });
  await page.goto(`${set.server.address}${HERE}/plans?show=draft`);
  await page.locator("tbody td a").first().click();
  const plan = await item(page, "Charging by the east shed");
  await finished(page);
  await whatIf(page, plan);
  await finished(page);
  await page.goto(`${plan}/matrix`);
  assert.ok(await page.locator("tbody td a:text-is('Charging by the east shed')").first().isVisible());
  assert.deepEqual(complaints, []);
  await close();
});
