/** `f ∘ g(x)`: a composition where f is a function or a letter of functions, and a product of values where it is one. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text, { steps: "none" });
  const said = diagnostics.filter((d) => d.severity !== "note");
  return { codes: said.map((d) => d.code), hints: said.map((d) => d.hint ?? ""), answers: results.map((r) => r.text) };
};

const LETTERS = ["f", "g", "h", "f_1", "f_2"];
const pairs = LETTERS.flatMap((f) => LETTERS.filter((g) => g !== f).map((g) => [f, g] as const));

describe("a composition is what it is written out as", () => {
  it.each(pairs)("%s of %s, in LaTeX's italics, without a word", (f, g) => {
    const written = read(`$$y = 2 ${f}(${g}(x))^2 + x$$\n$$\\frac{dy}{dx}$$`);
    expect(written.codes).toEqual([]);
    for (const composed of [`${f}\\circ ${g}(x)`, `(${f}\\circ ${g})(x)`])
      expect(read(`$$y = 2 ${composed}^2 + x$$\n$$\\frac{dy}{dx}$$`)).toEqual(written);
  });

  it.each([
    ["$$h = f \\circ g \\circ k(x)$$", "$$h = f(g \\circ k(x))$$"],
    ["f(t) = sin(t)\ng(t) = t^2\nh = f ∘ g(x)", "f(t) = sin(t)\ng(t) = t^2\nh = f(g(x))"],
    ["f, g : function\nh = f ∘ g(A x)", "f, g : function\nh = f(g(A x))"],
    ["h = tanh ∘ exp(x)", "h = tanh(exp(x))"],
    ["f : function\nh = 3 f ∘ exp(x)", "f : function\nh = 3 f(exp(x))"],
  ])("%s", (composed, written) => {
    const by = "\n∂h/∂x";
    expect(read(composed + by).answers).toEqual(read(written + by).answers);
    expect(read(composed + by).answers).toHaveLength(1);
  });
});

describe("where a vector is as likely, the reading is said", () => {
  it.each([
    ["y = f ∘ g(x)\n∂y/∂x", "y = f(g(x))", "y = f .* g(x)", "diag(f'(g(x)) .* g'(x))"],
    ["y = F ∘ g(x)\n∂y/∂x", "y = F(g(x))", "y = F .* g(x)", "diag(F'(g(x)) .* g'(x))"],
  ])("%s", (text, composed, product, answer) => {
    const { codes, answers, hints } = read(text);
    expect([codes, answers]).toEqual([["function/composed"], [answer]]);
    expect(hints[0]).toContain(composed.slice(4));
    expect(hints[0]).toContain(product.slice(4));
    expect(read(`${composed}\n∂y/∂x`)).toEqual({ codes: [], hints: [], answers });
  });

  it("before a function of the language it is a product as ever", () => {
    const { codes, answers } = read("$$y = f\\circ \\tanh(x)$$ $$\\frac{\\partial y}{\\partial f}$$");
    expect([codes, answers]).toEqual([["function/composed"], ["diag(tanh(x))"]]);
    expect(read("$$y = f\\odot \\tanh(x)$$ $$\\frac{\\partial y}{\\partial f}$$").codes).toEqual([]);
  });
});

describe("values are multiplied entry by entry", () => {
  it.each([
    ["f = tanh(W x)\ny = f ∘ g(x)\n∂y/∂f", "y = f .* g(x)"],
    ["c = f ∘ c_0 + i ∘ tanh(z)\n∂c/∂z", "c = f .* c_0 + i .* tanh(z)"],
    ["δ = g ∘ f'(z)\n∂δ/∂g", "δ = g .* f'(z)"],
    ["A, B : matrix(n, m)\nY = A ∘ B\n∂Y/∂A", "Y = A .* B"],
    ["y = f ∘ g(x) + f^T f x\n∂y/∂f", "y = f .* g(x)"],
  ])("%s", (text, product) => {
    const { codes, answers } = read(text);
    expect(codes).toEqual([]);
    expect(answers).toEqual(read(text.replaceAll(" ∘ ", " .* ")).answers);
    expect(text.replaceAll(" ∘ ", " .* ")).toContain(product);
  });
});
