/** Derivatives that stand inside expressions, worked out before anything is done with them. */

import type { Context, Expr } from "../core/expr.js";
import { NotDifferentiable, withArgs } from "../core/op.js";
import { lookup, nth, operand } from "../core/operands.js";
import { type Index, indexWith, isAxis, letterIndex, placeOf, united } from "../core/place.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { bind, boundOf, inOrder, substitute } from "../ops/binder.js";
import { Derivative } from "../ops/derivative.js";
import { workOutImplicit } from "./implicit.js";
import { indexedAnswers, isIndexed } from "./indexed.js";
import { rowOf } from "./layout.js";
import { expandedDefinitions, prepared } from "./linearise.js";
import { firstDerivative, secondDerivative, sweeper } from "./value.js";

/** Whether a derivative stands in the expression itself. */
export const holdsDerivative = (e: Expr): boolean => walk([e]).some((x) => x.op === Derivative);

/** The expression with each `∂Y/∂X` in it replaced by its value. Throws NotDifferentiable as they do. */
export function workedOut(e: Expr): Expr {
  const out = new Map<Expr, Expr>();
  for (const x of walk([e])) {
    if (x.op !== Derivative) {
      out.set(
        x,
        x.args.every((a) => out.get(a) === a)
          ? x
          : rebuilt(
              x,
              x.args.map((a) => lookup(out, a)),
            ),
      );
      continue;
    }
    out.set(x, derivativeOf(x, lookup(out, operand(x))));
  }
  return lookup(out, e);
}

/** A node with other operands; a binder again above all binders in its body. */
export function rebuilt(x: Expr, args: readonly Expr[]): Expr {
  const own = boundOf(x);
  return own === null ? withArgs(x, args) : bind(x.op, own, nth(args, 0));
}

/** The value of one derivative of `y`: by entries and members as questions are answered, for x_j stands in Σ_i A_ki x_i too. */
function derivativeOf(x: Expr, y: Expr): Expr {
  const [v, w] = [operand(x, 1), x.args[2]];
  const variables = w === undefined ? [v] : [v, w];
  if (isIndexed({ of: y, wrt: variables, direction: null }))
    return indexedDerivative(y, variables, x.data === "jacobian");
  if (x.data === "hessian") return secondDerivative(y, v, w ?? v, null, sweeper([v]));
  return firstDerivative(y, v, x.data === "gradient" ? "gradient" : "jacobian", sweeper([v]), "projected");
}

/** The same with letters: those that something around it binds are letters of the question meanwhile. */
function indexedDerivative(y: Expr, variables: readonly Expr[], isJacobian: boolean): Expr {
  const around = inOrder(united([y, ...variables].map((e) => e.free)).filter(isAxis));
  let parts = [y, ...variables];
  const letters: (readonly [own: Index, of: Index])[] = [];
  for (const [k, i] of around.entries()) {
    const ranged = letters.reduce((j, [own, of]) => indexWith(j, of, placeOf(own)), i);
    const own = letterIndex("asked", `☆${k}`, ranged.lo, ranged.hi);
    parts = parts.map((e) => substitute(e, i, placeOf(own)));
    letters.push([own, i]);
  }
  const [of, ...wrt] = parts as [Expr, ...Expr[]];
  const asked = { of, wrt, direction: null };
  const { value, named } = indexedAnswers([asked], () => false)(asked);
  const [recursion] = named;
  if (recursion !== undefined)
    throw new NotDifferentiable(
      "derivative",
      `a derivative through the recursion ${recursion.name} has no formula by itself`,
    );
  const whole = isJacobian && isScalar(y.shape) && !isScalar(nth(variables, 0).shape) ? rowOf(value) : value;
  return letters.reduceRight((e, [own, i]) => substitute(e, own, placeOf(i)), whole);
}

/** Works out the derivatives in the definitions of a model, in the order of definition. */
export function expandDefinitions(home: Context): void {
  const expanded = expandedDefinitions(home);
  for (const value of home.definitions.values())
    if (!expanded.has(value) && holdsDerivative(value)) expanded.set(value, workedOut(value));
  workOutImplicit(home, (F) => {
    if (!expanded.has(F) && holdsDerivative(F)) expanded.set(F, workedOut(F));
    return prepared(expanded.get(F) ?? F);
  });
}
