/** Sums and recursions as people write them: letters above names, no limits, no beginning, numbers and vectors in a term. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { check } from "../../../src/check.js";

const isRight = (text: string, codes: readonly string[] = []): void => {
  const report = check(text);
  expect(report.diagnostics.filter((d) => d.severity !== "note").map((d) => d.code)).toEqual(codes);
  expect(report.checks.map((c) => c.passed)).toEqual(report.checks.map(() => true));
  expect(report.checks.length).toBeGreaterThan(0);
};

describe("a letter of a sum above names", () => {
  it.each([
    ["L = Σᵢ (yⁱ − w xⁱ)²\n∂L/∂w = 2 sum(i, (w x^[i] - y^[i]) x^[i])"],
    ["$$L = \\sum_i (y^i - w x^i)^2$$\n∂L/∂w = 2 sum(i, (w x^[i] - y^[i]) x^[i])"],
    ["$$L = \\sum_{i=1}^N (y^i - \\theta^\\top x^i)^2$$\n∂L/∂θ = 2 sum(i, (θ^T x^[i] - y^[i]) x^[i])"],
    ["$$L = \\sum_i \\|x^i - \\mu\\|^2$$\n∂L/∂μ = 2 sum(i, μ - x^[i])"],
  ])("counts them, and that is said: %j", (text) => isRight(text, ["name/raised"]));

  it.each([
    ["$$s = \\sum_{i=1}^n a_i x^i$$\n∂s/∂x = sum(i=1..n, i a_i (x)^i / x)"],
    ["$$s = \\sum_{k=0}^n x^k$$\n∂s/∂x = sum(k=0..n, k (x)^k / x)"],
    ["$$s = \\sum_{t=0}^T \\gamma^t r_t$$\n∂s/∂γ = sum(t=0..T, t γ^t r_t / γ)"],
    ["$$s = \\sum_{k=1}^n (p)^k (q)^k$$\n∂s/∂p = sum(k=1..n, k (p)^k (q)^k / p)"],
  ])("is a power by itself: %j", (text) => isRight(text));
});

describe("a Σ of plain text", () => {
  it.each([
    ["s = Σᵢ xᵢ yᵢ + b\n∂s/∂x = y\n∂s/∂b = 1"],
    ["s = Σ_i [i = 3] x_i + Σ_j x_j\n∂s/∂x_j = 1 + [j = 3]"],
    ["w : scalar\nL = Σ_i (y^(i) - w x^(i))^2\n∂L/∂w = 2 sum(i, (w x^[i] - y^[i]) x^[i])"],
  ])("is a sum, with a letter above or in a condition: %j", (text) => isRight(text));
});

describe("numbers before a vector", () => {
  it.each([
    [
      "$$\\mathbf{w} = \\sum_i \\alpha_i y_i \\mathbf{x}_i, \\quad L = \\frac12 \\|\\mathbf{w}\\|^2$$\n∂L/∂α_i = y_i w^T x_i",
    ],
    ["$$w = \\sum_{i=1}^N \\alpha_i y_i x_i, \\quad L = \\tfrac12 \\|w\\|^2$$\n∂L/∂α_j = y_j w^T x_j"],
    ["z = Σᵢ αᵢ xᵢ + b\nL = zᵀ z\n∂L/∂α_i = 2 z^T x_i\n∂L/∂b = 2 z"],
  ])("are told by what is done with the sum: %j", (text) => isRight(text));
});

const STEP = "$$h_t = \\tanh(W h_{t-1} + U x_t)$$\n";

describe("a recursion", () => {
  it.each([
    ["from a sum without limits", `${STEP}$$L = \\sum_t \\ell_t(h_t)$$\n∂L/∂W`],
    ["from a sum that begins with h_0", `${STEP}$$L = \\sum_{t=0}^T \\ell_t(h_t)$$\n∂L/∂W`],
    ["with its beginning", `${STEP}$$h_0 = 0$$\n$$L = \\sum_{t=0}^T \\ell_t(h_t)$$\n∂L/∂W`],
    ["with its beginning, and a sum behind it", `${STEP}$$h_0 = 0$$\n$$L = \\sum_{t=1}^T \\ell_t(h_t)$$\n∂L/∂W`],
  ])("goes from h_1 to h_T %s", (_, text) => {
    const { results, diagnostics, symbols } = answer(text);
    expect(diagnostics).toEqual([]);
    expect(results[0]?.text).toContain("sum(t=1..T, ");
    expect(symbols.map((s) => s.name)).not.toContain("h_minus_1");
    expect(symbols.find((s) => s.name === "W")?.kind).toBe("matrix");
  });
});
