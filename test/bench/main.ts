/** `npm run bench [NAME]`: ratios measured in one run. No test depends on them. */
import type { Bench } from "./bench.js";
import { deriveBench } from "./derive.js";
import { parseBench } from "./parse.js";

const BENCHES: readonly Bench[] = [deriveBench, parseBench];

const wanted = process.argv[2];
for (const bench of BENCHES) {
  if (wanted !== undefined && bench.name !== wanted) continue;
  console.log(`\n${bench.name}`);
  for (const { what, value, unit, note } of await bench.run())
    console.log(`  ${value.toPrecision(3).padStart(8)} ${unit.padEnd(3)} ${what}${note === "" ? "" : ` (${note})`}`);
}
