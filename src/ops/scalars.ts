/** Scalar factors before a matrix, taken apart and put together. */
import type { Expr } from "../core/expr.js";
import { two } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { Scale, scale } from "./scale.js";
import { Times, timesAll } from "./times.js";

/** The scalar factors in front of an expression, and the matrix behind them (null for a scalar). */
export function scalarsOf(e: Expr): { readonly scalars: readonly Expr[]; readonly core: Expr | null } {
  if (e.op === Scale) {
    const [c, core] = two(e.args);
    return { scalars: c.op === Times ? c.args : [c], core };
  }
  if (isScalar(e.shape)) return { scalars: e.op === Times ? e.args : [e], core: null };
  return { scalars: [], core: e };
}

/** Scalars back before a matrix. */
export function withScalars(scalars: readonly Expr[], core: Expr | null, at: Expr): Expr {
  if (core === null) return timesAll(scalars, at);
  return scalars.length === 0 ? core : scale(timesAll(scalars, at), core);
}
