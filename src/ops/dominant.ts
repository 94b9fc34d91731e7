/** The eigenvalue of largest absolute value of a matrix of any kind, where it is real and simple, and its vector. */
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { eye } from "./eye.js";
import { pinv } from "./pinv.js";
import { reciprocal } from "./power.js";
import { product } from "./product.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";
import { times } from "./times.js";
import { T } from "./transpose.js";

/** The λ of A v = λ v that is larger in absolute value than all others: of a matrix with positive entries Perron's root. */
export const DominantEigenvalue = defineOp({
  name: "dominanteigenvalue",
  title: "derivative of a simple eigenvalue of any matrix",
  line: "d λ = u^T dA v / (u^T v) for A v = λ v, A^T u = λ u",
  cite: "Magnus & Neudecker, ch. 8.9; Horn & Johnson, Theorem 6.3.12",
  example: "eigdom(A)",
  calls: ["eigdom", "perron"],
  signature: "n×n -> 1×1",
  build: (args) => dominantEigenvalue(one(args)),
  differential: ([A], [dA]) => {
    if (!A || !dA) return null;
    const [u, v] = [dominantVector(T(A)), dominantVector(A)];
    return times(product(T(u), dA, v), reciprocal(product(T(u), v)));
  },
});

/** The unit vector v with A v = λ v; of its two signs that of which the first entry that is not small is positive. */
export const DominantVector = defineOp({
  name: "dominantvector",
  title: "derivative of the eigenvector of a simple eigenvalue of any matrix",
  line: "d v = pinv(λ I - A) (dA v - v (u^T dA v) / (u^T v)) for A v = λ v, A^T u = λ u, v^T v = 1",
  cite: "Magnus & Neudecker, ch. 8.9; Meyer & Stewart, SIAM J. Numer. Anal. 25, 1988",
  example: "eigvecdom(A)",
  calls: ["eigvecdom"],
  signature: "n×n -> n×1 (n > 1)",
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const u = dominantVector(T(A));
    const shifted = sum(scale(dominantEigenvalue(A), eye(A.shape.rows, A)), negate(A));
    const along = scale(times(product(T(u), dA, self), reciprocal(product(T(u), self))), self);
    return product(pinv(shifted), sum(product(dA, self), negate(along)));
  },
});

export const dominantEigenvalue = (A: Expr): Expr =>
  isScalar(A.shape) ? A : intern(A.home, DominantEigenvalue, [A], null);
export const dominantVector = (A: Expr): Expr => intern(A.home, DominantVector, [A], null);
