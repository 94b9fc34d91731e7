import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { SCALAR } from "../core/shape.js";

/** `pi` and `e`. */
export const Constant = defineOp({
  name: "constant",
  title: "constant",
  line: "d pi = 0",
  cite: "",
  example: "pi",
  signature: "-> 1×1",
  facts: () => ["positive"],
});

export const constant = (home: Context, name: "pi" | "e"): Expr => intern(home, Constant, [], name, SCALAR);
