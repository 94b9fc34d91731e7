/** Forward mode: the change of Y when X changes in a given direction. */

import type { Expr } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { lookup, operand } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { boundOf } from "../ops/binder.js";
import { Differential } from "../ops/differential.js";
import { type Normal, refuseMembers } from "./gradient.js";
import { type Dependence, dependence, differentialOf, rightSideOf } from "./linearise.js";

/**
 * Ẏ for Ẋ = `direction`, of the shape of Y; null where Y does not depend on X. With X a scalar and
 * the direction 1 it is ∂Y/∂X; of a gradient it is a Hessian-vector product.
 */
export function tangent(Y: Expr, X: Expr, direction: Expr, normal: Normal): Expr | null {
  refuseMembers([X]);
  const reach = dependence([Y], new Set([X]), "cut");
  return reach.active.has(Y) ? pushed(Y, reach, new Map([[X, direction]]), normal) : null;
}

/** The change of one right side when the names in it change as `directions` say, others held fixed. */
export const localTangent = (value: Expr, directions: ReadonlyMap<Expr, Expr>, normal: Normal): Expr =>
  pushed(value, dependence([value], new Set(directions.keys()), "local"), directions, normal);

function pushed(Y: Expr, { order, active }: Dependence, directions: ReadonlyMap<Expr, Expr>, normal: Normal): Expr {
  const tangents = new Map(directions);
  for (const e of order) {
    if (tangents.has(e) || !active.has(e)) continue;
    const value = rightSideOf(e);
    const change =
      value !== null && active.has(value) ? lookup(tangents, value) : normal(changeOf(e, active, tangents));
    tangents.set(e, change);
  }
  return lookup(tangents, Y);
}

/** The change of a node for those of its operands. A binder's line has an index of its own, and is asked for with them. */
function changeOf(e: Expr, active: ReadonlySet<Expr>, tangents: ReadonlyMap<Expr, Expr>): Expr {
  const bound = boundOf(e) === null ? null : e.op.differential?.(e.args, [lookup(tangents, operand(e))], e);
  return (
    bound ??
    substituted(
      differentialOf(e, (a) => active.has(a)),
      tangents,
    )
  );
}

/** A differential with every `dX` replaced by the tangent of X. */
function substituted(linear: Expr, tangents: ReadonlyMap<Expr, Expr>): Expr {
  const out = new Map<Expr, Expr>();
  const at = (a: Expr): Expr => (a.hasDifferential ? lookup(out, a) : a);
  for (const e of walk([linear], (x) => !x.hasDifferential)) {
    out.set(e, e.op === Differential ? lookup(tangents, operand(e)) : withArgs(e, e.args.map(at)));
  }
  return at(linear);
}
