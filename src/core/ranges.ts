/** What is known of a place over the ranges of its indices, whatever the sizes are, each being 1 or more. */
import { type Dim, dim, minus, ONE, plus, polynomialOf, substitute, times } from "./dim.js";
import { constantPlace, type Index, lessPlace, type Place, scalePlace, shifted } from "./place.js";

/** Whether a size is at least `least` for all values of its symbols. */
export function isAtLeast(d: Dim, least: number): boolean {
  // With n = 1 + n′ and n′ ≥ 0 no coefficient is negative then; n stands for n′.
  const above = substitute(minus(d, dim(least)), (symbol) => plus(dim(symbol), ONE));
  return [...polynomialOf(above).values()].every((c) => c >= 0);
}

/** The least, or the greatest, value of a place over the ranges of its indices and labels. */
const extreme = (p: Place, side: "least" | "greatest"): Dim =>
  p.terms.reduce((d, [a, c]) => plus(d, times(dim(c), c > 0 === (side === "least") ? a.lo : a.hi)), p.rest);

/** Whether p ≥ 0 everywhere (true), nowhere (false), or as the case may be (null). */
export function isNonNegative(p: Place): boolean | null {
  if (isAtLeast(extreme(p, "least"), 0)) return true;
  return isAtLeast(times(dim(-1), extreme(p, "greatest")), 1) ? false : null;
}

/** Whether p = 0 everywhere (true), nowhere (false), or as the case may be (null). */
export function isZeroPlace(p: Place): boolean | null {
  if (p.terms.length === 0 && p.rest === "0") return true;
  const isPositive = (q: Place) => isNonNegative(shifted(q, -1)) === true;
  return isPositive(p) || isPositive(scalePlace(p, -1)) ? false : null;
}

/** Whether lo ≤ p ≤ hi everywhere (true), nowhere (false), or as the case may be (null). */
export function isWithin(p: Place, { lo, hi }: Pick<Index, "lo" | "hi">): boolean | null {
  const sides = [isNonNegative(lessPlace(p, constantPlace(lo))), isNonNegative(lessPlace(constantPlace(hi), p))];
  if (sides.includes(false)) return false;
  return sides.includes(null) ? null : true;
}

/** Whether a range is known to have a value. */
export const isNonempty = ({ lo, hi }: Pick<Index, "lo" | "hi">): boolean => isAtLeast(minus(hi, lo), 0);
