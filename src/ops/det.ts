import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { SCALAR } from "../core/shape.js";
import { inverse, needsSquare } from "./inverse.js";
import { one } from "./linear.js";
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
  shape: (args) => {
    needsSquare("det", one(args), "did you mean det(X^T X)?");
    return SCALAR;
  },
  differential: ([X], [dX], self) => (X && dX ? times(self, trace(product(inverse(X), dX))) : null),
  facts: (self, of) => (of(one(self.args)).has("posdef") ? ["positive", "invertible"] : []),
});

/** The determinant of A. */
export const det = (A: Expr): Expr => intern(A.home, Det, [A], null);
