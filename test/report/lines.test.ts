/** Steps as lines: which factors a right side is made up of, and where each comes from. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { declarationInUnicode, linesOf } from "../../src/report/lines.js";
import type { FactorReport, StepReport } from "../../src/report/report.js";
import { network } from "./reports.js";

const chain = network(1, { steps: "full" }).results[0]?.steps[0] as StepReport;
const factor = (text: string): FactorReport => ({ text, unicode: text, latex: text, shape: ["n", "n"] });
const step = (right: string, ...factors: readonly string[]): StepReport => ({
  ...chain,
  left: { text: "Y", unicode: "Y", latex: "Y" },
  unicode: `Y = ${right}`,
  factors: factors.map(factor),
});
const lineOf = (...steps: readonly StepReport[]) => linesOf({ steps }, "unicode").at(-1);

describe("a line", () => {
  it("is cut at its factors", () => {
    expect(lineOf(step("−A B", "A", "B"))?.between).toEqual(["−", " ", ""]);
    expect(lineOf(step("(A + C) B", "A + C", "B"))?.factors.map((f) => f.text)).toEqual(["(A + C)", "B"]);
  });

  it("is left whole where it only happens to hold them", () => {
    expect(lineOf(step("A X + B", "A", "B"))?.between).toBeNull();
    expect(lineOf(step("A + B", "B", "A"))?.between).toBeNull();
  });

  it("gives a factor that stands twice in a chain the place where it first stands", () => {
    expect(lineOf(step("∂h/∂z W ∂h/∂z V", "∂h/∂z", "W", "∂h/∂z", "V"))?.factors.map((f) => f.origin)).toEqual([
      0, 1, 0, 2,
    ]);
  });
});

describe("what is assumed, as the formulas spell it", () => {
  const golden = new URL("../golden/", import.meta.url);
  const MODELS = readdirSync(golden)
    .filter((f) => f.endsWith(".md"))
    .flatMap((f) => [...readFileSync(new URL(f, golden), "utf8").matchAll(/```chainrule[^\n]*\n([\s\S]*?)```/g)])
    .map(([, source]) => source as string);
  const OWN = [
    "L = -1/2 log(σ²) - (x - μ)^2/(2 σ²)\n∂L/∂σ²",
    "W1, W_2 : matrix(n, n)\nŷ = W1 W_2 x + θ_0 + ε̃\ns = u^T ŷ\n∂s/∂x",
    "a_1 = λ_1 x_1\ns = sum(a_1)\n∂s/∂x_1",
  ];

  it("declares the same names", () => {
    let spelled = 0;
    // A declaration in plain letters is none of LaTeX.
    for (const source of [...OWN, ...MODELS.filter((m) => !m.includes("$"))]) {
      const { assumptions, symbols } = answer(source, { steps: "none" });
      const shown = assumptions.map(declarationInUnicode);
      spelled += shown.filter((line, i) => line !== assumptions[i]).length;
      const again = answer([...shown, source].join("\n"), { steps: "none" });
      const told = (all: typeof symbols) => all.map((s) => `${s.name} ${s.kind} ${s.shape.join("×")}`).sort();
      expect(told(again.symbols), source).toEqual(told(symbols));
    }
    expect(spelled).toBeGreaterThan(10);
  });

  it("is σ², and no letter that would be read as another name", () => {
    expect(declarationInUnicode("sigma_squared : scalar")).toBe("σ² : scalar");
    expect(declarationInUnicode("W1 : matrix(n, m)")).toBe("W1 : matrix(n, m)");
    expect(declarationInUnicode("W_1 : matrix(n, m)")).toBe("W₁ : matrix(n, m)");
    expect(declarationInUnicode("x_i : vector(d) for i in 1..N")).toBe("x_i : vector(d) for i in 1..N");
  });
});
