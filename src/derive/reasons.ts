/** Reasons beside a line: one after the other, and that what is not turned is its own transpose. */
import type { Expr } from "../core/expr.js";
import { isScalar, isSquare } from "../core/shape.js";
import { Eye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { inWords, listed, type Words } from "./step.js";

/** Reasons one after the other. */
export function reasons(...all: readonly (Words | null)[]): Words | null {
  const given = all.filter((r) => r !== null);
  return given.length === 0 ? null : (spell) => given.map((r) => inWords(r, spell)).join("; ");
}

/** `Wᵀ W − I is symmetric`, of factors that are written as they are where their transpose is meant. */
export function symmetryReason(factors: readonly Expr[]): Words | null {
  const alike = [...new Set(factors)].filter(
    (f) => f.op !== Eye && !isScalar(f.shape) && isSquare(f.shape) && factsOf(f).has("symmetric"),
  );
  if (alike.length === 0) return null;
  return (spell) => `${listed(alike.map((f) => spell(f)))} ${alike.length === 1 ? "is" : "are"} symmetric`;
}
