/** A derivative of a matrix by a number is a factor of its own shape: the rules of the Matrix Cookbook are judged. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const DECLARED = "x : scalar\nA, B : matrix(n, n)\nC : matrix(n, m)\ny : vector(n)\nY = x A + x^2 B + eye(n)\n";

const verdict = (model: string, claim: string): string | undefined =>
  answer(`${DECLARED}${model}\n${claim}`, { steps: "none" }).results[0]?.claims[0]?.verdict;

/** Claims that hold, with the equation that they are of. */
const RIGHT: readonly (readonly [string, string, string])[] = [
  ["(59)", "Z = Y^-1", "∂Z/∂x = -Y^-1 ∂Y/∂x Y^-1"],
  ["the product rule", "Z = Y Y", "∂Z/∂x = ∂Y/∂x Y + Y ∂Y/∂x"],
  ["(43)", "s = logdet(Y)", "∂s/∂x = tr(Y^-1 ∂Y/∂x)"],
  ["(46)", "s = det(Y)", "∂s/∂x = det(Y) tr(Y^-1 ∂Y/∂x)"],
  ["a column", "v = Y y", "∂v/∂x = ∂Y/∂x y"],
  ["a matrix that is no square", "Z = Y C", "∂Z/∂x = ∂Y/∂x C"],
  ["its transpose", "Z = Y^T Y", "∂Z/∂x = (∂Y/∂x)^T Y + Y^T ∂Y/∂x"],
  ["the evidence", "s = -1/2 y^T Y^-1 y - 1/2 logdet(Y)", "∂s/∂x = 1/2 y^T Y^-1 ∂Y/∂x Y^-1 y - 1/2 tr(Y^-1 ∂Y/∂x)"],
  ["a gradient beside it", "s = tr(Y^T Y)", "∂s/∂x = tr((∂s/∂Y)^T ∂Y/∂x)"],
];

describe("a claim with the derivative of a matrix by a number", () => {
  it.each(RIGHT)("is right: %s", (_, model, claim) => expect(verdict(model, claim)).toBe("equal"));

  it.each(RIGHT)("is wrong with a factor more: %s", (_, model, claim) =>
    expect(verdict(model, claim.replace("= ", "= 2 (").concat(")"))).toBe("different"),
  );

  it("is still a product of Jacobians where it is written as one", () => {
    expect(verdict("s = tr(Y^T Y)", "∂s/∂x = ∂s/∂Y ∂Y/∂x")).toBe("equal");
    expect(verdict("s = tr(Y^T Y)", "∂s/∂x = vec(∂s/∂Y)^T vec(∂Y/∂x)")).toBe("equal");
  });

  it("is ill-shaped where no reading fits", () => expect(verdict("Z = Y C", "∂Z/∂x = C ∂Y/∂x")).toBe("ill-shaped"));
});
