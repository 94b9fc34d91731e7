/** Whether an expression is the derivative that it is said to be, judged by differences at random draws. */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { closure, factsOf } from "../ops/facts.js";
import { type Difference, hessianByDifferences, jacobianByDifferences } from "./differences.js";
import { type DrawOptions, draw } from "./draw.js";
import { type Environment, evaluate } from "./evaluate.js";
import {
  added,
  commutation,
  diagonalMatrix,
  identity,
  largest,
  type Matrix,
  multiply,
  scaled,
  subtracted,
  transposeOf,
  unvecOf,
  vecOf,
} from "./matrix.js";
import { random } from "./random.js";

/** What is asked: ∂of/∂x in a layout, ∂²of/∂x∂z over vec, or that times a vector. */
export interface Question {
  readonly of: Expr;
  /** One or two names, in the order of differentiation. */
  readonly wrt: readonly Expr[];
  /** Of a first derivative. */
  readonly layout: "gradient" | "jacobian" | "denominator";
  /** The v of ∂²s/∂x² v, in the shape of the last variable. */
  readonly direction?: Expr | null;
  /** How the gradient by a symmetric matrix is read; `projected` where it is left out. */
  readonly symmetric?: "projected" | "cookbook";
}

/** Numbers at which answer and differences part. */
export interface Departure {
  readonly env: Environment;
  readonly answer: Matrix;
  readonly differences: Matrix;
}

export type Verification =
  /** `worst` is the largest error, relative to the derivative. */
  | { readonly verdict: "right"; readonly draws: number; readonly worst: number }
  | { readonly verdict: "wrong"; readonly departure: Departure }
  /** No numbers could be drawn, or differences say nothing there: nothing is known. */
  | { readonly verdict: "undrawn"; readonly node: Expr | null; readonly why: string };

export interface VerifyOptions extends DrawOptions {
  readonly seed?: number;
  readonly draws?: number;
  readonly tolerance?: number;
}

const DRAWS = 3;
const TOLERANCE = 1e-6;
/** Differences rougher than this part of the tolerance judge nothing. */
const MARGIN = 0.1;
/** Draws at which differences were too rough, before this is said. */
const ROUGH = 5;

/**
 * Compares `answer` with central differences of the question at several draws. Where a variable is
 * symmetric or diagonal its entries are not free, and derivatives that differ only off those
 * matrices are the same.
 */
export function verify(answer: Expr, question: Question, options: VerifyOptions = {}): Verification {
  const source = random(options.seed ?? 1);
  const tolerance = options.tolerance ?? TOLERANCE;
  const roots = [question.of, answer, ...question.wrt, ...(question.direction ? [question.direction] : [])];
  let worst = 0;
  let rough = 0;
  for (let draws = 0; draws < (options.draws ?? DRAWS); ) {
    const drawn = draw(roots, source, options);
    if (!drawn.drawn) return { verdict: "undrawn", node: drawn.node, why: drawn.why };
    const { env } = drawn;
    const expected = expectedAt(question, env);
    const said = valueAt(answer, env);
    if (said.rows !== expected.value.rows || said.cols !== expected.value.cols)
      return { verdict: "wrong", departure: { env, answer: said, differences: expected.value } };
    const got = comparable(said, question, env);
    const scale = Math.max(largest(expected.value), largest(got), 1e-3);
    if (!(largest(expected.error) <= MARGIN * tolerance * scale)) {
      rough += 1;
      if (rough === ROUGH) return { verdict: "undrawn", node: question.of, why: "differences are too rough here" };
      continue;
    }
    const off = largest(subtracted(got, expected.value)) / scale;
    if (!(off <= tolerance)) return { verdict: "wrong", departure: { env, answer: got, differences: expected.value } };
    worst = Math.max(worst, off);
    draws += 1;
  }
  return { verdict: "right", draws: options.draws ?? DRAWS, worst };
}

const valueAt = (e: Expr, env: Environment): Matrix => evaluate([e], env)[0] as Matrix;

/** The projection of vec X on the matrices that X may be, or null where its entries are free. */
function projection(X: Expr, n: number): Matrix | null {
  if (isScalar(X.shape)) return null;
  const facts = closure(factsOf(X));
  if (facts.has("diagonal")) return diagonalMatrix(vecOf(identity(n)));
  if (facts.has("symmetric")) return scaled(0.5, added(identity(n * n), commutation(n, n)));
  return null;
}

const times = (D: Difference, P: Matrix | null): Difference =>
  P === null ? D : { value: multiply(D.value, P), error: multiply(D.error, P) };
const timesLeft = (P: Matrix | null, D: Difference): Difference =>
  P === null ? D : { value: multiply(P, D.value), error: multiply(P, D.error) };
const shaped = (D: Difference, by: (A: Matrix) => Matrix): Difference => ({ value: by(D.value), error: by(D.error) });

/** What the answer should be at a draw, in its layout. */
function expectedAt(question: Question, env: Environment): Difference {
  const { of: y, wrt, layout } = question;
  const [X, Z] = [wrt[0] as Expr, wrt[1]];
  const [yValue, x] = [valueAt(y, env), valueAt(X, env)];
  const P = projection(X, x.rows);
  if (Z === undefined) {
    const J = jacobianByDifferences(y, X, env);
    if (isScalar(y.shape)) {
      const row = question.symmetric === "cookbook" && P !== null ? shaped(J, (r) => cookbook(r, x)) : times(J, P);
      if (layout === "gradient") return shaped(row, (r) => unvecOf(r, x.rows, x.cols));
      return layout === "jacobian" ? row : shaped(row, transposeOf);
    }
    if (isScalar(X.shape) && layout === "gradient") return shaped(J, (c) => unvecOf(c, yValue.rows, yValue.cols));
    return layout === "denominator" ? shaped(times(J, P), transposeOf) : times(J, P);
  }
  const z = valueAt(Z, env);
  const Q = projection(Z, z.rows);
  const H = hessianByDifferences(y, X, Z, env);
  if (question.direction) {
    const v = vecOf(valueAt(question.direction, env));
    const along = shaped(H, (A) => multiply(A, v));
    return isScalar(y.shape)
      ? shaped(timesLeft(P, along), (A) => unvecOf(A, x.rows, x.cols))
      : shaped(along, (A) =>
          isScalar(X.shape) ? unvecOf(A, yValue.rows, yValue.cols) : unvecOf(A, yValue.data.length, x.data.length),
        );
  }
  if (isScalar(X.shape) && isScalar(Z.shape)) return shaped(H, (A) => unvecOf(A, yValue.rows, yValue.cols));
  return isScalar(y.shape) ? timesLeft(P, times(H, Q)) : times(H, Q);
}

/** G + Gᵀ − G ∘ I as a row, from the row of G. */
function cookbook(row: Matrix, x: Matrix): Matrix {
  const G = unvecOf(row, x.rows, x.cols);
  const both = added(G, transposeOf(G));
  for (let i = 0; i < x.rows; i++) both.data[i * (x.cols + 1)] = G.data[i * (x.cols + 1)] as number;
  return transposeOf(vecOf(both));
}

/** The answer on the matrices that the variables may be; a gradient is compared as it stands. */
function comparable(answer: Matrix, question: Question, env: Environment): Matrix {
  const { of: y, wrt, layout } = question;
  const [X, Z] = [wrt[0] as Expr, wrt[1]];
  const P = projection(X, valueAt(X, env).rows);
  if (Z === undefined) {
    if (isScalar(y.shape) || P === null) return answer;
    return layout === "denominator" ? multiply(P, answer) : multiply(answer, P);
  }
  const Q = projection(Z, valueAt(Z, env).rows);
  if (question.direction) {
    if (!isScalar(y.shape) || P === null) return answer;
    return unvecOf(multiply(P, vecOf(answer)), answer.rows, answer.cols);
  }
  const right = Q === null ? answer : multiply(answer, Q);
  return isScalar(y.shape) && P !== null ? multiply(P, right) : right;
}
