/** Numbers that a JSON text gives for families and labels: nested arrays, an axis for each of their letters. */
import { type Dim, dim, substitute } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import {
  constantPlace,
  dimWith,
  type Index,
  isIndex,
  type Label,
  type Place,
  sizeOfRange,
  sizeOfSymbol,
} from "../core/place.js";
import { SCALAR, type Shape, shape } from "../core/shape.js";
import { type Counting, cellKey, NOWHERE } from "./counting.js";
import { indexedNeedsOf } from "./draw-indexed.js";

/** A name whose values stand at places. */
export interface IndexedInput {
  readonly name: string;
  readonly axes: readonly Index[];
  /** Of one value. */
  readonly shape: Shape;
  readonly facts: Facts;
  /** Where the values are whole numbers of a range. */
  readonly label: Label | null;
  /** Given by its members. */
  readonly isSet: boolean;
}

/** The given families and the labels below some nodes. */
export function indexedInputs(nodes: readonly Expr[]): readonly IndexedInput[] {
  const needs = indexedNeedsOf(nodes);
  if (needs === null) return [];
  const families = needs.families.map(
    ({ family: { name, formals, shape: of, facts, isSet } }): IndexedInput => ({
      name,
      axes: formals,
      shape: of,
      facts,
      label: null,
      isSet,
    }),
  );
  const labels = new Map<string, IndexedInput>();
  for (const l of needs.labels) {
    const axes = axesOf(l);
    // A label is met at y_i and at y_{i+1}: its range is that of the letter where it stands alone.
    if (axes !== null && !labels.has(l.name))
      labels.set(l.name, { name: l.name, axes, shape: SCALAR, facts: new Set(), label: l, isSet: false });
  }
  return [...families, ...labels.values()];
}

function axesOf(l: Label): readonly Index[] | null {
  const axes = l.places.map((p) => (p.terms.length === 1 && p.rest === "0" ? p.terms[0]?.[0] : undefined));
  return axes.every((a) => a !== undefined && isIndex(a)) ? (axes as readonly Index[]) : null;
}

/** A value at places, counted along each axis from 0. */
export interface GivenCell {
  readonly steps: readonly number[];
  readonly given: unknown;
}

/** The values of a nested array, or what is wrong with it. */
export function cellsGiven({ name, axes }: IndexedInput, given: unknown): readonly GivenCell[] | string {
  let found: readonly GivenCell[] = [{ steps: [], given }];
  for (const axis of axes) {
    const next: GivenCell[] = [];
    for (const { steps, given: part } of found) {
      if (!Array.isArray(part)) {
        const where = steps.length === 0 ? "" : ` (at ${steps.map((k) => k + 1).join(", ")})`;
        return `${name} is an array with a value for each ${letterOf(axis)}${where}`;
      }
      part.forEach((value: unknown, k) => {
        next.push({ steps: [...steps, k], given: value });
      });
    }
    found = next;
  }
  return found;
}

/** The members of a set, each by its numbers, or what is wrong with them. */
export function membersGiven({ name, axes }: IndexedInput, given: unknown): readonly (readonly number[])[] | string {
  const isNumber = (x: unknown): x is number => typeof x === "number" && Number.isInteger(x);
  const isMember = (x: unknown): x is readonly number[] =>
    Array.isArray(x) && x.length === axes.length && x.every(isNumber);
  const all = Array.isArray(given) ? given.map((x: unknown) => (axes.length === 1 && isNumber(x) ? [x] : x)) : [null];
  return all.every(isMember)
    ? all
    : `${name} is the array of its members, ${axes.length === 1 ? "whole numbers" : `each an array of ${axes.length} whole numbers`}`;
}

/** The keys of a set with 1 for its members and 0 for the rest; the member that is beyond its range, if one is. */
export function maskOf(
  { name, axes }: IndexedInput,
  members: readonly (readonly number[])[],
  count: Counting,
): { readonly cells: ReadonlyMap<string, number>; readonly beyond: readonly number[] | null } {
  const cells = new Map<string, number>();
  for (const where of count.box(axes, NOWHERE))
    cells.set(
      cellKey(
        name,
        axes.map((a) => where.get(a) as number),
      ),
      0,
    );
  for (const m of members) {
    const key = cellKey(name, m);
    if (!cells.has(key)) return { cells, beyond: m };
    cells.set(key, 1);
  }
  return { cells, beyond: null };
}

export const letterOf = (i: Index): string => (i.letter === "" ? "place" : i.letter);

/** Sizes that values must have: each is what a count of entries, rows, columns or values along an axis says. */
export interface CountedSide {
  readonly d: Dim;
  readonly count: number;
}

/** How many values stand along each axis, at each place of the axes before it. */
export function countsOf({ axes }: IndexedInput, cells: readonly GivenCell[]): readonly CountedSide[] {
  const out = new Map<string, CountedSide & { count: number }>();
  axes.forEach((axis, k) => {
    for (const { steps } of cells) {
      const before = steps.slice(0, k);
      const d = atSteps(sizeOfRange(axis), axes.slice(0, k), before);
      if (d === null) continue;
      const key = `${k}:${before.join(",")}`;
      const known = out.get(key);
      const count = (steps[k] as number) + 1;
      if (known === undefined) out.set(key, { d, count });
      else known.count = Math.max(known.count, count);
    }
  });
  return [...out.values()];
}

/** The number that an axis begins at; null where that is a size. */
const lowest = (axis: Index): number | null => (/^-?\d+$/.test(axis.lo) ? Number(axis.lo) : null);

/** The shape of one value, its sizes at places by the names that numbers of places give them: `n(2)`. */
export function shapeAtSteps(input: IndexedInput, steps: readonly number[]): Shape | null {
  const [rows, cols] = [input.shape.rows, input.shape.cols].map((d) => atSteps(d, input.axes, steps));
  return rows == null || cols == null ? null : shape(rows, cols);
}

/** A size at numbers for letters, in which sizes at places are plain names; null where a place is no number yet. */
function atSteps(d: Dim, axes: readonly Index[], steps: readonly number[]): Dim | null {
  let out = d;
  for (const [k, axis] of axes.entries()) {
    const from = lowest(axis);
    if (from === null) return null;
    out = dimWith(out, axis, constantPlace(dim(from + (steps[k] as number))));
  }
  return plainDim(out);
}

/** A size whose sizes at places are plain names; null where one of these places is no number. */
export function plainDim(d: Dim): Dim | null {
  let known = true;
  const out = substitute(d, (symbol) => {
    const sized = sizeOfSymbol(symbol);
    if (sized === null) return null;
    const n = numberOf(sized.at);
    if (n === null) known = false;
    return n === null ? null : dim(cellKey(sized.name, [n]));
  });
  return known ? out : null;
}

const numberOf = (p: Place): number | null => (p.terms.length === 0 && /^-?\d+$/.test(p.rest) ? Number(p.rest) : null);

/** The key of a value whose place is counted from the beginning of each axis. */
export function keyAtSteps({ name, axes }: IndexedInput, steps: readonly number[], count: Counting): string {
  const where = new Map(NOWHERE);
  for (const [k, axis] of axes.entries()) where.set(axis, count.range(axis, where)[0] + (steps[k] as number));
  return cellKey(
    name,
    axes.map((a) => where.get(a) as number),
  );
}
