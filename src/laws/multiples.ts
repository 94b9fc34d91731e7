/** Factors of Kronecker products by their names, once nothing is left to take out: c (B ⊗ X) as B ⊗ F where F = c X. */

import type { Expr } from "../core/expr.js";
import { nth, two } from "../core/operands.js";
import { Kron, kron } from "../ops/kron.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { type Law, law } from "../rewrite/law.js";
import { isSame } from "./canonical.js";
import { namesOf } from "./names.js";
import { without } from "./parts.js";

function factorNamed(e: Expr): Expr | null {
  const { scalars, core } = scalarsOf(e);
  if (core === null || core.op !== Kron) return null;
  const sides = two(core.args);
  for (const { X, scalars: taken, name } of namesOf(e.home).multiples) {
    const at = sides.findIndex((side) => isSame(side, X));
    const left = at < 0 ? null : without(scalars, taken);
    if (left === null) continue;
    const other = nth(sides, 1 - at);
    return withScalars(left, at === 0 ? kron(name, other) : kron(other, name), e);
  }
  return null;
}

export const MULTIPLES: readonly Law[] = [
  law({
    theme: "name",
    name: "a factor of a Kronecker product by its name",
    at: Scale,
    statement: "F ⊗ B stands for (X ⊗ B) / c  (where F = X / c)",
    cite: "the model",
    example: "a, x : vector(n); B : matrix(m, m); f = x / (a^T x); y = kron(x, B) / (a^T x)",
    among: [Kron],
    step: factorNamed,
  }),
];
