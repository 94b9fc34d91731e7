/** Jacobians in numerator layout over `vec`: products of local Jacobians, summed where paths meet. */

import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { isAxis } from "../core/place.js";
import { entries } from "../core/shape.js";
import { boundOf } from "../ops/binder.js";
import { Differential } from "../ops/differential.js";
import { eye } from "../ops/eye.js";
import { isMember } from "../ops/member.js";
import { product } from "../ops/product.js";
import { sumOf } from "../ops/sum.js";
import { isSymbol } from "../ops/symbol.js";
import { type Normal, refuseMembers, summedOver } from "./gradient.js";
import { type Dependence, dependence, differentialOf, rightSideOf } from "./linearise.js";
import { sweep } from "./sweep.js";

/** M and the Jacobian behind it; a missing M is the identity, which need not be written. */
const behind = (M: Expr | null, J: Expr): Expr => (M === null ? J : product(M, J));

/**
 * The factors of vec dX in an expression linear in its differentials: for each `dX`, the matrix M
 * with vec L(dX) = M vec dX, after `before`. A missing matrix stands for the identity.
 */
function factorsOf(linear: Expr, before: Expr | null, normal: Normal, give: (X: Expr, M: Expr | null) => void): void {
  const stack: { readonly at: Expr; readonly M: Expr | null }[] = [{ at: linear, M: before }];
  while (stack.length > 0) {
    const { at, M } = stack.pop() as { at: Expr; M: Expr | null };
    if (at.op === Differential) {
      give(operand(at), M);
      continue;
    }
    for (let i = at.args.length - 1; i >= 0; i--) {
      const a = operand(at, i);
      if (!a.hasDifferential) continue;
      if (at.op.jacobian === undefined) throw new Error(`the differential of ${at.op.name} is not linear`);
      stack.push({ at: a, M: normal(summedOver(at, a, behind(M, at.op.jacobian(i, at)))) });
    }
  }
}

/** ∂ vec Y / ∂ (vec X)ᵀ, entries of Y by entries of X; null where Y does not depend on X. */
export function jacobian(Y: Expr, X: Expr, normal: Normal): Expr | null {
  refuseMembers([X]);
  return accumulated(Y, null, new Set([X]), dependence([Y], new Set([X]), "cut"), normal).get(X) ?? null;
}

/**
 * The local Jacobian of an expression by a name in it. Other names are held fixed but for those of
 * `beside`, which move on their own: at a tie, max(a, b) routes otherwise when both may move.
 */
export function localJacobian(value: Expr, name: Expr, normal: Normal, beside: readonly Expr[] = []): Expr | null {
  const reach = dependence([value], new Set([name, ...beside]), "local");
  return accumulated(value, null, new Set([name]), reach, normal).get(name) ?? null;
}

/** M times the local Jacobian of an expression by each of `names`, other names held fixed; no M is the identity. */
export const jacobiansThrough = (
  value: Expr,
  M: Expr | null,
  names: readonly Expr[],
  normal: Normal,
): ReadonlyMap<Expr, Expr> =>
  accumulated(value, M, new Set(names), dependence([value], new Set(names), "local"), normal);

/** The reverse accumulation of ∂Y/∂e, after `before`, over the nodes e on the way to the names X. */
function accumulated(
  Y: Expr,
  before: Expr | null,
  X: ReadonlySet<Expr>,
  reach: Dependence,
  normal: Normal,
): ReadonlyMap<Expr, Expr> {
  const found = new Map<Expr, Expr>();
  if (!reach.active.has(Y)) return found;
  const identity = (e: Expr) => eye(entries(e.shape), e);
  sweep<Expr | null>(Y, before, reach, {
    together: (e, shares) =>
      shares.length === 1 ? (shares[0] as Expr | null) : normal(sumOf(shares.map((M) => M ?? identity(e)))),
    pass(e, M, give) {
      if (X.has(e)) {
        found.set(e, normal(M ?? identity(e)));
        return;
      }
      const value = rightSideOf(e);
      const next = value !== null && reach.active.has(value) ? value : null;
      if (next === null && (isSymbol(e) || isMember(e))) return;
      if (next === null && boundOf(e) !== null && e.op.jacobian !== undefined) {
        // The line of a binder has an index of its own: it is read where the body stands.
        const body = operand(e);
        give(body, normal(summedOver(e, body, behind(M, e.op.jacobian(0, e)))));
        return;
      }
      const linear = next ?? differentialOf(e, (a) => reach.active.has(a));
      const lacks = e.free.some((i) => isAxis(i) && !linear.free.includes(i));
      const whole = lacks ? normal(summedOver(e, linear, M ?? identity(linear))) : M;
      if (next !== null) give(next, whole);
      else factorsOf(linear, whole, normal, give);
    },
  });
  return found;
}
