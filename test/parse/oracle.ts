/** nearley on the grammar itself: the oracle that the automaton is compared with. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import nearley from "nearley";
import { type Action, building, type ParsedStatement } from "../../src/parse/grammar/build.js";
import { BUILDS } from "../../src/parse/grammar/generated/tables.js";
import type { GrammarKind, Token } from "../../src/parse/lex/tokens.js";

export interface Rule {
  readonly name: string;
  readonly symbols: readonly (string | { readonly type: GrammarKind })[];
}

// Bundled, this file stands elsewhere; its tests and programs are run from the root.
const root = process.cwd();
const { rulesOf } = await import(pathToFileURL(join(root, "scripts/automaton.mjs")).href);
const compiled: {
  readonly start: string;
  readonly rules: readonly { readonly name: string; readonly symbols: readonly (string | { token: GrammarKind })[] }[];
} = rulesOf(readFileSync(join(root, "grammar/equation.ne"), "utf8"));

/** A name that nobody gives a property: nearley keys plain objects with it, also beside a polluted Object.prototype. */
const renamed = (name: string): string => `rule ${name}`;

export const START = renamed(compiled.start);

export const rules: readonly Rule[] = compiled.rules.map(({ name, symbols }) => ({
  name: renamed(name),
  symbols: symbols.map((s) => (typeof s === "string" ? renamed(s) : { type: s.token })),
}));

/** A rule that nearley has completed, by its place in the grammar, with what its parts are. */
interface Derivation {
  readonly rule: number;
  readonly parts: readonly (Derivation | Token)[];
}

const isDerivation = (part: Derivation | Token): part is Derivation => Object.hasOwn(part, "rule");

/** Derivations in place of trees: nearley completes rules that no parse has in the end, and the actions change lists in place. */
export const grammar = nearley.Grammar.fromCompiled({
  Lexer: undefined,
  ParserStart: START,
  ParserRules: rules.map(({ name, symbols }, rule) => ({
    name,
    symbols: [...symbols],
    postprocess: (parts: Derivation["parts"]): Derivation => ({ rule, parts }),
  })),
} as unknown as nearley.CompiledRules);

/** Parts of nearley's parser that its types leave out. */
interface Internals {
  readonly table: readonly ({ readonly scannable: readonly State[] } | undefined)[];
  readonly current: number;
  reportError: () => string;
}

interface State {
  readonly rule: Rule;
  readonly dot: number;
}

export type OracleParse =
  | { readonly type: "parsed"; readonly derivation: Derivation; readonly count: number }
  | { readonly type: "unexpected"; readonly at: number; readonly expected: ReadonlySet<GrammarKind> };

/** Parses the tokens of one statement by Earley's algorithm, which counts parses. */
export function parseEarley(tokens: readonly Token[]): OracleParse {
  const parser = new nearley.Parser(grammar, { lexer: tokenLexer() });
  const internals = parser as unknown as Internals;
  // nearley's own report walks all derivations: it takes seconds on deep nesting and overflows the stack.
  internals.reportError = () => "";
  try {
    parser.feed(tokens as unknown as string);
  } catch {
    return { type: "unexpected", at: internals.current, expected: expectedAt(internals) };
  }
  const [derivation] = parser.results as readonly Derivation[];
  if (derivation === undefined) return { type: "unexpected", at: tokens.length, expected: expectedAt(internals) };
  return { type: "parsed", derivation, count: parser.results.length };
}

/** A lexer over tokens that are there already. */
function tokenLexer(): nearley.Lexer {
  let tokens: readonly Token[] = [];
  let i = 0;
  return {
    reset: (data: unknown) => {
      tokens = data as readonly Token[];
      i = 0;
    },
    next: () => tokens[i++],
    save: () => ({}),
    formatError: () => "",
    has: () => true,
  } as unknown as nearley.Lexer;
}

/** The tokens that the states of the last column wait for. */
function expectedAt(parser: Internals): ReadonlySet<GrammarKind> {
  const kinds = new Set<GrammarKind>();
  for (const { rule, dot } of parser.table[parser.current]?.scannable ?? []) {
    const symbol = rule.symbols[dot];
    if (typeof symbol === "object") kinds.add(symbol.type);
  }
  return kinds;
}

/** The tree that the actions make of a derivation, run once each and inner ones first, as the automaton runs them. */
export function treeOf(derivation: Derivation): ParsedStatement {
  const b = building("", new Set());
  const todo: { readonly at: Derivation; readonly values: unknown[] }[] = [{ at: derivation, values: [] }];
  for (;;) {
    const { at, values } = todo[todo.length - 1] as (typeof todo)[number];
    const next = at.parts[values.length];
    if (next !== undefined) {
      if (isDerivation(next)) todo.push({ at: next, values: [] });
      else values.push(next);
      continue;
    }
    todo.pop();
    const build = BUILDS[at.rule] as Action | null;
    const value = build === null ? values[0] : build(values, b);
    const above = todo[todo.length - 1];
    if (above === undefined) return value as ParsedStatement;
    above.values.push(value);
  }
}
