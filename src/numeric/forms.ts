/**
 * The number that an operation is of numbers: one entry in a table for each. No form knows a derivative, so that what
 * `derive/` says can be judged by it.
 */

import type { Dim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { type Rational, toNumber } from "../core/rational.js";
import type { OpName } from "../ops/all.js";
import { endOf } from "../ops/eigen.js";
import { blockOf } from "../ops/largest.js";
import { functionOf } from "../ops/matrixfunction.js";
import { structureOf } from "../ops/structure.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import {
  axialOf,
  convolved,
  correlated,
  crossMatrix,
  isLargestIn,
  largestIn,
  runningProducts,
  STRUCTURED,
} from "./entries.js";
import { dominantOf, dominantValueOf, luOf, qrOf } from "./factors.js";
import { EvaluationError } from "./fault.js";
import {
  added,
  commutation,
  determinant,
  diagonalMatrix,
  diagonalOf,
  filled,
  frobenius,
  identity,
  innerProduct,
  inverseOf,
  kronecker,
  largest,
  type Matrix,
  mapped,
  matrix,
  multiply,
  multiplyAll,
  powerOf,
  rowsOf,
  scalarMatrix,
  scaled,
  signedLogDeterminant,
  stacked,
  sumOf,
  transposeOf,
  unvecOf,
  vecOf,
  zipped,
} from "./matrix.js";
import { frechetOf, matrixFunctionOf } from "./matrix-functions.js";
import { choleskyOf, eigenOf, gapsOf, lowerHalfOf, polarOf, pseudoInverseOf, singularOf, topOf } from "./spectra.js";

/** The questions that a form may put beside its operands. */
export interface At {
  size(d: Dim): number;
  function(name: string, e: Expr): (x: number) => number;
  /** The solution of an equation in which the names beside the unknown are numbers. */
  solution(e: Expr, args: readonly Matrix[]): Matrix;
}

export type Form = (args: readonly Matrix[], e: Expr, at: At) => Matrix;

const only = (x: Matrix): number => x.data[0] as number;
const dims = (e: Expr) => e.data as unknown as readonly [Dim, Dim];

/** f of each operand's scalar or matrix, where one of them may be a scalar for all entries. */
const spread = (A: Matrix, like: { readonly rows: number; readonly cols: number }): Matrix =>
  A.data.length === 1 && like.rows * like.cols !== 1 ? filled(like.rows, like.cols, only(A)) : A;

const extremum =
  (pick: (a: number, b: number) => number): Form =>
  ([a, b], e, at) => {
    const like = { rows: at.size(e.shape.rows), cols: at.size(e.shape.cols) };
    return zipped(spread(a as Matrix, like), spread(b as Matrix, like), pick);
  };

/** exp(z − max z) / sum, so that no exponential overflows. */
function softmaxOfRows(Z: Matrix): Matrix {
  const out = matrix(Z.rows, Z.cols);
  for (let i = 0; i < Z.rows; i++) {
    const row = Z.data.subarray(i * Z.cols, (i + 1) * Z.cols);
    const top = row.reduce((m, x) => Math.max(m, x), -Infinity);
    const powers = row.map((x) => Math.exp(x - top));
    const s = powers.reduce((a, b) => a + b, 0);
    out.data.set(
      powers.map((p) => p / s),
      i * Z.cols,
    );
  }
  return out;
}

/** max z + log sum exp(z − max z). */
function logSumExp(z: Matrix): number {
  const top = z.data.reduce((m, x) => Math.max(m, x), -Infinity);
  return top + Math.log(z.data.reduce((s, x) => s + Math.exp(x - top), 0));
}

/** The whole number that an exponent is. */
function whole(k: Matrix, e: Expr): number {
  const n = only(k);
  if (!Number.isSafeInteger(n))
    throw new EvaluationError("exponent", e, `a power of a matrix needs a whole exponent, not ${n}`);
  return n;
}

/** Beyond this a matrix is singular up to rounding: what is left of its inverse are no digits. */
const WORST_CONDITION = 1e14;

/** The X with A X + X B = C, entries of the vec of X as the unknowns of one system. */
function sylvesterOf(A: Matrix, B: Matrix, C: Matrix, e: Expr): Matrix {
  const J = added(kronecker(identity(B.rows), A), kronecker(transposeOf(B), identity(A.rows)));
  const inverse = invertible(inverseOf(J), e);
  const isSound = largest(J) * largest(inverse) < WORST_CONDITION;
  return unvecOf(multiply(invertible(isSound ? inverse : null, e), vecOf(C)), C.rows, C.cols);
}

function invertible(A: Matrix | null, e: Expr): Matrix {
  if (A === null) throw new EvaluationError("singular", e, "the matrix is singular: it has no inverse");
  return A;
}

/**
 * Σ X^i Y X^(k−1−i) over i = 0 … k−1. For a negative k what the differential of X^k is there:
 * −Σ X^(−i) Y X^(−(m+1−i)) over i = 1 … m with m = −k.
 */
function sumOfPowers(X: Matrix, k: number, Y: Matrix, e: Expr): Matrix {
  const m = Math.abs(k);
  const base = k < 0 ? invertible(inverseOf(X), e) : X;
  // S_{j+1} = base S_j + Y base^j, started at 0: m products instead of m².
  let total = matrix(Y.rows, Y.cols);
  let right = Y;
  for (let j = 0; j < m; j++) {
    total = added(multiply(base, total), right);
    right = multiply(right, base);
  }
  return k < 0 ? scaled(-1, multiply(multiply(base, total), base)) : total;
}

/** Operations with indices are worked out where the values of these are known: see `cells.ts`. */
const withIndices: Form = (_, e) => {
  throw new RangeError(`${e.op.title} has no number apart from its indices`);
};

/** The value, or the vector as a column, at one end of a spectrum. */
function endOfSpectrum(A: Matrix, e: Expr, of: "values" | "vectors"): Matrix {
  const found = eigenOf(A)[of];
  const at = endOf(e) === "max" ? A.rows : 1;
  return of === "values" ? rowsOf(found, at, at) : transposeOf(rowsOf(transposeOf(found), at, at));
}

export const FORMS = {
  symbol: ([definition], e) => {
    if (definition === undefined) throw new EvaluationError("unbound", e, `${nameOf(e)} has no value`);
    return definition;
  },
  number: (_, e) => scalarMatrix(toNumber(e.data as Rational)),
  constant: (_, e) => scalarMatrix(e.data === "pi" ? Math.PI : Math.E),
  size: (_, e, at) => scalarMatrix(at.size(e.data as Dim)),
  eye: (_, e, at) => identity(at.size(e.shape.rows)),
  ones: (_, e, at) => filled(at.size(e.shape.rows), at.size(e.shape.cols), 1),
  zeros: (_, e, at) => matrix(at.size(e.shape.rows), at.size(e.shape.cols)),
  comm: (_, e, at) => commutation(at.size(dims(e)[0]), at.size(dims(e)[1])),
  differential: (_, e) => {
    const of = operand(e);
    throw new EvaluationError(
      "unbound",
      e,
      `the differential d${isSymbol(of) ? nameOf(of) : `(${of.op.name})`} has no value`,
    );
  },
  group: ([Y]) => Y as Matrix,
  sum: (args) => args.reduce(added),
  times: (args) => scalarMatrix(args.reduce((p, x) => p * only(x), 1)),
  scale: ([c, X]) => scaled(only(c as Matrix), X as Matrix),
  product: (args) => multiplyAll(args),
  transpose: ([X]) => transposeOf(X as Matrix),
  hadamard: (args) => args.reduce((A, B) => zipped(A, B, (a, b) => a * b)),
  power: ([X, k]) => mapped(X as Matrix, (x) => x ** only(k as Matrix)),
  apply: ([Z], e, at) => mapped(Z as Matrix, at.function(e.data as string, e)),
  maximum: extremum(Math.max),
  minimum: extremum(Math.min),
  diag: ([v]) => diagonalMatrix(v as Matrix),
  diagvec: ([A]) => diagonalOf(A as Matrix),
  trace: ([A]) => scalarMatrix(sumOf(diagonalOf(A as Matrix))),
  det: ([A]) => scalarMatrix(determinant(A as Matrix)),
  logdet: ([A]) => {
    const { sign, log } = signedLogDeterminant(A as Matrix);
    return scalarMatrix(sign < 0 ? Number.NaN : log);
  },
  inverse: ([A], e) => invertible(inverseOf(A as Matrix), e),
  matrixpower: ([X, k], e) => invertible(powerOf(X as Matrix, whole(k as Matrix, e)), e),
  matrixfunction: ([X], e) => matrixFunctionOf(functionOf(e), X as Matrix),
  frechet: ([X, E], e) => frechetOf(functionOf(e), X as Matrix, E as Matrix),
  sylvester: ([A, B, C], e) => sylvesterOf(A as Matrix, B as Matrix, C as Matrix, e),
  cross: ([a, b]) => multiply(crossMatrix(a as Matrix), b as Matrix),
  crossmatrix: ([a]) => crossMatrix(a as Matrix),
  axial: ([M]) => axialOf(M as Matrix),
  structure: ([X], e) => STRUCTURED[structureOf(e)](X as Matrix),
  conv: ([a, b]) => convolved(a as Matrix, b as Matrix),
  correlate: ([x, w]) => correlated(x as Matrix, w as Matrix),
  implicit: (args, e, at) => at.solution(e, args),
  pinv: ([A]) => pseudoInverseOf(A as Matrix),
  adjugate: ([A], e) => scaled(determinant(A as Matrix), invertible(inverseOf(A as Matrix), e)),
  cholesky: ([A]) => choleskyOf(A as Matrix),
  lowerhalf: ([A]) => lowerHalfOf(A as Matrix),
  eigenvalue: ([A], e) => endOfSpectrum(A as Matrix, e, "values"),
  eigenvector: ([A], e) => endOfSpectrum(A as Matrix, e, "vectors"),
  eigenvalues: ([A]) => eigenOf(A as Matrix).values,
  eigenvectors: ([A]) => eigenOf(A as Matrix).vectors,
  eigengaps: ([x]) => gapsOf(x as Matrix),
  specnorm: ([A]) => scalarMatrix(singularOf(A as Matrix).s[0] as number),
  leftvector: ([A]) => topOf(A as Matrix).u,
  rightvector: ([A]) => topOf(A as Matrix).v,
  nuclear: ([A]) => scalarMatrix(singularOf(A as Matrix).s.reduce((sum, x) => sum + x, 0)),
  polar: ([A]) => polarOf(A as Matrix),
  dominanteigenvalue: ([A]) => scalarMatrix(dominantValueOf(A as Matrix)),
  dominantvector: ([A]) => dominantOf(A as Matrix),
  qfactor: ([A]) => qrOf(A as Matrix).Q,
  rfactor: ([A]) => qrOf(A as Matrix).R,
  lfactor: ([A]) => luOf(A as Matrix).L,
  ufactor: ([A]) => luOf(A as Matrix).U,
  cumprod: ([X]) => runningProducts(X as Matrix),
  largest: ([X], e, at) => largestIn(X as Matrix, at.size(blockOf(e)[0]), at.size(blockOf(e)[1])),
  islargest: ([X], e, at) => isLargestIn(X as Matrix, at.size(blockOf(e)[0]), at.size(blockOf(e)[1])),
  powersum: ([X, k, Y], e) => sumOfPowers(X as Matrix, whole(k as Matrix, e), Y as Matrix, e),
  total: ([X]) => scalarMatrix(sumOf(X as Matrix)),
  mean: ([X]) => scalarMatrix(sumOf(X as Matrix) / (X as Matrix).data.length),
  norm1: ([X]) => scalarMatrix(sumOf(mapped(X as Matrix, Math.abs))),
  norm2: ([x]) => scalarMatrix(frobenius(x as Matrix)),
  normF: ([X]) => scalarMatrix(frobenius(X as Matrix)),
  vec: ([X]) => vecOf(X as Matrix),
  unvec: ([v], e, at) => unvecOf(v as Matrix, at.size(dims(e)[0]), at.size(dims(e)[1])),
  kron: ([A, B]) => kronecker(A as Matrix, B as Matrix),
  stack: (blocks) => stacked(blocks),
  beside: (blocks) => transposeOf(stacked(blocks.map(transposeOf))),
  rows: ([A], e, at) => rowsOf(A as Matrix, at.size(dims(e)[0]), at.size(dims(e)[1])),
  cols: ([A], e, at) => transposeOf(rowsOf(transposeOf(A as Matrix), at.size(dims(e)[0]), at.size(dims(e)[1]))),
  softmax: ([z]) => transposeOf(softmaxOfRows(transposeOf(z as Matrix))),
  softmaxrows: ([Z]) => softmaxOfRows(Z as Matrix),
  softmaxcols: ([Z]) => transposeOf(softmaxOfRows(transposeOf(Z as Matrix))),
  logsumexp: ([z]) => scalarMatrix(logSumExp(z as Matrix)),
  // The limit of y log p at y = 0 is 0, also where p has underflown to 0.
  cross_entropy: ([y, p]) =>
    scalarMatrix(
      -innerProduct(
        y as Matrix,
        zipped(y as Matrix, p as Matrix, (a, b) => (a === 0 && b === 0 ? 0 : Math.log(b))),
      ),
    ),
  derivative: (_, e) => {
    throw new EvaluationError(
      "derivative",
      e,
      "a derivative within an expression is worked out before it is evaluated",
    );
  },
  member: withIndices,
  entry: withIndices,
  unit: withIndices,
  iverson: withIndices,
  place: withIndices,
  sigma: withIndices,
  pi: withIndices,
  scalarfunction: withIndices,
  gradientfunction: withIndices,
  fit: withIndices,
} satisfies Record<OpName, Form>;

export const formOf = (e: Expr): Form => (FORMS as Readonly<Record<string, Form>>)[e.op.name] as Form;
