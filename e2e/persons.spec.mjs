// Somebody asks what is kept of them: found by name, handed out, erased; in a court of its own, since it cannot be undone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, launch, open, picture, tooSmall, tooWide } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

const PHONE = 390;
const alone = !process.env.LINLI_E2E_URL;
let server, browser;
before(async () => {
  if (!alone) return;
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const account = (role, office) => server.accounts.find((a) => a.role === role && a.name.endsWith(`@${office}`));

/** Keeps every promise of a finished page, at both widths. */
async function finished(page, name) {
  const before = page.viewportSize();
  const language = await page.getAttribute("html", "lang");
  assert.deepEqual(await page.evaluate(() => document.body.innerText.match(/\b(known|retention|people)-[a-z0-9-]+/g)), null);
  for (const width of [1440, PHONE]) {
    await page.setViewportSize({ width, height: 844 });
    await picture(page, name);
    assert.deepEqual(await tooWide(page), [], `${name}: too wide at ${width}`);
    assert.deepEqual(await axe(page), [], `${name}: axe at ${width}`);
    if (width === PHONE) assert.deepEqual(await tooSmall(page, 44), [], `${name}: too small for a thumb`);
  }
  await page.setViewportSize(before);
}

/** Somebody whose term a clerk ends now: their name, as the page of the body shows it. */
async function leaves(language) {
  const { page, close } = await open(browser, { language, session: await signIn(browser, server.address, account("clerk", "430527")) });
  await page.goto(`${server.address}/desk/430527/organisation`);
  await page.click("tbody a");
  const row = page.locator("tbody tr").last();
  const name = (await row.locator("th").innerText()).split("\n")[0].trim();
  await row.locator("a[href$='/end']").click();
  await page.fill("#reason", "调动示例");
  await page.click("main form button");
  await page.waitForURL(/done=/);
  await close();
  return name;
}

for (const [language, width, script] of [["zh-CN", 1440, true], ["en", PHONE, true], ["zh-CN", PHONE, false]]) {
  test(`looked up, handed out, erased: ${language} ${width}${script ? "" : " without script"}`, { skip: !alone }, async () => {
    const look = (page, shot) => (script ? finished(page, shot) : undefined);
    const name = await leaves(language);
    const session = await signIn(browser, server.address, account("administrator", "430527"));
    const { page, complaints, close } = await open(browser, { language, width, script, session });

    await page.goto(`${server.address}/desk/430527/persons`);
    await page.fill("#name", "无此人示例");
    await page.click("main form button");
    await look(page, "persons-nobody");
    await page.fill("#name", name);
    await page.click("main form button");
    await look(page, "persons-found");
    assert.ok((await page.locator("input[name=term]").count()) > 0, name);

    await page.locator("input[name=term]").last().check();
    await page.click("button:not([formaction]):below(table)");
    await look(page, "persons-known");
    assert.match(await page.innerText("main"), new RegExp(name));

    await page.goto(`${server.address}/desk/430527/persons`);
    await page.fill("#name", name);
    await page.click("main form button");
    const before = await page.locator("input[name=term]").count();
    for (const box of await page.locator("input[name=term]").all()) await box.check();
    await page.check("input[value=mistaken]");
    await page.click("button[formaction$='/erasure']");
    await look(page, "persons-erase");
    await page.click("button.button-danger");
    await page.waitForURL(/done=known-done-erased/);
    await page.fill("#name", name);
    await page.click("main form button");
    assert.ok((await page.locator("input[name=term]").count()) < before, "what could go went");

    await page.goto(`${server.address}/desk/430527/retention`);
    await look(page, "persons-retention");
    assert.match(await page.innerText("main"), /登记有误|should not have been/);
    await page.goto(`${server.address}/me`);
    await page.click("button[value=page]");
    await look(page, "persons-own");
    assert.deepEqual(complaints, []);
    await close();
  });
}

/** A household that said something, by the list of opinions: neighbourhood, building, entrance, room. */
async function household() {
  const { page, close } = await open(browser, { language: "zh-CN", session: await signIn(browser, server.address, account("clerk", "430527")) });
  await page.goto(`${server.address}/desk/430527/opinions?show=answered`);
  const links = await page.locator("ul.picks p > a").evaluateAll((all) => all.map((one) => [one.href, one.innerText]));
  for (const [href] of links.filter(([, text]) => !text.includes("已按规定删除"))) {
    await page.goto(href);
    const parts = (await page.innerText("main h1")).trim().split(" ");
    if (parts.length < 4) continue;
    const [room, entrance, building] = [parts.pop(), parts.pop(), parts.pop()];
    await close();
    return { href, name: parts.join(" "), building, entrance, room };
  }
  throw new Error("no opinion of a household was answered");
}

for (const [language, width] of [["zh-CN", 1440], ["en", PHONE]]) {
  test(`a household is looked up by its door and its opinion erased: ${language} ${width}`, { skip: !alone }, async () => {
    const { href, name, building, entrance, room } = await household();
    const session = await signIn(browser, server.address, account("administrator", "430527"));
    const { page, complaints, close } = await open(browser, { language, width, session });
    const lookUp = async () => {
      await page.goto(`${server.address}/desk/430527/persons`);
      const place = page.locator("#of option", { hasText: name }).first();
      await page.selectOption("#of", await place.getAttribute("value"));
      await page.fill("#building", building);
      await page.fill("#entrance", entrance);
      await page.fill("#room", room);
      await page.click("form[action$='/household'] button");
    };
    await lookUp();
    await finished(page, "persons-household");
    assert.ok((await page.locator("input[name=record]").count()) > 0);
    await page.click("form[action$='/known'] button:not([formaction])");
    await finished(page, "persons-household-known");
    await lookUp();
    const id = href.split("/").pop().split("?")[0];
    for (const box of await page.locator("input[name=record]").all()) await box.setChecked((await box.getAttribute("value")) === `opinion:${id}`);
    await page.click("button[formaction$='/erasure']");
    await finished(page, "persons-household-erase");
    await page.click("button.button-danger");
    await page.waitForURL(/done=known-done-erased/);
    assert.deepEqual(complaints, []);
    await close();
  });
}
