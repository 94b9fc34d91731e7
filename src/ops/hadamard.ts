import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { nth } from "../core/operands.js";
import { isScalar, sameShape, showShape } from "../core/shape.js";
import { diag } from "./diag.js";
import { eachInTurn, flattened } from "./linear.js";
import { number } from "./number.js";
import { power } from "./power.js";
import { times } from "./times.js";
import { vec } from "./vec.js";

/** A ∘ B ∘ ⋯, the Hadamard (elementwise) product, in any order. */
export const Hadamard = defineOp({
  name: "hadamard",
  title: "Hadamard product rule",
  line: "d(A .* B) = dA .* B + A .* dB",
  cite: "Magnus & Neudecker, ch. 8; Matrix Cookbook (38)",
  example: "u .* v",
  commutative: true,
  shape: (args) => {
    const first = nth(args, 0);
    for (const t of args) {
      if (!sameShape(t.shape, first.shape))
        throw new ShapeError(
          "shape/hadamard",
          `cannot multiply ${showShape(first.shape)} and ${showShape(t.shape)} entry by entry`,
          [first, t],
        );
    }
    return first.shape;
  },
  rebuild: (_, args) => hadamard(...args),
  differential: eachInTurn((args) => hadamard(...args)),
  adjoint: (Ybar, i, self) => hadamard(Ybar, ...self.args.filter((_, j) => j !== i)),
  jacobian: (i, self) => diag(vec(hadamard(...self.args.filter((_, j) => j !== i)))),
  facts: (self, of) =>
    (["symmetric", "diagonal", "positive"] as const).filter((f) =>
      f === "diagonal" ? self.args.some((t) => of(t).has(f)) : self.args.every((t) => of(t).has(f)),
    ),
});

/** The Hadamard product; of scalars the product. Nested ones are flattened, one factor is itself. */
export function hadamard(...factors: readonly Expr[]): Expr {
  const first = nth(factors, 0);
  if (factors.length === 1) return first;
  if (factors.every((f) => isScalar(f.shape))) return times(...factors);
  const flat = flattened(Hadamard, factors);
  return intern(first.home, Hadamard, flat, null);
}

/** A ⊘ B, the elementwise quotient: A ∘ B^(∘ −1). */
export const quotient = (A: Expr, B: Expr): Expr => hadamard(A, power(B, number(-1, B)));
