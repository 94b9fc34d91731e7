/** Variances as variables, capitals as numbers, data and facts: what lectures outside of machine learning write. */
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);

describe("squares that are variables", () => {
  const model = "$\\ell = -\\frac{n}{2} \\ln \\sigma^2 - \\frac{1}{2\\sigma^2} r^T r$\n\n";
  const by = (side: string): string => `${model}$$\\frac{\\partial \\ell}{\\partial \\sigma^2} = ${side}$$`;
  it("are derived by where no other power stands", () => {
    expect(verdicts(by("-\\frac{n}{2\\sigma^2} + \\frac{1}{2\\sigma^4} r^T r"))).toEqual(["equal"]);
    expect(verdicts(by("-\\frac{n}{2\\sigma^2} + \\frac{1}{\\sigma^4} r^T r"))).toEqual(["different"]);
  });

  it("are powers where σ stands by itself", () => {
    expect(verdicts(`$s = \\sigma$\n\n${by("-\\frac{n}{2\\sigma^2} + \\frac{1}{\\sigma^4} r^T r")}`)).not.toContain(
      "equal",
    );
    const both =
      "$w = \\sigma^2 x$, $$\\frac{\\partial w}{\\partial \\sigma} = 2 \\sigma x$$ and $\\frac{\\partial w}{\\partial \\sigma^2} = x$";
    expect(verdicts(both)[0]).toBe("equal");
  });
});

describe("capitals", () => {
  const d = (by: string, side: string): string =>
    `$Y = A K^\\alpha L^{1-\\alpha}$\n\n$$\\frac{\\partial Y}{\\partial ${by}} = ${side}$$`;
  it("with a letter for a power are numbers", () => {
    expect(verdicts(d("K", "\\alpha A K^{\\alpha - 1} L^{1-\\alpha}"))).toEqual(["equal"]);
    expect(verdicts(d("L", "(1-\\alpha) \\frac{Y}{L}"))).toEqual(["equal"]);
    expect(verdicts(d("L", "\\alpha \\frac{Y}{L}"))).toEqual(["different"]);
  });

  it("stay matrices beside a transpose", () => {
    const text = "$s = x^T A^k x$\n\n$$\\frac{\\partial s}{\\partial x} = 2 A^k x$$";
    expect(verdicts(text)).not.toContain("equal");
  });
});

describe("data", () => {
  const d = (model: string, side: string): string =>
    `${model}, $S = (y - X\\beta)^T (y - X\\beta)$.\n\n$$\\frac{\\partial S}{\\partial \\beta} = ${side}$$`;
  it("are what an equation with a noise of its own gives", () => {
    expect(verdicts(d("$y = X\\beta + \\varepsilon$", "-2 X^T (y - X\\beta)"))).toEqual(["equal"]);
    expect(verdicts(d("$y = X\\beta + \\varepsilon$", "2 X^T (y - X\\beta)"))).not.toContain("equal");
  });

  it("are none where the term is used elsewhere", () => {
    expect(
      verdicts(d("$\\varepsilon = \\tanh(u)$, $y = X\\beta + \\varepsilon$", "-2 X^T (y - X\\beta)")),
    ).not.toContain("equal");
  });
});

describe("facts and primes", () => {
  it.each([
    "Sei $Q \\in \\mathbb{R}^{n \\times n}$ symmetrisch und $x \\in \\mathbb{R}^n$.",
    "Let $Q \\in \\mathbb{R}^{n \\times n}$ be symmetric and $x \\in \\mathbb{R}^n$.",
  ])("%s", (words) => {
    expect(verdicts(`${words} $V = x^T Q x$, $$\\frac{\\partial V}{\\partial x} = 2 Q x$$`)).toEqual(["equal"]);
  });

  it("a function that is meant without its argument keeps its slope", () => {
    const f = "$\\rho(z) = \\log(1 + e^z)$\n\n";
    expect(verdicts(`${f}$$\\rho''(z) = \\rho'(z) (1 - \\rho'(z))$$`)).toEqual(["equal"]);
    expect(verdicts(`${f}$$\\rho''(z) = \\rho'(z) (1 + \\rho'(z))$$`)).toEqual(["different"]);
  });
});
