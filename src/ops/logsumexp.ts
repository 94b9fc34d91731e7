import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { product } from "./product.js";
import { softmax } from "./softmax.js";
import { T } from "./transpose.js";

/** logsumexp(z) = log(sum(exp(z))) of a column. */
export const Logsumexp = defineOp({
  name: "logsumexp",
  title: "derivative of logsumexp",
  line: "d logsumexp(z) = softmax(z)^T dz",
  cite: "Boyd & Vandenberghe, Convex Optimization, 3.1.5",
  example: "logsumexp(z)",
  calls: ["logsumexp"],
  signature: "n×1 -> 1×1",
  hint: "of a matrix it would be taken row by row or column by column",
  differential: ([z], [dz]) => (z && dz ? product(T(softmax(z)), dz) : null),
});

export const logsumexp = (z: Expr): Expr => intern(z.home, Logsumexp, [z], null);
