// Debian's Chromium, and what every page must keep, whoever looks at it.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SHOTS = new URL("shots/", import.meta.url);
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export function launch(more = []) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...FLAGS, ...more] });
}

/** The browser of one person: what it has fetched once it has for all of its pages. */
export function person(browser, { language = "zh-CN", width = 1440, height = 900, script = true, session } = {}) {
  return browser.newContext({
    locale: language,
    viewport: { width, height },
    javaScriptEnabled: script,
    storageState: session,
    ignoreHTTPSErrors: true,
  });
}

/** Lends pages of this person, one at a time to each who asks: opening a window costs more than what is looked at in it. */
export function windows(context) {
  const idle = [];
  return async (look) => {
    const opened = idle.pop() ?? (await openIn(context));
    opened.complaints.length = 0;
    try {
      return await look(opened);
    } finally {
      idle.push(opened);
    }
  };
}

/** Opens a page of somebody who has seen nothing yet. */
export async function open(browser, options) {
  const context = await person(browser, options);
  const opened = await openIn(context);
  return { ...opened, close: () => context.close() };
}

/** Opens a page and remembers everything that the browser complains about. */
async function openIn(context) {
  const page = await context.newPage();
  arrives(page);
  const complaints = [];
  page.on("console", (message) => {
    // The browser reports the status of an error page as an error of its own.
    if (message.type() === "error" && !/status of (4|5)\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  // A page that is left before its last picture has come breaks that request off itself.
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") complaints.push(`${request.url()} ${why}`);
  });
  return { page, complaints };
}

/**
 * Playwright goes on as soon as the next page begins to come: what is counted or read at once may not be there yet. So whoever
 * clicks here waits until what it leads to has come whole; where it leads nowhere, that is so at once.
 */
function arrives(page) {
  const frame = page.mainFrame(); // Clicks of the page and of its locators both go through it.
  for (const name of ["click", "dblclick"]) {
    const act = frame[name].bind(frame);
    frame[name] = async (...args) => {
      await act(...args);
      await frame.waitForLoadState();
    };
  }
}

/** Keeps a picture of the page, where somebody asked for pictures or for certain pages. */
export async function picture(page, name) {
  if (!process.env.LINLI_E2E_SHOTS && !process.env.LINLI_E2E_PAGE) return;
  await mkdir(SHOTS, { recursive: true });
  const language = await page.getAttribute("html", "lang");
  const file = new URL(`${name}-${page.viewportSize().width}-${language}.png`, SHOTS);
  await page.screenshot({ path: file.pathname, fullPage: true });
}

/** What axe finds, one readable line each. */
export async function axe(page) {
  // Evaluated by the debugger, so that the page's own strict rules stay as they are; once for each page that is loaded.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  // Only what is wrong is told at length, and no style sheet is fetched again.
  const options = { runOnly: RULES, resultTypes: ["violations"], preload: false };
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.any.map((check) => check.message).join("; ")}`),
  );
}

/** Whatever is wider than the window, or nothing. */
export function tooWide(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} ends at ${Math.round(element.getBoundingClientRect().right)} of ${room}`)
      .slice(0, 5);
  });
}

/** Targets for fingers that are smaller than `least` pixels high, apart from links within sentences. */
export function tooSmall(page, least) {
  return page.evaluate((least) => {
    const targets = document.querySelectorAll("button, .button, input:not([type=hidden]), select, textarea, nav a, .choice");
    return [...targets]
      .filter((target) => target.checkVisibility() && !target.closest(".choice > *, .crumbs, .skip"))
      .filter((target) => !target.matches(".choice input"))
      .map((target) => ({ target, height: target.getBoundingClientRect().height }))
      .filter(({ height }) => height < least - 0.5)
      .map(({ target, height }) => `${target.outerHTML.slice(0, 80)} is ${height} high`);
  }, least);
}

/** Walks the page with the Tab key: everything that can be used must be reached, in order, and be seen. */
export async function keyboard(page) {
  const expected = await page.evaluate(() => {
    const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const radios = new Set();
    const reachable = [...document.querySelectorAll(usable)].filter((element) => {
      if (!element.checkVisibility() || element.disabled) return false;
      if (element.type !== "radio") return true;
      const first = !radios.has(element.name);
      radios.add(element.name);
      return first;
    });
    return reachable.length;
  });
  // Written down by the page itself: asking it after each key would take most of the time.
  await page.evaluate(() => {
    const reached = (globalThis.reached = []);
    addEventListener("focusin", ({ target }) => {
      if (!("reached" in target.dataset)) target.dataset.reached = "";
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      reached.push({ seen, what: target.outerHTML.slice(0, 80) });
    });
  });
  const onPage = () => page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body);
  for (let presses = 0; presses < expected; presses += 1) await page.keyboard.press("Tab");
  // A field for a day takes several.
  for (let more = 0; more < 20 && (await onPage()); more += 1) await page.keyboard.press("Tab");
  const reached = await page.evaluate(() => globalThis.reached);
  const total = await page.evaluate(() => document.querySelectorAll("[data-reached]:not([type=radio])").length
    + new Set([...document.querySelectorAll("[data-reached][type=radio]")].map((radio) => radio.name)).size);
  const faults = reached.filter(({ seen }) => !seen).map(({ what }) => `focus is not visible on ${what}`);
  if (total < expected) faults.push(`Tab reaches ${total} of ${expected}`);
  return faults;
}
