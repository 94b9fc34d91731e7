/**
 * Climbs to where what is flat at every draw is not: along one coordinate after another of the inputs, from the draws
 * and from the numbers that stand in the text, by steps that grow where they help and shrink where they do not.
 */
import type { Expr } from "../core/expr.js";
import { lookup } from "../core/operands.js";
import { toNumber } from "../core/rational.js";
import { factsAt } from "../numeric/draw.js";
import { inputKeys } from "../numeric/draw-indexed.js";
import type { Environment } from "../numeric/evaluate.js";
import { filled, largest, type Matrix, mapped } from "../numeric/matrix.js";
import { closure } from "../ops/facts.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { isNonzero, termsOf } from "./flat.js";
import { below, type Kink } from "./sides.js";
import { argumentOf, inputsOf, type Look, largestOnTheWay, look, lookPrecisely, ROUNDED, type Study } from "./study.js";

/** Evaluations of one climb, and climbs for one set of parts. */
const STEPS = 400;
const STARTS = 4;
/** Numbers of the text at which climbs start. */
const MOST_NUMBERS = 12;
/** Members of a family that are put at one. */
const MOST_MEMBERS = 4;
/** Flat parts beyond which a busy model's are not sought. */
const MOST_SOUGHT = 12;
/** Coefficients that hide what they stand before. */
const TINY = 1e-12;
/** The part of the largest value on the way to a value above which that value cannot be rounding. */
const CLEAR = 1e-9;
const SHORTEST = 1e-12;

/** Looks where flat parts are moderate that no draw has seen so; a draw that differs, or null. */
export function climb(study: Study): Look | null {
  for (const k of hiddenFlats(study).slice(0, MOST_SOUGHT)) {
    const found = climbTo(study, [k]);
    if (found !== null) return found;
  }
  for (const term of faintTerms(study)) {
    const parts = new Set(below([term]));
    const flats = study.flats.filter((k) => parts.has(k.node));
    const found = flats.length > 1 ? climbTo(study, flats) : null;
    if (found !== null) return found;
  }
  return null;
}

/** The parts of the difference that are flat at every draw. */
export const hiddenFlats = ({ flats, seen }: Study): readonly Kink[] =>
  flats.filter((k) => seen.get(k)?.positive === false && inputsOf(k).length > 0);

/** Summands of the difference that are not 0, and yet so small at every draw that rounding hides them. */
export function faintTerms({ difference, ofDifference, flats, usable, overflowing }: Study): readonly Expr[] {
  if (difference === null) return [];
  const flat = new Set(flats.map((k) => k.node));
  let faint = termsOf(difference).filter((t) => below([t]).some((e) => flat.has(e) || isTiny(e)));
  let nonzero: readonly Expr[] = [];
  for (const env of faint.length === 0 ? [] : [...usable, ...overflowing]) {
    const { values, failed } = ofDifference.run(env);
    if (failed !== null) continue;
    const matrixOf = (e: Expr): Matrix => values[lookup(ofDifference.placeOf, e)] as Matrix;
    const way = largestOnTheWay([difference], matrixOf);
    faint = faint.filter((t) => largest(matrixOf(t)) <= ROUNDED * way);
    // What cancels leaves its rounding behind.
    const isClear = (e: Expr): boolean =>
      largest(matrixOf(e)) > CLEAR * below([e]).reduce((most, part) => Math.max(most, largest(matrixOf(part))), 0);
    nonzero = [...nonzero, ...faint.filter((t) => isNonzero(t, isClear))];
  }
  return faint.filter((t) => nonzero.includes(t));
}

const isTiny = (e: Expr): boolean => {
  if (!isNumber(e)) return false;
  const size = Math.abs(toNumber(rationalOf(e)));
  return size > 0 && size < TINY;
};

/** How moderate the least moderate of some parts is, positive where all are. */
function standing(flats: readonly Kink[], env: Environment): number {
  let least = Infinity;
  for (const k of flats) {
    const { values } = argumentOf(k).run(env);
    const A = values[values.length - 1];
    if (A === undefined || !Number.isFinite(largest(A))) return -Infinity;
    least = Math.min(least, Math.max(...k.signed(A).data));
  }
  return Number.isNaN(least) ? -Infinity : least;
}

function climbTo(study: Study, flats: readonly Kink[]): Look | null {
  const inputs = [...new Set(flats.flatMap(inputsOf))].filter((e) => isFree(study, e));
  const starts = startsOf(study, inputs)
    .map((env) => ({ env, at: standing(flats, env) }))
    .filter(({ at }) => at > -Infinity)
    .sort((a, b) => b.at - a.at);
  for (const start of starts.slice(0, STARTS)) {
    const env = climbed(study, flats, inputs, start);
    if (env === null) continue;
    const found = look(study, env);
    if (found.type === "differ") return found;
    // Beside a flat part that is moderate others are huge, and hide it from doubles, or overflow.
    const precise = lookPrecisely(study, env, new Map());
    if (precise?.type === "differ") return precise;
    if (found.type === "same") return null;
    if (precise?.type !== "same") continue;
    study.overflowing.push(env);
    for (const k of flats) (study.seen.get(k) as { positive: boolean }).positive = true;
    return null;
  }
  return null;
}

/** Whether the entries of an input may be moved one by one. */
const isFree = (study: Study, e: Expr): boolean => {
  const facts = closure(factsAt(study.needs, e, study.options));
  return [...facts].every((f) => f === "positive");
};

const isPositive = (study: Study, e: Expr): boolean => closure(factsAt(study.needs, e, study.options)).has("positive");

/** Draws, and draws with one input, or one member of a family, at a number that stands in the text. */
function startsOf(study: Study, inputs: readonly Expr[]): readonly Environment[] {
  const draws = study.usable.slice(-STARTS);
  const [first] = draws;
  if (first === undefined) return [];
  const numbers = study.numbers.slice(0, MOST_NUMBERS).flatMap((n) => (n === 0 ? [0] : [n, -n]));
  return [
    ...draws,
    ...inputs.flatMap((e) => {
      const fit = numbers.filter((n) => n > 0 || !isPositive(study, e));
      const keys = inputKeys(e, first.values).slice(0, MOST_MEMBERS);
      return keys.flatMap((key) => {
        const A = first.values.get(key);
        return A === undefined ? [] : fit.map((n) => withValue(first, key, filled(A.rows, A.cols, n)));
      });
    }),
  ];
}

const withValue = (env: Environment, key: string, A: Matrix): Environment => ({
  ...env,
  values: new Map([...env.values, [key, A]]),
});

/** An entry of an input, or all of them at once, by which a climb moves. */
interface Coordinate {
  /** Under which a draw has the input, or the member of a family. */
  readonly key: string;
  readonly isPositive: boolean;
  /** Null for all entries. */
  readonly entry: number | null;
  step: number;
}

function coordinatesOf(study: Study, inputs: readonly Expr[], env: Environment): readonly Coordinate[] {
  return inputs.flatMap((input) => {
    const known = { isPositive: isPositive(study, input) };
    return inputKeys(input, env.values).flatMap((key): Coordinate[] => {
      const A = env.values.get(key);
      if (A === undefined) return [];
      const step = 0.5 * Math.max(1, largest(A));
      const whole = A.data.length === 1 ? [] : [{ ...known, key, entry: null, step }];
      return [...whole, ...[...A.data].map((_, entry) => ({ ...known, key, entry, step }))];
    });
  });
}

/** The end of a climb, where all parts are moderate; null where it does not get there. */
function climbed(
  study: Study,
  flats: readonly Kink[],
  inputs: readonly Expr[],
  start: { readonly env: Environment; readonly at: number },
): Environment | null {
  let { env, at } = start;
  const coordinates = coordinatesOf(study, inputs, env);
  for (let steps = 0; at <= 0 && steps < STEPS; ) {
    let moving = false;
    for (const c of coordinates) {
      if (at > 0 || steps >= STEPS) break;
      if (Math.abs(c.step) < SHORTEST) continue;
      moving = true;
      const next = [c.step, -c.step]
        .map((step) => ({ step, env: stepped(env, c, step) }))
        .map((n) => ({ ...n, at: n.env === null ? -Infinity : standing(flats, n.env) }))
        .find((n) => n.at > at);
      steps += 2;
      c.step = next === undefined ? c.step / 3 : 2 * next.step;
      if (next !== undefined && next.env !== null) [env, at] = [next.env, next.at];
    }
    if (!moving) return null;
  }
  return at > 0 ? env : null;
}

function stepped(env: Environment, { key, entry, isPositive }: Coordinate, step: number): Environment | null {
  const A = env.values.get(key) as Matrix;
  let place = 0;
  const B = mapped(A, (x) => (entry === null || entry === place++ ? x + step : x));
  return isPositive && B.data.some((x) => x <= 0) ? null : withValue(env, key, B);
}
