import { type Dim, ONE } from "../core/dim.js";
import { type Context, type Expr, indexing, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { has } from "../core/own.js";
import type { Place } from "../core/place.js";
import { shape } from "../core/shape.js";
import { number } from "./number.js";

/** e_i, the i-th unit vector of n entries: Σᵢ sᵢ eᵢ is the vector whose i-th entry is sᵢ. */
export const Unit = defineOp({
  name: "unit",
  title: "unit vector",
  line: "d e_i = 0",
  cite: "definition",
  indexed: true,
  signature: "-> 1×1",
});

/** e_i of n entries. The size stands in the data too: e_1 of n entries is not e_1 of m. */
export function unit(i: Place, n: Dim, at: Expr | Context): Expr {
  const home = has(at, "home") ? at.home : at;
  return n === ONE ? number(1, home) : intern(home, Unit, [], indexing(n, [i]), shape(n, ONE));
}

export const isUnitVector = (e: Expr): boolean => e.op === Unit;
