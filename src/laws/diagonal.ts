/** diagvec and diag. */

import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { isColumn, isRow } from "../core/shape.js";
import { Diag, diag } from "../ops/diag.js";
import { Diagvec, diagvec } from "../ops/diagvec.js";
import { isEye } from "../ops/eye.js";
import { hadamard } from "../ops/hadamard.js";
import { ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { Sum, sum } from "../ops/sum.js";
import { Transpose } from "../ops/transpose.js";
import { among, functionLaw, type Law, within } from "../rewrite/law.js";
import { scalarsOf } from "../rewrite/term.js";
import { flipped } from "./canonical.js";

const theme = "diagonal";

/** Whether the diagonal of a matrix can be written without the matrix: that of diag(v), I, v wᵀ, A diag(v) B. */
const isPlainOnDiagonal = (X: Expr): boolean =>
  X.op === Diag ||
  isEye(X) ||
  (X.op === Product && X.args.some((f) => f.op === Diag || (isColumn(f.shape) && f.shape.rows !== ONE)));

const diagvecOfDiag = functionLaw(theme, "diagonal of a matrix", "diagvec(diag(v)) = v", [Diagvec], (e) => {
  const X = e.args[0] as Expr;
  if (X.op === Diag) return X.args[0] as Expr;
  if (isEye(X)) return ones(X.shape.rows, ONE, X);
  if (X.op === Transpose) return diagvec(X.args[0] as Expr);
  // Term by term where a term then is no longer a matrix; diagvec(A + B) else, which is shorter.
  if (X.op === Sum && X.args.some((t) => isPlainOnDiagonal(scalarsOf(t).core as Expr)))
    return sum(...X.args.map(diagvec));
  return null;
});

/** diagvec(a bᵀ) = a ∘ b, and the diagonal matrices at either end come out. */
const diagvecOfProduct = functionLaw(
  theme,
  "diagonal of a rank-one product",
  "diagvec(v w^T) = v .* w",
  [Diagvec],
  (e) => {
    const X = e.args[0] as Expr;
    if (X.op !== Product) return null;
    const [first, last] = [X.args[0] as Expr, X.args[X.args.length - 1] as Expr];
    if (first.op === Diag) return hadamard(first.args[0] as Expr, diagvec(product(...X.args.slice(1))));
    if (last.op === Diag) return hadamard(last.args[0] as Expr, diagvec(product(...X.args.slice(0, -1))));
    for (let cut = 1; cut < X.args.length; cut++) {
      const [left, right] = [product(...X.args.slice(0, cut)), product(...X.args.slice(cut))];
      if (isColumn(left.shape) && isRow(right.shape))
        return hadamard(left, product(...X.args.slice(cut).map(flipped).reverse()));
    }
    return null;
  },
);

/** (A diag(v) B)ᵢᵢ = Σⱼ aᵢⱼ vⱼ bⱼᵢ: a diagonal matrix within a product leaves the diagonal as a vector. */
const diagvecAroundDiag = functionLaw(
  theme,
  "diagonal around a diagonal matrix",
  "diagvec(A diag(v) B) = (A .* B^T) v",
  [Diagvec],
  (e) => {
    const X = e.args[0] as Expr;
    if (X.op !== Product) return null;
    const at = X.args.findIndex((f) => f.op === Diag);
    if (at <= 0 || at === X.args.length - 1) return null;
    const left = product(...X.args.slice(0, at));
    const right = product(
      ...X.args
        .slice(at + 1)
        .map(flipped)
        .reverse(),
    );
    return product(hadamard(left, right), (X.args[at] as Expr).args[0] as Expr);
  },
  "Magnus & Neudecker, ch. 3.6",
);

const sumOfDiagonals = functionLaw(theme, "sum of diagonal matrices", "diag(v) + diag(w) = diag(v + w)", [Sum], (e) => {
  const diagonals = e.args.filter((t) => t.op === Diag);
  if (diagonals.length < 2) return null;
  const merged = diag(sum(...diagonals.map((t) => t.args[0] as Expr)));
  const first = e.args.indexOf(diagonals[0] as Expr);
  return sum(...e.args.flatMap((t, i) => (i === first ? [merged] : t.op === Diag ? [] : [t])));
});

export const DIAGONAL: readonly Law[] = [
  diagvecOfDiag,
  diagvecOfProduct,
  within([Diag], diagvecAroundDiag),
  among([Diag], sumOfDiagonals),
];
