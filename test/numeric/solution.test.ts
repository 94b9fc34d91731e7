/** Solutions by numbers: they are solutions, the one that iteration comes to, or none. */
import { describe, expect, it } from "vitest";
import { type Matrix, mapped, matrix, multiply, scalarMatrix, subtracted, zipped } from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import { solutionOf } from "../../src/numeric/solution.js";

const source = random(5);
const drawn = (rows: number, cols: number) => mapped(matrix(rows, cols), () => source.between(-1, 1));
const largest = (A: Matrix) => Math.max(...A.data.map(Math.abs));

describe("a solution", () => {
  it("makes the residual zero, to the last digits", () => {
    for (let k = 0; k < 20; k++) {
      const [A, B, C] = [drawn(3, 3), drawn(2, 2), drawn(3, 2)];
      const F = (X: Matrix) =>
        subtracted(
          zipped(multiply(A, X), multiply(X, B), (a, b) => a + b),
          C,
        );
      expect(largest(F(solutionOf(F, 3, 2, false)))).toBeLessThan(1e-11);
      const b = drawn(3, 1);
      const G = (z: Matrix) =>
        subtracted(
          z,
          mapped(
            zipped(multiply(A, z), b, (x, y) => x + y),
            Math.tanh,
          ),
        );
      expect(largest(G(solutionOf(G, 3, 1, true)))).toBeLessThan(1e-11);
    }
  });

  it("is the one that iteration comes to", () => {
    // p = a² p − (a b p)² / (r + b² p) + q has a root of each sign, and from 0 comes to the positive one.
    const F = (p: Matrix) => mapped(p, (x) => x - (1.21 * x - (1.1 * x) ** 2 / (1 + x) + 2));
    expect(solutionOf(F, 1, 1, true).data[0]).toBeGreaterThan(0);
  });

  it("is no number where there is none", () => {
    expect(solutionOf((x) => mapped(x, (t) => t * t + 1), 1, 1, false).data[0]).toBeNaN();
    expect(solutionOf(() => scalarMatrix(Number.NaN), 1, 1, true).data[0]).toBeNaN();
  });
});
