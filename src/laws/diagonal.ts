/** diagvec and diag. */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { last, one } from "../core/operands.js";
import { isColumn, isRow } from "../core/shape.js";
import { Apply, apply } from "../ops/apply.js";
import { Diag, diag } from "../ops/diag.js";
import { Diagvec, diagvec } from "../ops/diagvec.js";
import { Eye, isEye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { isOnes } from "../ops/ones.js";
import { Power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Sum } from "../ops/sum.js";
import { Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";
import { turnedAround } from "./canonical.js";

const theme = "diagonal";

/** Whether the diagonal of a term can be written without the matrix: that of diag(v), I, v wᵀ, A diag(v) B. */
function isPlainOnDiagonal(term: Expr): boolean {
  const X = scalarsOf(term).core ?? term;
  if (X.op === Diag || isEye(X)) return true;
  return X.op === Product && X.args.some((f) => f.op === Diag || (isColumn(f.shape) && f.shape.rows !== ONE));
}

/** f(v 1ᵀ) = f(v) 1ᵀ, and so for a repeated row. */
function repeatedApplied(e: Expr): Expr | null {
  const X = one(e.args);
  if (e.op !== Apply || X.op !== Product) return null;
  const [first, final] = [one(X.args), last(X.args)];
  const apart = (v: Expr) => apply(String(e.data), v);
  if (isOnes(final) && isRow(final.shape)) return product(apart(product(...X.args.slice(0, -1))), final);
  if (isOnes(first) && isColumn(first.shape)) return product(first, apart(product(...X.args.slice(1))));
  return null;
}

/** The diagonal of X as a matrix, X ∘ I, where X says it without the I. */
function diagonalPart(e: Expr): Expr | null {
  const I = e.args.find(isEye);
  if (e.op !== Hadamard || I === undefined) return null;
  const X = hadamard(...e.args.filter((f) => f !== I));
  if (factsOf(X).has("diagonal")) return X;
  if (isPlainOnDiagonal(X)) return diag(diagvec(X));
  const turned = e.args.map((f) => {
    const factors = f.op === Product ? f.args : [f];
    return factors.every((g) => g.op === Transpose) ? product(...factors.map((g) => one(g.args)).reverse()) : f;
  });
  return turned.every((f, i) => f === e.args[i]) ? null : hadamard(...turned);
}

export const DIAGONAL: readonly Law[] = [
  law({
    theme,
    name: "diagonal part of a matrix",
    at: Hadamard,
    statement: "(v w^T) .* I = diag(v .* w), A^T .* I = A .* I, D .* I = D  (D diagonal)",
    cite: "Matrix Cookbook (142)",
    example: "v, w : vector(n); y = (v w^T) .* eye(n)",
    among: [Eye],
    step: diagonalPart,
  }),
  law({
    theme,
    name: "diagonal of a matrix",
    at: Diagvec,
    text: [
      "diagvec(diag(v)) = v",
      "diagvec(I) = ones(n)",
      "diagvec(ones(n, n)) = ones(n)",
      "diagvec(A') = diagvec(A)",
      {
        text: "diagvec(A + B…) = diagvec(A) + diagvec(B)…",
        // Term by term where a term then is no longer a matrix; diagvec(A + B) else, which is shorter.
        when: ({ of, run }) => [of("A"), ...run("B")].some(isPlainOnDiagonal),
      },
    ],
    statement: "diagvec(diag(v)) = v",
    example: "y = diagvec(diag(v))",
  }),
  law({
    theme,
    name: "diagonal of a rank-one product",
    at: Diagvec,
    text: ["diagvec(diag(v) A B…) = v .* diagvec(A B…)", "diagvec(A B… diag(v)) = v .* diagvec(A B…)"],
    statement: "diagvec(v w^T) = v .* w",
    example: "v, w : vector(n); y = diagvec(v w^T)",
    among: [Product],
    step: (e) => {
      const { op, args } = one(e.args);
      if (op !== Product) return null;
      for (let cut = 1; cut < args.length; cut++) {
        const [left, right] = [product(...args.slice(0, cut)), product(...args.slice(cut))];
        if (isColumn(left.shape) && isRow(right.shape)) return hadamard(left, turnedAround(args.slice(cut)));
      }
      return null;
    },
  }),
  law({
    theme,
    name: "diagonal around a diagonal matrix",
    at: Diagvec,
    statement: "diagvec(A diag(v) B) = (A .* B^T) v",
    cite: "Magnus & Neudecker, ch. 3.6",
    example: "A : matrix(n, m); v : vector(m); B : matrix(m, n); y = diagvec(A diag(v) B)",
    among: [Product],
    within: [Diag],
    // (A diag(v) B)ᵢᵢ = Σⱼ aᵢⱼ vⱼ bⱼᵢ: a diagonal matrix within a product leaves the diagonal as a vector.
    step: (e) => {
      const { op, args } = one(e.args);
      if (op !== Product) return null;
      const at = args.findIndex((f) => f.op === Diag);
      const D = args[at];
      if (D === undefined || at === 0 || at === args.length - 1) return null;
      return product(hadamard(product(...args.slice(0, at)), turnedAround(args.slice(at + 1))), one(D.args));
    },
  }),
  law({
    theme,
    name: "sum of diagonal matrices",
    at: Sum,
    text: [
      "diag(v) + diag(w) = diag(v + w)",
      "diag(v) + β diag(w) = diag(v + β w)",
      "α diag(v) + β diag(w) = diag(α v + β w)",
    ],
    throughout: true,
    statement: "diag(v) + diag(w) = diag(v + w)",
    example: "v, w : vector(n); y = diag(v) + diag(w)",
  }),
  law({
    theme,
    name: "power of a diagonal matrix",
    at: MatrixPower,
    text: "diag(v)^κ = diag(v .^ κ)",
    cite: "Magnus & Neudecker, ch. 1.8",
    example: "v : vector(n); y = diag(v)^3",
  }),
  // (v 1ᵀ ∘ A)ᵢⱼ = vᵢ aᵢⱼ: a column repeated, or the sums of rows repeated, scales the rows.
  law({
    theme,
    name: "repeated column as a diagonal factor",
    at: Hadamard,
    text: [
      "(v ones(1, m)) .* A .* B… = diag(v) (A .* B…)",
      "(ones(n) w') .* A .* B… = (A .* B…) diag(w)",
      { text: "(C D… ones(k, m)) .* A .* B… = diag(C D… ones(k)) (A .* B…)", when: ({ size }) => size("m") !== ONE },
      {
        text: "(ones(n, k) C D…) .* A .* B… = (A .* B…) diag((C D…)' ones(k))",
        when: ({ size }) => size("n") !== ONE,
      },
    ],
    statement: "(v ones(1, m)) .* A = diag(v) A",
    cite: "Magnus & Neudecker, ch. 3.6",
    example: "v : vector(n); A : matrix(n, m); y = (v ones(1, m)) .* A",
  }),
  law({
    theme,
    name: "diagonal factor out of a Hadamard product",
    at: Hadamard,
    text: [
      "(diag(v) A B…) .* C .* D… = diag(v) ((A B…) .* C .* D…)",
      "(A B… diag(w)) .* C .* D… = ((A B…) .* C .* D…) diag(w)",
    ],
    statement: "(diag(v) A) .* B = diag(v) (A .* B)",
    cite: "Magnus & Neudecker, ch. 3.6",
    example: "v : vector(n); A, B : matrix(n, m); y = (diag(v) A) .* B",
  }),
  law({
    theme,
    name: "diagonal times ones",
    at: Product,
    text: ["diag(v) ones(n, m) = v ones(1, m)", "ones(n, m) diag(w) = ones(n) w'"],
    statement: "ones(n, m) diag(w) = ones(n) w^T",
    example: "w : vector(m); y = ones(n, m) diag(w)",
  }),
  law({
    theme,
    name: "entries of a repeated column",
    at: [Power, Apply],
    text: [
      "(v ones(1, m)) .^ κ = v .^ κ ones(1, m)",
      "(ones(n) w') .^ κ = ones(n) (w .^ κ)'",
      {
        text: "(C D… ones(k, m)) .^ κ = (C D… ones(k)) .^ κ ones(1, m)",
        when: ({ size }) => size("m") !== ONE,
      },
      {
        text: "(ones(n, k) C D…) .^ κ = ones(n) (((C D…)' ones(k)) .^ κ)'",
        when: ({ size }) => size("n") !== ONE,
      },
    ],
    statement: "f(v ones(1, m)) = f(v) ones(1, m)",
    example: "v : vector(n); y = exp(v ones(1, m))",
    among: [Product],
    step: repeatedApplied,
  }),
];
