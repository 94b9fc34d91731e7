/** Eigenvalues of symmetric matrices, singular values of all, and what is made of them. */
import {
  added,
  diagonalMatrix,
  entry,
  filled,
  identity,
  largest,
  type Matrix,
  mapped,
  matrix,
  multiply,
  rowsOf,
  scaled,
  subtracted,
  transposeOf,
} from "./matrix.js";

const SWEEPS = 60;
const CLOSE = 1e-9;
/** A singular value of this part of the largest is 0 but for rounding. */
const RANK = 1e-10;
/** Entries of less than this part of the largest are small. */
const SMALL = 0.1;

/** Turns the columns p and q of A by an angle. */
function turnColumns(A: Matrix, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < A.rows; k++) {
    const [x, y] = [entry(A, k, p), entry(A, k, q)];
    A.data[k * A.cols + p] = c * x - s * y;
    A.data[k * A.cols + q] = s * x + c * y;
  }
}

/** The cosine and sine of the turn that makes b vanish from [a, b; b, d] (Golub & Van Loan, 8.5.2). */
function turnFor(a: number, b: number, d: number): readonly [number, number] {
  const tau = (d - a) / (2 * b);
  const t = Math.sign(tau || 1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  return [c, t * c];
}

/** Columns in another order, each times a sign. */
function arranged(A: Matrix, order: readonly number[], signs: readonly number[]): Matrix {
  const out = matrix(A.rows, order.length);
  for (let i = 0; i < A.rows; i++)
    order.forEach((j, k) => {
      out.data[i * order.length + k] = (signs[k] as number) * entry(A, i, j);
    });
  return out;
}

/** The sign of the first entry of each column that is not small beside the others: rounding does not turn it. */
export const signsOf = (A: Matrix): readonly number[] =>
  Array.from({ length: A.cols }, (_, j) => {
    const column = Array.from({ length: A.rows }, (_, i) => entry(A, i, j));
    const least = SMALL * Math.max(...column.map(Math.abs));
    return (column.find((x) => Math.abs(x) >= least) ?? 1) < 0 ? -1 : 1;
  });

const allFinite = (A: Matrix): boolean => A.data.every(Number.isFinite);

/**
 * The eigenvalues of a symmetric matrix, smallest first, with unit eigenvectors as columns, by Jacobi's turns (Golub &
 * Van Loan, 8.5); of each vector the first entry that is not small is positive. Of a matrix that is not symmetric no numbers.
 */
export function eigenOf(A: Matrix): { readonly values: Matrix; readonly vectors: Matrix } {
  const n = A.rows;
  if (n !== A.cols || !allFinite(A) || largest(subtracted(A, transposeOf(A))) > CLOSE * (1 + largest(A)))
    return { values: filled(n, 1, Number.NaN), vectors: filled(n, n, Number.NaN) };
  let S = scaled(0.5, added(A, transposeOf(A)));
  const V = identity(n);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const b = entry(S, p, q);
        if (Math.abs(b) <= 1e-17 * (Math.abs(entry(S, p, p)) + Math.abs(entry(S, q, q)))) continue;
        moved = true;
        const [c, s] = turnFor(entry(S, p, p), b, entry(S, q, q));
        turnColumns(S, p, q, c, s);
        S = transposeOf(S);
        turnColumns(S, p, q, c, s);
        turnColumns(V, p, q, c, s);
      }
    if (!moved) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => entry(S, i, i) - entry(S, j, j));
  const vectors = arranged(
    V,
    order,
    order.map(() => 1),
  );
  return {
    values: matrix(
      n,
      1,
      Float64Array.from(order, (i) => entry(S, i, i)),
    ),
    vectors: arranged(
      vectors,
      order.map((_, k) => k),
      signsOf(vectors),
    ),
  };
}

/** A = U diag(s) Vᵀ with as many columns as A has at the short side, by turns of one side (Golub & Van Loan, 8.6.3). */
interface Singular {
  readonly U: Matrix;
  /** Largest first. */
  readonly s: readonly number[];
  readonly V: Matrix;
}

export function singularOf(A: Matrix): Singular {
  if (A.rows < A.cols) {
    const { U, s, V } = singularOf(transposeOf(A));
    return { U: V, s, V: U };
  }
  const n = A.cols;
  const B = mapped(A, (x) => x);
  const V = identity(n);
  const along = (p: number, q: number): number => {
    let sum = 0;
    for (let k = 0; k < B.rows; k++) sum += entry(B, k, p) * entry(B, k, q);
    return sum;
  };
  for (let sweep = 0; sweep < SWEEPS && allFinite(B); sweep++) {
    let moved = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const [a, b, d] = [along(p, p), along(p, q), along(q, q)];
        if (Math.abs(b) <= 1e-16 * Math.sqrt(a * d)) continue;
        moved = true;
        const [c, s] = turnFor(a, b, d);
        turnColumns(B, p, q, c, s);
        turnColumns(V, p, q, c, s);
      }
    if (!moved) break;
  }
  const lengths = Array.from({ length: n }, (_, j) => Math.sqrt(along(j, j)));
  const order = lengths.map((_, j) => j).sort((i, j) => (lengths[j] as number) - (lengths[i] as number));
  const s = order.map((j) => lengths[j] as number);
  const U = arranged(
    B,
    order,
    s.map((x) => (x === 0 ? 0 : 1 / x)),
  );
  return {
    U,
    s,
    V: arranged(
      V,
      order,
      s.map(() => 1),
    ),
  };
}

/** The singular values that are not 0 but for rounding. */
const rankOf = ({ s }: Singular): number => s.filter((x) => x > RANK * (s[0] as number)).length;

/** The pseudo-inverse of Moore and Penrose. */
export function pseudoInverseOf(A: Matrix): Matrix {
  const all = singularOf(A);
  const rank = rankOf(all);
  const inverted = all.s.map((x, i) => (i < rank ? 1 / x : 0));
  return multiply(
    multiply(all.V, diagonalMatrix(matrix(inverted.length, 1, Float64Array.from(inverted)))),
    transposeOf(all.U),
  );
}

/**
 * The singular vectors of the largest singular value; of v the first entry that is not small is positive. NaN where it is
 * not simple.
 */
export function topOf(A: Matrix): { readonly u: Matrix; readonly v: Matrix } {
  const { U, s, V } = singularOf(A);
  const [most, next = 0] = s as [number, number?];
  if (!(most - next > RANK * most)) return { u: filled(A.rows, 1, Number.NaN), v: filled(A.cols, 1, Number.NaN) };
  const first = (X: Matrix): Matrix => transposeOf(rowsOf(transposeOf(X), 1, 1));
  const sign = signsOf(first(V))[0] as number;
  return { u: scaled(sign, first(U)), v: scaled(sign, first(V)) };
}

/**
 * U Vᵀ for A = U diag(s) Vᵀ: the nearest matrix with orthonormal columns or rows. NaN where several are as near, A not
 * being of full rank.
 */
export function polarOf(A: Matrix): Matrix {
  const all = singularOf(A);
  if (rankOf(all) < all.s.length) return filled(A.rows, A.cols, Number.NaN);
  return multiply(all.U, transposeOf(all.V));
}

/** The lower triangular L with L Lᵀ = A and a positive diagonal; NaN where A is not symmetric positive definite. */
export function choleskyOf(A: Matrix): Matrix {
  const n = A.rows;
  const L = matrix(n, n);
  if (largest(subtracted(A, transposeOf(A))) > CLOSE * (1 + largest(A))) return filled(n, n, Number.NaN);
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let s = entry(A, i, j);
      for (let k = 0; k < j; k++) s -= entry(L, i, k) * entry(L, j, k);
      L.data[i * n + j] = i === j ? Math.sqrt(s) : s / entry(L, j, j);
    }
  return allFinite(L) ? L : filled(n, n, Number.NaN);
}

/** The entries below the diagonal, and half of those on it. */
export const lowerHalfOf = (A: Matrix): Matrix =>
  matrix(
    A.rows,
    A.cols,
    A.data.map((x, k) => {
      const [i, j] = [Math.floor(k / A.cols), k % A.cols];
      return i > j ? x : i === j ? x / 2 : 0;
    }),
  );

/** 1 / (λⱼ − λᵢ) at (i, j), and 0 on the diagonal. */
export const gapsOf = (values: Matrix): Matrix => {
  const n = values.data.length;
  return matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      return i === j ? 0 : 1 / ((values.data[j] as number) - (values.data[i] as number));
    }),
  );
};
