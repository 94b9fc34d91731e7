/**
 * `Γ_p(a)`, which is the multivariate gamma function where the words of a text say so:
 * log Γ_p(a) = p (p − 1) / 4 log π + Σ_{j=1}^p log Γ(a + (1 − j) / 2). Muirhead, Aspects of Multivariate Statistical Theory, 2.1.12.
 */
import {
  type Call,
  callAt,
  type Expression,
  type Name,
  nameAt,
  nodesOf,
  postorder,
  rebuiltBy,
  type Span,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import { reread } from "./primes.js";

const SAID =
  /(?:\\Gamma|Γ|Gamma)_\{?(\w)\}?\s{0,9}(?:\([^()]{0,20}\)\s{0,9})?(?:\$|\\\))?\s{0,9}(?<![^\s$)}])(?:is|denotes?|being)\s{1,9}the\s{1,9}(?:\S{1,20}\s{1,9})?multivariate\s{1,9}gamma\s{1,9}function/gi;

/** Names of multivariate gamma functions by the words of a text. */
const statedIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(SAID)].map(([, dimension]) => `Gamma_${dimension}`));

/** A row of words for each of them in one of several texts. */
export const wordsOfGammas = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((t) => [...statedIn(t)].map((name) => `${name} is the multivariate gamma function`));

/** The statements with each multivariate gamma function written out in that of numbers. */
export function withMultivariateGamma(statements: readonly Statement[], source: string): readonly Statement[] {
  const stated = statedIn(source);
  if (stated.size === 0) return statements;
  const letter = freeLetter(statements);
  const isOne = (e: Expression | undefined): e is Call =>
    e?.type === "call" && stated.has(e.callee.name) && e.args.length === 1 && e.primes === 0;
  return statements.map((s) =>
    reread(s, (root) => withoutCalls(withoutLogarithms(root, isOne, letter), isOne, letter)),
  );
}

/** `\\log Γ_p(a)` of what the text says nothing of: as a product it would be the logarithm of a matrix of numbers. */
export function unsaidGamma(
  root: Expression,
  source: string,
  known: (name: string) => boolean,
): {
  readonly code: "name/unknown-function";
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
} | null {
  for (const e of postorder(root)) {
    const [arg] = e.type === "call" && (e.callee.name === "log" || e.callee.name === "ln") ? e.args : [];
    const of = arg === undefined ? undefined : ungrouped(arg);
    if (of?.type !== "call" || !/^Gamma_\w$/.test(of.callee.name) || known(of.callee.name)) continue;
    const { name, span } = of.callee;
    if (statedIn(source).has(name)) continue;
    const message = `${source.slice(span.start, span.end)} may be the multivariate gamma function, or a factor`;
    const hint = `words say so, # ${name} is the multivariate gamma function; a product is ${name} * (…)`;
    return { code: "name/unknown-function", span: of.span, message, hint };
  }
  return null;
}

type IsOne = (e: Expression | undefined) => e is Call;

/** Logarithms first: what is within them is a sum, and no product. */
const withoutLogarithms = (root: Expression, isOne: IsOne, letter: string): Expression =>
  rebuiltBy(root, (e) => {
    const [arg] = e.type === "call" && (e.callee.name === "log" || e.callee.name === "ln") ? e.args : [];
    const of = arg === undefined ? undefined : ungrouped(arg);
    return isOne(of) ? group(logGamma(of, letter), e.span) : e;
  });

const withoutCalls = (root: Expression, isOne: IsOne, letter: string): Expression =>
  rebuiltBy(root, (e) => (isOne(e) ? callAt("exp", [logGamma(e, letter)], e.span) : e));

function freeLetter(statements: readonly Statement[]): string {
  const taken = new Set(
    statements.flatMap((s) => {
      const letters = nodesOf(s).flatMap((e) => {
        if (e.type === "reduction") return e.ranges.flatMap((r) => r.letters.map((n) => n.name));
        return e.type === "name" ? [e.name, ...scriptsOf(e)] : [];
      });
      return [...letters, ...(s.ranges ?? []).flatMap((r) => r.letters.map((n) => n.name))];
    }),
  );
  return ["j", "k", "i", "l", "q", "r"].find((c) => !taken.has(c)) ?? "jj";
}

const scriptsOf = ({ scripts }: Name): readonly string[] =>
  [...(scripts?.below ?? []), ...(scripts?.above ?? [])].flatMap((s) => [...s.text.matchAll(/[a-z]/g)].map(String));

/** p (p − 1) / 4 log π + Σ_{j=1}^p lgamma(a + (1 − j) / 2). */
function logGamma({ callee, args, span }: Call, letter: string): Expression {
  const [a] = args as [Expression];
  const label = callee.name.slice("Gamma_".length);
  const p: Expression = /^\d/.test(label) ? number(label, span) : nameAt(label, span);
  const j = nameAt(letter, span);
  const less = sum([1, p], [-1, number("1", span)], span);
  const constant = product([p, group(less, span), callAt("log", [nameAt("pi", span)], span)], "4", span);
  const shift = product([group(sum([1, number("1", span)], [-1, j], span), span)], "2", span);
  const body = callAt("lgamma", [sum([1, a], [1, shift], span)], span);
  const range = { letters: [j], from: number("1", span), to: p, set: null, paired: false, implied: false, span };
  const all: Expression = {
    type: "reduction",
    operation: "sum",
    ranges: [range],
    conditions: [],
    body,
    extent: "parentheses",
    head: span,
    span,
  };
  return sum([1, constant], [1, all], span);
}

const number = (value: string, span: Span): Expression => ({ type: "number", value, span });
const group = (operand: Expression, span: Span): Expression => ({ type: "group", operand, span });

function sum(a: readonly [1 | -1, Expression], b: readonly [1 | -1, Expression], span: Span): Expression {
  return { type: "sum", terms: [a, b].map(([sign, term]) => ({ sign, term, operator: span })), span };
}

function product([first, ...others]: readonly Expression[], divisor: string, span: Span): Expression {
  const rest = [
    ...others.map((operand) => ({ operator: "juxtaposition" as const, operand, span })),
    { operator: "divide" as const, operand: number(divisor, span), span },
  ];
  return { type: "product", first: first as Expression, rest, span };
}
