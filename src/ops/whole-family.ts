/** A family of numbers as one vector or matrix, Σ_i x_i e_i, and back. */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { placeOf } from "../core/place.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { Family } from "./family.js";
import { familyOf, isMember, member } from "./member.js";
import { product } from "./product.js";
import { scale } from "./scale.js";
import { Sigma, sigma } from "./sigma.js";
import { T } from "./transpose.js";
import { unit } from "./unit.js";

/** The vector of a family of numbers over 1..n; over two letters the matrix Σ_ij x_ij e_i e_jᵀ. */
export function wholeFamily(of: Family): Expr {
  const at = of.formals.map(placeOf);
  const x = member(of, ...at);
  const [i, j] = of.formals;
  if (!isArray(of) || i === undefined)
    throw new RangeError(`${of.name} is no family of numbers over one or two ranges from 1`);
  const row = unit(nth(at, 0), i.hi, x);
  const place = j === undefined ? row : product(row, T(unit(nth(at, 1), j.hi, x)));
  return of.formals.reduceRight((e, f) => sigma(f, e), scale(x, place));
}

/** Whether the members of a family are numbers over one or two ranges from 1. */
const isArray = ({ shape, formals }: Family): boolean =>
  isScalar(shape) && formals.length > 0 && formals.length <= 2 && formals.every((f) => f.lo === ONE);

/** The family that an expression is the vector or matrix of; null for anything else. */
export function familyOfWhole(e: Expr): Family | null {
  if (e.op !== Sigma || isScalar(e.shape)) return null;
  const members = walk([e]).filter(isMember);
  const [only] = members;
  if (only === undefined || members.length > 1) return null;
  const of = familyOf(only);
  return isArray(of) && wholeFamily(of) === e ? of : null;
}
