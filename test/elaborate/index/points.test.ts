/** A point x beside data x_i: two things with one letter, where the members are vectors. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const CASES: readonly (readonly [name: string, text: string])[] = [
  [
    "a kernel machine, in bold",
    `$$f(\\mathbf{x}) = \\sum_{i=1}^N \\alpha_i y_i \\exp(-\\gamma \\|\\mathbf{x} - \\mathbf{x}_i\\|^2) + b$$
∂f/∂x = 2 γ sum(i, α_i y_i exp(-γ norm2(x - x_i)^2) (x_i - x))`,
  ],
  [
    "a linear one",
    `$$s = \\sum_j \\alpha_j \\mathbf{x}_j^\\top \\mathbf{x}$$
∂s/∂x = sum(j, α_j x_j)
∂s/∂x_j = α_j x`,
  ],
  [
    "in plain letters",
    `f(x) = sum(i=1..N, a_i exp(-norm2(x - x_i)^2))
∂f/∂x = 2 sum(i, a_i exp(-norm2(x - x_i)^2) (x_i - x))
∂f/∂x_i = 2 a_i exp(-norm2(x - x_i)^2) (x - x_i)`,
  ],
  [
    "by a function that the text defines",
    `$$k(u, v) = \\exp(-\\|u - v\\|^2), \\quad f(x) = \\sum_{i=1}^N \\alpha_i k(x, x_i)$$
∂f/∂x = 2 sum(i, α_i exp(-norm2(x - x_i)^2) (x_i - x))`,
  ],
  [
    "distances with names",
    `$$d_i = \\|x - x_i\\|^2, \\quad s = \\sum_i c_i d_i$$
∂s/∂x = 2 sum(i, c_i (x - x_i))`,
  ],
];

/** Two things of one letter that equations tell apart. */
const APART: readonly (readonly [name: string, text: string])[] = [
  [
    "a total and its parts",
    `$$L_i = (w^\\top x_i - y_i)^2, \\quad L = \\frac1N \\sum_{i=1}^N L_i + \\lambda \\|w\\|^2$$
∂L/∂w = 2 λ w + 2/N sum(i, (w^T x_i - y_i) x_i)
∂L_i/∂w = 2 (w^T x_i - y_i) x_i
∂L/∂L_i = 1/N`,
  ],
  [
    "in plain text, with the total after",
    "E_n = (w^T x_n - t_n)^2\nE = sum(n=1..N, E_n)\n∂E/∂w = 2 sum(n, (w^T x_n - t_n) x_n)",
  ],
  [
    "distances of places of the same letter",
    `$$U = \\sum_{i<j} r_{ij}^2, \\quad r_{ij} = \\|r_i - r_j\\|, \\quad i, j = 1, \\dots, n$$
$$\\frac{\\partial U}{\\partial r_i} = 2 \\sum_j (r_i - r_j)$$`,
  ],
  ["a number by declaration", "x : scalar\nf = sum(i=1..n, a_i exp(x - x_i))\n∂f/∂x_i = -a_i exp(x - x_i)\n∂f/∂x = f"],
  [
    "a point that is a number",
    `$$f(x) = \\sum_{i=1}^n a_i \\exp(-(x - x_i)^2)$$
∂f/∂x_i = 2 a_i exp(-(x - x_i)^2) (x - x_i)`,
  ],
];

describe("two things of one letter", () => {
  it.each(APART)("%s", (_, text) => {
    const report = check(text);
    expect(report.diagnostics).toEqual([]);
    expect(report.checks.map((c) => c.passed)).toEqual(report.checks.map(() => true));
    expect(report.checks.length).toBeGreaterThan(0);
  });

  it("what neither reading takes is refused in words", () => {
    const { diagnostics } = answer("E_n = (w^T x_n - t_n)^2\nE = sum(n=1..N, E_n) + sum(q, 1)\n∂E/∂w");
    expect(diagnostics.map((d) => d.code)).toEqual(["index/nothing"]);
  });

  it("entries of a whole are entries of it, though both have equations", () => {
    const source = "h_ij = tanh(sum(k=1..K, W_jk x_ik))\nL = sum(i=1..N, norm2(h_i)^2)\n∂L/∂W_jk";
    expect(answer(source).diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  });
});

describe("a point beside data", () => {
  it.each(CASES)("%s", (_, text) => {
    const report = check(text);
    expect(report.diagnostics.filter((d) => d.severity !== "note")).toEqual([]);
    expect(report.checks.map((c) => c.passed)).toEqual(report.checks.map(() => true));
    expect(report.checks.length).toBeGreaterThan(0);
  });

  it("prints its letters as they are written, in every spelling", () => {
    const { results, assumptions } = derive("f(x) = sum(i=1..N, a_i norm2(x - x_i)^2)\n∂f/∂x_i");
    expect(assumptions).toContain("x_i : vector(n) for i in 1..N");
    expect(results[0]?.text).toBe("2 a_i (x_i - x)");
    expect(results[0]?.latex).not.toContain("x_i_");
  });

  it("is said where nothing has both, for then x may be all of them", () => {
    const { diagnostics } = answer("$f = \\|\\mathbf{x}\\|^2 + \\sum_{i=1}^{N} \\|\\mathbf{x}_i\\|^2$\n∂f/∂x");
    expect(diagnostics.map((d) => d.code)).toEqual(["name/point"]);
  });

  it.each([
    // Entries of a whole, in whatever face.
    [
      "$$p_k = \\frac{e^{\\mathbf{z}_k}}{\\sum_j e^{\\mathbf{z}_j}}, \\quad L = \\mathbf{u}^\\top \\mathbf{z} - \\log p_1$$\n∂L/∂z",
    ],
    ["x : vector(n)\nL = sum(i=1..n, (x_i - x_1)^2) + norm2(x)^2\n∂L/∂x"],
    ["s = sum(i=1..n, x_i^2) + norm2(x)\n∂s/∂x_i"],
    ["h_t = tanh(W h_{t-1} + x_t) for t in 1..T\nL = sum(t=1..T, norm2(h_t)^2)\n∂L/∂W"],
  ])("is none: %j", (text) => {
    const { diagnostics, symbols } = answer(text);
    expect(diagnostics.filter((d) => d.severity === "error" || d.code === "name/point")).toEqual([]);
    expect(symbols.some((s) => /_[a-z]$/.test(s.name))).toBe(false);
  });
});
