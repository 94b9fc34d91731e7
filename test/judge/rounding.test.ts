/** What rounding leaves of a determinant that is 0 is no difference; what is one is seen however small it is beside. */
import { describe, expect, it } from "vitest";
import { judged } from "./judge.js";

const DECLARED = ["k, a : scalar", "W : matrix(m, n)", "A : matrix(n, n)", "P : matrix(n, n) posdef", "x : vector(n)"];

const verdict = (model: string, claim: string): string | undefined => judged(...DECLARED, model, claim)[0]?.verdict;

describe("a determinant in a claim", () => {
  it.each([
    ["y = tr(P W^T W)", "∂y/∂W = 2 W P + relu(-det(W W^T)) W"],
    ["y = tr(P W^T W)", "∂y/∂W = 2 W P + step(det(W W^T) + 1e-3) W - W"],
    ["y = k a", "∂y/∂k = a + det(A P) - det(A) det(P)"],
  ])("is not different by its rounding: %s, %s", (model, claim) => expect(verdict(model, claim)).toBe("equal"));

  it.each([
    ["y = tr(P W^T W)", "∂y/∂W = 2 W P + det(W W^T) W"],
    ["y = k a", "∂y/∂k = a + det(A) 1e-12"],
    ["y = k a", "∂y/∂k = a + det(A + 1e-9 x x^T) - det(A)"],
  ])("is different: %s, %s", (model, claim) => expect(verdict(model, claim)).toBe("different"));
});
