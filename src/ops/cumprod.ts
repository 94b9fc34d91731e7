import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { hadamard, quotient } from "./hadamard.js";
import { structured } from "./structure.js";

/** cumprod(X), the running products down each column: y_k = x_1 x_2 … x_k. */
export const Cumprod = defineOp({
  name: "cumprod",
  title: "derivative of running products",
  line: "d cumprod(x) = cumprod(x) .* cumsum(dx ./ x)",
  cite: "product rule; d log(cumprod(x)) = cumsum(d log(x))",
  example: "x : vector(n); y = sum(cumprod(x))",
  calls: ["cumprod"],
  signature: "n×m -> n×m (n > 1)",
  differential: (args, [dX], self) => (dX ? hadamard(self, structured("cumsum", quotient(dX, one(args)))) : null),
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

export const cumprod = (X: Expr): Expr => intern(X.home, Cumprod, [X], null);
