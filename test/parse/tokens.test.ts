import { describe, expect, it } from "vitest";
import { tokens } from "../../src/parse/tokens.js";

const said = (text: string) => tokens(text).map((t) => `${t.kind} ${text.slice(t.start, t.end)}`);

describe("the tokens of a text", () => {
  it("are what context makes of them", () => {
    expect(said("h = f(z) # a layer")).toEqual([
      "name h",
      "operator =",
      "function f",
      "punctuation (",
      "name z",
      "punctuation )",
      "comment # a layer",
    ]);
    expect(said("A : matrix(n, 2) symmetric").filter((t) => t.startsWith("keyword"))).toEqual([
      "keyword matrix",
      "keyword symmetric",
    ]);
    expect(said("z = x\n∂z/∂x, dz/dx").filter((t) => t.startsWith("derivative"))).toEqual([
      "derivative ∂",
      "derivative ∂",
      "derivative d",
      "derivative d",
    ]);
  });

  it("are those of LaTeX in LaTeX", () => {
    const of = said("$$s = \\sum_{i=1}^N \\log \\mathbf{x}_i$$");
    expect(of).toContain("binder \\sum_{i=1}^N");
    expect(of).toContain("function \\log");
  });

  it("lie in the text in order, none over another, whatever it is", () => {
    for (const text of [
      "",
      "$x",
      "\\frac{",
      "∂",
      "((",
      "a ^ ^",
      "\\begin{cases} x",
      "x_{",
      "1..",
      "# only",
      "\u{1d400} = 𝐀",
    ]) {
      let from = 0;
      for (const { start, end } of tokens(text)) {
        expect(start).toBeGreaterThanOrEqual(from);
        expect(end).toBeGreaterThan(start);
        from = end;
      }
      expect(from).toBeLessThanOrEqual(text.length);
    }
  });
});
