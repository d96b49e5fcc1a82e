// An identity provider, as people meet it: connected under one's own account, signed out, signed in by the button.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, launch, open, picture, tooSmall, tooWide } from "./browser.mjs";
import { provider, start } from "./server.mjs";

const PHONE = 390;
const alone = !process.env.LINLI_E2E_URL;
let identity, server, browser;
before(async () => {
  if (!alone) return;
  identity = await provider();
  server = await start(identity.settings);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await identity?.stop();
});

/** Keeps every promise of a finished page, at both widths. */
async function finished(page, name) {
  const before = page.viewportSize();
  const language = await page.getAttribute("html", "lang");
  for (const width of [1440, PHONE]) {
    await page.setViewportSize({ width, height: 844 });
    await picture(page, name);
    assert.deepEqual(await tooWide(page), [], `${name}: too wide at ${width}`);
    assert.deepEqual(await axe(page), [], `${name}: axe at ${width}`);
    if (width === PHONE) assert.deepEqual(await tooSmall(page, 44), [], `${name}: too small for a thumb`);
  }
  await page.setViewportSize(before);
}

for (const [language, width, script] of [["zh-CN", PHONE, true], ["en", 1440, true], ["zh-CN", 1440, false]]) {
  test(`connected, signed out, signed in: ${language} ${width}${script ? "" : " without script"}`, { skip: !alone }, async () => {
    const { name, password } = server.accounts.find((a) => a.role === "clerk" && a.name.endsWith("@430527"));
    const look = (page, shot) => (script ? finished(page, shot) : undefined);
    const { page, complaints, close } = await open(browser, { language, width, script });
    const button = "main a[href^='/sign-in/identity']";

    await page.goto(`${server.address}/sign-in`);
    await look(page, "identity-sign-in");
    await page.click(button);
    await page.waitForURL(/\/sign-in\/identity\/back\?/);
    assert.equal(await page.locator("main [role=alert]").count(), 1, "nobody's account yet");
    await look(page, "identity-unknown");

    await page.fill("#name", name);
    await page.fill("#password", password);
    await page.click("main form button");
    await page.goto(`${server.address}/me`);
    await page.click("main a[href='/me/identity']");
    await look(page, "identity-none");
    await page.fill("#password", password);
    await page.click("main form button");
    await look(page, "identity-onwards");
    await page.click("main p.actions a");
    await page.waitForURL(/\/me\/identity\?done=identity-done-connected$/);
    await look(page, "identity-connected");

    await page.goto(`${server.address}/me`);
    await page.click("form[action='/sign-out'] button");
    await page.goto(`${server.address}/sign-in?next=/me/identity`);
    await page.click(button);
    await page.waitForURL(/\/me\/identity$/);

    await page.fill("#password", password);
    await page.click("main form button");
    await page.waitForURL(/done=identity-done-disconnected$/);
    await page.click("form[action='/sign-out'] button");
    await page.waitForURL(/\/sign-in\/identity\/end$/);
    await look(page, "identity-end");
    await page.click("main p.actions a");
    await page.waitForURL(/\/end\?client_id=linli$/);
    assert.deepEqual(complaints, []);
    await close();
  });
}
