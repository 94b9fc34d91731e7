// Runs a TypeScript program of this repository: `node scripts/run.mjs test/bench/main.ts [arguments]`.
// Packages stay outside the bundle, so that what is measured is what Node loads.
import { rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { compileGrammar } from "./grammar.mjs";
import { compileRuntimes } from "./runtimes.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [program, ...args] = process.argv.slice(2);
if (program === undefined) throw new Error("usage: node scripts/run.mjs FILE.ts [arguments]");

compileGrammar();
compileRuntimes();
const outfile = join(root, "node_modules/.cache/chainrule", `${basename(program, ".ts")}.${process.pid}.mjs`);
process.on("exit", () => rmSync(outfile, { force: true }));
await build({
  entryPoints: [resolve(program)],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
process.argv.splice(1, process.argv.length, resolve(program), ...args);
await import(pathToFileURL(outfile).href);
