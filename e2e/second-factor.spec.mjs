// A second factor, as people meet it: taken with a telephone, asked for at the sign-in, taken away by the administrator.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { axe, launch, open, picture, tooSmall, tooWide } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

const PHONE = 390;
let server, browser;
before(async () => {
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const account = (role) => server.accounts.find((a) => a.role === role && a.name.endsWith("@430527"));

/** What a telephone does with the secret: RFC 6238. */
function code(base32, steps = 0) {
  const bits = [...base32].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", secret).update(step).digest();
  const at = digest.at(-1) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

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

for (const [language, script, role] of [["zh-CN", true, "clerk"], ["en", true, "head"], ["zh-CN", false, "auditor"]]) {
  test(`taken, asked for, lost and taken away: ${language}${script ? "" : " without script"}`, async () => {
    const { name, password } = account(role);
    const look = (page, shot) => (script ? finished(page, shot) : undefined);
    const { page, complaints, close } = await open(browser, { language, script });
    await page.goto(`${server.address}/sign-in?next=/me/second-factor`);
    await page.fill("#name", name);
    await page.fill("#password", password);
    await page.click("main button");
    await page.waitForURL(/\/me\/second-factor$/);
    await look(page, "second-factor-none");
    await page.fill("#password", password);
    await page.click("main form button");
    await page.waitForSelector(".factor-picture svg");
    await look(page, "second-factor-begun");
    const secret = (await page.textContent(".factor-secret")).replaceAll(" ", "");
    await page.fill("#code", "000000");
    await page.click("form[action$='/confirmation'] button");
    await page.waitForSelector("#code-error");
    // The step before, so that the code of now is left for the sign-in.
    const used = code(secret, -1);
    await page.fill("#code", used);
    await page.click("form[action$='/confirmation'] button");
    await page.waitForSelector(".recovery-codes");
    const recovery = await page.locator(".recovery-codes code").allTextContents();
    assert.equal(new Set(recovery).size, 10);
    await look(page, "second-factor-recovery-codes");
    await page.goto(`${server.address}/me/second-factor`);
    await look(page, "second-factor-kept");
    await page.click("form[action='/sign-out'] button");

    await page.goto(`${server.address}/sign-in?next=/desk/430527/months/2022-05`);
    await page.fill("#name", name);
    await page.fill("#password", password);
    await page.click("main button");
    await page.waitForURL(/\/sign-in\/code/);
    await page.goto(`${server.address}/desk`);
    assert.match(page.url(), /\/sign-in\/code$/, "half a session leads nowhere else");
    await look(page, "second-factor-code");
    await page.fill("#code", used);
    await page.click("form[action='/sign-in/code'] button");
    await page.waitForSelector("#code-error");
    await look(page, "second-factor-code-wrong");
    await page.fill("#code", recovery[0]);
    await page.click("form[action='/sign-in/code'] button");
    await page.waitForURL(/\/desk$/);

    if (role === "clerk") {
      await page.goto(`${server.address}/desk/430527/months/2022-05`);
      await look(page, "second-factor-month");
      await page.fill("#code", "000000");
      await page.click("form[action$='/filling'] button");
      await page.waitForSelector("#code-error");
      await look(page, "second-factor-month-wrong");
      await page.fill("#code", code(secret));
      await page.click("form[action$='/filling'] button");
      await page.waitForURL(/done=months-done-filled/);
    }

    const keeper = await open(browser, { language, session: await signIn(browser, server.address, account("administrator")) });
    await keeper.page.goto(`${server.address}/desk/430527/accounts?q=${role}`);
    await keeper.page.click("tbody a");
    await finished(keeper.page, "second-factor-account");
    await keeper.page.fill("#reason", "手机丢失，已当面核实");
    await keeper.page.click("form[action$='/second-factor'] button");
    await keeper.page.waitForURL(/done=people-done-factor-reset/);
    await keeper.close();
    await page.goto(`${server.address}/desk`);
    assert.match(page.url(), /\/sign-in\?/, "every session has ended");
    assert.deepEqual(complaints, []);
    await close();
  });
}
