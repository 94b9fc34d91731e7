import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { operand, two } from "../core/operands.js";
import { isInteger, rational } from "../core/rational.js";
import { isScalar, showShape } from "../core/shape.js";
import { apply } from "./apply.js";
import { hadamard } from "./hadamard.js";
import { isExactly, isNumber, number, rationalOf } from "./number.js";
import { scale } from "./scale.js";
import { sum } from "./sum.js";

/** X .^ k, each entry to a scalar power; for a scalar X the ordinary power. */
export const Power = defineOp({
  name: "power",
  title: "power rule",
  line: "d(X .^ k) = k (X .^ (k - 1)) .* dX",
  cite: "Parr & Howard, The matrix calculus you need for deep learning, §2",
  example: "x .^ 3",
  shape: (args) => {
    const [X, k] = two(args);
    if (!isScalar(k.shape))
      throw new ShapeError("shape/exponent", `an exponent is a scalar, not ${showShape(k.shape)}`, [k]);
    return X.shape;
  },
  differential: ([X, k], [dX, dk], self) => {
    const terms: Expr[] = [];
    if (X !== undefined && k !== undefined && dX) terms.push(scale(k, hadamard(power(X, lowered(k)), dX)));
    if (X !== undefined && dk) terms.push(scale(dk, hadamard(apply("log", X), self)));
    return terms.length === 0 ? null : sum(...terms);
  },
  facts: (self, of) => {
    const [X, k] = two(self.args);
    const even = isNumber(k) && isInteger(rationalOf(k)) && rationalOf(k).numerator % 2 === 0;
    const kept = of(X).has("symmetric") ? (["symmetric"] as const) : [];
    return of(X).has("positive") || (even && of(X).has("invertible") && isScalar(X.shape))
      ? [...kept, "positive"]
      : kept;
  },
});

/** k − 1, a number where k is one. */
export const lowered = (k: Expr): Expr => {
  if (!isNumber(k)) return sum(k, number(-1, k));
  const { numerator, denominator } = rationalOf(k);
  return number(rational(numerator - denominator, denominator), k);
};

/** X .^ k. */
export const power = (X: Expr, k: Expr): Expr => intern(X.home, Power, [X, k], null);

/** 1 / x, or each entry's reciprocal. */
export const isReciprocal = (e: Expr): boolean => e.op === Power && isExactly(operand(e, 1), -1);

/** 1 / c, or each entry's reciprocal. */
export const reciprocal = (X: Expr): Expr => power(X, number(-1, X));

/** c^k for a negative number k: what is spelled as a denominator. */
export const isNegativePower = (e: Expr): boolean =>
  e.op === Power && isNumber(operand(e, 1)) && rationalOf(operand(e, 1)).numerator < 0;
