import { ONE } from "../core/dim.js";
import { type Context, type Expr, intern } from "../core/expr.js";
import { type Call, defineCall, defineOp, NotDifferentiable } from "../core/op.js";
import { one } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { diagvec } from "./diagvec.js";
import { eye } from "./eye.js";
import { factsOf } from "./facts.js";
import { hadamard } from "./hadamard.js";
import { ones } from "./ones.js";
import { pinv } from "./pinv.js";
import { product } from "./product.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";
import { T } from "./transpose.js";

/** Which eigenvalue: the largest or the smallest. */
type End = "max" | "min";

export const endOf = (e: Expr): End => e.data as End;

const AMONG_SYMMETRIC = Symbol("matrices that move among symmetric ones");

/** Tells which matrices move among symmetric ones where a context counts their entries as free. */
export const keepSymmetric = (home: Context, isSymmetric: (A: Expr) => boolean): void => {
  home.memos.set(AMONG_SYMMETRIC, isSymmetric);
};

function staysSymmetric(A: Expr): boolean {
  const known = A.home.memos.get(AMONG_SYMMETRIC) as ((A: Expr) => boolean) | undefined;
  return factsOf(A).has("symmetric") || known?.(A) === true;
}

/** Refuses a matrix that is not known to be symmetric: its eigenvalues may be complex. */
function symmetric(A: Expr): Expr {
  if (!staysSymmetric(A))
    throw new NotDifferentiable(
      "eigenvalue",
      "its matrix is not known to be symmetric",
      "say A : matrix(n, n) symmetric, or take (A + A^T) / 2 or A^T A",
    );
  return A;
}

/** λ_max(A) and λ_min(A) of a symmetric matrix. */
export const Eigenvalue = defineOp({
  name: "eigenvalue",
  title: "derivative of a simple eigenvalue",
  line: "d λ = v^T dA v for A v = λ v, v^T v = 1, A = A^T",
  cite: "Magnus & Neudecker, ch. 8.9; Matrix Cookbook (67)",
  example: "eigmax(A^T A)",
  signature: "n×n -> 1×1",
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const v = eigenvector(endOf(self), symmetric(A));
    return product(T(v), dA, v);
  },
  facts: (self, of) => (of(one(self.args)).has("posdef") ? ["positive"] : []),
});

/** The unit eigenvector of λ_max(A) or λ_min(A); of its two signs that of which the first entry that is not small is positive. */
export const Eigenvector = defineOp({
  name: "eigenvector",
  title: "derivative of the eigenvector of a simple eigenvalue",
  line: "d v = pinv(λ I - A) dA v for A v = λ v, v^T v = 1, A = A^T",
  cite: "Magnus & Neudecker, ch. 8.9; Matrix Cookbook (68)",
  example: "eigvecmax(A + A^T)",
  signature: "n×n -> n×1 (n > 1)",
  differential: ([A], [dA], self) => {
    if (!A || !dA) return null;
    const shifted = sum(scale(eigenvalue(endOf(self), symmetric(A)), eye(A.shape.rows, A)), negate(A));
    return product(pinv(shifted), dA, self);
  },
});

/** All eigenvalues of a symmetric matrix as a vector, the smallest first. */
export const Eigenvalues = defineOp({
  name: "eigenvalues",
  title: "derivative of the eigenvalues",
  line: "d λ = diag(V^T dA V) for A = V diag(λ) V^T, V^T V = I",
  cite: "Giles, Collected matrix derivative results, 3.1",
  example: "sum(eigvals(A + A^T) .^ 2)",
  calls: ["eigvals", "eigvalsh"],
  signature: "n×n -> n×1 (n > 1)",
  differential: ([A], [dA]) => {
    if (!A || !dA) return null;
    const V = eigenvectors(symmetric(A));
    return diagvec(product(T(V), dA, V));
  },
  facts: (self, of) => (of(one(self.args)).has("posdef") ? ["positive"] : []),
});

/** The unit eigenvectors of a symmetric matrix as columns, in the order of its eigenvalues. */
export const Eigenvectors = defineOp({
  name: "eigenvectors",
  title: "derivative of the eigenvectors",
  line: "d V = V (F .* (V^T dA V)), F_ij = 1 / (λ_j - λ_i) beside the diagonal and 0 on it",
  cite: "Giles, Collected matrix derivative results, 3.1",
  example: "eigvecs(A + A^T)",
  calls: ["eigvecs"],
  signature: "n×n -> n×n (n > 1)",
  differential: ([A], [dA], self) =>
    A && dA ? product(self, hadamard(eigengaps(eigenvalues(symmetric(A))), product(T(self), dA, self))) : null,
  facts: () => ["orthogonal"],
});

/** 1 / (λⱼ − λᵢ) beside the diagonal, and 0 on it. */
export const Eigengaps = defineOp({
  name: "eigengaps",
  title: "reciprocal gaps",
  line: "d F = F .* F .* (dλ 1^T - 1 dλ^T), F_ij = 1 / (λ_j - λ_i) beside the diagonal and 0 on it",
  cite: "quotient rule",
  example: "eigengaps(x)",
  calls: ["eigengaps"],
  signature: "n×1 -> n×n (n > 1)",
  differential: ([x], [dx], self) => {
    if (!x || !dx) return null;
    const across = product(dx, T(ones(x.shape.rows, ONE, x)));
    return hadamard(self, self, sum(across, negate(T(across))));
  },
});

export const eigenvalue = (end: End, A: Expr): Expr => (isScalar(A.shape) ? A : intern(A.home, Eigenvalue, [A], end));
export const eigenvector = (end: End, A: Expr): Expr => intern(A.home, Eigenvector, [A], end);
export const eigenvalues = (A: Expr): Expr => intern(A.home, Eigenvalues, [A], null);
export const eigenvectors = (A: Expr): Expr => intern(A.home, Eigenvectors, [A], null);
export const eigengaps = (x: Expr): Expr => intern(x.home, Eigengaps, [x], null);

/** `eigmax`, `eigvecmin`: the name under which the language calls it. */
export const calledEnd = (e: Expr): string => `${e.op === Eigenvector ? "eigvec" : "eig"}${endOf(e)}`;

export const EIGEN_CALLS: readonly Call[] = (["max", "min"] as const).flatMap((end) => [
  defineCall({
    calls: [`eig${end}`, `lambda_${end}`],
    signature: "n×n -> 1×1",
    build: (args) => eigenvalue(end, one(args)),
  }),
  defineCall({
    calls: [`eigvec${end}`],
    signature: "n×n -> n×1 (n > 1)",
    build: (args) => eigenvector(end, one(args)),
  }),
]);
