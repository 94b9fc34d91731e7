/** Entries of what is made of parts, unit vectors, vectors that are given by their entries. */
import { minus, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { last, nth, operand } from "../core/operands.js";
import { addPlaces, constantPlace, type Place } from "../core/place.js";
import { isRow, isScalar, sameShape } from "../core/shape.js";
import { apply } from "../ops/apply.js";
import { binderOf, bodyAt, freshLetter, placesOf } from "../ops/binder.js";
import { Diag } from "../ops/diag.js";
import { Entry, entry } from "../ops/entry.js";
import { Fit, fitted } from "../ops/fit.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { delta } from "../ops/iverson.js";
import { maximum, minimum } from "../ops/maximum.js";
import { number } from "../ops/number.js";
import { power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Scale, scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { boundsOf } from "../ops/slice.js";
import { sum } from "../ops/sum.js";
import { times, timesAll } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { isUnitVector, Unit } from "../ops/unit.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { type Law, law } from "../rewrite/law.js";

const theme = "entries";
const cite = "Magnus & Neudecker, ch. 1.2";

const placeIn = (u: Expr): Place => nth(placesOf(u), 0);

/** The entry of a column or of a row; of a scalar itself. */
const entryAlong = (v: Expr, p: Place): Expr => {
  if (isScalar(v.shape)) return v;
  return entry(isRow(v.shape) ? turned(v) : v, p);
};

const turned = (X: Expr): Expr => (X.op === Transpose ? operand(X) : T(X));

/** An entry of a product: where it is an outer product, where a diagonal matrix or a unit vector stands at an end. */
function ofProduct(X: Expr, at: readonly Place[]): Expr | null {
  const [p, q] = [nth(at, 0), at[1]];
  if (isRow(X.shape)) return entry(T(X), q ?? p);
  const { args } = X;
  const split = args.findIndex((f, k) => k > 0 && f.shape.rows === ONE);
  if (split > 0)
    return times(entryAlong(product(...args.slice(0, split)), p), entryAlong(product(...args.slice(split)), q ?? p));
  const [first, end] = [nth(args, 0), last(args)];
  if (first.op === Diag) return times(entry(operand(first), p), entry(product(...args.slice(1)), ...at));
  if (q !== undefined && end.op === Diag)
    return times(entry(product(...args.slice(0, -1)), p, q), entry(operand(end), q));
  return isUnitVector(end) && q === undefined ? entry(product(...args.slice(0, -1)), p, placeIn(end)) : null;
}

/** A place in a slice, counted in the whole. */
const within = (p: Place, slice: Expr): Place => addPlaces(p, constantPlace(minus(boundsOf(slice)[0], ONE)));

/** The entry of what is made of parts: (A + B)_ij, (c A)_ij, (u vᵀ)_ij = u_i v_j, f(Z)_ij. */
function ofParts(e: Expr): Expr | null {
  const X = operand(e);
  const at = placesOf(e);
  const [p, q] = [nth(at, 0), at[1]];
  const each = (Y: Expr): Expr => (isScalar(Y.shape) ? Y : entry(Y, ...at));
  switch (X.op.name) {
    case "zeros":
      return number(0, e);
    case "ones":
      return number(1, e);
    case "eye":
      return delta(p, q ?? p, e);
    case "unit":
      return delta(placeIn(X), p, e);
    case "sum":
      return sum(...X.args.map(each));
    case "hadamard":
      return times(...X.args.map(each));
    case "scale":
      return times(operand(X), each(operand(X, 1)));
    case "apply":
      return apply(X.data as string, each(operand(X)));
    case "power":
      return power(each(operand(X)), operand(X, 1));
    case "maximum":
      return maximum(each(operand(X)), each(operand(X, 1)));
    case "minimum":
      return minimum(each(operand(X)), each(operand(X, 1)));
    case "group":
    case "fit":
      return each(operand(X));
    case "diag":
      return times(delta(p, q ?? p, e), entry(operand(X), p));
    case "diagvec":
      return entry(operand(X), p, p);
    case "rows":
      return entry(operand(X), within(p, X), ...at.slice(1));
    case "cols":
      return q === undefined ? entry(operand(X), p, constantPlace(boundsOf(X)[0])) : entry(operand(X), p, within(q, X));
    case "transpose":
      // The entry of a row has its place along the column that the row is turned of.
      return isRow(X.shape)
        ? entry(operand(X), q ?? p)
        : entry(operand(X), ...(q === undefined ? [constantPlace(ONE), p] : [q, p]));
    case "sigma": {
      const i = freshLetter(binderOf(X), X, e);
      return sigma(i, entry(bodyAt(X, i), ...at));
    }
    case "product":
      return ofProduct(X, at);
    default:
      return null;
  }
}

/** Σ_i s_i e_i, a vector that is given by its entries. */
const isListed = (v: Expr): boolean => {
  if (v.op !== Sigma) return false;
  const { core } = scalarsOf(operand(v));
  return core !== null && isUnitVector(core);
};

/** Σ_i s_i f(i), where the vector is Σ_i s_i e_i. */
function spread(v: Expr, of: (place: Place) => Expr, clear: Expr): Expr {
  const i = freshLetter(binderOf(v), v, clear);
  const { scalars, core } = scalarsOf(bodyAt(v, i));
  const term = of(placeIn(core ?? v));
  return sigma(i, isScalar(term.shape) ? times(timesAll(scalars, v), term) : scale(timesAll(scalars, v), term));
}

/** e_iᵀ v = v_i, e_iᵀ A e_j = A_ij, (Σ_i s_i e_i)ᵀ v = Σ_i s_i v_i. */
function unitProducts(e: Expr): Expr | null {
  if (!isScalar(e.shape)) return null;
  const [first, end] = [nth(e.args, 0), last(e.args)];
  const row = first.op === Transpose ? operand(first) : null;
  const left = row !== null && isUnitVector(row) ? placeIn(row) : null;
  const right = isUnitVector(end) ? placeIn(end) : null;
  const inner = e.args.slice(left === null ? 0 : 1, right === null ? e.args.length : -1);
  if (left !== null && right !== null)
    return inner.length === 0 ? delta(left, right, e) : entry(product(...inner), left, right);
  if (left !== null) return entry(product(...inner), left);
  if (right !== null) return entry(turned(product(...inner)), right);
  if (row !== null && isListed(row)) {
    const other = product(...e.args.slice(1));
    return spread(row, (p) => entry(other, p), other);
  }
  if (!isListed(end)) return null;
  const other = turned(product(...e.args.slice(0, -1)));
  return spread(end, (p) => entry(other, p), other);
}

/** (Σ_i s_i e_i) ∘ v = Σ_i s_i v_i e_i, e_i ∘ v = v_i e_i. */
function listedHadamard(e: Expr): Expr | null {
  const at = e.args.findIndex((f) => isUnitVector(f) || isListed(f));
  if (at < 0) return null;
  const v = nth(e.args, at);
  const others = hadamard(...e.args.filter((_, k) => k !== at));
  if (isUnitVector(v)) return scale(entry(others, placeIn(v)), v);
  const i = freshLetter(binderOf(v), v, others);
  const body = bodyAt(v, i);
  const unit = scalarsOf(body).core;
  return unit === null ? null : sigma(i, scale(entry(others, placeIn(unit)), body));
}

/** The sum of the entries of e_i is 1, that of Σ_i s_i e_i is Σ_i s_i. */
function totalOf(e: Expr): Expr | null {
  const v = operand(e);
  if (isUnitVector(v)) return number(1, e);
  return isListed(v) ? spread(v, () => number(1, e), v) : null;
}

export const ENTRIES: readonly Law[] = [
  law({
    theme,
    name: "entry by entry",
    at: Entry,
    statement: "(A + B)_ij = A_ij + B_ij, (u v^T)_ij = u_i v_j",
    cite,
    example: "x, y : vector(n); s = sum(i=1..n, (x + y)_{i}^2)",
    step: ofParts,
  }),
  law({
    theme,
    name: "unit vectors pick entries",
    at: Product,
    statement: "e_i^T v = v_i, e_i^T A e_j = A_ij",
    cite,
    example: null,
    within: [Unit],
    step: unitProducts,
  }),
  law({
    theme,
    name: "a vector by its entries",
    at: Hadamard,
    statement: "(Σ_i s_i e_i) .* v = Σ_i s_i v_i e_i",
    cite,
    example: null,
    within: [Unit],
    step: listedHadamard,
  }),
  law({
    theme,
    name: "sum of the entries of a vector",
    at: Total,
    statement: "sum(Σ_i s_i e_i) = Σ_i s_i",
    cite,
    example: null,
    within: [Unit],
    step: totalOf,
  }),
  law({
    theme,
    name: "sizes that are equal",
    at: Fit,
    statement: "X = X  (of the size that is asked for)",
    cite,
    example: null,
    step: (e) => {
      const X = operand(e);
      if (isZeros(X)) return zeros(e.shape.rows, e.shape.cols, e);
      if (X.op === Scale) return scale(operand(X), fitted(operand(X, 1), e.shape));
      if (X.op === Fit) return fitted(operand(X), e.shape);
      return sameShape(X.shape, e.shape) ? X : null;
    },
  }),
];
