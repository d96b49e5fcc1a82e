// Signs each role in once, and keeps the cookies for all its pages.
import assert from "node:assert/strict";
import { person } from "./browser.mjs";

/** @returns {Promise<(role?: string) => object | undefined>} what the browser keeps of a role's session */
export async function sessions(browser, server, pages) {
  const roles = [...new Set(pages.map((page) => page.role).filter(Boolean))];
  const signedIn = roles.map(async (role) => {
    const account = server.accounts.find(({ role: holds, name }) => [holds, `${holds}@${name.split("@")[1]}`].includes(role));
    assert.ok(account, `linli demo printed no account for ${role}`);
    return [role, await signIn(browser, server.address, account)];
  });
  const kept = new Map(await Promise.all(signedIn));
  return (role) => (role ? kept.get(role) : undefined);
}

/** What the form sends; how people fill it in has tests of its own, and a window for it costs more than the rest. */
export async function signIn(browser, address, { name, password }) {
  const context = await person(browser);
  const answer = await context.request.post(`${address}/sign-in`, { form: { name, password }, headers: { origin: address } });
  assert.ok(answer.ok() && !new URL(answer.url()).pathname.startsWith("/sign-in"), `${name} is not signed in: ${answer.status()}`);
  const session = await context.storageState();
  await context.close();
  return session;
}
