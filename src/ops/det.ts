import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { inverse } from "./inverse.js";
import { product } from "./product.js";
import { times } from "./times.js";
import { trace } from "./trace.js";

/** det(A). */
export const Det = defineOp({
  name: "det",
  title: "Jacobi's formula",
  line: "d det(X) = det(X) tr(X^-1 dX)",
  cite: "Magnus & Neudecker, ch. 8.3; Matrix Cookbook (49)",
  example: "det(X)",
  calls: ["det"],
  signature: "n×n -> 1×1",
  hint: "did you mean det(X^T X)?",
  differential: ([X], [dX], self) => (X && dX ? times(self, trace(product(inverse(X), dX))) : null),
  facts: (self, of) => (of(one(self.args)).has("posdef") ? ["positive", "invertible"] : []),
});

/** The determinant of A. */
export const det = (A: Expr): Expr => intern(A.home, Det, [A], null);
