import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { SCALAR, sameShape, showShape } from "../core/shape.js";
import { apply } from "./apply.js";
import { quotient } from "./hadamard.js";
import { two } from "./linear.js";
import { negate } from "./scale.js";
import { sum } from "./sum.js";
import { inner } from "./trace.js";

/** cross_entropy(y, p) = −sum(y ∘ log p). */
export const CrossEntropy = defineOp({
  name: "cross_entropy",
  title: "derivative of cross entropy",
  line: "d cross_entropy(y, p) = -sum(log(p) .* dy) - sum((y ./ p) .* dp)",
  cite: "Bishop, PRML (4.108)",
  example: "p, t : vector(n); y = cross_entropy(t, p)",
  shape: (args) => {
    const [y, p] = two(args);
    if (!sameShape(y.shape, p.shape))
      throw new ShapeError(
        "shape/cross_entropy",
        `cross_entropy of ${showShape(y.shape)} and ${showShape(p.shape)}: the shapes differ`,
        [y, p],
      );
    return SCALAR;
  },
  differential: (args, [dy, dp]) => {
    const [y, p] = two(args);
    const terms = [
      ...(dy ? [negate(inner(apply("log", p), dy))] : []),
      ...(dp ? [negate(inner(quotient(y, p), dp))] : []),
    ];
    return terms.length === 0 ? null : sum(...terms);
  },
});

/** −sum(y ∘ log p). */
export const crossEntropy = (y: Expr, p: Expr): Expr => intern(y.home, CrossEntropy, [y, p], null);
