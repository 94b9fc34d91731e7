/** Forms that papers and programs have: each means what its spelled-out form means, or is refused with both readings. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  const said = diagnostics.filter((d) => d.severity !== "note");
  return { codes: [...new Set(said.map((d) => d.code))], answers: results.map((r) => r.text) };
};

describe("read as it is spelled out", () => {
  it.each([
    ["$f = x·Ax$\n$\\nabla_x f$", "$f = x^T A x$\n$\\nabla_x f$"],
    ["f = x · A x\n∂f/∂x", "f = x^T A x\n∂f/∂x"],
    ["f = 1/2 K x · x\n∂f/∂x", "f = 1/2 (K x)^T x\n∂f/∂x"],
    ["$f = {1 \\over 2} \\|w\\|^2$\n$\\nabla_w f$", "$f = \\frac{1}{2} \\|w\\|^2$\n$\\nabla_w f$"],
    [
      "$f = x^{1 \\over 2} + {a + x \\over c {d \\over x}}$\n$\\frac{d f}{d x}$",
      "$f = x^{\\frac{1}{2}} + \\frac{a + x}{c \\frac{d}{x}}$\n$\\frac{d f}{d x}$",
    ],
    [
      "$D = \\log \\frac{|\\Sigma_2|}{|\\Sigma_1|} + \\mathrm{tr}(\\Sigma_2^{-1}\\Sigma_1)$\n$\\frac{\\partial D}{\\partial \\Sigma_1}$",
      "$D = \\log |\\Sigma_2| - \\log |\\Sigma_1| + \\mathrm{tr}(\\Sigma_2^{-1}\\Sigma_1)$\n$\\frac{\\partial D}{\\partial \\Sigma_1}$",
    ],
    ["S, K : scalar\nC = 2 (S-K)^+ - K\n∂C/∂S", "S, K : scalar\nC = 2 relu(S-K) - K\n∂C/∂S"],
    [
      "$S \\in \\mathbb R$\n$C = (S - k)^{+} e^{-r}$\n$\\frac{d C}{d S}$",
      "$S \\in \\mathbb R$\n$C = (S - k)_+ e^{-r}$\n$\\frac{d C}{d S}$",
    ],
    ["f = norm(x, 1)\n∂f/∂x", "f = norm1(x)\n∂f/∂x"],
    ["f = norm(A x - b, 2)^2\n∂f/∂x", "f = norm2(A x - b)^2\n∂f/∂x"],
    ["p = softmax(W x)\ndp/dxₖ", "p = softmax(W x)\n∂p/∂x_k"],
  ])("%s", (given, spelled) => {
    const { codes, answers } = read(given);
    expect(codes).toEqual([]);
    expect(answers).toEqual(read(spelled).answers);
    expect(answers).toHaveLength(1);
  });
});

describe("refused", () => {
  it.each([
    ["$b = (X^\\top X)^+ y$\n$\\frac{\\partial b}{\\partial y}$", "function/matrix"],
    ["A : matrix(n, m)\nf = norm(A, 2)\n∂f/∂A", "shape/norm2"],
    ["A : matrix(n, m)\nf = norm(A, 1)\n∂f/∂A", "function/norm"],
    ["x : vector(2 - m)\nf = x^T x\n∂f/∂x", "declaration/empty"],
    ["x : vector(10 - m n)\nf = x^T x\n∂f/∂x", "declaration/empty"],
    ["A = [1 2; 3 4]\nf = x^T A x\n∂f/∂x", "syntax/numbers"],
  ])("%s", (text, code) => expect(read(text)).toEqual({ codes: [code], answers: [] }));

  it("a size that grows with one of its letters is none of them", () => {
    expect(read("x : vector(n - m)\nf = x^T x\n∂f/∂x").codes).toEqual([]);
    expect(read("x : vector(n - 2)\nf = x^T x\n∂f/∂x").codes).toEqual([]);
  });
});

describe("said", () => {
  it.each([
    ["pH = -log10(H)\n∂pH/∂H", "name/lonely"],
    ["L = -10 log10(P)\n∂L/∂P", "name/lonely"],
    ["p = sigmoid(w^T x)\nL = y log(p) + c\n∂L/∂w", "name/lonely"],
    ["A : matrix(n, m); b : vector(m)\nf = sum(A)*b\n∂f/∂A", "function/total"],
    ["L = sum(i=1..N, (w xi - y_i)^2)\n∂L/∂w", "name/glued"],
  ])("%s", (text, code) => expect(read(text).codes).toEqual([code]));

  it.each([
    "Y = exp(X)\n∂Y/∂X",
    "x : scalar\ny = m x + b\n∂y/∂x",
    "A : matrix(n, m); B : matrix(n, m)\nf = sum(A) sum(B)\n∂f/∂A",
    "L = sum(i=1..N, (w x_i - y_i)^2) + C sum(i=1..N, xi_i)\n∂L/∂w",
    "L = sum(i=1..N, log(2 pi) + (w x_i - y_i)^2)\n∂L/∂w",
  ])("not of %s", (text) => expect(read(text).codes).toEqual([]));
});
