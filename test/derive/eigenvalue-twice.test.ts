/** Second derivatives of eigenvalues by a symmetric matrix, for all symmetric changes of it. */
import { expect, it } from "vitest";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

it.each([
  "A : matrix(n, n) symmetric\ny = eigmax(A)\n∂²y/∂A²",
  "A : matrix(n, n) symmetric\nx : vector(n)\ny = eigmin(A + x x^T)\n∂²y/∂A²",
  "A : matrix(n, n) symmetric\ny = sum(eigvals(A) .^ 3)\n∂²y/∂A²",
  "A : matrix(n, n)\nB : matrix(n, n) symmetric\ny = eigmax(A + A^T + B)\n∂²y/∂A∂B",
])("%s agrees with differences", (text) => {
  expect(check(text)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
});

it("is the book's form, a term for each side", () => {
  const { results, where } = derive("A : matrix(n, n) symmetric\ny = eigmax(A)\n∂²y/∂A²");
  expect(results[0]?.text).toContain("kron(v^T, kron(v, C) + kron(C, v))");
  expect(where.map((w) => w.text).join()).toMatch(/eigvecmax\(A\).*pinv\(y eye\(n\) - A\)/);
});

it("is refused of a matrix that is not symmetric", () => {
  expect(() => derive("A : matrix(n, n)\ny = eigmax(A)\n∂²y/∂A²")).toThrow(/not known to be symmetric/);
});
