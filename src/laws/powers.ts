/** Powers: factors of one base, powers of powers, roots. */
import type { Expr } from "../core/expr.js";
import { one, two } from "../core/operands.js";
import {
  addRational,
  isInteger,
  isUnit,
  isZero,
  multiplyRational,
  powerRational,
  rational,
  ZERO,
} from "../core/rational.js";
import { Apply, apply } from "../ops/apply.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard } from "../ops/hadamard.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { Power, power } from "../ops/power.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { type Law, law } from "../rewrite/law.js";
import { entrywise, opposite, powerOf } from "../rewrite/term.js";
import { canonicalKey } from "./canonical.js";

const theme = "arithmetic";

/** Whether two of the expressions may be equal up to what a canonical key sees, by the leaves that they hold. */
export function mayMeet(parts: readonly Expr[]): boolean {
  return parts.some((p, i) => parts.some((q, j) => j < i && p.leaves === q.leaves));
}

/** Sums and products beyond this are collected at once: comparing two by two would be quadratic. */
export const FEW = 8;

/** x for sqrt(x); null for anything else. */
const underRoot = (e: Expr): Expr | null => (e.op === Apply && e.data === "sqrt" ? one(e.args) : null);

/** base^k, with sqrt(x) read as x^(1/2) so that it meets x. */
export function halvedPowerOf(f: Expr): { readonly base: Expr; readonly exponent: Expr } {
  const { base, exponent } = powerOf(f);
  const inside = underRoot(base);
  if (inside === null || !isNumber(exponent)) return { base, exponent };
  const k = rationalOf(exponent);
  return { base: inside, exponent: number(rational(k.numerator, 2 * k.denominator), exponent) };
}

function bareBase(f: Expr): Expr {
  const base = f.op === Power ? one(f.args) : f;
  return underRoot(base) ?? base;
}

const isWhole = (k: Expr): boolean => isNumber(k) && isInteger(rationalOf(k));

interface Merged {
  readonly factors: readonly Expr[];
  readonly changed: boolean;
  /** Whether a factor met its reciprocal. */
  readonly cancelled: boolean;
  /** Whether a base has stood with the other sign to an odd power: (a − b) / (b − a) = −1. */
  readonly turned: boolean;
}

/** The powers of one base in a commutative product, merged. */
function mergedPowers(factors: readonly Expr[]): Merged {
  const same: Merged = { factors, changed: false, cancelled: false, turned: false };
  const bases = factors.map(bareBase);
  // 1 − s and s − 1 hold other numbers.
  if (factors.length <= FEW && !mayMeet(bases) && bases.filter((b) => b.op === Sum).length < 2) return same;
  const byBase = new Map<Expr, { readonly base: Expr; readonly exponents: Expr[] }>();
  const roots = new Set<Expr>();
  let turned = false;
  for (const f of factors) {
    const inside = underRoot(powerOf(f).base);
    if (inside !== null) roots.add(canonicalKey(inside));
    const { base, exponent } = halvedPowerOf(f);
    const key = canonicalKey(base);
    const known = byBase.get(key);
    const other =
      known === undefined && base.op === Sum && isWhole(exponent)
        ? byBase.get(canonicalKey(opposite(base)))
        : undefined;
    if (other !== undefined && rationalOf(exponent).numerator % 2 !== 0) turned = !turned;
    const met = known ?? other;
    if (met === undefined) byBase.set(key, { base, exponents: [exponent] });
    else met.exponents.push(exponent);
  }
  if (byBase.size === factors.length) return same;
  const below = (k: Expr) => isNumber(k) && rationalOf(k).numerator < 0;
  const merged = [...byBase.values()];
  return {
    changed: true,
    turned,
    cancelled: merged.some(({ exponents }) => exponents.some(below) && !exponents.every(below)),
    factors: merged
      .map(({ base, exponents }) => raised(base, exponents, roots.has(canonicalKey(base))))
      .filter((f) => f !== null),
  };
}

/** base^(k₁ + k₂ + …); null for the exponent 0, where the factor is 1. */
export function raised(base: Expr, exponents: readonly Expr[], root: boolean): Expr | null {
  const known = exponents.filter(isNumber).map(rationalOf).reduce(addRational, ZERO);
  const symbolic = exponents.filter((k) => !isNumber(k));
  if (symbolic.length > 0) return power(base, sum(...symbolic, ...(isZero(known) ? [] : [number(known, base)])));
  if (isZero(known)) return null;
  if (root && known.denominator === 2) {
    const half = apply("sqrt", base);
    return known.numerator === 1 ? half : power(half, number(known.numerator, base));
  }
  return isUnit(known) ? base : power(base, number(known, base));
}

function together(e: Expr): Expr | null {
  const merged = mergedPowers(e.args);
  return merged.changed && !merged.cancelled ? rejoined(merged, e) : null;
}

function cancelled(e: Expr): Expr | null {
  const merged = mergedPowers(e.args);
  return merged.cancelled ? rejoined(merged, e) : null;
}

const rejoined = ({ factors, turned }: Merged, e: Expr): Expr => {
  const whole = entrywise(factors, e);
  return turned ? opposite(whole) : whole;
};

export const powersOfOneBase = law({
  theme,
  name: "powers of one base",
  at: Times,
  statement: "a a = a^2",
  example: "y = alpha alpha^2",
  step: together,
});

/** The powers of one base in a product of scalars. */
export const SCALAR_POWERS: readonly Law[] = [
  law({
    theme,
    name: "cancel",
    at: Times,
    statement: "a / a = 1, a^2 / a = a  (a not 0)",
    example: "y = alpha^2 beta / alpha",
    step: cancelled,
  }),
  powersOfOneBase,
];

/** Whether a power of a power may be one: for a whole outer exponent, or a positive base. */
function mayMultiply(base: Expr, inner: Expr, outer: Expr): boolean {
  if (!isWhole(outer) && !factsOf(base).has("positive")) return false;
  // An exponent that a double cannot count by one would make x^k and x^(k - 1) the same.
  const both = isNumber(inner) && isNumber(outer) ? multiplyRational(rationalOf(inner), rationalOf(outer)) : ZERO;
  return Number.isSafeInteger(both.numerator);
}

function numberRaised(e: Expr): Expr | null {
  const [X, k] = two(e.args);
  if (!isNumber(X) || !isNumber(k)) return null;
  const folded = powerRational(rationalOf(X), rationalOf(k));
  return folded === null ? null : number(folded, X);
}

function evenPower(e: Expr): Expr | null {
  const [X, k] = two(e.args);
  if (!isWhole(k) || rationalOf(k).numerator % 2 !== 0 || X.op !== Apply) return null;
  const inside = one(X.args);
  if (X.data === "sqrt") return power(inside, number(rational(rationalOf(k).numerator, 2), k));
  return X.data === "abs" ? power(inside, k) : null;
}

export const POWERS: readonly Law[] = [
  law({
    theme,
    name: "cancel, elementwise",
    at: Hadamard,
    statement: "A .* B ./ A = B  (no entry of A is 0)",
    example: "x, z : vector(n); y = x .* z ./ x",
    step: cancelled,
  }),
  law({
    theme,
    name: "powers of one base, elementwise",
    at: Hadamard,
    statement: "A .* A = A .^ 2",
    example: "y = x .* x",
    step: together,
  }),
  law({
    theme,
    name: "powers that are known",
    at: Power,
    text: ["A .^ 1 = A", "A .^ 0 = ones(n, m)", "ones(n, m) .^ κ = ones(n, m)", "1^κ = 1"],
    statement: "a^1 = a, a^0 = 1, 1^k = 1, 2^3 = 8",
    example: "y = (2 alpha)^0 + 2^3",
    step: numberRaised,
  }),
  law({
    theme,
    name: "power of a power",
    at: Power,
    text: "(A .^ κ) .^ λ = A .^ (κ λ)",
    when: ({ of }) => mayMultiply(of("A"), of("κ"), of("λ")),
    statement: "(a^k)^l = a^(k l)",
    example: "y = (x .^ 2) .^ 3",
  }),
  // Written as the root that it is, a^(−1/2) as one over it.
  law({
    theme,
    name: "power 1/2 is a root",
    at: Power,
    text: ["A .^ (1/2) = sqrt(A)", "A .^ (-1/2) = sqrt(A) .^ -1"],
    when: ({ of }) => underRoot(of("A")) === null,
    statement: "a^(1/2) = sqrt(a)",
    example: "y = alpha^(1/2)",
  }),
  law({
    theme,
    name: "square of a root",
    at: Power,
    statement: "sqrt(a)^2 = a, abs(a)^2 = a^2",
    example: "y = sqrt(alpha)^2",
    among: [Apply],
    step: evenPower,
  }),
  law({
    theme,
    name: "power of a product",
    at: Power,
    text: ["(α β…)^κ = α^κ β^κ…", "(A .* B…) .^ κ = A .^ κ .* B .^ κ…", "(α A) .^ κ = α^κ (A .^ κ)"],
    when: ({ of }) => isWhole(of("κ")),
    statement: "(a b)^k = a^k b^k",
    example: "y = (x .* z) .^ 2",
  }),
  law({
    theme,
    name: "a step is 0 or 1",
    at: Power,
    text: "step(A) .^ κ = step(A)",
    when: ({ of }) => isPositive(of("κ")),
    statement: "step(a)^k = step(a)",
    example: "y = step(x) .^ 2",
  }),
];

/** Whether it is a number greater than 0. */
export const isPositive = (k: Expr): boolean => isNumber(k) && rationalOf(k).numerator > 0;
