import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { entries } from "../core/shape.js";
import { eachInTurn } from "./linear.js";
import { reciprocal } from "./power.js";
import { size } from "./size.js";
import { times } from "./times.js";
import { total } from "./total.js";

/** mean(X), the sum of all entries by their number. */
export const Mean = defineOp({
  name: "mean",
  title: "mean of entries",
  line: "d mean(X) = sum(dX) / (n m)",
  cite: "definition: mean(X) = sum(X) / (n m) for an n×m X",
  example: "mean(x)",
  calls: ["mean"],
  signature: "n×m -> 1×1",
  differential: eachInTurn((args) =>
    times(reciprocal(size(one(args).home, entries(one(args).shape))), total(one(args))),
  ),
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** The mean of all entries of X. */
export const mean = (X: Expr): Expr => intern(X.home, Mean, [X], null);
