// `npm run check`: types, lint and format, dead code, import order. Runs all of them, so that one call names every fault.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileGrammar } from "./grammar.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const checks = [
  ["types", "tsc", "--noEmit"],
  ["lint and format", "biome", "check", "--error-on-warnings"],
  ["dead code", "knip"],
  ["import order", "vitest", "run", "test/architecture.test.ts"],
];

compileGrammar();
const failed = [];
for (const [name, program, ...args] of checks) {
  console.log(`== ${name}`);
  const run = spawnSync(join(root, "node_modules/.bin", program), args, { cwd: root, stdio: "inherit" });
  if (run.status !== 0) failed.push(name);
}
console.log(failed.length === 0 ? "check: all fine" : `check: failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
