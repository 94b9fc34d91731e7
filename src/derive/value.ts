/** The value of a derivative, by the reading that is cheapest: reverse sweep, Jacobian, or tangent. */
import type { Expr } from "../core/expr.js";
import { entries, isScalar } from "../core/shape.js";
import { number } from "../ops/number.js";
import { T } from "../ops/transpose.js";
import { vec } from "../ops/vec.js";
import { zeros } from "../ops/zeros.js";
import { constrained, type Symmetric } from "./constrained.js";
import { forked, isBound, transplant } from "./fork.js";
import { cotangents } from "./gradient.js";
import { jacobian } from "./jacobian.js";
import { type Layout, rowOf } from "./layout.js";
import { normalForm, shownForm } from "./normal.js";
import { tangent } from "./tangent.js";

/** The cotangents of one scalar, worked out once for all that is asked of it. */
export type Sweep = (y: Expr) => ReadonlyMap<Expr, Expr>;

/** One sweep for each output, by all the `wanted` names together. */
export function sweeper(wanted: readonly Expr[]): Sweep {
  const done = new Map<Expr, ReadonlyMap<Expr, Expr>>();
  return (y) => {
    const known = done.get(y);
    if (known !== undefined) return known;
    const found = cotangents(y, wanted, normalForm, shownForm);
    done.set(y, found);
    return found;
  };
}

const zeroLike = (e: Expr): Expr => zeros(e.shape.rows, e.shape.cols, e);

/** ∂y/∂x of first order in a layout; zero where y does not depend on x. */
export function firstDerivative(y: Expr, x: Expr, layout: Layout, sweep: Sweep, symmetric: Symmetric): Expr {
  if (isScalar(y.shape)) {
    const G = constrained(sweep(y).get(x) ?? zeroLike(x), x, symmetric);
    return shownForm(layout === "gradient" ? G : layout === "jacobian" ? rowOf(G) : vec(G));
  }
  if (isScalar(x.shape)) {
    const Y = tangent(y, x, number(1, x), normalForm) ?? zeroLike(y);
    return shownForm(layout === "gradient" ? Y : layout === "jacobian" ? vec(Y) : rowOf(Y));
  }
  const J = jacobian(y, x, normalForm) ?? zeros(entries(y.shape), entries(x.shape), y);
  return shownForm(layout === "denominator" ? T(J) : J);
}

/** The first derivative, of which the second one is taken: the gradient, or the Jacobian. */
export function firstOfTwo(y: Expr, x: Expr, sweep: Sweep): Expr {
  if (isScalar(y.shape)) return sweep(y).get(x) ?? zeroLike(x);
  return firstDerivative(y, x, isScalar(x.shape) ? "gradient" : "jacobian", sweep, "projected");
}

/**
 * ∂²y/∂x∂z: for a scalar the Hessian over vec, rows for x, columns for z; for anything else the
 * Jacobian of the vec of its Jacobian; by a scalar the second tangent. With a direction v the change
 * of the first derivative along it, ∂²y/∂x² v, without the Hessian.
 */
export function secondDerivative(y: Expr, x: Expr, z: Expr, direction: Expr | null, sweep: Sweep): Expr {
  if (!isBound(z)) return secondHere(y, x, z, direction, sweep);
  const home = forked(y.home, z);
  const there = (e: Expr) => transplant(e, home);
  const found = secondHere(
    there(y),
    there(x),
    there(z),
    direction === null ? null : there(direction),
    sweeper([there(x)]),
  );
  return shownForm(transplant(found, y.home));
}

function secondHere(y: Expr, x: Expr, z: Expr, direction: Expr | null, sweep: Sweep): Expr {
  const first = firstOfTwo(y, x, sweep);
  if (direction !== null) return shownForm(tangent(first, z, direction, normalForm) ?? zeroLike(first));
  if (isScalar(z.shape)) {
    const t = tangent(first, z, number(1, z), normalForm) ?? zeroLike(first);
    return shownForm(isScalar(x.shape) || isScalar(first.shape) ? t : vec(t));
  }
  return shownForm(jacobian(first, z, normalForm) ?? zeros(entries(first.shape), entries(z.shape), y));
}
