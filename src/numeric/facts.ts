/** Facts in numbers: whether a matrix has them, and random matrices that do. */
import type { Fact, Facts } from "../core/facts.js";
import {
  added,
  condition,
  diagonalMatrix,
  entry,
  identity,
  isPositiveDefinite,
  largest,
  type Matrix,
  mapped,
  matrix,
  multiply,
  scaled,
  subtracted,
  sumOf,
  transposeOf,
} from "./matrix.js";
import type { Random } from "./random.js";

const CLOSE = 1e-9;
/** Beyond this condition number a matrix counts as singular. */
const SINGULAR = 1e12;

const close = (A: Matrix, B: Matrix) => largest(subtracted(A, B)) <= CLOSE * (1 + largest(A));

const MEANING: Readonly<Record<Fact, (A: Matrix) => boolean>> = {
  symmetric: (A) => A.rows === A.cols && close(A, transposeOf(A)),
  diagonal: (A) => {
    const scale = 1 + largest(A);
    return A.rows === A.cols && A.data.every((x, k) => k % (A.cols + 1) === 0 || Math.abs(x) <= CLOSE * scale);
  },
  orthogonal: (A) => A.rows === A.cols && close(multiply(transposeOf(A), A), identity(A.rows)),
  posdef: (A) => MEANING.symmetric(A) && isPositiveDefinite(A),
  invertible: (A) => A.rows === A.cols && condition(A) < SINGULAR,
  positive: (A) => A.data.every((x) => x > 0),
  simplex: (A) => isDistribution(A),
  simplexrows: (A) =>
    Array.from({ length: A.rows }, (_, i) => matrix(1, A.cols, A.data.slice(i * A.cols, (i + 1) * A.cols))).every(
      isDistribution,
    ),
  onehot: (A) => isDistribution(A) && A.data.every(Number.isInteger),
  integer: (A) => A.data.every(Number.isInteger),
  data: () => true,
};

const isDistribution = (A: Matrix) => A.data.every((x) => x >= 0) && Math.abs(sumOf(A) - 1) <= CLOSE * A.data.length;

/** Whether a matrix has a fact, up to rounding. */
export const holds = (fact: Fact, A: Matrix): boolean => MEANING[fact](A);

/** How entries are drawn where facts leave it open. */
export interface Style {
  readonly positive: boolean;
  /** Every entry negative, where facts allow; never beside `positive`. */
  readonly negative?: boolean;
  /** Largest absolute entry, about. */
  readonly magnitude: number;
}

/**
 * A random rows×cols matrix with these facts, its entries away from 0 wherever facts allow; null
 * where no matrix of this size has them all (orthogonal and 2×3, diagonal and positive).
 */
export function drawMatrix(rows: number, cols: number, facts: Facts, style: Style, random: Random): Matrix | null {
  const made = make(rows, cols, facts, style, random);
  return [...facts].every((f) => holds(f, made)) ? made : null;
}

/** Facts that a matrix loses with its sign. Whole scalars are exponents, which are drawn positive. */
const POINTED: readonly Fact[] = ["positive", "posdef", "simplex", "simplexrows", "onehot", "integer"];

function make(rows: number, cols: number, facts: Facts, style: Style, random: Random): Matrix {
  if (style.negative === true && !POINTED.some((f) => facts.has(f)))
    return scaled(-1, make(rows, cols, facts, { positive: true, magnitude: style.magnitude }, random));
  const positive = style.positive || facts.has("positive");
  const number = (): number => {
    if (facts.has("integer"))
      return positive || rows * cols === 1 ? random.whole(1, 4) : random.pick([-3, -2, -1, 1, 2, 3]);
    const x = random.between(0.15, 1.5) * style.magnitude;
    return positive || random.next() < 0.5 ? x : -x;
  };
  const any = (n: number, m: number) => mapped(matrix(n, m), number);

  if (facts.has("onehot")) return distribution(rows, cols, true, random);
  if (facts.has("simplex")) return distribution(rows, cols, facts.has("integer"), random);
  if (facts.has("simplexrows")) {
    const out = matrix(rows, cols);
    for (let i = 0; i < rows; i++) out.data.set(distribution(1, cols, facts.has("integer"), random).data, i * cols);
    return out;
  }
  if (rows !== cols) return any(rows, cols);
  if (facts.has("diagonal")) {
    const values = any(rows, 1);
    const absolute = facts.has("posdef") ? mapped(values, Math.abs) : values;
    return diagonalMatrix(facts.has("orthogonal") ? mapped(absolute, Math.sign) : absolute);
  }
  if (facts.has("orthogonal")) {
    if (facts.has("posdef")) return identity(rows);
    const Q = orthonormal(rows, random);
    if (!facts.has("symmetric")) return Q;
    const signs = diagonalMatrix(mapped(matrix(rows, 1), () => random.pick([-1, 1])));
    return multiply(multiply(Q, signs), transposeOf(Q));
  }
  if (facts.has("posdef")) {
    const B = any(rows, rows);
    return added(multiply(B, transposeOf(B)), scaled(facts.has("integer") ? 1 : style.magnitude ** 2, identity(rows)));
  }
  const B = any(rows, cols);
  if (!facts.has("symmetric")) return B;
  return facts.has("integer") ? added(B, transposeOf(B)) : scaled(0.5, added(B, transposeOf(B)));
}

/** Entries that are positive and sum to 1; whole ones are one-hot. */
function distribution(rows: number, cols: number, whole: boolean, random: Random): Matrix {
  const out = matrix(rows, cols);
  if (whole) {
    out.data[random.whole(0, out.data.length - 1)] = 1;
    return out;
  }
  const weights = mapped(out, () => random.between(0.3, 1.5));
  return scaled(1 / sumOf(weights), weights);
}

/** An orthogonal matrix by Gram–Schmidt, twice, since once loses digits. */
function orthonormal(n: number, random: Random): Matrix {
  const Q = mapped(matrix(n, n), () => random.between(-1, 1));
  for (let pass = 0; pass < 2; pass++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < j; k++) {
        let along = 0;
        for (let i = 0; i < n; i++) along += entry(Q, i, j) * entry(Q, i, k);
        for (let i = 0; i < n; i++) Q.data[i * n + j] = entry(Q, i, j) - along * entry(Q, i, k);
      }
      let square = 0;
      for (let i = 0; i < n; i++) square += entry(Q, i, j) ** 2;
      for (let i = 0; i < n; i++) Q.data[i * n + j] = entry(Q, i, j) / Math.sqrt(square);
    }
  }
  return Q;
}
