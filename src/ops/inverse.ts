import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { reciprocal } from "./power.js";
import { product } from "./product.js";
import { negate } from "./scale.js";

/** X⁻¹, the inverse of a square matrix. */
export const Inverse = defineOp({
  name: "inverse",
  title: "derivative of the inverse",
  line: "d(X^-1) = -X^-1 dX X^-1",
  cite: "Magnus & Neudecker, ch. 8.4; Matrix Cookbook (40)",
  example: "X^-1",
  calls: ["inv"],
  signature: "n×n -> n×n",
  hint: "did you mean (X^T X)^-1 X^T?",
  build: (args) => inverseOf(one(args)),
  differential: (_, [dX], self) => (dX ? negate(product(self, dX, self)) : null),
  facts: (self, of) => [
    "invertible",
    ...(["symmetric", "diagonal", "orthogonal", "posdef"] as const).filter((f) => of(one(self.args)).has(f)),
  ],
});

/** The inverse of X. */
export const inverse = (X: Expr): Expr => intern(X.home, Inverse, [X], null);

/** The inverse as it is called: of a scalar the reciprocal. */
const inverseOf = (X: Expr): Expr => (isScalar(X.shape) ? reciprocal(X) : inverse(X));
