/** Derivatives by matrices whose entries are not free, and by such entries: one convention for both. */
import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { rational } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { STANDARD } from "../laws/standard.js";
import { placesOf } from "../ops/binder.js";
import { Entry } from "../ops/entry.js";
import { eye } from "../ops/eye.js";
import { closure, factsOf } from "../ops/facts.js";
import { hadamard } from "../ops/hadamard.js";
import { delta } from "../ops/iverson.js";
import { number } from "../ops/number.js";
import { negate, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { T } from "../ops/transpose.js";
import { shownForm } from "./normal.js";
import { allSteps, type Rule, type Step, step } from "./step.js";

/** How the gradient by a symmetric (or diagonal) matrix is read. */
export type Symmetric = "projected" | "cookbook";

/** How the entries of a symmetric or diagonal variable are taken; free ones where it is differentiated again. */
export type Entries = Symmetric | "free";

/**
 * The gradient of a scalar by a matrix whose entries are not free. For a symmetric X the projection
 * (G + Gᵀ)/2 of the gradient G by free entries, or the Matrix Cookbook's G + Gᵀ − G ∘ I, in which
 * X_ij and X_ji are one variable; for a diagonal X the diagonal of G.
 */
export function constrained(G: Expr, X: Expr, symmetric: Symmetric): Expr {
  const bound = boundBy(X);
  if (bound === null) return G;
  if (bound === "diagonal") return hadamard(G, eye(X.shape.rows, X));
  if (symmetric === "cookbook") return sum(G, T(G), negate(hadamard(G, eye(X.shape.rows, X))));
  return scale(number(rational(1, 2), G), sum(G, T(G)));
}

/** What binds the entries of a matrix to one another; null where they are free. */
export function boundBy(X: Expr): "symmetric" | "diagonal" | null {
  if (isScalar(X.shape)) return null;
  const facts = closure(factsOf(X));
  return facts.has("diagonal") ? "diagonal" : facts.has("symmetric") ? "symmetric" : null;
}

/** The matrix with bound entries of which this is one; null for anything else. */
export const boundMatrixOf = (x: Expr): Expr | null =>
  x.op === Entry && placesOf(x).length === 2 && boundBy(operand(x)) !== null ? operand(x) : null;

/** A projected derivative of a scalar by a symmetric matrix, or by an entry of one, in the Matrix Cookbook's convention. */
export function asCookbook(P: Expr, x: Expr): Expr {
  if (boundBy(x) !== null) return constrained(P, x, "cookbook");
  const both = onDiagonal(x);
  return both === null ? P : times(sum(number(2, P), negate(both)), P);
}

/** The other way: from the Matrix Cookbook's convention to the projection. */
export function asProjected(C: Expr, x: Expr): Expr {
  const half = number(rational(1, 2), C);
  if (boundBy(x) === "symmetric") return scale(half, sum(C, hadamard(C, eye(x.shape.rows, C))));
  const both = onDiagonal(x);
  return both === null ? C : times(half, times(sum(number(1, C), both), C));
}

/** 1 where an entry of a symmetric matrix stands on its diagonal, else 0; null for what is no such entry. */
function onDiagonal(x: Expr): Expr | null {
  const X = boundMatrixOf(x);
  const [p, q] = placesOf(x);
  return X === null || boundBy(X) !== "symmetric" || !p || !q ? null : delta(p, q, x);
}

/** The lines for a variable whose entries are not free. */
export function constrainedSteps(steps: readonly Step[], G: Expr, x: Expr, how: Entries): readonly Step[] {
  if (how === "free") return steps;
  const raw = constrained(G, x, how);
  const last = steps[steps.length - 1];
  if (raw === G || last === undefined) return steps;
  if (shownForm(raw) === shownForm(G))
    return [
      ...steps.slice(0, -1),
      { ...last, why: (spell) => `${spell(x)} is symmetric, and this is too: (G + Gᵀ) / 2 = G` },
    ];
  const kind = boundBy(x) ?? "symmetric";
  const rule: Rule =
    how === "cookbook" && kind === "symmetric"
      ? {
          rule: "symmetric",
          title: "one variable for X_ij and X_ji",
          statement: "dS/dX = G + G^T - G .* I",
          cite: "Matrix Cookbook (138)",
        }
      : {
          rule: "symmetric",
          title: (spell) => `${spell(x)} is ${kind}: the ${kind} part`,
          statement: kind === "diagonal" ? "G .* I" : "sym(G) = (G + G^T) / 2",
          cite: "orthogonal projection on the symmetric (or diagonal) matrices",
        };
  const why =
    kind === "diagonal"
      ? "only the diagonal entries may move"
      : how === "cookbook"
        ? "the entries above the diagonal are the variables, and each stands twice"
        : "among symmetric matrices this is the direction of steepest ascent; the Matrix Cookbook counts X_ij and X_ji as one variable instead";
  return [...steps, step(rule, null, G, raw, { why }), ...allSteps(raw, STANDARD)];
}
