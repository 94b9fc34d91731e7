import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { has } from "../core/own.js";
import { type Rational, rational } from "../core/rational.js";
import { SCALAR } from "../core/shape.js";

/** An exact number. */
export const NumberOp = defineOp({
  name: "number",
  title: "number",
  line: "d c = 0",
  cite: "",
  example: "2",
  signature: "-> 1×1",
});

/** The number as a 1×1 expression; `at` is any expression of the context, or the context. */
export function number(value: number | Rational, at: Expr | Context): Expr {
  const home = has(at, "home") ? at.home : at;
  return intern(home, NumberOp, [], typeof value === "number" ? rational(value) : value, SCALAR);
}

export const isNumber = (e: Expr): boolean => e.op === NumberOp;
export const rationalOf = (e: Expr): Rational => e.data as Rational;
export const isOne = (e: Expr): boolean =>
  isNumber(e) && rationalOf(e).numerator === 1 && rationalOf(e).denominator === 1;
export const isNought = (e: Expr): boolean => isNumber(e) && rationalOf(e).numerator === 0;
/** Whether `e` is the whole number k. */
export const isExactly = (e: Expr, k: number): boolean =>
  isNumber(e) && rationalOf(e).numerator === k && rationalOf(e).denominator === 1;
