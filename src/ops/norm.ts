import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { isColumn, isRow, SCALAR, showShape } from "../core/shape.js";
import { apply } from "./apply.js";
import { one } from "./linear.js";
import { reciprocal } from "./power.js";
import { times } from "./times.js";
import { inner } from "./trace.js";

/** ‖x‖₁ = sum(abs(x)). Subgradient at 0: sign(0) = 0. */
export const Norm1 = defineOp({
  name: "norm1",
  title: "derivative of the 1-norm",
  line: "d norm1(x) = sign(x)^T dx",
  cite: "matrixcalculus.org; subgradient 0 at 0",
  example: "norm1(A x - b)",
  shape: () => SCALAR,
  differential: ([X], [dX]) => (X && dX ? inner(apply("sign", X), dX) : null),
});

/** ‖x‖₂ of a vector. Not differentiable at 0. */
export const Norm2 = defineOp({
  name: "norm2",
  title: "derivative of the 2-norm",
  line: "d norm2(x) = x^T dx / norm2(x)",
  cite: "Matrix Cookbook (129)",
  example: "norm2(A x - b)",
  shape: (args) => {
    const { shape } = one(args);
    if (!isColumn(shape) && !isRow(shape))
      throw new ShapeError(
        "shape/norm2",
        `norm2 needs a vector, not ${showShape(shape)}`,
        [one(args)],
        "normF is the Frobenius norm of a matrix",
      );
    return SCALAR;
  },
  differential: ([X], [dX], self) => (X && dX ? times(reciprocal(self), inner(X, dX)) : null),
});

/** ‖X‖_F, the Frobenius norm. Not differentiable at 0. */
export const NormF = defineOp({
  name: "normF",
  title: "derivative of the Frobenius norm",
  line: "d normF(X) = tr(X^T dX) / normF(X)",
  cite: "Giles, Collected matrix derivative results, 2.2.4",
  example: "normF(A X - B)",
  shape: () => SCALAR,
  differential: ([X], [dX], self) => (X && dX ? times(reciprocal(self), inner(X, dX)) : null),
});

export const norm1 = (X: Expr): Expr => intern(X.home, Norm1, [X], null);
export const norm2 = (X: Expr): Expr => intern(X.home, Norm2, [X], null);
export const normF = (X: Expr): Expr => intern(X.home, NormF, [X], null);
