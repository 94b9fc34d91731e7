/**
 * The LALR(1) automaton of grammar/equation.ne: one pass over the tokens of a statement, to its tree or to the token
 * that fits nowhere.
 *
 * The tables are made of the grammar at build time (scripts/automaton.mjs). That they have no conflict proves that no
 * sentence has two parses.
 */

import type { GrammarKind, Token } from "../lex/tokens.js";
import type { Action, Building, ParsedStatement } from "./build.js";
import { ACTIONS, BUILDS, GOTOS, KINDS, LEFT, LENGTHS, NONTERMINALS } from "./generated/tables.js";

export type Parse =
  | { readonly type: "parsed"; readonly statement: ParsedStatement }
  /** `at` is the index of the token that fits nowhere, or the number of tokens where the end does not. */
  | { readonly type: "unexpected"; readonly at: number; readonly expected: ReadonlySet<GrammarKind> };

interface Tables {
  /** The number of each kind of token; 0 is the end. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly width: number;
  /** By state and token: k + 1 shifts to state k, -k - 1 reduces by rule k, 0 is an error. */
  readonly actions: Int16Array;
  /** By state and nonterminal. */
  readonly gotos: Int16Array;
  readonly lengths: Uint8Array;
  /** For each length of a rule the array that hands its parts over: actions take it apart and keep none. */
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
  return {
    kinds: new Map(KINDS.map((k, i) => [k, i + 1])),
    width,
    actions,
    gotos,
    lengths: Uint8Array.from(LENGTHS),
    parts: Array.from({ length: Math.max(...LENGTHS) + 1 }, (_, n) => new Array<unknown>(n).fill(null)),
  };
}

/** Parses the tokens of one statement. Never throws, and needs time and memory linear in their number. */
export function parseTokens(tokens: readonly Token[], b: Building): Parse {
  tables ??= filled();
  const { kinds, width, actions, gotos, lengths, parts } = tables;
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
    if (action === 0) return { type: "unexpected", at: i, expected: expectedAt(tokens, i) };
    const rule = -action - 1;
    if (rule === lengths.length) return { type: "parsed", statement: values[1] as ParsedStatement };
    const build = BUILDS[rule] as Action | null;
    if (build !== null) {
      const length = lengths[rule] as number;
      const from = top - length + 1;
      const given = parts[length] as unknown[];
      for (let j = 0; j < length; j++) given[j] = values[from + j];
      values[from] = build(given, b);
      top = from;
    }
    state = gotos[(states[top - 1] as number) * NONTERMINALS + (LEFT[rule] as number)] as number;
    states[top] = state;
  }
}

/** The kinds of token that could stand at `at`, behind tokens that fit. */
function expectedAt(tokens: readonly Token[], at: number): ReadonlySet<GrammarKind> {
  const { kinds } = tables as Tables;
  const stack = [0];
  // From the start, for the token that does not fit has already ended phrases that another one would go on with.
  for (let i = 0; i < at; i++) shift(stack, kinds.get((tokens[i] as Token).type) as number);
  return new Set(KINDS.filter((_, i) => fits(stack, i + 1)));
}

/** Shifts a token that fits, after the reductions that it causes. */
function shift(stack: number[], kind: number): void {
  const { width, actions, gotos, lengths } = tables as Tables;
  for (;;) {
    const action = actions[(stack[stack.length - 1] as number) * width + kind] as number;
    if (action > 0) {
      stack.push(action - 1);
      return;
    }
    const rule = -action - 1;
    stack.length -= lengths[rule] as number;
    stack.push(gotos[(stack[stack.length - 1] as number) * NONTERMINALS + (LEFT[rule] as number)] as number);
  }
}

/** Whether a token can be shifted in the end: reductions alone do not say so, for their lookaheads are merged. */
function fits(stack: readonly number[], kind: number): boolean {
  const { width, actions, gotos, lengths } = tables as Tables;
  // The stack stays as it is: `kept` of its states, and those that the reductions put on top.
  let kept = stack.length;
  const above: number[] = [];
  const top = (): number => above[above.length - 1] ?? (stack[kept - 1] as number);
  for (;;) {
    const action = actions[top() * width + kind] as number;
    if (action >= 0) return action > 0;
    const rule = -action - 1;
    const length = lengths[rule] as number;
    const popped = Math.min(length, above.length);
    above.length -= popped;
    kept -= length - popped;
    above.push(gotos[top() * NONTERMINALS + (LEFT[rule] as number)] as number);
  }
}
