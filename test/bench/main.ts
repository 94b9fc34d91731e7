/**
 * `npm run bench [NAME] [-- --write]`: ratios measured in one run; `--write` brings them to the
 * documents. No test depends on them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { type Bench, figure, withRows } from "./bench.js";
import { codegenBench } from "./codegen.js";
import { deriveBench } from "./derive.js";
import { parseBench } from "./parse.js";
import { peersBench } from "./peers.js";
import { scaleBench } from "./scale.js";
import { shortestBench } from "./shortest.js";
import { trainedBench } from "./trained.js";
import { wholeBench } from "./whole.js";

const BENCHES: readonly Bench[] = [
  deriveBench,
  parseBench,
  peersBench,
  scaleBench,
  shortestBench,
  wholeBench,
  codegenBench,
  trainedBench,
];

const write = process.argv.includes("--write");
const wanted = process.argv.slice(2).find((arg) => !arg.startsWith("-"));
for (const bench of BENCHES) {
  if (wanted !== undefined && bench.name !== wanted) continue;
  console.log(`\n${bench.name}`);
  const rows = await bench.run();
  for (const row of rows)
    console.log(`  ${figure(row).padStart(10)}  ${row.what}${row.note === "" ? "" : ` (${row.note})`}`);
  if (write)
    for (const page of bench.pages ?? []) writeFileSync(page, withRows(readFileSync(page, "utf8"), bench.name, rows));
}
