/** The exponential, logarithm, square root, sines and cosines of a matrix, and their derivatives along another. */
import type { MatrixFunctionName } from "../ops/matrixfunction.js";
import {
  added,
  filled,
  frobenius,
  identity,
  inverseOf,
  type Matrix,
  matrix,
  multiply,
  rowsOf,
  scaled,
  stacked,
  subtracted,
  transposeOf,
} from "./matrix.js";

const nowhere = (A: Matrix): Matrix => filled(A.rows, A.cols, Number.NaN);

/** exp(A) by Taylor's series of A / 2^k, squared k times (Higham, Functions of Matrices, ch. 10.3). */
function expm(A: Matrix): Matrix {
  const size = frobenius(A);
  if (!Number.isFinite(size)) return nowhere(A);
  const k = Math.max(0, Math.ceil(Math.log2(Math.max(size, 1e-300))) + 2);
  const small = scaled(2 ** -k, A);
  let term = identity(A.rows);
  let total = term;
  for (let i = 1; i <= 18; i++) {
    term = scaled(1 / i, multiply(term, small));
    total = added(total, term);
  }
  for (let i = 0; i < k; i++) total = multiply(total, total);
  return total;
}

/** The root without eigenvalues left of the imaginary axis, by the iteration of Denman and Beavers (Higham, (6.15)). */
function sqrtm(A: Matrix): Matrix {
  let Y = A;
  let Z = identity(A.rows);
  for (let k = 0; k < 60; k++) {
    const [inverseY, inverseZ] = [inverseOf(Y), inverseOf(Z)];
    if (inverseY === null || inverseZ === null) return nowhere(A);
    const next = scaled(0.5, added(Y, inverseZ));
    Z = scaled(0.5, added(Z, inverseY));
    const moved = frobenius(subtracted(next, Y));
    Y = next;
    if (moved <= 1e-15 * frobenius(Y)) break;
  }
  // A real matrix with a negative eigenvalue has no such root, and the iteration goes on for ever.
  return frobenius(subtracted(multiply(Y, Y), A)) <= 1e-8 * (frobenius(A) + frobenius(Y) ** 2) ? Y : nowhere(A);
}

/** log(A) = 2^k log(A^(1/2^k)), near I by 2 artanh((A − I)(A + I)⁻¹) (Higham, ch. 11.5). */
function logm(A: Matrix): Matrix {
  const I = identity(A.rows);
  let root = A;
  let k = 0;
  for (; frobenius(subtracted(root, I)) > 0.25; k++) {
    if (k > 60) return nowhere(A);
    root = sqrtm(root);
  }
  const below = inverseOf(added(root, I));
  if (below === null) return nowhere(A);
  const W = multiply(subtracted(root, I), below);
  const square = multiply(W, W);
  let power = W;
  let total = W;
  for (let i = 3; i <= 39; i += 2) {
    power = multiply(power, square);
    total = added(total, scaled(1 / i, power));
  }
  return scaled(2 ** (k + 1), total);
}

/** sin and cos of A / 2^k by their series, and k times the double of the angle (Higham, ch. 12.4). */
function waves(A: Matrix): { readonly sine: Matrix; readonly cosine: Matrix } {
  const size = frobenius(A);
  if (!Number.isFinite(size)) return { sine: nowhere(A), cosine: nowhere(A) };
  const I = identity(A.rows);
  const k = Math.max(0, Math.ceil(Math.log2(Math.max(size, 1e-300))) + 2);
  const small = scaled(2 ** -k, A);
  let [sine, cosine, term] = [matrix(A.rows, A.cols), I, I];
  for (let i = 1; i <= 18; i++) {
    term = scaled((i % 2 === 0 ? -1 : 1) / i, multiply(term, small));
    if (i % 2 === 0) cosine = added(cosine, term);
    else sine = added(sine, term);
  }
  for (let i = 0; i < k; i++)
    [sine, cosine] = [scaled(2, multiply(sine, cosine)), subtracted(scaled(2, multiply(cosine, cosine)), I)];
  return { sine, cosine };
}

const halfOf = (A: Matrix, sign: 1 | -1): Matrix => scaled(0.5, added(expm(A), scaled(sign, expm(scaled(-1, A)))));

const FUNCTIONS: Readonly<Record<MatrixFunctionName, (A: Matrix) => Matrix>> = {
  exp: expm,
  log: logm,
  sqrt: sqrtm,
  sin: (A) => waves(A).sine,
  cos: (A) => waves(A).cosine,
  sinh: (A) => halfOf(A, -1),
  cosh: (A) => halfOf(A, 1),
};

/** f(A); entries that are no numbers where there is none. */
export const matrixFunctionOf = (f: MatrixFunctionName, A: Matrix): Matrix => FUNCTIONS[f](A);

/** The derivative of f at A along E: the block above the diagonal of f([A, E; 0, A]) (Higham, (3.16)). */
export function frechetOf(f: MatrixFunctionName, A: Matrix, E: Matrix): Matrix {
  const n = A.rows;
  const beside = (X: Matrix, Y: Matrix): Matrix => transposeOf(stacked([transposeOf(X), transposeOf(Y)]));
  const all = matrixFunctionOf(f, stacked([beside(A, E), beside(matrix(n, n), A)]));
  return transposeOf(rowsOf(transposeOf(rowsOf(all, 1, n)), n + 1, 2 * n));
}
