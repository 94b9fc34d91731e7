/** Whether two expressions of one context have the same value, judged by numbers, with a counterexample where not. */

import type { Expr } from "../core/expr.js";
import { type Fact, type Facts, NO_FACTS } from "../core/facts.js";
import { ownOf } from "../core/own.js";
import { type DrawOptions, draw } from "../numeric/draw.js";
import { type Environment, evaluate } from "../numeric/evaluate.js";
import { holds } from "../numeric/facts.js";
import { EvaluationError } from "../numeric/fault.js";
import { largest, type Matrix, mapped, subtracted } from "../numeric/matrix.js";
import { type Random, random } from "../numeric/random.js";
import { closure } from "../ops/facts.js";

export interface Counterexample {
  /** Sizes, inputs and unknown functions at which the two differ. */
  readonly env: Environment;
  readonly left: Matrix;
  readonly right: Matrix;
  /** Row and column, counted from 1, of each entry that differs; empty where the shapes do. */
  readonly entries: readonly (readonly [number, number])[];
  /** `left` less `right`, where that is known to more digits than the two show. */
  readonly gap?: Matrix;
  /** Two kinks between which the inputs lie, where those are so near to each other that fewer digits would miss it. */
  readonly between?: string;
}

export type Agreement =
  /** `worst` is the largest difference, relative to the values. */
  | { readonly verdict: "agree"; readonly draws: number; readonly worst: number }
  | { readonly verdict: "differ"; readonly counterexample: Counterexample }
  /** No numbers could be drawn: nothing is known. */
  | { readonly verdict: "undrawn"; readonly node: Expr | null; readonly why: string };

export interface AgreeOptions extends DrawOptions {
  readonly seed?: number;
  readonly draws?: number;
  /** Largest difference relative to the larger value. */
  readonly tolerance?: number;
}

const DRAWS = 3;
const TOLERANCE = 1e-8;
/** Rounding in one evaluation, relative to the largest value on the way: a difference below it is cancellation. */
const ROUNDING = 1e-12;
/** Draws at which both are zero (a network whose units are all off) tell nothing, and so many are left out. */
const EMPTY = 20;

/**
 * Compares `a` and `b` at random sizes and inputs that satisfy the stated facts. `also` are
 * expressions whose domains the draws keep to as well: a function next to its derivative.
 */
export function agree(a: Expr, b: Expr, given: AgreeOptions = {}, also: readonly Expr[] = []): Agreement {
  const options = ownOf(given);
  const source = random(options.seed ?? 1);
  const tolerance = options.tolerance ?? TOLERANCE;
  let worst = 0;
  let draws = 0;
  let empty = 0;
  let doubted = false;
  while (draws < (options.draws ?? DRAWS)) {
    const drawn = draw([a, b, ...also], source, options);
    if (!drawn.drawn) {
      if (draws > 0) break;
      return { verdict: "undrawn", node: drawn.node, why: drawn.why };
    }
    const [left, right] = [drawn.values.get(a) as Matrix, drawn.values.get(b) as Matrix];
    if (left.rows !== right.rows || left.cols !== right.cols)
      return {
        verdict: "differ",
        counterexample: inShortNumbers(a, b, { env: drawn.env, left, right, entries: [] }, tolerance),
      };
    let way = 0;
    for (const value of drawn.values.values()) way = Math.max(way, largest(value));
    const scale = Math.max(largest(left), largest(right));
    const entries = different(left, right, tolerance * scale + ROUNDING * way);
    if (entries.length > 0) {
      const counterexample = { env: drawn.env, left, right, entries };
      return { verdict: "differ", counterexample: inShortNumbers(a, b, counterexample, tolerance) };
    }
    // Beside large values on the way a gap may be rounding; exp(-700) and half of it are told by their steadiness.
    const doubtful = different(left, right, tolerance * scale);
    if (doubtful.length > 0 && isSteady(a, b, subtracted(left, right), drawn.env, source)) {
      const counterexample = { env: drawn.env, left, right, entries: doubtful };
      // A residue of rounding can stand still at one draw; at two it is none.
      if (doubted || (options.draws ?? DRAWS) === 1) return { verdict: "differ", counterexample };
      doubted = true;
      continue;
    }
    if (scale > 0) worst = Math.max(worst, largestGap(left, right) / Math.max(scale, ROUNDING * way));
    else if (empty++ < EMPTY) continue;
    draws += 1;
  }
  return { verdict: "agree", draws, worst };
}

/** Sizes that are brought down one by one; beyond them all are brought down together. */
const MOST_SIZES = 8;
/** Draws are given up early where sizes are only tried. */
const FEW_TRIES = 20;

/**
 * A counterexample of smaller sizes, each 1 or 2 where the values still differ there: one that a
 * reader can work out by hand. `found` itself where there is none.
 */
export function smaller(
  a: Expr,
  b: Expr,
  found: Counterexample,
  options: AgreeOptions = {},
  also: readonly Expr[] = [],
): Counterexample {
  const names = [...found.env.sizes.keys()];
  if (names.length === 0) return found;
  const at = (sizes: ReadonlyMap<string, number>): Counterexample | null => {
    const given = new Map([...sizes, ...(ownOf(options).sizes ?? [])]);
    const here = agree(a, b, { ...options, sizes: given, draws: 1, tries: FEW_TRIES }, also);
    return here.verdict === "differ" && here.counterexample.entries.length > 0 ? here.counterexample : null;
  };
  let least = found;
  for (const n of [1, 2]) {
    const here = at(new Map(names.map((name) => [name, n])));
    if (here === null) continue;
    least = here;
    break;
  }
  if (names.length > MOST_SIZES) return least;
  for (const name of names) {
    const size = least.env.sizes.get(name) as number;
    for (let n = 1; n <= Math.min(2, size - 1); n++) {
      const here = at(new Map([...least.env.sizes, [name, n]]));
      if (here === null) continue;
      least = here;
      break;
    }
  }
  return least;
}

/**
 * The same with inputs of two decimals, which a reader can copy out: where the stated facts survive
 * that, and the values differ in the same entries as clearly.
 */
export function inShortNumbers(a: Expr, b: Expr, found: Counterexample, tolerance: number): Counterexample {
  const values = new Map(
    [...found.env.values].map(([name, A]) => {
      const short = mapped(A, inShort);
      return [name, [...(a.home.facts.get(name) ?? [])].every((f) => holds(f, short)) ? short : A] as const;
    }),
  );
  const env = { ...found.env, values };
  try {
    const [left, right] = evaluate([a, b], env) as readonly [Matrix, Matrix];
    const scale = Math.max(largest(left), largest(right));
    if (!Number.isFinite(scale) || (largest(left) === 0) !== (largest(found.left) === 0)) return found;
    if (left.rows !== right.rows || left.cols !== right.cols) return { env, left, right, entries: [] };
    const entries = different(left, right, Math.max(CLEAR, tolerance) * scale);
    return entries.length === found.entries.length ? { env, left, right, entries } : found;
  } catch (error) {
    if (error instanceof EvaluationError) return found;
    throw error;
  }
}

/** Two decimals; of a large number, which is sought beyond a kink, two digits. */
const inShort = (x: number): number =>
  Math.abs(x) < 100
    ? Math.round(x * 100) / 100
    : Number.isInteger(x) && Math.abs(x) > 1e15
      ? x
      : Number(x.toPrecision(2));

/** A gap that four digits show. */
const CLEAR = 1e-3;

/** Relative moves of the inputs under which a gap that is no rounding hardly moves. */
const MOVES = [1e-7, 1e-6, 1e-5];
const HARDLY = 0.1;

/** Facts that no small move keeps. */
const STIFF: readonly Fact[] = ["orthogonal", "simplex", "simplexrows", "integer"];
/** Facts that are kept where all entries move together. */
const TOGETHER: readonly Fact[] = ["symmetric", "diagonal"];

/** An input moved by a part of itself, within its facts; as it is where no such move keeps them. */
export function movedWithin(A: Matrix, facts: Facts, by: number, random: Random): Matrix {
  if (STIFF.some((f) => facts.has(f))) return A;
  const one = 1 + by * random.signed(0.5, 1);
  const together = TOGETHER.some((f) => facts.has(f));
  return mapped(A, (x) => x * (together ? one : 1 + by * random.signed(0.5, 1)));
}

/**
 * Whether the gap between two values is a function of the inputs, and not what rounding left there. `factsOf` are those
 * of an input, which keeps them as it moves.
 */
export function isSteady(
  a: Expr,
  b: Expr,
  gap: Matrix,
  env: Environment,
  random: Random,
  factsOf = (name: string): Facts => closure(a.home.facts.get(name) ?? NO_FACTS),
): boolean {
  const size = largest(gap);
  try {
    return MOVES.every((move) => {
      const moved = (name: string, A: Matrix) =>
        A.data.every(Number.isInteger) ? A : movedWithin(A, factsOf(name), move, random);
      const values = new Map([...env.values].map(([name, A]) => [name, moved(name, A)]));
      const [left, right] = evaluate([a, b], { ...env, values }) as readonly [Matrix, Matrix];
      return largest(subtracted(subtracted(left, right), gap)) <= HARDLY * size;
    });
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

export function different(left: Matrix, right: Matrix, tolerance: number): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = [];
  left.data.forEach((x, k) => {
    if (!(Math.abs(x - (right.data[k] as number)) <= tolerance))
      out.push([Math.floor(k / left.cols) + 1, (k % left.cols) + 1]);
  });
  return out;
}

const largestGap = (left: Matrix, right: Matrix): number =>
  left.data.reduce((m, x, k) => Math.max(m, Math.abs(x - (right.data[k] as number))), 0);
