/** Terms and factors: the number in front of an expression, the powers in a product of scalars. */

import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { isUnit, multiplyRational, type Rational, UNIT } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Scale, scale } from "../ops/scale.js";
import { Times, timesAll } from "../ops/times.js";

export interface Term {
  readonly coefficient: Rational;
  /** What the number stands before; the number 1 for a bare number. */
  readonly rest: Expr;
}

/** Splits the number off: `2 a X` → 2, `a X`. */
export function termOf(e: Expr): Term {
  if (isNumber(e)) return { coefficient: rationalOf(e), rest: number(1, e) };
  if (e.op === Times) {
    const first = operand(e);
    if (isNumber(first)) return { coefficient: rationalOf(first), rest: timesAll(e.args.slice(1), e) };
    return { coefficient: UNIT, rest: e };
  }
  if (e.op === Scale) {
    const { coefficient, rest } = termOf(operand(e));
    if (isUnit(coefficient)) return { coefficient, rest: e };
    const X = operand(e, 1);
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
    const c = operand(rest);
    return scale(timesAll([k, ...(c.op === Times ? c.args : [c])], c), operand(rest, 1));
  }
  return scale(k, rest);
}

export const isNegative = (e: Expr): boolean => termOf(e).coefficient.numerator < 0;

/** The scalar factors in front of an expression, and the matrix behind them (null for a scalar). */
export function scalarsOf(e: Expr): { readonly scalars: readonly Expr[]; readonly core: Expr | null } {
  if (e.op === Scale) {
    const c = operand(e);
    return { scalars: c.op === Times ? c.args : [c], core: operand(e, 1) };
  }
  if (isScalar(e.shape)) return { scalars: e.op === Times ? e.args : [e], core: null };
  return { scalars: [], core: e };
}

/** Scalars back before a matrix. */
export function withScalars(scalars: readonly Expr[], core: Expr | null, at: Expr): Expr {
  if (core === null) return timesAll(scalars, at);
  return scalars.length === 0 ? core : scale(timesAll(scalars, at), core);
}

/** `b .^ k` → b, k; anything else is its own first power. */
export function powerOf(e: Expr): { readonly base: Expr; readonly exponent: Expr } {
  if (e.op === Power) return { base: operand(e), exponent: operand(e, 1) };
  return { base: e, exponent: number(1, e) };
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
