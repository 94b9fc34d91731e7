/** A rule in numbers small enough to be worked out again on paper. */
import type { Expr } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { read } from "../elaborate/parse.js";
import type { Model } from "../model/model.js";
import { inputsBehind } from "../model/questions.js";
import { type Environment, evaluate } from "../numeric/evaluate.js";
import { EvaluationError } from "../numeric/fault.js";
import { fromRows, type Matrix, mapped, matrix, toRows } from "../numeric/matrix.js";
import { factsOf } from "../ops/facts.js";
import { nameOf } from "../ops/symbol.js";
import { unicodeName } from "../print/unicode.js";
import { numbersText } from "./counterexample.js";

const SIZES: ReadonlyMap<string, number> = new Map(
  [..."abcdefghijklmnopqrstuvwxyzDKNT"].map((letter) => [letter, letter === "m" || letter === "q" ? 3 : 2] as const),
);

/** Unknown functions are squares, so that their slopes are seen. */
const FUNCTIONS: ReadonlyMap<string, (x: number) => number> = new Map(
  ["f", "g", "phi"].flatMap((f) => [
    [f, (x: number) => x * x] as const,
    [`${f}'`, (x: number) => 2 * x] as const,
    [`${f}''`, () => 2] as const,
  ]),
);

/** Entries of one value that a reader would copy out. */
const MOST_ENTRIES = 12;
const STEP = 0.001;
const DIGITS = 4;

const sizeOf = (d: string): number => {
  const known = SIZES.get(d);
  if (known !== undefined) return known;
  const n = Number(d);
  if (Number.isInteger(n)) return n;
  // A size like n + 1 or n m.
  const numbers = d.replace(/[A-Za-z]+/g, (name) => String(SIZES.get(name) ?? 2)).replace(/(\d) (?=\d)/g, "$1*");
  return numbers.split("+").reduce((sum, t) => sum + t.split("*").reduce((x, f) => x * Number(f.trim()), 1), 0);
};

/** Whole numbers from 1 to 4 in a pattern that is neither symmetric nor singular. */
const plain = (rows: number, cols: number, k: number): Matrix =>
  matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, at) => ((at * 2 + Math.floor(at / cols) + k) % 4) + 1),
  );

/** Numbers that a fact asks for. */
function numbersFor(rows: number, cols: number, facts: ReadonlySet<Fact>, k: number): Matrix {
  const of = (entry: (i: number, j: number) => number) =>
    fromRows(Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => entry(i, j))));
  if (facts.has("onehot")) return of((i) => (i === 0 ? 1 : 0));
  if (facts.has("simplex")) return of(() => 1 / rows);
  if (facts.has("simplexrows")) return of(() => 1 / cols);
  if (facts.has("diagonal")) return of((i, j) => (i === j ? i + 2 : 0));
  if (facts.has("orthogonal")) return of((i, j) => ((i + 1) % rows === j ? 1 : 0));
  if (facts.has("posdef") || facts.has("symmetric")) return of((i, j) => (i === j ? i + 2 : 1));
  return plain(rows, cols, k);
}

function environmentOf(model: Model, inputs: readonly Expr[]): Environment {
  const values = new Map(
    inputs.map((x, k) => [
      nameOf(x),
      numbersFor(sizeOf(String(x.shape.rows)), sizeOf(String(x.shape.cols)), factsOf(x), k),
    ]),
  );
  // A model may hold names that no input stands for: they have a value all the same.
  for (const s of model.symbols.values())
    if (!values.has(s.name) && s.role === "input" && s.kind !== "function")
      values.set(s.name, plain(sizeOf(String(s.shape.rows)), sizeOf(String(s.shape.cols)), 0));
  return { sizes: SIZES, values, functions: FUNCTIONS };
}

const shown = (A: Matrix): string =>
  A.data.length === 1 ? numbersText(A.data[0] as number, DIGITS) : numbersText(toRows(A), DIGITS);

const small = (A: Matrix): boolean => A.data.length <= MOST_ENTRIES && A.data.every(Number.isFinite);

const given = (values: Environment["values"]): string =>
  [...values].map(([name, A]) => `${unicodeName(name)} = ${shown(A)}`).join(", ");

/** Null where there are no numbers to show: a value is too large, or not defined at these. */
function unlessUndefined(work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Both sides of a law in numbers: `with x = [1; 3]: 5 on both sides`. */
export function bothSides(model: Model, left: Expr, right: Expr): string | null {
  return unlessUndefined(() => {
    const last = model.equations[model.equations.length - 1];
    const env = environmentOf(model, last === undefined ? [] : inputsBehind(model, last.symbol));
    const used = new Map([...env.values].filter(([name]) => model.source.includes(name) || env.values.size === 1));
    const [L, R] = evaluate([left, right], env);
    if (L === undefined || R === undefined || !small(L) || !small(R) || [...used.values()].some((A) => !small(A)))
      return null;
    const near = L.data.every((x, i) => Math.abs(x - (R.data[i] as number)) <= 1e-9 * (1 + Math.abs(x)));
    if (!near) return null;
    return `${used.size === 0 ? "" : `with ${given(used)}: `}${shown(L)} on both sides`;
  });
}

/** Both sides of an equation that is written as `left = …; right = …`. */
export function sidesOf(source: string): string | null {
  const model = read(source);
  const [left, right] = ["left", "right"].map((name) => model.equations.find((q) => q.name === name)?.value);
  if (left === undefined || right === undefined) return null;
  return bothSides(model, left, right);
}

/** A derivative in numbers: the first entry of x moves by 0.001, and y with it. */
export function slope(model: Model, y: Expr, x: Expr, jacobianAt: (env: Environment) => Matrix): string | null {
  // The arc sine is defined below 1, the inverse of cosh above it.
  for (const scaled of [1, 0.5, 2]) {
    const text = slopeAt(model, y, x, jacobianAt, scaled);
    if (text !== null) return text;
  }
  return null;
}

function slopeAt(
  model: Model,
  y: Expr,
  x: Expr,
  jacobianAt: (env: Environment) => Matrix,
  scaled: number,
): string | null {
  return unlessUndefined(() => {
    const last = model.equations[model.equations.length - 1];
    const whole = environmentOf(model, last === undefined ? [x] : inputsBehind(model, last.symbol));
    const values = new Map([...whole.values].map(([name, A]) => [name, mapped(A, (v) => v * scaled)] as const));
    const env: Environment = { ...whole, values };
    const X = env.values.get(nameOf(x));
    if (X === undefined) return null;
    const moved = matrix(
      X.rows,
      X.cols,
      Float64Array.from(X.data, (v, i) => (i === 0 ? v + STEP : v)),
    );
    const [before] = evaluate([y], env);
    const [after] = evaluate([y], { ...env, values: new Map([...env.values, [nameOf(x), moved]]) });
    if (before === undefined || after === undefined || [...env.values.values()].some((A) => !small(A))) return null;
    const at = before.data.findIndex((v, i) => Math.abs(v - (after.data[i] as number)) > STEP * STEP);
    if (at < 0) return null;
    const column = (at % before.cols) * before.rows + Math.floor(at / before.cols);
    const J = jacobianAt(env);
    const exact = J.data[column * J.cols] as number;
    const quotient = ((after.data[at] as number) - (before.data[at] as number)) / STEP;
    if (!Number.isFinite(quotient) || !Number.isFinite(exact)) return null;
    const of =
      before.data.length === 1 ? "the value" : `entry (${Math.floor(at / before.cols) + 1}, ${(at % before.cols) + 1})`;
    const entry = X.data.length === 1 ? unicodeName(nameOf(x)) : `the first entry of ${unicodeName(nameOf(x))}`;
    return `with ${given(env.values)}: moving ${entry} by ${STEP} moves ${of} by ${numbersText(quotient, DIGITS)} times that; the derivative is ${numbersText(exact, DIGITS)}`;
  });
}
