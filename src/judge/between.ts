/**
 * Looks between kinks, however near they are to each other: along lines through the inputs every kink's places are
 * found and put in order, and between any two that follow each other a claim is looked at.
 */

import type { Decimal } from "../numeric/decimal.js";
import { factsAt } from "../numeric/draw.js";
import { inputKeys } from "../numeric/draw-indexed.js";
import type { Environment } from "../numeric/evaluate.js";
import { added, largest, type Matrix, mapped, matrix, scaled } from "../numeric/matrix.js";
import { decimals } from "../numeric/precise.js";
import { closure } from "../ops/facts.js";
import { type Line, lineThrough, type Place } from "./lines.js";
import { between, betweenText, type Mark, marksOn, NEAR } from "./marks.js";
import { changed } from "./seek.js";
import type { Kink } from "./sides.js";
import { argumentOf, inputsOf, type Look, look, lookPrecisely, type Study } from "./study.js";
import { doubtOthers, sidesAt, sidesOf, staysBetween, thinlyBetween } from "./thin.js";

/** Kinks that have a line across them, and lines along all inputs at once. */
const MOST_CROSSED = 12;
const LINES = 2;
/** Draws on the other side of a kink that are tried for. */
const OTHERS = 30;
/** Entries of a draw from which lines start. */
const MOST_ENTRIES = 40;
/** Values of arguments that may be worked out for one claim. */
const WORK = 400_000;

/** What is nearer than this, relative to the line, is a place from which further lines start. */
const NARROW = 1e-3;
/** Between what is nearer a line may leave by rounding, and whether it stays is asked. */
const THIN = 1e-11;

/** A draw between two kinks that are near to each other, of which one is crossed at an entry. */
interface Narrow {
  readonly env: Environment;
  readonly width: number;
  readonly between: readonly Place[];
  readonly marks: readonly [Mark, Mark];
}

/** Narrow places from which further lines start, and how many of them lie within each other. */
const MOST_NARROW = 6;
const DEEPEST = 3;

/** Looks between the kinks on lines across them; a draw that differs, or null. */
export function lookBetween(study: Study): Look | null {
  const kinks = study.kinks.filter((k) => inputsOf(k).length > 0);
  if (kinks.length === 0 || study.usable.length === 0) return null;
  const cost = kinks.reduce((sum, k) => sum + argumentOf(k).nodes.length, 0);
  const lines = Math.max(1, Math.min(MOST_CROSSED + LINES, Math.floor(WORK / (cost * 150))));
  let narrow: Narrow[] = [];
  let count = 0;
  for (const line of linesAcross(study, kinks)) {
    const found = lookAlong(study, line, kinks, [], narrow);
    if (found?.type === "differ") return found;
    if (++count >= lines) break;
  }
  for (let depth = 1; depth < DEEPEST && narrow.length > 0; depth++) {
    const deeper: Narrow[] = [];
    for (const place of narrowest(narrow)) {
      const line = withinNarrow(study, place, kinks);
      if (place.width < THIN && (line === null || !staysBetween(line, place)))
        doubtOthers(study, kinks, { ...place, sides: sidesAt(place.marks, place.env) });
      const found = line === null ? null : lookAlong(study, line, kinks, place.between, deeper);
      if (found?.type === "differ") return found;
    }
    narrow = deeper;
  }
  return null;
}

/** The narrowest of some places, one between each two kinks. */
function narrowest(all: readonly Narrow[]): readonly Narrow[] {
  const seen = new Set<string>();
  const kinks = [...new Set(all.flatMap((n) => n.between.map((p) => p.kink)))];
  const sorted = [...all].sort((a, b) => a.width - b.width);
  const once = sorted.filter(({ between }) => {
    const key = between.map((p) => `${kinks.indexOf(p.kink)} ${p.entry}`).join();
    return !seen.has(key) && seen.add(key);
  });
  return once.slice(0, MOST_NARROW);
}

function* linesAcross(study: Study, kinks: readonly Kink[]): Generator<Line> {
  const needed = kinks.filter((k) => k.needed);
  const inputs = [...new Set(kinks.flatMap(inputsOf))];
  // One draw near 1, where numbers are short, one of the wide ones, and one with as many places as there are.
  const large = study.usable.reduce((a, b) => (places(b) > places(a) && places(b) <= MOST_ENTRIES ? b : a));
  const starts = [
    ...new Set([study.usable[0] as Environment, large, study.usable[study.usable.length - 1] as Environment]),
  ];
  for (const start of starts) {
    const line = lineThrough(study, start, changed(study, start, inputs, true));
    if (line !== null) yield line;
  }
  for (const [i, k] of needed.slice(0, MOST_CROSSED).entries()) {
    for (let j = 0; j < starts.length; j++) {
      const line = across(study, k, starts[(i + j) % starts.length] as Environment);
      if (line === null) continue;
      yield line;
      break;
    }
  }
}

const places = ({ values }: Environment): number => [...values.values()].reduce((n, A) => n + A.data.length, 0);

/** A line from a draw to one on the other side of a kink at some entry. */
function across(study: Study, k: Kink, from: Environment): Line | null {
  const first = sidesOf(k, from);
  if (first === null) return null;
  for (let tries = 0; tries < OTHERS; tries++) {
    const to = changed(study, from, inputsOf(k));
    const last = sidesOf(k, to);
    if (last?.some((x, j) => x * (first[j] as number) < 0) !== true) continue;
    const line = lineThrough(study, from, to);
    if (line !== null) return line;
  }
  return null;
}

/** A line that stays between the kinks that are near to each other, and crosses others. */
function withinNarrow(study: Study, { env, between }: Narrow, kinks: readonly Kink[]): Line | null {
  const inputs = new Set(kinks.flatMap(inputsOf));
  const loose = [...inputs].filter((e) =>
    [...closure(factsAt(study.needs, e, study.options))].every((f) => f === "positive"),
  );
  const keys = loose.flatMap((e) => inputKeys(e, env.values));
  const size = (A: Matrix): number => Math.max(1, largest(A));
  let way = new Map(
    keys.map((key) => {
      const A = env.values.get(key) as Matrix;
      return [key, mapped(A, () => size(A) * study.random.signed(0.3, 1.5))] as const;
    }),
  );
  // Across none of the kinks between which the line is to stay.
  const known: (typeof way)[] = [];
  for (const { kink, entry } of between) {
    let slope = slopeOf(kink, entry, env, keys);
    if (slope === null) return null;
    for (const one of known) slope = minus(slope, one, dot(slope, one));
    const length = Math.sqrt(dot(slope, slope));
    if (length < FLAT) continue;
    const unit = new Map([...slope].map(([key, A]) => [key, scaled(1 / length, A)]));
    known.push(unit);
    way = minus(way, unit, dot(way, unit));
  }
  const to = { ...env, values: new Map(env.values) };
  for (const [key, A] of way) to.values.set(key, added(env.values.get(key) as Matrix, A));
  return lineThrough(study, env, to);
}

/** Slopes below this are none, beside those that are known. */
const FLAT = 1e-6;
const STEP = 1e-4;

type Way = Map<string, Matrix>;

const dot = (a: Way, b: Way): number =>
  [...a].reduce((sum, [key, A]) => sum + A.data.reduce((s, x, k) => s + x * (b.get(key)?.data[k] ?? 0), 0), 0);
const minus = (a: Way, b: Way, times: number): Way =>
  new Map([...a].map(([key, A]) => [key, added(A, scaled(-times, b.get(key) as Matrix))]));

/** The slope of an entry of a kink's argument by some inputs, by differences: of what is straight it is exact. */
function slopeOf(k: Kink, entry: number, env: Environment, keys: readonly string[]): Way | null {
  const out: Way = new Map();
  for (const key of keys) {
    const A = env.values.get(key) as Matrix;
    const slopes = Float64Array.from(A.data, (_, at) => {
      const moved = (by: number): number => {
        let place = 0;
        const values = new Map([...env.values, [key, mapped(A, (x) => (place++ === at ? x + by : x))]]);
        return sidesOf(k, { ...env, values })?.[entry] ?? Number.NaN;
      };
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    });
    if (!slopes.every(Number.isFinite)) return null;
    out.set(key, matrix(A.rows, A.cols, slopes));
  }
  return out;
}

/** Looks between the kinks on one line; `narrow` takes what lies between such as are near to each other. */
function lookAlong(
  study: Study,
  line: Line,
  kinks: readonly Kink[],
  within: readonly Place[],
  narrow: Narrow[],
): Look | null {
  const marks = marksOn(study, line, kinks);
  const [first, last] = [marks[0], marks[marks.length - 1]];
  if (first === undefined || last === undefined) return null;
  const ends = [outside(first.low, -1, line.low), outside(last.high, 1, line.high)];
  // What differs between two kinks that are near to each other is small by how near they are.
  const close = within.length > 0;
  for (const t of ends) {
    const found = lookOn(study, line, t, close);
    if (found.type === "differ") return found;
  }
  for (let i = 0; i + 1 < marks.length; i++) {
    const [before, after] = [marks[i] as Mark, marks[i + 1] as Mark];
    const found = lookAt(study, line, before, after, close);
    if (found?.type === "differ") return found;
    const width = (after.low - before.high) / (1 + Math.abs(after.low));
    if (found === null || width > NARROW) continue;
    const pair = [before, after] as const;
    const middle = { sides: [], env: line.at((before.high + after.low) / 2) };
    const { sides, env } = width < THIN ? thinlyBetween(study, line, before, after) : middle;
    if (env === null) doubtOthers(study, kinks, { marks: pair, env: line.from, sides });
    else narrow.push({ env, width, between: [...within, before.places[0] as Place], marks: pair });
  }
  return null;
}

const outside = (t: number, way: 1 | -1, end: number): number =>
  Number.isFinite(end) ? (t + end) / 2 : t + way * 0.5 * Math.max(1, Math.abs(t));

/** Looks between two places, at 64 digits where they are near to each other or the whole line is `close`. */
function lookAt(study: Study, line: Line, before: Mark, after: Mark, close: boolean): Look | null {
  const [low, high] = [before.high, after.low];
  const width = high - low;
  const size = 1 + Math.max(Math.abs(low), Math.abs(high));
  if (width > NEAR * size) {
    const t =
      width <= size ? (low + high) / 2 : low > 0 ? low + size / 2 : high < 0 ? high - size / 2 : (low + high) / 2;
    const isNarrow = width <= NARROW * size;
    const found = lookOn(study, line, t, close || isNarrow, width / size);
    return isNarrow ? saying(found, before, after) : found;
  }
  const middle = between(study, line, before, after);
  const found = middle === null ? null : preciselyOn(study, line, middle);
  if (found === null) study.doubt ??= `no digits tell what is ${betweenText(before, after)}`;
  return found === null ? null : saying(found, before, after);
}

function saying(found: Look, before: Mark, after: Mark): Look {
  if (found.type !== "differ") return found;
  return { type: "differ", counterexample: { ...found.counterexample, between: betweenText(before, after) } };
}

/** Looks at a place on a line, at 64 digits too where it is close to a kink. */
function lookOn(study: Study, line: Line, t: number, close: boolean, width = 1): Look {
  const found = look(study, line.at(t), width);
  if (found.type === "differ" || (found.type === "same" && !close)) return found;
  // Further digits tell what is equal; a claim that has no value somewhere is not.
  if (found.type === "outside" && study.valueless !== null) return found;
  const middle = decimals()?.(t);
  return (middle === undefined ? null : preciselyOn(study, line, middle)) ?? found;
}

function preciselyOn(study: Study, line: Line, t: Decimal): Look | null {
  const given = line.precisely(t);
  return given === null ? null : lookPrecisely(study, line.at(t.toNumber()), given);
}
