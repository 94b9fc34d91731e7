/** Where expressions have a value: what their operations ask of what they are applied to. */
import type { Domain, Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { normalForm } from "../derive/normal.js";
import { canonicalKey } from "../laws/canonical.js";
import { meaningOf, throughMeanings } from "../numeric/evaluate.js";
import { constant } from "../ops/constant.js";
import { det } from "../ops/det.js";
import { closure, factsOf } from "../ops/facts.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { negate, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { isSymbol } from "../ops/symbol.js";
import { withinOne } from "./sides.js";

/** What an operation asks of its first operand: to lie between some numbers, not to be 0, or more than is known here. */
export type Need = Domain["is"] | "not zero" | "invertible" | "more";

export function needOf(e: Expr): Need | null {
  const { name } = e.op;
  if (name === "logdet") return "more";
  if (name === "inverse") return "invertible";
  if (name === "power" || name === "matrixpower") {
    const k = operand(e, 1);
    if (!isNumber(k)) return name === "power" ? "positive" : "more";
    if (rationalOf(k).denominator !== 1) return "positive";
    return rationalOf(k).numerator >= 0 ? null : name === "power" ? "not zero" : "invertible";
  }
  if (name !== "apply" || typeof e.data !== "string") return null;
  const f = e.home.functions.get(e.data);
  if (f === undefined) return null;
  return f.formula === undefined ? (f.domain?.is ?? null) : "more";
}

/** An expression less a number in every entry. */
const less = (a: Expr, n: number): Expr => {
  const c = number(-n, a);
  return sum(a, isScalar(a.shape) ? c : scale(c, ones(a.shape.rows, a.shape.cols, c)));
};

/** Whether an exponent may be whole on a set with interior, as a size is: what is raised may be negative then. */
const isMaybeWhole = (k: Expr): boolean =>
  !isNumber(k) && !(isSymbol(k) && meaningOf(k) === null && !closure(factsOf(k)).has("integer"));

/** What is not negative in any entry where an operation has a value. */
function askedBy(e: Expr): readonly Expr[] {
  if (e.op.name === "logdet") return [det(operand(e))];
  const X = operand(e);
  switch (needOf(e)) {
    case "positive":
      return e.op.name === "power" && isMaybeWhole(operand(e, 1)) ? [] : [X];
    case "within one":
    case "inside one":
      return [less(X, -1), less(negate(X), -1), withinOne(X)];
    case "above one":
      return [less(X, 1)];
    case "above minus one":
      return [less(X, -1)];
    case "above minus one over e":
      return [less(scale(constant(X.home, "e"), X), -1)];
    default:
      return [];
  }
}

/**
 * Tells what is not negative wherever some expressions have a value. A term that a condition leaves out is not worked
 * out there, so with conditions nothing is told by what has indices.
 */
export function notNegativeWhere(roots: readonly Expr[]): (e: Expr) => boolean {
  const nodes = walk(roots, undefined, throughMeanings);
  const chosen = nodes.some((e) => e.op.name === "iverson");
  const keys = new Set(
    nodes
      .filter((e) => e.args.length > 0 && !(chosen && e.free.length > 0))
      .flatMap(askedBy)
      .map((e) => canonicalKey(normalForm(e))),
  );
  return keys.size === 0 ? () => false : (e) => keys.has(canonicalKey(normalForm(e)));
}
