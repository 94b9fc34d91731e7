/** A name by itself: the identity of its shape, however it is asked for, and never an error of ours. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { codegen } from "../../src/codegen.js";

const MODELS = ["x : scalar", "x : vector(n)", "x : matrix(n, m)", "x : matrix(n, n) symmetric"];
const DEFINED = [
  "x = 2 a + 1; a : scalar",
  "x = 2 a; a : vector(n)",
  "x = 2 a; a : matrix(n, m)",
  "x = a; a : vector(n)",
];

describe.each([...MODELS, ...DEFINED].map((m) => [m]))("%s", (model) => {
  const options = [
    {},
    { steps: "full" },
    { steps: "none" },
    { layout: "jacobian" },
    { layout: "denominator" },
    { convention: "shape-first" },
    { proof: "index" },
    { views: ["gradient", "differential", "index", "kronecker"] },
  ] as const;
  it.each(options.map((o) => [o]))("∂x/∂x with %j", (o) => {
    const { results, diagnostics } = answer(`${model}\n∂x/∂x`, o);
    expect(diagnostics).toEqual([]);
    expect(results.map((r) => r.text)).toEqual([expect.stringMatching(/^(?:1|eye\(.*\))$/)]);
    for (const r of results) if (o !== options[2]) expect(r.steps.at(-1)?.after).toBe(r.text);
  });

  it("as a claim, of second order, and in code", () => {
    const isScalar = model.includes("scalar");
    const said = answer(`${model}\n∂x/∂x = ${isScalar ? "1" : "I"}\n${isScalar ? "∂²x/∂x² = 0" : ""}`);
    expect(said.results.flatMap((r) => r.claims.map((c) => c.verdict))).toEqual(
      isScalar ? ["equal", "equal"] : ["equal"],
    );
    expect(() => codegen(`${model}\ny = 2 x\n∂x/∂x`, { target: "js" })).not.toThrow();
  });
});
