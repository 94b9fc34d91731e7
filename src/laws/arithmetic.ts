/** Numbers, like terms, powers of one base: what everyone does without being told. */
import type { Expr } from "../core/expr.js";
import {
  addRational,
  isInteger,
  isUnit,
  isZero,
  multiplyRational,
  negated,
  powerRational,
  type Rational,
  rational,
  ZERO,
} from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { Apply } from "../ops/apply.js";
import { isEye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { isExactly, isNought, isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { isOnes, ones } from "../ops/ones.js";
import { lowered, Power, power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Size } from "../ops/size.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times, timesAll } from "../ops/times.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { functionLaw, type Law } from "../rewrite/law.js";
import { isNegative, powerOf, scalarsOf, termOf, withCoefficient, withScalars } from "../rewrite/term.js";
import { canonicalKey } from "./canonical.js";

const theme = "arithmetic";
const zeroOf = (e: Expr): Expr => zeros(e.shape.rows, e.shape.cols, e);
const onesOf = (e: Expr): Expr => ones(e.shape.rows, e.shape.cols, e);

const sumOrZero = (terms: readonly Expr[], like: Expr): Expr => (terms.length === 0 ? zeroOf(like) : sum(...terms));

/** A number before a sum, within a sum: a − (b + c) is a − b − c. */
const openedSum = functionLaw(theme, "sum within a sum", "A - (B + C) = A - B - C", [Sum], (e) => {
  if (!e.args.some((t) => termOf(t).rest.op === Sum)) return null;
  return sum(
    ...e.args.flatMap((t) => {
      const { coefficient, rest } = termOf(t);
      if (rest.op !== Sum) return [t];
      return rest.args.map((r) => {
        const inner = termOf(r);
        return withCoefficient({ coefficient: multiplyRational(coefficient, inner.coefficient), rest: inner.rest });
      });
    }),
  );
});

const likeTerms = functionLaw(theme, "like terms", "A + A = 2 A", [Sum], (e) => {
  const collected = new Map<Expr, { rest: Expr; coefficient: Rational }>();
  let changed = false;
  for (const t of e.args) {
    if (isZeros(t)) {
      changed = true;
      continue;
    }
    const { coefficient, rest } = termOf(t);
    const key = canonicalKey(rest);
    const known = collected.get(key);
    if (known === undefined) collected.set(key, { rest, coefficient });
    else {
      known.coefficient = addRational(known.coefficient, coefficient);
      changed = true;
    }
  }
  if (!changed) return null;
  const terms = [...collected.values()].filter((t) => !isZero(t.coefficient)).map(withCoefficient);
  return sumOrZero(terms, e);
});

/** The powers of one base in a commutative product, merged; null where nothing meets. */
function mergedPowers(factors: readonly Expr[]): { readonly factors: readonly Expr[]; readonly changed: boolean } {
  const byBase = new Map<Expr, { base: Expr; exponents: Expr[] }>();
  const order: { base: Expr; exponents: Expr[] }[] = [];
  let changed = false;
  for (const f of factors) {
    const { base, exponent } = powerOf(f);
    const key = canonicalKey(base);
    const known = byBase.get(key);
    if (known === undefined) {
      const entry = { base, exponents: [exponent] };
      byBase.set(key, entry);
      order.push(entry);
    } else {
      known.exponents.push(exponent);
      changed = true;
    }
  }
  if (!changed) return { factors, changed };
  return {
    changed,
    factors: order.map(({ base, exponents }) => raised(base, exponents)).filter((f): f is Expr => f !== null),
  };
}

/** base^(k₁ + k₂ + …); null for the exponent 0, where the factor is 1. */
function raised(base: Expr, exponents: readonly Expr[]): Expr | null {
  let known: Rational = ZERO;
  const symbolic: Expr[] = [];
  for (const k of exponents) {
    if (isNumber(k)) known = addRational(known, rationalOf(k));
    else symbolic.push(k);
  }
  if (symbolic.length > 0) return power(base, sum(...symbolic, ...(isZero(known) ? [] : [number(known, base)])));
  if (isZero(known)) return null;
  return isUnit(known) ? base : power(base, number(known, base));
}

const productOfNumbers = functionLaw(theme, "product of numbers", "2 (3 a) = 6 a", [Times], (e) => {
  if (e.args.some(isNought)) return number(0, e);
  const numbers = e.args.filter(isNumber);
  const first = e.args[0] as Expr;
  if (numbers.length === 0 || (numbers.length === 1 && isNumber(first) && !isOne(first))) return null;
  const k = numbers.map(rationalOf).reduce(multiplyRational);
  const rest = e.args.filter((f) => !isNumber(f));
  if (isUnit(k)) return timesAll(rest, e);
  return timesAll([number(k, e), ...rest], e);
});

/** A number before a sum of scalars that stands in a product: 2 (-a) becomes -2 a. */
const scalarPowers = functionLaw(theme, "powers of one base", "a a = a^2", [Times], (e) => {
  const { factors, changed } = mergedPowers(e.args);
  return changed ? timesAll(factors, e) : null;
});

const hadamardPowers = functionLaw(theme, "powers of one base, elementwise", "A .* A = A .^ 2", [Hadamard], (e) => {
  const { factors, changed } = mergedPowers(e.args);
  if (!changed) return null;
  return factors.length === 0 ? onesOf(e) : hadamard(...factors);
});

const scaleMerged = functionLaw(theme, "scalars together", "a (b A) = (a b) A", [Scale], (e) => {
  const [c, X] = [e.args[0] as Expr, e.args[1] as Expr];
  if (isNought(c) || isZeros(X)) return zeroOf(e);
  if (isOne(c)) return X;
  if (X.op === Scale) return scale(times(c, X.args[0] as Expr), X.args[1] as Expr);
  return null;
});

/** Scalars in front of a product, a Hadamard product, a transpose …: one rule for all that is linear. */
const scalarOut = functionLaw(theme, "scalar in front", "A (c B) = c A B", [Product, Hadamard], (e) => {
  if (!e.args.some((f) => f.op === Scale)) return null;
  const scalars: Expr[] = [];
  const cores = e.args.map((f) => {
    if (f.op !== Scale) return f;
    scalars.push(f.args[0] as Expr);
    return f.args[1] as Expr;
  });
  const core = e.op === Product ? product(...cores) : hadamard(...cores);
  return isScalar(core.shape) ? times(...scalars, core) : scale(times(...scalars), core);
});

const zeroFactor = functionLaw(theme, "zero factor", "0 A = 0", [Product, Hadamard], (e) =>
  e.args.some(isZeros) ? zeroOf(e) : null,
);

const onesInHadamard = functionLaw(theme, "ones in a Hadamard product", "A .* ones(n, m) = A", [Hadamard], (e) => {
  const rest = e.args.filter((f) => !isOnes(f));
  if (rest.length === e.args.length) return null;
  return rest.length === 0 ? onesOf(e) : hadamard(...rest);
});

const diagonalMask = functionLaw(theme, "Hadamard product with the identity", "(c I) .* I = c I", [Hadamard], (e) => {
  const identities = e.args.filter(isEye);
  if (identities.length < 2) return null;
  let kept = false;
  return hadamard(...e.args.filter((f) => !isEye(f) || (kept ? false : (kept = true))));
});

const powerLaw = functionLaw(theme, "power of a power", "(a^k)^l = a^(k l)", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  if (isOne(k)) return X;
  if (isNought(k)) return onesOf(e);
  if (isOnes(X) || isOne(X)) return X;
  if (isNumber(X) && isNumber(k)) {
    const folded = powerRational(rationalOf(X), rationalOf(k));
    return folded === null ? null : number(folded, X);
  }
  const whole = isNumber(k) && isInteger(rationalOf(k));
  if (X.op === Power && (whole || factsOf(X.args[0] as Expr).has("positive"))) {
    const l = X.args[1] as Expr;
    return power(X.args[0] as Expr, times(l, k));
  }
  if (!whole) return null;
  if (X.op === Apply && X.data === "sqrt" && rationalOf(k).numerator % 2 === 0)
    return power(X.args[0] as Expr, number(rational(rationalOf(k).numerator, 2), k));
  if (X.op === Apply && X.data === "abs" && rationalOf(k).numerator % 2 === 0) return power(X.args[0] as Expr, k);
  if (X.op === Times) return times(...X.args.map((f) => power(f, k)));
  if (X.op === Hadamard) return hadamard(...X.args.map((f) => power(f, k)));
  if (X.op === Scale) return scale(power(X.args[0] as Expr, k), power(X.args[1] as Expr, k));
  return null;
});

/** k before a sum of which every term can take it: a number before a single sum stays outside. */
const numberIntoNegatives = functionLaw(theme, "sign into a difference", "-(A - B) = B - A", [Scale, Times], (e) => {
  const { coefficient, rest } = termOf(e);
  if (coefficient.numerator >= 0) return null;
  const { scalars, core } = scalarsOf(rest);
  const flip = (s: Expr): Expr | null =>
    s.op === Sum && s.args.some(isNegative)
      ? sum(
          ...s.args.map((t) => withCoefficient({ coefficient: negated(termOf(t).coefficient), rest: termOf(t).rest })),
        )
      : null;
  for (let i = 0; i < scalars.length; i++) {
    const flipped = flip(scalars[i] as Expr);
    if (flipped !== null)
      return withCoefficient({
        coefficient: negated(coefficient),
        rest: withScalars(
          scalars.map((s, j) => (j === i ? flipped : s)),
          core,
          e,
        ),
      });
  }
  if (core === null) return null;
  const whole = flip(core);
  if (whole !== null)
    return withCoefficient({ coefficient: negated(coefficient), rest: withScalars(scalars, whole, e) });
  if (core.op !== Product && core.op !== Hadamard) return null;
  for (let i = 0; i < core.args.length; i++) {
    const flipped = flip(core.args[i] as Expr);
    if (flipped === null) continue;
    const args = core.args.map((f, j) => (j === i ? flipped : f));
    const inner = core.op === Product ? product(...args) : hadamard(...args);
    return withCoefficient({ coefficient: negated(coefficient), rest: withScalars(scalars, inner, e) });
  }
  return null;
});

const absoluteSign = functionLaw(
  theme,
  "absolute value and sign",
  "sign(a) / abs(a) = 1 / a",
  [Times, Hadamard],
  (e) => {
    for (const s of e.args) {
      if (s.op !== Apply || s.data !== "sign") continue;
      const a = s.args[0] as Expr;
      for (const f of e.args) {
        const { base, exponent } = powerOf(f);
        if (base.op !== Apply || base.data !== "abs" || base.args[0] !== a || !isNumber(exponent)) continue;
        const rest = e.args.filter((x) => x !== s && x !== f);
        const left = power(base, lowered(exponent));
        const parts = isExactly(exponent, -1)
          ? [...rest, power(a, exponent)]
          : isExactly(exponent, 1)
            ? [...rest, a]
            : [...rest, left, a];
        return e.op === Times ? timesAll(parts, e) : hadamard(...parts);
      }
    }
    return null;
  },
);

const inverseFunctions = functionLaw(theme, "a function and its inverse", "log(exp(a)) = a", [Apply], (e) => {
  const X = e.args[0] as Expr;
  if (e.data === "log" && X.op === Apply && X.data === "exp") return X.args[0] as Expr;
  if (e.data === "exp" && X.op === Apply && X.data === "log") return X.args[0] as Expr;
  if (e.data === "abs" && factsOf(X).has("positive")) return X;
  if (e.data === "sign" && factsOf(X).has("positive")) return onesOf(X);
  if (e.data === "exp" && isZeros(X)) return onesOf(X);
  if (e.data === "log" && (isOne(X) || isOnes(X))) return zeroOf(X);
  if ((e.data === "sqrt" || e.data === "step" || e.data === "sign") && isOne(X)) return X;
  return null;
});

const stepSquared = functionLaw(theme, "a step is 0 or 1", "step(a)^k = step(a)", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  const positive = isNumber(k) && rationalOf(k).numerator > 0;
  return positive && X.op === Apply && X.data === "step" ? X : null;
});

/** A size is a whole number and never 0. */
export const isSafeDenominator = (e: Expr): boolean => e.op === Size || isNumber(e) || factsOf(e).has("positive");

export const ARITHMETIC: readonly Law[] = [
  openedSum,
  likeTerms,
  productOfNumbers,
  absoluteSign,
  scalarPowers,
  scaleMerged,
  zeroFactor,
  scalarOut,
  onesInHadamard,
  diagonalMask,
  hadamardPowers,
  powerLaw,
  stepSquared,
  inverseFunctions,
  numberIntoNegatives,
];
