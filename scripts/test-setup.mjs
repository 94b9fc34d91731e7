// Vitest's global setup: a changed grammar and changed runtimes are compiled before the first test reads them.
import { compileGrammar } from "./grammar.mjs";
import { compileRuntimes } from "./runtimes.mjs";

export function setup() {
  compileGrammar();
  compileRuntimes();
}
