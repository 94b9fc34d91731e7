/** The derivative of a function that the model defines, written out once: swish′(t) = σ(t) + t σ(t) (1 − σ(t)). */

import { context, type Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { SCALAR } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { type Formula, formulaOf } from "../functions/user-defined.js";
import { Apply, apply, primesOf } from "../ops/apply.js";
import { constant } from "../ops/constant.js";
import { number } from "../ops/number.js";
import { power, reciprocal } from "../ops/power.js";
import { negate } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { symbol } from "../ops/symbol.js";
import { times } from "../ops/times.js";
import { normalForm, shownForm } from "./normal.js";
import { type Step, step } from "./step.js";
import { tangent } from "./tangent.js";

/** The formula at t. */
function written(formula: Formula, t: Expr): Expr {
  const stack: Expr[] = [];
  const pop = (): Expr => stack.pop() as Expr;
  for (const s of formula) {
    if (s.type === "variable") stack.push(t);
    else if (s.type === "number") stack.push(number(s.value, t));
    else if (s.type === "constant") stack.push(constant(t.home, s.name));
    else if (s.type === "negate") stack.push(negate(pop()));
    else if (s.type === "call") stack.push(apply(s.name, pop()));
    else {
      const b = pop();
      const a = pop();
      if (s.type === "add") stack.push(sum(a, b));
      else if (s.type === "subtract") stack.push(sum(a, negate(b)));
      else if (s.type === "multiply") stack.push(times(a, b));
      else if (s.type === "divide") stack.push(times(a, reciprocal(b)));
      else stack.push(power(a, b));
    }
  }
  return nth(stack, 0);
}

/** `swish(t) = t sigmoid(t)`, as the model says it, taken apart. */
const DEFINITION = /^[^(]+\((?<parameter>[^)]+)\) = /u;

function slopeStep(e: Expr): Step | null {
  const { name, primes } = primesOf(e.data as string);
  const own = e.home.functions.get(name);
  const formula = own === undefined ? null : formulaOf(own);
  const parameter = DEFINITION.exec(own?.cite ?? "")?.groups?.parameter;
  if (own === undefined || formula === null || parameter === undefined) return null;
  // In a context of its own: the model may use the letter for something else.
  const t = symbol(context(e.home.functions, e.home.maxNodes), parameter, SCALAR);
  let value = written(formula, t);
  for (let i = 0; i < primes; i++) {
    const slope = tangent(value, t, number(1, t), normalForm);
    if (slope === null) return null;
    value = shownForm(slope);
  }
  const left = apply(e.data as string, t);
  const rule = {
    rule: "apply",
    title: `derivative of ${name}${"′".repeat(primes - 1)}`,
    statement: own.cite,
    cite: "the model",
  };
  return step(rule, left, left, value);
}

/**
 * The lines with a line before the first that uses the derivative of a function of the model, which
 * says what it is. `told` holds those that have been said, `looked` the expressions that need no second look: lines
 * share nearly all of what they are made of.
 */
export function withOwnSlopes(steps: readonly Step[], told: Set<string>, looked: Set<Expr>): readonly Step[] {
  return steps.flatMap((s) => {
    const before: Step[] = [];
    for (const e of walk([s.after], (part) => looked.has(part))) {
      looked.add(e);
      const f = e.data as string;
      if (e.op !== Apply || primesOf(f).primes === 0 || told.has(f)) continue;
      told.add(f);
      const said = slopeStep(e);
      if (said !== null) before.push(said);
    }
    return [...before, s];
  });
}
