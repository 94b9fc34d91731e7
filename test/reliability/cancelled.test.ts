/**
 * Laws that cancel: X⁻¹ X = I, a / a = 1, A ∘ B ⊘ A = B. What they cancel must be there: where it can never be, the text
 * is refused or the claim wrong; where it may not be, the answer or the verdict says so. One text is told the same by
 * derive, check and check --steps.
 */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { checkReport } from "../../src/api/check.js";
import { checkSteps } from "../../src/api/steps.js";

const NAMES = `a, b : scalar; x, v, w, u : vector(n); p : vector(n) simplex
A : matrix(n, m); B : matrix(m, n); E : matrix(n, 1); F : matrix(1, n); S : matrix(n, n) symmetric; X : matrix(n, n)`;

/** Square matrices that are singular whatever the inputs are, at sizes above 1. */
const SINGULAR = [
  "(eye(n) - ones(n, n)/n)",
  "(x x^T)",
  "(u v^T)",
  "(diag(p) - p p^T)",
  "(X - X)",
  "(S - S^T)",
  "(E F)",
  "(v x^T + u x^T)",
  "(X x x^T)",
];
/** Numbers that are 0 whatever the inputs are. */
const NOUGHT = [
  "(a - a)",
  "(x^T v - v^T x)",
  "(sum(p) - 1)",
  "(log(exp(a)) - a)",
  "(sin(a)^2 + cos(a)^2 - 1)",
  "(tr(A B) - tr(B A))",
  "det(x x^T)",
];
/** Square matrices and numbers that are singular or 0 on a set without interior, with what is said of them. */
const SOMETIMES = [
  ["X", "X is invertible"],
  ["(X + S)", "X + S is invertible"],
  ["(eye(n) - x v^T)", "Iₙ − x vᵀ is invertible"],
] as const;
/** At some sizes only. */
const AT_SIZES = ["(A B)", "(A A^T)"];

const cancelling = (C: string): readonly string[] => [
  `${C}^-1 ${C} w`,
  `${C} ${C}^-1 w`,
  `${C}^-2 ${C} ${C} w`,
  `(${C}^T)^-1 ${C}^T w`,
];
const dividing = (d: string): readonly string[] => [
  `${d} w / ${d}`,
  `${d}^2 w / (${d} ${d})`,
  `w ./ (${d} w) .* (${d} w)`,
];

const nthOf = (list: readonly string[], i: number): string => list[i % list.length] as string;

const inClaim = (side: string) => `${NAMES}\ny = x^T w\n∂y/∂x = ${side}\n`;
const inModel = (side: string) => `${NAMES}\nz = ${side}\ny = x^T z\n∂y/∂x = w\n`;

const verdictOf = (text: string) => answer(text).results[0]?.claims[0];

describe("what can never be", () => {
  // Each with another of the forms: all of them beside each other would only repeat the laws.
  const sides = [...SINGULAR.map((C, i) => nthOf(cancelling(C), i)), ...NOUGHT.map((d, i) => nthOf(dividing(d), i))];
  it.each(sides)("%s is no derivative", (side) => {
    const text = inClaim(side);
    expect(verdictOf(text)?.verdict).toBe("different");
    expect(checkReport(text).checks.at(-1)).toMatchObject({ verdict: "different", outcome: "failed" });
    expect(checkSteps(text).firstWrong).toMatchObject({ line: 4 });
  });
  it.each(sides)("%s in the model is refused by name", (side) => {
    const text = inModel(side);
    const { results, diagnostics } = answer(text);
    expect(results).toEqual([]);
    expect(diagnostics.map((d) => d.code)).toContain("derive/nowhere");
    expect(checkReport(text)).toMatchObject({ passed: false });
    expect(checkReport(text).diagnostics.map((d) => d.code)).toContain("derive/nowhere");
    expect(checkSteps(text)).toMatchObject({ firstWrong: null, judged: 0 });
    expect(checkSteps(text).fault).not.toBeNull();
  });
});

describe("what may not be", () => {
  it.each(SOMETIMES.flatMap(([C, said]) => cancelling(C).map((side) => [side, said] as const)))(
    "%s is the derivative where %s",
    (side, said) => {
      expect(verdictOf(inClaim(side))).toMatchObject({ verdict: "equal" });
      expect(verdictOf(inClaim(side))?.why).toMatch(/, where .*invertible$/u);
      expect(verdictOf(inClaim(side))?.why).toContain(said.replace("X is", ""));
      const [result] = answer(inModel(side)).results;
      expect(result?.conditions.join()).toContain("is invertible");
      expect(result?.claims[0]?.verdict).toBe("equal");
      expect(checkReport(inClaim(side)).passed).toBe(true);
      expect(checkSteps(inClaim(side)).firstWrong).toBeNull();
    },
  );
  it.each(AT_SIZES.map((C, i) => nthOf(cancelling(C), i)))("%s is no derivative at every size", (side) => {
    expect(verdictOf(inClaim(side))?.verdict).toBe("different");
    expect(checkSteps(inClaim(side)).firstWrong).not.toBeNull();
  });
  it("a number is not 0, a logarithm and a root have a value", () => {
    const conditionsOf = (y: string) => answer(`${NAMES}\ny = ${y}\n∂y/∂b`).results[0]?.conditions;
    expect(conditionsOf("a b / a")).toEqual(["a ≠ 0"]);
    expect(conditionsOf("log(a) b / log(a)")).toEqual(["a > 0", "log(a) ≠ 0"]);
    expect(conditionsOf("b + log(a)")).toEqual([]);
  });
});

describe("a claim in which nothing is lost", () => {
  it.each(["w", "w a / 2 + (1 - a/2) w", "exp(a) w / exp(a)", "w / (1 + a^2) + a^2 w / (1 + a^2)"])("%s", (side) => {
    expect(verdictOf(inClaim(side))?.verdict).toBe("equal");
    expect(verdictOf(inClaim(side))?.why).not.toContain("where");
  });
});
