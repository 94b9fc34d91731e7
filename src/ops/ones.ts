import { type Dim, ONE } from "../core/dim.js";
import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { has } from "../core/own.js";
import { isSquare } from "../core/shape.js";
import { number } from "./number.js";

/** The matrix whose entries are all 1, n×m. */
export const Ones = defineOp({
  name: "ones",
  title: "ones",
  line: "d ones(n, m) = 0",
  cite: "",
  example: "ones(n)^T x",
  calls: ["ones"],
  signature: "n, m = 1 -> n×m",
  build: (_, [n = ONE, m = ONE], home) => ones(n, m, home),
  facts: (self) => (isSquare(self.shape) ? ["positive", "symmetric"] : ["positive"]),
});

/** `ones(n, m)`, by default a column; 1×1 is the number 1. */
export function ones(rows: Dim, cols: Dim, at: Expr | Context): Expr {
  const home = has(at, "home") ? at.home : at;
  return rows === ONE && cols === ONE ? number(1, home) : intern(home, Ones, [], [rows, cols]);
}

export const isOnes = (e: Expr): boolean => e.op === Ones;
