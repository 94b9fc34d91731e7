import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { isSquare, showShape } from "../core/shape.js";
import { one } from "./linear.js";
import { product } from "./product.js";
import { negate } from "./scale.js";

/** X⁻¹, the inverse of a square matrix. */
export const Inverse = defineOp({
  name: "inverse",
  title: "derivative of the inverse",
  line: "d(X^-1) = -X^-1 dX X^-1",
  cite: "Magnus & Neudecker, ch. 8.4; Matrix Cookbook (40)",
  example: "X^-1",
  shape: (args) => {
    needsSquare("the inverse", one(args), "did you mean (X^T X)^-1 X^T?");
    return one(args).shape;
  },
  differential: (_, [dX], self) => (dX ? negate(product(self, dX, self)) : null),
  facts: (self, of) => [
    "invertible",
    ...(["symmetric", "diagonal", "orthogonal", "posdef"] as const).filter((f) => of(one(self.args)).has(f)),
  ],
});

/** The inverse of X. */
export const inverse = (X: Expr): Expr => intern(X.home, Inverse, [X], null);

/** Throws a ShapeError that names the operation unless X is square. */
export function needsSquare(operation: string, X: Expr, hint: string | null): void {
  if (!isSquare(X.shape))
    throw new ShapeError("shape/square", `${operation} needs a square matrix, not ${showShape(X.shape)}`, [X], hint);
}
