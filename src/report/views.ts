/** Other readings of one answer: differential, gradient, index, vec and Kronecker. */

import type { Expr } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { isScalar } from "../core/shape.js";
import type { Derivation } from "../derive/derivation.js";
import { isBound } from "../derive/fork.js";
import { jacobian } from "../derive/jacobian.js";
import { type Layout, rowOf } from "../derive/layout.js";
import { normalForm, shownForm } from "../derive/normal.js";
import { tangent } from "../derive/tangent.js";
import { differential } from "../ops/differential.js";
import { scale } from "../ops/scale.js";
import { inner } from "../ops/trace.js";
import { T } from "../ops/transpose.js";
import { unvec } from "../ops/unvec.js";
import { vec } from "../ops/vec.js";
import { zeros } from "../ops/zeros.js";
import { indexView } from "../print/index-notation.js";
import type { Names } from "../print/pretty.js";
import { printUnicode } from "../print/unicode.js";
import { gathered } from "../rewrite/gather.js";

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
  if (name === "gradient") return query.order === 2 ? show(value) : asGradient(y, x, value, layout, show);
  if (query.order === 2) return null;
  if (name === "kronecker") return show(overVec(y, x, value, layout));
  if (name !== "differential") return null;
  const dx = differential(x);
  // Written with the value as it is named, δᵀ dW x reads as it was derived.
  const dy = isScalar(y.shape)
    ? gathered(normalForm(inner(gradientOf(x, value, layout), dx)))
    : isScalar(x.shape)
      ? scale(dx, layout === "gradient" ? value : shaped(y, value, layout))
      : gathered(tangent(y, x, dx, normalForm) ?? zeros(y.shape.rows, y.shape.cols, y));
  return `${printUnicode(differential(y))} = ${show(isScalar(x.shape) && !isScalar(y.shape) ? gathered(normalForm(dy)) : dy)}`;
}

/** The derivative by a scalar in the shape of what is differentiated. */
const shaped = (y: Expr, value: Expr, layout: Layout): Expr =>
  unvec(layout === "jacobian" ? value : T(value), y.shape.rows, y.shape.cols);

/** The gradient of a scalar in the shape of the variable, from any layout. */
const gradientOf = (x: Expr, value: Expr, layout: Layout): Expr =>
  layout === "gradient" ? value : unvec(layout === "jacobian" ? T(value) : value, x.shape.rows, x.shape.cols);

/** The gradient; of what is no scalar there is none by a vector or a matrix, and the Jacobian is said to be one. */
function asGradient(y: Expr, x: Expr, value: Expr, layout: Layout, show: (e: Expr) => string): string {
  if (isScalar(y.shape)) return show(layout === "gradient" ? value : shownForm(gradientOf(x, value, layout)));
  if (isScalar(x.shape)) return show(layout === "gradient" ? value : shownForm(shaped(y, value, layout)));
  return `${show(value)} (the ${layout === "denominator" ? "transposed Jacobian" : "Jacobian"}: a gradient is of a scalar)`;
}

/** The derivative over vec: a row for a scalar, xᵀ ⊗ δᵀ and not vec(δ xᵀ)ᵀ. */
function overVec(y: Expr, x: Expr, value: Expr, layout: Layout): Expr {
  if (layout !== "gradient") return value;
  if (!isScalar(y.shape)) return shownForm(vec(value));
  const row = isBound(x) ? null : jacobian(y, x, normalForm);
  return shownForm(row ?? rowOf(value));
}
