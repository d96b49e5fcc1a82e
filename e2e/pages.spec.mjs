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
const PHONE = 390;
/** A desk, a phone, a small phone, and desks whose readers enlarge to 200 %: what is between a phone and a desk. */
const SIZES = [[1440, 900], [PHONE, 844], [320, 640], [640, 450], [720, 450], [768, 1024], [1024, 768], [1100, 700], [1280, 720]];
/** The widths that are looked at closely, and kept as pictures. */
const SHOT = [1440, PHONE];
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
async function visit({ path, role, follow, then = "", status = 200 }, options, look) {
  const { page, complaints, close } = await open(browser, { ...options, session: session(role) });
  try {
    let answer = await page.goto(server.address + path, { waitUntil: "load" });
    const links = [follow ?? []].flat();
    for (const [at, link] of links.entries()) {
      const below = at === links.length - 1 ? then : "";
      answer = await page.goto(new URL(await page.locator(link).first().getAttribute("href"), server.address).href + below);
    }
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
      test(`${language}: accessible, fits and finished at every width`, async () => {
        await visit(entry, { language }, async (page) => {
          assert.equal(await page.getAttribute("html", "lang"), language);
          assert.deepEqual(await untranslated(page), [], "keys instead of words");
          for (const [width, height] of SIZES) {
            await page.setViewportSize({ width, height });
            assert.deepEqual(await tooWide(page), [], `too wide at ${width}`);
            if (!SHOT.includes(width)) continue;
            const file = new URL(`${entry.name}-${width}-${language}.png`, SHOTS);
            await page.screenshot({ path: file.pathname, fullPage: true });
            assert.deepEqual(await axe(page), [], `axe at ${width}`);
            if (width === PHONE) assert.deepEqual(await tooSmall(page, 44), [], "too small for a thumb");
          }
        });
      });
    }
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
  return page.evaluate(() => document.body.innerText.match(/\b(shell|styleguide|people|identity|register|imports|works|months|oversight|portal|organisation|tasks|overview|catalogue|retention|known|survey|openrosa|door|consultation|opinions|needs|receipt|household|slips|plans|notices|planning|posted|owners|lifts|votes)-[a-z0-9-]+/g) ?? []);
}
