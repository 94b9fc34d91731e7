import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";

/** `dX`: an inert small change of X, what every differential is linear in. */
export const Differential = defineOp({
  name: "differential",
  title: "differential",
  line: "dX",
  cite: "Magnus & Neudecker, ch. 5",
  example: "",
  isDifferential: true,
  signature: "n×m -> n×m",
});

export const differential = (X: Expr): Expr => intern(X.home, Differential, [X], null);
