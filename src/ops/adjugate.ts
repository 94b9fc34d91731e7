import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { inverse } from "./inverse.js";
import { product } from "./product.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";
import { trace } from "./trace.js";

/** adj(A) = det(A) A⁻¹, the transposed matrix of cofactors. */
export const Adjugate = defineOp({
  name: "adjugate",
  title: "derivative of the adjugate",
  line: "d adj(A) = tr(adj(A) dA) A^-1 - A^-1 dA adj(A)",
  cite: "Magnus & Neudecker, ch. 8.6",
  example: "tr(adj(A) B)",
  calls: ["adj", "adjugate"],
  signature: "n×n -> n×n",
  differential: ([A], [dA], self) =>
    A && dA ? sum(scale(trace(product(self, dA)), inverse(A)), negate(product(inverse(A), dA, self))) : null,
  facts: (self, of) => (["symmetric", "diagonal"] as const).filter((f) => of(self.args[0] as Expr).has(f)),
});

/** The adjugate of A. */
export const adjugate = (A: Expr): Expr => intern(A.home, Adjugate, [A], null);
