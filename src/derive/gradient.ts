/** Reverse mode: one sweep of adjoints gives the gradient by every variable, in linear time. */
import type { Expr } from "../core/expr.js";
import { Differential } from "../ops/differential.js";
import { number } from "../ops/number.js";
import { product } from "../ops/product.js";
import { sum } from "../ops/sum.js";
import { T } from "../ops/transpose.js";
import { unvec } from "../ops/unvec.js";
import { vec } from "../ops/vec.js";
import { dependence, differentialOf, rightSideOf } from "./linearise.js";

/** Brings an expression to the form in which it is kept on the way. */
export type Normal = (e: Expr) => Expr;

/**
 * Pulls the cotangent `Ybar` back through an expression linear in its differentials, and gives each
 * `dX` its share: ⟨Ybar, L(dX)⟩ = ⟨share, dX⟩.
 */
export function pullBack(linear: Expr, Ybar: Expr, normal: Normal, give: (X: Expr, share: Expr) => void): void {
  const stack: { readonly at: Expr; readonly bar: Expr }[] = [{ at: linear, bar: Ybar }];
  while (stack.length > 0) {
    const { at, bar } = stack.pop() as { at: Expr; bar: Expr };
    if (at.op === Differential) {
      give(at.args[0] as Expr, bar);
      continue;
    }
    for (let i = at.args.length - 1; i >= 0; i--) {
      const a = at.args[i] as Expr;
      if (a.hasDifferential) stack.push({ at: a, bar: normal(shareOf(at, i, bar)) });
    }
  }
}

/** The adjoint of operand i; from the Jacobian, x̄ = Mᵀ vec Ȳ, for an operation that states only that. */
function shareOf(at: Expr, i: number, bar: Expr): Expr {
  if (at.op.adjoint !== undefined) return at.op.adjoint(bar, i, at);
  if (at.op.jacobian === undefined) throw new Error(`the differential of ${at.op.name} is not linear`);
  const X = at.args[i] as Expr;
  return unvec(product(T(at.op.jacobian(i, at)), vec(bar)), X.shape.rows, X.shape.cols);
}

/**
 * ∂y/∂X in the shape of X for a scalar y, for each variable; a variable that y does not depend on
 * has no entry. `names` also receives the cotangent of each defined name on the way.
 */
export function gradients(
  y: Expr,
  variables: readonly Expr[],
  normal: Normal,
  names?: Map<Expr, Expr>,
): ReadonlyMap<Expr, Expr> {
  const wanted = new Set(variables);
  const { order, active } = dependence([y], wanted);
  const shares = new Map<Expr, Expr[]>([[y, [number(1, y)]]]);
  const found = new Map<Expr, Expr>();
  const give = (X: Expr, share: Expr) => {
    const list = shares.get(X);
    if (list === undefined) shares.set(X, [share]);
    else list.push(share);
  };
  for (let k = order.length - 1; k >= 0; k--) {
    const e = order[k] as Expr;
    const parts = shares.get(e);
    if (parts === undefined || !active.has(e)) continue;
    shares.delete(e);
    const bar = normal(sum(...parts));
    if (wanted.has(e)) {
      found.set(e, bar);
      continue;
    }
    const definition = rightSideOf(e);
    if (definition !== null) {
      names?.set(e, bar);
      give(definition, bar);
      continue;
    }
    pullBack(
      differentialOf(e, (a) => active.has(a)),
      bar,
      normal,
      give,
    );
  }
  return found;
}
