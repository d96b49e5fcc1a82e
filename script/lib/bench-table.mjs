// Figures, one JSON object a line, as a table and as one JSON file with the machine they were taken on.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

const [, , from, to] = process.argv;
const lines = readFileSync(from, "utf8").split("\n").filter((line) => line.startsWith("{"));
const figures = lines.map((line) => JSON.parse(line));
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory_gib: Math.round(totalmem() / 2 ** 30) };

const wide = (text) => [...text].length;
const columns = figures.map((f) => [f.bench, f.what, String(f.value), f.unit ?? ""]);
const widths = [0, 1, 2, 3].map((i) => Math.max(...columns.map((row) => wide(row[i]))));
console.log(`\n${machine.cpu}, ${machine.cores} cores, ${machine.memory_gib} GiB\n`);
for (const [bench, what, value, unit] of columns) {
  console.log(`${bench.padEnd(widths[0])}  ${what.padEnd(widths[1])}  ${value.padStart(widths[2])} ${unit}`);
}
writeFileSync(to, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
console.log(`\nAlso in ${to}`);
