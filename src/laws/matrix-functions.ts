/** Functions of matrices, and their derivatives along another where these are known in short. */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { nth, one, two } from "../core/operands.js";
import { isEye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Inverse } from "../ops/inverse.js";
import { Frechet, frechet, functionOf, MatrixFunction, matrixFunction, slopeOf } from "../ops/matrixfunction.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Trace, trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";

const theme = "matrix function";

/** The matrix that a multiple, a power, an inverse or a function is of, and whether it is transposed on the way. */
function baseOf(e: Expr): { readonly base: Expr; readonly turned: boolean } {
  let base = e;
  let turned = false;
  for (;;) {
    if (base.op === Scale) base = two(base.args)[1];
    else if (POWERS.has(base.op)) base = one(base.args);
    else if (base.op === Transpose) {
      base = one(base.args);
      turned = !turned;
    } else return { base, turned };
  }
}

const POWERS: ReadonlySet<Op> = new Set<Op>([Inverse, MatrixPower, MatrixFunction]);

/** Whether X E = E X by what they are: made of one matrix, or both diagonal. */
export function commute(X: Expr, E: Expr): boolean {
  if (factsOf(X).has("diagonal") && factsOf(E).has("diagonal")) return true;
  const [x, e] = [baseOf(X), baseOf(E)];
  return x.base === e.base && (x.turned === e.turned || factsOf(x.base).has("symmetric"));
}

/** c f′(X) for E = c I, f′(X) E where X and E commute; multiples in front. */
function alongKnown(e: Expr): Expr | null {
  const [X, E] = two(e.args);
  const f = functionOf(e);
  if (E.op === Scale) {
    const [c, Z] = two(E.args);
    return scale(c, frechet(f, X, Z));
  }
  if (isEye(E)) return slopeOf(f, X);
  return commute(X, E) ? product(slopeOf(f, X), E) : null;
}

/**
 * tr(L(X, E) Y) = tr(L(X, Y) E) of the derivative L of a function of matrices, first operand X and last E, and L(X, Y) is
 * a slope times Y where X and Y commute: Y = I, where there is none.
 */
export function tracedAlong(
  e: Expr,
  derivative: Op,
  closed: (L: Expr, X: Expr, traced: (slope: Expr) => Expr) => Expr,
): Expr | null {
  const whole = one(e.args);
  const factors = whole.op === Product ? whole.args : [whole];
  const at = factors.findIndex((f) => f.op === derivative || (f.op === Transpose && one(f.args).op === derivative));
  const found = factors[at];
  if (found === undefined) return null;
  const L = found.op === Transpose ? one(found.args) : found;
  const [A, Z] = [nth(L.args, 0), nth(L.args, L.args.length - 1)];
  const [X, E] = found.op === Transpose ? [T(A), T(Z)] : [A, Z];
  const others = [...factors.slice(at + 1), ...factors.slice(0, at)];
  const traced = (slope: Expr): Expr => trace(product(slope, ...others, E));
  return others.every((Y) => commute(X, Y)) ? closed(L, X, traced) : null;
}

/** A transpose stands outside, that of a multiple too. */
function turned(e: Expr): Expr | null {
  const X = one(e.args);
  const core = X.op === Scale ? two(X.args)[1] : X;
  if (core.op !== Transpose) return null;
  const A = X.op === Scale ? scale(two(X.args)[0], one(core.args)) : one(core.args);
  const f = functionOf(e);
  return T(e.op === Frechet ? frechet(f, A, T(two(e.args)[1])) : matrixFunction(f, A));
}

export const MATRIX_FUNCTION_LAWS: readonly Law[] = [
  law({
    theme,
    name: "derivative of a matrix function along a matrix that commutes with it",
    at: Frechet,
    statement: "L_f(X, E) = f'(X) E  (X E = E X), L_f(X, I) = f'(X), L_f(X, c E) = c L_f(X, E)",
    cite: "Higham, Functions of Matrices, ch. 3.2",
    example: "X : matrix(n, n); y = expm_frechet(X, c X)",
    step: alongKnown,
  }),
  law({
    theme,
    name: "trace of the derivative of a matrix function",
    at: Trace,
    statement: "tr(L_f(X, E)) = tr(f'(X) E), tr(L_f(X, E) Y) = tr(f'(X) Y E)  (X Y = Y X)",
    cite: "Magnus & Neudecker, ch. 9; Matrix Cookbook (125)",
    example: "X : matrix(n, n); Y : matrix(n, n); y = tr(expm_frechet(X, Y))",
    within: [Frechet],
    step: (e) => tracedAlong(e, Frechet, (L, X, traced) => traced(slopeOf(functionOf(L), X))),
  }),
  law({
    theme,
    name: "matrix function of a transpose",
    at: [MatrixFunction, Frechet],
    statement: "f(A^T) = f(A)^T, f(c A^T) = f(c A)^T, L_f(A^T, E) = L_f(A, E^T)^T",
    cite: "Higham, Functions of Matrices, theorem 1.13",
    example: "A : matrix(n, n); y = expm(A^T)",
    within: [Transpose],
    step: turned,
  }),
];
