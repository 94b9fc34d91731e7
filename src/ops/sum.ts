import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { nth, operand } from "../core/operands.js";
import { entries, sameShape, showShape } from "../core/shape.js";
import { eye } from "./eye.js";

/** A + B + ⋯, terms of one shape. */
export const Sum = defineOp({
  name: "sum",
  title: "sum rule",
  line: "d(A + B) = dA + dB",
  cite: "Magnus & Neudecker, ch. 8; Matrix Cookbook (35)",
  example: "W x + b",
  commutative: true,
  shape: (args) => {
    const first = nth(args, 0);
    for (const t of args) {
      if (!sameShape(t.shape, first.shape))
        throw new ShapeError("shape/sum", `cannot add ${showShape(first.shape)} and ${showShape(t.shape)}`, [first, t]);
    }
    return first.shape;
  },
  rebuild: (_, args) => sumOf(args),
  differential: (_, d) => {
    const terms = d.filter((t) => t !== null);
    return terms.length === 0 ? null : sum(...terms);
  },
  adjoint: (Ybar) => Ybar,
  jacobian: (i, self) => eye(entries(operand(self, i).shape), self),
  facts: (self, of) =>
    (["symmetric", "diagonal", "posdef", "positive"] as const).filter((f) => self.args.every((t) => of(t).has(f))),
});

/** The sum of terms of one shape; sums within are flattened, one term is itself. */
export const sum = (...terms: readonly Expr[]): Expr => sumOf(terms);

/** The same of a list, which may be longer than the arguments of a call. */
export function sumOf(terms: readonly Expr[]): Expr {
  if (terms.length === 1) return nth(terms, 0);
  const flat = terms.some((t) => t.op === Sum) ? terms.flatMap((t) => (t.op === Sum ? t.args : [t])) : terms;
  return intern(nth(flat, 0).home, Sum, flat, null);
}
