/** Layers of different widths: sizes at places, said once and inferred for every name that nothing declares. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const NET = `W^[l] : matrix(n_l, n_{l-1}) for l in 1..L
z^[l] = W^[l] a^[l-1] + b^[l] for l in 1..L
a^[l] = g(z^[l])
a^[0] = x
`;
const LATEX = String.raw`W^{[l]} \in \mathbb{R}^{n_l \times n_{l-1}}
z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}, \quad l = 1, \dots, L
a^{[l]} = g(z^{[l]})
a^{[0]} = x
C = \ell(a^{[L]})
`;

const texts = (source: string): readonly string[] => derive(source).results.map((r) => r.text);
const assumed = (source: string): readonly string[] => derive(source).assumptions;
const codes = (source: string): readonly string[] => derive(source).diagnostics.map((d) => d.code);

describe("the four equations with layers of different widths", () => {
  const asked = "∂C/∂W^[l]\n∂C/∂b^[l]\n∂C/∂x";
  it("are read from text, and right at sizes that differ from layer to layer", () => {
    const source = `${NET}loss : function(vector)\nC = loss(a^[L])\n${asked}`;
    expect(texts(source)).toEqual(["delta^[l] (a^[l-1])^T", "delta^[l]", "(W^[1])^T delta^[1]"]);
    expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });

  it("are read from LaTeX, where ℓ is a loss", () => {
    const source = `${LATEX}\\frac{\\partial C}{\\partial W^{[l]}}\n\\frac{\\partial C}{\\partial x}`;
    expect(texts(source)).toEqual(["delta^[l] (a^[l-1])^T", "(W^[1])^T delta^[1]"]);
    expect(assumed(source)).toEqual([
      "b^[l] : vector(n_l) for l in 1..L",
      "g : function",
      "x : vector(n_0)",
      "ell : function(vector)",
    ]);
    expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });

  it("end in a vector with as many entries as the last layer", () => {
    const source = `${NET}C = 1/2 ||a^[L] - y||^2\n${asked}`;
    expect(assumed(source)).toContain("y : vector(n_L)");
    expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });

  it("hold where everything is declared, over ranges that differ", () => {
    const declared =
      "b^[l], z^[l] : vector(n_l) for l in 1..L\na^[l] : vector(n_l) for l in 0..L\nx : vector(n_0)\ng : function\nloss : function(vector)\n";
    const source = `${declared}${NET.replace("g(z^[l])", "g(z^[l]) for l in 1..L")}C = loss(a^[L])\n${asked}`;
    expect(codes(source)).toEqual([]);
    expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });
});

describe("widths", () => {
  it("are told from the layer before as well as from its own", () => {
    expect(
      assumed(`W^[l] : matrix(n_l, n_{l-1}) for l in 1..L\ns = sum(l=1..L, u_l^T W^[l] v_{l-1})\n∂s/∂u_l`),
    ).toEqual(["u_l : vector(n_l) for l in 1..L", "v_i : vector(n_i) for i in 0..L - 1"]);
  });

  it("that do not fit are refused, with the sizes as they are written", () => {
    const wrong = NET.replace("a^[l-1] +", "a^[l] +");
    const [first] = answer(`${wrong}loss : function(vector)\nC = loss(a^[L])\n∂C/∂x`).diagnostics;
    expect(first?.severity).toBe("error");
    expect(first?.message).toBe("z^[l] is n_{l-1}×1 where it is used, and its definition is n_l×1");
  });

  it("are shown at their places in shapes and ranges", () => {
    const { results, symbols } = derive(`${NET}C = 1/2 ||a^[L] - y||^2\n∂C/∂W^[l]`);
    expect(results[0]?.shape).toEqual(["n_l", "n_{l-1}"]);
    expect(symbols.find((s) => s.name === "W")?.shape).toEqual(["n_l", "n_{l-1}"]);
  });
});

describe("a function called ℓ, loss or cost", () => {
  const said = (source: string): readonly string[] => derive(source).results.map((r) => `${r.text}`);
  it("has a number for its value where it stands as one", () => {
    expect(said("J = \\ell(\\mathbf{h})\n\\frac{\\partial J}{\\partial \\mathbf{h}}")).toEqual(["∇ell(h)"]);
  });
  it("is taken entry by entry where it is primed, or used as a vector", () => {
    expect(said("J = \\mathbf{w}^T \\ell(\\mathbf{h})\n\\frac{\\partial J}{\\partial \\mathbf{h}}")).toEqual([
      "w .* ell'(h)",
    ]);
    expect(said("h = ℓ(x)\ns = w^T h\n∂s/∂x")).toEqual(["w .* ell'(x)"]);
  });
  it("is a function like any other of one number", () => {
    expect(said("J = sum(i=1..N, loss(w^T x_i))\n∂J/∂w")).toEqual(["sum(i=1..N, loss'(w^T x_i) x_i)"]);
  });
});

describe("rows of different lengths", () => {
  it.each([
    ["L = sum(i=1..n, sum(j=1..m_i, w_i x_ij))\n∂L/∂w_i", "sum(j=1..m_i, x_{i,j})"],
    ["L = sum(i=1..n, w_i sum(j=1..m_i, x_ij))\n∂L/∂w_i", "sum(j=1..m_i, x_{i,j})"],
    ["L = sum(k=1..K, sum(i=1..n_k, (x_ki - μ_k)^2))\n∂L/∂μ_k", "2 sum(i=1..n_k, mu_k - x_{k,i})"],
  ])("are a family and no matrix: %s", (source, expected) => {
    expect(texts(source)).toEqual([expected]);
    expect(assumed(source).join("\n")).toMatch(/x_\{.,.\} : scalar for . in 1\.\.\w, . in 1\.\.\w_\w(?:\n|$)/);
  });

  it.each([
    "$$L = \\sum_{i=1}^n n_i \\log w_i$$\n∂L/∂w_i",
    "L = sum(k=1..K, K_k w_k)\n∂L/∂w_k",
    "L = sum(k=1..K, 1/n_k sum(i=1..n_k, (x_ki - μ_k)^2))\n∂L/∂μ_k",
    "b^[l] : vector(n_l) for l in 1..L\nR = sum(l=1..L, 1/n_l sum(b^[l]))\n∂R/∂b^[l]",
  ])("a size at a place is no value: %s", (source) => {
    const { diagnostics, results } = answer(source);
    expect(diagnostics.map((d) => d.code)).toContain("name/size");
    expect(results).toEqual([]);
  });
});
