/** `A^{-1}_{ij}` is an entry of the inverse and `A^{2}_{ij}` the square of an entry, whatever the question is. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text, { steps: "none" });
  const said = diagnostics.filter((d) => d.severity !== "note");
  return { codes: said.map((d) => d.code), hints: said.map((d) => d.hint ?? ""), answers: results.map((r) => r.text) };
};

const ASKED = ["\\frac{\\partial S}{\\partial A}", "\\frac{\\partial S}{\\partial A_{kl}}"];
const asked = (sum: string, question: string) => `$$S = \\sum_{i,j} ${sum}$$\n$$${question}$$`;

describe.each(ASKED)("%s", (question) => {
  it.each([
    ["A^{-1}_{ij} x_i x_j", "(A^{-1})_{ij} x_i x_j"],
    ["A^T_{ij} x_i y_j", "(A^T)_{ij} x_i y_j"],
    ["A_{ij}^\\top x_i y_j", "(A^T)_{ij} x_i y_j"],
  ])("%s", (typed, spelled) => {
    const { codes, answers } = read(asked(typed, question));
    expect(codes).toEqual([]);
    expect(answers).toEqual(read(asked(spelled, question)).answers);
    expect(answers).toHaveLength(1);
  });

  it("a power is that of the entry, which is said with both spellings", () => {
    const { codes, answers, hints } = read(asked("A^{2}_{ij} x_i", question));
    expect(codes).toEqual(["name/raised"]);
    expect(answers).toEqual(read(asked("A_{ij}^2 x_i", question)).answers);
    expect(hints[0]).toContain("(A^{2})_{ij}, a power of the entry (A_{ij})^{2}");
    expect(read(asked("(A_{ij})^2 x_i", question))).toEqual({ codes: [], hints: [], answers });
    const ofMatrix = read(asked("(A^2)_{ij} x_i", question));
    expect([ofMatrix.codes, ofMatrix.answers.length]).toEqual([[], 1]);
    expect(ofMatrix.answers).not.toEqual(answers);
  });
});

it("a small letter is a number with two letters: one over it", () => {
  const by = (w: string) => `$$E = \\sum_{i,j} ${w} q_i$$\n$$\\frac{\\partial E}{\\partial d_{kl}}$$`;
  expect(read(by("d^{-1}_{ij}"))).toEqual(read(by("\\frac{1}{d_{ij}}")));
  expect(read(by("d^2_{ij}"))).toEqual(read(by("(d_{ij})^2")));
});
