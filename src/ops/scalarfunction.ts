import { type Expr, indexing, indexingOf, intern } from "../core/expr.js";
import { defineOp, NotDifferentiable } from "../core/op.js";
import { nth } from "../core/operands.js";
import type { Place } from "../core/place.js";
import { SCALAR } from "../core/shape.js";
import { placesOf } from "./binder.js";
import { sum } from "./sum.js";
import { inner } from "./trace.js";

/** ℓ(h), ℓ_t(h_t), ℓ(ŷ, y): an unknown scalar function of arrays, with an index where it has one for each value. */
export const ScalarFunction = defineOp({
  name: "scalarfunction",
  title: "an unknown scalar function",
  line: "d ℓ(X) = tr(∇ℓ(X)^T dX) where ∇ℓ is given",
  cite: "Magnus & Neudecker, ch. 5",
  indexed: true,
  example: "ell : function(vector); x : vector(n); s = ell(x)",
  shape: () => SCALAR,
  differential: (args, d, self) => {
    const terms = d.flatMap((dX, k) => (dX === null ? [] : [inner(gradientFunction(self, args, k), dX)]));
    return terms.length === 0 ? null : sum(...terms);
  },
});

/** ∇ℓ(X), of the shape of X; ∇_k ℓ by the k-th of several operands. */
export const GradientFunction = defineOp({
  name: "gradientfunction",
  title: "gradient of an unknown function",
  line: "∇ℓ(X)",
  cite: "definition",
  indexed: true,
  shape: (args, data) => nth(args, byOf(indexingOf({ data })?.name ?? "")).shape,
  differential: (_, d, self) => {
    if (d.every((dX) => dX === null)) return null;
    const { name } = functionOf(self);
    throw new NotDifferentiable(name, `the second derivative of the unknown function ${name} is not known`);
  },
});

/** The unknown scalar function `name` of arrays, at places where there is one for each. */
export const scalarFunction = (name: string, args: readonly Expr[], at: readonly Place[] = []): Expr =>
  intern(nth(args, 0).home, ScalarFunction, args, indexing(name, at));

/** The gradient of ℓ(X) by its k-th operand, at other operands where they are given. */
export const gradientFunction = (of: Expr, args: readonly Expr[] = of.args, k = 0): Expr =>
  intern(of.home, GradientFunction, args, indexing(`${k} ${functionOf(of).name}`, placesOf(of)));

const byOf = (name: string): number => Number.parseInt(name, 10);

/** The name of an unknown function or of what is its gradient, and by which operand that is (null: the function itself). */
export function functionOf(e: Expr): { readonly name: string; readonly by: number | null } {
  const name = indexingOf(e)?.name ?? "";
  return e.op === GradientFunction ? { name: name.slice(name.indexOf(" ") + 1), by: byOf(name) } : { name, by: null };
}
