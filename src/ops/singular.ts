import { type Expr, intern } from "../core/expr.js";
import { defineCall, defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isSquare, isVector } from "../core/shape.js";
import { eye } from "./eye.js";
import { inverse } from "./inverse.js";
import { kron } from "./kron.js";
import { norm2 } from "./norm.js";
import { pinv } from "./pinv.js";
import { reciprocal } from "./power.js";
import { product } from "./product.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";
import { times } from "./times.js";
import { inner } from "./trace.js";
import { T } from "./transpose.js";
import { unvec } from "./unvec.js";
import { vec } from "./vec.js";

/** ‖A‖₂, the largest singular value of a matrix. */
export const SpectralNorm = defineOp({
  name: "specnorm",
  title: "derivative of the spectral norm",
  line: "d σ_max(A) = u^T dA v for the unit singular vectors u, v of the largest singular value",
  cite: "Giles, Collected matrix derivative results, 3.2; Watson, Linear Algebra Appl. 170, 1992",
  example: "specnorm(A X - B)",
  calls: ["specnorm", "sigma_max", "spectral_norm", "opnorm"],
  signature: "n×m -> 1×1",
  build: (args) => spectralNorm(one(args)),
  differential: ([A], [dA]) => (A && dA ? product(T(leftVector(A)), dA, rightVector(A)) : null),
});

/** v with AᵀA v = ‖A‖₂² v, ‖v‖ = 1; of its two signs that of which the first entry that is not small is positive. */
export const RightVector = defineOp({
  name: "rightvector",
  title: "derivative of the right singular vector of the largest singular value",
  line: "d v = pinv(σ^2 I - A^T A) (dA^T A + A^T dA) v for A^T A v = σ^2 v, v^T v = 1",
  cite: "as of the eigenvector of A^T A: Magnus & Neudecker, ch. 8.9",
  example: "rightvec(A)",
  calls: ["rightvec"],
  signature: "n×m -> m×1 (n > 1, m > 1)",
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const σ = spectralNorm(A);
    const shifted = sum(scale(times(σ, σ), eye(A.shape.cols, A)), negate(product(T(A), A)));
    return product(pinv(shifted), sum(product(T(dA), A), product(T(A), dA)), self);
  },
});

/** u with ‖A‖₂ u = A v. */
export const LeftVector = defineOp({
  name: "leftvector",
  title: "derivative of the left singular vector of the largest singular value",
  line: "d u = pinv(σ^2 I - A A^T) (dA A^T + A dA^T) u for σ u = A v",
  cite: "as of the eigenvector of A A^T: Magnus & Neudecker, ch. 8.9",
  example: "leftvec(A)",
  calls: ["leftvec"],
  signature: "n×m -> n×1 (n > 1, m > 1)",
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const σ = spectralNorm(A);
    const shifted = sum(scale(times(σ, σ), eye(A.shape.rows, A)), negate(product(A, T(A))));
    return product(pinv(shifted), sum(product(dA, T(A)), product(A, T(dA))), self);
  },
});

/** ‖A‖_*, the sum of the singular values. */
export const NuclearNorm = defineOp({
  name: "nuclear",
  title: "derivative of the nuclear norm",
  line: "d nuclear(A) = tr(polar(A)^T dA)",
  cite: "Watson, Characterization of the subdifferential of some matrix norms, Linear Algebra Appl. 170, 1992",
  example: "nuclear(A X - B)",
  calls: ["nuclear", "nuclear_norm", "trace_norm"],
  signature: "n×m -> 1×1 (n > 1, m > 1)",
  build: (args) => nuclearNorm(one(args)),
  differential: ([A], [dA]) => (A && dA ? inner(polar(A), dA) : null),
});

/** U Vᵀ for the singular value decomposition A = U diag(s) Vᵀ: the factor with orthonormal columns or rows. */
export const Polar = defineOp({
  name: "polar",
  title: "derivative of the polar factor",
  line: "d P = P Ω + (I - P P^T) dA S^+ for A = P S, where S Ω + Ω S = P^T dA - dA^T P",
  cite: "Higham, Functions of Matrices, ch. 8.1",
  example: "tr(polar(A)^T B)",
  calls: ["polar"],
  signature: "n×m -> n×m",
  build: (args) => polar(one(args)),
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const { rows, cols } = A.shape;
    const S = product(T(self), A);
    const skew = sum(product(T(self), dA), negate(product(T(dA), self)));
    const both = sum(kron(eye(cols, A), S), kron(S, eye(cols, A)));
    const turn = unvec(product(pinv(both), vec(skew)), cols, cols);
    const leftOver = sum(eye(rows, A), negate(product(self, T(self))));
    return sum(product(self, turn), product(leftOver, dA, pinv(S)));
  },
  facts: (self, of) =>
    of(one(self.args)).has("posdef")
      ? ["symmetric", "orthogonal"]
      : of(one(self.args)).has("invertible")
        ? ["orthogonal"]
        : [],
});

/** The spectral norm; of a vector its length. */
export const spectralNorm = (A: Expr): Expr => (isVector(A.shape) ? norm2(A) : intern(A.home, SpectralNorm, [A], null));
export const leftVector = (A: Expr): Expr => intern(A.home, LeftVector, [A], null);
export const rightVector = (A: Expr): Expr => intern(A.home, RightVector, [A], null);
/** The nuclear norm; of a vector its length. */
export const nuclearNorm = (A: Expr): Expr => (isVector(A.shape) ? norm2(A) : intern(A.home, NuclearNorm, [A], null));
export const polar = (A: Expr): Expr =>
  isVector(A.shape) ? scale(reciprocal(norm2(A)), A) : intern(A.home, Polar, [A], null);

/** The condition number ‖A‖₂ ‖A⁻¹‖₂, of a rectangular matrix ‖A‖₂ ‖A⁺‖₂. */
export const condition = defineCall({
  calls: ["cond"],
  signature: "n×m -> 1×1 (n > 1, m > 1)",
  build: (args) => {
    const A = one(args);
    return times(spectralNorm(A), spectralNorm(isSquare(A.shape) ? inverse(A) : pinv(A)));
  },
});
