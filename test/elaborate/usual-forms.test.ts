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

describe("words and ranges behind a formula", () => {
  it.each([
    ["y = a x^2 \\quad \\forall x", "y = a x^2"],
    ["y = a x^2, \\quad x \\in [0,1]", "y = a x^2"],
    ["y = a x^2 \\text{ for all } x", "y = a x^2"],
    ["y = a x^2 \\text{ with } a", "y = a x^2"],
    ["y = a x^2 \\quad \\text{where } a \\text{ is given}", "y = a x^2"],
    ["y = a x^2 \\mbox{ for every } x", "y = a x^2"],
    ["y = a x^2 \\textrm{ s.t. } x, a", "y = a x^2"],
  ])("are no factors, and no places: %s", (given, plain) => {
    const asked = (line: string) => read(`$$${line}$$\n$$z = y + x$$\n$$\\frac{dz}{dx}$$`);
    expect(asked(given)).toEqual(asked(plain));
    expect(asked(given)).toEqual({ codes: [], answers: ["2 a x + 1"] });
  });

  it("bind a letter that stands below a name", () => {
    const loss = "$$L = \\sum_i (y_i - t_i)^2$$\n$$\\frac{\\partial L}{\\partial w}$$";
    for (const all of ["\\ \\text{for all } i", "\\quad \\forall i", ", \\quad i = 1, \\dots, N"])
      expect(read(`$$y_i = w x_i ${all}$$\n${loss}`)).toEqual({
        codes: [],
        answers: ["2 sum(i=1..N, (y_i - t_i) x_i)"],
      });
  });

  it.each(["\\text{ times the gain } g", "\\quad \\text{(parabola)} \\quad x", "\\text{ with } (a + x)"])(
    "are refused between factors: %s",
    (words) => {
      const { codes, answers } = read(`$$y = a x^2 ${words}$$\n$$\\frac{dy}{dx}$$`);
      expect([codes[0], answers]).toEqual(["syntax/words", []]);
    },
  );
});

describe("brackets as programs write them", () => {
  const numbers = "a, b, x, y : scalar\nw : vector(2)\nA : matrix(2, 2)\n";
  it.each([
    "s = norm([x y])",
    "s = sum([x y].^2)",
    "s = mean([a x y])",
    "s = [a x]*w",
    "s = [x y]*A*[x; y]",
    "s = [x y] [a; b]",
    "s = [x y]'",
    "s = norm2([a, b\n c, x])",
    "s = tr([a, x\n y, b])",
  ])("are refused where mathematics has a product: %s", (line) =>
    expect(read(`${numbers}${line}\n∂s/∂x`)).toEqual({ codes: ["blocks/spaces"], answers: [] }),
  );

  it.each([
    ["s = 2 [x y] + 1", "2 y"],
    ["s = norm2([x, y])^2", "2 x"],
    ["s = norm2([x,\n y])^2", "2 x"],
  ])("and are read where they mean one thing: %s", (line, answer) =>
    expect(read(`${numbers}${line}\n∂s/∂x`).answers).toEqual([answer]),
  );
});

describe("an entry that is counted from 0", () => {
  it("is refused beside the vector that has it", () => {
    expect(read("x : vector(3)\nf = x_0^2 + x_1^2 + x_2^2\n∂f/∂x")).toEqual({ codes: ["derive/apart"], answers: [] });
    expect(read("θ : vector(2); x : scalar\nf = θ_0 + θ_1 x\n∂f/∂θ").codes).toEqual(["derive/apart"]);
    expect(read("f = norm2(x - x_0)^2\n∂f/∂x").codes).toEqual([]);
    expect(read("x : vector(n); x_0 : scalar\nf = x_0 + x_1 + x^T x\n∂f/∂x").codes).toEqual([]);
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
