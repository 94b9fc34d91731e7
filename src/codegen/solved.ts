/**
 * Names that an equation defines. A module has no solver: it is given what they are, and gives the residual of each
 * equation, by which a caller sees whether that is a solution.
 */
import type { Expr } from "../core/expr.js";
import { lookup } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { rebuilt } from "../derive/expand.js";
import { newtonStep } from "../derive/implicit.js";
import { expandedDefinitions } from "../derive/linearise.js";
import type { Model, ModelSymbol } from "../model/model.js";
import { meaningOf, throughMeanings } from "../numeric/evaluate.js";
import { Implicit, type ImplicitEquation, implicitEquationOf } from "../ops/implicit.js";
import { sum } from "../ops/sum.js";
import { isSymbol } from "../ops/symbol.js";

/** The equation that defines a symbol, or null for any other. */
export function equationBehind(e: Expr): ImplicitEquation | null {
  const meaning = isSymbol(e) ? meaningOf(e) : null;
  return meaning?.op === Implicit ? implicitEquationOf(meaning) : null;
}

/** What a symbol stands for in a module, null for what is handed over. */
export const meaningInCode = (e: Expr): Expr | null => (equationBehind(e) === null ? meaningOf(e) : null);

/** Whether a symbol of the model is handed over to its module: an input, or what an equation defines. */
export const isHandedOver = (model: Model, s: ModelSymbol): boolean =>
  s.role !== "defined" || model.context.definitions.get(s.name)?.op === Implicit;

/** What each equation leaves where it should be zero, by a key that is no name of the model. */
export function residuals(
  model: Model,
): readonly { readonly name: string; readonly key: string; readonly value: Expr }[] {
  return model.equations.flatMap(({ name, symbol }) => {
    const equation = equationBehind(symbol);
    if (equation === null) return [];
    let key = `residual_${name}`;
    while (model.symbols.has(key)) key += "_";
    const { residual } = equation;
    return [{ name, key, value: expandedDefinitions(residual.home).get(residual) ?? residual }];
  });
}

/**
 * A value in which each name that an equation defines, but for those in `held`, is two of Newton's steps from what was
 * handed over. At a solution the steps are 0, and whoever moves the other names gets its derivative by them: two steps
 * give that of the solution if the slope of the equation is right, and not where it is wrong.
 */
export function following(value: Expr, held: ReadonlySet<Expr>): Expr {
  const out = new Map<Expr, Expr>();
  for (const e of walk([value], undefined, (x) => (held.has(x) ? [] : throughMeanings(x)))) {
    const meaning = held.has(e) ? null : meaningOf(e);
    const equation = equationBehind(e);
    if (meaning === null || e.free.length > 0) {
      out.set(e, withOperands(e, out));
    } else if (equation === null) {
      const moved = lookup(out, meaning);
      out.set(e, moved === meaning ? e : moved);
    } else out.set(e, twoSteps(equation, out));
  }
  return lookup(out, value);
}

const withOperands = (e: Expr, out: ReadonlyMap<Expr, Expr>): Expr => {
  const args = e.args.map((a) => out.get(a) ?? a);
  return args.every((a, i) => a === e.args[i]) ? e : rebuilt(e, args);
};

function twoSteps(equation: ImplicitEquation, others: ReadonlyMap<Expr, Expr>): Expr {
  const step = newtonStep(equation);
  const from = (z: Expr): Expr => sum(z, replaced(step, new Map([...others, [equation.name, z]])));
  return from(from(equation.name));
}

/** The expression with other expressions in the place of names. */
function replaced(root: Expr, by: ReadonlyMap<Expr, Expr>): Expr {
  const out = new Map<Expr, Expr>();
  for (const e of walk([root])) out.set(e, isSymbol(e) ? (by.get(e) ?? e) : withOperands(e, out));
  return lookup(out, root);
}
