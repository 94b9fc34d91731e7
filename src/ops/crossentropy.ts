import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { two } from "../core/operands.js";
import { apply } from "./apply.js";
import { quotient } from "./hadamard.js";
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
  calls: ["cross_entropy"],
  signature: "n×m, n×m -> 1×1",
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
