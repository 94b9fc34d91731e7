/** Small words for writing derivatives of scalar functions as mathematics. */
import type { Expr } from "../core/expr.js";
import { number } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { power } from "../ops/power.js";
import { negate } from "../ops/scale.js";
import { sum } from "../ops/sum.js";

/** 1 in every entry of Z's shape. */
export const unit = (Z: Expr): Expr => ones(Z.shape.rows, Z.shape.cols, Z);
/** A − B. */
export const less = (A: Expr, B: Expr): Expr => sum(A, negate(B));
/** Z .^ 2. */
export const squared = (Z: Expr): Expr => power(Z, number(2, Z));
