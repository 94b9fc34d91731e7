/** From text to the syntax tree, against nearley alone, a parser written by hand, and the lexer alone. */
import moo from "moo";
import nearley from "nearley";
import { reporter } from "../../src/core/diagnostic.js";
import { read } from "../../src/elaborate/parse.js";
import { parseSyntax } from "../../src/parse/syntax.js";
import type { Bench, Row } from "./bench.js";

/** The median time of `runs` calls in milliseconds, after as many unmeasured ones. */
function median(runs: number, call: (i: number) => void): number {
  for (let i = 0; i < runs; i++) call(i);
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    call(runs + i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] as number;
}

/** The words of the language that a layer of a network needs: as much as the peers know. */
const RULES: moo.Rules = {
  space: /[ \t]+/,
  newline: { match: /\n/, lineBreaks: true },
  name: /[A-Za-z][A-Za-z0-9_]*/,
  number: /\d+(?:\.\d+)?/,
  elementwise: /\.\*|\.\//,
  equals: /=/,
  sign: /[+-]/,
  multiply: /[*/]/,
  power: /\^/,
  prime: /'/,
  open: /\(/,
  close: /\)/,
  comma: /,/,
};

interface Word {
  readonly type: string;
  readonly value: string;
}

/** The tokens of a text by moo alone, with a name that touches a parenthesis told apart, as nearley needs it. */
function words(source: string): Word[] {
  const lexer = moo.compile(RULES).reset(source);
  const out: Word[] = [];
  let before: { type: string; value: string } | null = null;
  for (let t = lexer.next(); t !== undefined; t = lexer.next()) {
    if (t.type === "open" && before?.type === "name") before.type = "call";
    before = { type: t.type as string, value: t.value };
    if (t.type !== "space") out.push(before);
  }
  return out;
}

/** Expressions, left-recursive, with no postprocessor: what Earley's algorithm costs by itself. */
function bareGrammar(): nearley.Grammar {
  const t = (type: string) => ({ type });
  const rule = (name: string, ...symbols: readonly (string | { readonly type: string })[]) => ({
    name,
    symbols: [...symbols],
  });
  const rules = [
    rule("statement", t("name"), t("equals"), "sum"),
    rule("sum", "term"),
    rule("sum", "sum", t("sign"), "term"),
    rule("term", "elementwise"),
    rule("term", t("sign"), "elementwise"),
    rule("elementwise", "product"),
    rule("elementwise", "elementwise", t("elementwise"), "product"),
    rule("product", "postfixed"),
    rule("product", "product", "postfixed"),
    rule("product", "product", t("multiply"), "postfixed"),
    rule("postfixed", "primary"),
    rule("postfixed", "postfixed", t("prime")),
    rule("postfixed", "postfixed", t("power"), t("name")),
    rule("postfixed", "postfixed", t("power"), t("number")),
    rule("primary", t("name")),
    rule("primary", t("number")),
    rule("primary", t("open"), "sum", t("close")),
    rule("primary", t("call"), t("open"), "list", t("close")),
    rule("list", "sum"),
    rule("list", "list", t("comma"), "sum"),
  ];
  return nearley.Grammar.fromCompiled({
    Lexer: undefined,
    ParserStart: "statement",
    ParserRules: rules,
  } as unknown as nearley.CompiledRules);
}

const grammar = bareGrammar();

/** Hands tokens to nearley as they are. */
function tokenLexer(): nearley.Lexer {
  let tokens: readonly Word[] = [];
  let i = 0;
  return {
    reset: (data: unknown) => {
      tokens = data as readonly Word[];
      i = 0;
    },
    next: () => tokens[i++],
    save: () => ({}),
    formatError: () => "",
    has: () => true,
  } as unknown as nearley.Lexer;
}

function byNearley(statements: readonly (readonly Word[])[]): number {
  let count = 0;
  for (const s of statements) {
    const parser = new nearley.Parser(grammar, { lexer: tokenLexer() });
    parser.feed(s as unknown as string);
    count += parser.results.length;
  }
  return count;
}

/** The same language by recursive descent: the limit of what parsing can cost. */
function byHand(tokens: readonly Word[]): number {
  let i = 0;
  let nodes = 0;
  const type = () => tokens[i]?.type ?? "end";
  const node = (kind: string, ...parts: readonly object[]): object => {
    nodes++;
    return { kind, parts };
  };
  const list = (operator: string, next: () => object): object => {
    let left = next();
    while (type() === operator) {
      i++;
      left = node(operator, left, next());
    }
    return left;
  };
  const primary = (): object => {
    const t = tokens[i++] as Word;
    if (t.type !== "open" && t.type !== "call") return node(t.type);
    if (t.type === "call") i++;
    const inner = list("comma", sum);
    i++;
    return node(t.type, inner);
  };
  const postfixed = (): object => {
    let e = primary();
    for (;;) {
      if (type() === "prime") e = node("prime", e);
      else if (type() === "power") {
        i++;
        e = node("power", e);
      } else return e;
      i++;
    }
  };
  const STARTS = new Set(["name", "number", "open", "call"]);
  const product = (): object => {
    let left = postfixed();
    for (;;) {
      if (type() === "multiply") {
        i++;
        left = node("product", left, postfixed());
      } else if (STARTS.has(type())) left = node("product", left, postfixed());
      else return left;
    }
  };
  const elementwise = () => list("elementwise", product);
  const sum = (): object => {
    if (type() === "sign") i++;
    return list("sign", elementwise);
  };
  while (i < tokens.length) {
    if (type() === "newline") {
      i++;
      continue;
    }
    i += 2;
    node("definition", sum());
  }
  return nodes;
}

const TOKENS_IN_A_LINE = 22;

/** Statements of about 22 tokens, with names that no run before had. */
const model = (tokens: number, run: number): string =>
  Array.from(
    { length: Math.max(1, Math.round(tokens / TOKENS_IN_A_LINE)) },
    (_, i) => `h${run}_${i} = f(W x${i} + b) .* (A^T x${i} - 2 g(u)) + c x`,
  ).join("\n");

/** One statement of many terms. */
const line = (tokens: number, run: number): string =>
  `y${run} = ${Array.from({ length: Math.max(1, Math.round(tokens / TOKENS_IN_A_LINE)) }, (_, i) => `f(W x${i} + b) .* (A^T x${i} - 2 g(u)) + c x`).join(" + ")}`;

/** A token for each place, in statements: what is ready before a parser starts. */
function ready(source: string): Word[][] {
  const out: Word[][] = [[]];
  for (const w of words(source)) {
    if (w.type === "newline") out.push([]);
    else out[out.length - 1]?.push(w);
  }
  return out;
}

const scorer = (i: number) => `z${i} = W x + b\nh = f(z${i})\ns = u^T h\n∂s/∂b, ∂s/∂W\n`;

export const parseBench: Bench = {
  name: "parse",
  pages: ["docs/benchmarks.md"],
  run() {
    const rows: Row[] = [];
    const tree = (source: string) => parseSyntax(source, reporter(source)).statements.length;
    rows.push({
      what: "scorer network, text to model with shapes, warm",
      value: median(3_000, (i) => void read(scorer(i))),
      unit: "ms",
      note: "aim 0.15 ms",
    });
    for (const [tokens, runs] of [
      [100, 200],
      [1_000, 60],
      [10_000, 12],
      [100_000, 3],
    ] as const) {
      for (const [shape, text] of [
        ["in statements", model],
        ["in one statement", line],
      ] as const) {
        const sources = Array.from({ length: 2 * runs }, (_, i) => text(tokens, i));
        const at = (i: number) => sources[i] as string;
        const tokenised = sources.map(ready);
        const ours = median(runs, (i) => void tree(at(i)));
        const earley = median(runs, (i) => void byNearley(tokenised[i] as Word[][]));
        const hand = median(runs, (i) => void byHand(words(at(i))));
        const lexed = median(runs, (i) => void words(at(i)));
        const what = `text to tree, ${tokens} tokens ${shape}`;
        rows.push({
          what: `${what}, against nearley's bare left-recursive grammar on ready tokens`,
          value: ours / earley,
          unit: "×",
          note: "aim 1.3×",
        });
        rows.push({
          what: `${what}, against recursive descent by hand with moo`,
          value: ours / hand,
          unit: "×",
          note: "",
        });
        rows.push({ what: `${what}, against moo alone`, value: ours / lexed, unit: "×", note: "" });
      }
    }
    return rows;
  },
};
