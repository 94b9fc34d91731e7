/** An operator in front of a product: what it takes, and that both readings are said where they differ. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  return {
    hints: diagnostics.filter((d) => d.code === "syntax/operand").map((d) => d.hint ?? ""),
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    texts: results.map((r) => r.text),
    verdicts: results.flatMap((r) => r.claims.map((c) => c.verdict)),
  };
};

describe("an operator in front of a product", () => {
  it.each([
    ["x : scalar\nd/dx x e^x", "exp(x) (1 + x)"],
    ["x : scalar\n$\\frac{d}{dx} x \\sin x$", "sin(x) + x cos(x)"],
    ["x, y : scalar\n∂/∂x x y x", "2 y x"],
    ["$\\nabla_x \\|x\\|^2\\|x\\|^2$", "4 norm2(x)^2 x"],
    ["A : matrix(n, n)\nh = A x\n∂/∂h h^T h", "2 h"],
    ["x : vector(n)\nd/dx x ⊙ x", "2 diag(x)"],
    ["x : vector(n)\n∂/∂x x ∘ x .* x", "3 diag(x .^ 2)"],
    ["x : scalar\n∂/∂x sin(x) .* x", "x cos(x) + sin(x)"],
    ["x : scalar\n∂_x x e^x", "exp(x) (1 + x)"],
  ])("takes all of %s and says so", (text, expected) => {
    const { hints, errors, texts } = read(text);
    expect(errors).toEqual([]);
    expect(texts).toEqual([expected]);
    expect(hints).toHaveLength(1);
    expect(hints[0]).toMatch(/\(.+\) or \(.+\)/);
  });

  it.each([
    ["x, a : scalar\n∂/∂x a x^2", "2 a x"],
    ["x : vector(n)\n∇_x 1/2 x^T x", "x"],
    ["x : scalar\n∂/∂x (x e^x)", "exp(x) (1 + x)"],
  ])("takes all of %s, which nobody reads otherwise", (text, expected) => {
    const { hints, errors, texts } = read(text);
    expect([errors, texts, hints]).toEqual([[], [expected], []]);
  });

  it.each([
    "W : matrix(n, m)\nx : vector(m)\ny : vector(n)\nz = W x\nL = ‖z - y‖²\n∂L/∂W = ∇_z L x^T",
    "A : matrix(n, n)\nx : vector(n)\nz = A x\ns = z^T z\n∂s/∂x = (∂z/∂x)^T ∇_z s",
  ])("is that of the name alone where factors follow, %s", (text) => {
    const { hints, errors, verdicts } = read(text);
    expect([errors, hints]).toEqual([[], []]);
    expect(verdicts).toEqual(["equal"]);
  });

  it.each([
    ["x : scalar\ng = d/dx x^2 + 3 x", 1],
    ["x : scalar\ng = 2 d/dx x^2 - x", 1],
    ["x, a : scalar\ng = d/dx x^2 + a", 0],
    ["x : scalar\ng = d/dx (x^2) + 3 x", 0],
    ["x : scalar\ng = d/dx x^2 + d/dx x^3", 0],
  ])("before a sum takes its first term, %s", (text, count) => {
    const { hints, errors } = read(text);
    expect([errors, hints.length]).toEqual([[], count]);
  });

  it.each([
    ["f = x^T A x\nD_x f", "(A + A^T) x"],
    ["$f = x^\\top A x$\n$D_x f$", "(A + A^T) x"],
    ["$f = x^\\top A x$\n$\\partial_{x} f$", "(A + A^T) x"],
    ["f = sum(i, x_i^2)\n∂_{x_j} f", "2 x_j"],
  ])("may have its variable below it, %s", (text, expected) => {
    const { errors, texts } = read(text);
    expect([errors, texts]).toEqual([[], [expected]]);
  });

  it("is a name where the text says so", () => {
    expect(read("D_x : matrix(n, n)\nf : vector(n)\ny = D_x f\n∂y/∂f").texts).toEqual(["D_x"]);
    expect(read("D : matrix(n, n)\nf = A x\ny = D_x f\n∂y/∂x").texts).toEqual(["D_x A"]);
  });

  it("a product rule of two parentheses is refused with both readings", () => {
    expect(read("x : scalar\ng = d/dx (1 + x)(1 - x)").errors).toEqual(["syntax/reach"]);
    expect(read("x : scalar\ng = d/dx (1 + x) e^x").hints).toEqual([
      "parentheses say what is derived: d/dx ((1 + x) e^x) or (d/dx (1 + x)) e^x",
    ]);
  });

  it.each([
    ["x : scalar\ny = x e^x\n∂y/∂x = d/dx x e^x", "equal"],
    ["x : scalar\ny = x e^x\n∂y/∂x = (d/dx x) e^x", "different"],
  ])("in a claim, %s is %s", (text, verdict) => expect(read(text).verdicts).toEqual([verdict]));
});
