/** diagvec and diag. */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { one } from "../core/operands.js";
import { isColumn, isRow } from "../core/shape.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { isEye } from "../ops/eye.js";
import { hadamard } from "../ops/hadamard.js";
import { Product, product } from "../ops/product.js";
import { Sum } from "../ops/sum.js";
import { type Law, law } from "../rewrite/law.js";
import { scalarsOf } from "../rewrite/term.js";
import { turnedAround } from "./canonical.js";

const theme = "diagonal";

/** Whether the diagonal of a term can be written without the matrix: that of diag(v), I, v wᵀ, A diag(v) B. */
function isPlainOnDiagonal(term: Expr): boolean {
  const X = scalarsOf(term).core ?? term;
  if (X.op === Diag || isEye(X)) return true;
  return X.op === Product && X.args.some((f) => f.op === Diag || (isColumn(f.shape) && f.shape.rows !== ONE));
}

export const DIAGONAL: readonly Law[] = [
  law({
    theme,
    name: "diagonal of a matrix",
    at: Diagvec,
    text: [
      "diagvec(diag(v)) = v",
      "diagvec(I) = ones(n)",
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
    text: "diag(v) + diag(w) = diag(v + w)",
    throughout: true,
    example: "v, w : vector(n); y = diag(v) + diag(w)",
  }),
];
