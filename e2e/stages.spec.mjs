// Evidence as people send it: a photo in parts over a line that breaks, a reversal, and the pair that residents slide.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

let server, browser;
before(async () => {
  server = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A browser in which this person is signed in. */
async function as(role) {
  const account = server.accounts.find((a) => a.role === role && a.name.endsWith("@430527"));
  const session = await signIn(browser, server.address, account);
  return open(browser, { session, width: 390 });
}

/** A picture of what is on the screen serves as a photo. */
const photo = async (page, name) => ({ name, mimeType: "image/png", buffer: await page.screenshot() });

test("a photo goes on where the line broke, and is there once", async () => {
  const { page, close } = await as("clerk");
  await page.goto(`${server.address}/desk/430527/register`);
  await page.goto(new URL(await page.getAttribute("tbody a", "href"), server.address).href + "/evidence");
  let broken = 0;
  await page.route("**/uploads/*", (route) => {
    // The first part is lost on the way.
    if (route.request().method() === "PATCH" && broken++ === 0) return route.abort("connectionreset");
    return route.continue();
  });
  await page.setInputFiles("input[type=file]", await photo(page, "现场.png"));
  await page.fill("#taken", "2022-05-01");
  await page.fill("#caption", "断线后续传（示例）");
  await page.click("form[data-upload] button");
  await page.waitForURL(/done=works-done-evidence/);
  assert.ok(broken >= 2, "the part was sent again");
  assert.equal(await page.locator(".piece:has-text('断线后续传')").count(), 1);
  assert.ok(await page.locator(".piece img").first().evaluate((img) => img.decode().then(() => img.naturalWidth > 0)));
  await close();
});

test("without script the form carries the photo itself", async () => {
  const account = server.accounts.find((a) => a.role === "clerk" && a.name.endsWith("@430527"));
  const session = await signIn(browser, server.address, account);
  const { page, complaints, close } = await open(browser, { session, script: false });
  await page.goto(`${server.address}/desk/430527/register`);
  await page.goto(new URL(await page.getAttribute("tbody a", "href"), server.address).href + "/evidence");
  await page.setInputFiles("input[type=file]", await photo(page, "无脚本.png"));
  await page.fill("#taken", "2022-05-02");
  await page.fill("#caption", "无脚本（示例）");
  await page.click("form[data-upload] button");
  await page.waitForURL(/done=works-done-evidence/);
  assert.equal(await page.locator(".piece:has-text('无脚本')").count(), 1);
  assert.deepEqual(complaints, []);
  await close();
});

test("a resident slides from before to after by keyboard, and paper has both", async () => {
  const { page, complaints, close } = await open(browser, {});
  await page.goto(`${server.address}/places/430527`);
  const addresses = await page.locator(".entries a").evaluateAll((links) => links.map((link) => link.href));
  let found = false;
  for (const address of addresses) {
    await page.goto(address);
    if ((await page.locator("[data-pair]").count()) > 0) {
      found = true;
      break;
    }
  }
  if (!found) {
    // Not on the first page of the list: the search finds it by the neighbourhood's own unit.
    await page.goto(`${server.address}/search?q=粮食局`);
    await page.click("main .entries a");
  }
  const pair = page.locator("[data-pair]").first();
  await pair.scrollIntoViewIfNeeded();
  const at = () => pair.evaluate((element) => element.style.getPropertyValue("--line-at"));
  assert.equal(await at(), "50%");
  await pair.locator("input[type=range]").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await at(), "51%");
  await page.emulateMedia({ media: "print" });
  const sides = await pair.locator(".pair-pictures img").evaluateAll((images) => images.map((image) => image.getBoundingClientRect().left));
  assert.ok(sides[1] > sides[0], "side by side on paper");
  assert.deepEqual(complaints, []);
  await close();
});
