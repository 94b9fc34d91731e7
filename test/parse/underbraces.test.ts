/** A part with a brace and a name that stands elsewhere is defined by it: it is the text with an equation of its own. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (model: string, asked: string) => {
  const { assumptions, diagnostics, results } = answer(`$$${model}$$\n$$${asked}$$`, { steps: "none" });
  return { assumptions, codes: diagnostics.map((d) => d.code), answers: results.map((r) => r.text) };
};

describe("a brace", () => {
  it.each([
    ["y = \\underbrace{a x^2}_{u} + u", "y = u + u, u = a x^2", "\\frac{dy}{dx}"],
    ["y = \\overbrace{x^2}^{a} + a x", "y = a + a x, a = x^2", "\\frac{dy}{dx}"],
    [
      "L = (\\underbrace{wx+b}_{=: \\hat{y}} - y)^2 + \\lambda\\hat y^2",
      "L = (\\hat y - y)^2 + \\lambda\\hat y^2, \\hat y = wx + b",
      "\\frac{\\partial L}{\\partial w}",
    ],
    [
      "L = (\\underbrace{wx+b}_{\\hat y} - y)^2",
      "L = (\\hat y - y)^2, \\hat y = wx + b",
      "\\frac{\\partial L}{\\partial \\hat y}",
    ],
    [
      "L = \\underbrace{\\frac12(\\underbrace{wx + b}_{z} - y)^2}_{E} + \\lambda z^2 + E",
      "L = E + \\lambda z^2 + E, E = \\frac12(z - y)^2, z = wx + b",
      "\\frac{dL}{dw}",
    ],
    [
      "L = \\|\\underbrace{W x - y}_{r_1}\\|^2 + r_1^\\top c",
      "L = \\|r_1\\|^2 + r_1^\\top c, r_1 = W x - y",
      "\\frac{\\partial L}{\\partial x}",
    ],
    [
      "y = 2\\underbrace{(a + x)}_{\\delta}^2 + \\delta b",
      "y = 2 \\delta^2 + \\delta b, \\delta = (a + x)",
      "\\frac{dy}{dx}",
    ],
  ])("defines what stands elsewhere: %s", (braced, written, asked) => {
    const [a, b] = [read(braced, asked), read(written, asked)];
    expect(a.answers.length).toBe(1);
    expect({ codes: a.codes, answers: a.answers }).toEqual({ codes: b.codes, answers: b.answers });
    expect([...a.assumptions].sort()).toEqual([...b.assumptions].sort());
  });

  it.each([
    ["y = \\underbrace{a x}_{u} + b", "y = a x + b"],
    ["y = \\underbrace{a x}_{\\text{a term}} + b", "y = a x + b"],
    ["u = 3 x, y = \\underbrace{3 x}_{u} + u", "u = 3 x, y = 3 x + u"],
    ["y = \\underbrace{a x}_{n} + n b", "y = a x + n b"],
    ["y = \\underbrace{a x}_{u} + \\underbrace{b x}_{u} + u", "y = a x + b x + u"],
    ["y = \\underbrace{a x}_{u} + u_1", "y = a x + u_1"],
  ])("is a remark where its name stands nowhere else, is defined or counts: %s", (braced, bare) =>
    expect(read(braced, "\\frac{dy}{dx}").answers).toEqual(read(bare, "\\frac{dy}{dx}").answers),
  );

  it.each([
    "$$y = \\underbrace{x",
    "$$y = \\underbrace{x}_",
    "$$y = \\underbrace x_{u} + u$$",
    "$$\\underbrace{}_{u} u$$",
    `$$${"\\underbrace{".repeat(2000)}$$`,
  ])("that is never ended throws nothing", (text) =>
    expect(() => answer(text, { steps: "none" })).not.toThrow(TypeError),
  );
});
