import type { Expr } from "../core/expr.js";
import { defineOp, type Op, ShapeError } from "../core/op.js";
import { one } from "../core/operands.js";
import { type Index, lessPlace, placeOf } from "../core/place.js";
import { isScalar, SCALAR, showShape } from "../core/shape.js";
import { bind, binderOf, bodyAt, freshLetter, holdsIndex } from "./binder.js";
import { factsOf } from "./facts.js";
import { iverson } from "./iverson.js";
import { power, reciprocal } from "./power.js";
import { sigma } from "./sigma.js";
import { times } from "./times.js";

/** Π over an index, of scalars. */
export const Pi: Op & { readonly name: "pi" } = defineOp({
  name: "pi",
  title: "product over an index",
  line: "d Π_i a_i = Σ_i (Π_{j ≠ i} a_j) da_i",
  cite: "product rule",
  indexed: true,
  example: "x : vector(n); s = Π_{i=1}^n x_i",
  shape: (args) => {
    const X = one(args);
    if (!isScalar(X.shape)) throw new ShapeError("shape/pi", `factors are scalars, not ${showShape(X.shape)}`, [X]);
    return SCALAR;
  },
  rebuild: (self, args) => bind(Pi, binderOf(self), one(args)),
  differential: ([a], [da], self) => {
    if (a === undefined || da === undefined || da === null) return null;
    const i = binderOf(self);
    return factsOf(a).has("positive")
      ? times(self, sigma(i, times(reciprocal(a), da)))
      : sigma(i, times(slopeOf(self), da));
  },
  adjoint: (Ybar, _, self) => times(Ybar, slopeByBody(self)),
  jacobian: (_, self) => slopeByBody(self),
  facts: (self, of) => (["positive", "integer"] as const).filter((f) => of(one(self.args)).has(f)),
});

/** The change of the product by that of the factor at i: all other ones, where no factor can be 0 the product over this. */
function slopeOf(self: Expr): Expr {
  const a = one(self.args);
  return factsOf(a).has("positive") ? times(self, reciprocal(a)) : othersOf(self, binderOf(self));
}

/** The same by the body: a body without the index is every factor at once. */
function slopeByBody(self: Expr): Expr {
  const i = binderOf(self);
  return holdsIndex(one(self.args), i) ? slopeOf(self) : sigma(i, slopeOf(self));
}

/** Π_i of the body. */
export const pi = (i: Index, body: Expr): Expr => bind(Pi, i, body);

/** Π_{j ≠ i} a_j: the factors to the power [j ≠ i], which is 1 at j = i whatever a_i is. */
function othersOf(self: Expr, i: Index): Expr {
  const j = freshLetter(i, self, one(self.args));
  return pi(j, power(bodyAt(self, j), iverson("≠", lessPlace(placeOf(j), placeOf(i)), self)));
}
