/** A family of numbers as one vector or matrix, Σ_i x_i e_i. */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { placeOf } from "../core/place.js";
import { isScalar } from "../core/shape.js";
import type { Family } from "./family.js";
import { member } from "./member.js";
import { product } from "./product.js";
import { scale } from "./scale.js";
import { sigma } from "./sigma.js";
import { T } from "./transpose.js";
import { unit } from "./unit.js";

/** The vector of a family of numbers over 1..n; over two letters the matrix Σ_ij x_ij e_i e_jᵀ. */
export function wholeFamily(of: Family): Expr {
  const at = of.formals.map(placeOf);
  const x = member(of, ...at);
  const [i, j] = of.formals;
  if (!isScalar(x.shape) || i === undefined || of.formals.length > 2 || of.formals.some((f) => f.lo !== ONE))
    throw new RangeError(`${of.name} is no family of numbers over one or two ranges from 1`);
  const row = unit(nth(at, 0), i.hi, x);
  const place = j === undefined ? row : product(row, T(unit(nth(at, 1), j.hi, x)));
  return of.formals.reduceRight((e, f) => sigma(f, e), scale(x, place));
}
