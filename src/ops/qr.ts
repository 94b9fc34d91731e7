/** The factors of A = Q R for a matrix of full column rank. */
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isColumn, isSquare } from "../core/shape.js";
import { lowerHalf } from "./cholesky.js";
import { eye } from "./eye.js";
import { inverse } from "./inverse.js";
import { norm2 } from "./norm.js";
import { reciprocal } from "./power.js";
import { product } from "./product.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";
import { T } from "./transpose.js";

/** Qᵀ dQ = Φ(M) − Φ(M)ᵀ for M = Qᵀ dA R⁻¹: the skew matrix with M's entries below the diagonal. */
function turning(M: Expr): Expr {
  const half = lowerHalf(M);
  return sum(half, negate(T(half)));
}

/** M = Qᵀ dA R⁻¹. */
const moved = (A: Expr, dA: Expr): Expr => product(T(qFactor(A)), dA, inverse(rFactor(A)));

/** Q with QᵀQ = I, A = Q R, R upper triangular with a positive diagonal. */
export const QFactor = defineOp({
  name: "qfactor",
  title: "derivative of the orthonormal factor",
  line: "d Q = Q (Φ(M) - Φ(M)^T) + (I - Q Q^T) dA R^-1 for A = Q R, M = Q^T dA R^-1; Φ takes what is below the diagonal and half of what is on it",
  cite: "Walter & Lehmann, Algorithmic differentiation of linear algebra functions, 2010; de Hoog, Anderssen & Lukas, 2011",
  example: "tr(B^T qfactor(A))",
  calls: ["qfactor"],
  signature: "n×m -> n×m (n > 1, m > 1)",
  build: (args) => qFactor(one(args)),
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const within = product(self, turning(moved(A, dA)));
    if (isSquare(self.shape)) return within;
    const leftOver = sum(eye(A.shape.rows, A), negate(product(self, T(self))));
    return sum(within, product(leftOver, dA, inverse(rFactor(A))));
  },
  facts: (self) => (isSquare(self.shape) ? ["orthogonal"] : []),
});

/** The upper triangular R with a positive diagonal of A = Q R. */
export const RFactor = defineOp({
  name: "rfactor",
  title: "derivative of the triangular factor",
  line: "d R = (M - Φ(M) + Φ(M)^T) R for A = Q R, M = Q^T dA R^-1; Φ takes what is below the diagonal and half of what is on it",
  cite: "Walter & Lehmann, Algorithmic differentiation of linear algebra functions, 2010; de Hoog, Anderssen & Lukas, 2011",
  example: "tr(B^T rfactor(A))",
  calls: ["rfactor"],
  signature: "n×m -> m×m (n > 1, m > 1)",
  build: (args) => rFactor(one(args)),
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const M = moved(A, dA);
    return product(sum(M, negate(turning(M))), self);
  },
  facts: () => ["invertible"],
});

/** Q; of a column the unit vector along it. */
export const qFactor = (A: Expr): Expr =>
  isColumn(A.shape) ? scale(reciprocal(norm2(A)), A) : intern(A.home, QFactor, [A], null);
/** R; of a column its length. */
export const rFactor = (A: Expr): Expr => (isColumn(A.shape) ? norm2(A) : intern(A.home, RFactor, [A], null));
