/** Reverse mode: one sweep of adjoints gives the gradient by every variable, in linear time. */

import type { Expr } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { Differential } from "../ops/differential.js";
import { bracketed, Group, kept } from "../ops/group.js";
import { isLinearInEach } from "../ops/linear.js";
import { number } from "../ops/number.js";
import { product } from "../ops/product.js";
import { sumOf } from "../ops/sum.js";
import { SymbolOp } from "../ops/symbol.js";
import { T } from "../ops/transpose.js";
import { unvec } from "../ops/unvec.js";
import { vec } from "../ops/vec.js";
import { zeros } from "../ops/zeros.js";
import { type Dependence, dependence, differentialOf, rightSideOf } from "./linearise.js";
import { sweep } from "./sweep.js";

/** Brings an expression to the form in which it is kept on the way. */
export type Normal = (e: Expr) => Expr;

/**
 * Pulls the cotangent `Ybar` back through an expression linear in its differentials, and gives each
 * `dX` its share: ⟨Ybar, L(dX)⟩ = ⟨share, dX⟩.
 */
function pullBack(linear: Expr, Ybar: Expr, normal: Normal, give: (X: Expr, share: Expr) => void): void {
  const stack: { readonly at: Expr; readonly bar: Expr }[] = [{ at: linear, bar: Ybar }];
  while (stack.length > 0) {
    const { at, bar } = stack.pop() as { at: Expr; bar: Expr };
    if (at.op === Differential) {
      give(operand(at), bar);
      continue;
    }
    for (let i = at.args.length - 1; i >= 0; i--) {
      const a = operand(at, i);
      if (a.hasDifferential) stack.push({ at: a, bar: normal(shareOf(at, i, bar)) });
    }
  }
}

/** Pulls a cotangent back through one operation, to each operand that depends on a variable. */
function through(
  e: Expr,
  { active }: Dependence,
  bar: Expr,
  normal: Normal,
  give: (X: Expr, share: Expr) => void,
): void {
  let moving = 0;
  for (let i = 0; i < e.args.length; i++) if (active.has(operand(e, i))) moving++;
  // What is passed to several operands stays one part of all of them.
  const whole = moving < 2 ? bar : kept(bar);
  if (isLinearInEach(e.op)) eachShare(moving < 2 ? e : bracketed(e), active, whole, normal, give);
  else
    pullBack(
      differentialOf(e, (a) => active.has(a)),
      whole,
      normal,
      give,
    );
}

/** The shares of the operands of an operation that is linear in each, those within brackets in their turn. */
function eachShare(
  e: Expr,
  active: ReadonlySet<Expr>,
  bar: Expr,
  normal: Normal,
  give: (X: Expr, share: Expr) => void,
): void {
  for (let i = 0; i < e.args.length; i++) {
    const a = operand(e, i);
    if (active.has(a)) give(a, normal(shareOf(e, i, bar)));
    else if (a.op === Group) eachShare(operand(a), active, kept(normal(shareOf(e, i, bar))), normal, give);
  }
}

/** The adjoint of operand i; from the Jacobian, x̄ = Mᵀ vec Ȳ, for an operation that states only that. */
function shareOf(at: Expr, i: number, bar: Expr): Expr {
  if (at.op.adjoint !== undefined) return at.op.adjoint(bar, i, at);
  if (at.op.jacobian === undefined) throw new Error(`the differential of ${at.op.name} is not linear`);
  const X = operand(at, i);
  return unvec(product(T(at.op.jacobian(i, at)), vec(bar)), X.shape.rows, X.shape.cols);
}

/** G in a line dy = ⟨G, dX⟩ + … of a scalar y: what stands with dX, put together in the order of the text. */
export function readOff(line: Expr, X: Expr): Expr {
  const shares: Expr[] = [];
  pullBack(
    line,
    number(1, line),
    (e) => e,
    (name, share) => {
      if (name === X) shares.push(share);
    },
  );
  return shares.length === 0 ? zeros(X.shape.rows, X.shape.cols, X) : sumOf(shares);
}

/**
 * The cotangent of every name on the way from a scalar y to the `wanted` ones, ∂y/∂X in the shape of
 * X, by one sweep. A wanted name that is defined gets its cotangent like any other; a name that y
 * does not depend on has no entry. `atName` is the form in which a name's cotangent is kept.
 */
export function cotangents(
  y: Expr,
  wanted: readonly Expr[],
  normal: Normal,
  atName: Normal = normal,
): ReadonlyMap<Expr, Expr> {
  const reach = dependence([y], new Set(wanted), "through");
  const found = new Map<Expr, Expr>();
  sweep<Expr>(y, number(1, y), reach, {
    together: (e, shares) => {
      const bar = normal(shares.length === 1 ? nth(shares, 0) : sumOf(shares));
      return e.op === SymbolOp ? atName(bar) : bar;
    },
    pass(e, bar, give) {
      if (e.op !== SymbolOp) {
        through(e, reach, bar, normal, give);
        return;
      }
      found.set(e, bar);
      const value = rightSideOf(e);
      if (value !== null && reach.active.has(value)) give(value, kept(bar));
    },
  });
  return found;
}

/** The share of each of `names` in a cotangent pulled back through one right side, other names held fixed. */
export function sharesThrough(
  value: Expr,
  Ybar: Expr,
  names: readonly Expr[],
  normal: Normal,
): ReadonlyMap<Expr, Expr> {
  const reach = dependence([value], new Set(names), "local");
  const found = new Map<Expr, Expr>();
  sweep<Expr>(value, Ybar, reach, {
    together: (_, shares) => normal(sumOf(shares)),
    pass(e, bar, give) {
      if (e.op === SymbolOp) found.set(e, bar);
      else through(e, reach, bar, normal, give);
    },
  });
  return found;
}
