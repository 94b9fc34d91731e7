/** Numbers, like terms, powers of one base: what everyone does without being told. */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
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
import { Apply, apply } from "../ops/apply.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { Eye, isEye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { isExactly, isNought, isNumber, isOne, NumberOp, number, rationalOf } from "../ops/number.js";
import { isOnes, Ones, ones } from "../ops/ones.js";
import { lowered, Power, power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times, timesAll } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { Vec } from "../ops/vec.js";
import { isZeros, Zeros, zeros } from "../ops/zeros.js";
import { among, functionLaw, type Law, within } from "../rewrite/law.js";
import { withArgs } from "../rewrite/simplify.js";
import { isNegative, powerOf, termOf, withCoefficient } from "../rewrite/term.js";
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

/** Whether two of the expressions may be equal up to what a canonical key sees, by the leaves that they hold. */
function mayMeet(parts: readonly Expr[]): boolean {
  for (let i = 1; i < parts.length; i++)
    for (let j = 0; j < i; j++) if ((parts[i] as Expr).leaves === (parts[j] as Expr).leaves) return true;
  return false;
}

/** Sums and products beyond this are collected at once: comparing two by two would be quadratic. */
const FEW = 8;

const likeTerms = functionLaw(theme, "like terms", "A + A = 2 A", [Sum], (e) => {
  if (e.args.length <= FEW && !e.args.some(isZeros) && !mayMeet(e.args.map((t) => termOf(t).rest))) return null;
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

/** base^k, with sqrt(x) read as x^(1/2) so that it meets x. */
function halvedPowerOf(f: Expr): { readonly base: Expr; readonly exponent: Expr } {
  const { base, exponent } = powerOf(f);
  if (base.op !== Apply || base.data !== "sqrt" || !isNumber(exponent)) return { base, exponent };
  const k = rationalOf(exponent);
  return { base: base.args[0] as Expr, exponent: number(rational(k.numerator, 2 * k.denominator), exponent) };
}

const bareBase = (f: Expr): Expr => {
  const base = f.op === Power ? (f.args[0] as Expr) : f;
  return base.op === Apply && base.data === "sqrt" ? (base.args[0] as Expr) : base;
};

/** The powers of one base in a commutative product, merged, and whether a factor met its reciprocal. */
function mergedPowers(factors: readonly Expr[]): {
  readonly factors: readonly Expr[];
  readonly changed: boolean;
  readonly cancelled: boolean;
} {
  if (factors.length <= FEW && !mayMeet(factors.map(bareBase))) return { factors, changed: false, cancelled: false };
  const byBase = new Map<Expr, { base: Expr; exponents: Expr[] }>();
  const order: { base: Expr; exponents: Expr[] }[] = [];
  let changed = false;
  const roots = new Set<Expr>();
  for (const f of factors) {
    const { base: written } = powerOf(f);
    if (written.op === Apply && written.data === "sqrt") roots.add(canonicalKey(written.args[0] as Expr));
    const { base, exponent } = halvedPowerOf(f);
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
  if (!changed) return { factors, changed, cancelled: false };
  const below = (k: Expr) => isNumber(k) && rationalOf(k).numerator < 0;
  return {
    changed,
    cancelled: order.some(({ exponents }) => exponents.some(below) && !exponents.every(below)),
    factors: order
      .map(({ base, exponents }) => raised(base, exponents, roots.has(canonicalKey(base))))
      .filter((f): f is Expr => f !== null),
  };
}

/** base^(k₁ + k₂ + …); null for the exponent 0, where the factor is 1. */
function raised(base: Expr, exponents: readonly Expr[], root: boolean): Expr | null {
  let known: Rational = ZERO;
  const symbolic: Expr[] = [];
  for (const k of exponents) {
    if (isNumber(k)) known = addRational(known, rationalOf(k));
    else symbolic.push(k);
  }
  if (symbolic.length > 0) return power(base, sum(...symbolic, ...(isZero(known) ? [] : [number(known, base)])));
  if (isZero(known)) return null;
  if (root && known.denominator === 2) {
    const half = apply("sqrt", base);
    return known.numerator === 1 ? half : power(half, number(known.numerator, base));
  }
  return isUnit(known) ? base : power(base, number(known, base));
}

export const productOfNumbers = functionLaw(theme, "product of numbers", "2 (3 a) = 6 a", [Times], (e) => {
  if (e.args.some(isNought)) return number(0, e);
  const numbers = e.args.filter(isNumber);
  const first = e.args[0] as Expr;
  if (numbers.length === 0 || (numbers.length === 1 && isNumber(first) && !isOne(first))) return null;
  const k = numbers.map(rationalOf).reduce(multiplyRational);
  const rest = e.args.filter((f) => !isNumber(f));
  if (isUnit(k)) return timesAll(rest, e);
  return timesAll([number(k, e), ...rest], e);
});

const scalarPowers = functionLaw(theme, "powers of one base", "a a = a^2", [Times], (e) => {
  const { factors, changed, cancelled } = mergedPowers(e.args);
  return changed && !cancelled ? timesAll(factors, e) : null;
});

const scalarCancels = functionLaw(theme, "cancel", "a / a = 1, a^2 / a = a  (a not 0)", [Times], (e) => {
  const { factors, cancelled } = mergedPowers(e.args);
  return cancelled ? timesAll(factors, e) : null;
});

const entrywise = (factors: readonly Expr[], e: Expr): Expr =>
  factors.length === 0 ? onesOf(e) : hadamard(...factors);

const hadamardPowers = functionLaw(theme, "powers of one base, elementwise", "A .* A = A .^ 2", [Hadamard], (e) => {
  const { factors, changed, cancelled } = mergedPowers(e.args);
  return changed && !cancelled ? entrywise(factors, e) : null;
});

const hadamardCancels = functionLaw(
  theme,
  "cancel, elementwise",
  "A .* B ./ A = B  (no entry of A is 0)",
  [Hadamard],
  (e) => {
    const { factors, cancelled } = mergedPowers(e.args);
    return cancelled ? entrywise(factors, e) : null;
  },
);

export const scaleMerged = functionLaw(theme, "scalars together", "a (b A) = (a b) A", [Scale], (e) => {
  const [c, X] = [e.args[0] as Expr, e.args[1] as Expr];
  if (isNought(c) || isZeros(X)) return zeroOf(e);
  if (isOne(c)) return X;
  if (X.op === Scale) return scale(times(c, X.args[0] as Expr), X.args[1] as Expr);
  return null;
});

/** Scalars in front of a product, a Hadamard product, a transpose …: one rule for all that is linear. */
export const scalarOut = functionLaw(theme, "scalar in front", "A (c B) = c A B", [Product, Hadamard], (e) => {
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

export const onesInHadamard = functionLaw(
  theme,
  "ones in a Hadamard product",
  "A .* ones(n, m) = A",
  [Hadamard],
  (e) => {
    const rest = e.args.filter((f) => !isOnes(f));
    if (rest.length === e.args.length) return null;
    return rest.length === 0 ? onesOf(e) : hadamard(...rest);
  },
);

const diagonalMask = functionLaw(theme, "Hadamard product with the identity", "(c I) .* I = c I", [Hadamard], (e) => {
  const first = e.args.findIndex(isEye);
  const rest = e.args.filter((f, i) => i === first || !isEye(f));
  return rest.length === e.args.length ? null : hadamard(...rest);
});

const isWhole = (k: Expr): boolean => isNumber(k) && isInteger(rationalOf(k));
const isEven = (k: Expr): boolean => isWhole(k) && rationalOf(k).numerator % 2 === 0;

const isCounted = ({ numerator }: Rational): boolean => Number.isSafeInteger(numerator);

const powerLaw = functionLaw(theme, "power of a power", "(a^k)^l = a^(k l)", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  if (X.op !== Power || !(isWhole(k) || factsOf(X.args[0] as Expr).has("positive"))) return null;
  const l = X.args[1] as Expr;
  // An exponent that a double cannot count by one would make x^k and x^(k - 1) the same.
  if (isNumber(l) && isNumber(k) && !isCounted(multiplyRational(rationalOf(l), rationalOf(k)))) return null;
  return power(X.args[0] as Expr, times(X.args[1] as Expr, k));
});

const plainPower = functionLaw(theme, "powers that are known", "a^1 = a, a^0 = 1, 1^k = 1, 2^3 = 8", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  if (isOne(k)) return X;
  if (isNought(k)) return onesOf(e);
  if (isOnes(X) || isOne(X)) return X;
  if (!isNumber(X) || !isNumber(k)) return null;
  const folded = powerRational(rationalOf(X), rationalOf(k));
  return folded === null ? null : number(folded, X);
});

/** a^(1/2) is written as the root that it is, a^(−1/2) as one over it. */
const halfPower = functionLaw(theme, "power 1/2 is a root", "a^(1/2) = sqrt(a)", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  if (!isNumber(k) || rationalOf(k).denominator !== 2 || (X.op === Apply && X.data === "sqrt")) return null;
  const { numerator } = rationalOf(k);
  if (Math.abs(numerator) !== 1) return null;
  const root = apply("sqrt", X);
  return numerator === 1 ? root : power(root, number(-1, k));
});

const evenPower = functionLaw(theme, "square of a root", "sqrt(a)^2 = a, abs(a)^2 = a^2", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  if (!isEven(k) || X.op !== Apply) return null;
  if (X.data === "sqrt") return power(X.args[0] as Expr, number(rational(rationalOf(k).numerator, 2), k));
  return X.data === "abs" ? power(X.args[0] as Expr, k) : null;
});

const powerOfProduct = functionLaw(theme, "power of a product", "(a b)^k = a^k b^k", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  if (!isWhole(k)) return null;
  if (X.op === Times) return times(...X.args.map((f) => power(f, k)));
  if (X.op === Hadamard) return hadamard(...X.args.map((f) => power(f, k)));
  if (X.op === Scale) return scale(power(X.args[0] as Expr, k), power(X.args[1] as Expr, k));
  return null;
});

/** The other way round of a difference, looked for in what is linear: −A (B − C) is A (C − B). */
function differenceTurned(e: Expr, depth = 4): Expr | null {
  if (e.op === Sum)
    return e.args.some(isNegative)
      ? sum(
          ...e.args.map((t) => withCoefficient({ coefficient: negated(termOf(t).coefficient), rest: termOf(t).rest })),
        )
      : null;
  if (depth === 0 || !LINEAR_IN_EACH.has(e.op)) return null;
  for (let i = 0; i < e.args.length; i++) {
    const turned = differenceTurned(e.args[i] as Expr, depth - 1);
    if (turned !== null)
      return withArgs(
        e,
        e.args.map((a, j) => (j === i ? turned : a)),
      );
  }
  return null;
}

const LINEAR_IN_EACH: ReadonlySet<Op> = new Set<Op>([
  Product,
  Hadamard,
  Times,
  Scale,
  Transpose,
  Trace,
  Total,
  Diag,
  Diagvec,
  Vec,
]);

const signIntoDifference = functionLaw(theme, "sign into a difference", "-(A - B) = B - A", [Scale, Times], (e) => {
  const { coefficient, rest } = termOf(e);
  if (coefficient.numerator >= 0) return null;
  const turned = differenceTurned(rest);
  return turned === null ? null : withCoefficient({ coefficient: negated(coefficient), rest: turned });
});

/** exp(a) / (1 + exp(a)) is the sigmoid, entry by entry. */
const sigmoidFolded = functionLaw(
  "elementwise",
  "exp over 1 + exp is the sigmoid",
  "exp(a) / (1 + exp(a)) = sigmoid(a)",
  [Times, Hadamard],
  (e) => {
    for (const f of e.args) {
      const { base, exponent } = powerOf(f);
      if (
        base.op !== Sum ||
        base.args.length !== 2 ||
        !isNumber(exponent) ||
        rationalOf(exponent).numerator >= 0 ||
        rationalOf(exponent).denominator !== 1
      )
        continue;
      const grown = base.args.find((t) => t.op === Apply && t.data === "exp");
      if (grown === undefined || !base.args.some((t) => isOne(t) || isOnes(t)) || !e.args.includes(grown)) continue;
      const left = number(rational(rationalOf(exponent).numerator + 1), exponent);
      const kept = e.args.flatMap((x) =>
        x === f
          ? isNought(left)
            ? []
            : [power(base, left)]
          : x === grown
            ? [apply("sigmoid", grown.args[0] as Expr)]
            : [x],
      );
      return e.op === Times ? timesAll(kept, e) : hadamard(...kept);
    }
    return null;
  },
  "definition of the sigmoid",
);

const absoluteSign = functionLaw(
  theme,
  "absolute value and sign",
  "sign(a) / abs(a) = 1 / a",
  [Times, Hadamard],
  (e) => {
    for (const [i, s] of e.args.entries()) {
      if (s.op !== Apply || s.data !== "sign") continue;
      const a = s.args[0] as Expr;
      for (const [j, f] of e.args.entries()) {
        const { base, exponent } = powerOf(f);
        if (base.op !== Apply || base.data !== "abs" || base.args[0] !== a || !isNumber(exponent)) continue;
        const rest = e.args.filter((_, k) => k !== i && k !== j);
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
  return e.data === "exp" && X.op === Apply && X.data === "log" ? (X.args[0] as Expr) : null;
});

const ofPositive = functionLaw(
  theme,
  "sign of what is positive",
  "abs(a) = a, sign(a) = 1  (a positive)",
  [Apply],
  (e) => {
    const X = e.args[0] as Expr;
    if ((e.data !== "abs" && e.data !== "sign") || !factsOf(X).has("positive")) return null;
    return e.data === "abs" ? X : onesOf(X);
  },
);

const knownValues = functionLaw(theme, "values that are known", "exp(0) = 1, log(1) = 0, sqrt(1) = 1", [Apply], (e) => {
  const X = e.args[0] as Expr;
  if (e.data === "exp" && isZeros(X)) return onesOf(X);
  if (e.data === "log" && (isOne(X) || isOnes(X))) return zeroOf(X);
  return (e.data === "sqrt" || e.data === "step" || e.data === "sign") && isOne(X) ? X : null;
});

/** What over what is one function: sinh over cosh, sin over cos. */
const QUOTIENTS: ReadonlyMap<unknown, { readonly by: string; readonly is: string }> = new Map([
  ["sinh", { by: "cosh", is: "tanh" }],
  ["sin", { by: "cos", is: "tan" }],
]);

const tangents = functionLaw(
  "elementwise",
  "sine over cosine is the tangent",
  "sinh(a) / cosh(a) = tanh(a), sin(a) / cos(a) = tan(a)",
  [Times, Hadamard],
  (e) => {
    for (const f of e.args) {
      const quotient = f.op === Apply ? QUOTIENTS.get(f.data) : undefined;
      const divisor = quotient && power(apply(quotient.by, f.args[0] as Expr), number(-1, f));
      if (quotient === undefined || divisor === undefined || !e.args.includes(divisor)) continue;
      const rest = e.args.flatMap((x) =>
        x === divisor ? [] : x === f ? [apply(quotient.is, f.args[0] as Expr)] : [x],
      );
      return e.op === Times ? timesAll(rest, e) : hadamard(...rest);
    }
    return null;
  },
  "definition of the tangent",
);

/** relu(a) step(a) = relu(a): where the step is 0, so is the rectifier. */
const stepOnRelu = functionLaw(
  "elementwise",
  "a rectifier has its own step",
  "relu(a) .* step(a) = relu(a)",
  [Times, Hadamard],
  (e) => {
    if (!e.args.some((f) => f.op === Apply && f.data === "step")) return null;
    // At a power that is not positive the rectifier is no zero where the step is, so the step stays.
    const of = (name: string) => (f: Expr) => {
      const { base, exponent } = powerOf(f);
      const vanishes = isNumber(exponent) && rationalOf(exponent).numerator > 0;
      return vanishes && base.op === Apply && base.data === name ? (base.args[0] as Expr) : null;
    };
    const rectified = new Set(e.args.map(of("relu")).filter((a) => a !== null));
    const rest = e.args.filter((f) => {
      const a = f.op === Apply ? of("step")(f) : null;
      return a === null || !rectified.has(a);
    });
    if (rest.length === e.args.length) return null;
    return e.op === Times ? timesAll(rest, e) : hadamard(...rest);
  },
  "definition of the rectifier",
);

const stepSquared = functionLaw(theme, "a step is 0 or 1", "step(a)^k = step(a)", [Power], (e) => {
  const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
  const positive = isNumber(k) && rationalOf(k).numerator > 0;
  return positive && X.op === Apply && X.data === "step" ? X : null;
});

/** 1 − σ(−a) = σ(a), entry by entry. */
const sigmoidComplement = functionLaw(
  "elementwise",
  "complement of a sigmoid",
  "1 - sigmoid(-a) = sigmoid(a)",
  [Sum],
  (e) => {
    const unit = e.args.findIndex((t) => isOnes(t) || isOne(t));
    if (unit < 0) return null;
    for (let i = 0; i < e.args.length; i++) {
      const { coefficient, rest } = termOf(e.args[i] as Expr);
      const turned = rest.op === Transpose;
      const s = turned ? (rest.args[0] as Expr) : rest;
      if (s.op !== Apply || s.data !== "sigmoid" || coefficient.numerator !== -1 || coefficient.denominator !== 1)
        continue;
      const inner = termOf(s.args[0] as Expr);
      if (inner.coefficient.numerator >= 0) continue;
      const flippedSign = apply(
        "sigmoid",
        withCoefficient({ coefficient: negated(inner.coefficient), rest: inner.rest }),
      );
      return sum(
        ...e.args.flatMap((t, j) => (j === unit ? [turned ? T(flippedSign) : flippedSign] : j === i ? [] : [t])),
      );
    }
    return null;
  },
  "definition of the sigmoid",
);

export const ARITHMETIC: readonly Law[] = [
  within([Apply], among([Ones, NumberOp], sigmoidComplement)),
  among([Power], sigmoidFolded),
  among([Sum, Scale, Times], openedSum),
  likeTerms,
  productOfNumbers,
  among([Apply], absoluteSign),
  scalarCancels,
  scalarPowers,
  scaleMerged,
  among([Zeros], zeroFactor),
  among([Scale], scalarOut),
  among([Ones], onesInHadamard),
  among([Eye], diagonalMask),
  hadamardCancels,
  hadamardPowers,
  plainPower,
  powerLaw,
  halfPower,
  evenPower,
  powerOfProduct,
  stepSquared,
  among([Apply], tangents),
  stepOnRelu,
  inverseFunctions,
  ofPositive,
  knownValues,
  signIntoDifference,
];
