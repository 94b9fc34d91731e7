/** Wrong claims made from right ones, as a slip of the pen makes them; and what truth says of a claim. */

import type { Side } from "../../src/model/model.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { largest, type Matrix, matrix, subtracted, transposeOf, vecOf } from "../../src/numeric/matrix.js";
import type { Case, Numbers, Truth } from "../numeric/cases.js";

export type Slip = "sign" | "factor" | "transpose" | "order";

const cut = (text: string, at: number, length: number, by: string): string =>
  text.slice(0, at) + by + text.slice(at + length);

/** A name that stands for a value: no number, no call, not raised, not the argument of a call of sizes. */
const NAME = /(?<![\w.])[A-Za-z]\w*(?![\w('^.])/g;
const FACTORS = /(?<![\w.^)\]] ?)([A-Za-z]\w*(?:\^-?[T1])?) ([A-Za-z]\w*(?:\^-?[T1])?)(?![\w('^.])/g;

/** Every text that one slip makes of a right one. */
export function* slips(text: string): Generator<readonly [Slip, string]> {
  yield ["sign", `-(${text})`];
  for (const { index, 1: sign } of text.matchAll(/ ([+-]) /g))
    yield ["sign", cut(text, index, 3, sign === "+" ? " - " : " + ")];
  yield ["factor", `2 (${text})`];
  for (const { index, 0: found } of text.matchAll(/(?<![\w.^])\d+(?:\.\d+)? (?=[A-Za-z(])/g))
    yield ["factor", cut(text, index, found.length, "")];
  for (const { index } of text.matchAll(/\^T/g)) yield ["transpose", cut(text, index, 2, "")];
  for (const { index, 0: name } of text.matchAll(NAME)) {
    if (/(?:eye|ones|zeros|comm|rows|cols)\([^()]*$/.test(text.slice(0, index))) continue;
    yield ["transpose", cut(text, index, name.length, `${name}^T`)];
  }
  for (const { index, 0: both, 1: a, 2: b } of text.matchAll(FACTORS))
    yield ["order", cut(text, index, both.length, `${b} ${a}`)];
}

/** Values that a case was drawn with and that its text does not state: a claim may rest on them in the numbers alone. */
const UNSTATED = new Set(["onehot", "onehotrows", "pm1", "zero1", "unit01"]);
export const restsOnNumbers = (c: Case): boolean => Object.values(c.domain ?? {}).some((d) => UNSTATED.has(d));

const matrixOf = (x: Numbers): Matrix => {
  if (typeof x === "number") return matrix(1, 1, Float64Array.of(x));
  const rows = x.map((r) => (typeof r === "number" ? [r] : [...r]));
  return matrix(rows.length, rows[0]?.length ?? 0, Float64Array.from(rows.flat()));
};

const tanh = (x: number) => Math.tanh(x);
const FUNCTIONS: readonly (readonly ((x: number) => number)[])[] = [
  [tanh, (x) => 1 - tanh(x) ** 2, (x) => -2 * tanh(x) * (1 - tanh(x) ** 2)],
  [Math.sin, Math.cos, (x) => -Math.sin(x)],
];

/** The names of a case with the numbers that its truth was worked out at: its functions are tanh and sin. */
function environment(c: Case, truth: Truth): Environment {
  const functions = new Map<string, (x: number) => number>();
  Object.entries(c.decl)
    .filter(([, kind]) => kind === "function")
    .forEach(([name], i) => {
      for (const [primes, f] of (FUNCTIONS[i] ?? []).entries()) functions.set(name + "'".repeat(primes), f);
    });
  return {
    sizes: new Map(Object.entries(truth.dims)),
    values: new Map(Object.entries(truth.inputs).map(([name, x]) => [name, matrixOf(x)])),
    functions,
  };
}

/** Agreement of a value with the derivative at some numbers, in gradient or Jacobian layout. */
export type Relation = "equal" | "transposed" | "neither";

/** The relation of a side to the derivative at the case's numbers, which the engine had no part in. */
export function relation(c: Case, truths: readonly Truth[], value: Side["value"]): Relation {
  if (value === null) return "neither";
  const at = truths.map((truth): Relation => {
    const v = evaluate([value], environment(c, truth))[0] as Matrix;
    const D = matrixOf(truth.derivative);
    const known = [D, ...(truth.layout === "gradient" ? [transposeOf(vecOf(D))] : [])];
    if (truth.layout === "by-scalar") known.push(vecOf(D));
    if (truth.layout === "jacobian" && D.rows === 1) known.push(...unrolled(c, truth, D));
    const holds = (A: Matrix) => known.some((K) => close(A, K));
    return holds(v) ? "equal" : holds(transposeOf(v)) ? "transposed" : "neither";
  });
  return at.includes("neither") ? "neither" : at.includes("transposed") ? "transposed" : "equal";
}

/** The row of a scalar's Jacobian in the shape of the variable. */
function unrolled(c: Case, truth: Truth, row: Matrix): readonly Matrix[] {
  const x = truth.inputs[c.wrt];
  if (x === undefined) return [];
  const like = matrixOf(x);
  return [transposeOf(matrix(like.cols, like.rows, row.data))];
}

const close = (A: Matrix, B: Matrix): boolean =>
  A.rows === B.rows && A.cols === B.cols && largest(subtracted(A, B)) <= 1e-8 * Math.max(1e-3, largest(A), largest(B));
