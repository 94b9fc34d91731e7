/** Verdicts where numbers of very different sizes meet: neither rounding nor what rounding forgets decides. */
import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";

const verdictsOf = (text: string) =>
  check(text)
    .checks.filter((c) => c.kind === "claim")
    .map((c) => c.verdict);

describe("what cancels and is divided by what cancelled", () => {
  // Beside a multiple of π 1 − cos²x has few of 64 digits left: the two differ there by 1e-39, and in truth by nothing.
  it.each([
    ["acos(cos(x))", "sign(sin(x))"],
    ["asin(sin(x))", "sign(cos(x))"],
    ["acos(cos(2 x))", "2 sign(sin(2 x))"],
  ])("is no difference: %s", (y, claim) => {
    expect(verdictsOf(`x : scalar\ny = ${y}\n∂y/∂x = ${claim}`)).toEqual(["equal"]);
  });

  it("is one where it is more than rounding", () => {
    expect(verdictsOf("x : scalar\ny = acos(cos(x))\n∂y/∂x = (1 + 1e-9) sign(sin(x))")).toEqual(["different"]);
  });
});

describe("a sum that a double rounds to one of its terms", () => {
  it("is not that term", () => {
    for (const claim of ["1 + 1e-30", "1 - tanh(x) + 1e-30 + tanh(x)", "(1 + 1e-16)"])
      expect(verdictsOf(`x : scalar\ny = x\n∂y/∂x = ${claim}`)).not.toContain("equal");
    expect(verdictsOf("x : scalar\ny = tanh(x)\n∂y/∂x = 1 - tanh(x)^2 + 1e-30")).not.toContain("equal");
  });

  it("keeps what is left when the larger ones cancel", () => {
    expect(verdictsOf("x : scalar\ny = 2 x\n∂y/∂x = (1e20 + 2) - 1e20")).toEqual(["equal"]);
  });

  it("is shown with the gap that more digits tell", () => {
    const report = check("x : scalar\ny = erf(x)\n∂y/∂x = 1.1283791670955126 exp(-x^2)");
    expect(report.checks.at(-1)).toMatchObject({ verdict: "different" });
    expect(report.checks.at(-1)?.why).toMatch(/it is \d\.\d+e-1\d (more|less) than in the derivative/);
  });
});

describe("a small move of inputs that keeps their facts", () => {
  it.each([
    ["symmetric", "lambda_max(X)", "eye(n)"],
    ["posdef", "nuclear(X)", "X"],
    ["symmetric", "lambda_max(X)", "1.000000001 eigvecmax(X) eigvecmax(X)^T"],
  ])("tells a wrong claim where there are no further digits: X %s, %s", (fact, y, claim) => {
    expect(verdictsOf(`X : matrix(n, n) ${fact}\ny = ${y}\n∂y/∂X = ${claim}`)).toEqual(["different"]);
  });
});
