import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { entries } from "../core/shape.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { unvec } from "./unvec.js";

/** vec(X), the columns of X under one another. */
export const Vec = defineOp({
  name: "vec",
  title: "vec",
  line: "d vec(X) = vec(dX)",
  cite: "Magnus & Neudecker, ch. 2.4",
  example: "vec(X)",
  calls: ["vec"],
  signature: "n×m -> n m×1",
  differential: eachInTurn((args) => vec(one(args))),
  adjoint: (ybar, _, self) => unvec(ybar, one(self.args).shape.rows, one(self.args).shape.cols),
  jacobian: (_, self) => eye(entries(one(self.args).shape), self),
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** The columns of X under one another. */
export const vec = (X: Expr): Expr => intern(X.home, Vec, [X], null);
