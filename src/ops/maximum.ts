import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { two } from "../core/operands.js";
import { isScalar, type Shape } from "../core/shape.js";
import { apply } from "./apply.js";
import { hadamard } from "./hadamard.js";
import { ones } from "./ones.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";

const full = (e: Expr, like: Shape) =>
  isScalar(e.shape) && !isScalar(like) ? scale(e, ones(like.rows, like.cols, e)) : e;

/** step(a − b) ∘ da + (1 − step(a − b)) ∘ db: the second operand has the whole slope at a tie. */
function routed([a, b]: readonly [Expr, Expr], d: readonly (Expr | null)[], self: Expr): Expr | null {
  const [da, db] = d as readonly [Expr | null, Expr | null];
  const [A, B] = [full(a, self.shape), full(b, self.shape)];
  const difference = sum(A, negate(B));
  if (da !== null && db === null) return hadamard(apply("step", difference), da);
  if (db !== null && da === null) return hadamard(apply("step", sum(B, negate(A))), db);
  if (da === null || db === null) return null;
  const first = apply("step", difference);
  const rest = sum(ones(self.shape.rows, self.shape.cols, self), negate(first));
  return sum(hadamard(first, da), hadamard(rest, db));
}

/** max(a, b), entry by entry. At a tie b has the whole slope; with one side fixed, the slope there is 0. */
export const Maximum = defineOp({
  name: "maximum",
  title: "derivative of a maximum",
  line: "d max(a, b) = step(a - b) .* da + (1 - step(a - b)) .* db",
  cite: "subgradient; at a tie the second operand takes it",
  example: "max(0, z)",
  calls: ["max"],
  signature: "n×m | number, n×m | number -> n×m",
  differential: (args, d, self) => routed(two(args), d, self),
});

/** min(a, b), entry by entry. At a tie b has the whole slope; with one side fixed, the slope there is 0. */
export const Minimum = defineOp({
  name: "minimum",
  title: "derivative of a minimum",
  line: "d min(a, b) = step(b - a) .* da + (1 - step(b - a)) .* db",
  cite: "subgradient; at a tie the second operand takes it",
  example: "min(u, v)",
  calls: ["min"],
  signature: "n×m | number, n×m | number -> n×m",
  differential: (args, d, self) => {
    const [a, b] = two(args);
    return routed([negate(a), negate(b)], d, self);
  },
});

export const maximum = (a: Expr, b: Expr): Expr => intern(a.home, Maximum, [a, b], null);
export const minimum = (a: Expr, b: Expr): Expr => intern(a.home, Minimum, [a, b], null);
