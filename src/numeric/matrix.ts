/**
 * Dense real matrices on typed arrays: the linear algebra that evaluation and its checks need.
 *
 * Operands are never changed; every function returns a new matrix.
 */

export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  /** Row by row: entry (i, j) is `data[i * cols + j]`. */
  readonly data: Float64Array;
}

/** The matrix of these entries, row by row; zero where `data` is left out. */
export const matrix = (rows: number, cols: number, data: Float64Array = new Float64Array(rows * cols)): Matrix => ({
  rows,
  cols,
  data,
});

export const scalarMatrix = (x: number): Matrix => matrix(1, 1, Float64Array.of(x));

/** The matrix with these rows. All have the length of the first. */
export function fromRows(rows: readonly (readonly number[])[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  const out = new Float64Array(rows.length * cols);
  rows.forEach((row, i) => {
    if (row.length !== cols) throw new RangeError(`row ${i + 1} has ${row.length} entries, the first has ${cols}`);
    out.set(row, i * cols);
  });
  return matrix(rows.length, cols, out);
}

export const toRows = (A: Matrix): number[][] =>
  Array.from({ length: A.rows }, (_, i) => Array.from(A.data.subarray(i * A.cols, (i + 1) * A.cols)));

export function filled(rows: number, cols: number, x: number): Matrix {
  return matrix(rows, cols, new Float64Array(rows * cols).fill(x));
}

export function identity(n: number): Matrix {
  const I = matrix(n, n);
  for (let i = 0; i < n; i++) I.data[i * n + i] = 1;
  return I;
}

/** Entry (i, j), counted from 0. */
export const entry = (A: Matrix, i: number, j: number): number => A.data[i * A.cols + j] as number;

/** f of each entry. */
export function mapped(A: Matrix, f: (x: number) => number): Matrix {
  const out = new Float64Array(A.data.length);
  for (let k = 0; k < out.length; k++) out[k] = f(A.data[k] as number);
  return matrix(A.rows, A.cols, out);
}

/** f of the entries of A and B at the same place. */
export function zipped(A: Matrix, B: Matrix, f: (a: number, b: number) => number): Matrix {
  sameSize("combine entry by entry", A, B);
  const out = new Float64Array(A.data.length);
  for (let k = 0; k < out.length; k++) out[k] = f(A.data[k] as number, B.data[k] as number);
  return matrix(A.rows, A.cols, out);
}

export const added = (A: Matrix, B: Matrix): Matrix => zipped(A, B, (a, b) => a + b);
export const subtracted = (A: Matrix, B: Matrix): Matrix => zipped(A, B, (a, b) => a - b);
export const scaled = (c: number, A: Matrix): Matrix => mapped(A, (x) => c * x);

/** Aᵀ. */
export function transposeOf(A: Matrix): Matrix {
  const out = matrix(A.cols, A.rows);
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < A.cols; j++) out.data[j * A.rows + i] = A.data[i * A.cols + j] as number;
  return out;
}

/** A B. Throws RangeError where the inner sizes differ. */
export function multiply(A: Matrix, B: Matrix): Matrix {
  if (A.cols !== B.rows) throw new RangeError(`cannot multiply ${sizes(A)} by ${sizes(B)}`);
  const out = matrix(A.rows, B.cols);
  const m = B.cols;
  // Zeros of A, which Kronecker products with identities mostly are, are passed over, but not where 0 · ∞ is no number.
  let finite: boolean | null = null;
  // Row times scalar into row: the inner loop runs along memory in B and in the result.
  for (let i = 0; i < A.rows; i++) {
    for (let k = 0; k < A.cols; k++) {
      const a = A.data[i * A.cols + k] as number;
      if (a === 0) {
        finite ??= B.data.every(Number.isFinite);
        if (finite) continue;
      }
      for (let j = 0; j < m; j++)
        out.data[i * m + j] = (out.data[i * m + j] as number) + a * (B.data[k * m + j] as number);
    }
  }
  return out;
}

/** A B ⋯, from the end where a vector is that makes every product cheap. */
export function multiplyAll(factors: readonly Matrix[]): Matrix {
  const last = factors[factors.length - 1] as Matrix;
  return last.cols === 1 ? factors.slice(0, -1).reduceRight((x, A) => multiply(A, x), last) : factors.reduce(multiply);
}

/** ⟨A, B⟩, the sum of the products of their entries. */
export function innerProduct(A: Matrix, B: Matrix): number {
  sameSize("take the inner product of", A, B);
  let s = 0;
  for (let k = 0; k < A.data.length; k++) s += (A.data[k] as number) * (B.data[k] as number);
  return s;
}

/** A ⊗ B. */
export function kronecker(A: Matrix, B: Matrix): Matrix {
  const out = matrix(A.rows * B.rows, A.cols * B.cols);
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < A.cols; j++) {
      const a = entry(A, i, j);
      for (let p = 0; p < B.rows; p++)
        for (let q = 0; q < B.cols; q++) out.data[(i * B.rows + p) * out.cols + j * B.cols + q] = a * entry(B, p, q);
    }
  return out;
}

/** The columns of A under one another. */
export const vecOf = (A: Matrix): Matrix => matrix(A.rows * A.cols, 1, transposeOf(A).data);

/** The rows×cols matrix whose vec has these entries. */
export const unvecOf = (v: Matrix, rows: number, cols: number): Matrix => transposeOf(matrix(cols, rows, v.data));

/** K with K vec(A) = vec(Aᵀ) for an m×n matrix A. */
export function commutation(m: number, n: number): Matrix {
  const K = matrix(m * n, m * n);
  // A_ij stands at i + j m in vec A and at j + i n in vec Aᵀ.
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) K.data[(j + i * n) * m * n + i + j * m] = 1;
  return K;
}

/** Blocks under one another. */
export function stacked(blocks: readonly Matrix[]): Matrix {
  const cols = (blocks[0] as Matrix).cols;
  const out = matrix(
    blocks.reduce((n, B) => n + B.rows, 0),
    cols,
  );
  let at = 0;
  for (const B of blocks) {
    if (B.cols !== cols) throw new RangeError(`cannot stack ${sizes(blocks[0] as Matrix)} on ${sizes(B)}`);
    out.data.set(B.data, at);
    at += B.data.length;
  }
  return out;
}

/** Rows `from` to `to` of A, counted from 1. Throws RangeError for rows that do not exist. */
export function rowsOf(A: Matrix, from: number, to: number): Matrix {
  if (from < 1 || to < from || to > A.rows) throw new RangeError(`rows ${from} to ${to} of ${sizes(A)} do not exist`);
  return matrix(to - from + 1, A.cols, A.data.slice((from - 1) * A.cols, to * A.cols));
}

/** The square matrix with v on its diagonal. */
export function diagonalMatrix(v: Matrix): Matrix {
  const n = v.data.length;
  const D = matrix(n, n);
  for (let i = 0; i < n; i++) D.data[i * n + i] = v.data[i] as number;
  return D;
}

/** The diagonal as a column. */
export function diagonalOf(A: Matrix): Matrix {
  const d = matrix(Math.min(A.rows, A.cols), 1);
  for (let i = 0; i < d.rows; i++) d.data[i] = entry(A, i, i);
  return d;
}

export const sumOf = (A: Matrix): number => A.data.reduce((s, x) => s + x, 0);

/** The largest absolute entry; NaN where an entry is. */
export const largest = (A: Matrix): number => A.data.reduce((m, x) => Math.max(m, Math.abs(x)), 0);

/** √ of the sum of squares, scaled so that no square overflows. */
export function frobenius(A: Matrix): number {
  const m = largest(A);
  return m === 0 || !Number.isFinite(m) ? m : m * Math.sqrt(A.data.reduce((s, x) => s + (x / m) ** 2, 0));
}

/** P A = L U with partial pivoting, both factors in one array; `sign` is 0 for a singular matrix. */
interface Factors {
  readonly lu: Float64Array;
  /** The row of A that stands at each row of L U. */
  readonly order: Int32Array;
  readonly sign: number;
}

/** Golub & Van Loan, Matrix Computations, algorithm 3.4.1. Throws RangeError unless A is square. */
function factorise(A: Matrix): Factors {
  if (A.rows !== A.cols) throw new RangeError(`a square matrix is needed, not ${sizes(A)}`);
  const n = A.rows;
  const lu = A.data.slice();
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let sign = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(lu[i * n + k] as number) > Math.abs(lu[pivot * n + k] as number)) pivot = i;
    if (lu[pivot * n + k] === 0) return { lu, order, sign: 0 };
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const held = lu[k * n + j] as number;
        lu[k * n + j] = lu[pivot * n + j] as number;
        lu[pivot * n + j] = held;
      }
      const held = order[k] as number;
      order[k] = order[pivot] as number;
      order[pivot] = held;
      sign = -sign;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = (lu[i * n + k] as number) / (lu[k * n + k] as number);
      lu[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) lu[i * n + j] = (lu[i * n + j] as number) - factor * (lu[k * n + j] as number);
    }
  }
  return { lu, order, sign };
}

/** det A; 1 for the empty matrix. */
export function determinant(A: Matrix): number {
  const { lu, sign } = factorise(A);
  let d = sign;
  for (let i = 0; i < A.rows && sign !== 0; i++) d *= lu[i * A.rows + i] as number;
  return d;
}

/** The sign of det A and log |det A|, where the determinant itself may overflow. */
export function signedLogDeterminant(A: Matrix): { readonly sign: number; readonly log: number } {
  const f = factorise(A);
  if (f.sign === 0) return { sign: 0, log: -Infinity };
  let sign = f.sign;
  let log = 0;
  for (let i = 0; i < A.rows; i++) {
    const u = f.lu[i * A.rows + i] as number;
    sign *= Math.sign(u);
    log += Math.log(Math.abs(u));
  }
  return { sign, log };
}

/** X with A X = B, or null for a singular A. */
export function solve(A: Matrix, B: Matrix): Matrix | null {
  if (A.rows !== B.rows) throw new RangeError(`cannot solve with ${sizes(A)} and ${sizes(B)}`);
  const { lu, order, sign } = factorise(A);
  if (sign === 0) return null;
  const n = A.rows;
  const m = B.cols;
  const X = matrix(n, m);
  for (let c = 0; c < m; c++) {
    for (let i = 0; i < n; i++) {
      let s = B.data[(order[i] as number) * m + c] as number;
      for (let k = 0; k < i; k++) s -= (lu[i * n + k] as number) * (X.data[k * m + c] as number);
      X.data[i * m + c] = s;
    }
    for (let i = n - 1; i >= 0; i--) {
      let s = X.data[i * m + c] as number;
      for (let k = i + 1; k < n; k++) s -= (lu[i * n + k] as number) * (X.data[k * m + c] as number);
      X.data[i * m + c] = s / (lu[i * n + i] as number);
    }
  }
  return X;
}

/** A⁻¹, or null for a singular A. */
export const inverseOf = (A: Matrix): Matrix | null => solve(A, identity(A.rows));

/** A^k for a whole k by repeated squaring; null where k is negative and A singular. */
export function powerOf(A: Matrix, k: number): Matrix | null {
  if (!Number.isSafeInteger(k)) throw new RangeError(`a power of a matrix needs a whole exponent, not ${k}`);
  if (A.rows !== A.cols) throw new RangeError(`a square matrix is needed, not ${sizes(A)}`);
  let base = k < 0 ? inverseOf(A) : A;
  if (base === null) return null;
  let out = identity(A.rows);
  for (let n = Math.abs(k); n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) out = multiply(out, base);
    if (n > 1) base = multiply(base, base);
  }
  return out;
}

/** ‖A‖₁ ‖A⁻¹‖₁, the condition number in the largest-column-sum norm; infinite for a singular A. */
export function condition(A: Matrix): number {
  const inverted = inverseOf(A);
  return inverted === null ? Infinity : columnNorm(A) * columnNorm(inverted);
}

function columnNorm(A: Matrix): number {
  let most = 0;
  for (let j = 0; j < A.cols; j++) {
    let s = 0;
    for (let i = 0; i < A.rows; i++) s += Math.abs(entry(A, i, j));
    most = Math.max(most, s);
  }
  return most;
}

/** Whether Cholesky's factorisation of a symmetric A goes through; only its lower triangle is read. */
export function isPositiveDefinite(A: Matrix): boolean {
  const n = A.rows;
  const L = matrix(n, n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let s = entry(A, i, j);
      for (let k = 0; k < j; k++) s -= entry(L, i, k) * entry(L, j, k);
      if (i === j && !(s > 0)) return false;
      L.data[i * n + j] = i === j ? Math.sqrt(s) : s / entry(L, j, j);
    }
  }
  return true;
}

/** `3×4`, as messages write it. */
export const sizes = (A: Matrix): string => `${A.rows}×${A.cols}`;

function sameSize(what: string, A: Matrix, B: Matrix): void {
  if (A.rows !== B.rows || A.cols !== B.cols) throw new RangeError(`cannot ${what} ${sizes(A)} and ${sizes(B)}`);
}

/** ∏ᵢ ‖aᵢ‖₂ over the rows of A, which |det A| does not exceed (Hadamard 1893). */
export const hadamardBound = ({ rows, cols, data }: Matrix): number =>
  Array.from({ length: rows }, (_, i) => Math.hypot(...data.subarray(i * cols, (i + 1) * cols))).reduce(
    (all, norm) => all * norm,
    1,
  );
