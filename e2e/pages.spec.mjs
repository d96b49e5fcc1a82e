// Every page, as people meet it: in both languages, on a phone and on a desk, by keyboard, enlarged, without script.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { axe, keyboard, launch, open, tooSmall, tooWide } from "./browser.mjs";
import { PAGES } from "./pages.mjs";
import { start } from "./server.mjs";
import { sessions } from "./sign-in.mjs";

const SHOTS = new URL("shots/", import.meta.url);
const LANGUAGES = ["zh-CN", "en"];
const WIDTHS = [390, 1440];
const only = process.env.LINLI_E2E_PAGE;

let server, browser, session;
before(async () => {
  await mkdir(SHOTS, { recursive: true });
  server = await start();
  browser = await launch();
  session = await sessions(browser, server, PAGES);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the page and hands it to `look`; whatever the browser complains about fails the test. */
async function visit({ path, role, follow, status = 200 }, options, look) {
  const { page, complaints, close } = await open(browser, { ...options, session: session(role) });
  try {
    let answer = await page.goto(server.address + path, { waitUntil: "load" });
    if (follow) answer = await page.goto(new URL(await page.getAttribute(follow, "href"), server.address).href);
    assert.equal(answer?.status(), status, path);
    await look(page);
    assert.deepEqual(complaints, [], "the browser complains");
  } finally {
    await close();
  }
}

for (const entry of PAGES.filter(({ name }) => !only || name.startsWith(only))) {
  describe(entry.name, () => {
    for (const language of LANGUAGES) {
      for (const width of WIDTHS) {
        test(`${language} at ${width} px: accessible, fits, finished`, async () => {
          await visit(entry, { language, width }, async (page) => {
            const file = new URL(`${entry.name}-${width}-${language}.png`, SHOTS);
            await page.screenshot({ path: file.pathname, fullPage: true });
            assert.equal(await page.getAttribute("html", "lang"), language);
            assert.deepEqual(await untranslated(page), [], "keys instead of words");
            assert.deepEqual(await axe(page), [], "axe");
            assert.deepEqual(await tooWide(page), [], "too wide");
          });
        });
      }
    }
    test("fits when enlarged to 200 %", () =>
      visit(entry, { width: 640, height: 450 }, async (page) => {
        assert.deepEqual(await tooWide(page), []);
        assert.deepEqual(await axe(page), []);
      }));
    test("fits a phone of 320 px", () =>
      visit(entry, { width: 320, height: 640, language: "en" }, async (page) => assert.deepEqual(await tooWide(page), [])));
    test("targets are large enough for a thumb", () =>
      visit(entry, { width: 390 }, async (page) => assert.deepEqual(await tooSmall(page, 44), [])));
    test("everything is reached by keyboard and seen there", () =>
      visit(entry, { width: 1440 }, async (page) => assert.deepEqual(await keyboard(page), [])));
    test("works without script", () =>
      visit(entry, { width: 390, script: false }, async (page) => {
        assert.equal(await page.locator("main h1:visible").count(), 1, "one heading");
        assert.equal(await page.locator("[data-print]:visible").count(), 0, "nothing is offered that needs a script");
        assert.equal(await page.locator("form:not([action])").count(), 0, "each form says where it goes");
      }));
  });
}

/** Text keys that were printed as they are. */
function untranslated(page) {
  return page.evaluate(() => document.body.innerText.match(/\b(shell|styleguide|people|register|works|oversight|portal)-[a-z0-9-]+/g) ?? []);
}
