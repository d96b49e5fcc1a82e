// A running Linli to look at: the one at LINLI_E2E_URL, or a demonstration of our own, started from LINLI_BIN.
import { execFileSync, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const STARTED_WITHIN = 180_000;

/**
 * @param {Record<string, string>} settings what stands in the settings file of its data folder
 * @returns {Promise<{address: string, accounts: {role: string, name: string, password: string}[], stop: () => Promise<void>}>}
 */
export async function start(settings = {}) {
  const running = process.env.LINLI_E2E_URL;
  if (running) return { address: running.replace(/\/$/, ""), accounts: [], stop: async () => {} };

  const binary = process.env.LINLI_BIN;
  if (!binary) throw new Error("Set LINLI_BIN to the linli binary, or LINLI_E2E_URL to a running server.");
  const data = await mkdtemp(join(tmpdir(), "linli-e2e-"));
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`);
  await writeFile(join(data, "linli.toml"), lines.join(""));
  const args = ["demo", "--address", "127.0.0.1:0", "--data", data, "--format", "json"];
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => (log = (log + chunk).slice(-8000)));

  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { ...(await firstLine(child)), stop };
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${log}`);
  }
}

/**
 * The identity provider of the tests, which lies beside the binary.
 * @returns {Promise<{settings: Record<string, string>, stop: () => Promise<void>}>}
 */
export async function provider() {
  const folder = await mkdtemp(join(tmpdir(), "linli-e2e-provider-"));
  const secret = join(folder, "secret");
  const binary = join(dirname(process.env.LINLI_BIN), "examples", "identity_provider");
  const child = spawn(binary, ["127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const told = await firstLine(child);
  await writeFile(secret, told.secret);
  const settings = { "oidc-issuer": told.issuer, "oidc-client-id": told.client, "oidc-client-secret-file": secret };
  const stop = async () => {
    child.kill("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  };
  return { settings, stop };
}

/**
 * A certificate as `linli cert` makes one, and the word by which Chromium trusts it, as a phone does that was given the authority.
 * @returns {Promise<{settings: Record<string, string>, trusted: string, stop: () => Promise<void>}>}
 */
export async function certificate() {
  const folder = await mkdtemp(join(tmpdir(), "linli-e2e-tls-"));
  execFileSync(process.env.LINLI_BIN, ["cert", "127.0.0.1", "--data", folder], { stdio: "ignore" });
  const [cert, key] = ["server.crt", "server.key"].map((name) => join(folder, "tls", name));
  const spki = new X509Certificate(await readFile(cert)).publicKey.export({ type: "spki", format: "der" });
  const trusted = `--ignore-certificate-errors-spki-list=${createHash("sha256").update(spki).digest("base64")}`;
  const stop = () => rm(folder, { recursive: true, force: true });
  return { settings: { "tls-cert": cert, "tls-key": key }, trusted, stop };
}

/** The first line says where the server listens and who may sign in; the server never leaves that line unsaid. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("linli demo said nothing within three minutes")), STARTED_WITHIN);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`linli demo ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith("{")) return;
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
  });
}
