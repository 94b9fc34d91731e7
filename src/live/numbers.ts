/** Numbers for a model that has none: small sizes, short decimals, inside every domain. */
import type { Expr } from "../core/expr.js";
import { isColumn, isRow, isScalar } from "../core/shape.js";
import type { Model } from "../model/model.js";
import { draw, needsOf } from "../numeric/draw.js";
import type { Matrix } from "../numeric/matrix.js";
import type { PlainNumbers } from "../numeric/plain-values.js";
import { random } from "../numeric/random.js";
import { readValues } from "../numeric/values.js";
import { nameOf } from "../ops/symbol.js";

/** Draws that are tried, and digits behind the point: with few digits first, for the reader. */
const SEEDS = 12;
const DIGITS = [1, 2, 6] as const;

/** The function that stands for an unknown one. */
const UNKNOWN = "tanh";

const rowsOf = ({ rows, cols, data }: Matrix, digits: number): number[][] =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => Number((data[i * cols + j] as number).toFixed(digits))),
  );

function plain(e: Expr, value: Matrix, digits: number): PlainNumbers {
  const rows = rowsOf(value, digits);
  if (isScalar(e.shape)) return rows[0]?.[0] ?? 0;
  return isColumn(e.shape) || isRow(e.shape) ? rows.flat() : rows;
}

/** Values as `--at` reads them, at which everything below `roots` has a value; null where none are found. */
export function exampleValues(model: Model, roots: readonly Expr[]): string | null {
  const needs = needsOf(roots, undefined);
  for (let seed = 1; seed <= SEEDS; seed++) {
    const drawn = draw(roots, random(seed));
    if (!drawn.drawn) return null;
    for (const digits of DIGITS) {
      const values = new Map<string, unknown>();
      for (const e of needs.inputs) {
        const value = drawn.env.values.get(nameOf(e));
        if (value !== undefined) values.set(nameOf(e), plain(e, value, digits));
      }
      for (const name of needs.functions.keys()) values.set(name, UNKNOWN);
      const sizes = Object.fromEntries(needs.sizes.map((n) => [n, drawn.env.sizes.get(n) ?? 2]));
      // A size that follows from no value has to be said.
      for (const given of [[...values], [...values, ["sizes", sizes] as const]]) {
        const json = JSON.stringify(Object.fromEntries(given));
        if (readValues(json, roots, model).diagnostics.every((d) => d.severity !== "error")) return json;
      }
    }
  }
  return null;
}
