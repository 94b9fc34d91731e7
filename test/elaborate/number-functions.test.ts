/** A function that nothing defines, added to what is a number, is one: its derivative by a vector is its gradient. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text, { steps: "none" });
  return {
    codes: diagnostics.filter((d) => d.severity !== "note").map((d) => d.code),
    answers: results.map((r) => r.text),
  };
};

const NUMBERS = [
  "\\lambda \\|\\mathbf{x}\\|^2",
  "\\frac{\\rho}{2} \\|\\mathbf{x} - \\mathbf{z}\\|^2",
  "\\lambda(1 - \\mathbf{x}^T\\mathbf{x})",
  "\\boldsymbol{\\nu}^T(\\mathbf{A}\\mathbf{x} - \\mathbf{b})",
  "\\mathbf{c}^T\\mathbf{x}",
];

describe.each(["f", "g", "F", "f_0"])("%s(x) as the loss ℓ(x) is", (f) => {
  it.each(NUMBERS)("beside %s", (number) => {
    const text = (name: string) => `$$L = ${name}(\\mathbf{x}) + ${number}$$ $$\\nabla_{\\mathbf{x}} L$$`;
    const { codes, answers } = read(text(f));
    expect(codes).toEqual([]);
    expect(answers).toEqual(read(text("\\ell")).answers.map((a) => a.replaceAll("∇ell", `∇${f}`)));
    expect(answers[0]).toContain(`∇${f}(x)`);
  });
});

it.each([
  ["z = f(x) + W x\n∂z/∂x", "diag(f'(x)) + W"],
  ["$$y = f(x) + \\lambda x^2$$ $$\\frac{dy}{dx}$$", "f'(x) + 2 lambda x"],
  ["$$L = f(x) + \\lambda \\|x\\|^2$$ $$\\frac{\\partial L}{\\partial x} = f'(x) + 2 \\lambda x$$", null],
])("and elementwise where nothing says so: %s", (text, expected) => {
  const { answers } = read(text);
  if (expected !== null) expect(answers).toEqual([expected]);
  else expect(answers.join()).not.toContain("∇f");
});
