/** nearley with our tokens: one statement at a time, and its own error report left out. */
import nearley from "nearley";
import { type GrammarKind, grammarLexer, type Token } from "../lex/tokens.js";
import { accepted } from "./automaton.js";
import type { RawStatement } from "./build.js";
import generated from "./generated/equation.js";

export type Parse =
  | { readonly type: "parsed"; readonly statement: RawStatement; readonly count: number }
  /** `at` is the index of the token that fits nowhere, or the number of tokens where the end does not. */
  | { readonly type: "unexpected"; readonly at: number; readonly expected: ReadonlySet<GrammarKind> };

/** What is read of nearley's parser beyond its types. */
interface Internals {
  readonly table: readonly ({ readonly states: readonly State[]; readonly scannable: readonly State[] } | undefined)[];
  readonly current: number;
  reportError: (token: unknown) => string;
  reportLexerError: (error: unknown) => string;
}

interface State {
  readonly rule: { readonly symbols: readonly (string | { readonly type?: GrammarKind })[] };
  readonly dot: number;
}

let grammar: nearley.Grammar | null = null;

/** Parses the tokens of one statement. Never throws, and needs time and memory linear in their number. */
export function parseTokens(tokens: readonly Token[]): Parse {
  const statement = accepted(tokens);
  return statement === null ? parseEarley(tokens) : { type: "parsed", statement, count: 1 };
}

/** The same by nearley, which counts parses and knows what would fit where nothing does. */
export function parseEarley(tokens: readonly Token[]): Parse {
  grammar ??= nearley.Grammar.fromCompiled(apart(generated as unknown as nearley.CompiledRules));
  const parser = new nearley.Parser(grammar, { lexer: tokenLexer() });
  const internals = parser as unknown as Internals;
  // nearley's own report walks all derivations: it takes seconds on deep nesting and overflows the stack.
  internals.reportError = () => "";
  internals.reportLexerError = () => "";
  try {
    parser.feed(tokens as unknown as string);
  } catch {
    return { type: "unexpected", at: internals.current, expected: expectedAt(internals) };
  }
  const [statement] = parser.results as readonly RawStatement[];
  if (statement === undefined) return { type: "unexpected", at: tokens.length, expected: expectedAt(internals) };
  return { type: "parsed", statement, count: parser.results.length };
}

/**
 * The rules under names that nobody gives a property: nearley keys plain objects with them, where a page may have put
 * a `kind` or a `shape` on the prototype of all.
 */
export function apart({ ParserRules, ParserStart, ...rest }: nearley.CompiledRules): nearley.CompiledRules {
  const renamed = (name: string): string => `rule ${name}`;
  return {
    ...rest,
    ParserStart: renamed(ParserStart),
    ParserRules: ParserRules.map((r) => ({
      ...r,
      name: renamed(r.name),
      symbols: r.symbols.map((s: unknown) => (typeof s === "string" ? renamed(s) : s)),
    })),
  };
}

const NO_STATE = {};

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
    save: () => NO_STATE,
    formatError: () => "",
    ...grammarLexer,
  } as nearley.Lexer;
}

/** The tokens that would fit where the parser stands: those that the states of its last column wait for. */
function expectedAt(parser: Internals): ReadonlySet<GrammarKind> {
  const kinds = new Set<GrammarKind>();
  for (const state of parser.table[parser.current]?.scannable ?? []) {
    const symbol = state.rule.symbols[state.dot];
    if (typeof symbol === "object" && symbol.type !== undefined) kinds.add(symbol.type);
  }
  return kinds;
}
