/** Other readings of one answer: differential, gradient, index, vec and Kronecker. */

import type { Expr } from "./core/expr.js";
import { NotDifferentiable } from "./core/op.js";
import { isScalar } from "./core/shape.js";
import type { Derivation } from "./derive/derivation.js";
import { isBound } from "./derive/fork.js";
import { jacobian } from "./derive/jacobian.js";
import { type Layout, rowOf } from "./derive/layout.js";
import { normalForm, shownForm } from "./derive/normal.js";
import { differential } from "./ops/differential.js";
import { product } from "./ops/product.js";
import { scale } from "./ops/scale.js";
import { inner } from "./ops/trace.js";
import { T } from "./ops/transpose.js";
import { unvec } from "./ops/unvec.js";
import { vec } from "./ops/vec.js";
import { indexView } from "./print/index-notation.js";
import type { Names } from "./print/pretty.js";
import { printUnicode } from "./print/unicode.js";
import { gathered } from "./rewrite/gather.js";

/** A view by its name; null where an answer has no such view, or none that can be written out (X^k by vec). */
export function views(name: string, derivation: Derivation, names: Names): string | null {
  try {
    return viewOf(name, derivation, names);
  } catch (error) {
    if (error instanceof NotDifferentiable) return null;
    throw error;
  }
}

function viewOf(name: string, { query, value, layout }: Derivation, names: Names): string | null {
  if (name === "index")
    return query.direction === null ? indexView({ value, of: query.of, wrt: query.wrt, layout }, names).unicode : null;
  const [y, x] = [query.of, query.wrt[0] as Expr];
  const show = (e: Expr) => printUnicode(e, names);
  if (name === "gradient") return show(value);
  if (query.order === 2) return null;
  if (name === "kronecker") return show(overVec(y, x, value, layout));
  if (name !== "differential") return null;
  const dx = differential(x);
  // Written with the value as it is named, δᵀ dW x reads as it was derived.
  const dy =
    layout === "gradient" ? (isScalar(y.shape) ? inner(value, dx) : scale(dx, value)) : moved(y, x, value, layout);
  return `d${printUnicode(y)} = ${show(layout === "gradient" && !isScalar(y.shape) ? dy : gathered(normalForm(dy)))}`;
}

/** dy = unvec(J vec(dx)) for a Jacobian J. */
const moved = (y: Expr, x: Expr, value: Expr, layout: Layout): Expr =>
  unvec(product(layout === "denominator" ? T(value) : value, vec(differential(x))), y.shape.rows, y.shape.cols);

/** The derivative over vec: a row for a scalar, xᵀ ⊗ δᵀ and not vec(δ xᵀ)ᵀ. */
function overVec(y: Expr, x: Expr, value: Expr, layout: Layout): Expr {
  if (layout !== "gradient") return value;
  if (!isScalar(y.shape)) return shownForm(vec(value));
  const row = isBound(x) ? null : jacobian(y, x, normalForm);
  return shownForm(row ?? rowOf(value));
}
