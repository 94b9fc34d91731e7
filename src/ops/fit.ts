import type { Dim } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp, type Op } from "../core/op.js";
import { nth, one } from "../core/operands.js";
import { entries, type Shape, sameShape, shape } from "../core/shape.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";

/**
 * X with other sizes, which are its own where a condition beside it holds: in [l = L] ∇ℓ(a^{[L]})
 * what has the size n_L stands for what has the size n_l. Beyond the condition its value is junk.
 */
export const Fit: Op & { readonly name: "fit" } = defineOp({
  name: "fit",
  title: "sizes that are equal here",
  line: "dX",
  cite: "definition",
  indexed: true,
  shape: (_, data) => shape(nth(data as readonly Dim[], 0), nth(data as readonly Dim[], 1)),
  differential: eachInTurn((args, self) => fitted(one(args), self.shape)),
  adjoint: (Ybar, _, self) => fitted(Ybar, one(self.args).shape),
  jacobian: (_, self) => {
    const n = entries(one(self.args).shape);
    return fitted(eye(n, self), shape(entries(self.shape), n));
  },
});

/** X as an expression of another shape. */
export const fitted = (X: Expr, of: Shape): Expr =>
  sameShape(X.shape, of) ? X : intern(X.home, Fit, [X], [of.rows, of.cols]);
