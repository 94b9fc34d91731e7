/** Whether an expression is the derivative that it is said to be, judged by differences at random draws. */

import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { ownOf } from "../core/own.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { asCookbook, boundBy } from "../derive/constrained.js";
import { closure, factsOf } from "../ops/facts.js";
import { number } from "../ops/number.js";
import { Sum } from "../ops/sum.js";
import { isZeros } from "../ops/zeros.js";
import {
  type Difference,
  directional,
  hessianByDifferences,
  jacobianByDifferences,
  mixedDirectional,
} from "./differences.js";
import { type DrawOptions, draw } from "./draw.js";
import { atLetters, type Environment, evaluate, hasIndices, throughMeanings } from "./evaluate.js";
import {
  added,
  commutation,
  diagonalMatrix,
  identity,
  kronecker,
  largest,
  type Matrix,
  mapped,
  multiply,
  scalarMatrix,
  scaled,
  subtracted,
  transposeOf,
  unvecOf,
  vecOf,
} from "./matrix.js";
import { alongNames } from "./names.js";
import { type Random, random } from "./random.js";

/** A question: ∂of/∂x in a layout, ∂²of/∂x∂z over vec, or that times a vector. */
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
  /**
   * Random directions along which variables of many entries move, in place of one entry after
   * another: a wrong derivative shows along almost every direction. What shows is looked at entry
   * by entry.
   */
  readonly directions?: number;
}

const DRAWS = 3;
export const TOLERANCE = 1e-6;
/** Differences rougher than this part of the tolerance judge nothing. */
const MARGIN = 0.1;
/** Draws at which differences were too rough, before this is said. */
const ROUGH = 5;
/** A derivative below this is judged on its own scale, as well as differences resolve it there. */
const SMALL = 1e-3;
/** Digits that differences must leave of a small derivative, so that a sign or a factor would show. */
const RESOLVED = 1e-3;
/** Draws at which a derivative was too small to be resolved, before this is said. */
const FADED = 10;
/** An answer below this is drawn anew so many times: differences would cost more, and tell less. */
const FAINT = 1e-7;
const REDRAWN = 100;
/** Draws at which an answer is zero (units of a network that are all off) tell little: so many are left out. */
const EMPTY = 20;

const TOO_SMALL = "the derivative is too small to tell";

/**
 * How far an answer is from differences, relative to the derivative, and how far it may be. Null
 * where differences are too rough to tell; an exact zero is told from what is zero to rounding.
 */
function distance(
  got: Matrix,
  { value, error }: Difference,
  tolerance: number,
  like = 0,
): { readonly off: number; readonly allowed: number } | "rough" | "faded" {
  const size = Math.max(largest(value), largest(got), like);
  const off = largest(subtracted(got, value));
  const unsure = largest(error);
  if (size >= SMALL || largest(got) === 0) {
    const scale = Math.max(size, SMALL);
    return unsure <= MARGIN * tolerance * scale ? { off: off / scale, allowed: tolerance } : "rough";
  }
  if (!(unsure <= RESOLVED * size)) return unsure < SMALL ? "faded" : "rough";
  return { off: off / size, allowed: Math.max(tolerance, (10 * unsure) / size) };
}

/**
 * Compares `answer` with central differences of the question at several draws. Where a variable is
 * symmetric or diagonal its entries are not free, and derivatives that differ only off those
 * matrices are the same.
 */
export function verify(answer: Expr, question: Question, given: VerifyOptions = {}): Verification {
  const options = ownOf(given);
  const [X, Z] = question.wrt;
  if (X !== undefined && Z !== undefined && X !== Z && dependsOn(Z, X))
    return { verdict: "undrawn", node: Z, why: "the second variable is defined by the first" };
  const source = random(options.seed ?? 1);
  const tolerance = options.tolerance ?? TOLERANCE;
  const roots = [question.of, answer, ...question.wrt, ...(question.direction ? [question.direction] : [])];
  let worst = 0;
  let [rough, faded, faint, redrawn, empty] = [0, 0, 0, 0, 0];
  let wanted = options.draws ?? DRAWS;
  for (let draws = 0; draws < wanted; ) {
    // The answer is only compared: sign(relu(z)) may stand on its kink where relu(z) is smooth.
    const drawn = draw(roots, source, { ...options, smooth: [question.of] });
    if (!drawn.drawn) return { verdict: "undrawn", node: drawn.node, why: drawn.why };
    const { env } = drawn;
    const large = entriesIn(drawn.values) > LARGE;
    // Where one look costs this much, the first tells as much as another.
    if (large) wanted = 1;
    const terms = cancelledTerms(answer, drawn.values);
    const said = terms > 0 ? terms : largest(drawn.values.get(answer) as Matrix);
    if (said > 0 && said < FAINT) {
      faint += 1;
      const X = nth(question.wrt, 0);
      // Of a family there is one name for many values.
      const isPlain = !hasIndices([question.of, ...question.wrt]);
      const gradient = isPlain ? gradientIn(question, drawn.values.get(answer) as Matrix, env) : null;
      const byNames = gradient && alongNames(question.of, new Map([[X, gradient]]), env, source).get(X);
      if (byNames != null && byNames <= tolerance) {
        worst = Math.max(worst, byNames);
        draws += 1;
        continue;
      }
    }
    if (said < FAINT && !isZeros(answer) && redrawn++ < (faint > 0 ? REDRAWN : EMPTY)) continue;
    if (said === 0 && faint > 0) return { verdict: "undrawn", node: question.of, why: TOO_SMALL };
    const envs = atLetters(roots, env);
    // A letter that runs from 2 on has no value at a size of 1.
    if (envs.length === 0 && empty++ < EMPTY) continue;
    if (envs.length === 0) return { verdict: "undrawn", node: question.of, why: "the letters have no value" };
    const directions = large ? 1 : (options.directions ?? 0);
    const found = lookedAt(question, answer, envs, { random: source, directions, tolerance, large, like: terms });
    switch (found.type) {
      case "wrong":
        return { verdict: "wrong", departure: found.departure };
      case "many":
        return { verdict: "undrawn", node: question.of, why: "there are too many entries to be moved one by one" };
      case "rough":
        rough += 1;
        if (rough === ROUGH) return { verdict: "undrawn", node: question.of, why: "differences are too rough here" };
        continue;
      case "faded":
        faded += 1;
        if (faded === FADED) return { verdict: "undrawn", node: question.of, why: TOO_SMALL };
        continue;
      default:
        worst = Math.max(worst, found.worst);
        draws += 1;
    }
  }
  return { verdict: "right", draws: wanted, worst };
}

type Looked =
  | { readonly type: "right"; readonly worst: number }
  | { readonly type: "wrong"; readonly departure: Departure }
  | { readonly type: "rough" | "faded" | "many" };

interface Looking {
  readonly random: Random;
  readonly directions: number;
  readonly tolerance: number;
  /** There are so many numbers that they are not moved one by one. */
  readonly large: boolean;
  /** Of an answer whose terms cancel, how large they are; else 0. */
  readonly like: number;
}

/** Looks at an answer at each of some environments, which differ in the values of the letters. */
function lookedAt(question: Question, answer: Expr, envs: readonly Environment[], how: Looking): Looked {
  let worst = 0;
  let doubt: Looked | null = null;
  for (const env of envs) {
    const found = lookedOnce(question, answer, env, how);
    if (found.type === "wrong") return found;
    if (found.type === "right") worst = Math.max(worst, found.worst);
    else doubt ??= found;
  }
  return doubt ?? { type: "right", worst };
}

function lookedOnce(question: Question, answer: Expr, env: Environment, how: Looking): Looked {
  const { random, directions, tolerance, large, like } = how;
  const glance = like > 0 ? null : alongDirections(question, answer, env, random, directions, tolerance);
  if (typeof glance === "number") return { type: "right", worst: glance };
  if (large) return glance === null ? { type: "many" } : { type: "wrong", departure: glance };
  const { expected, said, got, shape } = compared(question, answer, env);
  const departure: Departure = { env, answer: said, differences: shape.shown(expected.value) };
  if (got === null) return { type: "wrong", departure };
  const far = distance(got, expected, tolerance, like);
  if (typeof far === "string") return { type: far };
  return far.off <= far.allowed ? { type: "right", worst: far.off } : { type: "wrong", departure };
}

/** A sum is 0 to rounding below this part of its terms. */
const CANCELLED = 1e-14;

/** How large the terms of a sum are that cancel one another: atan(x) + atan(1/x) has the slope 0 to rounding. 0 for all else. */
function cancelledTerms(answer: Expr, values: ReadonlyMap<Expr, Matrix>): number {
  if (answer.op !== Sum) return 0;
  // A term that a condition kept from being looked at has no value.
  const most = Math.max(...answer.args.map((t) => largest(values.get(t) ?? scalarMatrix(0))));
  return largest(values.get(answer) as Matrix) <= CANCELLED * most ? most : 0;
}

/** Numbers in all values of a draw beyond which they are looked at once, and never entry by entry. */
export const LARGE = 100_000;

export function entriesIn(values: ReadonlyMap<Expr, Matrix>): number {
  let count = 0;
  for (const A of values.values()) count += A.data.length;
  return count;
}

/** The gradient that is the answer, in the shape of its variable; null where it is none, or entries are not free. */
export function gradientIn(question: Question, answer: Matrix, env: Environment): Matrix | null {
  const { of: Y, wrt, direction, layout } = question;
  const X = nth(wrt, 0);
  if (wrt.length !== 1 || direction || !isScalar(Y.shape)) return null;
  const x = valueAt(X, env);
  if (projection(X, x.rows) !== null) return null;
  const entries = layout === "jacobian" ? transposeOf(answer) : answer;
  const gradient = layout === "gradient" ? answer : unvecOf(entries, x.rows, x.cols);
  return gradient.rows === x.rows && gradient.cols === x.cols ? gradient : null;
}

/** Whether X occurs in e, through definitions. */
const dependsOn = (e: Expr, X: Expr): boolean => walk([e], undefined, throughMeanings).includes(X);

const only = (x: Matrix): number => x.data[0] as number;

const valueAt = (e: Expr, env: Environment): Matrix => evaluate([e], env)[0] as Matrix;

/** The projection of vec X on the matrices that X may be, or null where its entries are free. */
function projection(X: Expr, n: number): Matrix | null {
  if (isScalar(X.shape)) return null;
  const facts = closure(factsOf(X));
  if (facts.has("diagonal")) return diagonalMatrix(vecOf(identity(n)));
  if (facts.has("symmetric")) return scaled(0.5, added(identity(n * n), commutation(n, n)));
  return null;
}

/**
 * How the entries of a derivative are arranged. `flat` is the numerator layout over vec that
 * differences give: nY × nX, for a second derivative nY nX × nZ, times a vector nY nX × 1.
 */
interface Arrangement {
  readonly rows: number;
  readonly cols: number;
  flat(A: Matrix): Matrix;
  shown(A: Matrix): Matrix;
}

const asItIs = (rows: number, cols: number): Arrangement => ({ rows, cols, flat: (A) => A, shown: (A) => A });

const turned = (rows: number, cols: number): Arrangement => ({ rows, cols, flat: transposeOf, shown: transposeOf });

/** One column (or row) of entries, shown as a matrix. */
const unrolled = (rows: number, cols: number, flatRows: number): Arrangement => ({
  rows,
  cols,
  flat: (A) => unvecOf(vecOf(A), flatRows, A.data.length / flatRows),
  shown: (A) => unvecOf(vecOf(A), rows, cols),
});

function arrangementOf(question: Question, y: Matrix, x: Matrix, z: Matrix | null): Arrangement {
  const [Y, X, Z] = [question.of, nth(question.wrt, 0), question.wrt[1]];
  const [ny, nx] = [y.data.length, x.data.length];
  if (Z === undefined || z === null) {
    if (question.layout === "gradient" && isScalar(Y.shape)) return unrolled(x.rows, x.cols, 1);
    if (question.layout === "gradient" && isScalar(X.shape)) return unrolled(y.rows, y.cols, ny);
    return question.layout === "denominator" ? turned(nx, ny) : asItIs(ny, nx);
  }
  if (question.direction) {
    if (isScalar(Y.shape)) return unrolled(x.rows, x.cols, nx);
    return isScalar(X.shape) ? unrolled(y.rows, y.cols, ny) : unrolled(ny, nx, ny * nx);
  }
  return isScalar(X.shape) && isScalar(Z.shape) ? unrolled(y.rows, y.cols, ny) : asItIs(ny * nx, z.data.length);
}

const mapBoth = (D: Difference, f: (A: Matrix) => Matrix): Difference => ({ value: f(D.value), error: f(D.error) });

/** The right answer at a draw, and the answer given, both flat and on the matrices that the variables may be. */
function compared(
  question: Question,
  answer: Expr,
  env: Environment,
): { readonly expected: Difference; readonly said: Matrix; readonly got: Matrix | null; readonly shape: Arrangement } {
  const { of: Y, wrt } = question;
  const [X, Z] = [nth(wrt, 0), wrt[1]];
  const [y, x, z] = [valueAt(Y, env), valueAt(X, env), Z === undefined ? null : valueAt(Z, env)];
  const shape = arrangementOf(question, y, x, z);
  const said = valueAt(answer, env);
  const fits = said.rows === shape.rows && said.cols === shape.cols;
  const flat = fits ? shape.flat(said) : null;
  const P = projection(X, x.rows);
  if (Z === undefined || z === null) {
    const J = jacobianByDifferences(Y, X, env);
    if (P === null) {
      const times = question.symmetric === "cookbook" ? only(valueAt(asCookbook(number(1, X), X), env)) : 1;
      return { expected: times === 1 ? J : mapBoth(J, (A) => scaled(times, A)), said, got: flat, shape };
    }
    const onto = (A: Matrix) => multiply(A, P);
    // A gradient is stated on those matrices; a Jacobian may be stated off them as well.
    if (isScalar(Y.shape)) {
      const read =
        question.symmetric === "cookbook" && boundBy(X) === "symmetric" ? (r: Matrix) => cookbook(r, x) : onto;
      return { expected: mapBoth(J, read), said, got: flat, shape };
    }
    return { expected: mapBoth(J, onto), said, got: flat && onto(flat), shape };
  }
  const H = hessianByDifferences(Y, X, Z, env);
  const Q = question.direction ? vecOf(valueAt(question.direction, env)) : projection(Z, z.rows);
  const L = P === null ? null : kronecker(P, identity(y.data.length));
  const left = (A: Matrix) => (L === null ? A : multiply(L, A));
  const expected = mapBoth(H, (A) => left(Q === null ? A : multiply(A, Q)));
  const right = flat && (Q === null || question.direction ? flat : multiply(flat, Q));
  return { expected, said, got: right && left(right), shape };
}

/**
 * The largest error along some random directions, or how the answer departs along one of them; null
 * where entries are to be looked at one by one: there are few of them, shapes differ, differences are
 * too rough.
 */
function alongDirections(
  question: Question,
  answer: Expr,
  env: Environment,
  random: Random,
  count: number,
  tolerance: number,
): number | Departure | null {
  const { of: Y, wrt, direction } = question;
  const [X, Z] = [nth(wrt, 0), wrt[1]];
  const [y, x, z] = [valueAt(Y, env), valueAt(X, env), Z === undefined ? null : valueAt(Z, env)];
  const entries = x.data.length * (z === null || direction ? 1 : z.data.length);
  const P = projection(X, x.rows);
  if (count === 0 || entries <= 2 * count || (P !== null && question.symmetric === "cookbook")) return null;
  const said = valueAt(answer, env);
  const shape = arrangementOf(question, y, x, z);
  if (said.rows !== shape.rows || said.cols !== shape.cols) return null;
  const flat = shape.flat(said);
  const drawn = (like: Matrix, onto: Matrix | null): Matrix => {
    const D = mapped(like, () => random.signed(0.5, 1));
    return onto === null ? D : unvecOf(multiply(onto, vecOf(D)), like.rows, like.cols);
  };
  let worst = 0;
  for (let k = 0; k < count; k++) {
    const D = drawn(x, P);
    let found: Difference;
    let got: Matrix;
    if (Z === undefined || z === null) {
      found = mapBoth(directional(Y, new Map([[X, D]]), env), vecOf);
      got = multiply(flat, vecOf(D));
    } else {
      const E = direction ? unvecOf(vecOf(valueAt(direction, env)), z.rows, z.cols) : drawn(z, projection(Z, z.rows));
      found = mixedDirectional(Y, [X, D], [Z, E], env);
      const right = direction ? flat : multiply(flat, vecOf(E));
      got = multiply(unvecOf(right, y.data.length, x.data.length), vecOf(D));
    }
    const far = distance(got, found, tolerance, largest(flat));
    if (typeof far === "string") return null;
    if (far.off > far.allowed) return { env, answer: got, differences: found.value };
    worst = Math.max(worst, far.off);
  }
  return worst;
}

/** G + Gᵀ − G ∘ I as a row, from the row of G. */
function cookbook(row: Matrix, x: Matrix): Matrix {
  const G = unvecOf(row, x.rows, x.cols);
  const both = added(G, transposeOf(G));
  for (let i = 0; i < x.rows; i++) both.data[i * (x.cols + 1)] = G.data[i * (x.cols + 1)] as number;
  return transposeOf(vecOf(both));
}
