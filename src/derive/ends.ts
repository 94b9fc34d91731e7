/**
 * Ends: a condition on a letter splits its range, and in each part it is known. δ_t = [t = T] a + [t < T] b
 * is δ_T = a, and δ_t = b before; where b comes from δ_{t+1} alone, δ_{T+1} = 0 says the same.
 */
import { type Dim, dim, evaluateDim, minus, ONE, plus, substitute as substituteDim, symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { constantPlace, type Index, letterIndex, placeOf } from "../core/place.js";
import { isAtLeast } from "../core/ranges.js";
import { walk } from "../core/walk.js";
import { holdsIndex, placesOf, substitute } from "../ops/binder.js";
import type { Family } from "../ops/family.js";
import { conditionOf, isCondition } from "../ops/iverson.js";
import { familyOf, isMember } from "../ops/member.js";
import { number } from "../ops/number.js";
import { zeros } from "../ops/zeros.js";
import { replaced } from "../rewrite/simplify.js";
import { normalForm, shownForm } from "./normal.js";

/** What an expression is for the values lo to hi of a letter. */
interface Case {
  readonly lo: Dim;
  readonly hi: Dim;
  readonly value: Expr;
}

/** The equation of a named cotangent: its cases, and where it is 0 beyond its range. */
interface Ends {
  readonly cases: readonly Case[];
  /** T + 1 where δ_{T+1} = 0 ends the recursion; null where the cases say all. */
  readonly zeroAt: Dim | null;
  /** The least size for which the cases say all: 2 where the first place and the last have a case each. */
  readonly least: number;
}

/** The conditions in `e` that hang on the letter f alone. */
const conditionsOn = (e: Expr, f: Index): readonly Expr[] =>
  walk([e]).filter(
    (x) => isCondition(x) && holdsIndex(x, f) && x.free.length === 1 && Math.abs(coefficientOf(x, f)) === 1,
  );

/** Whether conditions on the letter split its range. */
export const hasEnds = (e: Expr, f: Index): boolean => conditionsOn(e, f).length > 0;

const coefficientOf = (condition: Expr, f: Index): number =>
  conditionOf(condition).terms.find(([a]) => a === f)?.[1] ?? 0;

/** Sizes are taken to be as large as the parts need: what holds for short ranges alone is not shown. */
const LARGE = 1000;
const large = (d: Dim): number => evaluateDim(d, new Map(symbolsOf(d).map((s) => [s, LARGE])));

/** Where the parts of the range of f begin, beyond the first. */
function startsOf(e: Expr, f: Index): readonly Dim[] {
  const all = conditionsOn(e, f).flatMap((x) => {
    const { rest } = conditionOf(x);
    const isRising = coefficientOf(x, f) === 1;
    const at = isRising ? minus(dim(0), rest) : rest;
    if (!isCondition(x, "≥")) return [at, plus(at, ONE)];
    return [isRising ? at : plus(at, ONE)];
  });
  return [...new Set(all)]
    .filter((c) => large(f.lo) < large(c) && large(c) <= large(f.hi))
    .sort((a, b) => large(a) - large(b));
}

/** An expression with its letter kept to a part of its range, and what conditions say there put in. */
function within(e: Expr, f: Index, lo: Dim, hi: Dim): Expr {
  const at =
    lo === hi ? constantPlace(lo) : placeOf(letterIndex(f.kind === "asked" ? "asked" : "formal", f.letter, lo, hi));
  const there = normalForm(substitute(e, f, at));
  const known = walk([there]).filter((x) => isCondition(x) && conditionOf(x).terms.length === 0);
  return known.reduce((all, x) => {
    const n = large(conditionOf(x).rest);
    const holds = isCondition(x, "≥") ? n >= 0 : (n === 0) === isCondition(x, "=");
    return replaced(all, x, number(holds ? 1 : 0, x));
  }, there);
}

/** The parts of the range of f in which every condition on it is known, with what `e` is in each. */
function casesOf(e: Expr, f: Index, starts: readonly Dim[]): readonly Case[] {
  return starts.map((lo, k) => {
    const next = starts[k + 1];
    const hi = next === undefined ? f.hi : minus(next, ONE);
    return { lo, hi, value: shownForm(within(e, f, lo, hi)) };
  });
}

/** Sizes beyond which parts of a range are not looked for. */
const MOST_LEAST = 8;

/** The least size for which the parts follow one another; for a shorter range two of them would claim one place. */
function leastFor(starts: readonly Dim[]): number {
  const isInOrder = (least: number): boolean =>
    starts.every((lo, k) => {
      const before = starts[k - 1];
      if (before === undefined) return true;
      return isAtLeast(
        substituteDim(minus(lo, before), (symbol) => plus(dim(symbol), dim(least - 1))),
        0,
      );
    });
  for (let least = 1; least <= MOST_LEAST; least++) if (isInOrder(least)) return least;
  return Number.POSITIVE_INFINITY;
}

/**
 * The cases of an equation e of the letter f, or the one case with the zero that ends it, which is
 * shorter. Where parts cannot be told apart there is one case, which keeps its conditions.
 */
export function endsOf(e: Expr, f: Index, named: readonly Family[]): Ends {
  const whole = { lo: f.lo, hi: f.hi };
  const closed = closedBy(e, f, named);
  if (closed !== null) return { cases: [{ ...whole, value: closed }], zeroAt: plus(f.hi, ONE), least: 1 };
  const starts = [f.lo, ...startsOf(e, f)];
  const least = leastFor(starts);
  if (!Number.isFinite(least)) return { cases: [{ ...whole, value: shownForm(e) }], zeroAt: null, least: 1 };
  return { cases: casesOf(e, f, starts), zeroAt: null, least };
}

/**
 * The expression without the conditions that say only where a recursion ends, if with δ_{T+1} = 0 it is
 * the same for every value of the letter; null where it is not. Both parts of the range are compared.
 */
function closedBy(e: Expr, f: Index, named: readonly Family[]): Expr | null {
  const before = minus(f.hi, ONE);
  const ends = conditionsOn(e, f).filter(
    (c) => isCondition(c, "≥") && coefficientOf(c, f) === -1 && conditionOf(c).rest === before,
  );
  if (ends.length === 0) return null;
  const open = ends.reduce((x, c) => replaced(x, c, number(1, x)), e);
  if (conditionsOn(open, f).length > 0) return null;
  const beyond = constantPlace(plus(f.hi, ONE));
  const isBeyond = (m: Expr): boolean =>
    placesOf(m).some((p, k) => p === beyond && familyOf(m).formals[k]?.hi === f.hi);
  const zeroed = (x: Expr): Expr =>
    walk([x])
      .filter((m) => isMember(m) && named.includes(familyOf(m)) && isBeyond(m))
      .reduce((all, m) => replaced(all, m, zeros(m.shape.rows, m.shape.cols, m)), x);
  const isSame = normalForm(within(open, f, f.lo, before)) === normalForm(within(e, f, f.lo, before));
  const isSameAtEnd =
    normalForm(zeroed(substitute(open, f, constantPlace(f.hi)))) === normalForm(substitute(e, f, constantPlace(f.hi)));
  return isSame && isSameAtEnd ? shownForm(open) : null;
}
