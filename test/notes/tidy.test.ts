/** Spellings that say nothing new: each reads as what it means, right and wrong told apart. */

import { describe, expect, it } from "vitest";
import { tidied } from "../../src/notes/tidy.js";
import { checkNotes } from "../../src/notes.js";
import { growsBy, MOST_GROWTH } from "../growth.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);

describe("a spelling of notes", () => {
  it.each([
    ["\\tanh^2 x", "(\\tanh x)^{2}"],
    ["\\sin^{2}(a + b) c", "(\\sin (a + b))^{2} c"],
    ["\\log^2 \\mathbf{x}_{i}", "(\\log \\mathbf{x}_{i})^{2}"],
    ["x \\log_2 x - \\log_{10} y", "x \\frac{1}{\\log 2} \\log  x - \\frac{1}{\\log 10} \\log  y"],
    ["f^\\prime(x) + g^{\\prime\\prime} h^{'}", "f'(x) + g'' h'"],
    ["g'\\left( v \\right) = g\\left(v\\right)^{'} x", "g'(v) = g(v)' x"],
    ["g(z)^{'} &= 1", "g'(z) &= 1"],
    ["1 / \\log_2 x", "1 / \\log_2 x"],
    ["\\sigma^2 x", "\\sigma^2 x"],
    ["\\sin^{-1} x", "\\sin^{-1} x"],
    ["{\\color{#c00} x} + \\textcolor{red}{y}", "{ x} + {y}"],
    ["\\mathbf{1}\\{a < b\\}", "\\operatorname{step}(b - (a))"],
    ["\\mathbb{1}[z > 0]", "\\operatorname{step}(z)"],
    ["1_{\\{x \\geq 0\\}}", "\\operatorname{step}(x)"],
    ["\\mathbf{1}\\{a = b\\}", "\\mathbf{1}\\{a = b\\}"],
    ["\\mathrm{CE}(\\hat{y}, y)", "\\operatorname{cross\\_entropy}( y, \\hat{y})"],
    [
      "\\begin{cases} x & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
      "(\\operatorname{step}(x) (x) + (1 - \\operatorname{step}(x)) (0))",
    ],
    ["\\begin{cases} 1 & x > 0 \\\\ 2 & x < -1 \\end{cases}", "\\begin{cases} 1 & x > 0 \\\\ 2 & x < -1 \\end{cases}"],
  ])("%s", (typed, read) => {
    expect(tidied(typed)).toBe(read);
  });

  it("keeps the line breaks, so that findings keep their lines", () => {
    const text = "\\begin{cases} x & x > 0 \\\\\n 0 & x \\le 0\n\\end{cases} \\color{red} +\n\\tanh^2 x";
    expect(tidied(text).split("\n").length).toBe(text.split("\n").length);
  });

  it("takes a long text in time linear in it", () => {
    for (const piece of ["\\tanh^2(", "\\mathbf{1}\\{a", "\\begin{cases} a & ", "\\color{", "CE(a,"]) {
      expect(growsBy(1500, tidied, (n) => piece.repeat(n))).toBeLessThan(MOST_GROWTH);
    }
  });
});

describe("a claim in it is judged", () => {
  it.each([
    ["$y = \\tanh x$, $\\frac{dy}{dx} = 1 - \\tanh^2 x$", "$y = \\tanh x$, $\\frac{dy}{dx} = 1 + \\tanh^2 x$"],
    [
      "$h = \\max(0, 1 - t s)$, $\\frac{\\partial h}{\\partial s} = -t \\mathbf{1}\\{t s < 1\\}$",
      "$h = \\max(0, 1 - t s)$, $\\frac{\\partial h}{\\partial s} = -t \\mathbf{1}\\{t s > 1\\}$",
    ],
    [
      "$f(x) = \\begin{cases} x & x > 0 \\\\ a x & x \\le 0 \\end{cases}$, $f'(x) = \\begin{cases} 1 & x > 0 \\\\ a & x \\le 0 \\end{cases}$",
      "$f(x) = \\begin{cases} x & x > 0 \\\\ a x & x \\le 0 \\end{cases}$, $f'(x) = \\begin{cases} a & x > 0 \\\\ 1 & x \\le 0 \\end{cases}$",
    ],
    [
      "$\\hat y = \\mathrm{softmax}(s)$, $J = CE(y, \\hat y) = - \\sum_i y_i \\log \\hat y_i$ for a one-hot $y$. $\\frac{\\partial J}{\\partial s} = \\hat y - y$",
      "$\\hat y = \\mathrm{softmax}(s)$, $J = CE(y, \\hat y) = - \\sum_i y_i \\log \\hat y_i$ for a one-hot $y$. $\\frac{\\partial J}{\\partial s} = y - \\hat y$",
    ],
    [
      "$s(z) = 1/(1 + e^{-z})$, $q(z) = z s(z)$. $\\frac{dq}{dz} = s + z s (1 - s)$",
      "$s(z) = 1/(1 + e^{-z})$, $q(z) = z s(z)$. $\\frac{dq}{dz} = q + z s (1 - s)$",
    ],
    [
      "$q(x) = (c^T x)(x^T x)$ has $dq = (c^T dx)(x^T x) + 2 (c^T x)(x^T dx)$",
      "$q(x) = (c^T x)(x^T x)$ has $dq = (c^T dx)(x^T x) + (c^T x)(x^T dx)$",
    ],
    [
      "$L = f(Z)$, $Z = A Y$: $\\frac{\\partial L}{\\partial A} = \\frac{\\partial L}{\\partial Z} Y^T$",
      "$L = f(Z)$, $Z = A Y$: $\\frac{\\partial L}{\\partial A} = -\\frac{\\partial L}{\\partial Z} Y^T$",
    ],
  ])("%s", (right, wrong) => {
    expect(verdicts(right)).toEqual(["equal"]);
    expect(verdicts(wrong)).toEqual(["different"]);
  });

  it("and shown as typed", () => {
    const { findings } = checkNotes("$y = \\tanh x$, $\\frac{dy}{dx} = 1 + \\tanh^2 x$.");
    expect(findings.map((f) => f.text)).toEqual(["1 + \\tanh^2 x"]);
  });
});

describe("functions that nobody defines", () => {
  const chain = "A chain of vectors: $u = g(x)$, $v = f(u)$, $L$ a scalar of $v$.";
  it("may not act entry by entry: what is right only then is not called equal", () => {
    const order = (a: string, b: string): string =>
      `$\\nabla_x L = \\left(\\frac{\\partial ${a}}\\right)^T \\left(\\frac{\\partial ${b}}\\right)^T \\nabla_v L$`
        .replaceAll("vu", "v}{\\partial u}")
        .replaceAll("ux", "u}{\\partial x}");
    const claim = (a: string, b: string): string => order(a, b).replaceAll("}}\\right", "}\\right");
    expect(verdicts(`${chain} ${claim("ux", "vu")}`)).toEqual(["equal"]);
    expect(verdicts(`${chain} ${claim("vu", "ux")}`)).toEqual(["not judged"]);
    expect(verdicts(`${chain} They act elementwise. ${claim("vu", "ux")}`)).toEqual(["equal"]);
  });

  it("give the loss a derivative from above, by which the right answer is told", () => {
    const { findings } = checkNotes(
      "$Z = A Y$: $\\frac{\\partial L}{\\partial A} = Y \\frac{\\partial L}{\\partial Z}$",
    );
    expect(findings[0]?.right?.text).toBe("∂L/∂A = ∂L/∂Z Y^T");
  });
});

it("an expression that a sentence mentions defines nothing", () => {
  const text =
    "The product $W x$ costs much. $y = \\mathbf{a}^T \\mathbf{x}$; then $2 \\mathbf{x}$ and $\\frac{\\partial y}{\\partial \\mathbf{x}} = \\mathbf{a}$";
  expect(verdicts(text)).toEqual(["equal"]);
  expect(checkNotes("Costs $W x$. $\\frac{\\partial y}{\\partial W} = 1$").findings.map((f) => f.verdict)).toEqual([
    "not judged",
  ]);
});
