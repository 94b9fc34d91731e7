import { type Expr, intern } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { defineOp, ShapeError } from "../core/op.js";
import { nth, operand } from "../core/operands.js";
import { entries, sameShape, showShape } from "../core/shape.js";
import { eye } from "./eye.js";

/** A + B + ⋯, terms of one shape. */
export const Sum = defineOp({
  name: "sum",
  alone: true,
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
  facts: (self, of) => {
    const facts = (["symmetric", "diagonal", "posdef", "positive"] as const).filter((f) =>
      self.args.every((t) => of(t).has(f)),
    );
    return facts.includes("symmetric") || !isMirrored(self.args, of) ? facts : ["symmetric", ...facts];
  },
});

/** The parts of a multiple of a product: the multiplier, then the factors. */
function partsOf(term: Expr): readonly [Expr | null, readonly Expr[]] {
  const [c, rest] = term.op.name === "scale" ? [operand(term), operand(term, 1)] : [null, term];
  return [c, rest.op.name === "product" ? rest.args : [rest]];
}

/** Whether each term is symmetric, or stands beside its transpose: A + Aᵀ, A B + Bᵀ Aᵀ. */
function isMirrored(terms: readonly Expr[], of: (e: Expr) => ReadonlySet<Fact>): boolean {
  const turns = (a: Expr, b: Expr): boolean =>
    (a === b && of(a).has("symmetric")) ||
    (a.op.name === "transpose" && operand(a) === b) ||
    (b.op.name === "transpose" && operand(b) === a);
  const left = new Set(terms.keys());
  for (const i of left) {
    const [c, factors] = partsOf(nth(terms, i));
    const found = of(nth(terms, i)).has("symmetric")
      ? i
      : [...left].find((j) => {
          const [d, others] = partsOf(nth(terms, j));
          return (
            c === d &&
            factors.length === others.length &&
            factors.every((f, k) => turns(f, nth(others, others.length - 1 - k)))
          );
        });
    if (found === undefined) return false;
    left.delete(i);
    left.delete(found);
  }
  return true;
}

/** The sum of terms of one shape; sums within are flattened, one term is itself. */
export const sum = (...terms: readonly Expr[]): Expr => sumOf(terms);

/** The same of a list, which may be longer than the arguments of a call. */
export function sumOf(terms: readonly Expr[]): Expr {
  if (terms.length === 1) return nth(terms, 0);
  const flat = terms.some((t) => t.op === Sum) ? terms.flatMap((t) => (t.op === Sum ? t.args : [t])) : terms;
  return intern(nth(flat, 0).home, Sum, flat, null);
}
