import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { nth } from "../core/operands.js";
import { isScalar, SCALAR, showShape } from "../core/shape.js";
import { eachInTurn, flattened } from "./linear.js";
import { isOne, number } from "./number.js";

/** a b ⋯, a product of scalars, in any order. */
export const Times = defineOp({
  name: "times",
  title: "product rule for scalars",
  line: "d(a b) = da b + a db",
  cite: "Parr & Howard, The matrix calculus you need for deep learning, §2",
  example: "a, b : scalar; y = a b",
  commutative: true,
  shape: (args) => {
    for (const a of args)
      if (!isScalar(a.shape))
        throw new ShapeError("shape/scale", `a scalar is needed here, not ${showShape(a.shape)}`, [a]);
    return SCALAR;
  },
  rebuild: (_, args) => times(...args),
  differential: eachInTurn((args) => times(...args)),
  adjoint: (ybar, i, self) => times(ybar, ...others(self, i)),
  jacobian: (i, self) => times(...others(self, i)),
  facts: (self, of) => (self.args.every((a) => of(a).has("positive")) ? ["positive"] : []),
});

const others = (self: Expr, i: number) => self.args.filter((_, j) => j !== i);

/** The product of scalars; products within are flattened, one factor is itself. */
export function times(...factors: readonly Expr[]): Expr {
  if (factors.length === 1) return nth(factors, 0);
  const flat = flattened(Times, factors);
  return intern(nth(flat, 0).home, Times, flat, null);
}

/** A product of scalars from a list that may be empty. */
export const timesAll = (factors: readonly Expr[], at: Expr): Expr => {
  const useful = factors.length > 1 ? factors.filter((f) => !isOne(f)) : factors;
  return useful.length === 0 ? number(1, at) : times(...useful);
};
