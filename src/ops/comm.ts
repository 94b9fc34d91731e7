import type { Dim } from "../core/dim.js";
import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { has } from "../core/own.js";

/** The commutation matrix K: `comm(m, n) vec(A) = vec(A^T)` for an m×n matrix A. Its transpose is `comm(n, m)`. */
export const Comm = defineOp({
  name: "comm",
  title: "commutation matrix",
  line: "comm(m, n) vec(A) = vec(A^T)",
  cite: "Magnus & Neudecker, ch. 3.7",
  example: "comm(n, m) vec(A)",
  calls: ["comm"],
  signature: "m, n -> m n×m n",
  facts: () => ["orthogonal", "invertible"],
});

/** `comm(m, n)`, mn×mn. */
export function comm(m: Dim, n: Dim, at: Expr | Context): Expr {
  return intern(has(at, "home") ? at.home : at, Comm, [], [m, n]);
}

export const commSizes = (e: Expr): readonly [Dim, Dim] => e.data as unknown as readonly [Dim, Dim];
