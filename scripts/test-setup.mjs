// Vitest's global setup: a changed grammar is compiled before the first test reads it.
import { compileGrammar } from "./grammar.mjs";

export const setup = compileGrammar;
