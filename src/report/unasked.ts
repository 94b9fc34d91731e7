/** `MC = dC/dq` at the end of a text that asks for nothing: what is shown by default is its derivative, and it was meant to be seen itself. */
import type { Reporter } from "../core/diagnostic.js";
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import type { Model, Query } from "../model/model.js";
import { Derivative } from "../ops/derivative.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { printText } from "../print/text.js";
import { variableText } from "./variables.js";

/** Says of a derivative that is derived again because nothing is asked for, how it is asked for itself. */
export function sayDerivedAgain(model: Model, asked: readonly Query[], said: Reporter): void {
  const [first] = asked;
  if (first === undefined || model.asked.length > 0 || !asked.every((q) => q.of === first.of)) return;
  const equation = model.equations.find((q) => q.symbol === first.of);
  const d = equation === undefined ? null : derivativeIn(equation.value);
  if (equation === undefined || d === null) return;
  const [of, ...by] = d.args;
  const x = [...new Set(by.map(variableText))];
  const y = isSymbol(of as Expr) ? nameOf(of as Expr) : `(${printText(of as Expr)})`;
  const asks =
    by.length === 1 ? `∂${y}/∂${x[0]}` : `∂²${y}/${x.length === 1 ? `∂${x[0]}²` : x.map((v) => `∂${v}`).join("")}`;
  said.report(
    "warning",
    "derive/again",
    equation.span,
    `${equation.name} is made of a derivative, and as nothing is asked for, it is derived again`,
    { hint: `the derivative is asked for as ${asks}` },
  );
}

/** The first derivative that a value is made of, `-1/P dP/dy`. */
const derivativeIn = (value: Expr): Expr | null => walk([value]).find((e) => e.op === Derivative) ?? null;
