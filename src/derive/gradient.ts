/** Reverse mode: one sweep of adjoints gives the gradient by every variable, in linear time. */

import type { Expr } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { nth, operand } from "../core/operands.js";
import { type Free, isAxis } from "../core/place.js";
import { apartFrom, boundOf, inOrder } from "../ops/binder.js";
import { Differential } from "../ops/differential.js";
import { bracketed, Group, kept } from "../ops/group.js";
import { isLinearInEach } from "../ops/linear.js";
import { familyOf, isMember } from "../ops/member.js";
import { number } from "../ops/number.js";
import { product } from "../ops/product.js";
import { sigma } from "../ops/sigma.js";
import { sumOf } from "../ops/sum.js";
import { isSymbol } from "../ops/symbol.js";
import { T } from "../ops/transpose.js";
import { unvec } from "../ops/unvec.js";
import { vec } from "../ops/vec.js";
import { zeros } from "../ops/zeros.js";
import { type Dependence, dependence, differentialOf, rightSideOf } from "./linearise.js";
import { sweep } from "./sweep.js";

/** Brings an expression to the form in which it is kept on the way. */
export type Normal = (e: Expr) => Expr;

/** A name as the sweep over one right side sees it: nothing is looked for behind it. */
const isName = (e: Expr): boolean => isSymbol(e) || isMember(e);

/**
 * A share summed over the axes that the operand lacks. A node is an array over its free indices, and where it stands
 * among more of them it is used once for each of their values; letters of a question are no axes.
 */
export function summedOver(from: { readonly free: Free }, to: Expr, share: Expr): Expr {
  if (from.free.length === 0 || from.free === to.free) return share;
  const over = inOrder(from.free.filter((i) => isAxis(i) && !to.free.includes(i)));
  if (over.length < 2) return over.reduceRight((e, i) => sigma(i, e), share);
  // With letters first no sum has to keep clear of an index that the next one binds.
  const { letters, made } = apartFrom(over, [share], []);
  return letters.reduceRight((e, i) => sigma(i, e), nth(made, 0));
}

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
      if (a.hasDifferential) stack.push({ at: a, bar: normal(summedOver(at, a, shareOf(at, i, bar))) });
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
  if (isLinearInEach(e.op) || isReadInPlace(e)) eachShare(moving < 2 ? e : bracketed(e), active, whole, normal, give);
  else {
    const linear = differentialOf(e, (a) => active.has(a));
    pullBack(linear, normal(summedOver(e, linear, whole)), normal, give);
  }
}

/**
 * Whether the adjoint of an operation is read where its operand stands. The line of a binder has an index of its own,
 * and the body within it another name.
 */
const isReadInPlace = (e: Expr): boolean => boundOf(e) !== null && e.op.adjoint !== undefined;

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
    const isOwn = active.has(a);
    if (!isOwn && a.op !== Group) continue;
    const share = normal(summedOver(e, a, shareOf(e, i, bar)));
    if (isOwn) give(a, share);
    else eachShare(operand(a), active, kept(share), normal, give);
  }
}

/** The adjoint of operand i; from the Jacobian, x̄ = Mᵀ vec Ȳ, for an operation that states only that. */
export function shareOf(at: Expr, i: number, bar: Expr): Expr {
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
  refuseMembers(wanted);
  const reach = dependence([y], new Set(wanted), "through");
  const found = new Map<Expr, Expr>();
  sweep<Expr>(y, number(1, y), reach, {
    together: (e, shares) => {
      const bar = normal(shares.length === 1 ? nth(shares, 0) : sumOf(shares));
      return isName(e) ? atName(bar) : bar;
    },
    pass(e, bar, give) {
      if (!isName(e)) {
        through(e, reach, bar, normal, give);
        return;
      }
      found.set(e, bar);
      const value = rightSideOf(e);
      if (value !== null && reach.active.has(value)) give(value, kept(normal(summedOver(e, value, bar))));
    },
  });
  return found;
}

/**
 * Refuses members of families as variables of one sweep: y depends on x_j wherever it holds some x_i, which only the
 * sweep over equations puts together.
 */
export function refuseMembers(variables: readonly Expr[]): void {
  const found = variables.find(isMember);
  if (found === undefined) return;
  const { name } = familyOf(found);
  throw new NotDifferentiable(name, `a derivative by a member of the family ${name} is not known here`);
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
      if (isName(e)) found.set(e, bar);
      else through(e, reach, bar, normal, give);
    },
  });
  return found;
}
