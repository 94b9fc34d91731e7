import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { isColumn, isScalar, shape, showShape } from "../core/shape.js";
import { diagvec } from "./diagvec.js";
import { eye } from "./eye.js";
import { hadamard } from "./hadamard.js";
import { kron } from "./kron.js";
import { eachInTurn, one } from "./linear.js";
import { ones } from "./ones.js";

/** diag(v), the diagonal matrix with v on its diagonal. */
export const Diag = defineOp({
  name: "diag",
  title: "diagonal matrix",
  line: "d diag(v) = diag(dv)",
  cite: "Magnus & Neudecker, ch. 8",
  example: "diag(v)",
  shape: (args) => {
    const v = one(args);
    if (!isColumn(v.shape))
      throw new ShapeError(
        "shape/diag",
        `diag needs a column vector, not ${showShape(v.shape)}`,
        [v],
        "diagvec(M) takes the diagonal of a square matrix",
      );
    return shape(v.shape.rows, v.shape.rows);
  },
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

/** diag(v). */
export const diag = (v: Expr): Expr => intern(v.home, Diag, [v], null);
