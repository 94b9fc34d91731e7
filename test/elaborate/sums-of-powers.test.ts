/** Σ Xⁱ Y X^(k−1−i) is read as it is printed and as books write it; what is none stays a sum. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const MODEL = "X : matrix(n, n)\na, b : vector(n)\nk : scalar integer\nf = a^T X^k b\n";

function told(model: string, claim: string) {
  const { results, diagnostics } = answer(`${model}${claim}`, { steps: "none" });
  return {
    codes: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    verdicts: results.flatMap((r) => r.claims.map((c) => c.verdict)),
  };
}

describe("a sum of powers", () => {
  it.each([
    "∂f/∂X = powersum(X^T, k, a b^T)",
    "∂f/∂X = (Σ_{i=0}^{k-1} X^i b a^T X^(k-1-i))^T",
    "∂f/∂X = Σ_{r=0}^{k-1} (X^r)^T a b^T (X^(k-1-r))^T",
    "∂f/∂X = Σ_{r=0}^{k-1} (X^T)^(k-1-r) a b^T (X^T)^r",
    "∂f/∂X = Σ_{r=1}^{k} (X^T)^(r-1) a b^T (X^T)^(k-r)",
    "∂f/∂X = sum(r=2..k+1, (X^T)^(r-2) a b^T (X^T)^(k+1-r))",
    "$\\frac{\\partial f}{\\partial X} = \\sum_{r=0}^{k-1} (\\mathbf{X}^{r})^\\top \\mathbf{a} \\mathbf{b}^\\top (\\mathbf{X}^{k-1-r})^\\top$",
  ])("%s", (claim) => {
    expect(told(MODEL, claim)).toEqual({ codes: [], verdicts: ["equal"] });
  });

  it("of a number of terms is written out, and of a size the same", () => {
    const three = MODEL.replace("k : scalar integer\n", "").replace("X^k", "X^3");
    const claim = "∂f/∂X = Σ_{r=0}^{2} (X^r)^T a b^T (X^(2-r))^T";
    expect(told(three, claim)).toEqual({ codes: [], verdicts: ["equal"] });
  });

  it("that is turned the wrong way is told so", () => {
    const { verdicts } = told(MODEL, "∂f/∂X = Σ_{r=0}^{k-1} X^r b a^T X^(k-1-r)");
    expect(verdicts).toEqual(["equal up to a transpose"]);
  });

  it.each([
    ["begins at another power", "∂f/∂X = Σ_{r=1}^{k} (X^T)^r a b^T (X^T)^(k-r)"],
    ["stops early", "∂f/∂X = Σ_{r=0}^{k-2} (X^T)^r a b^T (X^T)^(k-1-r)"],
    ["has powers that climb together", "∂f/∂X = Σ_{r=0}^{k-1} (X^T)^r a b^T (X^T)^r"],
    ["has two bases", "∂f/∂X = Σ_{r=0}^{k-1} (X^T)^r a b^T X^(k-1-r)"],
    ["has its letter between", "∂f/∂X = Σ_{r=0}^{k-1} (X^T)^r (r a b^T) (X^T)^(k-1-r)"],
  ])("that %s is none, and is not judged", (_, claim) => {
    const { codes, verdicts } = told(MODEL, claim);
    expect(codes).not.toEqual([]);
    expect(verdicts).toEqual([]);
  });

  it("of members is a sum over members, where nothing says that the letter is a power", () => {
    const { results } = answer(
      "X_i : matrix(n, n) for i in 0..2\nb : vector(n)\ny = Σ_{i=0}^{2} X_i b b^T X_{2-i}\n∂y/∂b",
      {
        steps: "none",
      },
    );
    expect(results.map((r) => r.text).join()).not.toContain("powersum");
  });
});

describe("a range whose end is no size", () => {
  it.each([
    "f = Σ_{i=1}^{k} x_i\n∂f/∂x",
    "f = norm2(x)^2\n∂f/∂x = 2 Σ_{i=1}^{k} x",
    "f = norm2(x)^2\n∂f/∂x_i = 2 x_i for i in 1..k",
    "y_i = x_i^2 for i in 1..k\ns = sum(i=1..n, y_i)\n∂s/∂x",
  ])("gives no answer and no verdict: %s", (text) => {
    const { codes, verdicts } = told("k : scalar\nx : vector(n)\n", text);
    expect(codes).toContain("name/size");
    expect(verdicts).toEqual([]);
    expect(answer(`k : scalar\nx : vector(n)\n${text}`, { steps: "none" }).results).toEqual([]);
  });
});
