import type { Expr } from "../core/expr.js";
import type { LawBook } from "./simplify.js";
export const shorten = (e: Expr, _: LawBook): Expr => e;
