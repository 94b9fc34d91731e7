/** A zero is told with the equation that the author may have thought of. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const said = (text: string) =>
  answer(text, { steps: "none" }).diagnostics.flatMap((d) =>
    d.code === "derive/constant" ? [`${d.message}; ${d.hint ?? ""}`] : [],
  );

describe("a derivative that nothing connects", () => {
  it.each([
    ["y = X β + u; S = u'u\n∂S/∂β", "u is held fixed, and y moves", "u = …"],
    ["y_it = α_i + β x_it + ε_it\nS = Σ_i Σ_t ε_it²\n∂S/∂β", "ε is held fixed, and y moves", "ε = …"],
    ["z = W x; y = z + e\nL = e^T e\n∂L/∂W", "e is held fixed, and y moves", "e = …"],
  ])("%s has an equation for it", (text, message, hint) => {
    const [only] = said(text);
    expect(only).toContain(message);
    expect(only).toContain(hint);
  });

  it.each(["s = u^T u; t = v^T v\n∂s/∂v", "e = y - X b; L = u^T u\n∂L/∂b", "x, u : vector(n)\ns = u^T u\n∂s/∂x"])(
    "%s has none",
    (text) => expect(said(text)).toEqual([expect.stringMatching(/the derivative is zero; $/)]),
  );

  it("is right once the equation is solved as the hint says", () => {
    const { results, diagnostics } = answer("u = y - X β; S = u'u\n∂S/∂β", { steps: "none" });
    expect(results.map((r) => r.text)).toEqual(["-2 X^T u"]);
    expect(diagnostics.map((d) => d.code)).not.toContain("derive/constant");
  });
});
