/** Letters of a question run where there is something to ask: in `∂h_t/∂h_{t-1}` from where t - 1 is a place of h on. */
import { minus } from "../../core/dim.js";
import { isIndex } from "../../core/place.js";
import { isAtLeast, isWithin } from "../../core/ranges.js";
import type { Scope } from "../scope.js";
import { hasUnknown } from "../shapes/unify.js";
import type { Extent } from "./extents.js";
import { lettersIn } from "./families.js";
import { extentOf, placeIn } from "./places.js";
import type { Use } from "./uses.js";

/** Narrows the letter of a place that a question takes an array at; whether the place is within its range then. */
export function narrowed(scope: Scope, { statement, span, place }: Use, extent: Extent): boolean {
  if (statement.type !== "query" && statement.type !== "claim") return false;
  const { start, end } = statement.value.span;
  if (span.start < start || span.end > end) return false;
  const p = placeIn(scope, place);
  const [letter, second] = lettersIn(place);
  const own = letter === undefined ? null : extentOf(scope, letter);
  const [term] = p?.terms ?? [];
  if (p === null || letter?.of !== "question" || second !== undefined || own === null) return false;
  if (p.terms.length !== 1 || term?.[1] !== 1 || !isIndex(term[0])) return false;
  const ends = { lo: minus(extent.lo, p.rest), hi: minus(extent.hi, p.rest) };
  const isOpen = hasUnknown(own.hi);
  const lo = isOpen || isAtLeast(minus(ends.lo, own.lo), 1) ? ends.lo : own.lo;
  const hi = isOpen || isAtLeast(minus(own.hi, ends.hi), 1) ? ends.hi : own.hi;
  if (lo === own.lo && hi === own.hi) return false;
  scope.indices.extents.set(letter, { lo, hi });
  const now = placeIn(scope, place);
  return now !== null && isWithin(now, extent) === true;
}

/** The same for all that questions take of families, before anything has a shape. */
export function narrowQuestions(scope: Scope, uses: readonly Use[]): void {
  for (const u of uses) {
    const domain = u.taken === "family" ? scope.indices.families.get(u.array)?.domain[u.position] : undefined;
    if (domain) narrowed(scope, u, domain);
  }
}
