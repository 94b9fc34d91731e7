/** Places as code, and what stands at them in an array. */
import { type Dim, dim, minus, ONE, plus } from "../../../core/dim.js";
import type { Expr } from "../../../core/expr.js";
import { nth, operand } from "../../../core/operands.js";
import {
  bare,
  constantPlace,
  type Index,
  isIndex,
  type Label,
  lessPlace,
  type Place,
  placeOf,
  united,
} from "../../../core/place.js";
import { isNonNegative } from "../../../core/ranges.js";
import { placesOf } from "../../../ops/binder.js";
import { laid, operandText } from "./contract.js";
import { axesOf, axisLetter, type Emission, say, type Value } from "./emission.js";

type Range = Pick<Index, "lo" | "hi">;

/** Letters for indices that have none of their own. */
const LETTERS = "ijklmnpq";

function rangeOf(em: Emission, i: Index): string {
  const known = em.ranges.get(i);
  if (known !== undefined) return known;
  const wish = i.letter.replace(/\W/g, "") || nth([...LETTERS], Math.max(0, i.level - 1) % LETTERS.length);
  const { range, size } = em.at;
  const name = say(em, wish, range(size(i.lo), size(plus(i.hi, ONE))));
  em.ranges.set(i, name);
  return name;
}

const indexCode = (em: Emission, i: Index, axes: readonly Index[]): string =>
  em.fixed.get(i) ?? laid({ code: rangeOf(em, i), letters: [axisLetter(i)] }, axes.map(axisLetter), em.at);

const isWhole = (text: string): boolean => /^-?\d+$/.test(text);

/** A place over some axes, less a number or what code says. */
export function placeCode(em: Emission, p: Place, axes: readonly Index[], less: string = "0"): string {
  const parts = p.terms.map(([a, c]) => {
    const code = isIndex(a) ? indexCode(em, a, axes) : labelCode(em, a, axes);
    return { isLess: c < 0, text: Math.abs(c) === 1 ? code : `${Math.abs(c)} * ${code}` };
  });
  const rest = isWhole(less) ? minus(p.rest, dim(Number(less))) : p.rest;
  if (rest !== "0" || parts.length === 0) {
    const isLess = rest.startsWith("-");
    parts.push({ isLess, text: em.at.size(isLess ? minus(dim(0), rest) : rest) });
  }
  if (!isWhole(less)) parts.push({ isLess: true, text: operandText(less) });
  return parts.reduce((text, part, k) => {
    if (k === 0) return part.isLess ? `-${operandText(part.text)}` : part.text;
    return `${text} ${part.isLess ? "-" : "+"} ${part.isLess ? operandText(part.text) : part.text}`;
  }, "");
}

/** A label, which counts from 1 as the text does. */
function labelCode(em: Emission, l: Label, axes: readonly Index[]): string {
  const given = em.at.given(l.name);
  if (l.places.length === 0) return given;
  const index = l.places.map((p, k) => {
    const code = placeCode(em, p, axes, ONE);
    // Where a letter stands alone it runs over all that there is.
    return bare(p) !== null ? code : clipped(em, code, p, "0", `${given}.shape[${k}] - 1`);
  });
  return `${given}[${index.join(", ")}]`;
}

/** An axis along which an array is asked at a place. */
interface Axis {
  readonly place: Place;
  readonly range: Range;
  /** What the axis begins at, and its last place counted from 0, where that is not its range's. */
  readonly from: string;
  readonly last: string | null;
}

export const axisOf = (place: Place, range: Range): Axis => ({ place, range, from: range.lo, last: null });

/** Counted from 0. What may lie beyond the axis is brought into it: a condition stands beside. */
function indexText(em: Emission, { place, range, from, last }: Axis, axes: readonly Index[]): string {
  const code = placeCode(em, place, axes, from);
  if (last !== null) return clipped(em, code, place, "0", last);
  const isAbove = isNonNegative(lessPlace(place, constantPlace(range.lo))) === true;
  const isBelow = isNonNegative(lessPlace(constantPlace(range.hi), place)) === true;
  return clipped(em, code, place, isAbove ? null : "0", isBelow ? null : em.at.size(minus(range.hi, range.lo)));
}

/** A place brought between two ends, null where that is not needed. */
function clipped(em: Emission, code: string, place: Place, first: string | null, last: string | null): string {
  if (first === null && last === null) return code;
  const isOne = place.free.every((i) => em.fixed.has(i));
  if (!isOne) return `${em.at.module}.clip(${code}, ${first ?? "None"}, ${last ?? "None"})`;
  const raised = first === null ? code : `max(${code}, ${first})`;
  return last === null ? raised : `min(${raised}, ${last})`;
}

/** An array without axes of indices, at places along its first ones. */
export function gathered(em: Emission, code: string, along: readonly Axis[], rank: number): Value {
  const letters = along.map(({ place }) => bare(place));
  const isAll = along.every(({ range, last }, k) => {
    const l = letters[k];
    return last === null && l != null && isIndex(l) && !em.fixed.has(l) && l.lo === range.lo && l.hi === range.hi;
  });
  if (isAll && new Set(letters).size === letters.length)
    return { code, axes: letters as readonly Index[], rank, isTruth: false };
  const axes = axesOf(em, united(along.map(({ place }) => place.free)));
  const index = along.map((a) => indexText(em, a, axes));
  return { code: `${operandText(code)}[${index.join(", ")}]`, axes, rank, isTruth: false };
}

/** X_ij, v_i. */
export function entryValue(em: Emission, e: Expr): Value {
  const X = operand(e);
  const v = em.value(X);
  const sides: readonly Dim[] = [X.shape.rows, X.shape.cols];
  const along = placesOf(e).flatMap((p, k) =>
    nth(sides, k) === ONE ? [] : [axisOf(p, { lo: ONE, hi: nth(sides, k) })],
  );
  if (along.length === 0) return { ...v, rank: 0 };
  const own = gathered(em, v.code, along, 0);
  if (v.axes.length === 0) return own;
  const isNew = own.code === v.code && !own.axes.some((i) => v.axes.includes(i));
  if (isNew) return { ...own, axes: [...v.axes, ...own.axes] };
  const axes = axesOf(em, united([v.axes, ...along.map(({ place }) => place.free)]));
  const index = [...v.axes.map((i) => axisOf(placeOf(i), i)), ...along].map((a) => indexText(em, a, axes));
  return { code: `${operandText(v.code)}[${index.join(", ")}]`, axes, rank: 0, isTruth: false };
}
