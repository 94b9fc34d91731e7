/** The matrices by which convolutions are products, and what these are of a column. */
import type { Expr } from "../core/expr.js";
import { last, operand, two } from "../core/operands.js";
import { isColumn, isScalar } from "../core/shape.js";
import { Convolution, Correlation, conv, correlate } from "../ops/convolution.js";
import { isEye } from "../ops/eye.js";
import { Product, product } from "../ops/product.js";
import { Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";

/** What the matrix of a convolution is of a column c; null for any other matrix. */
function ofColumn(M: Expr, c: Expr): Expr | null {
  const isTurned = M.op === Transpose;
  const inner = isTurned ? operand(M) : M;
  if (inner.op === Convolution && isEye(operand(inner))) {
    const b = operand(inner, 1);
    return isTurned ? correlate(c, b) : conv(c, b);
  }
  if (inner.op !== Correlation) return null;
  const [x, w] = two(inner.args);
  return isEye(w) ? correlate(x, c) : null;
}

export const CONVOLUTIONS: readonly Law[] = [
  law({
    theme: "convolution",
    name: "convolution by its matrix",
    at: Product,
    statement:
      "conv(I, b) c = conv(c, b), conv(I, b)^T c = correlate(c, b), correlate(x, I) c = correlate(x, I)^T c = correlate(x, c)",
    cite: "Goodfellow, Bengio & Courville, Deep Learning, ch. 9.5",
    example: "b : vector(k); c : vector(n); y = conv(eye(n), b) c",
    among: [Convolution, Correlation, Transpose],
    step: (e) => {
      const c = last(e.args);
      const before = e.args[e.args.length - 2];
      if (!isColumn(c.shape) || isScalar(c.shape) || before === undefined) return null;
      const made = ofColumn(before, c);
      return made === null ? null : product(...e.args.slice(0, -2), made);
    },
  }),
];
