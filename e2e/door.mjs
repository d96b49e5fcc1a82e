// At the door, with the network off: the app starts, a household takes less than a dozen taps, a closed tab loses nothing, and all
// of it arrives once when the network is back. Run twice: on localhost, and over the binary's own TLS as phones in the field have it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, launch, open, picture, tooSmall, tooWide } from "./browser.mjs";
import { certificate, start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

const PHONE = 390;
const HERE = "/desk/430527";
const alone = !process.env.LINLI_E2E_URL;
let server, browser, campaign, place, tls;

/** @param {boolean} secure over TLS, with a certificate that `linli cert` made */
export function doors(secure) {
  before(async () => {
    if (!alone) return;
    tls = secure ? await certificate() : undefined;
    server = await start(tls?.settings);
    assert.equal(new URL(server.address).protocol, secure ? "https:" : "http:");
    browser = await launch(tls ? [tls.trusted] : []);
    ({ campaign, place } = await opened());
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await tls?.stop();
  });
  test("a household without a network: counted in taps, kept through a closed tab, delivered once", { skip: !alone }, household);
  test("a photo is made smaller and arrives, an edit corrects, a clock a year off does no harm", { skip: !alone }, photo);
  test("signed out at the door: nothing is lost, and it goes on after signing in", { skip: !alone }, signedOut);
  test("a full phone: it says so, keeps what is typed, sends what it has, and goes on when there is room", { skip: !alone }, full);
}

const account = (role) => server.accounts.find((a) => a.role === role && a.name.endsWith("@430527"));
const session = (role) => signIn(browser, server.address, account(role));

async function finished(page, name) {
  const language = await page.getAttribute("html", "lang");
  await picture(page, name);
  assert.deepEqual(await page.evaluate(() => document.body.innerText.match(/\b(door|survey|shell)-[a-z0-9-]+/g)), null, "keys instead of words");
  assert.deepEqual(await tooWide(page), [], `${name}: too wide`);
  assert.deepEqual(await axe(page), [], `${name}: axe`);
  if (page.viewportSize().width === PHONE) assert.deepEqual(await tooSmall(page, 44), [], `${name}: too small for a thumb`);
}

/** A campaign that a clerk opens in one neighbourhood, its doors shared out evenly. */
async function opened() {
  const { page, close } = await open(browser, { session: await session("clerk"), width: 1440 });
  const surveyor = await open(browser, { session: await session("surveyor") });
  await surveyor.page.goto(`${server.address}${HERE}/register`);
  const of = (await surveyor.page.locator("tbody a").first().getAttribute("href")).split("/").pop();
  await surveyor.close();
  await page.goto(`${server.address}${HERE}/surveys/new`);
  await page.fill("#name", "春季入户示例");
  await page.check(`input[name=neighbourhood][value="${of}"]`);
  await page.locator("label", { hasText: "摸底组员" }).locator("input[name=member]").check();
  await page.fill("#q1_label", "有没有电动车");
  await finished(page, "survey-new");
  await page.click("main form[data-unsaved] button:not(.button-plain)");
  await page.waitForURL(/done=survey-done-opened/);
  const at = new URL(page.url()).pathname;
  await page.goto(`${server.address}${at}/shares`);
  await page.click("form[action$=evenly] button");
  await page.waitForURL(/done=survey-done-shared/);
  await finished(page, "survey-shares");
  await close();
  return { campaign: at, place: of };
}

/** How far the campaign is, as the office sees it. */
async function reached() {
  const { page, close } = await open(browser, { session: await session("clerk"), width: 1440 });
  await page.goto(`${server.address}${campaign}`);
  const note = await page.locator(".stat-note").first().innerText();
  await finished(page, "survey-campaign");
  await page.goto(`${server.address}${campaign}/places/${place}`);
  await finished(page, "survey-picture");
  await close();
  return Number(note.match(/\d+/)[0]);
}

async function ready(page) {
  await page.goto(`${server.address}${HERE}/door/app`);
  await page.waitForSelector(".entrances a");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async (path) => (await caches.keys()).length > 0 && (await caches.match(path)) !== undefined, `${HERE}/door/app`);
}

const safe = (page, text) => page.waitForFunction((text) => new RegExp(text).test(document.querySelector("#safe").innerText), text);

async function household() {
  const { page, close } = await open(browser, { session: await session("surveyor"), width: PHONE });
  await ready(page);
  await finished(page, "door-list");
  const context = page.context();
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector(".entrances a");

  let taps = 0;
  const tap = async (selector) => {
    taps += 1;
    await page.locator(selector).first().click();
  };
  await tap(".entrances a");
  await page.waitForSelector("a.door");
  await finished(page, "door-picture");
  await tap("a.door-to-do, a.door-nobody-home");
  await page.waitForSelector(".wish");
  await tap(".tap:has(input[value=owner])");
  await tap(".tap:has(input[name=willing][value=yes])");
  await page.locator(".wish").nth(1).click();
  await page.locator(".wish").nth(4).click();
  taps += 2;
  await tap(".tap:has(input[name=pay][value=unsure])");
  await finished(page, "door-form");
  await tap(".door-save button");
  assert.ok(taps <= 12, `${taps} taps for a household with two wishes`);
  await page.waitForSelector("a.door-answered[data-waits]");
  await safe(page, "1");
  await page.close();

  const again = await context.newPage();
  await again.goto(`${server.address}${HERE}/door/app#/queue`);
  await again.waitForSelector(".entries li");
  await finished(again, "door-queue");
  await context.setOffline(false);
  await safe(again, "全部已送到");
  assert.equal(await reached(), 1);
  await again.goto(`${server.address}${HERE}/door/app`);
  await again.waitForSelector(".entrances a");
  await again.click(".entrances a");
  await again.waitForSelector("a.door-answered:not([data-waits])");
  await close();
}

async function photo() {
  const { page, close } = await open(browser, { session: await session("surveyor"), width: PHONE });
  await ready(page);
  const context = page.context();
  await context.setOffline(true);
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() - 365 * 24 * 3600 * 1000;
  });
  await page.click(".entrances a");
  await page.waitForSelector("a.door");
  await page.locator("a.door").nth(3).click();
  await page.waitForSelector(".wish");
  await page.click(".tap:has(input[value=occupant])");
  await page.click(".tap:has(input[name=willing][value=no])");
  await page.click(".more summary");
  await page.fill(".more textarea", "楼道灯不亮（示例）👨‍👩‍👧𰻝");
  const picture = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [3000, 2000];
    canvas.getContext("2d").fillRect(10, 10, 900, 900);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  await page.setInputFiles("input[type=file]", { name: "IMG.png", mimeType: "image/png", buffer: Buffer.from(picture) });
  await page.waitForSelector(".photo-list canvas[data-size]");
  assert.equal(await page.getAttribute(".photo-list canvas", "data-size"), "1600 × 1067");
  await page.click(".door-save button");
  await safe(page, "2");
  // Thought better of, before it ever left the phone.
  await page.locator("a.door[data-waits]").first().click();
  await page.click(".tap:has(input[name=willing][value=unsure])");
  await page.click(".door-save button");
  await safe(page, "2");
  // Nobody presses anything: the network is back.
  await context.setOffline(false);
  await safe(page, "全部已送到");
  // And again, after it arrived: the former answer gives way.
  await page.locator("a.door").nth(3).click();
  await page.waitForSelector(".wish");
  await page.click(".tap:has(input[name=willing][value=yes])");
  await page.click(".door-save button");
  await safe(page, "全部已送到");

  const clerk = await open(browser, { session: await session("clerk"), width: 1440 });
  await clerk.page.goto(`${server.address}${campaign}/places/${place}`);
  assert.equal(await clerk.page.locator(".doors .door-conflict").count(), 0);
  await clerk.page.locator(".doors a .door-answered").last().click();
  await finished(clerk.page, "survey-door");
  const text = await clerk.page.innerText("main");
  assert.match(text, /楼道灯不亮（示例）/);
  assert.match(text, /2022/, "by the clock of the office");
  await clerk.close();
  await close();
}

async function signedOut() {
  const { page, close } = await open(browser, { session: await session("surveyor"), width: PHONE });
  await ready(page);
  const context = page.context();
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.click(".entrances a");
  await page.waitForSelector("a.door");
  await page.locator("a.door").nth(5).click();
  await page.waitForSelector(".tap");
  await page.click(".tap:has(input[value=nobody_home])");
  await page.click(".door-save button");
  await safe(page, "登录已失效");
  await finished(page, "door-signed-out");
  await context.addCookies(cookies);
  await page.click("#safe button");
  await safe(page, "全部已送到");
  await close();
}

/** Fills the phone up until nothing more fits; what fills it goes when `room` is made. */
async function fill(page) {
  await page.evaluate(async (name) => {
    const ended = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const db = await ended(indexedDB.open(name));
    let nth = 0;
    for (let bytes = 1 << 20; bytes >= 64; bytes >>= 1) {
      for (let fits = true; fits; nth += 1) {
        const tx = db.transaction("drafts", "readwrite");
        const kept = new Promise((done) => Object.assign(tx, { oncomplete: () => done(true), onabort: () => done(false) }));
        tx.objectStore("drafts").put({ dwelling: `filler-${nth}`, bytes: crypto.getRandomValues(new Uint8Array(Math.min(bytes, 65_536))).buffer, more: new ArrayBuffer(Math.max(0, bytes - 65_536)) });
        fits = await kept;
      }
    }
    db.close();
  }, `linli${HERE}/door`);
}

async function empty(page) {
  await page.evaluate(async (name) => {
    const ended = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const db = await ended(indexedDB.open(name));
    const tx = db.transaction("drafts", "readwrite");
    tx.objectStore("drafts").delete(IDBKeyRange.bound("filler-", "filler-\uffff"));
    await new Promise((done) => (tx.oncomplete = done));
    db.close();
  }, `linli${HERE}/door`);
}

async function full() {
  const { page, close } = await open(browser, { session: await session("surveyor"), width: PHONE });
  const context = page.context();
  const room = await context.newCDPSession(page);
  const { origin } = new URL(server.address);
  await room.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 3 << 20 });
  await ready(page);
  await context.setOffline(true);
  await page.click(".entrances a");
  await page.waitForSelector("a.door");
  await page.locator("a.door").nth(6).click();
  await page.waitForSelector(".tap");
  await page.click(".tap:has(input[value=nobody_home])");
  await page.click(".door-save button");
  await page.waitForSelector("a.door[data-waits]");
  await safe(page, "1");
  await fill(page);

  await page.locator("a.door").nth(7).click();
  await page.waitForSelector(".wish");
  await page.click(".tap:has(input[value=owner])");
  await page.click(".tap:has(input[name=willing][value=yes])");
  await page.click(".more summary");
  await page.fill(".more textarea", "手机满了也要说（示例）");
  await page.click(".door-save button");
  await page.waitForFunction(() => [...document.querySelectorAll("main [role=alert]")].some((alert) => /存满/.test(alert.innerText)));
  await finished(page, "door-full");
  // What it has already goes out, though it can note nothing.
  await context.setOffline(false);
  await safe(page, "全部已送到");
  assert.equal(await page.inputValue(".more textarea"), "手机满了也要说（示例）");
  await empty(page);
  await page.click(".door-save button");
  await page.waitForSelector("a.door-answered");
  await safe(page, "全部已送到");
  const clerk = await open(browser, { session: await session("clerk"), width: 1440 });
  await clerk.page.goto(`${server.address}${campaign}/places/${place}`);
  assert.equal(await clerk.page.locator(".doors .door-nobody-home").count(), 2, "the one before it was full, and the one of another test");
  await clerk.close();
  await close();
}
