import type { Expr } from "../core/expr.js";
import { defineCall } from "../core/op.js";
import { two } from "../core/operands.js";
import { isColumn, isScalar } from "../core/shape.js";
import { hadamard } from "./hadamard.js";
import { product } from "./product.js";
import { times } from "./times.js";
import { total } from "./total.js";
import { T } from "./transpose.js";

/** `dot(a, b)`: aᵀ b of columns, of other shapes the sum of the entries of a ∘ b. */
export const dot = defineCall({
  calls: ["dot"],
  signature: "n×m, n×m -> 1×1",
  build: (args) => dotted(...two(args)),
});

function dotted(a: Expr, b: Expr): Expr {
  if (isScalar(a.shape)) return times(a, b);
  return isColumn(a.shape) ? product(T(a), b) : total(hadamard(a, b));
}
