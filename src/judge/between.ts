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
import { areOne, type Line, lineThrough, type Place, placesOf, preciselyAt, preciseSidesOf } from "./lines.js";
import { changed } from "./seek.js";
import { type Kink, kinkText } from "./sides.js";
import { argumentOf, inputsOf, type Look, look, lookPrecisely, type Study } from "./study.js";

/** Kinks that have a line across them, and lines along all inputs at once. */
const MOST_CROSSED = 12;
const LINES = 2;
/** Draws on the other side of a kink that are tried for. */
const OTHERS = 30;
/** Places on one line between which a claim is looked at, and entries of a draw from which lines start. */
const MOST_PLACES = 60;
const MOST_ENTRIES = 40;
/** Values of arguments that may be worked out for one claim. */
const WORK = 400_000;

/** Places nearer to each other, relative to the line, are told apart at 64 digits; a look between such is one at 64 digits. */
const NEAR = 1e-9;
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
        doubtOthers(study, kinks, ...place.marks);
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

function sidesOf(k: Kink, env: Environment): Float64Array | null {
  const { values } = argumentOf(k).run(env);
  const A = values[values.length - 1];
  return A === undefined || !Number.isFinite(largest(A)) ? null : k.signed(A).data;
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

/** The doubles nearest to the middle between two marks, if they lie between them; null where none do. */
function thinlyBetween(study: Study, line: Line, before: Mark, after: Mark): Environment | null {
  const t = between(study, line, before, after);
  const given = t === null ? null : line.precisely(t);
  if (t === null || given === null) return null;
  const env = line.at(t.toNumber());
  const values = new Map(env.values);
  for (const [key, { rows, cols, data }] of given)
    values.set(
      key,
      matrix(
        rows,
        cols,
        Float64Array.from(data, (x) => x.toNumber()),
      ),
    );
  const there = { ...env, values };
  const isThere = [before, after].every((mark) => {
    const { kink, entry } = mark.places[0] as Place;
    const side = sidesOf(kink, there)?.[entry];
    const wanted = preciseSidesOf(study, kink, line.from, given)?.data[entry];
    return side !== undefined && wanted !== undefined && side * wanted.toNumber() > 0;
  });
  return isThere ? there : null;
}

/** Numbers on a line at which it is to be where it was at 0. */
const ALONG = [-1, 0.5, 1];

/** Whether a line stays on the side of each kink on which it begins. */
const staysBetween = (line: Line, { env, marks }: Narrow): boolean =>
  marks.every(({ places: [place] }) => {
    const { kink, entry } = place as Place;
    const first = sidesOf(kink, env)?.[entry] ?? 0;
    return ALONG.every((t) => first * (sidesOf(kink, line.at(t))?.[entry] ?? 0) > 0);
  });

/** Between two kinks from which every line leaves, the sides of others are not seen with theirs. */
function doubtOthers(study: Study, kinks: readonly Kink[], before: Mark, after: Mark): void {
  const own = [...before.places, ...after.places].flatMap(({ kink }) => inputsOf(kink));
  if (kinks.some((k) => k.needed && !inputsOf(k).every((e) => own.includes(e))))
    study.doubt ??= `no line stays ${betweenText(before, after)}, so that other kinks are not looked at there`;
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

/** A place, or several that are one. */
interface Mark {
  readonly places: readonly Place[];
  readonly low: number;
  readonly high: number;
  /** At 64 digits, where another is near. */
  readonly at: Decimal | null;
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
    const env = width < THIN ? thinlyBetween(study, line, before, after) : line.at((before.high + after.low) / 2);
    if (env === null) doubtOthers(study, kinks, before, after);
    else narrow.push({ env, width, between: [...within, before.places[0] as Place], marks: [before, after] });
  }
  return null;
}

const outside = (t: number, way: 1 | -1, end: number): number =>
  Number.isFinite(end) ? (t + end) / 2 : t + way * 0.5 * Math.max(1, Math.abs(t));

/** The places of all kinks in order, those that are one put together. */
function marksOn(study: Study, line: Line, kinks: readonly Kink[]): readonly Mark[] {
  const places = kinks.flatMap((k) => placesOf(study, line, k)).sort((a, b) => a.low - b.low);
  const marks: Mark[] = [];
  for (const place of places.slice(0, MOST_PLACES)) {
    const before = marks[marks.length - 1];
    if (before?.places.some((p) => isAgain(p, place)) === true) continue;
    if (before === undefined || !isNear(before, place)) {
      marks.push({ places: [place], low: place.low, high: place.high, at: null });
      continue;
    }
    const known = before.at ?? preciselyAt(study, line, before.places[0] as Place);
    const here = preciselyAt(study, line, place);
    if (known === null || here === null) {
      study.doubt ??= `there are no digits to tell the kinks of ${kinkText((before.places[0] as Place).kink)} and ${kinkText(place.kink)} apart`;
      continue;
    }
    marks[marks.length - 1] = { ...before, at: known };
    insert(marks, { places: [place], low: place.low, high: place.high, at: here });
  }
  return marks;
}

const isNear = (before: Mark, place: Place): boolean => place.low - before.high <= NEAR * (1 + Math.abs(place.low));

/** Whether two places are one entry that is met twice: over the letters of a question a value may stay as it is. */
const isAgain = ({ kink, low, high }: Place, other: Place): boolean =>
  kink === other.kink && low === other.low && high === other.high;

/** Puts a mark into its place among the last ones, which are at 64 digits. */
function insert(marks: Mark[], mark: Mark): void {
  const at = mark.at as Decimal;
  let i = marks.length;
  for (; i > 0; i--) {
    const other = marks[i - 1] as Mark;
    if (other.at === null) break;
    if (areOne(other.at, at)) {
      marks[i - 1] = { ...other, places: [...other.places, ...mark.places], high: Math.max(other.high, mark.high) };
      return;
    }
    if (other.at.cmp(at) < 0) break;
  }
  marks.splice(i, 0, mark);
}

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

function between(study: Study, line: Line, before: Mark, after: Mark): Decimal | null {
  const [a, b] = [before, after].map((m) => m.at ?? preciselyAt(study, line, m.places[0] as Place));
  return a && b ? a.plus(b).div(2) : null;
}

function betweenText(a: Mark, b: Mark): string {
  const [before, after] = [a, b].map((m) => kinkText((m.places[0] as Place).kink));
  return before === after ? `between two kinks of ${before}` : `between the kinks of ${before} and ${after}`;
}
