/**
 * The grammar of nearley, run by an LALR(1) automaton: what a statement says in one pass over its tokens.
 *
 * Earley's algorithm reads any grammar and pays for it with a hundred states at every token. That this grammar has an
 * automaton without conflicts proves that no sentence has two parses, and makes reading twenty times as fast. The
 * tables are made of the grammar at build time (scripts/automaton.mjs), and its builders are nearley's own. What the
 * automaton does not accept goes to nearley, which knows what could have stood there ({@link ./earley.js}).
 */
import type { RawStatement } from "./build.js";
import generated from "./generated/equation.js";
import { ACTIONS, COPIES, GOTOS, KINDS, LEFT, NONTERMINALS } from "./generated/tables.js";
import type { Token } from "./tokens.js";

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
  return {
    kinds: new Map(KINDS.map((k, i) => [k, i + 1])),
    width,
    actions,
    gotos,
    lengths: Uint8Array.from(rules, (r) => r.symbols.length),
    builds: rules.map((r, i) => (copies.has(i) ? null : (r.postprocess ?? null))),
  };
}

/** The statement that the tokens are, or null where they are none. Never throws; linear in their number. */
export function accepted(tokens: readonly Token[]): RawStatement | null {
  tables ??= filled();
  const { kinds, width, actions, gotos, lengths, builds } = tables;
  const states: number[] = [0];
  const values: unknown[] = [null];
  let state = 0;
  const kindAt = (i: number): number => {
    const t = tokens[i];
    return t === undefined ? 0 : (kinds.get(t.type) ?? width - 1);
  };
  let kind = kindAt(0);
  for (let i = 0; ; ) {
    const action = actions[state * width + kind] as number;
    if (action > 0) {
      state = action - 1;
      states.push(state);
      values.push(tokens[i]);
      i++;
      kind = kindAt(i);
      continue;
    }
    if (action === 0) return null;
    const rule = -action - 1;
    if (rule === lengths.length) return values[1] as RawStatement;
    const build = builds[rule];
    if (build === null || build === undefined) {
      states.pop();
    } else {
      const length = lengths[rule] as number;
      const from = values.length - length;
      const value = build(length === 1 ? [values[from]] : values.slice(from));
      states.length = from;
      values.length = from;
      values.push(value);
    }
    state = gotos[(states[states.length - 1] as number) * NONTERMINALS + (LEFT[rule] as number)] as number;
    states.push(state);
  }
}
