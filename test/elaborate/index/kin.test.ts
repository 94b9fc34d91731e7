/** A whole and its parts by their letters: connected where mathematics has one way, else no answer holds one of them. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { check } from "../../../src/check.js";

const errorsOf = (text: string): readonly string[] =>
  answer(text)
    .diagnostics.filter((d) => d.severity === "error")
    .map((d) => d.code);

describe("a name that would be held while its parts move", () => {
  it.each([
    ["$$L = \\|\\mathbf{X}\\mathbf{w}\\|^2 + \\sum_{i=1}^N (\\mathbf{w}^\\top \\mathbf{x}_i)^2$$\n∂L/∂X"],
    ["$$L = \\sum_{i=1}^N (\\mathbf{w}^\\top \\mathbf{x}_i)^2 + \\lambda \\|\\mathbf{X}\\|_F^2$$\n∂L/∂x_i"],
    ["$$L = \\sum_{i=1}^N (\\theta^\\top x^{(i)})^2 + \\|X\\theta\\|^2$$\n∂L/∂X"],
    ["L = norm2(X w)^2 + w^T x_i\n∂L/∂X"],
    ["L = norm2(W x)^2 + w_1^T x + 2 w_2^T x\n∂L/∂w_1"],
    ["X = t A\nL = norm2(X w)^2 + sum(i=1..N, w^T x_i)\n∂L/∂t"],
    ["f = norm2(x)^2 + 3 x_1\n∂f/∂x_1"],
    ["$f = x_1^2 + x_1 x_2 + x^\\top A x$\n∂f/∂x"],
    ["K_st = exp(-γ norm2(a_s - b_t)^2)\ns = y^T K y + tr(K_st^2 A)\n∂s/∂γ"],
  ])("is no answer: %j", (text) => {
    expect([errorsOf(text), answer(text).results]).toEqual([["derive/apart"], []]);
  });

  it.each([
    // Neither moves, or both do, or what is asked has but one of them.
    ["L = norm2(X w)^2 + sum(i=1..N, (w^T x_i)^2)\n∂L/∂w"],
    ["L = norm2(X w)^2\nJ = sum(i=1..N, (w^T x_i)^2)\n∂L/∂X, ∂J/∂x_i"],
    ["x_i = X^T unit(i, N) for i in 1..N\nL = norm2(X w)^2 + sum(i=1..N, (w^T x_i)^2)\n∂L/∂X"],
    // An intercept, layers, labels, points, sizes.
    ["r = y - X b - b_0 * ones(n)\nJ = r^T r\n∂J/∂b_0, ∂J/∂b"],
    ["s = u^T f(W_2 f(W_1 x)) + v^T W x\n∂s/∂W"],
    ["s = w_q^T X u\n∂s/∂w_q, ∂s/∂X"],
    ["s = w_1^T tanh(W x)\n∂s/∂W"],
    ["s = (x - x_1)^T A (x - x_1)\n∂s/∂x"],
    ["x, x_1 : scalar\ny = x x_1\n∂y/∂x"],
    ["x : vector(n); x_1 : scalar\ny = x_1 x^T x\n∂y/∂x"],
    ["L = sum(t=1..T, norm2(x_t)^2) / T\n∂L/∂x_t"],
  ])("is none: %j", (text) => {
    expect(errorsOf(text)).toEqual([]);
  });
});

/** What is written with the letter of the entries, or by its entries alone, is what the whole has. */
const ONE: readonly (readonly [name: string, text: string])[] = [
  ["w_ij of W", "E = 1/2 normF(W)^2 - sum(i, j, w_ij s_i s_j)\n∂E/∂W = W - s s^T\n∂E/∂w_ij = W_ij - s_i s_j"],
  ["w_ij of a W that is only asked for", "$$E = -\\frac12 \\sum_{i,j} w_{ij} s_i s_j$$\n∂E/∂W = -s s^T / 2"],
  ["g_ij of G", "$$f = \\sum_{ij} g_{ij} v_i v_j + \\log\\det G$$\n∂f/∂G = v v^T + G^-T"],
  [
    "a kernel matrix by its entries",
    "K_ij = exp(-γ (x_i - x_j)^2)\ns = y^T K y\n∂s/∂γ = -sum(i, sum(j, y_i y_j (x_i - x_j)^2 K_ij))",
  ],
  [
    "a bold one",
    "$$K_{ij} = \\exp(-\\gamma \\|\\mathbf{x}_i - \\mathbf{x}_j\\|^2)$$\n$$s = \\mathbf{y}^\\top \\mathbf{K} \\mathbf{y}$$\n∂s/∂y = (K + K^T) y",
  ],
  [
    "a layer by its units",
    "$$z_j = \\sum_i w_{ij} x_i + b_j, \\quad s = \\mathbf{u}^\\top \\mathbf{z}$$\n∂s/∂W = x u^T\n∂s/∂b = u",
  ],
  ["units without a sum", "$$z_i = w_i^\\top x + b_i, \\quad s = u^\\top f(z)$$\n∂s/∂b = u .* f'(z)"],
  ["a declared vector", "z : vector(n)\nz_i = x_i^2\ns = u^T z\n∂s/∂x = 2 u .* x"],
  ["a declared matrix", "A : matrix(n, n)\nA_{ij} = x_i x_j\ns = sum(A)\n∂s/∂x = 2 sum(x) ones(n)"],
  [
    "an entry of a bold vector",
    "$$f = \\|\\mathbf{x}\\|^2 + 3 x_1 + x_2$$\n∂f/∂x = 2 x + 3 unit(1, n) + unit(2, n)\n∂f/∂x_1 = 2 x_1 + 3",
  ],
  [
    "an entry of a matrix of any size",
    "A : matrix(n, n)\nf = x^T A x + A_{1,2}\n∂f/∂A = x x^T + unit(1, n) unit(2, n)^T",
  ],
];

describe("a whole and its parts as one", () => {
  it.each(ONE)("%s", (_, text) => {
    const report = check(text);
    expect(report.diagnostics.filter((d) => d.severity !== "note")).toEqual([]);
    expect(report.checks.filter((c) => !c.passed)).toEqual([]);
    expect(report.checks.length).toBeGreaterThan(0);
  });

  it("leaves letters alone that are names of their own", () => {
    for (const text of [
      "D = diag(sum(d_ij))\ns = x^T D x",
      "E = sum(i, j, e_ij^2)\n∂E/∂e_ij",
      "L = sum(i=1..N, j=1..M, n_ij log(p_ij))\n∂L/∂p_ij",
      "w_ij : scalar for i in 1..n, j in 1..n\nE = sum(i, j, w_ij s_i s_j) + normF(W)^2\n∂E/∂s_i",
    ])
      expect(answer(text).diagnostics.filter((d) => d.code === "reading/entries")).toEqual([]);
  });
});
