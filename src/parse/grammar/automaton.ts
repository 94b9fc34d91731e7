/**
 * The grammar of nearley, run by an LALR(1) automaton: what a statement says in one pass over its tokens.
 *
 * Earley's algorithm reads any grammar and pays for it with a hundred states at every token. That this grammar has an
 * automaton without conflicts proves that no sentence has two parses, and makes reading twenty times as fast. The
 * tables are made of the grammar at build time (scripts/automaton.mjs), and its builders are nearley's own. What the
 * automaton does not accept goes to nearley, which knows what could have stood there ({@link ./earley.js}).
 */

import type { Token } from "../lex/tokens.js";
import type { RawStatement } from "./build.js";
import generated from "./generated/equation.js";
import { ACTIONS, COPIES, GOTOS, KINDS, LEFT, NONTERMINALS } from "./generated/tables.js";

type Build = (parts: readonly unknown[]) => unknown;

interface Tables {
  /** The number of each kind of token; 0 is the end. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly width: number;
  /** By state and token: k + 1 shifts to state k, -k - 1 reduces by rule k, 0 is an error. */
  readonly actions: Int16Array;
  /** By state and nonterminal. */
  readonly gotos: Int16Array;
  readonly lengths: Uint8Array;
  /** Null for a rule that hands on its only part. */
  readonly builds: readonly (Build | null)[];
  /** For each length of a rule the array that hands its parts over: builders take it apart and keep none. */
  readonly parts: readonly unknown[][];
}

let tables: Tables | null = null;

function filled(): Tables {
  // The last column is of kinds that the grammar does not have: they fit nowhere.
  const width = KINDS.length + 2;
  const actions = new Int16Array(ACTIONS.length * width);
  ACTIONS.forEach((row, s) => {
    for (let i = 0; i < row.length; i += 2) actions[s * width + (row[i] as number)] = row[i + 1] as number;
  });
  const gotos = new Int16Array(GOTOS.length * NONTERMINALS);
  GOTOS.forEach((row, s) => {
    for (let i = 0; i < row.length; i += 2) gotos[s * NONTERMINALS + (row[i] as number)] = row[i + 1] as number;
  });
  const rules = (
    generated as unknown as { ParserRules: readonly { symbols: readonly unknown[]; postprocess?: Build }[] }
  ).ParserRules;
  const copies = new Set(COPIES);
  const lengths = Uint8Array.from(rules, (r) => r.symbols.length);
  return {
    kinds: new Map(KINDS.map((k, i) => [k, i + 1])),
    width,
    actions,
    gotos,
    lengths,
    builds: rules.map((r, i) => (copies.has(i) ? null : (r.postprocess ?? null))),
    parts: Array.from({ length: Math.max(...lengths) + 1 }, (_, n) => new Array<unknown>(n).fill(null)),
  };
}

/** The statement that the tokens are, or null where they are none. Never throws; linear in their number. */
export function accepted(tokens: readonly Token[]): RawStatement | null {
  tables ??= filled();
  const { kinds, width, actions, gotos, lengths, builds, parts } = tables;
  // A stack goes down by its index alone: a shorter length makes the array give back its room, to take it up again.
  const states: number[] = [0];
  const values: unknown[] = [null];
  let top = 0;
  let state = 0;
  const [first] = tokens;
  let kind = first === undefined ? 0 : (kinds.get(first.type) ?? width - 1);
  for (let i = 0; ; ) {
    const action = actions[state * width + kind] as number;
    if (action > 0) {
      state = action - 1;
      top++;
      states[top] = state;
      values[top] = tokens[i];
      i++;
      const t = tokens[i];
      kind = t === undefined ? 0 : (kinds.get(t.type) ?? width - 1);
      continue;
    }
    if (action === 0) return null;
    const rule = -action - 1;
    if (rule === lengths.length) return values[1] as RawStatement;
    const build = builds[rule];
    if (build !== null && build !== undefined) {
      const length = lengths[rule] as number;
      const from = top - length + 1;
      const given = parts[length] as unknown[];
      for (let j = 0; j < length; j++) given[j] = values[from + j];
      values[from] = build(given);
      top = from;
    }
    state = gotos[(states[top - 1] as number) * NONTERMINALS + (LEFT[rule] as number)] as number;
    states[top] = state;
  }
}
