/** Sentences of the grammar, at random and all short ones, for the tests that each has one parse. */
import nearley from "nearley";
import { GRAMMAR_KINDS, type GrammarKind, plainToken, type Token } from "../../src/parse/lex/tokens.js";
import { grammar, type Rule, rules, START } from "./oracle.js";

/** For each symbol the rules that make it. */
const byName = new Map<string, readonly Rule[]>();
for (const r of rules) byName.set(r.name, [...(byName.get(r.name) ?? []), r]);

/** The least depth of a derivation from each symbol: what a random walk falls back to when it must end. */
const least = new Map<string, number>();
const depthOf = (r: Rule): number =>
  1 + Math.max(0, ...r.symbols.map((s) => (typeof s === "string" ? (least.get(s) ?? Number.POSITIVE_INFINITY) : 0)));
for (let changed = true; changed; ) {
  changed = false;
  for (const [name, list] of byName) {
    const d = Math.min(...list.map(depthOf));
    if (d < (least.get(name) ?? Number.POSITIVE_INFINITY)) {
      least.set(name, d);
      changed = true;
    }
  }
}

const VALUES: Partial<Record<GrammarKind, readonly string[]>> = {
  NUM: ["1", "2"],
  NAME: ["x", "T", "W"],
  SIGN: ["+", "-"],
  MUL: ["*", "/"],
  POWER: ["^", ".^"],
  EW: ["hadamard", "quotient", "kronecker"],
  OPEN: ["|", "‖"],
  D: ["1", "2"],
  NABLA: ["1", "2"],
  GRADIENT: ["0", "1"],
  KIND: ["vector", "matrix"],
  SUB: ["2"],
};

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;

const tokenOf = (kind: GrammarKind, random: () => number = () => 0): Token =>
  plainToken(kind, pick(VALUES[kind] ?? [kind], random), { start: 0, end: 1 });

/** A random sentence of at most about `length` tokens. */
export function randomSentence(random: () => number, depth: number, length: number): Token[] {
  const out: Token[] = [];
  const todo: { symbol: string | { readonly type: GrammarKind }; depth: number }[] = [{ symbol: START, depth }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { symbol } = next;
    if (typeof symbol !== "string") {
      out.push(tokenOf(symbol.type, random));
      continue;
    }
    const all = byName.get(symbol) ?? [];
    const budget = out.length + todo.length > length ? 0 : next.depth;
    const fitting = all.filter((r) => depthOf(r) <= budget);
    const shortest = all.reduce((a, b) => (depthOf(b) < depthOf(a) ? b : a));
    const rule = fitting.length > 0 ? pick(fitting, random) : shortest;
    for (let i = rule.symbols.length - 1; i >= 0; i--)
      todo.push({ symbol: rule.symbols[i] as string, depth: next.depth - 1 });
  }
  return out;
}

/** Numbers of parses of every string of at most `longest` kinds that some sentence begins with. */
export function* shortStrings(
  longest: number,
): Generator<{ readonly kinds: readonly GrammarKind[]; readonly parses: number }> {
  let input: readonly Token[] = [];
  let at = 0;
  const lexer = {
    reset: (data: unknown) => {
      input = data as readonly Token[];
      at = 0;
    },
    next: () => input[at++],
    save: () => ({}),
    formatError: () => "",
    has: () => true,
  } as unknown as nearley.Lexer;
  // One parser walks the tree of all strings: a column depends on those before it only, so it can be taken back.
  const parser = new nearley.Parser(grammar, { lexer, keepHistory: true }) as unknown as {
    feed(tokens: readonly Token[]): void;
    results: readonly unknown[];
    table: unknown[];
    current: number;
    reportError: () => string;
  };
  parser.reportError = () => "";
  const one = new Map(GRAMMAR_KINDS.map((k) => [k, [tokenOf(k)]]));
  const kinds: GrammarKind[] = [];
  const next: number[] = [0];
  while (next.length > 0) {
    const i = next[next.length - 1] as number;
    const kind = GRAMMAR_KINDS[i];
    if (kind === undefined) {
      next.pop();
      kinds.pop();
      continue;
    }
    next[next.length - 1] = i + 1;
    parser.table.length = kinds.length + 1;
    parser.current = kinds.length;
    try {
      parser.feed(one.get(kind) as readonly Token[]);
    } catch {
      continue;
    }
    yield { kinds: [...kinds, kind], parses: parser.results.length };
    if (kinds.length + 1 < longest) {
      kinds.push(kind);
      next.push(0);
    }
  }
}

/** Small, fast and the same on every machine (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
