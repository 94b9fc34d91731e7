/** The upstream gradient: of a loss that nobody defines, the derivative by what it is taken of is given. */
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import { derivative } from "../ops/derivative.js";
import { gradientFunction, ScalarFunction } from "../ops/scalarfunction.js";
import { rightHandOf } from "./paths.js";
import { UPSTREAM } from "./rules.js";
import { type Step, step } from "./step.js";

/** ∇ℓ(z) where y is ℓ(z), or ℓ(z, t) with no z in t; null where y is anything else. */
export function upstreamBy(y: Expr, z: Expr): Expr | null {
  const value = rightHandOf(y);
  if (value.op !== ScalarFunction || value.args.filter((a) => walk([a]).includes(z)).length !== 1) return null;
  const at = value.args.indexOf(z);
  return at < 0 ? null : gradientFunction(value, value.args, at);
}

/** `∂L/∂Z = ∇ℓ(Z)`: said, and not derived. */
export function upstreamStep(y: Expr, z: Expr): Step | null {
  const G = upstreamBy(y, z);
  const left = derivative("gradient", y, z);
  return G === null ? null : step(UPSTREAM, left, left, G);
}
