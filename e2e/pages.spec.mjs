// Every page, as people meet it: in both languages, on a phone and on a desk, by keyboard, enlarged, without script.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, keyboard, launch, person, picture, tooSmall, tooWide, windows } from "./browser.mjs";
import { PAGES } from "./pages.mjs";
import { start } from "./server.mjs";
import { sessions } from "./sign-in.mjs";

const PHONE = 390;
/** A desk, a phone, a small phone, and desks whose readers enlarge to 200 %: what is between a phone and a desk. */
const SIZES = [[1440, 900], [PHONE, 844], [320, 640], [640, 450], [720, 450], [768, 1024], [1024, 768], [1100, 700], [1280, 720]];
/** The widths of which pictures are kept. */
const SHOT = [1440, PHONE];
/** The widths that axe looks at: what is on a page is the same in both languages, and narrow is where other words make a difference. */
const CLOSELY = { "zh-CN": [1440, PHONE], en: [PHONE] };
const only = process.env.LINLI_E2E_PAGE;

let server, browser, session;
before(async () => {
  server = await start();
  browser = await launch();
  session = await sessions(browser, server, PAGES);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What is made once for each `key`. */
function once(make) {
  const made = new Map();
  return (key, ...more) => {
    if (!made.has(key)) made.set(key, make(...more));
    return made.get(key);
  };
}

/** One browser for each person, language and way. */
const windowOf = once(async (options) => windows(await person(browser, options)));

/** Where the links lead that a page is found by: the same in both languages, so they are followed once. */
const found = once(async (page, { path, follow }) => {
  let address = server.address + path;
  for (const link of [follow ?? []].flat()) {
    await page.goto(address);
    address = new URL(await page.locator(link).first().getAttribute("href"), server.address).href;
  }
  return address;
});

/** Opens the page and hands it to `look`; whatever the browser complains about fails the test. */
async function visit(entry, { language = "zh-CN", script = true, size = SIZES[0] }, look) {
  const { path, role, follow, then = "", status = 200 } = entry;
  const borrow = await windowOf([role, language, script].join(" "), { language, script, session: session(role) });
  await borrow(async ({ page, complaints }) => {
    await page.setViewportSize({ width: size[0], height: size[1] });
    const address = await found(JSON.stringify([role, path, follow]), page, entry);
    const answer = await page.goto(address + (follow ? then : ""), { waitUntil: "load" });
    assert.equal(answer?.status(), status, path);
    await look(page);
    assert.deepEqual(complaints, [], "the browser complains");
  });
}

// Two pages at a time: one of them always waits for the server or for the screen.
describe("every page", { concurrency: 2 }, () => {
  for (const entry of PAGES.filter(({ name }) => !only || name.startsWith(only))) describe(entry.name, { concurrency: 1 }, () => looks(entry));
});

function looks(entry) {
  for (const [language, closely] of Object.entries(CLOSELY)) {
    test(`${language}: accessible, fits and finished at every width`, () =>
      visit(entry, { language }, async (page) => {
        assert.equal(await page.getAttribute("html", "lang"), language);
        assert.deepEqual(await untranslated(page), [], "keys instead of words");
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          assert.deepEqual(await tooWide(page), [], `too wide at ${width}`);
          if (SHOT.includes(width)) await picture(page, entry.name);
          if (closely.includes(width)) assert.deepEqual(await axe(page), [], `axe at ${width}`);
          if (width === PHONE) assert.deepEqual(await tooSmall(page, 44), [], "too small for a thumb");
        }
      }));
  }
  test("everything is reached by keyboard and seen there", () =>
    visit(entry, {}, async (page) => assert.deepEqual(await keyboard(page), [])));
  test("works without script", () =>
    visit(entry, { script: false, size: [PHONE, 844] }, async (page) => {
      assert.equal(await page.locator("main h1:visible").count(), 1, "one heading");
      assert.equal(await page.locator("[data-print]:visible").count(), 0, "nothing is offered that needs a script");
      assert.equal(await page.locator("form:not([action])").count(), 0, "each form says where it goes");
    }));
}

/** Text keys that were printed as they are. */
function untranslated(page) {
  return page.evaluate(() => document.body.innerText.match(/\b(shell|styleguide|people|identity|register|imports|works|months|oversight|portal|organisation|tasks|overview|catalogue|retention|known|survey|openrosa|door|consultation|opinions|needs|receipt|household|slips|plans|notices|planning|posted|owners|lifts|votes)-[a-z0-9-]+/g) ?? []);
}
