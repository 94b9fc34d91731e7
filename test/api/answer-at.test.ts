import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { terminal } from "../../src/report/terminal.js";

const at = (source: string, values: object) => answer(source, { at: JSON.stringify(values), steps: "none" });
const A = [
  [1, 2],
  [3, 4],
];

describe("answers at numbers", () => {
  it("are a number, a flat array or rows, by the shape of the answer", () => {
    const { results } = at("y = x^T A x; ∂y/∂x, ∂y/∂A, ∂²y/∂x²", { A, x: [1, 2] });
    expect(results.map((r) => r.value)).toEqual([
      [12, 21],
      [
        [1, 2],
        [2, 4],
      ],
      [
        [2, 5],
        [5, 8],
      ],
    ]);
    expect(at("y = a^3; ∂y/∂a", { a: 2 }).results[0]?.value).toBe(12);
  });

  it("stand beside the answers in print, and are null without values", () => {
    expect(terminal(at("y = x^T A x; ∂y/∂x", { A, x: [1, 2] }))).toContain("at the values given\n  ∂y/∂x = [12, 21]");
    expect(answer("y = x^T A x").results[0]?.value).toBeNull();
  });

  it("are not made of values with a fault, which is reported after those of the text", () => {
    const { results, diagnostics } = at("y = x^T A x; ∂y/∂x", { A, x: [1, 2, 3] });
    expect(results[0]?.value).toBeNull();
    expect(diagnostics.at(-1)?.code).toBe("values/shape");
  });

  it.each([
    ["a : scalar; y = log(a); ∂y/∂a", 0],
    ["a : scalar; y = sqrt(a); ∂y/∂a", -1],
    ["x : vector(2); y = sum(x) / a; ∂y/∂x", 0],
  ])("of %s at a = %i are none, which is a fault", (text, a) => {
    const { diagnostics } = at(text, text.startsWith("x") ? { a, x: [1, 2] } : { a });
    expect(diagnostics.map((d) => [d.severity, d.code])).toEqual([["error", "values/undefined"]]);
  });

  it("are asked for by Greek names as they are typed", () => {
    expect(answer("s = θ^T θ", { of: "s", wrt: ["θ"], at: '{"θ": [1]}' }).results.map((r) => r.wrt)).toEqual(["theta"]);
  });
});
