import { describe, expect, it } from "vitest";
import {
  added,
  commutation,
  condition,
  determinant,
  diagonalMatrix,
  diagonalOf,
  filled,
  frobenius,
  fromRows,
  identity,
  innerProduct,
  inverseOf,
  isPositiveDefinite,
  kronecker,
  largest,
  type Matrix,
  mapped,
  matrix,
  multiply,
  multiplyAll,
  powerOf,
  rowsOf,
  scaled,
  signedLogDeterminant,
  solve,
  stacked,
  subtracted,
  sumOf,
  toRows,
  transposeOf,
  unvecOf,
  vecOf,
} from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";

const source = random(3);
const any = (rows: number, cols: number): Matrix => mapped(matrix(rows, cols), () => source.between(-1, 1));
const close = (A: Matrix, B: Matrix, tolerance = 1e-12) => {
  expect([A.rows, A.cols]).toEqual([B.rows, B.cols]);
  expect(largest(subtracted(A, B))).toBeLessThan(tolerance);
};

const A = fromRows([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("matrices on typed arrays", () => {
  it("are rows of numbers", () => {
    expect(toRows(A)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(Array.from(A.data)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(() => fromRows([[1, 2], [3]])).toThrow("row 2 has 1 entries, the first has 2");
    expect(toRows(transposeOf(A))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it("pass a zero over only where it makes no difference: 0 times infinity is no number", () => {
    const zeroAndOne = matrix(1, 2, Float64Array.of(0, 1));
    expect([...multiply(zeroAndOne, matrix(2, 1, Float64Array.of(5, 7))).data]).toEqual([7]);
    for (const wild of [Infinity, -Infinity, NaN])
      expect([...multiply(zeroAndOne, matrix(2, 1, Float64Array.of(wild, 7))).data]).toEqual([NaN]);
  });

  it("multiply, by hand and by the laws", () => {
    expect(toRows(multiply(A, transposeOf(A)))).toEqual([
      [14, 32],
      [32, 77],
    ]);
    const [X, Y, Z, v] = [any(2, 4), any(4, 3), any(3, 5), any(5, 1)];
    close(multiply(multiply(X, Y), Z), multiply(X, multiply(Y, Z)));
    close(multiplyAll([X, Y, Z]), multiply(multiply(X, Y), Z));
    close(multiplyAll([X, Y, Z, v]), multiply(multiply(multiply(X, Y), Z), v));
    expect(() => multiply(A, A)).toThrow("cannot multiply 2×3 by 2×3");
    expect(() => added(A, transposeOf(A))).toThrow(RangeError);
    expect(innerProduct(X, X)).toBeCloseTo(frobenius(X) ** 2, 12);
  });

  it("vec goes column by column, and the commutation matrix turns it", () => {
    expect(Array.from(vecOf(A).data)).toEqual([1, 4, 2, 5, 3, 6]);
    close(unvecOf(vecOf(A), 2, 3), A);
    close(multiply(commutation(2, 3), vecOf(A)), vecOf(transposeOf(A)));
    const [X, Y, Z] = [any(2, 3), any(3, 4), any(4, 2)];
    close(vecOf(multiply(multiply(X, Y), Z)), multiply(kronecker(transposeOf(Z), X), vecOf(Y)));
  });

  it("blocks, diagonals and sums", () => {
    expect(toRows(stacked([A, filled(1, 3, 0)]))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [0, 0, 0],
    ]);
    expect(() => stacked([A, filled(1, 2, 0)])).toThrow(RangeError);
    expect(toRows(rowsOf(A, 2, 2))).toEqual([[4, 5, 6]]);
    expect(() => rowsOf(A, 2, 1)).toThrow(RangeError);
    expect(() => rowsOf(A, 0, 1)).toThrow(RangeError);
    expect(() => rowsOf(A, 1, 3)).toThrow("rows 1 to 3 of 2×3 do not exist");
    expect(toRows(diagonalMatrix(fromRows([[2], [3]])))).toEqual([
      [2, 0],
      [0, 3],
    ]);
    expect(Array.from(diagonalOf(A).data)).toEqual([1, 5]);
    expect(sumOf(A)).toBe(21);
    expect(frobenius(fromRows([[3e200, 4e200]])) / 5e200).toBeCloseTo(1, 12);
    expect(largest(fromRows([[1, Number.NaN, 2]]))).toBeNaN();
  });
});

describe("factorisation", () => {
  const P = fromRows([
    [0, 2, 1],
    [1, 0, 3],
    [4, 1, 0],
  ]);

  it("gives determinant, its logarithm and sign, also where the first pivot is 0", () => {
    // 0·(0 − 3) − 2·(0 − 12) + 1·(1 − 0)
    expect(determinant(P)).toBeCloseTo(25, 12);
    expect(signedLogDeterminant(P)).toEqual({ sign: 1, log: expect.closeTo(Math.log(25), 12) });
    const swapped = fromRows([
      [0, 1],
      [1, 0],
    ]);
    expect(determinant(swapped)).toBe(-1);
    expect(signedLogDeterminant(swapped)).toEqual({ sign: -1, log: 0 });
    expect(determinant(matrix(0, 0))).toBe(1);
    const huge = scaled(1e200, identity(3));
    expect(determinant(huge)).toBe(Infinity);
    expect(signedLogDeterminant(huge).log).toBeCloseTo(600 * Math.LN10, 9);
  });

  it("solves and inverts", () => {
    for (let n = 1; n <= 8; n++) {
      const [X, B] = [any(n, n), any(n, 2)];
      close(multiply(X, solve(X, B) as Matrix), B, 1e-9);
      close(multiply(X, inverseOf(X) as Matrix), identity(n), 1e-9);
      expect(determinant(X) * determinant(inverseOf(X) as Matrix)).toBeCloseTo(1, 9);
    }
  });

  it("says so of a singular matrix, and refuses a rectangle", () => {
    const singular = fromRows([
      [1, 2],
      [2, 4],
    ]);
    expect(inverseOf(singular)).toBeNull();
    expect(solve(singular, identity(2))).toBeNull();
    expect(determinant(singular)).toBe(0);
    expect(signedLogDeterminant(singular)).toEqual({ sign: 0, log: -Infinity });
    expect(condition(singular)).toBe(Infinity);
    expect(condition(identity(4))).toBe(1);
    expect(() => determinant(A)).toThrow("a square matrix is needed, not 2×3");
    expect(() => solve(P, A)).toThrow(RangeError);
  });

  it("powers of either sign", () => {
    const X = any(3, 3);
    close(powerOf(X, 5) as Matrix, multiplyAll([X, X, X, X, X]));
    close(powerOf(X, 0) as Matrix, identity(3));
    close(multiply(powerOf(X, -2) as Matrix, powerOf(X, 2) as Matrix), identity(3), 1e-9);
    expect(powerOf(matrix(2, 2), -1)).toBeNull();
    expect(() => powerOf(X, 0.5)).toThrow(RangeError);
    expect(() => powerOf(A, 2)).toThrow(RangeError);
  });

  it("positive definite is told from indefinite and semidefinite", () => {
    const X = any(4, 4);
    expect(isPositiveDefinite(added(multiply(X, transposeOf(X)), scaled(0.1, identity(4))))).toBe(true);
    expect(isPositiveDefinite(diagonalMatrix(fromRows([[1], [-1]])))).toBe(false);
    expect(isPositiveDefinite(matrix(2, 2))).toBe(false);
  });
});
