/** Differentials of names that equations define: ∂F/∂z dz + ∂F/∂θ dθ = 0, read from the differential of F. */
import type { Context, Expr } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { operand } from "../core/operands.js";
import { isColumn, isScalar } from "../core/shape.js";
import { differential } from "../ops/differential.js";
import { isEye } from "../ops/eye.js";
import {
  type ImplicitEquation,
  implicitEquationOf,
  implicitEquations,
  implicitLines,
  namesBeside,
} from "../ops/implicit.js";
import { inverse } from "../ops/inverse.js";
import { Kron } from "../ops/kron.js";
import { reciprocal } from "../ops/power.js";
import { product } from "../ops/product.js";
import { negate, Scale, scale } from "../ops/scale.js";
import { Sum } from "../ops/sum.js";
import { sylvester } from "../ops/sylvester.js";
import { nameOf } from "../ops/symbol.js";
import { times } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { unvec } from "../ops/unvec.js";
import { vec } from "../ops/vec.js";
import { zeros } from "../ops/zeros.js";
import { localJacobian } from "./jacobian.js";
import { expandedDefinitions, prepared } from "./linearise.js";
import { normalForm, shownForm } from "./normal.js";
import { localTangent } from "./tangent.js";

/** J⁻¹ b in the shape of b, for J over the vec of it. */
function solved(J: Expr, b: Expr): Expr {
  if (isScalar(b.shape)) return times(reciprocal(J), b);
  if (isColumn(b.shape)) return product(inverse(J), b);
  const sides = sylvesterSides(J);
  if (sides !== null) return sylvester(...sides, b);
  return unvec(product(inverse(J), vec(b)), b.shape.rows, b.shape.cols);
}

/** The A and B of J = I ⊗ A + Bᵀ ⊗ I, by which J vec X is the vec of A X + X B; null for any other J. */
function sylvesterSides(J: Expr): readonly [A: Expr, B: Expr] | null {
  const isTurned = J.op === Transpose;
  const whole = isTurned ? operand(J) : J;
  if (whole.op !== Sum || whole.args.length !== 2) return null;
  const turned = (X: Expr): Expr => (isTurned ? T(X) : X);
  const terms = whole.args.map(
    (t) => (t.op === Scale ? [operand(t), operand(t, 1)] : [null, t]) as [Expr | null, Expr],
  );
  const side = (at: 0 | 1): Expr | null => {
    const [c, found] = terms.find(([, t]) => t.op === Kron && isEye(operand(t, at))) ?? [];
    if (found === undefined) return null;
    const X = turned(operand(found, 1 - at));
    return c == null ? X : scale(c, X);
  };
  const [A, B] = [side(0), side(1)];
  return A === null || B === null || terms.every(([, t]) => isEye(operand(t))) ? null : [A, T(B)];
}

/** Works out the differentials of all names that equations define; `ready` makes F what is differentiated. */
export function workOutImplicit(home: Context, ready: (F: Expr) => Expr): void {
  const lines = implicitLines(home);
  for (const [key, equation] of implicitEquations(home)) {
    if (lines.has(key)) continue;
    const F = ready(equation.residual);
    const J = slopeAt(equation, F);
    const names = namesBeside(equation.name, equation.residual);
    lines.set(key, (d) => {
      const moving = new Map(names.flatMap((x, i) => (d[i] == null ? [] : [[x, d[i] as Expr] as const])));
      return moving.size === 0 ? null : solved(J, negate(localTangent(F, moving, (e) => e)));
    });
  }
}

/**
 * −J⁻¹ F for the equation F = 0 that defines a name, at whatever value the name has: what one step of Newton's method
 * adds to it.
 */
export function newtonStep(equation: ImplicitEquation): Expr {
  const { name, residual } = equation;
  const F = prepared(expandedDefinitions(name.home).get(residual) ?? residual);
  return solved(slopeAt(equation, F), negate(F));
}

/** The two sides of the equation of a solution once it is differentiated, for the names that move: dA x + A dx − db = 0. */
export function differentiated(solution: Expr, names: ReadonlySet<Expr>): readonly [left: Expr, right: Expr] {
  const { name, residual, fixedPoint } = implicitEquationOf(solution);
  const moving = new Map([...names, name].map((x) => [x, differential(x)] as const));
  const along = (e: Expr): Expr => localTangent(prepared(expandedDefinitions(e.home).get(e) ?? e), moving, (x) => x);
  if (fixedPoint !== null) return [differential(name), along(fixedPoint)];
  return [along(residual), zeros(name.shape.rows, name.shape.cols, name)];
}

/** Takes the equations of a context to another one, but for that of the name `free`. */
export function copyImplicit(from: Context, to: Context, copy: (e: Expr) => Expr, free: string | null = null): void {
  const expanded = expandedDefinitions(from);
  for (const [key, { name, residual, fixedPoint }] of implicitEquations(from)) {
    if (key === free) continue;
    implicitEquations(to).set(key, {
      name: copy(name),
      residual: copy(expanded.get(residual) ?? residual),
      fixedPoint: fixedPoint === null ? null : copy(fixedPoint),
    });
  }
  workOutImplicit(to, prepared);
}

function slopeAt({ name }: ImplicitEquation, F: Expr): Expr {
  const J = localJacobian(F, name, normalForm);
  if (J !== null) return shownForm(J);
  throw new NotDifferentiable("implicit", `the equation of ${nameOf(name)} does not depend on ${nameOf(name)}`);
}
