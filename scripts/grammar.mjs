// Compiles grammar/equation.ne with nearleyc to src/parse/generated/equation.ts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "grammar/equation.ne");
const target = join(root, "src/parse/generated/equation.ts");

/**
 * Writes the generated parser, if it is older than the grammar. Throws on anything that nearleyc has to say: it exits
 * with 0 on an undefined symbol, so a message on standard error is the only sign of a broken grammar.
 */
export function compileGrammar() {
  if (!existsSync(source)) {
    console.error("grammar/equation.ne does not exist yet: no parser is generated");
    return;
  }
  if (existsSync(target) && statSync(target).mtimeMs > statSync(source).mtimeMs) return;
  const nearleyc = join(root, "node_modules/nearley/bin/nearleyc.js");
  const run = spawnSync(process.execPath, [nearleyc, source], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.error) throw run.error;
  if (run.status !== 0 || run.stderr.trim() !== "") {
    throw new Error(`nearleyc does not accept grammar/equation.ne:\n${run.stderr.trim() || `exit ${run.status}`}`);
  }
  if (!/^@preprocessor\s+typescript/m.test(readFileSync(source, "utf8"))) {
    throw new Error(
      "grammar/equation.ne must say `@preprocessor typescript`: the generated parser is a TypeScript module",
    );
  }
  mkdirSync(dirname(target), { recursive: true });
  // A rename replaces the file in one go, so that a test run in parallel never reads half of it. Names come out of
  // nearleyc untyped; the strict options would refuse that, and nobody edits this file.
  const partial = `${target}.${process.pid}`;
  writeFileSync(partial, `// @ts-nocheck\n${run.stdout}`);
  renameSync(partial, target);
}
