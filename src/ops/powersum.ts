import { type Expr, intern } from "../core/expr.js";
import { defineOp, NotDifferentiable } from "../core/op.js";
import { operand, three } from "../core/operands.js";
import { isInteger } from "../core/rational.js";
import { entries } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { corner, movedCorner } from "./corner.js";
import { eye } from "./eye.js";
import { factsOf } from "./facts.js";
import { kron } from "./kron.js";
import { matrixpower } from "./matrixpower.js";
import { isNumber, number, rationalOf } from "./number.js";
import { product, sandwich } from "./product.js";
import { negate } from "./scale.js";
import { Size } from "./size.js";
import { Sum, sum } from "./sum.js";
import { isSymbol, nameOf } from "./symbol.js";
import { Times } from "./times.js";
import { T } from "./transpose.js";
import { zeros } from "./zeros.js";

/**
 * powersum(X, k, Y), the sum of X^i Y X^(k−1−i) over i = 0 … k−1: what the differential of X^k is,
 * linear in Y. For a negative k = −m it is −Σ X^(−i) Y X^(−(m+1−i)) over i = 1 … m. Laws write it
 * out for a known k and close it where Y commutes with X; of a symbol k an answer holds the sum.
 */
export const Powersum = defineOp({
  name: "powersum",
  title: "sum of powers",
  line: "powersum(X, k, Y) = Y X^(k-1) + X Y X^(k-2) + … + X^(k-1) Y",
  cite: "Matrix Cookbook (90)",
  calls: ["powersum"],
  signature: "n×n, 1×1, n×n -> n×n",
  differential: (args, [dX, dk, dY]) => {
    const [X, k, Y] = three(args);
    if (dk)
      throw new NotDifferentiable(
        "matrix power",
        "the derivative of X^k by its exponent k needs the matrix logarithm, which is not in this language",
      );
    const terms = [...(dY ? [powersum(X, k, dY)] : []), ...(dX ? movedBase(X, k, Y, dX) : [])];
    return terms.length === 0 ? null : sum(...terms);
  },
  adjoint: (Ybar, _, self) => powersum(T(operand(self)), operand(self, 1), Ybar),
  // vec(X^i Y X^j) = ((X^j)^T ⊗ X^i) vec Y, term by term; of matrices A and D that commute Σ A^j D^i is a block of a power.
  jacobian: (_, self) => {
    const [X, k, Y] = three(self.args);
    const terms = termsOf(X, k);
    const size = entries(Y.shape);
    if (terms === null) {
      const one = eye(X.shape.rows, X);
      return corner((M) => matrixpower(M, k), kron(T(X), one), eye(size, X), kron(one, X));
    }
    if (terms.pairs.length === 0) return zeros(size, size, Y);
    const all = sum(...terms.pairs.map(([i, j]) => sandwich(factor(X, i), Y, factor(X, j))));
    return terms.negative ? negate(all) : all;
  },
});

/** The longest sum of powers that is written out. */
const LONGEST = 64;

/** The refusal of a power; `exponent` is null where it has no name. */
function unwritten(base: string, exponent: string | null): NotDifferentiable {
  const power = exponent === null ? `a power of ${base}, a matrix here,` : `${base}^${exponent}`;
  const terms = exponent === null ? "as many terms as its exponent says" : `${exponent} terms`;
  return new NotDifferentiable(
    "matrix power",
    `this derivative of ${power} is a sum of ${terms}, written out for a whole number of modest size only`,
    `write the number${exponent === null ? "" : ` in place of ${exponent}`}: ${base}^3; a scalar is declared: ${base} : scalar`,
  );
}

/** Whether an exponent is a whole number, whichever it is: what is added up and multiplied of such. */
export const isWhole = (k: Expr): boolean =>
  walk([k]).every((e) => {
    if (isNumber(e)) return isInteger(rationalOf(e));
    return e.args.length > 0 ? e.op === Sum || e.op === Times : e.op === Size || factsOf(e).has("integer");
  });

/** The pairs (i, j) of the terms ± X^i Y X^j, and their sign; null where they are not written out. Throws {@link NotDifferentiable}. */
function termsOf(
  X: Expr,
  k: Expr,
): { readonly pairs: readonly (readonly [number, number])[]; readonly negative: boolean } | null {
  const exponent = isNumber(k) ? rationalOf(k) : null;
  if (!isWhole(k)) throw unwritten(isSymbol(X) ? nameOf(X) : "X", isSymbol(k) ? nameOf(k) : null);
  if (exponent === null || Math.abs(exponent.numerator) > LONGEST) return null;
  const m = exponent.numerator;
  const negative = m < 0;
  const pairs = Array.from({ length: Math.abs(m) }, (_, i) =>
    negative ? ([-1 - i, m + i] as const) : ([i, m - 1 - i] as const),
  );
  return { pairs, negative };
}

/** X^i among the factors of a product: nothing for i = 0, X for i = 1. */
const factor = (X: Expr, i: number): readonly Expr[] => (i === 0 ? [] : i === 1 ? [X] : [matrixpower(X, number(i, X))]);

/** The part of the differential where X moves: d(X^i) Y X^j + X^i Y d(X^j) for each term X^i Y X^j of the sum. */
function movedBase(X: Expr, k: Expr, Y: Expr, dX: Expr): readonly Expr[] {
  const written = termsOf(X, k);
  if (written === null) return [movedCorner((A, E) => powersum(A, k, E), X, Y, dX)];
  const { pairs, negative } = written;
  const moved = (i: number) => (i === 1 ? dX : powersum(X, number(i, X), dX));
  const terms = pairs.flatMap(([i, j]) => [
    ...(i === 0 ? [] : [product(moved(i), Y, ...factor(X, j))]),
    ...(j === 0 ? [] : [product(...factor(X, i), Y, moved(j))]),
  ]);
  return negative ? terms.map(negate) : terms;
}

/** The sum of X^i Y X^(k−1−i) over i = 0 … k−1. */
export const powersum = (X: Expr, k: Expr, Y: Expr): Expr => intern(X.home, Powersum, [X, k, Y], null);
