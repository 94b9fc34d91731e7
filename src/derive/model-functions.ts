/** Derivatives of functions that the model defines, told once: swish′(t) = σ(t) + t σ(t) (1 − σ(t)). */
import type { Expr, Formula, ModelFunction } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { Apply, apply, primesOf } from "../ops/apply.js";
import { number } from "../ops/number.js";
import { normalForm, shownForm } from "./normal.js";
import { type Step, step } from "./step.js";
import { tangent } from "./tangent.js";

const SLOPES = new WeakMap<Formula, Map<number, Formula>>();

/** The derivative of a formula by one of its parameters, in the form that is shown. */
function slopeOf(formula: Formula, parameter = 0): Formula {
  let slopes = SLOPES.get(formula);
  if (slopes === undefined) {
    slopes = new Map();
    SLOPES.set(formula, slopes);
  }
  let slope = slopes.get(parameter);
  if (slope === undefined) {
    const t = nth(formula.parameters, parameter);
    const change = tangent(formula.value, t, number(1, t), normalForm) ?? number(0, t);
    slope = { parameters: formula.parameters, value: shownForm(change) };
    slopes.set(parameter, slope);
  }
  return slope;
}

/** Differentiates the formula of f as often as there are primes, for f′, f″ … of the model. */
export function formulaOf({ formula, primes }: Pick<ModelFunction, "formula" | "primes">): Formula {
  let at = formula;
  for (let k = 0; k < primes; k++) at = slopeOf(at);
  return at;
}

function slopeStep(name: string, f: ModelFunction): Step {
  const { parameters, value } = formulaOf(f);
  const left = apply(f.name, nth(parameters, 0));
  const rule = {
    rule: "apply",
    title: `derivative of ${name}${"′".repeat(f.primes - 1)}`,
    statement: f.cite,
    cite: "the model",
  };
  return step(rule, left, left, value);
}

/**
 * The lines, and before the first that uses a derivative of a function of the model one that says what it
 * is. `told` holds those that have a line, `looked` the expressions that need no second look: lines share
 * nearly all of what they are made of.
 */
export function withSlopes(steps: readonly Step[], told: Set<string>, looked: Set<Expr>): readonly Step[] {
  return steps.flatMap((s) => {
    const before: Step[] = [];
    for (const e of walk([s.after], (part) => looked.has(part))) {
      looked.add(e);
      if (e.op !== Apply) continue;
      const name = e.data as string;
      const f = e.home.functions.get(name);
      if (f?.formula === undefined || f.primes === 0 || told.has(name)) continue;
      told.add(name);
      before.push(slopeStep(primesOf(name).name, f));
    }
    return [...before, s];
  });
}
