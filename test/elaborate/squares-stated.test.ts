/** `\ell(\mu, \sigma^2) = …` is one definition, whichever question follows. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { checkNotes } from "../../src/notes.js";

const LIKELIHOOD = "-\\frac n2\\log\\sigma^2 - \\frac{1}{2\\sigma^2}\\sum_{i=1}^n (x_i-\\mu)^2";
const read = (head: string, value: string, by: string) => {
  const text = `$$${head} = ${value}$$\n$$\\frac{\\partial\\ell}{\\partial${by}}$$`;
  const { diagnostics, results } = answer(text, { steps: "none" });
  return { codes: diagnostics.map((d) => d.code), answer: results[0]?.text };
};

describe("a function that is stated of σ²", () => {
  it.each(["\\mu", "\\sigma", "\\sigma^2", "{\\sigma^2}"])("is the one that is stated of nothing, by %s", (by) => {
    const bare = read("\\ell", LIKELIHOOD, by);
    for (const head of ["\\ell(\\mu,\\sigma^2)", "\\ell(\\mu,\\sigma^{2})", "\\ell(\\sigma^2; \\mu)"]) {
      const stated = read(head, LIKELIHOOD, by);
      expect({ ...stated, answer: stated.answer?.replaceAll("sigma_squared", "sigma^2") }).toEqual({
        ...bare,
        answer: bare.answer?.replaceAll("sigma_squared", "sigma^2"),
      });
    }
  });

  it("may have σ itself in its formula, and is derived by σ then", () => {
    const value = LIKELIHOOD.replace("\\frac n2\\log\\sigma^2", "n\\log\\sigma");
    expect(read("\\ell(\\mu,\\sigma^2)", value, "\\mu").answer).toBe("sum(i=1..n, x_i - mu) / sigma^2");
    expect(read("\\ell(\\mu,\\sigma^2)", value, "\\sigma").codes).toEqual([]);
    expect(read("\\ell(\\mu,\\sigma^2)", value, "\\sigma^2").codes).toContain("syntax/by-square");
  });

  it("is none of x where x² is something else", () =>
    expect(read("\\ell(x^2)", "x^4 + x", "x").codes).toContain("syntax/left-side"));

  it("is judged in notes", () => {
    const note = (claim: string) => `$\\ell(\\mu,\\sigma^2) = ${LIKELIHOOD}$. Then $${claim}$.`;
    const verdicts = (claim: string) => checkNotes(note(claim)).findings.map((f) => f.verdict);
    const [mu, sigma] = ["\\frac{\\partial\\ell}{\\partial\\mu} =", "\\frac{\\partial\\ell}{\\partial\\sigma} ="];
    expect(verdicts(`${mu} \\frac1{\\sigma^2}\\sum_{i=1}^n (x_i-\\mu)`)).toEqual(["equal"]);
    expect(verdicts(`${mu} -\\frac1{\\sigma^2}\\sum_{i=1}^n (x_i-\\mu)`)).toEqual(["different"]);
    expect(verdicts(`${sigma} -\\frac n\\sigma + \\frac1{\\sigma^3}\\sum_{i=1}^n (x_i-\\mu)^2`)).toEqual(["equal"]);
  });
});
