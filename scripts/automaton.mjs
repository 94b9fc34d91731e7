// The LALR(1) automaton of a grammar that nearleyc has accepted: where it exists, every sentence has one parse.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The rules of a nearley grammar in the order of the generated parser: nonterminals are strings, tokens `{ token }`. */
export function rulesOf(text) {
  const nearley = require("nearley/lib/nearley.js");
  const compile = require("nearley/lib/compile.js");
  const parser = new nearley.Parser(
    nearley.Grammar.fromCompiled(require("nearley/lib/nearley-language-bootstrapped.js")),
  );
  parser.feed(text);
  parser.feed("\n");
  const { rules, start } = compile(parser.results[0], {});
  // With a lexer a token is the expression that asks it for its kind, `lexer.has("NAME") ? …`.
  const symbolOf = (s) => (isToken(s) ? { token: /"(\w+)"/.exec(s.token)?.[1] ?? s.token } : s);
  return { rules: rules.map((r) => ({ ...r, symbols: r.symbols.map(symbolOf) })), start };
}

const END = "";
const isToken = (symbol) => typeof symbol === "object";
const keyOf = (symbol) => (isToken(symbol) ? `%${symbol.token}` : symbol);

/** Tokens with which each nonterminal may begin. No rule of ours is empty, so the first symbol decides. */
function firstSets(rules) {
  const first = new Map(rules.map((r) => [r.name, new Set()]));
  for (let grown = true; grown; ) {
    grown = false;
    for (const { name, symbols } of rules) {
      const [head] = symbols;
      if (head === undefined) throw new Error(`the rule ${name} is empty`);
      const set = first.get(name);
      const before = set.size;
      if (isToken(head)) set.add(head.token);
      else for (const t of first.get(head)) set.add(t);
      grown ||= set.size > before;
    }
  }
  return first;
}

/**
 * Tables of the LALR(1) parser (Aho, Sethi & Ullman, 4.7; lookaheads by propagation to a fixed point). `actions` holds
 * for each state the kinds of token that it takes, with k + 1 to shift to state k, -k - 1 to reduce by rule k, and
 * -`rules.length` - 1 to accept; `gotos` the state behind each nonterminal. Throws on a conflict: two parses of a
 * sentence would begin there.
 */
export function automaton({ rules, start }) {
  const first = firstSets(rules);
  const byName = new Map();
  rules.forEach((r, i) => {
    byName.set(r.name, [...(byName.get(r.name) ?? []), i]);
  });
  const all = [...rules, { name: "", symbols: [start] }];
  const accept = rules.length;
  // An item is a rule and a dot; its number orders the kernel of a state.
  const width = 1 + Math.max(...all.map((r) => r.symbols.length));
  const item = (rule, dot) => rule * width + dot;
  const after = (i) => all[Math.floor(i / width)].symbols[i % width];

  const states = [];
  const known = new Map();
  const stateOf = (kernel) => {
    const key = [...kernel].sort((a, b) => a - b).join();
    let s = known.get(key);
    if (s === undefined) {
      s = states.length;
      known.set(key, s);
      states.push({ ahead: new Map([...kernel].map((i) => [i, new Set()])), next: new Map() });
    }
    return s;
  };
  /** Items of a state with their lookaheads, those that its kernel brings along included. */
  const closure = (kernel) => {
    const items = new Map([...kernel].map(([i, ahead]) => [i, new Set(ahead)]));
    const todo = [...items.keys()];
    for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
      const symbol = after(i);
      if (symbol === undefined || isToken(symbol)) continue;
      const behind = after(i + 1);
      const ahead = behind === undefined ? items.get(i) : isToken(behind) ? new Set([behind.token]) : first.get(behind);
      for (const r of byName.get(symbol)) {
        const j = item(r, 0);
        const own = items.get(j);
        const set = own ?? new Set();
        const before = set.size;
        for (const t of ahead) set.add(t);
        items.set(j, set);
        if (own === undefined || set.size > before) todo.push(j);
      }
    }
    return items;
  };

  stateOf([item(accept, 0)]);
  states[0].ahead.get(item(accept, 0)).add(END);
  const todo = [0];
  for (let s = todo.shift(); s !== undefined; s = todo.shift()) {
    const items = closure(states[s].ahead);
    const moves = new Map();
    for (const [i, ahead] of items) {
      const symbol = after(i);
      if (symbol === undefined) continue;
      const key = keyOf(symbol);
      const kernel = moves.get(key) ?? new Map();
      kernel.set(i + 1, ahead);
      moves.set(key, kernel);
    }
    for (const [key, kernel] of moves) {
      const before = states.length;
      const to = stateOf([...kernel.keys()]);
      states[s].next.set(key, to);
      let grown = states.length > before;
      for (const [i, ahead] of kernel) {
        const set = states[to].ahead.get(i);
        const size = set.size;
        for (const t of ahead) set.add(t);
        grown ||= set.size > size;
      }
      if (grown && !todo.includes(to)) todo.push(to);
    }
  }

  const nonterminals = [...byName.keys()];
  const actions = [];
  const gotos = [];
  states.forEach(({ ahead, next }, s) => {
    const row = new Map();
    for (const [key, to] of next) if (key.startsWith("%")) row.set(key.slice(1), to + 1);
    for (const [i, set] of closure(ahead)) {
      if (after(i) !== undefined) continue;
      const rule = Math.floor(i / width);
      for (const t of set) {
        if (row.has(t)) throw new Error(`two readings in state ${s} before ${t || "the end"}: rule ${all[rule].name}`);
        row.set(t, -rule - 1);
      }
    }
    actions.push(row);
    gotos.push(nonterminals.flatMap((n) => (next.has(n) ? [[nonterminals.indexOf(n), next.get(n)]] : [])));
  });
  return { actions, gotos, nonterminals };
}

/** The module of the tables; a token's number is its place in `KINDS`, 0 the end of the statement. */
export function automatonModule(text) {
  const { rules, start } = rulesOf(text);
  const { actions, gotos, nonterminals } = automaton({ rules, start });
  const kinds = [...new Set(rules.flatMap((r) => r.symbols.filter(isToken).map((s) => s.token)))];
  const kind = new Map([[END, 0], ...kinds.map((k, i) => [k, i + 1])]);
  const flat = (rows) => JSON.stringify(rows.map((row) => [...row].flat()));
  return `// Made by scripts/automaton.mjs from grammar/equation.ne.
/** Kinds of token by their numbers, from 1 on; 0 is the end. */
export const KINDS: readonly string[] = ${JSON.stringify(kinds)};
/** For each state pairs of a token and what to do: shift to k (k + 1), reduce by rule k (-k - 1). */
export const ACTIONS: readonly (readonly number[])[] = ${flat(actions.map((row) => [...row].map(([t, a]) => [kind.get(t), a])))};
/** For each state pairs of a nonterminal and the state behind it. */
export const GOTOS: readonly (readonly number[])[] = ${flat(gotos)};
/** The nonterminal that each rule makes; the number of nonterminals. */
export const LEFT: readonly number[] = ${JSON.stringify(rules.map((r) => nonterminals.indexOf(r.name)))};
export const NONTERMINALS = ${nonterminals.length};
/** Rules that hand on their only part. */
export const COPIES: readonly number[] = ${JSON.stringify(rules.flatMap((r, i) => (r.postprocess?.trim() === "id" && r.symbols.length === 1 ? [i] : [])))};
`;
}
