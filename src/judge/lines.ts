/**
 * Lines through the inputs, and the places on them at which some kink changes its side, in order: in doubles first,
 * and at 64 digits where doubles cannot tell two places apart.
 */
import type { Facts } from "../core/facts.js";
import type { Decimal } from "../numeric/decimal.js";
import { factsAt, givenIn } from "../numeric/draw.js";
import { inputKeys } from "../numeric/draw-indexed.js";
import type { Environment } from "../numeric/evaluate.js";
import { added, largest, type Matrix, scaled } from "../numeric/matrix.js";
import { decimals, type PreciseMatrix, type PreciseValues, preciseLine, precisely } from "../numeric/precise.js";
import { closure } from "../ops/facts.js";
import type { Kink } from "./sides.js";
import { argumentOf, isPositiveBy, preciseFactsOf, ROUNDED, type Study } from "./study.js";

/** Inputs that move along a line: those of `from` at 0, those of `to` at 1, and beyond as far as their facts allow. */
export interface Line {
  readonly from: Environment;
  readonly to: Environment;
  readonly low: number;
  readonly high: number;
  readonly at: (t: number) => Environment;
  /** The inputs at 64 digits; null where there are no more digits. */
  readonly precisely: (t: Decimal) => PreciseValues | null;
}

/** Facts that what lies between two inputs has, but nothing beyond them; and those that it does not have. */
const BETWEEN = ["posdef", "invertible"] as const;
const NOWHERE_ELSE = ["orthogonal", "integer", "onehot"] as const;

/** The line through two draws of equal sizes; null where what lies between them has not the facts of the inputs. */
export function lineThrough(study: Study, from: Environment, to: Environment): Line | null {
  const moving: { readonly key: string; readonly from: Matrix; readonly to: Matrix; readonly facts: Facts }[] = [];
  let [low, high] = [-Infinity, Infinity];
  for (const e of givenIn(study.needs)) {
    const facts = closure(factsAt(study.needs, e, study.options));
    const has = (f: (typeof NOWHERE_ELSE | typeof BETWEEN)[number]) => facts.has(f);
    for (const key of inputKeys(e, from.values)) {
      const [A, B] = [from.values.get(key), to.values.get(key)];
      if (A === undefined || B === undefined || A === B) continue;
      if (NOWHERE_ELSE.some(has)) return null;
      if (BETWEEN.some(has)) [low, high] = [Math.max(low, 0), Math.min(high, 1)];
      if (isPositiveBy(facts))
        A.data.forEach((a, k) => {
          const way = (B.data[k] as number) - a;
          if (way > 0) low = Math.max(low, -a / way);
          if (way < 0) high = Math.min(high, -a / way);
        });
      moving.push({ key, from: A, to: B, facts });
    }
  }
  if (moving.length === 0) return null;
  // Only what is asked for more digits loads the arithmetic for them.
  let precise: ReturnType<typeof preciseLine> | undefined;
  const at = (t: number): Environment => ({
    ...from,
    values: new Map([
      ...from.values,
      ...moving.map(({ key, from: A, to: B }) => [key, added(scaled(1 - t, A), scaled(t, B))] as const),
    ]),
  });
  const precisely = (t: Decimal): PreciseValues | null => {
    precise ??= preciseLine(moving);
    return precise?.(t) ?? null;
  };
  return { from, to, low, high, at, precisely };
}

/** A place on a line at which an entry of a kink's argument changes its sign, between two numbers. */
export interface Place {
  readonly kink: Kink;
  readonly entry: number;
  readonly low: number;
  readonly high: number;
}

/** Steps between the two ends of a line, and the shortest and the longest beyond them, each twice the one before. */
const BETWEEN_STEPS = 8;
const SHORTEST = 2 ** -8;
const DOUBLINGS = 26;

/** Numbers on a line at which kinks are looked at first. */
function gridOf({ low, high }: Line): readonly number[] {
  const all: number[] = [];
  for (let k = DOUBLINGS; k >= 0; k--) all.push(-SHORTEST * 2 ** k);
  for (let k = 0; k <= BETWEEN_STEPS; k++) all.push(k / BETWEEN_STEPS);
  for (let k = 0; k <= DOUBLINGS; k++) all.push(1 + SHORTEST * 2 ** k);
  const inside = all.filter((t) => t > low && t < high);
  // Just inside, for at its end an entry that is to be positive is 0.
  const end = (t: number): readonly number[] => (Number.isFinite(t) ? [t - 1e-9 * (t - 0.5)] : []);
  return [...end(low), ...inside, ...end(high)];
}

/** Evaluations that find a place, or the least number between two. */
const STEPS = 60;

interface Values {
  readonly data: Float64Array;
  /** Below this a value is rounding. */
  readonly rounding: number;
}

/** The values whose signs are the sides of a kink, along a line. */
function along(study: Study, line: Line, k: Kink): (t: number) => Values | null {
  return (t) => {
    const { values } = argumentOf(k).run(line.at(t));
    study.work += values.reduce((sum, B) => sum + (B?.data.length ?? 0), 0);
    const A = values[values.length - 1];
    if (A === undefined || !Number.isFinite(largest(A))) return null;
    const way = values.reduce((most, B) => Math.max(most, B === undefined ? 0 : largest(B)), 0);
    return { data: k.signed(A).data, rounding: ROUNDED * way };
  };
}

interface Point {
  readonly t: number;
  readonly x: number;
  readonly rounding: number;
}

/** The places of a kink on a line. */
export function placesOf(study: Study, line: Line, kink: Kink): readonly Place[] {
  const f = along(study, line, kink);
  const grid = gridOf(line);
  const seen = grid.map(f);
  const found: Place[] = [];
  const count = seen.find((v) => v !== null)?.data.length ?? 0;
  for (let entry = 0; entry < count; entry++) {
    const value = (t: number): number => f(t)?.data[entry] ?? Number.NaN;
    // What may be rounding is on no side, but where more digits say on which.
    let noise = 0;
    const points = grid.flatMap((t, i) => {
      const { data, rounding } = seen[i] ?? { data: [], rounding: 0 };
      const x = data[entry];
      if (x === undefined || x === 0) return [];
      if (Math.abs(x) > rounding) return [{ t, x, rounding }];
      if (noise >= MOST_NOISE || !isCertain(study, line, kink, entry, t, x)) noise += 1;
      else return [{ t, x, rounding }];
      return [];
    });
    const add = (low: number, high: number): void => {
      const place = changeBetween(value, low, high);
      if (place !== null) found.push({ kink, entry, ...place });
    };
    for (let i = 0; i + 1 < points.length; i++) {
      const [before, here, after] = [points[i - 1], points[i] as Point, points[i + 1] as Point];
      if (here.x * after.x < 0) add(here.t, after.t);
      // The other side may be met and left again within two steps.
      if (before === undefined || before.x * here.x < 0 || here.x * after.x < 0) continue;
      if (!(Math.abs(here.x) < Math.abs(before.x) && Math.abs(here.x) <= Math.abs(after.x))) continue;
      const least = leastBetween(value, before.t, after.t, Math.sign(here.x), here.rounding);
      if (least === null) continue;
      add(before.t, least);
      add(least, after.t);
    }
  }
  return found;
}

/** Values of one entry that are rounding before all others that may be are taken for it. */
const MOST_NOISE = 2;
/** How far a value that may be rounding is from what it is at 64 digits, relative to it, where it is none. */
const CERTAIN = 1e-3;

/** Whether a small value is what it is, as that of 1e-14 − relu(b) for a negative b, and no rounding. */
function isCertain(study: Study, line: Line, kink: Kink, entry: number, t: number, x: number): boolean {
  const make = decimals();
  const given = make === null ? null : line.precisely(make(t));
  const exact = given === null ? undefined : preciseSidesOf(study, kink, line.from, given)?.data[entry];
  return exact?.isFinite() === true && Math.abs(exact.toNumber() - x) <= CERTAIN * Math.abs(x);
}

/** Where a function changes its sign, to the last bits; null where it has no value on the way. */
function changeBetween(f: (t: number) => number, low: number, high: number): { low: number; high: number } | null {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (!(fa * fb < 0)) return null;
  let side = 0;
  for (let step = 0; step < STEPS && b - a > 2 * ulp(a, b); step++) {
    // The Illinois rule: of an end that stays, half the value, so that both ends close in.
    const secant = step % 4 === 3 ? (a + b) / 2 : a - (fa * (b - a)) / (fb - fa);
    const t = Math.min(Math.max(secant, a + ulp(a, b)), b - ulp(a, b));
    if (!(t > a && t < b)) break;
    const ft = f(t);
    if (Number.isNaN(ft)) return null;
    if (ft === 0) return { low: t - 2 * ulp(a, b), high: t + 2 * ulp(a, b) };
    if (ft * fa > 0) {
      [a, fa] = [t, ft];
      if (side < 0) fb /= 2;
      side = -1;
    } else {
      [b, fb] = [t, ft];
      if (side > 0) fa /= 2;
      side = 1;
    }
  }
  return { low: a, high: b };
}

const ulp = (a: number, b: number): number => 2 ** -52 * Math.max(Math.abs(a), Math.abs(b), 1e-300);

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** A number between two at which `sign` times a function is negative; null where none is found. */
function leastBetween(
  f: (t: number) => number,
  low: number,
  high: number,
  sign: number,
  rounding: number,
): number | null {
  let [a, b] = [low, high];
  let [s, t] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [fs, ft] = [sign * f(s), sign * f(t)];
  for (let step = 0; step < STEPS / 2; step++) {
    if (fs < -rounding) return s;
    if (ft < -rounding) return t;
    if (Number.isNaN(fs) || Number.isNaN(ft)) return null;
    if (fs < ft) {
      [b, t, ft] = [t, s, fs];
      s = b - GOLDEN * (b - a);
      fs = sign * f(s);
    } else {
      [a, s, fs] = [s, t, ft];
      t = a + GOLDEN * (b - a);
      ft = sign * f(t);
    }
  }
  return null;
}

/** Places this near to each other are one, if nothing shows that they are not. */
const ONE = 1e-48;
/** Steps to 50 digits, of a bisection at the worst. */
const PRECISE_STEPS = 240;

/** The values whose signs are the sides of a kink, at 64 digits. */
export function preciseSidesOf(study: Study, kink: Kink, env: Environment, given: PreciseValues): PreciseMatrix | null {
  const found = precisely(argumentOf(kink), [kink.argument], env, preciseFactsOf(study), given);
  return found === null ? null : kink.signedPrecisely(found.values[0] as PreciseMatrix);
}

/** Where a place is at 64 digits; null where that is not known. */
export function preciselyAt(study: Study, line: Line, { kink, entry, low, high }: Place): Decimal | null {
  const make = decimals();
  if (make === null || line.precisely(make(low)) === null) return null;
  const at = (t: Decimal): PreciseValues => line.precisely(t) as PreciseValues;
  const f = (t: Decimal): Decimal | null => {
    const x = preciseSidesOf(study, kink, line.from, at(t))?.data[entry];
    return x === undefined || !x.isFinite() ? null : x;
  };
  const size = 1 + Math.max(Math.abs(low), Math.abs(high));
  for (let wide = 1e-14; wide < 1e-5; wide *= 100) {
    let [a, b] = [make(low - wide * size), make(high + wide * size)];
    let [fa, fb] = [f(a), f(b)];
    if (fa === null || fb === null) return null;
    if (fa.isZero()) return a;
    if (fb.isZero()) return b;
    if (fa.cmp(0) === fb.cmp(0)) continue;
    let side = 0;
    for (let step = 0; step < PRECISE_STEPS && b.minus(a).cmp(ONE / 100) > 0; step++) {
      const way = b.minus(a);
      const secant: Decimal = a.minus(fa.times(way).div(fb.minus(fa)));
      const t: Decimal = step % 4 !== 3 && secant.cmp(a) > 0 && secant.cmp(b) < 0 ? secant : a.plus(way.div(2));
      const ft = f(t);
      if (ft === null) return null;
      if (ft.isZero()) return t;
      if (ft.cmp(0) === fa.cmp(0)) {
        [a, fa] = [t, ft];
        if (side < 0) fb = fb.div(2);
        side = -1;
      } else {
        [b, fb] = [t, ft];
        if (side > 0) fa = fa.div(2);
        side = 1;
      }
    }
    return a;
  }
  return null;
}

/** Whether two places at 64 digits are one. */
export const areOne = (a: Decimal, b: Decimal): boolean =>
  a
    .minus(b)
    .abs()
    .cmp(ONE * (1 + Math.abs(a.toNumber()))) <= 0;
