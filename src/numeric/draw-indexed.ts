/** Random numbers for what has indices: members of families, labels, sizes at places. */
import type { Dim } from "../core/dim.js";
import { symbolsOf } from "../core/dim.js";
import { type Expr, indexingOf } from "../core/expr.js";
import type { Fact, Facts } from "../core/facts.js";
import { type Index, isIndex, type Label, type Place, sizeOfSymbol, united } from "../core/place.js";
import { boundOf, placesOf } from "../ops/binder.js";
import { closure } from "../ops/facts.js";
import { equationOf, type Family } from "../ops/family.js";
import { familyOf, Member } from "../ops/member.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { type Counting, cellKey, NOWHERE, namedIn } from "./counting.js";
import { drawMatrix, type Style } from "./facts.js";
import type { Matrix } from "./matrix.js";
import { scalarMatrix } from "./matrix.js";
import type { Random } from "./random.js";

/** All of this kind below some nodes. */
export interface IndexedNeeds {
  /** Families that are given, each with a member of it. */
  readonly families: readonly { readonly family: Family; readonly like: Expr }[];
  readonly labels: readonly Label[];
  /** Sizes at places, those first whose places have plain ranges. */
  readonly sizes: readonly { readonly name: string; readonly at: Place }[];
  /** The ends of all ranges. */
  readonly ends: readonly Dim[];
}

/** What has indices below some nodes; null where nothing has. */
export function indexedNeedsOf(nodes: readonly Expr[]): IndexedNeeds | null {
  if (!nodes.some((e) => e.op.indexed || e.free.length > 0)) return null;
  const families = new Map<Family, Expr>();
  const indices = new Set<Index>();
  const labels = new Set<Label>();
  const dims = new Set<Dim>();
  const addPlace = (p: Place): void => {
    dims.add(p.rest);
    for (const i of p.free) indices.add(i);
    for (const [a] of p.terms)
      if (!isIndex(a) && !labels.has(a)) {
        labels.add(a);
        for (const q of a.places) addPlace(q);
      }
  };
  for (const e of nodes) {
    dims.add(e.shape.rows).add(e.shape.cols);
    for (const i of e.free) indices.add(i);
    const bound = boundOf(e);
    if (bound !== null) indices.add(bound);
    for (const p of placesOf(e)) addPlace(p);
    if (e.op !== Member) continue;
    const family = familyOf(e);
    if (!families.has(family)) families.set(family, e);
    for (const i of family.formals) indices.add(i);
    dims.add(family.shape.rows).add(family.shape.cols);
  }
  const ends = new Set([...indices, ...labels].flatMap(({ lo, hi }) => [lo, hi]));
  const sized = new Map(
    [...dims, ...ends].flatMap(symbolsOf).flatMap((s) => {
      const at = sizeOfSymbol(s);
      return at === null ? [] : [[s, at] as const];
    }),
  );
  const nested = ({ at }: { readonly at: Place }): number =>
    at.free.filter((i) => `${i.lo} ${i.hi}`.includes("@")).length;
  return {
    families: [...families].flatMap(([family, like]) => (equationOf(family) === null ? [{ family, like }] : [])),
    labels: [...labels],
    sizes: [...sized.values()].sort((a, b) => nested(a) - nested(b)),
    ends: [...ends],
  };
}

/** Whether an expression has indices that are bound, or places: then more than its shape tells which sizes it holds. */
export const dimsIn = (e: Expr): readonly Dim[] => {
  const own = indexingOf(e);
  if (own === null) return [];
  return [...own.at.map((p) => p.rest), ...(own.bound === null ? [] : [own.bound.lo, own.bound.hi])];
};

/** A size of 1 to this at each place. */
const LARGEST_AT_PLACE = 4;

/** Draws the sizes at places that have no value yet. `count` reads them from the same map. */
export function drawSizesAtPlaces(
  needs: IndexedNeeds,
  sizes: Map<string, number>,
  count: Counting,
  random: Random,
): void {
  for (const { name, at } of needs.sizes)
    for (const where of count.box(at.free)) {
      const key = cellKey(name, [count.place(at, where)]);
      if (!sizes.has(key)) sizes.set(key, random.whole(1, LARGEST_AT_PLACE));
    }
}

/** Under what the values of an input are kept: a name its own, a family those of all of its members. */
export function inputKeys(e: Expr, values: ReadonlyMap<string, Matrix>): readonly string[] {
  if (isSymbol(e)) return [nameOf(e)];
  const { name } = familyOf(e);
  return [...values.keys()].filter((key) => namedIn(key).name === name && key !== name);
}

interface Options {
  readonly supposed?: ReadonlyMap<string, Facts>;
}

/** The facts that members of a family are drawn with. */
export const factsOfFamily = ({ name, facts }: Family, { supposed }: Options): ReadonlySet<Fact> =>
  closure([...facts, ...(supposed?.get(name) ?? [])]);

/** Draws labels and members that have no value yet, each at all places of its range; says which has none. */
export function drawCells(
  needs: IndexedNeeds,
  values: Map<string, Matrix>,
  count: Counting,
  random: Random,
  options: Options,
  styleOf: (e?: Expr) => Style,
): { readonly node: Expr; readonly why: string } | null {
  for (const l of needs.labels)
    for (const where of count.box(united(l.places.map((p) => p.free)))) {
      const key = cellKey(
        l.name,
        l.places.map((p) => count.place(p, where)),
      );
      const [lo, hi] = count.range(l, where);
      if (!values.has(key)) values.set(key, scalarMatrix(random.whole(lo, Math.max(lo, hi))));
    }
  for (const { family, like } of needs.families) {
    const facts = factsOfFamily(family, options);
    const style = styleOf(like);
    for (const where of count.box(family.formals, NOWHERE)) {
      const key = cellKey(
        family.name,
        family.formals.map((i) => where.get(i) as number),
      );
      if (values.has(key)) continue;
      const [rows, cols] = [count.size(family.shape.rows, where), count.size(family.shape.cols, where)];
      const value =
        rows < 1 || cols < 1
          ? null
          : family.isSet
            ? scalarMatrix(random.whole(0, 1))
            : drawMatrix(rows, cols, facts, style, random);
      if (value === null) return { node: like, why: `no draw of ${key} is ${[...facts].join(", ")} at once` };
      values.set(key, value);
    }
  }
  return null;
}
