/** Letters read as numbers where an author may have arrays: each is said, and the text of the hint has the answer that it promises. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text, { steps: "none" });
  const said = diagnostics.filter((d) => d.severity !== "note");
  return { said, codes: said.map((d) => d.code), answers: results.map((r) => r.text) };
};

describe("a number in the place of an array", () => {
  it.each([
    ["q' = q p q^{-1}\n∂q'/∂p", "name/second", "q : matrix(n, n)", "q, p : matrix(n, n)\ns = q p q^{-1}\n∂s/∂p"],
    ["S = tr(ρ σ)\n∂S/∂ρ", "name/second", "rho : matrix(n, n)", "rho, sigma : matrix(n, n)\nS = tr(ρ σ)\n∂S/∂ρ"],
    ["f = det(λ)\n∂f/∂λ", "name/second", "lambda : scalar", "lambda : scalar\nf = det(λ)\n∂f/∂λ"],
    ["$$S = \\mathrm{tr}(\\rho H)$$\n∂S/∂ρ", "name/second", "rho : matrix", "rho : matrix(n, n)\nS = tr(ρ H)\n∂S/∂ρ"],
    ["E = -μ·B\n∂E/∂B", "name/second", "mu, B : vector(n)", "mu, B : vector(n)\nE = -μ·B\n∂E/∂B"],
    [
      "L = Σ_{i,j} (r_ij − u_i·v_j)²\n∂L/∂u_i",
      "name/second",
      "u_i : vector(d) for i in 1..N; v_j : vector(d) for j in 1..N",
      "u_i : vector(d) for i in 1..N; v_j : vector(d) for j in 1..M\nL = Σ_{i,j} (r_ij − u_i·v_j)²\n∂L/∂u_i",
    ],
    [
      "L = Σ_i (y_i − w·x_i)²\n∂L/∂w",
      "name/second",
      "w : vector(d); x_i : vector(d) for i in 1..N",
      "w : vector(d); x_i : vector(d) for i in 1..N\nL = Σ_i (y_i − w·x_i)²\n∂L/∂w",
    ],
    [
      "$$C = \\|y - a\\|^2,\\ a = \\sigma(z),\\ z = w x + b$$\n∂C/∂w",
      "name/second",
      "w : matrix(n, m)",
      "w : matrix(n, m)\n$$C = \\|y - a\\|^2,\\ a = \\sigma(z),\\ z = w x + b$$\n∂C/∂w",
    ],
    [
      "$$L = \\log\\sum_i e^{q\\cdot k_i}$$\n∂L/∂q",
      "name/second",
      "q : vector(d); k_i : vector(d) for i in 1..N",
      "q : vector(d); k_i : vector(d) for i in 1..N\n$$L = \\log\\sum_i e^{q\\cdot k_i}$$\n∂L/∂q",
    ],
    ["D = log(A B^-1)\n∂D/∂A", "function/entrywise", "logm", "A, B : matrix(n, n)\nD = logm(A B^-1)\ns = tr(D)\n∂s/∂A"],
    [
      "$$v = \\mu + \\sigma\\Phi^{-1}(\\alpha)$$\n∂v/∂σ",
      "name/inverse-function",
      "Phi : matrix(n, n)",
      "Phi : matrix(n, n); alpha : vector(n)\nv = Φ^-1(α)\n∂v/∂α",
    ],
    ["x = F^-1(u)\n∂x/∂u", "name/inverse-function", "F : matrix(n, n)", "F : matrix(n, n)\nx = F^-1(u)\n∂x/∂u"],
    ["$z = x\\otimes y$\n∂z/∂x", "product/kronecker", "", "x, y : vector(n)\nz = kron(x, y)\n∂z/∂x"],
    ["y = x² [m]\ndy/dx", "name/unit", "y = x²", "y = x²\ndy/dx"],
    ["v = 3 t [m/s]\ndv/dt", "name/unit", "v = 3 t", "v = 3 t\ndv/dt"],
    ["Z = Σ_i exp(-β E_i)\nU = -∂log(Z)/∂β", "derive/again", "∂(log(Z))/∂beta", "Z = Σ_i exp(-β E_i)\n∂(log(Z))/∂beta"],
  ])("%s is said", (text, code, hint, followed) => {
    const first = read(text);
    expect(first.codes).toContain(code);
    expect(first.said.find((d) => d.code === code)?.hint).toContain(hint);
    const second = read(followed);
    expect(second.codes).not.toContain(code);
    expect(second.answers).toHaveLength(1);
    expect(second.answers).not.toEqual(first.answers.slice(0, code === "name/unit" ? 1 : 0));
  });

  it.each([
    "q : scalar\ns = q p q^-1\n∂s/∂p",
    "B = P A P^-1\n∂B/∂A",
    "s = tr(x^T A x)\n∂s/∂x",
    "s = tr(ρ^T A)\n∂s/∂A",
    "rho : scalar\ns = tr(ρ A)\n∂s/∂ρ",
    "s = det(A - λ I)\n∂s/∂λ",
    "$$s = \\sum_i w_i \\cdot x_i$$\n∂s/∂w_i",
    "$$L = \\sum_i (y_i - \\alpha \\cdot x_i)^2$$\n∂L/∂α",
    "x : vector(N); w : scalar\nL = Σ_i (y_i − w·x_i)²\n∂L/∂w",
    "$$Z = \\alpha \\cdot X$$\n∂Z/∂X",
    "$$\\mathbf{z} = w \\mathbf{x}$$\n$\\partial \\mathbf{z}/\\partial w$",
    "$$\\mathbf{y} = \\mathbf{A} \\mathbf{x}, z = w x_1$$\n$\\partial z/\\partial w$",
    "x = A^-1(b + c)\n∂x/∂b",
    "x = A^-1 b\n∂x/∂b",
    "$$d = u^\\top X^{-1} (u)$$\n∂d/∂u",
    "Y = log(X W)\n∂Y/∂W",
    "y = log(A^-1 b)\n∂y/∂b",
    "m : scalar\ny = x² [m]\ndy/dx",
  ])("%s is not", (text) => {
    const { codes, answers } = read(text);
    expect(codes.filter((c) => c === "name/second" || c === "function/entrywise" || c === "name/unit")).toEqual([]);
    expect(answers).toHaveLength(1);
  });
});

describe("a question in plain text", () => {
  it.each([
    ["$$C = \\|y - a\\|^2, a = \\sigma(z), z = w x + b$$", "C", "w"],
    ["$$y = a x^2 + b$$", "y", "a"],
    ["$$r = d - 2(d \\cdot n) n$$", "r", "d"],
    ["$$f = \\frac{1}{2} x^\\top A x + c$$", "f", "x"],
  ])("is answered as the same in LaTeX: %s", (text, of, by) => {
    const typed = read(`${text}\n∂${of}/∂${by}`);
    const set = read(`${text}\n$$\\frac{\\partial ${of}}{\\partial ${by}}$$`);
    expect(typed.answers).toEqual(set.answers);
    expect(typed.codes).toEqual(set.codes);
  });
});
