/**
 * ∂h_T/∂h_t of a recursion in one letter as the product of its local Jacobians, from the output on:
 * ∂h_T/∂h_{T-1} ⋯ ∂h_{t+1}/∂h_t, each factor the Jacobian of one equation by the member that it draws on.
 */
import { minus, ONE, plus } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { type Index, lessPlace, letterIndex, type Place, placeOf, scalePlace, shifted } from "../core/place.js";
import { isNonNegative, isWithin } from "../core/ranges.js";
import { isColumn } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { placesOf, substitute, substituteAll } from "../ops/binder.js";
import { eye } from "../ops/eye.js";
import { basesOf, equationOf, type Family } from "../ops/family.js";
import { familyOf, isMember, meaningOfMember, member } from "../ops/member.js";
import { product } from "../ops/product.js";
import { isSymbol } from "../ops/symbol.js";
import { zeros } from "../ops/zeros.js";
import { replaced } from "../rewrite/simplify.js";
import { calledBy, equationsBehind, isNamed } from "./equations.js";
import { localJacobian } from "./jacobian.js";
import { rightSideOf } from "./linearise.js";
import { normalForm, shownForm } from "./normal.js";

/** The factors of a Jacobian, from left to right at `first` to `last`. */
export interface JacobianProduct {
  readonly letter: Index;
  readonly first: Place;
  readonly last: Place;
  /** Whether the first place is the greatest. */
  readonly isDown: boolean;
  /** The factor at the letter. */
  readonly factor: Expr;
  /** What is at least 0 where the product is the Jacobian, elsewhere that is 0; null where it always is. */
  readonly from: Place | null;
}

/** The Jacobian itself where its factors can be counted, or the product of as many as there are. */
export type OfMembers = { readonly value: Expr } | { readonly product: JacobianProduct };

/** Names behind one equation that are written out before it is differentiated. */
const MOST_WRITTEN_OUT = 16;
/** Factors that stand side by side. */
const MOST_COUNTED = 4;

/** ∂h_p/∂h_q by the Jacobians of the equation of h; null for anything that is no such recursion in one letter. */
export function jacobianOfMembers(y: Expr, x: Expr, letters: readonly string[]): OfMembers | null {
  if (!isMember(y) || !isColumn(y.shape)) return null;
  const of = familyOf(y);
  const [formal, second] = of.formals;
  const q = placeIn(y, x);
  if (formal === undefined || second !== undefined || q === null) return null;
  const name = letters.find((l) => ![...y.free, ...x.free].some((i) => i.letter === l)) ?? "☆";
  const p = nth(placesOf(y), 0);
  const found = [-1, 1].map((back) => {
    // The member that a factor is by is x or one nearer to y.
    const isInside = isWithin(q, formal) === true;
    const lo = isInside && back === -1 ? plus(formal.lo, ONE) : formal.lo;
    const hi = isInside && back === 1 ? minus(formal.hi, ONE) : formal.hi;
    const letter = letterIndex("asked", name, lo, hi);
    const factor = localFactor(of, letter, back);
    return factor === null ? null : { letter, factor, back };
  });
  const local = found.find((f) => f !== null);
  if (!local) return null;
  const { letter, factor, back } = local;
  const last = shifted(q, -back);
  // How many factors there are: from p on in steps of `back` until the next one would be q's own.
  const count = back === -1 ? lessPlace(p, q) : lessPlace(q, p);
  if (isNonNegative(shifted(scalePlace(count, -1), -1)) === true)
    return { value: zeros(y.shape.rows, x.shape.rows, y) };
  const number = count.terms.length === 0 && /^\d+$/.test(count.rest) ? Number(count.rest) : null;
  if (number === 0) return { value: eye(y.shape.rows, y) };
  if (number !== null && number <= MOST_COUNTED) {
    const places = Array.from({ length: number }, (_, k) => shifted(p, back * k));
    if (!places.every((at) => isWithin(at, formal) === true)) return null;
    return { value: shownForm(product(...places.map((at) => substitute(factor, letter, at)))) };
  }
  return {
    product: {
      letter,
      first: p,
      last,
      isDown: back === -1,
      factor,
      from: isNonNegative(count) === true ? null : count,
    },
  };
}

/** The place of x among the members of the family of y: of a member its own, of h_0 given by a name its beginning. */
function placeIn(y: Expr, x: Expr): Place | null {
  const of = familyOf(y);
  if (isMember(x)) return familyOf(x) === of ? nth(placesOf(x), 0) : null;
  const base = basesOf(of).find((b) => b.value === x);
  if (base === undefined || equationsBehind(y).filter((q) => q.leaves.includes(x)).length !== 1) return null;
  return nth(base.at, 0);
}

/** ∂h_j/∂h_{j+back} by the equation of h, what stands between written out; null where others carry on too. */
function localFactor(of: Family, letter: Index, back: number): Expr | null {
  const equation = equationOf(of);
  if (equation === null) return null;
  const j = placeOf(letter);
  const value = writtenOut(substituteAll(equation, of.formals, [j]), of);
  if (value === null) return null;
  const used = walk([value]).filter((e) => isMember(e) && familyOf(e) === of);
  const before = member(of, shifted(j, back));
  if (used.length !== 1 || used[0] !== before) return null;
  const factor = localJacobian(value, before, normalForm);
  return factor === null ? null : shownForm(factor);
}

/** A right side over members of one family, the names that draw on that family written out; null where that has no end. */
function writtenOut(value: Expr, of: Family): Expr | null {
  let out = value;
  for (let k = 0; k < MOST_WRITTEN_OUT; k++) {
    const between = walk([out]).find(
      (e) => isNamed(e) && !(isMember(e) && familyOf(e) === of) && equationsBehind(e).some((q) => q.name === of.name),
    );
    if (between === undefined) return out;
    const meaning = isSymbol(between) ? rightSideOf(between) : meaningOfMember(between);
    if (meaning === null || walk([meaning]).some((e) => isNamed(e) && calledBy(e) === calledBy(between))) return null;
    out = replaced(out, between, meaning);
  }
  return null;
}
