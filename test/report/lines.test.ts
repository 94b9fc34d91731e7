/** Steps as lines: which factors a right side is made up of, and where each comes from. */
import { describe, expect, it } from "vitest";
import { linesOf } from "../../src/report/lines.js";
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
