/** The functions that a model writes out, as bodies of functions in the target. */
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import { printText } from "../print/text.js";
import { type Body, bodyOf } from "./arrays/body.js";
import { written } from "./functions.js";
import type { KnownFunction } from "./program.js";

export interface FormulaBody {
  readonly body: Body;
  /** `swish'(t) = …`, in the equation language. */
  readonly text: string;
}

/** f, f′, … up to the highest derivative that is called, each as a body with the one result `value`. */
export function formulaBody(f: KnownFunction, entrywise: boolean): readonly FormulaBody[] {
  const { parameter, orders } = written(f.formula, f.parameter, f.primes, entrywise);
  // A constant has no entries: it is a number, whatever the function is handed.
  const numbers = entrywise ? written(f.formula, f.parameter, f.primes, false).orders : orders;
  const varies = (value: Expr): boolean => walk([value]).includes(parameter);
  return orders.map((value, k) => ({
    body: bodyOf([{ key: "value", value: varies(value) ? value : (numbers[k] as Expr) }], {
      meaning: () => null,
      size: () => 1,
      factorises: false,
      names: [],
      marked: [],
    }),
    text: `${f.name}${"'".repeat(k)}(${f.parameter}) = ${k === 0 ? f.text : printText(value)}`,
  }));
}
