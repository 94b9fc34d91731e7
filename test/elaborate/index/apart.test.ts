/** Names that share a letter: labels beside families, entries by labels and numbers, means, families of two letters. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";

const latex = (...lines: readonly string[]): string => lines.map((l) => `$$${l}$$`).join("\n");

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  return {
    codes: diagnostics
      .filter((d) => /apart|one-family|extent/.test(d.code) || d.severity === "error")
      .map((d) => d.code),
    answers: results.map((r) => r.text),
  };
};

describe("a letter that nothing binds below the letter of a family", () => {
  it.each([
    [
      "the positive word of word2vec",
      latex(
        String.raw`J = -\log\sigma(\mathbf u_o^\top \mathbf v) - \sum_{k=1}^K \log\sigma(-\mathbf u_k^\top \mathbf v)`,
        String.raw`\frac{\partial J}{\partial \mathbf u_o}`,
      ),
      "(sigmoid(u_o^T v) - 1) v",
    ],
    ["a risk-free rate", "R = sum(i=1..n, w_i (r_i - r_f))\n∂R/∂r_f", "-sum(i=1..n, w_i)"],
    ["a fixed cost", "C = c_f + sum(i=1..n, c_i x_i)\n∂C/∂c_f", "1"],
    [
      "a score that is added to the others",
      latex(
        String.raw`L = -\log\frac{e^{s_p}}{e^{s_p} + \sum_{k=1}^K e^{s_k}}`,
        String.raw`\frac{\partial L}{\partial s_p}`,
      ),
      "exp(s_p) / (exp(s_p) + sum(k=1..K, exp(s_k))) - 1",
    ],
  ])("is a label, which is said: %s", (_, text, answer) =>
    expect(read(text)).toEqual({ codes: ["reading/apart"], answers: [answer] }),
  );

  it.each([
    [
      "a class of a softmax",
      latex(String.raw`L = -s_c + \log \sum_k e^{s_k}`, String.raw`\frac{\partial L}{\partial s_k}`),
      "exp(s_k) / sum(i=1..K, exp(s_i)) - [k = c]",
    ],
    [
      "a class that a sum leaves out",
      latex(String.raw`L = \sum_{j \ne y} \max(0, s_j - s_y + 1)`, String.raw`\frac{\partial L}{\partial s_k}`),
      "[k != y] step(s_k - s_y + 1) - sum(j=1..M, j != y, step(s_j - s_y + 1)) [k = y]",
    ],
    ["a declared label", "f : label(1..n)\nR = r_f + sum(i=1..n, w_i r_i)\n∂R/∂r_k", "[k = f] + w_k"],
  ])("picks a member: %s", (_, text, answer) => expect(read(text)).toEqual({ codes: [], answers: [answer] }));
});

describe("an entry of what stands whole", () => {
  it.each([
    ["z : vector(K); y : label(1..K); L = log(sum(exp(z))) - z_y; ∂L/∂z", "softmax(z) - unit(y, K)"],
    ["p : vector(K); y : label(1..K); p = softmax(z); L = -log(p_y); ∂L/∂z", "p - unit(y, K)"],
    ["A : matrix(n, n); L = tr(A) - A_11; ∂L/∂A", "eye(n) - unit(1, n) unit(1, n)^T"],
    ["L = tr(AᵀA) − 2 a₁₂; ∂L/∂A", "2 (A - unit(1, n) unit(2, m)^T)"],
    ["KL = Σᵢ (σᵢ² − log(σᵢ²)); ∂KL/∂σᵢ²", "1 - 1 / (sigma_squared)_i"],
  ])("by a label or numbers: %s", (text, answer) => expect(read(text)).toEqual({ codes: [], answers: [answer] }));

  it.each([
    "L = -z_y + log(sum(exp(z))); ∂L/∂z",
    "s = W x; L = log(sum(exp(s))) - s_y; ∂L/∂W",
    "x : vector(n); y = x'x - x_N; ∂y/∂x",
    "p = softmax(z); L = -log(p_k) + λ‖z‖²; ∂L/∂z",
    "L = tr(A'A) − 2 A_12; ∂L/∂A",
    "f = sum(i=1..n, (x_i - x̄)^3); ∂f/∂x_i",
    "f = sum(i=1..n, (x_i - x̄)^T A (x_i - x̄)); ∂f/∂x_i",
  ])("is refused where it would be held: %s", (text) =>
    expect(read(text)).toEqual({ codes: ["derive/apart"], answers: [] }),
  );

  it.each([
    "f = ‖x − x_k‖² + x_k^T A x; ∂f/∂x",
    "x_bar : scalar; f = sum(i=1..n, (x_i - x_bar)^3); ∂f/∂x_k",
    "f = (x - x̄)^T Q (x - x̄); ∂f/∂x",
    "f = sum(i=1..n, (x_i - x̄)^2); ∂f/∂x̄",
    "x_s : scalar; f = x_s x^T x; ∂f/∂x",
  ])("is none: %s", (text) => expect(read(text).codes).toEqual([]));
});

it.each([
  [latex(String.raw`f = \sum_{u,i} (r_{ui} - b_u - b_i)^2`), ["index/one-family"]],
  [latex(String.raw`f = \sum_{i,j} (r_{ij} - b_i - b_j)^2`), []],
  [latex(String.raw`f = \sum_{u,i} (r_{ui} - b_u - c_i)^2`), []],
  [latex(String.raw`f = \sum_i y_i \log \sum_j a_{ij} x_j - \sum_j a_{ij} x_j`), ["index/extent"]],
  [latex(String.raw`f = \sum_i (y_i \log \sum_j a_{ij} x_j - \sum_j a_{ij} x_j)`), []],
])("letters of sums: %s", (text, codes) => expect(read(text).codes).toEqual(codes));
