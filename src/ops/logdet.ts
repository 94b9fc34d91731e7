import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { inverse } from "./inverse.js";
import { product } from "./product.js";
import { trace } from "./trace.js";

/** log det(A), for a matrix of positive determinant. */
export const Logdet = defineOp({
  name: "logdet",
  title: "logarithm of a determinant",
  line: "d logdet(X) = tr(X^-1 dX)",
  cite: "Magnus & Neudecker, ch. 8.3; Matrix Cookbook (43)",
  example: "logdet(X)",
  calls: ["logdet"],
  signature: "n×n -> 1×1",
  hint: "did you mean logdet(X^T X)?",
  differential: ([X], [dX]) => (X && dX ? trace(product(inverse(X), dX)) : null),
});

/** log det(A). */
export const logdet = (A: Expr): Expr => intern(A.home, Logdet, [A], null);
