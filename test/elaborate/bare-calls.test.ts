/** Operators without parentheses, a root and a 1 below a line: what they take is said where two readings are as likely. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text, { steps: "none" });
  const said = diagnostics.filter((d) => d.severity !== "note");
  return { codes: said.map((d) => d.code), hints: said.map((d) => d.hint ?? ""), answers: results.map((r) => r.text) };
};
const by = (y: string) => `$$y = ${y}$$ $$\\frac{dy}{dx}$$`;

describe("each reading that is said is read as it is spelled", () => {
  it.each([
    ["\\cos^2 x/2", "\\cos^2(x/2)", "\\cos^2(x)"],
    ["\\ln^2 x/x_0", "\\ln^2(x/x_0)", "\\ln^2(x)"],
    ["\\sin\\pi x/L", "\\sin(\\pi x/L)", "\\sin(\\pi x)"],
    ["\\sin n\\pi x/l", "\\sin(n\\pi x/l)", "\\sin(n\\pi x)"],
    ["\\exp 2x(x+1)", "\\exp(2x(x+1))", "\\exp(2x)"],
    ["\\sin x(1+x)^2", "\\sin(x(1+x)^2)", "\\sin(x)"],
  ])("%s", (typed, whole, part) => {
    const { codes, hints, answers } = read(by(typed));
    expect(codes.filter((c) => c !== "name/lonely")).toEqual(["syntax/bare-call"]);
    expect(hints[0]).toContain(`${whole} or ${part}`);
    const rest = whole.slice(part.length - 1, -1);
    // The part is what is taken, and what follows it stands beside.
    expect(answers).toEqual(read(by(`${part}${rest}`)).answers);
  });
});

it.each([
  ["\\cos 2\\omega(t - x)", "\\cos(2\\omega(t - x))"],
  ["\\sin 2f(x)", "\\sin(2f(x))"],
  ["\\exp 2f(x)", "\\exp(2f(x))"],
  ["\\ln x(1-x)_+", "\\ln(x)\\,(1-x)_+"],
])("%s is %s", (typed, spelled) => {
  expect(read(by(typed)).answers).toEqual(read(by(spelled)).answers);
});

describe("below a line and under a root", () => {
  it.each([
    ["y = x/1-x\n∂y/∂x", "(1-x)"],
    ["y = 1/1+x^2\n∂y/∂x", "(1+x^2)"],
    ["y = (x^2 - 1)/1 - x\n∂y/∂x", "(1 - x)"],
  ])("a 1 alone is said: %s", (text, both) => {
    const { codes, hints } = read(text);
    expect(codes.filter((c) => c !== "derive/constant")).toEqual(["product/divided"]);
    expect(hints.join()).toContain(both);
  });

  it.each([
    ["y = √1 − x²\n∂y/∂x", "√(1 − x²)"],
    ["σ = √wᵀΣw\n∂σ/∂w", "√(wᵀΣw)"],
  ])("a root whose end is not said is refused: %s", (text, whole) => {
    const { codes, hints } = read(text);
    expect(codes[0]).toBe("syntax/parentheses");
    expect(hints[0]).toContain(whole);
  });

  it.each(["y = x^2/2 + 1\n∂y/∂x", "y = √2 - x\n∂y/∂x", "y = x/10 - x\n∂y/∂x"])("and nothing of others: %s", (text) =>
    expect(read(text).codes).toEqual([]),
  );
});

describe("words in the place of a term are refused", () => {
  it.each([
    "x^2 + \\text{other terms}",
    "x^2 + \\text{terms independent of } x",
    "\\text{data term} + x^2",
    "\\text{slope } x",
    "\\text{learning rate} \\cdot x^2",
  ])("%s", (y) => expect(read(by(y)).codes).toContain("syntax/words"));

  it.each(["\\text{slope}\\, x", "x^2 + \\text{const}", "x^2 \\text{ for all } x"])(
    "and read where they are none: %s",
    (y) => expect(read(by(y)).codes).toEqual([]),
  );
});
