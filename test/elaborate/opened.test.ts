/** Calls of functions of arrays are their formulas, written out. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

const texts = (source: string): readonly string[] => derive(source).results.map((r) => r.text);
const codes = (source: string): readonly string[] => answer(source).diagnostics.map((d) => d.code);

/** A model by its functions, and the same written out. */
const PAIRS: readonly (readonly [string, string, string])[] = [
  [
    "a member of a family for a vector",
    "J = 1/2 sum(i=1..m, (h(x_i) - y_i)^2)\nh(x) = θ^T x\n∂J/∂θ",
    "J = 1/2 sum(i=1..m, (θ^T x_i - y_i)^2)\n∂J/∂θ",
  ],
  [
    "two members",
    "k(u, v) = exp(-||u - v||^2 / (2 s^2))\ns : scalar\nL = sum(i=1..N, sum(j=1..N, a_i a_j k(x_i, x_j)))\n∂L/∂a_i",
    "s : scalar\nL = sum(i=1..N, sum(j=1..N, a_i a_j exp(-||x_i - x_j||^2 / (2 s^2))))\n∂L/∂a_i",
  ],
  ["an expression", "f(x) = x^T A x\ng = f(B y) + f(y)\n∂g/∂y", "g = (B y)^T A (B y) + y^T A y\n∂g/∂y"],
  [
    "an expression whose entries the formula takes",
    "r(z) = sum(k=1..K, (z_k)^3)\nW : matrix(K, d)\ng = r(W x)\n∂g/∂x",
    "W : matrix(K, d)\nz = W x\ng = sum(k=1..K, (z_k)^3)\n∂g/∂x",
  ],
  [
    "a function within a function",
    "q(a) = a^T a\nc(a, b) = q(a - b)\ng = c(M x, y)\n∂g/∂x",
    "g = (M x - y)^T (M x - y)\n∂g/∂x",
  ],
];

describe("a call with other arguments", () => {
  it.each(PAIRS.filter(([what]) => !what.includes("entries")))("of %s is its formula", (_, called, written) => {
    expect(texts(called)).toEqual(texts(written));
    expect(check(called)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });

  it("of an expression whose entries the formula takes is right", () => {
    const [, called] = PAIRS[3] as (typeof PAIRS)[number];
    expect(check(called)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });

  it.each([
    ["S = sum(t=1..n, f(t))\nf(t) = a^t\n∂S/∂a", "S = sum(t=1..n, a^t)\n∂S/∂a"],
    [
      "p(k) = exp(z_k) / sum(j=1..K, exp(z_j))\nJ = sum(k=1..K, p(k) r_k)\n∂J/∂z_k",
      "J = sum(k=1..K, exp(z_k) / sum(j=1..K, exp(z_j)) r_k)\n∂J/∂z_k",
    ],
    [
      "$$p(x) = \\frac{e^{-\\beta E_x}}{Z}, Z = \\sum_x e^{-\\beta E_x}, U = \\sum_x p(x) E_x$$\n∂U/∂β",
      "$$Z = \\sum_x e^{-\\beta E_x}, U = \\sum_x \\frac{e^{-\\beta E_x}}{Z} E_x$$\n∂U/∂β",
    ],
    [
      "f(t) = b^t\ny_t = f(t) + a for t in 1..n\nS = sum(t=1..n, y_t^2)\n∂S/∂b",
      "y_t = b^t + a for t in 1..n\nS = sum(t=1..n, y_t^2)\n∂S/∂b",
    ],
    [
      "p(i, j) = w_ij / sum(k=1..n, sum(l=1..n, w_kl))\nH = sum(i=1..n, sum(j=1..n, p(i, j)^2))\n∂H/∂w_ij",
      "H = sum(i=1..n, sum(j=1..n, (w_ij / sum(k=1..n, sum(l=1..n, w_kl)))^2))\n∂H/∂w_ij",
    ],
  ])("at its own parameter, which a sum binds, is the value at each: %s", (called, out) => {
    expect(texts(called)).toEqual(texts(out));
    expect(check(called)).toMatchObject({ passed: true, counts: { failed: 0 } });
  });

  it("takes an argument as a place where its parameter is one", () => {
    const source = String.raw`\pi(a, s) = \frac{\exp(\theta_a^\top s)}{\sum_{b=1}^K \exp(\theta_b^\top s)}
J = \sum_{t=1}^T R_t \log \pi(a_t, s_t)
\frac{\partial J}{\partial \theta_k}`;
    expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });

  it("with letters in its parameters is the formula too", () => {
    const source = String.raw`L = \sum_{i=1}^N \sum_{j \ne y_i} \max(0, f(x_i; W)_j - f(x_i; W)_{y_i} + 1)
f(x_i; W) = W x_i
\frac{\partial L}{\partial W}`;
    expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });
});

describe("one of many functions, by a letter", () => {
  it.each([
    [
      "at a label",
      String.raw`L = \sum_{i=1}^N (\log \sum_k e^{f_k(x_i)} - f_{y_i}(x_i)), \quad f_j(x) = w_j^\top x + b_j`,
      String.raw`L = \sum_{i=1}^N (\log \sum_k e^{w_k^\top x_i + b_k} - (w_{y_i}^\top x_i + b_{y_i}))`,
      "w_j",
    ],
    [
      "with the letter beside another",
      String.raw`L = \sum_{i=1}^N \sum_k f_{y_i}(x_i) f_k(x_i), \quad f_j(x) = \sum_l W_{jl} x_l`,
      String.raw`L = \sum_{i=1}^N \sum_k (\sum_l W_{y_i,l} \cdot (x_i)_l) (\sum_l W_{kl} \cdot (x_i)_l)`,
      "W_{jl}",
    ],
    [
      "a step further",
      String.raw`L = \sum_{t=1}^{T-1} f_{t+1}(x_t)^2, \quad f_j(x) = w_j^\top x`,
      String.raw`L = \sum_{t=1}^{T-1} (w_{t+1}^\top x_t)^2`,
      "w_j",
    ],
    [
      "above",
      String.raw`L = \sum_{h=1}^H f^{(h)}(x)^2, \quad f^{(k)}(x) = (w^{(k)})^\top x`,
      String.raw`L = \sum_{h=1}^H ((w^{(h)})^\top x)^2`,
      "w^{(k)}",
    ],
  ])("%s is its formula there", (_, called, written, by) => {
    const question = (model: string): string => String.raw`$$${model}$$ $$\frac{\partial L}{\partial ${by}}$$`;
    expect(texts(question(called))).toEqual(texts(question(written)));
    expect(check(question(called))).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });
});

describe("left as they are", () => {
  it("functions of one number", () => {
    expect(texts("f(t) = t tanh(t)\ns = u^T f(W x)\n∂s/∂u")).toEqual(["f(W x)"]);
  });
  it("nodes that are called by their own parameters", () => {
    expect(texts("f(x) = x^T A x\ng = 2 f(x)\n∂g/∂x")).toEqual(texts("f = x^T A x\ng = 2 f\n∂g/∂x"));
  });
  it("a letter that would be bound by the formula is refused by name", () => {
    const source = "h(z) = log(sum(i=1..n, exp(z_i)))\nL = sum(i=1..N, h(W x_i))\n∂L/∂W";
    expect(codes(source)).toContain("index/captured");
    expect(codes(source.replaceAll("(i=1..n, exp(z_i))", "(k=1..n, exp(z_k))"))).toEqual([]);
  });
});
