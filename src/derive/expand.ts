/** Derivatives that stand inside expressions, worked out before anything is done with them. */

import type { Context, Expr } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { lookup, operand } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { Derivative } from "../ops/derivative.js";
import { expandedDefinitions } from "./linearise.js";
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
          : withArgs(
              x,
              x.args.map((a) => lookup(out, a)),
            ),
      );
      continue;
    }
    const [y, v, w] = [lookup(out, operand(x)), operand(x, 1), x.args[2]];
    out.set(
      x,
      x.data === "hessian"
        ? secondDerivative(y, v, w ?? v, null, sweeper([v]))
        : firstDerivative(y, v, x.data === "gradient" ? "gradient" : "jacobian", sweeper([v]), "projected"),
    );
  }
  return lookup(out, e);
}

/** Works out the derivatives in the definitions of a model, in the order of definition. */
export function expandDefinitions(home: Context): void {
  const expanded = expandedDefinitions(home);
  for (const value of home.definitions.values())
    if (!expanded.has(value) && holdsDerivative(value)) expanded.set(value, workedOut(value));
}
