// What the stories of one file are told on: a demonstration of their own, a browser, and people of the county who are signed in.
import { execFile } from "node:child_process";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { launch, open } from "./browser.mjs";
import { start } from "./server.mjs";
import { signIn } from "./sign-in.mjs";

export const HERE = "/desk/430527";
/** Stories change what is there, so they are not told on a server that somebody looks at. */
export const ALONE = !process.env.LINLI_E2E_URL;

export function stage() {
  const set = {};
  before(async () => {
    if (!ALONE) return;
    set.server = await start();
    set.browser = await launch();
  });
  after(async () => {
    await set.browser?.close();
    await set.server?.stop();
  });
  /** A window in which somebody is signed in: by role, or by the name before the @. */
  set.as = async (who, options = {}) => {
    const one = ({ role, name }) => name.endsWith("@430527") && [role, name.split("@")[0]].includes(who);
    return open(set.browser, { session: await signIn(set.browser, set.server.address, set.server.accounts.find(one)), ...options });
  };
  return set;
}

/** The code on a slip that was printed, read from the paper as a person does. */
export async function codeOn(download) {
  const { stdout } = await promisify(execFile)("pdftotext", ["-layout", await download.path(), "-"]);
  return stdout.match(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]{5}/)[0];
}
