/** Readings that nobody means: an equation's number as a factor, f^-1 as one over f, w'(x - y) as a derivative, f ∘ g as a product. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  return {
    codes: diagnostics.filter((d) => d.severity !== "note").map((d) => d.code),
    answers: results.map((r) => r.text),
  };
};

describe("refused, and not answered", () => {
  it.each([
    ["L = ‖X w - y‖²   (2.3)\n∂L/∂w", "syntax/numbers"],
    ["y = W x + b   (2)\n∂y/∂x", "syntax/numbers"],
    ["y = -W x [3]\n∂y/∂x", "syntax/numbers"],
    ["$$s = \\|\\mathbf x\\|^2 \\quad (7)$$ $$\\frac{\\partial s}{\\partial \\mathbf x}$$", "syntax/numbers"],
    ["f(x) = x^2\ny = f⁻¹(x)\n∂y/∂x", "name/inverse-function"],
    ["f(x) = x^2\ny = 2 f^{-1}(x)^2\n∂y/∂x", "name/inverse-function"],
    ["L = Σi (yi − zi)²\n∂L/∂zi", "name/unsupported"],
    ["L = Σ_i yi w\n∂L/∂w", "name/unsupported"],
    ["$$y = \\operatorname{argmin}_x \\|A x - b\\|^2$$ $$\\frac{\\partial y}{\\partial b}$$", "name/unsupported"],
    [
      "$$y = \\operatorname*{arg\\,min}_\\theta \\|A \\theta\\|^2$$ $$\\frac{\\partial y}{\\partial A}$$",
      "name/unsupported",
    ],
    ["$$y = \\mathrm{sup}_u u^T x$$ $$\\frac{\\partial y}{\\partial x}$$", "name/unsupported"],
    ["y = argmin_w norm2(X w - b)^2\n∂y/∂b", "name/unsupported"],
    ["s = w'(x - y)\n∂s/∂x", "name/kind"],
    ["L = sum((y_i - w^T x_i)^2)\n∂L/∂w", "index/no-letter"],
    ["$$y = |1 + e^{i\\omega}|^2$$ $$\\frac{dy}{d\\omega}$$", "name/imaginary"],
    ["$$P = |e^{i(kx - \\omega t)}|^2$$ $$\\frac{dP}{dx}$$", "name/imaginary"],
    ["$$H = \\frac{1}{1 - a e^{-j\\omega}}$$ $$\\frac{dH}{d\\omega}$$", "name/imaginary"],
    ["$$y = a x[n] + x[n-1]$$ $$\\frac{dy}{da}$$", "syntax/index"],
    ["L = mean((y_n - w^T x_n)^2) + w^T w\n∂L/∂w", "index/no-letter"],
    ["$$L = \\text{sum}((y_k - w^T x_k)^2)$$ $$\\frac{\\partial L}{\\partial w}$$", "index/no-letter"],
    ["g = Z'(y - x)\n∂g/∂y", "name/kind"],
    ["$$s = \\mathbf Z'(\\mathbf y - \\mathbf x)$$ $$\\frac{\\partial s}{\\partial \\mathbf x}$$", "name/kind"],
  ])("%s", (text, code) => {
    const { codes, answers } = read(text);
    expect([[...new Set(codes)], answers]).toEqual([[code], []]);
  });
});

describe("read as it is spelled out", () => {
  it.each([
    ["f(x) = x^2\ng(x) = sin(x)\nh = f ∘ g\n∂h/∂x", "f ∘ g", "f(g(x))"],
    ["f(x) = x^2\ng(x) = sin(x)\nk(x) = exp(x)\nh = f ∘ g ∘ k\n∂h/∂x", "f ∘ g ∘ k", "f(g(k(x)))"],
    ["f(t) = t^2\ng(t) = sin(t)\ny = 2 (f ∘ g)(A x)\n∂y/∂A", "(f ∘ g)(A x)", "f(g(A x))"],
    ["$$J = \\sum_n (d[n] - w x[n])^2$$ $$\\frac{dJ}{dw}$$", "(d[n] - w x[n])", "(d_n - w x_n)"],
    ["$$J = \\sum_n \\mathbf{w}^T\\mathbf{x}[n]$$ $$\\frac{dJ}{d\\mathbf{w}}$$", "\\mathbf{x}[n]", "\\mathbf{x}_n"],
    ["s = β'(x - μ) + β'β\n∂s/∂x", "β'(x", "β^T (x"],
    ["g = Z'(y - X β)\n∂g/∂β", "Z'(y", "Z^T (y"],
    ["L = 1/N sum((y - X w).^2)\n∂L/∂w", "1/N sum", "(1/N) sum"],
    ["L = -1/n tr(X^T X)\n∂L/∂X", "1/n tr", "(1/n) tr"],
  ])("%s", (text, given, spelled) => {
    const { codes, answers } = read(text);
    expect(codes).toEqual([]);
    expect(answers).toEqual(read(text.replace(given, spelled)).answers);
    expect(answers).toHaveLength(1);
  });

  it.each([
    ["f(x) = A x\ng(x) = B x\nh = f ∘ g\n∂h/∂x", "A B"],
    ["f(x) = A x\ng(x) = tanh(x)\nh = f ∘ g\n∂h/∂x", "A diag(ones(m) - g .^ 2)"],
  ])("a composition of functions of arrays, which is said: %s", (text, answer) =>
    expect(read(text)).toEqual({ codes: ["function/composed"], answers: [answer] }),
  );

  it.each([
    "y = a (2)^2 x\n∂y/∂x",
    "f : function\nδ = f'(W x + b)\n∂δ/∂x",
    "δ = f'(W x + b)\n∂δ/∂x",
    "F = -V'(x)\n∂F/∂x",
    "y = x^-1 (3 + x)\n∂y/∂x",
    "f(x) = W x\ng(x) = V x\nh = f .* g\n∂h/∂x",
  ])("%s", (text) => expect(read(text).codes.filter((c) => /numbers|kind|inverse/.test(c))).toEqual([]));
});
