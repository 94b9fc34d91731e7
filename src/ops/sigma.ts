import type { Expr } from "../core/expr.js";
import { defineOp, type Op } from "../core/op.js";
import { one } from "../core/operands.js";
import { type Index, sizeOfRange } from "../core/place.js";
import { isAtLeast, isNonempty } from "../core/ranges.js";
import { entries } from "../core/shape.js";
import { bind, binderOf, holdsIndex } from "./binder.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { scale } from "./scale.js";
import { size } from "./size.js";

/** Σ over an index. What it passes to its body is passed to each term. */
export const Sigma: Op & { readonly name: "sigma" } = defineOp({
  name: "sigma",
  title: "sum over an index",
  line: "d Σ_i a_i = Σ_i da_i",
  cite: "Magnus & Neudecker, ch. 8",
  indexed: true,
  example: "x : vector(n); s = Σ_{i=1}^n x_i^2",
  shape: (args) => one(args).shape,
  rebuild: (self, args) => bind(Sigma, binderOf(self), one(args)),
  differential: eachInTurn((args, self) => sigma(binderOf(self), one(args))),
  adjoint: (Ybar, _, self) => repeated(self, Ybar),
  jacobian: (_, self) => repeated(self, eye(entries(self.shape), self)),
  facts: (self, of) => {
    const body = of(one(self.args));
    const kept = (["symmetric", "diagonal", "integer"] as const).filter((f) => body.has(f));
    // An empty sum is 0.
    const strict = isNonempty(binderOf(self)) ? (["posdef", "positive"] as const).filter((f) => body.has(f)) : [];
    return [...kept, ...strict];
  },
});

/** Σ_i of the body. */
export const sigma = (i: Index, body: Expr): Expr => bind(Sigma, i, body);

/** A body without the index is a term as often as the index has values. */
function repeated(self: Expr, X: Expr): Expr {
  const i = binderOf(self);
  if (holdsIndex(one(self.args), i)) return X;
  return counts(i) ? scale(size(self.home, sizeOfRange(i)), X) : sigma(i, X);
}

/** Whether hi − lo + 1 is how many values a range has: 3..N has none at N = 1, and not −1. */
export const counts = (i: Index): boolean => isAtLeast(sizeOfRange(i), 0);
