import { type Dim, ONE } from "../core/dim.js";
import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { has } from "../core/own.js";
import { number } from "./number.js";

/** The identity matrix I, n×n. */
export const Eye = defineOp({
  name: "eye",
  alone: true,
  title: "identity",
  line: "d I = 0",
  cite: "",
  example: "eye(n) x",
  calls: ["eye"],
  signature: "n -> n×n",
  build: (_, [n = ONE], home) => eye(n, home),
  facts: () => ["symmetric", "diagonal", "orthogonal", "posdef", "invertible"],
});

/** `eye(n)`; the 1×1 identity is the number 1. */
export function eye(n: Dim, at: Expr | Context): Expr {
  const home = has(at, "home") ? at.home : at;
  return n === ONE ? number(1, home) : intern(home, Eye, [], [n]);
}

export const isEye = (e: Expr): boolean => e.op === Eye;
