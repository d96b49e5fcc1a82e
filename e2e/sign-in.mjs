// Signs each role in once, through the form that people use, and keeps the cookies for all its pages.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";

/** @returns {Promise<(role?: string) => object | undefined>} what the browser keeps of a role's session */
export async function sessions(browser, server, pages) {
  const kept = new Map();
  for (const role of new Set(pages.map((page) => page.role).filter(Boolean))) {
    const account = server.accounts.find(({ role: holds, name }) => [holds, `${holds}@${name.split("@")[1]}`].includes(role));
    assert.ok(account, `linli demo printed no account for ${role}`);
    kept.set(role, await signIn(browser, server.address, account));
  }
  return (role) => (role ? kept.get(role) : undefined);
}

export async function signIn(browser, address, { name, password }) {
  const { page, close } = await open(browser);
  await page.goto(`${address}/sign-in`);
  await page.fill("input[autocomplete=username]", name);
  await page.fill("input[autocomplete=current-password]", password);
  await page.click("main button");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const session = await page.context().storageState();
  await close();
  return session;
}
