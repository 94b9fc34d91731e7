import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isVector } from "../core/shape.js";
import { eye } from "./eye.js";
import { norm2 } from "./norm.js";
import { number } from "./number.js";
import { power } from "./power.js";
import { product } from "./product.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";
import { T } from "./transpose.js";

/** A⁺, the pseudo-inverse of Moore and Penrose: A⁺ b is the shortest of the x at which ‖A x − b‖ is least. */
export const Pinv = defineOp({
  name: "pinv",
  title: "derivative of the pseudo-inverse",
  line: "d pinv(A) = -pinv(A) dA pinv(A) + pinv(A) pinv(A)^T dA^T (I - A pinv(A)) + (I - pinv(A) A) dA^T pinv(A)^T pinv(A)",
  cite: "Golub & Pereyra, SIAM J. Numer. Anal. 10, 1973, (4.12)",
  example: "pinv(A) b",
  calls: ["pinv"],
  signature: "n×m -> m×n",
  build: (args) => pinv(one(args)),
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const { rows, cols } = A.shape;
    const leftOver = sum(eye(rows, A), negate(product(A, self)));
    const leftOut = sum(eye(cols, A), negate(product(self, A)));
    return sum(
      negate(product(self, dA, self)),
      product(self, T(self), T(dA), leftOver),
      product(leftOut, T(dA), T(self), self),
    );
  },
  facts: (self, of) =>
    (["invertible", "symmetric", "diagonal", "orthogonal", "posdef"] as const).filter((f) => of(one(self.args)).has(f)),
});

/** The pseudo-inverse of A; of a vector or a number it has a short form. */
export const pinv = (A: Expr): Expr =>
  isVector(A.shape) ? scale(power(norm2(A), number(-2, A)), T(A)) : intern(A.home, Pinv, [A], null);
