/** The value of a derivative, by the reading that is cheapest: reverse sweep, Jacobian, or tangent. */
import type { Expr } from "../core/expr.js";
import { rational } from "../core/rational.js";
import { entries, isScalar } from "../core/shape.js";
import { eye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { negate, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { T } from "../ops/transpose.js";
import { vec } from "../ops/vec.js";
import { zeros } from "../ops/zeros.js";
import { forked, isBound, transplant } from "./fork.js";
import { cotangents } from "./gradient.js";
import { jacobian } from "./jacobian.js";
import { type Layout, rowOf } from "./layout.js";
import { normalForm, shownForm } from "./normal.js";
import { tangent } from "./tangent.js";

/** How the gradient by a symmetric (or diagonal) matrix is read. */
export type Symmetric = "projected" | "cookbook";

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

/**
 * The gradient of a scalar by a matrix whose entries are not free. For a symmetric X the projection
 * (G + Gᵀ)/2 of the gradient G by free entries, or the Matrix Cookbook's G + Gᵀ − G ∘ I, in which
 * X_ij and X_ji are one variable; for a diagonal X the diagonal of G.
 */
export function constrained(G: Expr, X: Expr, symmetric: Symmetric): Expr {
  const facts = factsOf(X);
  if (isScalar(X.shape)) return G;
  if (facts.has("diagonal")) return hadamard(G, eye(X.shape.rows, X));
  if (!facts.has("symmetric")) return G;
  if (symmetric === "cookbook") return sum(G, T(G), negate(hadamard(G, eye(X.shape.rows, X))));
  return scale(number(rational(1, 2), G), sum(G, T(G)));
}

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
