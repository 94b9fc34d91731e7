/**
 * Derivatives by differences: the oracle that every rule is judged by.
 *
 * Central differences at a falling ladder of steps, extrapolated to step zero (Ridders, Accurate
 * computation of F'(x) and F'(x) F''(x), 1982; Numerical Recipes, 5.7). The error of a central
 * difference is a series in h², so each column of the tableau removes two orders more. Each entry
 * takes the estimate that its neighbours in the tableau confirm best, and carries what is left
 * between them as its error.
 */
import type { Expr } from "../core/expr.js";
import { type Environment, evaluate, functionOf } from "./evaluate.js";
import { added, largest, type Matrix, matrix, scaled, unvecOf, vecOf } from "./matrix.js";

/** A derivative, and for each entry how far from the truth it may be. */
export interface Difference {
  readonly value: Matrix;
  /** Absolute; infinite where no step gave a number. */
  readonly error: Matrix;
}

/** Steps of a tableau. */
const LEVELS = 9;
/**
 * Each step is this part of the one before. Not a half: where f turns k times within the last step,
 * it turns 2k, 4k … times within those before, and the tableau converges to a slope that is not there.
 */
const RATIO = 1 / 1.7;
/** First step of a first and of a second difference, relative to the variable. */
const FIRST_STEP = 0.02;
const SECOND_STEP = 0.05;
/** Where an error stays above this part of the value, a shorter ladder may still help: a kink or a pole is near. */
const CONTENT = 1e-9;
const SHORTER = [1, 1 / 30, 1 / 1000];

interface Estimate {
  readonly value: Float64Array;
  readonly error: Float64Array;
}

/**
 * The limit of `difference(h)` at h = 0, where its error is a series in h². `noise` is the rounding
 * error of one difference at step 1, `order` the power of h that it is divided by.
 */
function limit(difference: (h: number) => Float64Array, first: number, noise: () => number, order: 1 | 2): Estimate {
  const probe = difference(first);
  const value = new Float64Array(probe.length).fill(Number.NaN);
  const error = new Float64Array(probe.length).fill(Infinity);
  for (const shorter of SHORTER) {
    const h0 = first * shorter;
    let row: Float64Array[] = [shorter === 1 ? probe : difference(h0)];
    for (let level = 1; level < LEVELS; level++) {
      const h = h0 * RATIO ** level;
      const next = [difference(h)];
      const floor = noise() / h ** order;
      for (let j = 1; j <= level; j++) {
        const weight = RATIO ** (-2 * j) - 1;
        const [sharp, blunt] = [next[j - 1] as Float64Array, row[j - 1] as Float64Array];
        const better = sharp.map((x, k) => x + (x - (blunt[k] as number)) / weight);
        // The tip of a row has too few neighbours: where f turns faster than the steps, two agree by accident.
        const before = row[j];
        if (before !== undefined) {
          for (let k = 0; k < better.length; k++) {
            const b = better[k] as number;
            const apart = Math.max(...[sharp, blunt, before].map((near) => Math.abs(b - (near[k] as number)))) + floor;
            if (apart < (error[k] as number)) {
              error[k] = apart;
              value[k] = b;
            }
          }
        }
        next.push(better);
      }
      row = next;
    }
    const scale = Math.max(1e-3, largest(matrix(value.length, 1, value)));
    if (error.every((e) => e <= CONTENT * scale)) break;
  }
  return { value, error };
}

const EPSILON = 2 ** -52;

/** Watches the values that go into differences, so that their rounding error is known. */
function watched<A extends readonly number[]>(f: (...at: A) => Matrix) {
  let most = 0;
  return {
    of: (...at: A): Float64Array => {
      const y = f(...at);
      const m = largest(y);
      if (Number.isFinite(m)) most = Math.max(most, m);
      return y.data;
    },
    noise: () => most * EPSILON,
  };
}

/** The derivative at 0 of a function of one number. */
function slopeLimit(at: (t: number) => Matrix, first: number): Estimate {
  const { of, noise } = watched(at);
  const difference = (h: number) => {
    const down = of(-h);
    return of(h).map((up, k) => (up - (down[k] as number)) / (2 * h));
  };
  return limit(difference, first, noise, 1);
}

/** The mixed second derivative at (0, 0) of a function of two numbers. */
function mixedLimit(at: (s: number, t: number) => Matrix, first: number): Estimate {
  const { of, noise } = watched(at);
  const difference = (h: number) => {
    const [pm, mp, mm] = [of(h, -h), of(-h, h), of(-h, -h)];
    return of(h, h).map((pp, k) => (pp - (pm[k] as number) - (mp[k] as number) + (mm[k] as number)) / (4 * h * h));
  };
  return limit(difference, first, noise, 2);
}

/** d/dt of Y where every variable X moves along its direction, X + t D. Shaped like Y. */
export function directional(Y: Expr, directions: ReadonlyMap<Expr, Matrix>, env: Environment): Difference {
  const variables = [...directions.keys()];
  const start = evaluate(variables, env);
  const f = functionOf([Y], variables, env);
  const along = [...directions.values()];
  const at = (t: number) => f(start.map((x, k) => added(x, scaled(t, along[k] as Matrix))))[0] as Matrix;
  const furthest = Math.max(...along.map(largest), 1e-300);
  const here = at(0);
  const { value, error } = slopeLimit(at, (FIRST_STEP * Math.max(1, ...start.map(largest))) / furthest);
  return { value: matrix(here.rows, here.cols, value), error: matrix(here.rows, here.cols, error) };
}

/** The derivative at x of a scalar function of one number, with its error. */
export function slopeAt(f: (x: number) => number, x: number): { readonly value: number; readonly error: number } {
  const { value, error } = slopeLimit(
    (t) => matrix(1, 1, Float64Array.of(f(x + t))),
    FIRST_STEP * Math.max(1, Math.abs(x)),
  );
  return { value: value[0] as number, error: error[0] as number };
}

/**
 * The Jacobian of Y by X in numerator layout, entries(Y) × entries(X): rows are the entries of
 * vec Y, columns those of vec X. X is a name, or any node below Y; a defined name cuts the graph.
 * Throws {@link EvaluationError} where Y has no value.
 */
export function jacobianByDifferences(Y: Expr, X: Expr, env: Environment): Difference {
  const x = evaluate([X], env)[0] as Matrix;
  const f = functionOf([Y], [X], env);
  const m = x.data.length;
  const n = (f([x])[0] as Matrix).data.length;
  const value = matrix(n, m);
  const error = matrix(n, m);
  for (let c = 0; c < m; c++) {
    const place = rowMajor(x, c);
    const at = (t: number) => vecOf(f([moved(x, place, t)])[0] as Matrix);
    const column = slopeLimit((t) => at(t), FIRST_STEP * stepScale(x, place));
    for (let r = 0; r < n; r++) {
      value.data[r * m + c] = column.value[r] as number;
      error.data[r * m + c] = column.error[r] as number;
    }
  }
  return { value, error };
}

/** The gradient of a scalar Y by X, in the shape of X. */
export function gradientByDifferences(Y: Expr, X: Expr, env: Environment): Difference {
  const J = jacobianByDifferences(Y, X, env);
  const x = evaluate([X], env)[0] as Matrix;
  if (J.value.rows !== 1) throw new RangeError("a gradient is of a scalar");
  return { value: unvecOf(J.value, x.rows, x.cols), error: unvecOf(J.error, x.rows, x.cols) };
}

/**
 * The second derivative of Y by X, then by Z: of a scalar the Hessian over vec, rows for X, columns
 * for Z; of anything else the Jacobian by Z of the vec of its Jacobian by X. Where X is a defined
 * name that depends on Z, ∂Y/∂X is differentiated at the X that moves with Z.
 */
export function hessianByDifferences(Y: Expr, X: Expr, Z: Expr, env: Environment): Difference {
  const same = X === Z;
  const [x, z] = evaluate([X, Z], env) as readonly [Matrix, Matrix];
  const g = functionOf([Y], same ? [X] : [X, Z], env);
  const follow = functionOf([X], [Z], env);
  const at = (p: number, s: number, q: number, t: number): Matrix => {
    const there = moved(z, q, t);
    const here = same ? there : (follow([there])[0] as Matrix);
    return vecOf(g(same ? [moved(there, p, s)] : [moved(here, p, s), there])[0] as Matrix);
  };
  const n = at(0, 0, 0, 0).data.length;
  const [mx, mz] = [x.data.length, z.data.length];
  const value = matrix(n * mx, mz);
  const error = matrix(n * mx, mz);
  for (let a = 0; a < mx; a++) {
    // The mixed difference is the same number in either order.
    for (let b = same ? a : 0; b < mz; b++) {
      const [p, q] = [rowMajor(x, a), rowMajor(z, b)];
      const [u, v] = [stepScale(x, p), stepScale(z, q)];
      const found = mixedLimit((s, t) => at(p, s * u, q, t * v), SECOND_STEP);
      for (let k = 0; k < n; k++) {
        const put = (r: number, c: number) => {
          value.data[(r * n + k) * mz + c] = (found.value[k] as number) / (u * v);
          error.data[(r * n + k) * mz + c] = (found.error[k] as number) / (u * v);
        };
        put(a, b);
        if (same && a !== b) put(b, a);
      }
    }
  }
  return { value, error };
}

/**
 * The second derivative of Y along D for X, then along E for Z, a column over vec Y: the sum over
 * entries that {@link hessianByDifferences} has one by one.
 */
export function mixedDirectional(Y: Expr, [X, D]: Along, [Z, E]: Along, env: Environment): Difference {
  const same = X === Z;
  const [x, z] = evaluate([X, Z], env) as readonly [Matrix, Matrix];
  const g = functionOf([Y], same ? [X] : [X, Z], env);
  const follow = functionOf([X], [Z], env);
  const [u, v] = [Math.max(1, largest(x)) / largest(D), Math.max(1, largest(z)) / largest(E)];
  const at = (s: number, t: number): Matrix => {
    const there = added(z, scaled(t * v, E));
    const here = added(same ? there : (follow([there])[0] as Matrix), scaled(s * u, D));
    return vecOf(g(same ? [here] : [here, there])[0] as Matrix);
  };
  const { value, error } = mixedLimit(at, SECOND_STEP);
  const per = (data: Float64Array) => scaled(1 / (u * v), matrix(data.length, 1, data));
  return { value: per(value), error: per(error) };
}

/** A variable and the direction in which it moves. */
export type Along = readonly [X: Expr, D: Matrix];

/** Where the c-th entry of vec X stands in the data of X. */
const rowMajor = (X: Matrix, c: number): number => (c % X.rows) * X.cols + Math.floor(c / X.rows);

/** X with t added to the entry at `place`. */
function moved(X: Matrix, place: number, t: number): Matrix {
  const data = X.data.slice();
  data[place] = (data[place] as number) + t;
  return matrix(X.rows, X.cols, data);
}

/** The size of an entry, at least 1: steps are relative to it. */
const stepScale = (X: Matrix, place: number): number => Math.max(1, Math.abs(X.data[place] as number));
