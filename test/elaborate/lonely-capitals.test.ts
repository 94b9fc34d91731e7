/** Letters that come out as matrices or vectors for their case alone, in what is else a number, are said to be doubted. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const said = (text: string) =>
  answer(text)
    .diagnostics.filter((d) => d.code === "name/lonely")
    .map((d) => d.hint?.match(/(\S+) : scalar/)?.[1]);

describe("a letter beside numbers", () => {
  it.each([
    ["L = 1/2N ‖X w - y‖²\n∂L/∂w", ["N"]],
    ["s = C/2 ‖w‖²\n∂s/∂w", ["C"]],
    ["P = V^2/R\n∂P/∂V", ["V"]],
    ["X = A/B\n∂X/∂A", ["A"]],
    ["C = Q/(V_1 - V_2)\n∂C/∂V_1", ["Q"]],
    ["$$J = J_0 10^{-\\epsilon c l}$$ $$\\frac{\\partial J}{\\partial c}$$", ["J_0"]],
    ["$$Q = m c \\Delta T$$ $$\\frac{\\partial Q}{\\partial c}$$", ["DeltaT"]],
    ["$$\\Delta G = \\Delta H - T\\Delta S$$ $$\\frac{\\partial \\Delta G}{\\partial T}$$", ["DeltaH"]],
    ["s = π R^2\n∂s/∂R", ["R"]],
    ["L = ½ m v² − ½ k x²\n∂L/∂v", ["m", "k"]],
    ["F = U − T S\n∂F/∂T", ["U"]],
    ["P = V I\n∂P/∂V", ["V"]],
    ["k : scalar\nF = U - k T S\n∂F/∂T", ["U"]],
    ["V = \\frac{C}{(1+r)^t}\n∂V/∂r", ["C"]],
    ["\\dot Q = h A (T_s − T_∞)\n∂\\dot Q/∂T_s", ["T_s"]],
    ["H = K/(τ s + 1)\n∂H/∂τ", ["K"]],
    ["Y = A K^α\n∂Y/∂K", ["A"]],
    ["# the inverse A^-1 of a matrix, tr(A)\nF = U − T S\n∂F/∂T", ["U"]],
  ])("%s is doubted", (text, names) => expect(said(text)).toEqual(names));

  it.each([
    "Y = c X\n∂Y/∂c",
    "Y = A X B\n∂Y/∂X",
    "F = X A\n∂F/∂X",
    "Σ = W Λ\n∂Σ/∂Λ",
    "F = P Q R\ns = tr(F)\n∂F/∂Q",
    "F = P Q^-1\n∂F/∂P",
    "Y = X/n\n∂Y/∂X",
    "Y = X/σ\n∂Y/∂X",
    "Y = X/‖X‖\n∂Y/∂X",
    "s = λ/2 ‖W‖²\n∂s/∂W",
    "s = 1/2 tr(X^T X)\n∂s/∂X",
    "L = ‖A x - b‖²/2 + λ/2 ‖x‖²\n∂L/∂x",
    "y = (a^T b) u + (c^T d) w\n∂y/∂u",
    "N : scalar\nL = 1/2N ‖X w - y‖²\n∂L/∂w",
    "A : matrix\nB : scalar\nX = A/B\n∂X/∂A",
  ])("%s is not", (text) => expect(said(text)).toEqual([]));
});

describe("a small sign that lost its place", () => {
  it.each([
    ["s = xᵗ A x\n∂s/∂x", "shape/raised"],
    ["s = xᵗx\n∂s/∂x", "shape/raised"],
    ["s = ‖x‖22\n∂s/∂x", "syntax/numbers"],
    ["s = ||x||1\n∂s/∂x", "syntax/numbers"],
    ["s = ||X||F^2\n∂s/∂X", "syntax/numbers"],
    ["s = c (a^T x + b)2\n∂s/∂x", "syntax/numbers"],
  ])("%s is refused", (text, code) => {
    const { diagnostics, results } = answer(text);
    expect([diagnostics.map((d) => d.code), results]).toEqual([[code], []]);
  });

  it.each([
    "t : scalar\ny = γᵗ x\n∂y/∂x",
    "s = ‖x‖² + 2 ‖x‖\n∂s/∂x",
    "s = ‖x‖_1 ‖y‖_F^2\n∂s/∂x",
    "s = (a^T x + b)^2\n∂s/∂x",
  ])("%s is read", (text) => expect(answer(text).results).toHaveLength(1));
});
