/** A text whose error is called e has the exponential function as well: what stands above an e says which one it is. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text, { steps: "none" });
  return { codes: diagnostics.map((d) => d.code), hints: diagnostics.map((d) => d.hint), answer: results[0]?.text };
};

/** Texts with the error by another letter, and the question. */
const TEXTS: readonly (readonly [string, string])[] = [
  ["y = e^{-ERR^2/2}, ERR = x - \\mu", "\\frac{dy}{dx}"],
  ["p = \\frac{1}{1+e^{-z}}, ERR = t - p, J = \\frac12 ERR^2", "\\frac{dJ}{dz}"],
  ["w = e^{-v}, ERR = d - w x, J = ERR^2", "\\frac{dJ}{dv}"],
  ["ERR = t - w, L = ERR e^{w t} ERR^{-1} + \\frac{e^{2w}}{ERR}", "\\frac{dL}{dw}"],
];

describe("an error called e", () => {
  it.each(TEXTS)("is the answer of another letter: %s", (text, asked) => {
    const of = (letter: string) => `$$${text.replaceAll("ERR", letter)}$$\n$$${asked}$$`;
    const [named, other] = [read(of("e")), read(of("u"))];
    expect(named.codes).toEqual(["name/second", ...other.codes]);
    expect(named.answer?.replace(/\be\b/g, "u")).toBe(other.answer);
  });

  it("names both readings, and either hint decides", () => {
    expect(read("e = t - x; y = e^(-x^2)\ndy/dx").hints).toEqual([
      "exp(-x^2) says so; a power of the name is (e)^(-x^2)",
    ]);
    expect(read("e = t - x; y = exp(-x^2)\ndy/dx")).toMatchObject({ codes: [], answer: "-2 x y" });
    const power = read("x, k, t : scalar\ne = t - x; y = (e)^(-k)\ndy/dx");
    expect(power).toMatchObject({ codes: [], answer: "k e^(-k - 1)" });
  });

  it.each([
    ["e = x - m; y = e^2\ndy/dx", "2 e"],
    ["e = x - m; y = e^-1\ndy/dx", "-1 / e^2"],
    ["e = y - X b; L = e^T e\n∂L/∂b", "-2 X^T e"],
    ["e = 2; x : scalar; y = e^x\ndy/dx", "y log(e)"],
    ["x : scalar; y = e^x + e\ndy/dx", "exp(x)"],
  ])("says nothing where numbers or nothing stands above it: %s", (text, value) =>
    expect(read(text)).toEqual({ codes: [], hints: [], answer: value }),
  );
});
