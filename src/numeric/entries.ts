/** Maps that move, choose and add up entries: triangles, running sums, cross products, convolutions. */
import type { Structured } from "../ops/structure.js";
import { entry, fromRows, type Matrix, matrix } from "./matrix.js";

/** The matrix whose entry at (i, j), counted from 0, is this. */
function made(rows: number, cols: number, at: (i: number, j: number) => number): Matrix {
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out.data[i * cols + j] = at(i, j);
  return out;
}

function running(X: Matrix, from: number, step: 1 | -1, start = 0, join = (a: number, b: number) => a + b): Matrix {
  const out = matrix(X.rows, X.cols);
  for (let j = 0; j < X.cols; j++) {
    let all = start;
    for (let i = from; i >= 0 && i < X.rows; i += step) {
      all = join(all, entry(X, i, j));
      out.data[i * X.cols + j] = all;
    }
  }
  return out;
}

export const runningProducts = (X: Matrix): Matrix => running(X, 0, 1, 1, (a, b) => a * b);

export const STRUCTURED: Readonly<Record<Structured, (X: Matrix) => Matrix>> = {
  tril: (X) => made(X.rows, X.cols, (i, j) => (j <= i ? entry(X, i, j) : 0)),
  triu: (X) => made(X.rows, X.cols, (i, j) => (j >= i ? entry(X, i, j) : 0)),
  cumsum: (X) => running(X, 0, 1),
  revcumsum: (X) => running(X, X.rows - 1, -1),
  flip: (X) => made(X.rows, X.cols, (i, j) => entry(X, X.rows - 1 - i, j)),
};

/** The entries of each block of some rows and columns, row by row. */
function blocksOf(X: Matrix, rows: number, cols: number): readonly (readonly number[])[] {
  const [under, beside] = [X.rows / rows, X.cols / cols];
  return Array.from({ length: under * beside }, (_, b) => {
    const [top, left] = [Math.floor(b / beside) * rows, (b % beside) * cols];
    return Array.from({ length: rows * cols }, (_, k) => entry(X, top + Math.floor(k / cols), left + (k % cols)));
  });
}

export const largestIn = (X: Matrix, rows: number, cols: number): Matrix =>
  matrix(
    X.rows / rows,
    X.cols / cols,
    Float64Array.from(blocksOf(X, rows, cols), (block) => Math.max(...block)),
  );

/** 1 at the first of the largest entries of each block. */
export function isLargestIn(X: Matrix, rows: number, cols: number): Matrix {
  const firsts = blocksOf(X, rows, cols).map((block) => block.indexOf(Math.max(...block)));
  const beside = X.cols / cols;
  return made(X.rows, X.cols, (i, j) => {
    const block = Math.floor(i / rows) * beside + Math.floor(j / cols);
    return firsts[block] === (i % rows) * cols + (j % cols) ? 1 : 0;
  });
}

/** How far the two largest entries of a block are apart where they are nearest; of blocks of one entry Infinity. */
export const gapOfLargest = (X: Matrix, rows: number, cols: number): number =>
  Math.min(
    ...blocksOf(X, rows, cols).map((block) => {
      const [first = 0, second = Number.NEGATIVE_INFINITY] = [...block].sort((a, b) => b - a);
      return first - second;
    }),
  );

/** The matrix by which a × b is a product of b. */
export function crossMatrix({ data }: Matrix): Matrix {
  const [x = 0, y = 0, z = 0] = data;
  return fromRows([
    [0, -z, y],
    [z, 0, -x],
    [-y, x, 0],
  ]);
}

export const axialOf = (M: Matrix): Matrix =>
  matrix(
    3,
    1,
    Float64Array.of(
      ...(
        [
          [2, 1],
          [0, 2],
          [1, 0],
        ] as const
      ).map(([i, j]) => entry(M, i, j) - entry(M, j, i)),
    ),
  );

/** Of each column of A. */
export function convolved(A: Matrix, b: Matrix): Matrix {
  const out = matrix(A.rows + b.rows - 1, A.cols);
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < b.rows; j++)
      for (let c = 0; c < A.cols; c++) {
        const at = (i + j) * A.cols + c;
        out.data[at] = (out.data[at] as number) + entry(A, i, c) * (b.data[j] as number);
      }
  return out;
}

/** Of each column of the one that has several. */
export const correlated = (X: Matrix, W: Matrix): Matrix =>
  made(X.rows - W.rows + 1, Math.max(X.cols, W.cols), (i, c) => {
    let sum = 0;
    for (let j = 0; j < W.rows; j++) sum += entry(X, i + j, X.cols === 1 ? 0 : c) * entry(W, j, W.cols === 1 ? 0 : c);
    return sum;
  });
