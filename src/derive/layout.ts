/** Layouts: how the derivatives of entries by entries are arranged. */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { T } from "../ops/transpose.js";
import { vec } from "../ops/vec.js";

export type Layout = "gradient" | "jacobian" | "denominator";

/** Asked for nothing: the gradient where the output or the variable is a scalar, else the Jacobian. */
export const defaultLayout = (y: Expr, x: Expr): Layout =>
  isScalar(y.shape) || isScalar(x.shape) ? "gradient" : "jacobian";

/** The gradient G of a scalar as a row over vec: vec(G)ᵀ. */
export const rowOf = (G: Expr): Expr => T(vec(G));
