import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { isColumn, SCALAR, showShape } from "../core/shape.js";
import { one } from "./linear.js";
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
  shape: (args) => {
    const { shape } = one(args);
    if (!isColumn(shape))
      throw new ShapeError("shape/logsumexp", `logsumexp needs a column vector, not ${showShape(shape)}`, [one(args)]);
    return SCALAR;
  },
  differential: ([z], [dz]) => (z && dz ? product(T(softmax(z)), dz) : null),
});

export const logsumexp = (z: Expr): Expr => intern(z.home, Logsumexp, [z], null);
