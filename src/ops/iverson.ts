import { type Context, type Expr, indexing, indexingOf, intern } from "../core/expr.js";
import { defineOp, type Op } from "../core/op.js";
import { nth } from "../core/operands.js";
import { has } from "../core/own.js";
import { constantPlace, type Index, lessPlace, type Place, scalePlace } from "../core/place.js";
import { isNonNegative, isZeroPlace } from "../core/ranges.js";
import { SCALAR } from "../core/shape.js";
import { placesOf } from "./binder.js";
import { times } from "./times.js";

export type Relation = "=" | "≠" | "≥";

/**
 * [p = 0], [p ≠ 0], [p ≥ 0]: 1 where it holds, else 0, and strongly so: 0 times what has no value
 * there is 0.
 */
export const Iverson: Op & { readonly name: "iverson" } = defineOp({
  name: "iverson",
  title: "condition",
  line: "d [i = j] = 0",
  cite: "Knuth, Two notes on notation, 1992",
  indexed: true,
  example: "x : vector(n); s = Σ_{i=1}^n [i >= 2] x_i^2",
  shape: () => SCALAR,
  replaced: (self, at) => iverson(relationOf(self), nth(at, 0), self),
  facts: () => ["integer"],
});

export const relationOf = (e: Expr): Relation => indexingOf(e)?.name as Relation;

/** The condition that a place is 0, is not, or is not negative. [i = j] and [j = i] are one. */
export function iverson(relation: Relation, p: Place, at: Expr | Context): Expr {
  const home = has(at, "home") ? at.home : at;
  const turned = scalePlace(p, -1);
  const place = relation !== "≥" && turned.key < p.key ? turned : p;
  return intern(home, Iverson, [], indexing(relation, [place]), SCALAR);
}

/** [p = q]. */
export const delta = (p: Place, q: Place, at: Expr | Context): Expr => iverson("=", lessPlace(p, q), at);
/** [p ≥ q]. */
export const atLeast = (p: Place, q: Place, at: Expr | Context): Expr => iverson("≥", lessPlace(p, q), at);
/** [lo ≤ p ≤ hi]. */
export const inRange = (p: Place, { lo, hi }: Pick<Index, "lo" | "hi">, at: Expr | Context): Expr =>
  times(atLeast(p, constantPlace(lo), at), atLeast(constantPlace(hi), p, at));

/** Whether e is a condition, of one kind where that is said. */
export const isCondition = (e: Expr, relation: Relation | null = null): boolean =>
  e.op === Iverson && (relation === null || relationOf(e) === relation);

/** The place p of a condition [p = 0]. */
export const conditionOf = (e: Expr): Place => nth(placesOf(e), 0);

/** Whether a condition holds for all values of its indices (true), for none (false), or as the case may be (null). */
export function isKnownCondition(e: Expr): boolean | null {
  const p = conditionOf(e);
  if (isCondition(e, "≥")) return isNonNegative(p);
  const zero = isZeroPlace(p);
  return zero === null || isCondition(e, "=") ? zero : !zero;
}
