/**
 * Whether what asks something of its operands (an inverse, a division) has a value at all, and at every draw.
 *
 * A determinant or divisor that is no piecewise function and is 0 at every draw is 0 everywhere: `I − 11ᵀ/n` has no
 * inverse, whatever n is. One that is not 0 at any draw is 0 on a set without interior.
 */

import { type Expr, memoOf } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { has } from "../core/own.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { factsOf } from "../ops/facts.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { isSymbol } from "../ops/symbol.js";
import { environment, type Failure, isComfortable, type Needs, needsOf, sizesFor } from "./draw.js";
import { type Environment, isIndexed, meaningOf, type Program, programOf, throughMeanings } from "./evaluate.js";
import { condition, largest, type Matrix } from "./matrix.js";
import { type Random, random } from "./random.js";

/** What must not be 0: each entry of a divisor, the determinant of a matrix. */
export interface Divisor {
  readonly node: Expr;
  readonly of: Expr;
  readonly is: "entry" | "determinant";
}

/** The divisor of a node, or null where it has none or none that could be 0 by what is known of it. */
export function divisorOf(e: Expr): Divisor | null {
  const { name } = e.op;
  if (name === "inverse" || name === "logdet") return determinantOf(e, operand(e));
  const k = e.args[1];
  if (k === undefined || !isNumber(k) || rationalOf(k).numerator >= 0) return null;
  if (name === "matrixpower") return determinantOf(e, operand(e));
  if (name !== "power" || rationalOf(k).denominator !== 1) return null;
  const of = operand(e);
  return factsOf(of).has("positive") || isNumber(of) ? null : { node: e, of, is: "entry" };
}

const determinantOf = (node: Expr, of: Expr): Divisor | null =>
  factsOf(of).has("invertible") ? null : { node, of, is: "determinant" };

/** How often a divisor is not 0, at draws of every sign, magnitude and size. */
export type Presence =
  /** At every draw. */
  | "always"
  | "sometimes"
  /** At no draw, and no kink hides another. */
  | "never"
  /** The same, but where every size is 1. */
  | "at sizes of 1"
  /** There were too few draws, or rounding hides whether it is 0. */
  | "unknown";

const KEY = Symbol("how often divisors are not 0");

export function presenceOf({ of, is }: Divisor): Presence {
  if (isInput(of)) return "always";
  const known = memoOf(of.home, KEY, () => ({
    entry: new Map<Expr, Presence>(),
    determinant: new Map<Expr, Presence>(),
  }));
  const found = known[is].get(of) ?? drawn(of, is);
  known[is].set(of, found);
  return found;
}

const isInput = (e: Expr): boolean => isSymbol(e) && meaningOf(e) === null;

/** Expressions beyond this many nodes are not looked at. */
const LARGE = 3000;
/** Draws, and how many of them say something. */
const DRAWS = 10;
const FEWEST = 4;
const MAGNITUDES = [1, 0.3, 3, 1, 0.03, 10];
const SEED = 11;

function drawn(of: Expr, is: Divisor["is"]): Presence {
  const nodes = walk([of], undefined, throughMeanings);
  if (nodes.length > LARGE || nodes.some(isIndexed)) return "unknown";
  const needs = needsOf([of], undefined);
  const program = programOf([of]);
  const source = random(SEED);
  const counts = { clear: 0, zero: 0, unclear: 0 };
  for (let i = 0; i < DRAWS; i++) {
    const at = clearness(program, environmentAt(needs, i, source), of, is);
    if (at !== null) counts[at] += 1;
    if (counts.clear > 0 && counts.zero > 0) return "sometimes";
  }
  if (counts.clear + counts.zero + counts.unclear < FEWEST) return "unknown";
  const single = needs.sizes.length === 0 ? null : clearness(program, atOnes(needs, source), of, is);
  if (counts.unclear > 0) return counts.clear > 0 ? "sometimes" : "unknown";
  if (counts.clear > 0) return single === null || single === "clear" ? "always" : "sometimes";
  if (nodes.some(isPiecewise)) return "unknown";
  return single === "clear" ? "at sizes of 1" : "never";
}

/** Whether the form of a node changes at some values of its operands. */
export function isPiecewise(e: Expr): boolean {
  const { name } = e.op;
  if (name === "maximum" || name === "minimum" || name === "norm1") return true;
  if (name !== "apply") return false;
  const f = e.home.functions.get(e.data as string);
  return f !== undefined && (f.formula !== undefined || f.kinks !== undefined);
}

/** Inputs of the i-th draw: both signs, several magnitudes, sizes that differ or are equal. */
function environmentAt(needs: Needs, i: number, source: Random): Environment | null {
  const equal = i % 3 === 2 ? sizesOf(needs, 3) : null;
  const magnitude = MAGNITUDES[i % MAGNITUDES.length] as number;
  const style = { positive: i % 4 === 1, negative: i % 4 === 3, magnitude };
  return found(environment(needs, equal ?? sizesFor(needs, new Map(), source), source, {}, () => style));
}

function atOnes(needs: Needs, source: Random): Environment | null {
  const sizes = sizesOf(needs, 1);
  return sizes && found(environment(needs, sizes, source, {}, () => ({ positive: false, magnitude: 1 })));
}

/** All sizes equal, or null where that does not fit. */
function sizesOf(needs: Needs, n: number): ReadonlyMap<string, number> | null {
  const sizes = new Map(needs.sizes.map((name) => [name, n] as const));
  return isComfortable(needs, sizes) ? sizes : null;
}

const found = (env: Environment | Failure): Environment | null => (has(env, "why") ? null : env);

/** A value is 0 to rounding below this, and clearly not 0 above the other, relative to the largest on the way to it. */
const ROUNDED = 4e-14;
const CLEAR = 1e-11;
/** A matrix of a condition number above this is singular to rounding. */
const SINGULAR = 1e13;
const CONDITIONED = 1e9;
/** Values beyond which nothing is said. */
const HUGE = 1e100;

function clearness(
  program: Program,
  env: Environment | null,
  of: Expr,
  is: Divisor["is"],
): "clear" | "zero" | "unclear" | null {
  if (env === null) return null;
  const { values } = program.run(env);
  const X = values[program.placeOf.get(of) as number];
  if (X === undefined) return null;
  let way = 0;
  for (const A of values) way = Math.max(way, largest(A as Matrix));
  // A NaN compares as false.
  if (!(way < HUGE)) return null;
  if (is === "entry") {
    const least = X.data.reduce((m, x) => Math.min(m, Math.abs(x)), Infinity);
    return least <= ROUNDED * way ? "zero" : least > CLEAR * way ? "clear" : "unclear";
  }
  const c = condition(X);
  if (!(c < SINGULAR)) return "zero";
  const smallest = largest(X) / c;
  if (smallest <= ROUNDED * way) return "zero";
  return c < CONDITIONED && smallest > CLEAR * way ? "clear" : "unclear";
}

const NEVER = Symbol("divisors that are never there");

/** The first node at or below a root that has no value whatever the inputs are; asked once of each node. */
function firstNever(root: Expr): Expr | null {
  const known = memoOf(root.home, NEVER, () => new Map<Expr, Expr | null>());
  for (const e of walk([root], (x) => known.has(x), throughMeanings)) {
    const below = throughMeanings(e).map((part) => known.get(part));
    known.set(e, below.find((n) => n !== null && n !== undefined) ?? (isNever(e) ? e : null));
  }
  return known.get(root) ?? null;
}

function isNever(e: Expr): boolean {
  const divisor = divisorOf(e);
  return divisor !== null && ["never", "at sizes of 1"].includes(presenceOf(divisor));
}

/** Why something below some roots has no value whatever the inputs are; null where nothing is known to have none. */
export function neverDefined(roots: readonly Expr[], print: (e: Expr) => string): string | null {
  for (const root of roots) {
    const e = firstNever(root);
    if (e === null) continue;
    const divisor = divisorOf(e) as Divisor;
    const { of, is } = divisor;
    const whatever = `whatever its inputs are${presenceOf(divisor) === "never" ? "" : ", unless every size is 1"}`;
    if (is === "determinant") return `${print(of)} has no inverse, ${whatever}`;
    return `${isScalar(of.shape) ? print(of) : `an entry of ${print(of)}`} is divided by, which is 0, ${whatever}`;
  }
  return null;
}
