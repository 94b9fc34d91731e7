/** Questions that are asked without being written: by default, of a name, by inputs. */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { throughEquations } from "../ops/member.js";
import { symbol } from "../ops/symbol.js";
import type { Model, Query } from "./model.js";

/** The last scalar that is defined (or the last name at all), by every input it depends on that is not data. */
export function defaultQueries(model: Model): readonly Query[] {
  const last =
    [...model.equations].reverse().find((q) => isScalar(q.symbol.shape)) ?? model.equations[model.equations.length - 1];
  if (last === undefined) return [];
  return inputsBehind(model, last.symbol).map((x) => queryOf(last.symbol, last.name, [x], 1, last.span));
}

/** The inputs that an expression depends on and that are not data, in the order of the text. */
export function inputsBehind(model: Model, of: Expr): readonly Expr[] {
  const used = new Set(walk([of], () => false, throughEquations));
  return [...model.symbols.values()]
    .filter((s) => s.role === "input" && s.kind !== "function" && s.kind !== "size")
    .map((s) => symbol(model.context, s.name, s.shape))
    .filter((x) => used.has(x));
}

/** The derivative of a value, in the default layout. */
export const queryOf = (of: Expr, ofText: string, wrt: readonly Expr[], order: 1 | 2, span: Query["span"]): Query => ({
  of,
  ofText,
  wrt,
  order,
  nabla: false,
  letters: [],
  direction: null,
  span,
});
