/** The factors Q, R and L, U of matrices, and the eigenvalue of largest absolute value. */
import {
  entry,
  filled,
  frobenius,
  identity,
  innerProduct,
  type Matrix,
  mapped,
  matrix,
  multiply,
  scaled,
  solve,
  subtracted,
  transposeOf,
} from "./matrix.js";
import { signsOf } from "./spectra.js";

/** A column of this part of its length, once those before it are taken away, is none of its own. */
const DEPENDENT = 1e-10;

const columnOf = (A: Matrix, j: number): Matrix =>
  matrix(
    A.rows,
    1,
    Float64Array.from({ length: A.rows }, (_, i) => entry(A, i, j)),
  );

/** A = Q R with a positive diagonal of R, each column orthogonalised twice (Golub & Van Loan, 5.2.7). NaN without full column rank. */
export function qrOf(A: Matrix): { readonly Q: Matrix; readonly R: Matrix } {
  const [n, m] = [A.rows, A.cols];
  const columns: Matrix[] = [];
  const R = matrix(m, m);
  for (let j = 0; j < m; j++) {
    let v = columnOf(A, j);
    const length = frobenius(v);
    for (let pass = 0; pass < 2; pass++)
      columns.forEach((q, i) => {
        const along = innerProduct(q, v);
        R.data[i * m + j] = entry(R, i, j) + along;
        v = subtracted(v, scaled(along, q));
      });
    const own = frobenius(v);
    if (!(own > DEPENDENT * length)) return { Q: filled(n, m, Number.NaN), R: filled(m, m, Number.NaN) };
    R.data[j * m + j] = own;
    columns.push(scaled(1 / own, v));
  }
  const Q = matrix(n, m);
  columns.forEach((q, j) => {
    for (let i = 0; i < n; i++) Q.data[i * m + j] = entry(q, i, 0);
  });
  return { Q, R };
}

/** A = L U without an exchange of rows; not finite where a leading minor is 0. */
export function luOf(A: Matrix): { readonly L: Matrix; readonly U: Matrix } {
  const n = A.rows;
  const U = mapped(A, (x) => x);
  const L = identity(n);
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      const factor = entry(U, i, k) / entry(U, k, k);
      L.data[i * n + k] = factor;
      for (let j = k; j < n; j++) U.data[i * n + j] = j === k ? 0 : entry(U, i, j) - factor * entry(U, k, j);
    }
  return { L, U };
}

const unitOf = (v: Matrix): Matrix => scaled(1 / frobenius(v), v);

/** The column of A that is longest, as a unit vector. */
function longestColumn(A: Matrix): Matrix {
  const columns = Array.from({ length: A.cols }, (_, j) => columnOf(A, j));
  return unitOf(columns.reduce((a, b) => (frobenius(b) > frobenius(a) ? b : a)));
}

const quotientOf = (A: Matrix, v: Matrix): number => innerProduct(v, multiply(A, v));

/**
 * The unit vector of the eigenvalue of largest absolute value, the first entry that is not small being positive: A is
 * squared until nothing of the other eigenvalues is left, and then the vector made exact (Golub & Van Loan, 7.3.1, 8.2.3).
 * NaN where `squarings` leave more than one direction, as of a complex pair, and where the eigenvalue is a double one with
 * one direction: v uᵀ is what is left, of length 1, and its trace uᵀ v.
 */
export function dominantOf(A: Matrix, squarings = 60): Matrix {
  const none = filled(A.rows, 1, Number.NaN);
  let power = scaled(1 / frobenius(A), A);
  for (let k = 0; k < squarings; k++) {
    const square = multiply(power, power);
    power = scaled(1 / frobenius(square), square);
  }
  let v = longestColumn(power);
  const left = frobenius(subtracted(multiply(A, v), scaled(quotientOf(A, v), v)));
  const along = power.data.reduce((sum, x, i) => (i % (power.rows + 1) === 0 ? sum + x : sum), 0);
  if (!(left < 1e-6 * frobenius(A) && Math.abs(along) > 1e-7)) return none;
  for (let k = 0; k < 2; k++) {
    const shift = quotientOf(A, v);
    const better = solve(subtracted(A, scaled(shift, identity(A.rows))), v);
    if (better === null || !better.data.every(Number.isFinite)) break;
    v = unitOf(better);
  }
  return scaled(signsOf(v)[0] as number, v);
}

export const dominantValueOf = (A: Matrix): number => quotientOf(A, dominantOf(A));

/** Whether the eigenvalue of largest absolute value is real, and apart from the others and from a double one. */
export function isDominated(A: Matrix): boolean {
  const [v, u] = [dominantOf(A, 8), dominantOf(transposeOf(A), 8)];
  return Math.abs(innerProduct(u, v)) > 0.05;
}
