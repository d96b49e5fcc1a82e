// Bundles the style sheet and the scripts into `dist/`, from where the binary embeds them.
import { build } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = `${here}dist`;

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  entryPoints: [`${here}css/app.css`, `${here}ts/app.ts`],
  outdir: dist,
  entryNames: "[name]",
  splitting: true,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020", "chrome90", "firefox90", "safari14"],
  external: ["*.svg"],
  logLevel: "warning",
});
// The app at the door stands for itself: what it shares with the pages would be one more file to keep on the phone.
await build({
  entryPoints: { door: `${here}ts/door/door.ts`, "door-worker": `${here}ts/door/worker.ts` },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "chrome90", "firefox90", "safari14.1"],
  logLevel: "warning",
});
await cp(`${here}img`, dist, { recursive: true });
