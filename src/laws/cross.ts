/** Cross products, and the matrices by which they are products. */
import type { Expr } from "../core/expr.js";
import { last, one, operand } from "../core/operands.js";
import { isInteger, toNumber } from "../core/rational.js";
import { isColumn } from "../core/shape.js";
import { Axial, axial, CrossMatrix, cross, crossMatrix } from "../ops/cross.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Product, product } from "../ops/product.js";
import { negate, Scale, scale } from "../ops/scale.js";
import { T, Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";

const theme = "cross product";
const MOST_POWER = 3;

/** [a]_× as often as it stands in a power of it: [a]_×² b is a × (a × b). */
function powerOf(e: Expr): readonly Expr[] {
  const k = e.op === MatrixPower ? operand(e, 1) : null;
  if (k === null || operand(e).op !== CrossMatrix || !isNumber(k) || !isInteger(rationalOf(k))) return [e];
  const count = toNumber(rationalOf(k));
  return count < 1 || count > MOST_POWER ? [e] : Array.from({ length: count }, () => operand(e));
}

/** A column behind [a]_× is multiplied by it crosswise. */
function asCross(e: Expr): Expr | null {
  if (!isColumn(last(e.args).shape)) return null;
  const factors = e.args.flatMap(powerOf);
  const at = factors.findLastIndex((f) => f.op === CrossMatrix);
  if (at < 0 || at === factors.length - 1) return null;
  const b = product(...factors.slice(at + 1));
  if (!isColumn(b.shape)) return null;
  return product(...factors.slice(0, at), cross(operand(factors[at] as Expr), b));
}

/** axial(u vᵀ) = v × u, multiples in front. */
function ofOuter(e: Expr): Expr | null {
  const M = one(e.args);
  if (M.op === Scale) return scale(operand(M), axial(operand(M, 1)));
  if (M.op === Transpose) return negate(axial(operand(M)));
  if (M.op !== Product) return null;
  // The last column before the first row: what stands before and behind makes one column and one row.
  for (let at = 1; at < M.args.length; at++) {
    const [u, v] = [product(...M.args.slice(0, at)), product(...M.args.slice(at))];
    if (isColumn(u.shape)) return cross(T(v), u);
  }
  return null;
}

/** By which the book differentiates: a × b has one line. */
export const crossOfProduct = law({
  theme,
  name: "product of a matrix of a cross product",
  at: Product,
  statement: "[a]_× b = a × b",
  cite: "Barfoot, State Estimation for Robotics, ch. 7",
  example: "a, b : vector(3); y = crossmatrix(a)^2 b",
  among: [CrossMatrix, MatrixPower],
  step: asCross,
});

export const CROSS_PRODUCTS: readonly Law[] = [
  law({
    theme,
    name: "transpose of a matrix of a cross product",
    at: Transpose,
    statement: "[a]_×^T = -[a]_×",
    cite: "Barfoot, State Estimation for Robotics, ch. 7",
    example: "a : vector(3); y = crossmatrix(a)^T",
    among: [CrossMatrix],
    step: (e) => (operand(e).op === CrossMatrix ? negate(crossMatrix(one(operand(e).args))) : null),
  }),
  law({
    theme,
    name: "axial vector of an outer product",
    at: Axial,
    statement: "axial(u v^T) = v × u, axial(M^T) = -axial(M)",
    cite: "axial(u v^T)^T b = u^T (b × v) = b^T (v × u)",
    example: "u, v : vector(3); y = axial(u v^T)",
    step: ofOuter,
  }),
  crossOfProduct,
];
