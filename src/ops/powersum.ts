import { type Expr, intern } from "../core/expr.js";
import { defineOp, NotDifferentiable } from "../core/op.js";
import { isInteger } from "../core/rational.js";
import { matrixpower } from "./matrixpower.js";
import { isNumber, number, rationalOf } from "./number.js";
import { product } from "./product.js";
import { negate } from "./scale.js";
import { sum } from "./sum.js";
import { T } from "./transpose.js";

/**
 * powersum(X, k, Y), the sum of X^i Y X^(k−1−i) over i = 0 … k−1: what the differential of X^k is,
 * linear in Y. For a negative k = −m it is −Σ X^(−i) Y X^(−(m+1−i)) over i = 1 … m. Laws write it
 * out for a known k and close it where Y commutes with X; what is left of it in an answer is
 * refused by name.
 */
export const Powersum = defineOp({
  name: "powersum",
  title: "sum of powers",
  line: "powersum(X, k, Y) = Y X^(k-1) + X Y X^(k-2) + … + X^(k-1) Y",
  cite: "Matrix Cookbook (90)",
  shape: (args) => (args[2] as Expr).shape,
  differential: ([X, k, Y], [dX, dk, dY]) => {
    if (!X || !k || !Y) return null;
    if (dk)
      throw new NotDifferentiable(
        "matrix power",
        "the derivative of X^k by its exponent k needs the matrix logarithm, which is not in this language",
      );
    const terms = [...(dY ? [powersum(X, k, dY)] : []), ...(dX ? movedBase(X, k, Y, dX) : [])];
    return terms.length === 0 ? null : sum(...terms);
  },
  adjoint: (Ybar, _, self) => powersum(T(self.args[0] as Expr), self.args[1] as Expr, Ybar),
});

/** The longest sum of powers that is written out. */
const LONGEST = 64;

/** The part of the differential where X moves: d(X^i) Y X^j + X^i Y d(X^j) for each term X^i Y X^j of the sum. */
function movedBase(X: Expr, k: Expr, Y: Expr, dX: Expr): readonly Expr[] {
  const exponent = isNumber(k) ? rationalOf(k) : null;
  if (exponent === null || !isInteger(exponent) || Math.abs(exponent.numerator) > LONGEST)
    throw new NotDifferentiable(
      "matrix power",
      "the second derivative of X^k is written out for a whole number k of modest size only",
      "give k a value",
    );
  const m = exponent.numerator;
  const at = (i: number) => number(i, k);
  const moves = (i: number, j: number): readonly Expr[] => [
    ...(i === 0 ? [] : [product(powersum(X, at(i), dX), Y, ...(j === 0 ? [] : [matrixpower(X, at(j))]))]),
    ...(j === 0 ? [] : [product(...(i === 0 ? [] : [matrixpower(X, at(i))]), Y, powersum(X, at(j), dX))]),
  ];
  if (m >= 0) return Array.from({ length: m }, (_, i) => moves(i, m - 1 - i)).flat();
  return Array.from({ length: -m }, (_, i) => moves(-1 - i, m + i))
    .flat()
    .map(negate);
}

/** The sum of X^i Y X^(k−1−i) over i = 0 … k−1. */
export const powersum = (X: Expr, k: Expr, Y: Expr): Expr => intern(X.home, Powersum, [X, k, Y], null);
