import { type Expr, indexing, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { nth, one } from "../core/operands.js";
import type { Place } from "../core/place.js";
import { isColumn, SCALAR, type Shape, showShape } from "../core/shape.js";
import { placesOf } from "./binder.js";
import { kron } from "./kron.js";
import { eachInTurn } from "./linear.js";
import { product } from "./product.js";
import { scale } from "./scale.js";
import { T } from "./transpose.js";
import { unit } from "./unit.js";

/** (X)_{ij}, an entry of a matrix, or (v)_i of a column. */
export const Entry = defineOp({
  name: "entry",
  title: "entry of a matrix",
  line: "d (X)_ij = (dX)_ij",
  cite: "Magnus & Neudecker, ch. 1.2",
  indexed: true,
  example: "X : matrix(n, n); s = Σ_{i=1}^n X_ii^2",
  shape: () => SCALAR,
  differential: eachInTurn((args, self) => entry(one(args), ...placesOf(self))),
  adjoint: (ybar, _, self) => scale(ybar, unitMatrix(one(self.args), placesOf(self))),
  jacobian: (_, self) => {
    const X = one(self.args);
    const [p, q] = placesOf(self);
    const row = T(unit(p as Place, X.shape.rows, X));
    return q === undefined ? row : kron(T(unit(q, X.shape.cols, X)), row);
  },
  facts: (self, of) => (["positive", "integer"] as const).filter((f) => of(one(self.args)).has(f)),
});

/** The entry of X in a row and a column, of a column in a row. */
export function entry(X: Expr, ...at: readonly Place[]): Expr {
  if (at.length !== 2 && !(at.length === 1 && isColumn(X.shape)))
    throw new ShapeError("shape/entry", misfit(X.shape, at.length), [X]);
  return intern(X.home, Entry, [X], indexing("", at));
}

const misfit = (of: Shape, n: number): string =>
  n === 1 ? `an entry of a ${showShape(of)} has two indices, not one` : `an entry has one or two indices, not ${n}`;

/** The matrix with 1 at this place and 0 elsewhere. */
function unitMatrix(X: Expr, at: readonly Place[]): Expr {
  const column = unit(nth(at, 0), X.shape.rows, X);
  const q = at[1];
  return q === undefined ? column : product(column, T(unit(q, X.shape.cols, X)));
}
