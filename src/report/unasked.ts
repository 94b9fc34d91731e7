/** `MC = dC/dq` at the end of a text that asks for nothing: what is shown by default is its derivative, and it was meant to be seen itself. */
import type { Reporter } from "../core/diagnostic.js";
import type { Expr } from "../core/expr.js";
import type { Model, Query } from "../model/model.js";
import { Derivative } from "../ops/derivative.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
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
  const asks =
    by.length === 1
      ? `∂${nameOf(of as Expr)}/∂${x[0]}`
      : `∂²${nameOf(of as Expr)}/${x.length === 1 ? `∂${x[0]}²` : x.map((v) => `∂${v}`).join("")}`;
  said.report(
    "warning",
    "derive/again",
    equation.span,
    `${equation.name} is a derivative, and as nothing is asked for, it is derived again`,
    { hint: `it is asked for as ${asks}` },
  );
}

/** The derivative that a value is, but for its sign or a factor. */
function derivativeIn(value: Expr): Expr | null {
  const d =
    value.op === Derivative ? value : value.args.length < 3 ? value.args.find((a) => a.op === Derivative) : undefined;
  const of = d?.args[0];
  return d !== undefined && of !== undefined && isSymbol(of) ? d : null;
}
