import { type Expr, intern } from "../core/expr.js";
import { defineCall, defineOp } from "../core/op.js";
import { one, two } from "../core/operands.js";
import { isVector } from "../core/shape.js";
import { apply } from "./apply.js";
import { power, reciprocal } from "./power.js";
import { times } from "./times.js";
import { total } from "./total.js";
import { inner } from "./trace.js";

/** ‖x‖₁ = sum(abs(x)). Subgradient at 0: sign(0) = 0. */
export const Norm1 = defineOp({
  name: "norm1",
  title: "derivative of the 1-norm",
  line: "d norm1(x) = sign(x)^T dx",
  cite: "matrixcalculus.org; subgradient 0 at 0",
  example: "norm1(A x - b)",
  calls: ["norm1"],
  signature: "n×m -> 1×1",
  differential: ([X], [dX]) => (X && dX ? inner(apply("sign", X), dX) : null),
});

/** ‖x‖₂ of a vector. Not differentiable at 0. */
export const Norm2 = defineOp({
  name: "norm2",
  title: "derivative of the 2-norm",
  line: "d norm2(x) = x^T dx / norm2(x)",
  cite: "Matrix Cookbook (129)",
  example: "norm2(A x - b)",
  calls: ["norm2"],
  signature: "n×1 | 1×n -> 1×1",
  hint: "normF is the Frobenius norm of a matrix, specnorm its largest singular value",
  differential: ([X], [dX], self) => (X && dX ? times(reciprocal(self), inner(X, dX)) : null),
});

/** ‖X‖_F, the Frobenius norm. Not differentiable at 0. */
export const NormF = defineOp({
  name: "normF",
  title: "derivative of the Frobenius norm",
  line: "d normF(X) = tr(X^T dX) / normF(X)",
  cite: "Giles, Collected matrix derivative results, 2.2.4",
  example: "normF(A X - B)",
  calls: ["normF"],
  signature: "n×m -> 1×1",
  differential: ([X], [dX], self) => (X && dX ? times(reciprocal(self), inner(X, dX)) : null),
});

/** `norm` as it is called: the 2-norm of a vector, the Frobenius norm of a matrix. */
export const norm = defineCall({
  calls: ["norm"],
  signature: "n×m -> 1×1",
  build: (args) => (isVector(one(args).shape) ? norm2(one(args)) : normF(one(args))),
});

/** ‖x‖_p, the root of order p of the sum of |x|^p. */
export const normp = defineCall({
  calls: ["normp"],
  signature: "n×1 | 1×n, 1×1 -> 1×1",
  hint: "it is taken of a vector; schatten(X, p) is that of the singular values of a matrix",
  build: (args) => {
    const [x, p] = two(args);
    return power(total(power(apply("abs", x), p)), reciprocal(p));
  },
});

export const norm1 = (X: Expr): Expr => intern(X.home, Norm1, [X], null);
export const norm2 = (X: Expr): Expr => intern(X.home, Norm2, [X], null);
export const normF = (X: Expr): Expr => intern(X.home, NormF, [X], null);
