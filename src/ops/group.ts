import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { entries } from "../core/shape.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { Power } from "./power.js";
import { Sum } from "./sum.js";
import { Times, times } from "./times.js";

/**
 * (Y): a part kept together, whose terms or factors are not taken into the sum or product around it.
 * A cotangent that comes from many paths is one part of all that comes after it; without that the
 * cotangents of a residual network of n layers would have n + (n − 1) + ⋯ terms.
 */
export const Group = defineOp({
  name: "group",
  title: "a part kept together",
  line: "d(Y) = dY",
  cite: "definition",
  example: "",
  signature: "n×m -> n×m",
  differential: eachInTurn(one),
  adjoint: (Ybar) => grouped(Ybar),
  jacobian: (_, self) => eye(entries(self.shape), self),
  facts: (self, of) => [...of(one(self.args))],
});

/** (Y) for a sum or a product of scalars; what is one part by itself stays as it is. */
export const grouped = (Y: Expr): Expr => (Y.op === Sum || Y.op === Times ? intern(Y.home, Group, [Y], null) : Y);

/** Terms of a sum that is kept together where it is used again; a shorter one is repeated. */
const MOST_TERMS = 2;
const MOST_FACTORS = 8;

/** Y, kept together where it is long, or continues what was kept together. */
export const kept = (Y: Expr): Expr => (isLong(Y) || Y.args.some((a) => a.op === Group) ? grouped(Y) : Y);

const isLong = (Y: Expr): boolean => (Y.op === Sum ? Y.args.length > MOST_TERMS : factorsIn(Y) > MOST_FACTORS);

/** x^(a + b) counts as x^a x^b, which it was before the exponents were added. */
const factorsIn = (Y: Expr): number =>
  Y.args.reduce((n, f) => n + (f.op === Power && f.args[1]?.op === Sum ? f.args[1].args.length : 1), 0);

/** Factors of one bracket. */
const BRACKET = 4;

/**
 * ((a b c d) (e f g h) …), a product of many scalars in brackets of four, and brackets of those: the
 * cotangent of each factor is then a product of few, where without brackets it holds all of the others.
 */
export function bracketed(product: Expr): Expr {
  let factors = product.args;
  if (product.op !== Times || factors.length <= MOST_FACTORS) return product;
  while (factors.length > BRACKET)
    factors = Array.from({ length: Math.ceil(factors.length / BRACKET) }, (_, i) =>
      grouped(times(...factors.slice(i * BRACKET, (i + 1) * BRACKET))),
    );
  return times(...factors);
}
