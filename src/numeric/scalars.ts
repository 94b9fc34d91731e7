/** Unknown scalar functions of arrays in numbers: a value, and its gradient by each operand. */
import { seedOf } from "./counting.js";
import { type Matrix, matrix } from "./matrix.js";
import { random } from "./random.js";

export interface ScalarValue {
  readonly value: number;
  /** Of the shapes of the operands. */
  readonly slopes: readonly Matrix[];
}

export type ScalarOf = (operands: readonly Matrix[]) => ScalarValue;

/** The numbers of one entry: a x + b x² / 2, and c x within the sine. */
export type Weights = readonly [a: number, b: number, c: number];

/** Two decimals, so that they are exact to a reader. */
const rounded = (x: number): number => Math.round(x * 100) / 100;

/** The weights of the first entries under a key. */
export function weightsOf(key: string, seed: number, count: number): readonly Weights[] {
  const source = random(seedOf(key, seed));
  return Array.from({ length: count }, (): Weights => {
    const [a, b, c] = [source.signed(0.3, 1), source.signed(0.3, 1), source.signed(0.3, 0.9)];
    return [rounded(a), rounded(b), rounded(c)];
  });
}

const SEEDS = new WeakMap<(key: string) => ScalarOf, number>();

/** The seed that functions were drawn with, for evaluation at more digits; null for any other. */
export const seedOfScalars = (scalars: (key: string) => ScalarOf | undefined): number | null =>
  SEEDS.get(scalars as (key: string) => ScalarOf) ?? null;

/** Functions for all names: sin(Σ c x) + Σ (a x + b x² / 2) over all entries, with weights that a seed and the name give. */
export function drawnScalars(seed: number): (key: string) => ScalarOf {
  const of =
    (key: string): ScalarOf =>
    (operands) => {
      const x = operands.flatMap((A) => [...A.data]);
      const weights = weightsOf(key, seed, x.length);
      let [inner, value] = [0, 0];
      for (const [k, [a, b, c]] of weights.entries()) {
        const t = x[k] as number;
        inner += c * t;
        value += a * t + (b * t * t) / 2;
      }
      const slope = weights.map(([a, b, c], k) => a + b * (x[k] as number) + c * Math.cos(inner));
      let from = 0;
      const slopes = operands.map((A) => {
        const own = slope.slice(from, from + A.data.length);
        from += A.data.length;
        return matrix(A.rows, A.cols, Float64Array.from(own));
      });
      return { value: value + Math.sin(inner), slopes };
    };
  SEEDS.set(of, seed);
  return of;
}
