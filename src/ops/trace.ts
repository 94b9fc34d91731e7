import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isColumn, isRow, isScalar } from "../core/shape.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { product } from "./product.js";
import { scale } from "./scale.js";
import { times } from "./times.js";
import { T } from "./transpose.js";
import { vec } from "./vec.js";

/** tr(A), the sum of the diagonal. */
export const Trace = defineOp({
  name: "trace",
  title: "trace",
  line: "d tr(A) = tr(dA)",
  cite: "Magnus & Neudecker, ch. 8; Matrix Cookbook (36)",
  example: "tr(A)",
  calls: ["tr", "trace", "Tr"],
  signature: "n×n -> 1×1",
  hint: "did you mean tr(X^T X), or sum(X)?",
  differential: eachInTurn((args) => trace(one(args))),
  adjoint: (ybar, _, self) => scale(ybar, eye(one(self.args).shape.rows, self)),
  jacobian: (_, self) => T(vec(eye(one(self.args).shape.rows, self))),
  facts: (self, of) => (of(one(self.args)).has("posdef") ? ["positive"] : []),
});

/** The trace of A. */
export const trace = (A: Expr): Expr => intern(A.home, Trace, [A], null);

/** ⟨A, B⟩ = tr(Aᵀ B), the sum of the products of their entries; for columns Aᵀ B. */
export function inner(A: Expr, B: Expr): Expr {
  if (isScalar(A.shape)) return times(A, B);
  if (isColumn(A.shape)) return product(T(A), B);
  if (isRow(A.shape)) return product(A, T(B));
  return trace(product(T(A), B));
}
