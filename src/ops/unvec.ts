import type { Dim } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { entries, isColumn } from "../core/shape.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { T } from "./transpose.js";
import { vec } from "./vec.js";

/** unvec(v, n, m), the n×m matrix whose vec is v. */
export const Unvec = defineOp({
  name: "unvec",
  title: "unvec",
  line: "d unvec(v, n, m) = unvec(dv, n, m)",
  cite: "Magnus & Neudecker, ch. 2.4",
  example: "unvec(v, n, m)",
  calls: ["unvec"],
  signature: "n m×1 | 1×n m, n, m -> n×m",
  differential: eachInTurn((args, self) => unvec(one(args), self.shape.rows, self.shape.cols)),
  adjoint: (Ybar, _, self) => (isColumn(one(self.args).shape) ? vec(Ybar) : T(vec(Ybar))),
  jacobian: (_, self) => eye(entries(self.shape), self),
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** The rows×cols matrix whose vec is v. */
export const unvec = (v: Expr, rows: Dim, cols: Dim): Expr => intern(v.home, Unvec, [v], [rows, cols]);
