/** The functions that a model writes out, as bodies of functions in the target. */
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
  const { orders } = written(f.formula, f.parameter, f.primes, entrywise);
  return orders.map((value, k) => ({
    body: bodyOf([{ key: "value", value }], {
      meaning: () => null,
      size: () => 1,
      factorises: false,
      names: [],
      marked: [],
    }),
    text: `${f.name}${"'".repeat(k)}(${f.parameter}) = ${k === 0 ? f.text : printText(value)}`,
  }));
}
