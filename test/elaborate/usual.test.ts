/** Usual ways to write that were refused: roots, powers of functions, squares as names, systems, second derivatives. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { derive } from "../../src/index.js";

const read = (text: string) => answer(text, { steps: "none" });
const said = (text: string) =>
  read(text)
    .diagnostics.filter((d) => d.severity !== "note")
    .map((d) => `${d.severity} ${d.code}`);
const answersOf = (text: string) => read(text).results.map((r) => r.text);

describe("a usual way to write", () => {
  it.each([
    ["x : scalar\ny = √x\n∂y/∂x", "0.5 / y"],
    ["x : scalar\ny = 2√x + x √2\n∂y/∂x", "1 / sqrt(x) + sqrt(2)"],
    ["$y = \\sin^2 x$\n$\\frac{dy}{dx}$", "2 sin(x) cos(x)"],
    ["$y = \\sin^2 2x$\n$\\frac{dy}{dx}$", "4 sin(2 x) cos(2 x)"],
    ["x : scalar\ny = sin²(x)\n∂y/∂x", "2 sin(x) cos(x)"],
    ["$y = \\log^{2} x$\n$\\frac{dy}{dx}$", "2 log(x) / x"],
    ["$u = e^{-x^2} t$\n$\\partial_x^2 u$", "u (4 x^2 - 2)"],
    ["$u = e^{-x^2} t$\n$\\partial_{xx} u$", "u (4 x^2 - 2)"],
    ["$u = x^2 y$\n$\\partial_{xy} u$", "2 x"],
    ["$\\ell = \\log 2\\pi - \\cos\\pi x$\n$\\frac{d\\ell}{dx}$", "sin(pi x) pi"],
    ["$f = \\operatorname{tr} A X$\n$\\frac{\\partial f}{\\partial X}$", "A^T"],
  ])("%s is read without a word", (text, expected) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual([expected]);
  });

  it.each([
    ["\\begin{cases}", "\\end{cases}"],
    ["\\left\\{\\begin{array}{l}", "\\end{array}\\right."],
    ["\\left\\{\\begin{aligned}", "\\end{aligned}\\right."],
    ["\\{\\begin{array}{l}", "\\end{array}"],
    ["\\begin{aligned}", "\\end{aligned}"],
    ["\\begin{gathered}", "\\end{gathered}"],
  ])("a system between %s and %s is its equations", (begin, end) => {
    const text = `$$${begin} z = W x + b \\\\ h = \\tanh(z) ${end}$$\n$\\frac{\\partial h}{\\partial x}$`;
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual(["diag(ones(n) - h .^ 2) W"]);
  });

  it("values by cases stay values", () => {
    const text = "$f(x) = \\begin{cases} x^2 & x > 0 \\\\ 0 & x \\le 0 \\end{cases}$\n$\\frac{df}{dx}$";
    expect(answersOf(text)).toEqual(["2 relu(x)"]);
  });
});

describe("the square of a name", () => {
  it.each([
    ["L = -n/2 log(σ^2) - q/(2σ^2)\nn, q : scalar\n∂L/∂σ^2", "0.5 (q / sigma_squared - n) / sigma_squared"],
    [
      "$\\sigma_i^2 = e^{a x_i}, \\quad L = \\sum_{i=1}^n \\frac{y_i}{\\sigma_i^2}$\n$\\frac{\\partial L}{\\partial a}$",
      "-sum(i=1..n, y_i x_i / sigma_squared_i)",
    ],
    ["σ, q : scalar\nL = q/σ² + 1/σ⁴\n∂L/∂σ²", "-(q + 2 / sigma_squared) / sigma_squared^2"],
    [
      "$s^2 = \\|\\mathbf x - \\mathbf m\\|^2$\n$q = a/s^2$\n$\\frac{\\partial q}{\\partial \\mathbf x}$",
      "2 q (m - x) / s_squared",
    ],
  ])("%s is a name where nothing else is", (text, expected) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual([expected]);
  });

  it("is refused beside the name itself, and no second derivative is one", () => {
    expect(said("$f = x^2 + x$\n$\\frac{\\partial f}{\\partial x^2}$")).toContain("error syntax/by-square");
    expect(answersOf("$y = x^4$\n$\\frac{\\partial^2 y}{\\partial x^2}$")).toEqual(["12 x^2"]);
    expect(answersOf("x : scalar\ny = x^4\n∂²y/∂x²")).toEqual(["12 x^2"]);
  });

  it("is what a letter of its own would be", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("σ", "τ", "s", "h"),
        fc.array(fc.constantFrom(2, 4, -2, 6), { maxLength: 3 }),
        (x, ks) => {
          const exponents = [2, ...ks];
          const sum = (of: (k: number) => string) => exponents.map(of).join(" + ");
          const squares = `${x}, a : scalar\ny = a (${sum((k) => `${x}^${k}`)})\n∂y/∂${x}^2`;
          const named = `q_squared, a : scalar\ny = a (${sum((k) => `q_squared^${k / 2}`)})\n∂y/∂q_squared`;
          const [own] = answersOf(squares);
          const [other] = answersOf(named);
          expect(own?.replace(/(?:sigma|tau|s|h)_squared/g, "q_squared")).toBe(other);
        },
      ),
      { numRuns: 15, seed: 4 },
    );
  });
});

it("the square of a family is one name at all its places: variances from step to step", () => {
  const { results } = derive(
    "$\\sigma_t^2 = \\omega + \\beta \\sigma_{t-1}^2, \\quad L = \\sum_{t=1}^T \\sigma_t^2$\n$\\frac{\\partial L}{\\partial \\omega}$",
  );
  expect(results[0]?.equations.map((e) => e.text)).toEqual(["1 + delta_{t+1} beta", "0"]);
});
