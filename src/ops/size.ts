import type { Dim } from "../core/dim.js";
import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
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
  facts: () => ["positive", "integer"],
});

/** The size as a 1×1 expression; a whole number is that number. */
export const size = (home: Context, d: Dim): Expr =>
  /^-?\d+$/.test(d) ? number(Number(d), home) : intern(home, Size, [], d, SCALAR);

export const sizeOf = (e: Expr): Dim => e.data as Dim;
