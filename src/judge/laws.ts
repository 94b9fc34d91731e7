/**
 * Whether laws make a claim the derivative. Every law holds where both of its sides have a value; a claim that has
 * none on a set with interior, sqrt(a)² for a, is told by what it holds: its roots and logarithms must have a value
 * wherever those of the derivative have one.
 */
import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { divided, isUnit, isZero, type Rational } from "../core/rational.js";
import { walk } from "../core/walk.js";
import { normalForm, shownForm } from "../derive/normal.js";
import { canonicalKey } from "../laws/canonical.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { termOf } from "../rewrite/term.js";
import { rangeOf } from "./range.js";
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

type Need = "not negative" | "a part" | "other";

/** The condition on its first operand under which an operation has a value on a set with interior. */
function needOf(e: Expr): Need | null {
  if (e.op.name === "logdet") return "other";
  if (e.op.name === "power") {
    const k = operand(e, 1);
    if (!isNumber(k) || rationalOf(k).denominator !== 1) return "not negative";
    return rationalOf(k).numerator < 0 && mayStayZero(operand(e)) ? "other" : null;
  }
  if (e.op.name !== "apply" || typeof e.data !== "string") return null;
  if (e.home.functions.get(e.data)?.formula !== undefined) return "other";
  if (e.data === "log" || e.data === "sqrt") return "not negative";
  return e.data === "asin" || e.data === "acos" ? "a part" : null;
}

const FLAT: ReadonlySet<string> = new Set(["relu", "step", "sign"]);

/** Whether an expression may be 0 on a set with interior: relu(x), which 1 / relu(x) must not be taken for. */
const mayStayZero = (e: Expr): boolean =>
  below([e]).some(
    (x) =>
      x.op.name === "maximum" ||
      x.op.name === "minimum" ||
      (x.op.name === "apply" && typeof x.data === "string" && FLAT.has(x.data)),
  );

/** Whether `claimed` has a value wherever the others have one, but for sets without interior. */
function hasValueOf(claimed: Expr, others: readonly Expr[]): boolean {
  const given = new Map<Need, Set<Expr>>();
  for (const e of below(others)) {
    const need = needOf(e);
    if (need === null) continue;
    const keys = given.get(need) ?? new Set();
    given.set(need, keys.add(canonicalKey(normalForm(operand(e)))));
  }
  return below([claimed]).every((e) => {
    const need = needOf(e);
    if (need === null) return true;
    const X = operand(e);
    if (given.get(need)?.has(canonicalKey(normalForm(X))) === true) return true;
    if (need === "other") return false;
    const { low, high } = rangeOf(X, undefined, given.get("not negative"));
    return low >= (need === "a part" ? -1 : 0) && (need === "not negative" || high <= 1);
  });
}
