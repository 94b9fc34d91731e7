import { ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { entries, isScalar } from "../core/shape.js";
import { eachInTurn } from "./linear.js";
import { ones } from "./ones.js";
import { scale } from "./scale.js";
import { T } from "./transpose.js";

/** sum(X), the sum of all entries. */
export const Total = defineOp({
  name: "total",
  title: "sum of entries",
  line: "d sum(X) = sum(dX)",
  cite: "Parr & Howard, The matrix calculus you need for deep learning, §4.4",
  example: "sum(x)",
  calls: ["sum"],
  signature: "n×m -> 1×1",
  differential: eachInTurn((args) => total(one(args))),
  adjoint: (ybar, _, self) => scale(ybar, ones(one(self.args).shape.rows, one(self.args).shape.cols, self)),
  jacobian: (_, self) => {
    const X = one(self.args);
    return isScalar(X.shape) ? ones(ONE, ONE, X) : T(ones(entries(X.shape), ONE, X));
  },
  facts: (self, of) => (of(one(self.args)).has("positive") || of(one(self.args)).has("simplex") ? ["positive"] : []),
});

/** The sum of all entries of X. */
export const total = (X: Expr): Expr => intern(X.home, Total, [X], null);
