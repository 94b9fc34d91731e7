/**
 * The range in which every entry of an expression lies, whatever its inputs: a law that shows that a kink has one
 * side only. exp(z) is never negative, so |exp(z)| has no other side to be looked for.
 */
import { type Dim, polynomialOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import { type Rational, toNumber } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { normalForm } from "../derive/normal.js";
import { canonicalKey, flipped } from "../laws/canonical.js";
import { meaningOf, throughMeanings } from "../numeric/evaluate.js";
import type { OpName } from "../ops/all.js";
import { closure, factsOf } from "../ops/facts.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { isSymbol, nameOf } from "../ops/symbol.js";

/** Both ends belong to it where they are finite. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

const ANY: Range = { low: -Infinity, high: Infinity };
const NOT_NEGATIVE: Range = { low: 0, high: Infinity };
const PART: Range = { low: 0, high: 1 };

const at = (x: number): Range => ({ low: x, high: x });
const wider = (a: Range, b: Range): Range => ({ low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) });
const plus = (a: Range, b: Range): Range => ({ low: a.low + b.low, high: a.high + b.high });

/** Products of the ends, of which 0 · ∞ is 0: an end that is infinite is never reached. */
function times(a: Range, b: Range): Range {
  const ends = [a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** A sum of an unknown count of numbers, at least one: its sign is theirs. */
const several = ({ low, high }: Range): Range => ({
  low: low >= 0 ? low : -Infinity,
  high: high <= 0 ? high : Infinity,
});

const GROWING: ReadonlySet<string> = new Set(
  "exp log log2 log10 sqrt cbrt expm1 sigmoid softplus sinh tanh asinh erf relu leakyrelu elu hardtanh softsign sign step atan".split(
    " ",
  ),
);

function applied(name: string, X: Range, e: Expr): Range {
  const f = e.home.functions.get(name);
  if (f === undefined || f.formula !== undefined) return ANY;
  if (name === "abs") {
    const most = Math.max(Math.abs(X.low), Math.abs(X.high));
    return X.low >= 0 ? X : X.high <= 0 ? { low: -X.high, high: -X.low } : { low: 0, high: most };
  }
  if (name === "sin" || name === "cos") return { low: -1, high: 1 };
  if (name === "cosh") return { low: 1, high: Infinity };
  if (!GROWING.has(name)) return f.positive === true ? NOT_NEGATIVE : ANY;
  const edge = f.domain === undefined ? X.low : Math.max(X.low, 0);
  const [low, high] = [f.value(edge), f.value(Math.max(edge, X.high))];
  return { low: Number.isNaN(low) ? -Infinity : low, high: Number.isNaN(high) ? Infinity : high };
}

function raised(X: Range, exponent: Expr): Range {
  if (!isNumber(exponent)) return X.low >= 0 ? NOT_NEGATIVE : ANY;
  const k = toNumber(rationalOf(exponent));
  if (!Number.isInteger(k)) return k > 0 && X.low > 0 ? { low: X.low ** k, high: X.high ** k } : NOT_NEGATIVE;
  if (k < 0) return k % 2 === 0 || X.low >= 0 ? NOT_NEGATIVE : X.high <= 0 ? times(at(-1), NOT_NEGATIVE) : ANY;
  const ends = [X.low ** k, X.high ** k];
  const low = k % 2 === 0 && X.low < 0 && X.high > 0 ? 0 : Math.min(...ends);
  return { low, high: Math.max(...ends) };
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
  return { low: terms.every(([m, c]) => m === "" || c >= 0) ? known : -Infinity, high: Infinity };
}

function ofFacts(facts: Facts): Range {
  if (facts.has("simplex") || facts.has("simplexrows")) return PART;
  if (facts.has("positive")) return NOT_NEGATIVE;
  return facts.has("orthogonal") ? { low: -1, high: 1 } : ANY;
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
  maximum: (_, [a, b]) => ({
    low: Math.max((a as Range).low, (b as Range).low),
    high: Math.max((a as Range).high, (b as Range).high),
  }),
  minimum: (_, [a, b]) => ({
    low: Math.min((a as Range).low, (b as Range).low),
    high: Math.min((a as Range).high, (b as Range).high),
  }),
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
  return { low: X.low < 0 && X.high > 0 ? 0 : Math.min(...ends), high: Math.max(...ends) };
};

const RULE_OF: ReadonlyMap<string, Rule> = new Map(Object.entries(RULES));

/**
 * The range of the entries of `root`, with facts that are supposed of inputs beside those that are stated, and with
 * expressions, by their canonical keys, that are known not to be negative.
 */
export function rangeOf(root: Expr, supposed?: ReadonlyMap<string, Facts>, notNegative?: ReadonlySet<Expr>): Range {
  const known = new Map<Expr, Range>();
  const nodes = walk([root], undefined, throughMeanings);
  for (const e of nodes) {
    const meaning = meaningOf(e);
    if (meaning !== null) known.set(e, known.get(meaning) as Range);
    else if (isSymbol(e)) known.set(e, ofFacts(closure([...factsOf(e), ...(supposed?.get(nameOf(e)) ?? [])])));
    else {
      const range = RULE_OF.get(e.op.name)?.(
        e,
        e.args.map((a) => known.get(a) as Range),
      );
      const sure = range === undefined || Number.isNaN(range.low) || Number.isNaN(range.high) ? ANY : range;
      known.set(e, sure.low < 0 && factsOf(e).has("positive") ? { low: 0, high: Math.max(0, sure.high) } : sure);
    }
    const { low, high } = known.get(e) as Range;
    if (low < 0 && notNegative?.has(canonicalKey(normalForm(e))) === true)
      known.set(e, { low: 0, high: Math.max(0, high) });
  }
  return known.get(root) as Range;
}
