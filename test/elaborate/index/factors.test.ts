/** Entries before a parenthesis and below a power are what a reader of the page takes them for. */
import { describe, expect, test } from "vitest";
import { answer as answered } from "../../../src/api/answer.js";
import { derive } from "../../../src/index.js";

const answer = (text: string): string | undefined => derive(text, { steps: "none" }).results[0]?.text;

describe("an entry before a parenthesis is a factor", () => {
  const DECLARED = "w, y : vector(n); x : scalar";

  test.each([
    ["r = sum(i=1..n, w_i(y_i - x)^2)"],
    ["r = sum(i=1..n, w_i (y_i - x)^2)"],
    ["$$r = \\sum_{i=1}^n w_i (y_i - x)^2$$"],
    ["$$r = \\sum_{i=1}^n w_i \\cdot (y_i - x)^2$$"],
    ["r = sum(i=1..n, (y_i - x)^2 w_i)"],
  ])("%s", (text) => {
    expect(answer(`${DECLARED}\n${text}\n∂r/∂x`)).toBe("2 sum(i=1..n, w_i (x - y_i))");
  });

  test("of a vector beside members of a family", () => {
    const text =
      "y : vector(n); x_i : vector(d) for i in 1..n; w : vector(d); b : scalar\nL = sum(i, y_i(w^T x_i + b))";
    expect(answer(`${text}\n∂L/∂w`)).toBe("sum(i=1..n, y_i x_i)");
    expect(answer(`${text}\n∂L/∂b`)).toBe("sum(i=1..n, y_i)");
  });
});

describe("what is raised with indices below is a matrix", () => {
  const M = "x, y : vector(n); A : matrix(n, n)";
  const by = (sum: string) => answer(`${M}\n$$f = \\sum_{i,j} ${sum}$$\n$$\\frac{\\partial f}{\\partial x_k}$$`);

  test("transposed, in whatever order both are typed", () => {
    expect(by("x_i A^T_{ij} y_j")).toBe(by("x_i A_{ji} y_j"));
    expect(by("x_i A_{ij}^\\top y_j")).toBe(by("x_i A_{ji} y_j"));
  });

  test("inverted before its indices; A_{ij}^2 is the square of an entry", () => {
    expect(by("x_i A^{-1}_{ij} y_j")).toBe("sum(j=1..n, (A^-1)_{k,j} y_j)");
    expect(by("x_i A_{ij}^2 y_j")).toBe("sum(j=1..n, A_{k,j}^2 y_j)");
  });
});

describe("a number with a T above it, where T is a name", () => {
  const codes = (text: string) =>
    answered(text)
      .diagnostics.filter((d) => d.severity === "error")
      .map((d) => d.code);

  test.each([
    ["r, T, C : scalar\n$$V = C (1+r)^T$$\n∂V/∂r"],
    ["r : scalar; c_t : scalar for t in 1..T\nP = sum(t=1..T, c_t) + 100/(1+r)^T\n∂P/∂r"],
    ["x, T : scalar\nr = x^T\n∂r/∂x"],
  ])("is refused with both readings: %s", (text) => {
    expect(codes(text)).toEqual(["shape/raised"]);
  });

  test("is a power where its exponent is in parentheses, and a transpose where no T is", () => {
    expect(answer("r, T, C : scalar\nV = C (1+r)^(T)\n∂V/∂r")).toBe("C T (1 + r)^(T - 1)");
    expect(answer("w, y : scalar\ns = w^T y\n∂s/∂w")).toBe("y");
  });
});
