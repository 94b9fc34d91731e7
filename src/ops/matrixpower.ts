import { type Expr, intern } from "../core/expr.js";
import { defineOp, NotDifferentiable, ShapeError } from "../core/op.js";
import { two } from "../core/operands.js";
import { isInteger } from "../core/rational.js";
import { isScalar, isSquare, showShape } from "../core/shape.js";
import { isNumber, rationalOf } from "./number.js";
import { powersum } from "./powersum.js";

/** X^k, a square matrix to a whole power. */
export const MatrixPower = defineOp({
  name: "matrixpower",
  title: "power of a matrix",
  line: "d(X^k) = dX X^(k-1) + X dX X^(k-2) + … + X^(k-1) dX",
  cite: "Magnus & Neudecker, ch. 8.4; Matrix Cookbook (90)",
  example: "X^3",
  shape: (args) => {
    const [X, k] = two(args);
    if (!isSquare(X.shape))
      throw new ShapeError(
        "shape/square",
        `a power needs a square matrix, not ${showShape(X.shape)}`,
        [X],
        "X .^ k is the power of each entry",
      );
    if (!isScalar(k.shape))
      throw new ShapeError("shape/exponent", `an exponent is a scalar, not ${showShape(k.shape)}`, [k]);
    return X.shape;
  },
  differential: ([X, k], [dX, dk]) => {
    if (dk)
      throw new NotDifferentiable(
        "matrix power",
        "the derivative of X^k by its exponent k needs the matrix logarithm, which is not in this language",
      );
    if (X && k && isNumber(k) && !isInteger(rationalOf(k)))
      throw new NotDifferentiable(
        "matrix power",
        "the derivative of a fractional power of a matrix has no closed form in matrix notation",
      );
    return X && k && dX ? powersum(X, k, dX) : null;
  },
  facts: (self, of) =>
    (["symmetric", "diagonal", "orthogonal", "posdef", "invertible"] as const).filter((f) =>
      of(two(self.args)[0]).has(f),
    ),
});

/** X^k. */
export const matrixpower = (X: Expr, k: Expr): Expr => intern(X.home, MatrixPower, [X, k], null);
