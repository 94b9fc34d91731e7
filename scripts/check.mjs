// `npm run check`: types, lint and format, dead code, the rules of the house. Runs all of them side by side, so that one
// call names every fault; types are checked anew only where a file has changed.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileGrammar } from "./grammar.mjs";
import { compileRuntimes } from "./runtimes.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, "node_modules/.bin", name);
const checks = [
  ["types", bin("tsc"), "--noEmit", "--incremental", "--tsBuildInfoFile", ".cache/check.tsbuildinfo"],
  [
    "types of the page",
    bin("tsc"),
    "--noEmit",
    "-p",
    "web",
    "--incremental",
    "--tsBuildInfoFile",
    ".cache/web.tsbuildinfo",
  ],
  ["dead code", bin("knip"), "--cache", "--cache-location", ".cache/knip"],
  ["lint and format", bin("biome"), "check", "--error-on-warnings"],
  ["rules of the house", process.execPath, "scripts/run.mjs", "scripts/house.ts", "--check"],
];

/** Runs a check to its end; what it says comes out as a whole, not mixed with that of the others. */
const run = ([name, program, ...args]) =>
  new Promise((done) => {
    const child = spawn(program, args, { cwd: root });
    const said = [];
    child.stdout.on("data", (bytes) => said.push(bytes));
    child.stderr.on("data", (bytes) => said.push(bytes));
    child.on("error", (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on("close", (code) => {
      console.log(`== ${name}`);
      process.stdout.write(Buffer.concat(said));
      done(code === 0 ? [] : [name]);
    });
  });

compileGrammar();
compileRuntimes();
const failed = (await Promise.all(checks.map(run))).flat();
console.log(failed.length === 0 ? "check: all fine" : `check: failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
