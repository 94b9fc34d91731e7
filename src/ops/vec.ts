import { ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { entries, shape } from "../core/shape.js";
import { eye } from "./eye.js";
import { eachInTurn, one } from "./linear.js";
import { unvec } from "./unvec.js";

/** vec(X), the columns of X under one another. */
export const Vec = defineOp({
  name: "vec",
  title: "vec",
  line: "d vec(X) = vec(dX)",
  cite: "Magnus & Neudecker, ch. 2.4",
  example: "vec(X)",
  shape: (args) => shape(entries(one(args).shape), ONE),
  differential: eachInTurn((args) => vec(one(args))),
  adjoint: (ybar, _, self) => unvec(ybar, one(self.args).shape.rows, one(self.args).shape.cols),
  jacobian: (_, self) => eye(entries(one(self.args).shape), self),
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** The columns of X under one another. */
export const vec = (X: Expr): Expr => intern(X.home, Vec, [X], null);
