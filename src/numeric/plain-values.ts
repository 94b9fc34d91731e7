/** Values as JSON has them, with an axis for each letter of a question. */
import type { Expr } from "../core/expr.js";
import { type Index, isAxis, isIndex } from "../core/place.js";
import { isColumn, isRow, isScalar, type Shape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { placesOf } from "../ops/binder.js";
import { NOWHERE, type Where } from "./counting.js";
import { readsBeyond } from "./draw.js";
import { countingIn, type Environment, explore } from "./evaluate.js";
import { EvaluationError } from "./fault.js";
import type { Matrix } from "./matrix.js";

/** Numbers as JSON has them: a number, a flat array for a vector or row, rows for a matrix; more axes for letters. */
export type PlainNumbers = number | readonly PlainNumbers[];

/** The letters of a question in the order in which expressions hold them: an axis each. */
export function lettersInOrder(roots: readonly Expr[]): readonly Index[] {
  const out = new Set<Index>();
  const add = (i: Index): void => {
    if (!isAxis(i)) out.add(i);
  };
  for (const root of roots) {
    for (const e of walk([root], ({ free }) => free.every(isAxis)))
      for (const { terms } of placesOf(e)) for (const [a] of terms) if (isIndex(a)) add(a);
    for (const i of root.free) add(i);
  }
  return [...out];
}

/** The value of an expression at some values, with a leading axis for each of some letters. Throws {@link EvaluationError}. */
export function plainValue(e: Expr, letters: readonly Index[], env: Environment): PlainNumbers {
  const count = countingIn(env);
  const at = (k: number, where: Where): PlainNumbers => {
    const letter = letters[k];
    if (letter === undefined) {
      const here = { ...env, letters: where };
      const { values, beyond } = explore([e], here);
      if (beyond && readsBeyond([e], here))
        throw new EvaluationError("beyond", e, "something is read beyond its range, where it has no value");
      return plainNumbers(values.get(e) as Matrix, e.shape);
    }
    const [lo, hi] = count.range(letter, where);
    return Array.from({ length: Math.max(0, hi - lo + 1) }, (_, n) => at(k + 1, new Map(where).set(letter, lo + n)));
  };
  return at(0, env.letters ?? NOWHERE);
}

/** A value as JSON has it, laid out by its shape. */
function plainNumbers({ rows, cols, data }: Matrix, shape: Shape): PlainNumbers {
  if (isScalar(shape)) return data[0] as number;
  if (isColumn(shape) || isRow(shape)) return [...data];
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
}
