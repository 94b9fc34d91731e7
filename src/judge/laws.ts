/**
 * Whether laws make a claim the derivative. Every law holds where both of its sides have a value; a claim that has
 * none on a set with interior, sqrt(a)² for a, is told by what it holds: its roots and logarithms must have a value
 * wherever those of the derivative have one.
 */
import type { Domain, Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { divided, isUnit, isZero, type Rational } from "../core/rational.js";
import { walk } from "../core/walk.js";
import { normalForm, shownForm } from "../derive/normal.js";
import { canonicalKey } from "../laws/canonical.js";
import { type Range, rangeOf } from "../laws/range.js";
import { divisorOf, isPiecewise, presenceOf } from "../numeric/presence.js";
import { isNegativePower } from "../ops/power.js";
import { termOf } from "../rewrite/term.js";
import { type Need, needOf, notNegativeWhere } from "./domain.js";
import { below } from "./sides.js";

/** Expressions beyond this many nodes are not compared by rewriting, nor by differences to be sure. */
const LARGE = 20_000;
export const isLarge = (e: Expr): boolean => walk([e]).length > LARGE;

/** Whether laws make `claimed` the `derived` of `of`, wherever that has a value. */
export function sameByLaws(claimed: Expr, derived: Expr, of: readonly Expr[]): boolean {
  if (claimed === derived) return true;
  if (isLarge(claimed)) return false;
  const [a, b] = [normalForm(claimed), normalForm(derived)];
  const same =
    a === b ||
    canonicalKey(a) === canonicalKey(b) ||
    canonicalKey(shownForm(claimed)) === canonicalKey(shownForm(derived));
  return same && hasValueOf(claimed, [derived, ...of]);
}

/** The c of `claimed` = c `derived` that laws tell, if it is another number than 1; else null. */
export function factorByLaws(claimed: Expr, derived: Expr): Rational | null {
  if (isLarge(claimed)) return null;
  const [a, b] = [claimed, derived].map((e) => termOf(normalForm(e))) as [
    ReturnType<typeof termOf>,
    ReturnType<typeof termOf>,
  ];
  if (isZero(b.coefficient) || canonicalKey(a.rest) !== canonicalKey(b.rest)) return null;
  const c = divided(a.coefficient, b.coefficient);
  return isUnit(c) ? null : c;
}

/** Between what an operand lies; at an end alone no set has an interior. */
const BOUNDS = {
  positive: { low: 0, high: Infinity },
  "within one": { low: -1, high: 1 },
  "inside one": { low: -1, high: 1 },
  "above one": { low: 1, high: Infinity },
  "above minus one": { low: -1, high: Infinity },
  "above minus one over e": { low: -1 / Math.E, high: Infinity },
} as const satisfies Record<Domain["is"], Pick<Range, "low" | "high">>;

/** Whether an expression may be one number on a set with interior: relu(x) is 0 there, which must not be divided by. */
const mayStay = (e: Expr): boolean => below([e]).some(isPiecewise);

/** Whether `claimed` has a value wherever the others have one, but for sets without interior. */
function hasValueOf(claimed: Expr, others: readonly Expr[]): boolean {
  const given = new Map<Need, Set<Expr>>();
  for (const e of below(others)) {
    const need = needOf(e);
    if (need === null) continue;
    const keys = given.get(need) ?? new Set();
    given.set(need, keys.add(canonicalKey(normalForm(operand(e)))));
  }
  const isNotNegative = notNegativeWhere(others);
  return below([claimed]).every((e) => {
    const need = needOf(e);
    if (need === null) return true;
    const X = operand(e);
    if (given.get(need)?.has(canonicalKey(normalForm(X))) === true) return true;
    if (need === "more") return false;
    if (need === "not zero" || need === "invertible") {
      const divisor = divisorOf(e);
      return divisor === null || (!mayStay(X) && presenceOf(divisor) === "always");
    }
    const [{ low, high }, bounds] = [rangeOf(X, { isNotNegative }), BOUNDS[need]];
    return low >= bounds.low && high <= bounds.high && (!hasPole(e) || !mayStay(X));
  });
}

/** Whether an end of its domain is none of its numbers: that of log. */
const hasPole = (e: Expr): boolean => (e.op.name === "apply" ? e.data !== "sqrt" : isNegativePower(e));
