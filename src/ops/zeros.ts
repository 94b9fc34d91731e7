import { type Dim, ONE } from "../core/dim.js";
import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { has } from "../core/own.js";
import { isSquare } from "../core/shape.js";
import { isNought, number } from "./number.js";

/** The zero matrix, n×m. */
export const Zeros = defineOp({
  name: "zeros",
  title: "zero",
  line: "d zeros(n, m) = 0",
  cite: "",
  example: "[x; zeros(n)]",
  calls: ["zeros"],
  signature: "n, m = 1 -> n×m",
  build: (_, [n = ONE, m = ONE], home) => zeros(n, m, home),
  facts: (self) => (isSquare(self.shape) ? ["symmetric", "diagonal"] : []),
});

/** `zeros(n, m)`; 1×1 is the number 0. */
export function zeros(rows: Dim, cols: Dim, at: Expr | Context): Expr {
  const home = has(at, "home") ? at.home : at;
  return rows === ONE && cols === ONE ? number(0, home) : intern(home, Zeros, [], [rows, cols]);
}

export const isZeros = (e: Expr): boolean => e.op === Zeros || isNought(e);
