import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { T } from "./transpose.js";

/**
 * powersum(X, k, Y), the sum of X^i Y X^(k−1−i) over i = 0 … k−1: what the differential of X^k is,
 * linear in Y. Laws write it out for a known k and close it where Y commutes with X; what is left
 * of it in an answer is refused by name.
 */
export const Powersum = defineOp({
  name: "powersum",
  title: "sum of powers",
  line: "powersum(X, k, Y) = Y X^(k-1) + X Y X^(k-2) + … + X^(k-1) Y",
  cite: "Matrix Cookbook (90)",
  shape: (args) => (args[2] as Expr).shape,
  differential: ([X, k], [dX, dk, dY]) => (X && k && dY && !dX && !dk ? powersum(X, k, dY) : null),
  adjoint: (Ybar, _, self) => powersum(T(self.args[0] as Expr), self.args[1] as Expr, Ybar),
});

/** The sum of X^i Y X^(k−1−i) over i = 0 … k−1. */
export const powersum = (X: Expr, k: Expr, Y: Expr): Expr => intern(X.home, Powersum, [X, k, Y], null);
