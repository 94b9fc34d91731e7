/** Functions that a model defines by a formula, and their derivatives, as expressions of one argument. */
import { dim, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { shape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { normalForm } from "../derive/normal.js";
import { tangent } from "../derive/tangent.js";
import { newContext } from "../functions/library.js";
import type { Formula } from "../functions/user-defined.js";
import { apply } from "../ops/apply.js";
import { constant } from "../ops/constant.js";
import { hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { power, reciprocal } from "../ops/power.js";
import { negate, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { isSymbol, symbol } from "../ops/symbol.js";

/** A function of one variable and its derivatives up to an order. */
export interface Written {
  readonly parameter: Expr;
  /** f, f′, f″, …; of the shape of the parameter. */
  readonly orders: readonly Expr[];
}

/**
 * f and its first `orders` derivatives. `entrywise`: of a vector, for languages in which a function
 * is handed a whole array and says so in its operators; else of a number.
 */
export function written(formula: Formula, parameter: string, orders: number, entrywise: boolean): Written {
  const home = newContext();
  const t = symbol(home, parameter, shape(entrywise ? dim("N") : ONE, ONE));
  const like = (e: Expr): Expr => (entrywise && e.shape.rows === ONE ? scale(e, ones(t.shape.rows, ONE, home)) : e);
  const stack: Expr[] = [];
  for (const step of formula) {
    if (step.type === "variable") stack.push(t);
    else if (step.type === "number") stack.push(number(step.value, home));
    else if (step.type === "constant") stack.push(constant(home, step.name));
    else {
      const b = stack.pop() as Expr;
      if (step.type === "negate") stack.push(negate(b));
      else if (step.type === "call") stack.push(apply(step.name, b));
      else stack.push(combined(step.type, stack.pop() as Expr, b, like));
    }
  }
  const out = [normalForm(like(stack[0] as Expr))];
  const direction = like(number(1, home));
  for (let k = 0; k < orders; k++) {
    const f = out[k] as Expr;
    out.push(tangent(f, t, direction, normalForm) ?? like(number(0, home)));
  }
  return { parameter: t, orders: out };
}

function combined(
  operation: "add" | "subtract" | "multiply" | "divide" | "power",
  a: Expr,
  b: Expr,
  like: (e: Expr) => Expr,
): Expr {
  switch (operation) {
    case "add":
      return sum(like(a), like(b));
    case "subtract":
      return sum(like(a), negate(like(b)));
    case "multiply":
      return product(a, b);
    case "divide":
      return product(a, reciprocal(b));
    case "power":
      // A power whose exponent moves is an exponential.
      return walk([b]).some(isSymbol) ? apply("exp", product(b, apply("log", a))) : power(a, b);
  }
}

/** A number times a vector, or two of one kind entry by entry. */
const product = (a: Expr, b: Expr): Expr => {
  if (a.shape.rows === ONE && b.shape.rows !== ONE) return scale(a, b);
  if (b.shape.rows === ONE && a.shape.rows !== ONE) return scale(b, a);
  return hadamard(a, b);
};
