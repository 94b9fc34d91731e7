import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { entries, isVector } from "../core/shape.js";
import { comm } from "./comm.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";

/** Xᵀ. */
export const Transpose = defineOp({
  name: "transpose",
  title: "transpose",
  line: "d(X^T) = (dX)^T",
  cite: "Magnus & Neudecker, ch. 8; Matrix Cookbook (41)",
  example: "x^T",
  signature: "n×m -> m×n",
  differential: eachInTurn((args) => T(one(args))),
  adjoint: (Ybar) => T(Ybar),
  jacobian: (_, self) => {
    const { shape } = one(self.args);
    return isVector(shape) ? eye(entries(shape), self) : comm(shape.rows, shape.cols, self);
  },
  facts: (self, of) =>
    (["symmetric", "diagonal", "orthogonal", "posdef", "positive", "invertible"] as const).filter((f) =>
      of(one(self.args)).has(f),
    ),
});

/** The transpose of X. */
export const T = (X: Expr): Expr => intern(X.home, Transpose, [X], null);
