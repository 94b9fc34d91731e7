/** Bounds of the search for the shortest form, counted where they are hit, so that a benchmark can say so. */
import { type Context, memoOf } from "../core/expr.js";

const KEY = Symbol("bounds that were hit");

/** What stops the search, in the words of a benchmark's table. */
export type Bound =
  | "terms of a sum that is factored"
  | "terms of a product multiplied out"
  | "sums looked at once more"
  | "rounds at one node"
  | "parts that are compared";

/** How often each bound was hit in a context. */
export const boundsHit = (home: Context): ReadonlyMap<Bound, number> => counted(home);

const counted = (home: Context): Map<Bound, number> => memoOf(home, KEY, () => new Map<Bound, number>());

/** Whether a number is over its bound; counts it where it is. */
export function isOver(home: Context, bound: Bound, value: number, most: number): boolean {
  if (value <= most) return false;
  const hits = counted(home);
  hits.set(bound, (hits.get(bound) ?? 0) + 1);
  return true;
}
