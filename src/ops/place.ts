import { type Context, type Expr, indexing, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { nth } from "../core/operands.js";
import type { Place } from "../core/place.js";
import { shifted } from "../core/place.js";
import { isNonNegative } from "../core/ranges.js";
import { SCALAR } from "../core/shape.js";
import { placesOf } from "./binder.js";
import { size } from "./size.js";

/** A place as a number: 1 / t, γ^t. */
export const PlaceOp = defineOp({
  name: "place",
  title: "index as a number",
  line: "d i = 0",
  cite: "definition",
  indexed: true,
  example: "x : vector(n); s = Σ_{i=1}^n i x_i^2",
  shape: () => SCALAR,
  replaced: (self, at) => placeNumber(nth(at, 0), self.home),
  facts: (self) =>
    isNonNegative(shifted(nth(placesOf(self), 0), -1)) === true ? ["positive", "integer"] : ["integer"],
});

/** The place as a 1×1 expression; one without indices is a size or a number. */
export const placeNumber = (p: Place, home: Context): Expr =>
  p.terms.length === 0 ? size(home, p.rest) : intern(home, PlaceOp, [], indexing("", [p]), SCALAR);
