/** Forward mode: the change of Y when X changes in a given direction. */
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import { Differential } from "../ops/differential.js";
import { withArgs } from "../rewrite/simplify.js";
import type { Normal } from "./gradient.js";
import { dependence, differentialOf, rightSideOf } from "./linearise.js";

/**
 * Ẏ for Ẋ = `direction`, of the shape of Y; null where Y does not depend on X. With X a scalar and
 * the direction 1 it is ∂Y/∂X; of a gradient it is a Hessian-vector product.
 */
export function tangent(Y: Expr, X: Expr, direction: Expr, normal: Normal): Expr | null {
  const { order, active } = dependence([Y], new Set([X]));
  if (!active.has(Y)) return null;
  const tangents = new Map<Expr, Expr>([[X, direction]]);
  for (const e of order) {
    if (e === X || !active.has(e)) continue;
    const definition = rightSideOf(e);
    tangents.set(
      e,
      definition !== null
        ? (tangents.get(definition) as Expr)
        : normal(
            substituted(
              differentialOf(e, (a) => active.has(a)),
              tangents,
            ),
          ),
    );
  }
  return tangents.get(Y) as Expr;
}

/** A differential with every `dX` replaced by the tangent of X. */
function substituted(linear: Expr, tangents: ReadonlyMap<Expr, Expr>): Expr {
  const out = new Map<Expr, Expr>();
  const at = (a: Expr): Expr => (a.hasDifferential ? (out.get(a) as Expr) : a);
  for (const e of walk([linear], (x) => !x.hasDifferential)) {
    out.set(e, e.op === Differential ? (tangents.get(e.args[0] as Expr) as Expr) : withArgs(e, e.args.map(at)));
  }
  return at(linear);
}
