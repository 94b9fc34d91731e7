/** Numbers, like terms, scalars in front: what everyone does without being told. */
import type { Expr } from "../core/expr.js";
import { type Op, withArgs } from "../core/op.js";
import { two } from "../core/operands.js";
import { addRational, forgetsOne, isZero, multiplyRational, negated, type Rational } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { Differential } from "../ops/differential.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { isNought, isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Sigma } from "../ops/sigma.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times, timesAll } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { Vec } from "../ops/vec.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { type Law, law } from "../rewrite/law.js";
import { isNegative, opposite, termOf, withCoefficient } from "../rewrite/term.js";
import { canonicalKey } from "./canonical.js";
import { absoluteSign, FUNCTIONS, SIGMOIDS } from "./elementwise.js";
import { FEW, mayMeet, POWERS, SCALAR_POWERS } from "./powers.js";

const theme = "arithmetic";

/** A number before a sum, within a sum: a − (b + c) is a − b − c. */
function sumOpened(e: Expr): Expr | null {
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
}

/** Of dcᵀ c and cᵀ dc, which are one number, the second is kept: the differential stands last. */
const beginsWithDifferential = (e: Expr): boolean => {
  const [first] = e.op === Product ? e.args : [];
  return first?.op === Transpose && walk([first]).some((x) => x.op === Differential);
};

function termsTogether(e: Expr): Expr | null {
  if (e.args.length <= FEW && !e.args.some(isZeros) && !mayMeet(e.args.map((t) => termOf(t).rest))) return null;
  const collected = new Map<Expr, { rest: Expr; coefficient: Rational }>();
  for (const t of e.args) {
    if (isZeros(t)) continue;
    const { coefficient, rest } = termOf(t);
    const key = canonicalKey(rest);
    const known = collected.get(key);
    if (known === undefined) collected.set(key, { rest, coefficient });
    else {
      if (forgetsOne(known.coefficient, coefficient)) return null;
      known.coefficient = addRational(known.coefficient, coefficient);
      if (beginsWithDifferential(known.rest)) known.rest = rest;
    }
  }
  if (collected.size === e.args.length) return null;
  const terms = [...collected.values()].filter((t) => !isZero(t.coefficient)).map(withCoefficient);
  return terms.length === 0 ? zeros(e.shape.rows, e.shape.cols, e) : sum(...terms);
}

function numbersTogether(e: Expr): Expr | null {
  if (e.args.some(isNought)) return number(0, e);
  const numbers = e.args.filter(isNumber);
  const [first] = e.args;
  const isLed = first !== undefined && isNumber(first) && !isOne(first);
  if (numbers.length === 0 || (numbers.length === 1 && isLed)) return null;
  const k = number(numbers.map(rationalOf).reduce(multiplyRational), e);
  const rest = e.args.filter((f) => !isNumber(f));
  return timesAll(isOne(k) ? rest : [k, ...rest], e);
}

/** Scalars in front of a product or a Hadamard product: one rule for what is linear in each factor. */
function scalarsInFront(e: Expr): Expr | null {
  const scalars: Expr[] = [];
  const cores = e.args.map((f) => {
    if (f.op !== Scale) return f;
    const [c, X] = two(f.args);
    scalars.push(c);
    return X;
  });
  if (scalars.length === 0) return null;
  const core = e.op === Product ? product(...cores) : hadamard(...cores);
  return isScalar(core.shape) ? times(...scalars, core) : scale(times(...scalars), core);
}

const LINEAR_IN_EACH: ReadonlySet<Op> = new Set<Op>([
  Sigma,
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

/** The other way round of a difference, looked for in what is linear: −A (B − C) is A (C − B). */
function differenceTurned(e: Expr, depth = 4): Expr | null {
  if (e.op === Sum) return e.args.some(isNegative) ? opposite(e) : null;
  if (depth === 0 || !LINEAR_IN_EACH.has(e.op)) return null;
  const hasIndices = e.free.length > 0 || e.level > 0;
  for (const [i, operand] of e.args.entries()) {
    // Both of (x_i − μ) (x_i − μ)ᵀ stay as they are.
    if (hasIndices && e.args.some((a, j) => j !== i && isTwin(a, operand))) continue;
    const turned = differenceTurned(operand, depth - 1);
    if (turned === null) continue;
    return withArgs(
      e,
      e.args.map((a, j) => (j === i ? turned : a)),
    );
  }
  return null;
}

/** Whether a sum and another are one, or each other's transpose. */
const isTwin = (a: Expr, b: Expr): boolean =>
  a.op === Sum && b.op === Sum && (a === b || turnedTerms(a) === b || turnedTerms(b) === a);

const turnedTerms = (a: Expr): Expr =>
  sum(
    ...a.args.map((t) => {
      const { coefficient, rest } = termOf(t);
      return withCoefficient({ coefficient, rest: T(rest) });
    }),
  );

function signTurned(e: Expr): Expr | null {
  const { coefficient, rest } = termOf(e);
  if (coefficient.numerator >= 0) return null;
  const turned = differenceTurned(rest);
  return turned === null ? null : withCoefficient({ coefficient: negated(coefficient), rest: turned });
}

/** A factor that is a sum of negative terms has its sign before the product. */
function signFromSum(e: Expr): Expr | null {
  const at = e.args.findIndex((f) => f.op === Sum && f.args.every(isNegative));
  if (at < 0) return null;
  return opposite(
    withArgs(
      e,
      e.args.map((f, i) => (i === at ? opposite(f) : f)),
    ),
  );
}

export const productOfNumbers = law({
  theme,
  name: "product of numbers",
  at: Times,
  statement: "2 (3 a) = 6 a",
  example: "y = 2 (3 alpha)",
  step: numbersTogether,
});

export const scaleMerged = law({
  theme,
  name: "scalars together",
  at: Scale,
  text: ["0 A = zeros(n, m)", "α zeros(n, m) = zeros(n, m)", "1 A = A", "α (β A) = (α β) A"],
  statement: "a (b A) = (a b) A",
  example: "y = alpha (beta A)",
});

export const scalarOut = law({
  theme,
  name: "scalar in front",
  at: [Product, Hadamard],
  statement: "A (c B) = c A B",
  example: "y = A (alpha B)",
  among: [Scale],
  step: scalarsInFront,
});

export const onesInHadamard = law({
  theme,
  name: "ones in a Hadamard product",
  at: Hadamard,
  text: "ones(n, m) .* A… = A…",
  throughout: true,
  statement: "A .* ones(n, m) = A",
  example: "A : matrix(n, m); y = A .* ones(n, m)",
});

export const ARITHMETIC: readonly Law[] = [
  ...SIGMOIDS,
  law({
    theme,
    name: "sum within a sum",
    at: Sum,
    statement: "A - (B + C) = A - B - C",
    example: "a, b, c : vector(n); y = a - (b + c)",
    among: [Sum, Scale, Times],
    step: sumOpened,
  }),
  law({
    theme,
    name: "like terms",
    at: Sum,
    statement: "A + A = 2 A",
    example: "y = 2 A + A",
    step: termsTogether,
  }),
  productOfNumbers,
  absoluteSign,
  ...SCALAR_POWERS,
  scaleMerged,
  law({
    theme,
    name: "zero factor",
    at: [Product, Hadamard],
    text: ["A… zeros(n, m) B… = zeros(k, l)", "zeros(n, m) .* A… = zeros(n, m)"],
    statement: "0 A = 0",
    example: "A : matrix(n, m); y = A zeros(m, p)",
  }),
  scalarOut,
  onesInHadamard,
  law({
    theme,
    name: "Hadamard product with the identity",
    at: Hadamard,
    text: "I .* I = I",
    throughout: true,
    statement: "(c I) .* I = c I",
    example: "y = eye(n) .* eye(n)",
  }),
  ...POWERS,
  ...FUNCTIONS,
  law({
    theme,
    name: "sign out of a sum",
    at: [Product, Hadamard, Times],
    statement: "(-A - B) C = -(A + B) C",
    example: "A, B : matrix(n, m); C : matrix(m, k); y = (-A - B) C",
    among: [Sum],
    step: signFromSum,
  }),
  law({
    theme,
    name: "distribute the minus sign",
    at: [Scale, Times],
    statement: "-(A - B) = B - A",
    example: "a, b : vector(n); y = -(a - b)",
    step: signTurned,
  }),
];
