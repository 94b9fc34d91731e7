/**
 * The range in which every entry of an expression lies, whatever its inputs, wherever it is defined: exp(z) is never
 * negative and never 0, so |exp(z)| is exp(z), 1 / exp(z) has no condition, and a kink there has one side.
 */
import { type Dim, polynomialOf } from "../core/dim.js";
import { type Expr, memoOf, type ScalarFunction } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import { type Rational, toNumber } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { OpName } from "../ops/all.js";
import { closure, factsOf } from "../ops/facts.js";
import { familyOf, isMember } from "../ops/member.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { definitionOf, isSymbol, nameOf, throughNames } from "../ops/symbol.js";
import { flipped } from "./canonical.js";

/** Both ends belong to it where they are finite. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** Whether 0 may be among its numbers. */
  readonly zero: boolean;
}

const from = (low: number, high: number, zero = true): Range => ({
  low,
  high,
  zero: zero && low <= 0 && high >= 0,
});

const ANY = from(-Infinity, Infinity);
const NOT_NEGATIVE = from(0, Infinity);
const PART = from(0, 1);

/** Whether every number is above 0. */
const isAboveZero = ({ low, zero }: Range): boolean => low >= 0 && !zero;

const at = (x: number): Range => from(x, x);
const wider = (a: Range, b: Range): Range =>
  from(Math.min(a.low, b.low), Math.max(a.high, b.high), a.zero || b.zero || a.low * b.low < 0);
/** Whether two numbers may cancel. */
const mayCancel = (a: Range, b: Range): boolean => (a.low < 0 && b.high > 0) || (a.high > 0 && b.low < 0);
const plus = (a: Range, b: Range): Range => from(a.low + b.low, a.high + b.high, (a.zero && b.zero) || mayCancel(a, b));

/** Products of the ends, of which 0 · ∞ is 0: an end that is infinite is never reached. */
function times(a: Range, b: Range): Range {
  const ends = [a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return from(Math.min(...ends), Math.max(...ends), a.zero || b.zero);
}

/** A sum of an unknown count of numbers, at least one: its sign is theirs. */
const several = ({ low, high, zero }: Range): Range =>
  from(low >= 0 ? low : -Infinity, high <= 0 ? high : Infinity, zero || (low < 0 && high > 0));

const GROWING: ReadonlySet<string> = new Set(
  "exp log log2 log10 sqrt cbrt expm1 sigmoid softplus sinh tanh asinh erf relu leakyrelu elu hardtanh softsign sign step atan".split(
    " ",
  ),
);

/** Functions that are 0 at 0 alone. */
const ZERO_AT_ZERO: ReadonlySet<string> = new Set(
  "abs sqrt cbrt sinh tanh asinh atan erf sign softsign hardtanh expm1 leakyrelu elu".split(" "),
);

/** Whether a function's value is positive, 0 or negative as its argument is. */
export const keepsSign = (f: ScalarFunction): boolean =>
  f.formula === undefined && f.domain === undefined && GROWING.has(f.name) && ZERO_AT_ZERO.has(f.name);

function applied(name: string, X: Range, e: Expr): Range {
  const f = e.home.functions.get(name);
  if (f === undefined || f.formula !== undefined) return ANY;
  if (name === "abs") {
    const most = Math.max(Math.abs(X.low), Math.abs(X.high));
    if (X.low >= 0) return X;
    return X.high <= 0 ? from(-X.high, -X.low, X.zero) : from(0, most, X.zero);
  }
  if (name === "sin" || name === "cos") return from(-1, 1);
  if (name === "cosh") return from(1, Infinity);
  if (name === "acosh") return NOT_NEGATIVE;
  if (!GROWING.has(name)) return f.positive === true ? NOT_NEGATIVE : ANY;
  const edge = f.domain === undefined ? X.low : Math.max(X.low, 0);
  const [low, high] = [f.value(edge), f.value(Math.max(edge, X.high))];
  const zero = ZERO_AT_ZERO.has(name) ? X.zero : !((name === "relu" || name === "step") && isAboveZero(X));
  return from(Number.isNaN(low) ? -Infinity : low, Number.isNaN(high) ? Infinity : high, zero);
}

function raised(X: Range, exponent: Expr): Range {
  const zero = !isAboveZero(X);
  if (!isNumber(exponent)) return X.low >= 0 ? from(0, Infinity, zero) : ANY;
  const k = toNumber(rationalOf(exponent));
  if (!Number.isInteger(k))
    return k > 0 && X.low > 0 ? from(X.low ** k, X.high ** k) : from(0, Infinity, k > 0 && X.zero);
  if (k < 0) {
    if (k % 2 === 0 || X.low >= 0) return from(0, Infinity, false);
    return X.high <= 0 ? from(-Infinity, 0, false) : from(-Infinity, Infinity, false);
  }
  const ends = [X.low ** k, X.high ** k];
  const low = k % 2 === 0 && X.low < 0 && X.high > 0 ? 0 : Math.min(...ends);
  return from(low, Math.max(...ends), k === 0 ? false : X.zero);
}

/** Whether factors are xᵀ x, xᵀ P x with a positive definite P, or such with more around: no number is negative then. */
function isSquareForm(factors: readonly Expr[]): boolean {
  const [i, j] = [Math.floor(factors.length / 2), Math.ceil(factors.length / 2)];
  const middle = i === j ? null : (factors[i] as Expr);
  if (middle !== null && !closure(factsOf(middle)).has("posdef")) return false;
  return factors.slice(0, i).every((f, k) => f === flipped(factors[factors.length - 1 - k] as Expr));
}

function productOf(e: Expr, parts: readonly Range[]): Range {
  if (isScalar(e.shape) && isSquareForm(e.args)) return NOT_NEGATIVE;
  return several(parts.reduce(times));
}

/** A size is at least 1. */
function sizeRange(d: Dim): Range {
  const terms = [...polynomialOf(d)];
  const known = terms.reduce((sum, [, c]) => sum + c, 0);
  if (terms.every(([m]) => m === "")) return at(known);
  return from(terms.every(([m, c]) => m === "" || c >= 0) ? known : -Infinity, Infinity);
}

function ofFacts(facts: Facts): Range {
  if (facts.has("simplex") || facts.has("simplexrows")) return PART;
  if (facts.has("positive")) return from(0, Infinity, false);
  return facts.has("orthogonal") ? from(-1, 1) : ANY;
}

type Rule = (e: Expr, parts: readonly Range[]) => Range;

const same: Rule = (_, [X]) => X as Range;
const all: Rule = (_, parts) => parts.reduce(wider);
const withZero: Rule = (_, [X]) => wider(X as Range, at(0));
const signOf: Rule = (_, [X]) => several(X as Range);
const part: Rule = () => PART;
const aboveZero: Rule = () => NOT_NEGATIVE;

/** By operation; of an operation without a rule nothing is known. */
const RULES: Partial<Record<OpName, Rule>> = {
  number: (e) => at(toNumber(e.data as Rational)),
  constant: (e) => at(e.data === "pi" ? Math.PI : Math.E),
  size: (e) => sizeRange(e.data as Dim),
  eye: part,
  ones: () => at(1),
  zeros: () => at(0),
  comm: part,
  group: same,
  sum: (_, parts) => parts.reduce(plus),
  times: (_, parts) => parts.reduce(times),
  scale: (_, parts) => parts.reduce(times),
  hadamard: (e, parts) =>
    e.args.length === 2 && e.args[0] === e.args[1] ? raisedTwice(parts[0] as Range) : parts.reduce(times),
  kron: (_, parts) => parts.reduce(times),
  product: productOf,
  transpose: same,
  power: (e, [X]) => raised(X as Range, e.args[1] as Expr),
  apply: (e, [X]) => applied(e.data as string, X as Range, e),
  maximum: (_, parts) =>
    from(Math.max(...parts.map((r) => r.low)), Math.max(...parts.map((r) => r.high)), !parts.some(isAboveZero)),
  minimum: (_, parts) =>
    from(Math.min(...parts.map((r) => r.low)), Math.min(...parts.map((r) => r.high)), !parts.every(isAboveZero)),
  diag: withZero,
  diagvec: same,
  trace: (e, [X]) => {
    const [A] = e.args as readonly [Expr];
    if (closure(factsOf(A)).has("posdef") || (A.op.name === "product" && isSquareForm(A.args))) return NOT_NEGATIVE;
    return several(X as Range);
  },
  det: (e) => (closure(factsOf(e.args[0] as Expr)).has("posdef") ? NOT_NEGATIVE : ANY),
  total: signOf,
  mean: same,
  norm1: aboveZero,
  norm2: aboveZero,
  normF: aboveZero,
  vec: same,
  unvec: same,
  stack: all,
  beside: all,
  rows: same,
  cols: same,
  softmax: part,
  softmaxrows: part,
  softmaxcols: part,
  cross_entropy: (_, [y, p]) => ((y as Range).low >= 0 && (p as Range).high <= 1 ? NOT_NEGATIVE : ANY),
};

const raisedTwice = (X: Range): Range => {
  const ends = [X.low * X.low, X.high * X.high];
  return from(X.low < 0 && X.high > 0 ? 0 : Math.min(...ends), Math.max(...ends), X.zero);
};

const RULE_OF: ReadonlyMap<string, Rule> = new Map(Object.entries(RULES));

/** What is known beside the text. */
export interface Supposed {
  /** Facts that are supposed of inputs beside those that are stated. */
  readonly facts?: ReadonlyMap<string, Facts> | undefined;
  /** Whether an expression is known not to be negative. */
  readonly isNotNegative?: ((e: Expr) => boolean) | undefined;
}

const RANGES = Symbol("ranges of entries");

/** The range of the entries of `root`. */
export function rangeOf(root: Expr, supposed: Supposed = {}): Range {
  const isPlain = supposed.facts === undefined && supposed.isNotNegative === undefined;
  const known = isPlain ? memoOf(root.home, RANGES, () => new Map<Expr, Range>()) : new Map<Expr, Range>();
  for (const e of walk([root], (x) => known.has(x), throughNames)) known.set(e, rangeAt(e, known, supposed));
  return known.get(root) as Range;
}

function rangeAt(e: Expr, known: ReadonlyMap<Expr, Range>, { facts, isNotNegative }: Supposed): Range {
  const definition = definitionOf(e);
  let range: Range;
  if (definition !== null) range = known.get(definition) as Range;
  else if (isSymbol(e) || isMember(e)) {
    const name = isMember(e) ? familyOf(e).name : nameOf(e);
    range = ofFacts(closure([...factsOf(e), ...(facts?.get(name) ?? [])]));
  } else
    range =
      RULE_OF.get(e.op.name)?.(
        e,
        e.args.map((a) => known.get(a) as Range),
      ) ?? ANY;
  if (Number.isNaN(range.low) || Number.isNaN(range.high)) range = ANY;
  const has = factsOf(e);
  if (has.has("positive")) return from(Math.max(0, range.low), Math.max(0, range.high), false);
  if (has.has("simplex") || has.has("simplexrows"))
    return from(Math.max(0, range.low), Math.min(1, range.high), range.zero);
  const zero = range.zero && !(isScalar(e.shape) && has.has("invertible"));
  const { low, high } = range;
  if (low < 0 && isNotNegative?.(e) === true) return from(0, Math.max(0, high), zero);
  return from(low, high, zero);
}

/** Whether no entry is negative, wherever the expression is defined. False where it is not known. */
export const isNonnegative = (e: Expr): boolean => rangeOf(e).low >= 0;
