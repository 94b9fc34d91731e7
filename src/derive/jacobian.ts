/** Jacobians in numerator layout over `vec`: products of local Jacobians, summed where paths meet. */
import type { Expr } from "../core/expr.js";
import { entries } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Differential } from "../ops/differential.js";
import { eye } from "../ops/eye.js";
import { product } from "../ops/product.js";
import { sum } from "../ops/sum.js";
import type { Normal } from "./gradient.js";
import { type Dependence, dependence, differentialOf, rightSideOf } from "./linearise.js";

/** M and the Jacobian behind it; a missing M is the identity, which need not be written. */
const behind = (M: Expr | null, J: Expr): Expr => (M === null ? J : product(M, J));

/**
 * The factors of vec dX in an expression linear in its differentials: for each `dX`, the matrix M
 * with vec L(dX) = M vec dX, after `before`. A missing matrix stands for the identity.
 */
export function factorsOf(
  linear: Expr,
  before: Expr | null,
  normal: Normal,
  give: (X: Expr, M: Expr | null) => void,
): void {
  const stack: { readonly at: Expr; readonly M: Expr | null }[] = [{ at: linear, M: before }];
  while (stack.length > 0) {
    const { at, M } = stack.pop() as { at: Expr; M: Expr | null };
    if (at.op === Differential) {
      give(at.args[0] as Expr, M);
      continue;
    }
    for (let i = at.args.length - 1; i >= 0; i--) {
      const a = at.args[i] as Expr;
      if (!a.hasDifferential) continue;
      if (at.op.jacobian === undefined) throw new Error(`the differential of ${at.op.name} is not linear`);
      stack.push({ at: a, M: normal(behind(M, at.op.jacobian(i, at))) });
    }
  }
}

/** ∂ vec Y / ∂ (vec X)ᵀ, entries of Y by entries of X; null where Y does not depend on X. */
export function jacobian(Y: Expr, X: Expr, normal: Normal): Expr | null {
  return accumulated(Y, X, dependence([Y], new Set([X])), normal);
}

/** The local Jacobian of an expression by a name in it, the names beside it held fixed. */
export function localJacobian(value: Expr, name: Expr, normal: Normal): Expr | null {
  const order = walk([value]);
  const active = new Set<Expr>();
  for (const e of order) if (e === name || e.args.some((a) => active.has(a))) active.add(e);
  return accumulated(value, name, { order, active }, normal);
}

/** The reverse accumulation of M = ∂Y/∂e over the nodes e on the way to X. */
function accumulated(Y: Expr, X: Expr, { order, active }: Dependence, normal: Normal): Expr | null {
  if (!active.has(Y)) return null;
  const identity = (e: Expr) => eye(entries(e.shape), e);
  const shares = new Map<Expr, (Expr | null)[]>([[Y, [null]]]);
  const give = (e: Expr, M: Expr | null) => {
    const list = shares.get(e);
    if (list === undefined) shares.set(e, [M]);
    else list.push(M);
  };
  for (let k = order.length - 1; k >= 0; k--) {
    const e = order[k] as Expr;
    const parts = shares.get(e);
    if (parts === undefined || !active.has(e)) continue;
    shares.delete(e);
    const M = parts.length === 1 ? (parts[0] as Expr | null) : normal(sum(...parts.map((p) => p ?? identity(e))));
    if (e === X) return normal(M ?? identity(e));
    const definition = rightSideOf(e);
    if (definition !== null) give(definition, M);
    else
      factorsOf(
        differentialOf(e, (a) => active.has(a)),
        M,
        normal,
        give,
      );
  }
  return null;
}
