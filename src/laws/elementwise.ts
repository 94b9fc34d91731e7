/** Scalar functions, entry by entry: sigmoids, tangents, steps and roots that are other functions. */
import type { Expr } from "../core/expr.js";
import { one } from "../core/operands.js";
import { negated, rational } from "../core/rational.js";
import { Apply, apply } from "../ops/apply.js";
import { Hadamard } from "../ops/hadamard.js";
import { isExactly, isNought, isNumber, isOne, NumberOp, number, rationalOf } from "../ops/number.js";
import { isOnes, Ones } from "../ops/ones.js";
import { lowered, Power, power } from "../ops/power.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";
import { entrywise, isNegative, powerOf, termOf, withCoefficient } from "../rewrite/term.js";
import { isPositive } from "./powers.js";

const theme = "elementwise";
const isUnit = (e: Expr): boolean => isOnes(e) || isOne(e);

/** The expression with the other sign. */
function opposite(e: Expr): Expr {
  const { coefficient, rest } = termOf(e);
  return withCoefficient({ coefficient: negated(coefficient), rest });
}

/** exp(a) for 1 + exp(a); null for anything else. */
export function grownIn(e: Expr): Expr | null {
  if (e.op !== Sum || e.args.length !== 2 || !e.args.some(isUnit)) return null;
  return e.args.find((t) => t.op === Apply && t.data === "exp") ?? null;
}

/** exp(a) / (1 + exp(a)) is the sigmoid, entry by entry. */
function sigmoidFolded(e: Expr): Expr | null {
  for (const f of e.args) {
    const { base, exponent } = powerOf(f);
    if (!isNumber(exponent) || rationalOf(exponent).numerator >= 0 || rationalOf(exponent).denominator !== 1) continue;
    const grown = grownIn(base);
    if (grown === null || !e.args.includes(grown)) continue;
    const left = number(rational(rationalOf(exponent).numerator + 1), exponent);
    const divisor = isNought(left) ? [] : [power(base, left)];
    const kept = e.args.flatMap((x) => (x === f ? divisor : x === grown ? [apply("sigmoid", one(grown.args))] : [x]));
    return entrywise(kept, e);
  }
  return null;
}

/** 1 − σ(−a) = σ(a), entry by entry. */
function sigmoidComplement(e: Expr): Expr | null {
  const unit = e.args.findIndex(isUnit);
  if (unit < 0) return null;
  for (const [i, t] of e.args.entries()) {
    const { coefficient, rest } = termOf(t);
    const s = rest.op === Transpose ? one(rest.args) : rest;
    if (s.op !== Apply || s.data !== "sigmoid" || coefficient.numerator !== -1 || coefficient.denominator !== 1)
      continue;
    const inner = one(s.args);
    if (!isNegative(inner)) continue;
    const by = apply("sigmoid", opposite(inner));
    return sum(...e.args.flatMap((x, j) => (j === unit ? [s === rest ? by : T(by)] : j === i ? [] : [x])));
  }
  return null;
}

export const SIGMOIDS: readonly Law[] = [
  law({
    theme,
    name: "complement of a sigmoid",
    at: Sum,
    statement: "1 - sigmoid(-a) = sigmoid(a)",
    cite: "definition of the sigmoid",
    example: "a : vector(n); y = ones(n) - sigmoid(-a)",
    among: [Ones, NumberOp],
    within: [Apply],
    step: sigmoidComplement,
  }),
  law({
    theme,
    name: "exp over 1 + exp is the sigmoid",
    at: [Times, Hadamard],
    statement: "exp(a) / (1 + exp(a)) = sigmoid(a)",
    cite: "definition of the sigmoid",
    example: "a : vector(n); y = exp(a) ./ (ones(n) + exp(a))",
    among: [Power],
    step: sigmoidFolded,
  }),
];

/** sign(a) |a|^k = a |a|^(k − 1). */
function signMerged(e: Expr): Expr | null {
  for (const [i, s] of e.args.entries()) {
    if (s.op !== Apply || s.data !== "sign") continue;
    const a = one(s.args);
    for (const [j, f] of e.args.entries()) {
      const { base, exponent } = powerOf(f);
      if (base.op !== Apply || base.data !== "abs" || one(base.args) !== a || !isNumber(exponent)) continue;
      const rest = e.args.filter((_, k) => k !== i && k !== j);
      if (isExactly(exponent, -1)) return entrywise([...rest, power(a, exponent)], e);
      return entrywise(isExactly(exponent, 1) ? [...rest, a] : [...rest, power(base, lowered(exponent)), a], e);
    }
  }
  return null;
}

export const absoluteSign = law({
  theme: "arithmetic",
  name: "absolute value and sign",
  at: [Times, Hadamard],
  statement: "sign(a) / abs(a) = 1 / a",
  example: "y = sign(alpha) / abs(alpha)",
  among: [Apply],
  step: signMerged,
});

export const FUNCTIONS: readonly Law[] = [
  law({
    theme,
    name: "sine over cosine is the tangent",
    at: [Times, Hadamard],
    text: [
      "sinh(α) cosh(α)^-1 = tanh(α)",
      "sinh(A) .* cosh(A) .^ -1 = tanh(A)",
      "sin(α) cos(α)^-1 = tan(α)",
      "sin(A) .* cos(A) .^ -1 = tan(A)",
    ],
    statement: "sinh(a) / cosh(a) = tanh(a), sin(a) / cos(a) = tan(a)",
    cite: "definition of the tangent",
    example: "y = b .* sinh(x) ./ cosh(x)",
  }),
  // Where the step is 0, so is the rectifier, and so are its powers with a positive exponent.
  law({
    theme,
    name: "a rectifier has its own step",
    at: [Times, Hadamard],
    text: [
      "relu(α) step(α) = relu(α)",
      "relu(A) .* step(A) = relu(A)",
      { text: "relu(α)^κ step(α) = relu(α)^κ", when: ({ of }) => isPositive(of("κ")) },
      { text: "relu(A) .^ κ .* step(A) = relu(A) .^ κ", when: ({ of }) => isPositive(of("κ")) },
    ],
    throughout: true,
    statement: "relu(a) .* step(a) = relu(a)",
    cite: "definition of the rectifier",
    example: "y = relu(x) .* step(x)",
  }),
  law({
    theme: "arithmetic",
    name: "a function and its inverse",
    at: Apply,
    text: ["log(exp(A)) = A", "exp(log(A)) = A"],
    statement: "log(exp(a)) = a",
    example: "y = log(exp(x))",
  }),
  law({
    theme: "arithmetic",
    name: "sign of what is positive",
    at: Apply,
    text: ["abs(A) = A", "sign(A) = ones(n, m)"],
    where: "A positive",
    statement: "abs(a) = a, sign(a) = 1  (a positive)",
    example: "y = abs(exp(x))",
  }),
  law({
    theme: "arithmetic",
    name: "values that are known",
    at: Apply,
    text: [
      "exp(zeros(n, m)) = ones(n, m)",
      "exp(0) = 1",
      "log(ones(n, m)) = zeros(n, m)",
      "log(1) = 0",
      "sqrt(1) = 1",
      "step(1) = 1",
      "sign(1) = 1",
    ],
    statement: "exp(0) = 1, log(1) = 0, sqrt(1) = 1",
    example: "x : vector(n); y = exp(zeros(n)) .* x",
  }),
];
