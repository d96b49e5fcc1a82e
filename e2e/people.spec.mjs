// The journeys of people: signing in by keyboard, finding the way, ending a session, being refused, without script too.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, launch, open, picture, tooWide } from "./browser.mjs";
import { start } from "./server.mjs";

let server, browser;
before(async () => {
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const account = (role) => server.accounts.find((account) => account.role === role);

/** Keeps every promise of a finished page, in the state that a journey has reached. */
async function finished(page, name) {
  const { width } = page.viewportSize();
  const language = await page.getAttribute("html", "lang");
  await picture(page, name);
  assert.deepEqual(await axe(page), [], "axe");
  assert.deepEqual(await tooWide(page), [], "too wide");
}

/** Presses Tab until this is in focus. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches ${selector}`);
}

/** Presses Enter there, and waits for the page it leads to. */
async function enter(page, selector, address) {
  await tabTo(page, selector);
  await Promise.all([page.waitForURL(address), page.keyboard.press("Enter")]);
}

async function signIn(page, { name, password }) {
  await page.goto(`${server.address}/sign-in`);
  await page.fill("#name", name);
  await page.fill("#password", password);
  await page.click("main button");
  await page.waitForLoadState();
}

for (const [how, script] of [["with script", true], ["without script", false]]) {
  describe(how, () => {
    test("a clerk signs in by keyboard, ends another session and signs out", async () => {
      const { name, password } = account("clerk");
      const elsewhere = await open(browser, { script });
      await signIn(elsewhere.page, account("clerk"));

      const { page, complaints, close } = await open(browser, { script });
      await page.goto(`${server.address}/me`);
      assert.match(page.url(), /\/sign-in\?next=\/me$/);
      await tabTo(page, "#name");
      await page.keyboard.type(name);
      await tabTo(page, "#password");
      await page.keyboard.type(password);
      await Promise.all([page.waitForURL(`${server.address}/me`), page.keyboard.press("Enter")]);

      await enter(page, ".brand", `${server.address}/desk`);
      assert.match(await page.textContent("h1"), /县改造办工作人员/);
      await enter(page, "a[href='/me']", `${server.address}/me`);
      const others = page.locator("form[action^='/me/sessions/'][action$='/end']");
      const before = await others.count();
      assert.ok(before >= 1, "the other session is listed");
      await enter(page, "form[action$='/end'] button", /\/me\?done=/);
      assert.equal(await others.count(), before - 1);
      assert.ok(await page.locator(".notice-success").isVisible(), "it says that the session has ended");

      await elsewhere.page.goto(`${server.address}/desk`);
      assert.match(elsewhere.page.url(), /\/sign-in/, "the ended session is over");

      await enter(page, "form[action='/sign-out'] button", `${server.address}/`);
      await page.goto(`${server.address}/desk`);
      assert.match(page.url(), /\/sign-in/, "signed out");
      assert.deepEqual(complaints, []);
      await Promise.all([close(), elsewhere.close()]);
    });

    test("a wrong password says so, keeps the name and gives nothing away", async () => {
      const { page, close } = await open(browser, { script });
      await signIn(page, { name: account("head").name, password: "certainly not this one" });
      assert.match(await page.textContent("#problems"), /登录名或口令不对/);
      assert.equal(await page.inputValue("#name"), account("head").name);
      assert.equal(await page.inputValue("#password"), "");
      assert.equal(await page.getAttribute("#name", "aria-invalid"), "true");
      await close();
    });
  });
}

for (const [language, width] of [["zh-CN", 390], ["zh-CN", 1440], ["en", 390], ["en", 1440]]) {
  test(`what only a journey reaches is finished too: ${language} at ${width} px`, async () => {
    const { page, close } = await open(browser, { language, width });
    await signIn(page, { name: "nobody@430527", password: "certainly not this one" });
    await finished(page, "people-sign-in-wrong");

    await signIn(page, account("administrator"));
    await page.goto(`${server.address}/desk/430527/accounts/new`);
    const own = `new-${width}-${language.toLowerCase()}`;
    await page.fill("#name", "新同志");
    await page.fill("#sign_in", own);
    await page.click("main .form button");
    await finished(page, "people-once");
    const password = await page.textContent(".once");

    await page.click("main .actions a");
    const address = page.url();
    await page.selectOption("#role", "leader");
    await page.fill("#neighbourhood", "小区");
    await page.click("form[action$='/roles'] button");
    await finished(page, "people-role-which");
    await page.selectOption("#neighbourhood", { index: 1 });
    await page.click("form[action$='/roles'] button");
    await page.waitForURL(/\?done=/);
    await finished(page, "people-role-given");

    await page.context().clearCookies();
    await signIn(page, { name: `${own}@430527`, password });
    assert.match(page.url(), /\/me\/password/, "the first password is changed first");
    await finished(page, "people-password-first");
    for (const [field, text] of [["old", "wrong"], ["new", "short"], ["again", "shorter"]]) await page.fill(`#${field}`, text);
    await page.click("main .form button");
    await finished(page, "people-password-problems");

    await page.context().clearCookies();
    // Once is enough: an address that guesses too often has to wait.
    const guesses = language === "zh-CN" && width === 390 ? 5 : 0;
    for (let wrong = 0; wrong < guesses; wrong += 1) await signIn(page, { name: `${own}@430527`, password: "no" });
    await signIn(page, account("administrator"));
    await page.goto(address.split("?")[0]);
    await finished(page, "people-account-new-one");
    await close();
  });
}
