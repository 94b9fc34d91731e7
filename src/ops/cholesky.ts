import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { apply } from "./apply.js";
import { diag } from "./diag.js";
import { inverse } from "./inverse.js";
import { eachInTurn } from "./linear.js";
import { ones } from "./ones.js";
import { product } from "./product.js";
import { T } from "./transpose.js";
import { vec } from "./vec.js";

/** The lower triangular L with L Lᵀ = A and a positive diagonal. */
export const Cholesky = defineOp({
  name: "cholesky",
  title: "derivative of Cholesky's factor",
  line: "d L = L Φ(L^-1 dA L^-T) for A = L L^T; Φ takes what is below the diagonal and half of what is on it",
  cite: "Murray, Differentiation of the Cholesky decomposition, 2016",
  example: "sum(chol(A^T A + B B^T))",
  calls: ["chol", "cholesky"],
  signature: "n×n -> n×n",
  build: (args) => cholesky(one(args)),
  differential: ([A], [dA], self) =>
    A && dA ? product(self, lowerHalf(product(inverse(self), dA, T(inverse(self))))) : null,
  facts: (self, of) => {
    const isDiagonal = of(one(self.args)).has("diagonal");
    return isDiagonal ? ["diagonal", "posdef"] : ["invertible"];
  },
});

/** Φ(A): the entries below the diagonal, and half of those on it. */
export const LowerHalf = defineOp({
  name: "lowerhalf",
  title: "lower half",
  line: "d Φ(A) = Φ(dA)",
  cite: "Murray, Differentiation of the Cholesky decomposition, 2016",
  example: "lowerhalf(A)",
  calls: ["lowerhalf"],
  signature: "n×n -> n×n (n > 1)",
  differential: eachInTurn((args) => lowerHalf(one(args))),
  adjoint: (Ybar) => lowerHalf(Ybar),
  // Only its own matrix of zeros, halves and ones says which entries it takes.
  jacobian: (_, self) => diag(vec(lowerHalf(ones(self.shape.rows, self.shape.cols, self)))),
});

export const cholesky = (A: Expr): Expr => (isScalar(A.shape) ? apply("sqrt", A) : intern(A.home, Cholesky, [A], null));
export const lowerHalf = (A: Expr): Expr => intern(A.home, LowerHalf, [A], null);
