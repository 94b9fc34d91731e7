/** Terms and factors: the number in front of an expression, the powers in a product of scalars. */

import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { one, two } from "../core/operands.js";
import { isUnit, multiplyRational, negated, type Rational, UNIT } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { factsOf } from "../ops/facts.js";
import { hadamard } from "../ops/hadamard.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, timesAll } from "../ops/times.js";
import { Transpose } from "../ops/transpose.js";

export interface Term {
  readonly coefficient: Rational;
  /** The expression without its number; the number 1 for a bare number. */
  readonly rest: Expr;
}

/** Splits the number off: `2 a X` → 2, `a X`. */
export function termOf(e: Expr): Term {
  if (isNumber(e)) return { coefficient: rationalOf(e), rest: number(1, e) };
  if (e.op === Times) {
    const [first, ...rest] = e.args;
    if (first === undefined || !isNumber(first)) return { coefficient: UNIT, rest: e };
    return { coefficient: rationalOf(first), rest: timesAll(rest, e) };
  }
  if (e.op === Scale) {
    const [c, X] = two(e.args);
    const { coefficient, rest } = termOf(c);
    if (isUnit(coefficient)) return { coefficient, rest: e };
    return { coefficient, rest: isNumber(rest) ? X : scale(rest, X) };
  }
  return { coefficient: UNIT, rest: e };
}

/** The number back in front. */
export function withCoefficient({ coefficient, rest }: Term): Expr {
  if (isUnit(coefficient)) return rest;
  if (isNumber(rest)) return number(multiplyRational(coefficient, rationalOf(rest)), rest);
  const k = number(coefficient, rest);
  if (isScalar(rest.shape)) return timesAll([k, ...(rest.op === Times ? rest.args : [rest])], rest);
  if (rest.op === Scale) {
    const [c, X] = two(rest.args);
    return scale(timesAll([k, ...(c.op === Times ? c.args : [c])], c), X);
  }
  return scale(k, rest);
}

/** The expression with the other sign; of a sum, of each term. */
export function opposite(e: Expr): Expr {
  if (e.op === Sum) return sum(...e.args.map(opposite));
  const { coefficient, rest } = termOf(e);
  return withCoefficient({ coefficient: negated(coefficient), rest });
}

export const isNegative = (e: Expr): boolean => termOf(e).coefficient.numerator < 0;

/** The product of factors, entry by entry, in place of one of scalars or of a Hadamard product; none is 1. */
export function entrywise(factors: readonly Expr[], at: Expr): Expr {
  if (at.op === Times) return timesAll(factors, at);
  return factors.length === 0 ? ones(at.shape.rows, at.shape.cols, at) : hadamard(...factors);
}

/** `b .^ k` → b, k; anything else is its own first power. */
export function powerOf(e: Expr): { readonly base: Expr; readonly exponent: Expr } {
  if (e.op !== Power) return { base: e, exponent: number(1, e) };
  const [base, exponent] = two(e.args);
  return { base, exponent };
}

/** Whether two of the expressions may hold a common name, number or constant: false is certain. */
export function shareLeaves(parts: readonly Expr[]): boolean {
  let seen = 0;
  for (const p of parts) {
    if ((p.leaves & seen) !== 0) return true;
    seen |= p.leaves;
  }
  return false;
}

/** Whether one is the transpose of the other. */
export const isTranspose = (f: Expr | undefined, of: Expr): boolean =>
  (f?.op === Transpose && f.args[0] === of) ||
  (of.op === Transpose && of.args[0] === f) ||
  (f === of && factsOf(f).has("symmetric"));

/** Whether a term is a column times a row, or a multiple of one, which holds its transpose in itself: Cᵀ g hᵀ. */
export const isOuter = (t: Expr): boolean => {
  const { core } = scalarsOf(t);
  return core?.op === Product && core.args.slice(0, -1).some((f) => f.shape.cols === ONE);
};

/** A factor without its transpose, and the factors of one that is a product. */
function plainFactors(f: Expr): readonly Expr[] {
  const bare = f.op === Transpose ? one(f.args) : f;
  return bare.op === Product ? bare.args.map((g) => (g.op === Transpose ? one(g.args) : g)) : [bare];
}

/** Whether terms are products of the same factors in other orders and transposed, as in X Xᵀ A + X Aᵀ X + A Xᵀ X. */
export function areRearranged(terms: readonly Expr[]): boolean {
  const words = terms.map((t) => {
    const { scalars, core } = scalarsOf(t);
    return core?.op === Product && scalars.every(isNumber) ? core.args.flatMap(plainFactors) : [];
  });
  const [first, ...others] = words;
  if (first === undefined || others.length === 0 || first.length < 3) return false;
  const count = (word: readonly Expr[], f: Expr): number => word.filter((g) => g === f).length;
  return others.every((w) => w.length === first.length && first.every((f) => count(w, f) === count(first, f)));
}
