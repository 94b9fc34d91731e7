/** A loss that nobody defines is any function of what is defined last: derived, judged and said; nothing else is made up. */
import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

const answers = (text: string) => derive(text, { steps: "none" }).results.map((r) => r.unicode);
const codes = (text: string) => derive(text, { steps: "none" }).diagnostics.map((d) => d.code);
const verdicts = (text: string) =>
  derive(text, { steps: "none" }).results.flatMap((r) => r.claims.map((c) => c.verdict));

describe("∂L/∂X with L nowhere defined", () => {
  it.each([
    ["Z = X Y\n∂L/∂X", ["∇loss(Z) Yᵀ"]],
    ["Z = X Y\n∂L/∂Y", ["Xᵀ ∇loss(Z)"]],
    ["y = W x\n∂E/∂x", ["Wᵀ ∇loss(y)"]],
    ["$$Z = X Y$$ $$\\frac{\\partial \\mathcal{L}}{\\partial X}$$", ["∇loss(Z) Yᵀ"]],
  ])("%s", (text, right) => {
    expect(answers(text)).toEqual(right);
    expect(codes(text)).toContain("name/open-loss");
  });

  it("agrees with differences, of functions drawn at random", () => {
    const { checks } = check("z = W x\na = tanh(z)\nu = B a\nv = C a\n∂L/∂W\n∂L/∂x");
    expect(checks.filter((c) => c.passed).length).toBeGreaterThan(1);
    expect(checks.filter((c) => c.outcome === "failed")).toEqual([]);
  });

  it("claims with the derivative from above are judged", () => {
    expect(verdicts("Z = X Y\nA = tanh(Z)\n∂L/∂X = ∂L/∂Z Y^T")).toEqual(["equal"]);
    expect(verdicts("Z = X Y\n∂L/∂X = 2 ∂L/∂Z Y^T")).toEqual(["different"]);
    expect(verdicts("Z = X Y\n∂L/∂X = Y^T ∂L/∂Z")).toEqual(["ill-shaped"]);
  });

  it("is not made up where a side speaks of another loss", () => {
    const text = "Z = X Y\n∂L/∂X = (Z - T) Y^T";
    expect(() => derive(text)).toThrow("L is not defined in this text, so there is nothing to derive");
  });

  it.each([
    ["a name that is no loss", "Z = X Y\n∂s/∂X"],
    ["what does not depend on it", "Z = X Y\n∂L/∂V"],
    ["families", "z_i = x_i^2\n∂L/∂x"],
  ])("is not made up for %s", (_, text) => {
    expect(() => derive(text)).toThrow("is not defined, so there is nothing to derive");
  });

  it("is not made up for what is declared", () => {
    expect(codes("L : scalar\nZ = X Y\n∂L/∂X")).not.toContain("name/open-loss");
  });
});

describe("a claim about what nothing defines", () => {
  it.each(["∂C/∂w = 3 w", "∇_w C = 0", "∂C/∂w = ∂D/∂w"])("is no zero: %s", (claim) => {
    expect(() => derive(`w : vector(n)\n${claim}`)).toThrow(/C is not defined.*nothing to derive/);
  });
});
