import { defineCall } from "../core/op.js";
import { two } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { inverse } from "./inverse.js";
import { pinv } from "./pinv.js";
import { reciprocal } from "./power.js";
import { product } from "./product.js";
import { scale } from "./scale.js";

/** `solve(A, B)` as it is called: A⁻¹ B. */
export const solve = defineCall({
  calls: ["solve"],
  signature: "n×n, n×m -> n×m",
  build: (args) => {
    const [A, B] = two(args);
    return isScalar(A.shape) ? scale(reciprocal(A), B) : product(inverse(A), B);
  },
});

/** `lstsq(A, B)` as it is called: A⁺ B, the shortest X for which ‖A X − B‖ is least. */
export const leastSquares = defineCall({
  calls: ["lstsq"],
  signature: "n×m, n×k -> m×k",
  build: (args) => {
    const [A, B] = two(args);
    return product(pinv(A), B);
  },
});
