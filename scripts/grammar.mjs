// Compiles grammar/equation.ne to the tables of its automaton, src/parse/grammar/generated/tables.ts.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { automatonModule } from "./automaton.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = [join(root, "grammar/equation.ne"), join(root, "scripts/automaton.mjs")];
const target = join(root, "src/parse/grammar/generated/tables.ts");

/** Writes the tables if they are older than the grammar or than the script that makes them. Throws on a grammar that has none. */
export function compileGrammar() {
  const isCurrent = (source) => existsSync(target) && statSync(target).mtimeMs > statSync(source).mtimeMs;
  if (sources.every(isCurrent)) return;
  mkdirSync(dirname(target), { recursive: true });
  // A rename replaces the file in one go, so that a test run in parallel never reads half of it.
  const partial = `${target}.${process.pid}`;
  writeFileSync(partial, automatonModule(readFileSync(sources[0], "utf8")));
  renameSync(partial, target);
}
