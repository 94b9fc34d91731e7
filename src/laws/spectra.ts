/** Pseudo-inverses, eigenvectors, singular vectors and triangular factors beside what they are made of. */
import type { Expr } from "../core/expr.js";
import { one } from "../core/operands.js";
import { isSquare } from "../core/shape.js";
import { Adjugate } from "../ops/adjugate.js";
import { Cholesky, LowerHalf } from "../ops/cholesky.js";
import { Diag } from "../ops/diag.js";
import { DominantEigenvalue, DominantVector, dominantEigenvalue } from "../ops/dominant.js";
import { Eigenvalues, Eigenvector, Eigenvectors, eigenvalue, endOf } from "../ops/eigen.js";
import { eye } from "../ops/eye.js";
import { LFactor, UFactor } from "../ops/lu.js";
import { Norm2 } from "../ops/norm.js";
import { number } from "../ops/number.js";
import { Pinv } from "../ops/pinv.js";
import { Product, product } from "../ops/product.js";
import { QFactor } from "../ops/qr.js";
import { scale } from "../ops/scale.js";
import {
  LeftVector,
  leftVector,
  NuclearNorm,
  Polar,
  RightVector,
  rightVector,
  SpectralNorm,
  spectralNorm,
} from "../ops/singular.js";
import { Sum } from "../ops/sum.js";
import { T, Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";

const UNIT: ReadonlySet<unknown> = new Set([Eigenvector, LeftVector, RightVector, DominantVector]);
const bare = (e: Expr): Expr => (e.op === Transpose ? one(e.args) : e);
const areTurned = (A: Expr, B: Expr): boolean => A === T(B) || B === T(A);
const isTurned = (e: Expr): boolean => e.op === Transpose;

/** What neighbours make: 1 of a unit vector with itself, a multiple of a vector that a matrix only stretches; null for others. */
function together(f: Expr, g: Expr): { readonly factor: Expr; readonly vector: Expr | null } | null {
  const [u, v] = [bare(f), bare(g)];
  if (u === v && UNIT.has(u.op) && isTurned(f) && !isTurned(g)) return { factor: number(1, f), vector: null };
  if (v.op === Eigenvector && one(v.args) === f) return { factor: eigenvalue(endOf(v), f), vector: g };
  if (u.op === Eigenvector && one(u.args) === g) return { factor: eigenvalue(endOf(u), g), vector: f };
  if (v.op === DominantVector && !isTurned(g) && one(v.args) === f) return { factor: dominantEigenvalue(f), vector: g };
  if (u.op === DominantVector && isTurned(f) && areTurned(one(u.args), g))
    return { factor: dominantEigenvalue(g), vector: f };
  return stretched(f, g) ?? turnedBack(stretched(T(g), T(f)));
}

const turnedBack = (s: ReturnType<typeof together>): ReturnType<typeof together> =>
  s === null || s.vector === null ? s : { factor: s.factor, vector: T(s.vector) };

/** A v = σ u and Aᵀ u = σ v. */
function stretched(f: Expr, g: Expr): ReturnType<typeof together> {
  const A = bare(f.op === Transpose && one(f.args).op === Transpose ? one(one(f.args).args) : f);
  const w = g.op === Transpose && one(g.args).op === Transpose ? one(one(g.args).args) : g;
  const isOver = f.op === Transpose && one(f.args).op !== Transpose;
  if (w.op === RightVector && !isOver && one(w.args) === A) return { factor: spectralNorm(A), vector: leftVector(A) };
  if (w.op === LeftVector && isOver && one(w.args) === A) return { factor: spectralNorm(A), vector: rightVector(A) };
  return null;
}

/** Neighbours of a product that are an eigenvector, or singular vector, and its matrix. */
function vectorsTogether(e: Expr): Expr | null {
  for (const [i, f] of e.args.entries()) {
    const g = e.args[i + 1];
    const found = g === undefined ? null : together(f, g);
    if (found === null) continue;
    const rest = [...e.args.slice(0, i), ...(found.vector === null ? [] : [found.vector]), ...e.args.slice(i + 2)];
    if (rest.length === 0) return found.factor;
    return scale(found.factor, product(...rest));
  }
  return null;
}

/** V diag(λ) Vᵀ = A. */
function spectrumTogether(e: Expr): Expr | null {
  for (const [i, V] of e.args.entries()) {
    const [D, W] = [e.args[i + 1], e.args[i + 2]];
    if (V.op !== Eigenvectors || D?.op !== Diag || W !== T(V)) continue;
    const A = one(V.args);
    const values = one(D.args);
    if (values.op !== Eigenvalues || one(values.args) !== A) continue;
    return product(...e.args.slice(0, i), A, ...e.args.slice(i + 3));
  }
  return null;
}

/** QᵀQ = I, and of a square Q also Q Qᵀ. */
function orthonormalTogether(e: Expr): Expr | null {
  for (const [i, f] of e.args.entries()) {
    const g = e.args[i + 1];
    if (g === undefined || bare(f).op !== QFactor || !areTurned(f, g)) continue;
    if (!isTurned(f) && !isSquare(f.shape)) continue;
    const rest = [...e.args.slice(0, i), ...e.args.slice(i + 2)];
    return rest.length === 0 ? eye(f.shape.rows, f) : product(...rest);
  }
  return null;
}

export const SPECTRA: readonly Law[] = [
  law({
    theme: "pseudo-inverse",
    name: "pseudo-inverse of what is simple",
    at: Pinv,
    text: ["pinv(A^T) = pinv(A)^T", "pinv(pinv(A)) = A", { text: "pinv(A) = A^-1", where: "A invertible" }],
    statement: "pinv(A^T) = pinv(A)^T, pinv(pinv(A)) = A, pinv(A) = A^-1 for an invertible A",
    cite: "Golub & Van Loan, ch. 5.5.2",
    example: "y = pinv(A^T)",
  }),
  law({
    theme: "pseudo-inverse",
    name: "pseudo-inverse beside its matrix",
    at: Product,
    text: [
      "A… X pinv(X) X B… = A… X B…",
      "A… pinv(X) X pinv(X) B… = A… pinv(X) B…",
      "A… pinv(X)^T X^T B… = A… X pinv(X) B…",
      "A… X^T pinv(X)^T B… = A… pinv(X) X B…",
      "A… X^T X pinv(X) B… = A… X^T B…",
      "A… pinv(X) X X^T B… = A… X^T B…",
      "A… X pinv(X) pinv(X)^T B… = A… pinv(X)^T B…",
      "A… pinv(X)^T pinv(X) X B… = A… pinv(X)^T B…",
    ],
    statement: "A pinv(A) A = A, pinv(A) A pinv(A) = pinv(A), (A pinv(A))^T = A pinv(A), (pinv(A) A)^T = pinv(A) A",
    cite: "Penrose, 1955; Golub & Van Loan, ch. 5.5.2",
    example: "y = A pinv(A) A",
  }),
  law({
    theme: "spectrum",
    name: "eigenvector or singular vector beside its matrix",
    at: Product,
    statement: "v^T v = 1, A v = λ v; of the largest singular value A v = σ u, A^T u = σ v",
    cite: "definition",
    example: "A : matrix(n, n) symmetric; y = A eigvecmax(A)",
    within: [Eigenvector, LeftVector, RightVector, DominantVector],
    step: vectorsTogether,
  }),
  law({
    theme: "spectrum",
    name: "spectral theorem",
    at: Product,
    statement: "V diag(λ) V^T = A for the eigenvalues λ and eigenvectors V of a symmetric A",
    cite: "Magnus & Neudecker, ch. 1.13",
    example: "A : matrix(n, n) symmetric; y = eigvecs(A) diag(eigvals(A)) eigvecs(A)^T",
    within: [Eigenvectors],
    step: spectrumTogether,
  }),
  law({
    theme: "spectrum",
    name: "length of a unit vector",
    at: Norm2,
    statement: "norm2(v) = 1 for an eigenvector or singular vector",
    cite: "definition",
    example: "A : matrix(n, n) symmetric; y = norm2(eigvecmax(A))",
    among: [Eigenvector, LeftVector, RightVector, DominantVector],
    step: (e) => (UNIT.has(one(e.args).op) ? number(1, e) : null),
  }),
  law({
    theme: "spectrum",
    name: "singular values of a transpose",
    at: [SpectralNorm, NuclearNorm, Polar],
    text: ["specnorm(A^T) = specnorm(A)", "nuclear(A^T) = nuclear(A)", "polar(A^T) = polar(A)^T"],
    statement: "specnorm(A^T) = specnorm(A), nuclear(A^T) = nuclear(A), polar(A^T) = polar(A)^T",
    cite: "Golub & Van Loan, ch. 2.4",
    example: "y = specnorm(A^T)",
  }),
  law({
    theme: "spectrum",
    name: "dominant eigenvalue of a transpose",
    at: DominantEigenvalue,
    statement: "eigdom(A^T) = eigdom(A)",
    cite: "Magnus & Neudecker, ch. 1.11",
    example: "y = eigdom(A^T)",
    step: (e) => (one(e.args).op === Transpose ? dominantEigenvalue(one(one(e.args).args)) : null),
  }),
  law({
    theme: "triangular factor",
    name: "Cholesky's factors together",
    at: Product,
    text: ["A… chol(X) chol(X)^T B… = A… X B…", "A… (chol(X)^-1)^T chol(X)^-1 B… = A… X^-1 B…"],
    statement: "chol(A) chol(A)^T = A",
    cite: "definition",
    example: "A : matrix(n, n) posdef; y = chol(A) chol(A)^T",
    within: [Cholesky],
  }),
  law({
    theme: "triangular factor",
    name: "both lower halves of a symmetric matrix",
    at: Sum,
    text: { text: "lowerhalf(A) + lowerhalf(A)^T + B… = A + B…", where: "A symmetric" },
    statement: "lowerhalf(A) + lowerhalf(A)^T = A for a symmetric A",
    cite: "definition",
    example: "A : matrix(n, n) symmetric; y = lowerhalf(A) + lowerhalf(A)^T",
    within: [LowerHalf],
  }),
  law({
    theme: "triangular factor",
    name: "orthonormal factor beside its transpose",
    at: Product,
    statement: "qfactor(A)^T qfactor(A) = I, of a square A also qfactor(A) qfactor(A)^T = I",
    cite: "definition",
    example: "y = qfactor(A)^T qfactor(A)",
    within: [QFactor],
    step: orthonormalTogether,
  }),
  law({
    theme: "triangular factor",
    name: "factors of a matrix together",
    at: Product,
    text: [
      "A… qfactor(X) rfactor(X) B… = A… X B…",
      "A… qfactor(X)^T X B… = A… rfactor(X) B…",
      "A… lfactor(X) ufactor(X) B… = A… X B…",
      "A… ufactor(X)^-1 lfactor(X)^-1 B… = A… X^-1 B…",
    ],
    statement: "qfactor(A) rfactor(A) = A, lfactor(A) ufactor(A) = A",
    cite: "definition",
    example: "y = qfactor(A) rfactor(A)",
    within: [QFactor, LFactor, UFactor],
  }),
  law({
    theme: "determinant",
    name: "adjugate beside its matrix",
    at: [Product, Adjugate],
    text: ["A… adj(X) X B… = det(X) A… B…", "A… X adj(X) B… = det(X) A… B…", "adj(A^T) = adj(A)^T"],
    statement: "adj(A) A = det(A) I, adj(A^T) = adj(A)^T",
    cite: "Magnus & Neudecker, ch. 1.9",
    example: "A : matrix(n, n); y = adj(A) A",
    within: [Adjugate],
  }),
];
