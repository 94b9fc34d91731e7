/** The factors of A = L U without an exchange of rows. */
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { inverse } from "./inverse.js";
import { product } from "./product.js";
import { negate } from "./scale.js";
import { structured } from "./structure.js";
import { sum } from "./sum.js";

/** M = L⁻¹ dA U⁻¹, which is L⁻¹ dL + dU U⁻¹: below the diagonal the one, elsewhere the other. */
const moved = (A: Expr, dA: Expr): Expr => product(inverse(lFactor(A)), dA, inverse(uFactor(A)));

/** The lower triangular L with ones on its diagonal and A = L U, U upper triangular. */
export const LFactor = defineOp({
  name: "lfactor",
  title: "derivative of the lower factor",
  line: "d L = L (M - triu(M)) for A = L U, M = L^-1 dA U^-1",
  cite: "de Hoog, Anderssen & Lukas, Differentiation of matrix functionals using triangular factorization, 2011",
  example: "tr(B^T lfactor(A))",
  calls: ["lfactor"],
  signature: "n×n -> n×n (n > 1)",
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const M = moved(A, dA);
    return product(self, sum(M, negate(structured("triu", M))));
  },
  facts: () => ["invertible"],
});

/** The upper triangular U with A = L U, A having no leading minor that is 0 and so being invertible, L lower triangular with ones on its diagonal. */
export const UFactor = defineOp({
  name: "ufactor",
  title: "derivative of the upper factor",
  line: "d U = triu(M) U for A = L U, M = L^-1 dA U^-1",
  cite: "de Hoog, Anderssen & Lukas, Differentiation of matrix functionals using triangular factorization, 2011",
  example: "tr(B^T ufactor(A))",
  calls: ["ufactor"],
  signature: "n×n -> n×n (n > 1)",
  differential: ([A], [dA], self) => (A && dA ? product(structured("triu", moved(A, dA)), self) : null),
  facts: () => ["invertible"],
});

export const lFactor = (A: Expr): Expr => intern(A.home, LFactor, [A], null);
export const uFactor = (A: Expr): Expr => intern(A.home, UFactor, [A], null);
