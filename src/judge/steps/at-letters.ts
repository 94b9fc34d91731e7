/**
 * Two values with letters, at each value of these by itself. Where one of them takes something beyond its range, h_{t+1}
 * at the last t, the line says nothing, and is not held to it.
 */
import type { Expr } from "../../core/expr.js";
import { draw, readsBeyond } from "../../numeric/draw.js";
import { countingIn, type Environment, evaluate } from "../../numeric/evaluate.js";
import { largest, type Matrix } from "../../numeric/matrix.js";
import { random } from "../../numeric/random.js";
import { type Expression, operands, postorder, type Range } from "../../parse/ast.js";
import { type Counterexample, different, inShortNumbers } from "../agree.js";
import { lettersIn } from "../letters.js";

const TOLERANCE = 1e-8;
const SEED = 7;
/** Letters at which a line may be limited: `for t in 1..T-1`. */
export type Limits = ReadonlyMap<string, (env: Environment) => readonly [number, number]>;

export const NO_LIMITS: Limits = new Map();

interface LettersOptions {
  /** Models that are looked at. */
  readonly models: number;
  readonly limits: Limits;
  readonly sizes?: ReadonlyMap<string, number>;
}

/** Null where nothing could be drawn, or nothing was asked within ranges. */
export function differAtLetters(
  v: Expr,
  t: Expr,
  also: readonly Expr[],
  { models, limits, sizes }: LettersOptions,
): Counterexample | "same" | null {
  const letters = lettersIn([v, t, ...also]);
  const source = random(SEED);
  let compared = false;
  for (let k = 0; k < models; k++) {
    const drawn = draw([v, t, ...also], source, {
      smooth: also.length === 0 ? [t] : also,
      ...(sizes === undefined ? {} : { sizes }),
    });
    if (!drawn.drawn) break;
    const { axes: _, ...env } = drawn.env;
    const count = countingIn(env);
    for (const where of count.box(letters)) {
      const isWithin = letters.every((i) => {
        const [lo, hi] = limits.get(i.letter)?.(env) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        const n = where.get(i) ?? lo;
        return n >= lo && n <= hi;
      });
      const here = { ...env, letters: where };
      if (!isWithin || readsBeyond([v, t], here)) continue;
      const [left, right] = evaluate([v, t], here) as readonly [Matrix, Matrix];
      compared = true;
      const scale = Math.max(largest(left), largest(right), 1e-3);
      const entries = different(left, right, TOLERANCE * scale);
      if (entries.length > 0) return inShortNumbers(v, t, { env: here, left, right, entries }, TOLERANCE);
    }
  }
  return compared ? "same" : null;
}

/** The limits that stand behind a line. */
export function limitsOf(ranges: readonly Range[]): Limits {
  const out = new Map<string, (env: Environment) => readonly [number, number]>();
  for (const { letters, from, to } of ranges)
    for (const { name } of letters)
      out.set(name, (env) => [
        from === null ? Number.NEGATIVE_INFINITY : sizeAt(from, env),
        to === null ? Number.POSITIVE_INFINITY : sizeAt(to, env),
      ]);
  return out;
}

/** A size or a number with what is added to it; NaN for anything else, which nothing is within. */
function sizeAt(root: Expression, { sizes }: Environment): number {
  const stack: number[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    if (e.type === "number") stack.push(Number(e.value));
    else if (e.type === "name") stack.push(sizes.get(e.name) ?? Number.NaN);
    else if (e.type === "group") stack.push(parts[0] as number);
    else if (e.type === "sum") stack.push(e.terms.reduce((n, { sign }, i) => n + sign * (parts[i] as number), 0));
    else stack.push(Number.NaN);
  }
  return stack[0] ?? Number.NaN;
}
