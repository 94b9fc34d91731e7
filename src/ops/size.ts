import type { Dim } from "../core/dim.js";
import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { isAtLeast } from "../core/ranges.js";
import { SCALAR } from "../core/shape.js";
import { number } from "./number.js";

/** A size used as a number: `/ n`, `sqrt(d)`. */
export const Size = defineOp({
  name: "size",
  title: "size",
  line: "d n = 0",
  cite: "",
  example: "sum(x) / n",
  signature: "-> 1×1",
  // A range may be empty: of 2..N there are N − 1 values, and that may be none.
  facts: (self) => (isAtLeast(sizeOf(self), 1) ? ["positive", "integer"] : ["integer"]),
});

/** The size as a 1×1 expression; a whole number is that number. */
export const size = (home: Context, d: Dim): Expr =>
  /^-?\d+$/.test(d) ? number(Number(d), home) : intern(home, Size, [], d, SCALAR);

export const sizeOf = (e: Expr): Dim => e.data as Dim;
