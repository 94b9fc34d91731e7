/** Names that equations define: their differentials are read from those of the equations. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { check } from "../../src/check.js";

const texts = (text: string) => answer(text).results.map((r) => r.text);
const conditions = (text: string) => answer(text).results.map((r) => r.conditions);
const failed = (text: string) => check(text).checks.filter((c) => !c.passed);

describe("the derivative of a solution", () => {
  it.each([
    ["x : vector(n) where A x = b\ns = c^T x\n∂s/∂b\n∂s/∂A", ["(A^-1)^T c", "-(A^-1)^T c x^T"]],
    ["x : scalar where x^3 + a x = b\n∂x/∂a", ["-x / (3 x^2 + a)"]],
    ["v : vector(n) where v = r + P v\n∂v/∂r", ["(eye(n) - P)^-1"]],
  ])("%s", (text, said) => expect(texts(text)).toEqual(said));

  it("says where it holds", () => {
    expect(conditions("x : vector(n) where A x = b\n∂x/∂b")).toEqual([["A is invertible"]]);
    expect(conditions("x : scalar where x^3 + a x = b\n∂x/∂a")).toEqual([["3 x² + a ≠ 0"]]);
  });

  it("is that of differences, once and twice, by vectors and by matrices", () => {
    const text = [
      "W : matrix(3, 3)",
      "z : vector(3) where z = tanh(W z + U x)",
      "s = c^T z",
      "∂s/∂U, ∂s/∂W, ∂z/∂x, ∂²s/∂x²",
      "X : matrix(2, 2) where A^T X + X A = Q",
      "t = tr(X M)",
      "∂t/∂A, ∂t/∂Q",
      "a, b, k : scalar",
      "y : scalar where y + a sin(y) / 4 = b",
      "∂²y/∂a∂b",
    ].join("\n");
    expect(failed(text)).toEqual([]);
  });

  it("passes through names that the solution depends on, and goes on to those that depend on it", () => {
    expect(
      failed("B : matrix(2, 2)\nA = B^T B + eye(2)\nx : vector(2) where A x = b\ns = x^T x\nr = s^2\n∂r/∂B"),
    ).toEqual([]);
  });

  it("of a slope is the change of the least of a function", () => {
    const text =
      "w : vector(2) where X^T (X w - y) + λ w = 0\nX : matrix(3, 2)\nλ : scalar positive\ns = c^T w\n∂s/∂y, ∂s/∂λ";
    expect(failed(text)).toEqual([]);
  });
});

describe("claims about solutions", () => {
  it.each([
    ["x : vector(n) where A x = b\n∂x/∂b = A^-1", true],
    ["x : vector(n) where A x = b\n∂x/∂b = -A^-1", false],
    ["x : scalar where x^3 + a x - b = 0\n∂x/∂b = 1/(3 x^2 + a)", true],
    ["x : scalar where x^3 + a x - b = 0\n∂x/∂b = 1/(3 x^2 - a)", false],
    [
      "A : matrix(n, n)\nX : matrix(n, n) where A^T X + X A + Q = 0\ns = tr(X)\n∂s/∂Q = -unvec((A ⊗ eye(n) + eye(n) ⊗ A)^-1 vec(eye(n)), n, n)",
      true,
    ],
  ])("%s", (text, isRight) => expect(failed(text).length === 0).toBe(isRight));
});

describe("the way to it", () => {
  it("differentiates both sides of the equation", () => {
    const [result] = answer("x : vector(n) where A x = b\ns = c^T x\n∂s/∂A").results;
    const lines = result?.steps.map((l) => [l.rule, l.left?.text, l.after]) ?? [];
    expect(lines).toContainEqual(["both-sides", "dA x + A dx", "zeros(n)"]);
    expect(lines).toContainEqual(["implicit", "dx", "-A^-1 dA x"]);
  });
});
