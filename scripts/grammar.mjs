// Compiles grammar/equation.ne with nearleyc to src/parse/grammar/generated/equation.ts, and to the tables beside it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { automatonModule } from "./automaton.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "grammar/equation.ne");
const target = join(root, "src/parse/grammar/generated/equation.ts");
const tables = join(root, "src/parse/grammar/generated/tables.ts");

const isNewer = (file) => existsSync(file) && statSync(file).mtimeMs > statSync(source).mtimeMs;

/**
 * Writes the generated parser and its tables, if they are older than the grammar. Throws on anything that nearleyc has to say: it exits
 * with 0 on an undefined symbol, so a message on standard error is the only sign of a broken grammar.
 */
export function compileGrammar() {
  if (!existsSync(source)) {
    console.error("grammar/equation.ne does not exist yet: no parser is generated");
    return;
  }
  if (isNewer(target) && isNewer(tables)) return;
  const nearleyc = join(root, "node_modules/nearley/bin/nearleyc.js");
  const run = spawnSync(process.execPath, [nearleyc, source], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.error) throw run.error;
  if (run.status !== 0 || run.stderr.trim() !== "") {
    throw new Error(`nearleyc does not accept grammar/equation.ne:\n${run.stderr.trim() || `exit ${run.status}`}`);
  }
  const text = readFileSync(source, "utf8");
  if (!/^@preprocessor\s+typescript/m.test(text)) {
    throw new Error(
      "grammar/equation.ne must say `@preprocessor typescript`: the generated parser is a TypeScript module",
    );
  }
  mkdirSync(dirname(target), { recursive: true });
  // A rename replaces the file in one go, so that a test run in parallel never reads half of it. Names come out of
  // nearleyc untyped; the strict options would refuse that, and nobody edits this file.
  replaceFile(target, `// @ts-nocheck\n${run.stdout}`);
  replaceFile(tables, automatonModule(text));
}

function replaceFile(file, content) {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, content);
  renameSync(partial, file);
}
