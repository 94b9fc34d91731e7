// The LALR(1) automaton of a grammar in nearley's language: where it exists, every sentence has one parse.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The rules of a nearley grammar in order, nonterminals as strings and tokens as `{ token }`; throws on what nearley finds wrong. */
export function rulesOf(text) {
  const nearley = require("nearley/lib/nearley.js");
  const compile = require("nearley/lib/compile.js");
  const lint = require("nearley/lib/lint.js");
  const language = nearley.Grammar.fromCompiled(require("nearley/lib/nearley-language-bootstrapped.js"));
  const parser = new nearley.Parser(language);
  parser.feed(`${text}\n`);
  const compiled = compile(parser.results[0], {});
  const warnings = [];
  lint(compiled, { out: { write: (line) => warnings.push(line) } });
  if (warnings.length > 0) throw new Error(`nearley warns of the grammar:\n${warnings.join("")}`);
  return { rules: compiled.rules, start: compiled.start, header: compiled.body.join("\n") };
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
  const { rules, start, header } = rulesOf(text);
  const { actions, gotos, nonterminals } = automaton({ rules, start });
  const kinds = [...new Set(rules.flatMap((r) => r.symbols.filter(isToken).map((s) => s.token)))];
  const kind = new Map([[END, 0], ...kinds.map((k, i) => [k, i + 1])]);
  const flat = (rows) => JSON.stringify(rows.map((row) => [...row].flat()));
  return `// Made by scripts/automaton.mjs from grammar/equation.ne.
import type { GrammarKind } from "../../lex/tokens.js";
${header.trim()}

/** Kinds of token by their numbers, from 1 on; 0 is the end. */
export const KINDS: readonly GrammarKind[] = ${JSON.stringify(kinds)};
/** For each state pairs of a token and what to do: shift to k (k + 1), reduce by rule k (-k - 1). */
export const ACTIONS: readonly (readonly number[])[] = ${flat(actions.map((row) => [...row].map(([t, a]) => [kind.get(t), a])))};
/** For each state pairs of a nonterminal and the state behind it. */
export const GOTOS: readonly (readonly number[])[] = ${flat(gotos)};
/** The nonterminal that each rule makes; the number of nonterminals. */
export const LEFT: readonly number[] = ${JSON.stringify(rules.map((r) => nonterminals.indexOf(r.name)))};
export const NONTERMINALS = ${nonterminals.length};
/** The number of parts of each rule. */
export const LENGTHS: readonly number[] = ${JSON.stringify(rules.map((r) => r.symbols.length))};
/** The action of each rule; null hands on its only part. */
export const BUILDS: readonly (build.Action | null)[] = [${rules.map(actionOf).join(", ")}];
`;
}

/** The action of a rule as an expression of the module. */
function actionOf({ name, symbols, postprocess }) {
  const action = postprocess?.trim();
  if (action === undefined || (action === "id" && symbols.length !== 1))
    throw new Error(`the rule ${name} -> ${symbols.map(keyOf).join(" ")} does not say what it makes`);
  return action === "id" ? "null" : action;
}
