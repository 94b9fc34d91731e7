import { type Expr, intern } from "../core/expr.js";
import { defineCall, defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isColumn, isScalar } from "../core/shape.js";
import { diagvec } from "./diagvec.js";
import { eye } from "./eye.js";
import { hadamard } from "./hadamard.js";
import { kron } from "./kron.js";
import { eachInTurn } from "./linear.js";
import { ones } from "./ones.js";

/** diag(v), the diagonal matrix with v on its diagonal. */
export const Diag = defineOp({
  name: "diag",
  title: "diagonal matrix",
  line: "d diag(v) = diag(dv)",
  cite: "Magnus & Neudecker, ch. 8",
  example: "diag(v)",
  signature: "n×1 -> n×n",
  hint: "diagvec(M) takes the diagonal of a square matrix",
  differential: eachInTurn((args) => diag(one(args))),
  // diag(c) of a number is that number, and a number has no diagonal to take.
  adjoint: (Ybar) => (isScalar(Ybar.shape) ? Ybar : diagvec(Ybar)),
  jacobian: (_, self) => diagonalSelector(one(self.args)),
  facts: (self, of) =>
    of(one(self.args)).has("positive") ? ["diagonal", "symmetric", "posdef", "invertible"] : ["diagonal", "symmetric"],
});

/**
 * The n²×n matrix S with S v = vec diag(v): column j is e_j ⊗ e_j. Written in the language as
 * (I ⊗ 1) ∘ (1 ⊗ I), the column-wise Kronecker product of I with itself.
 */
export function diagonalSelector(v: Expr): Expr {
  const n = v.shape.rows;
  const I = eye(n, v);
  const column = ones(n, v.shape.cols, v);
  return hadamard(kron(I, column), kron(column, I));
}

/** `diag` as it is called: of a column the diagonal matrix, of a square matrix its diagonal. */
export const diagonal = defineCall({
  calls: ["diag"],
  signature: "n×1 -> n×n; n×n -> n×1",
  build: (args) => (isColumn(one(args).shape) ? diag(one(args)) : diagvec(one(args))),
});

/** diag(v). */
export const diag = (v: Expr): Expr => intern(v.home, Diag, [v], null);
