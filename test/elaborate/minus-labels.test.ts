/** TeX sets one character behind `^`: `P^-H^T` is P⁻ Hᵀ, an estimate before it is corrected, and no power. */
import { expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (model: string, asked: string) => {
  const { diagnostics, results, assumptions } = answer(`$$${model}$$\n$$${asked}$$`, { steps: "none" });
  return { said: diagnostics.map((d) => `${d.code} ${d.hint ?? ""}`), answer: results[0]?.text, assumptions };
};

it.each([
  ["K_k = P_k^-H^T(HP_k^-H^T+R)^{-1}", "\\frac{\\partial K_k}{\\partial R}"],
  ["K = P^-H^T S, J = \\operatorname{tr} K", "\\frac{\\partial J}{\\partial S}"],
  ["J = \\operatorname{tr}(P^-\\Sigma)", "\\frac{\\partial J}{\\partial \\Sigma}"],
  ["y = \\mathbf{P}^-\\mathbf{H}^\\top\\mathbf{b}", "\\frac{\\partial y}{\\partial \\mathbf{b}}"],
])("with and without braces it is one: %s", (model, asked) => {
  const [bare, braced] = [read(model, asked), read(model.replaceAll("^-", "^{-}"), asked)];
  expect(bare).toEqual(braced);
  expect(bare.said).toEqual([]);
});

it.each([
  ["J = x_0^-k", "\\frac{dJ}{dk}", "-J log(x_0)", "x_0_minus"],
  ["y = a^-b", "\\frac{dy}{db}", "-y log(a)", "a_minus"],
])("of a number it is said that a power was read, and each hint decides: %s", (model, asked, power, label) => {
  const letter = model.slice(-1);
  const { said, answer: value } = read(model, asked);
  expect(said).toEqual([`syntax/script ^{-${letter}} says what is read; with a label it is ^{-} ${letter}`]);
  expect(value).toBe(power);
  expect(read(model.replace(/\^-./, `^{-${letter}}`), asked)).toMatchObject({ said: [], answer: power });
  expect(read(model.replace(/\^-./, `^{-} ${letter}`), asked)).toMatchObject({ said: [], answer: label });
});

it.each([
  ["y = e^-x", "\\frac{dy}{dx}", "-y"],
  ["y = 2^-x", "\\frac{dy}{dx}", "-y log(2)"],
  ["y = (1+r)^-n", "\\frac{dy}{dr}", "-n (1 + r)^(-n - 1)"],
  ["y = x^-2", "\\frac{dy}{dx}", "-2 / x^3"],
  ["J = \\operatorname{tr}(A^-T B)", "\\frac{\\partial J}{\\partial B}", "A^-1"],
])("what has no label is raised as ever: %s", (model, asked, value) =>
  expect(read(model, asked)).toMatchObject({ said: [], answer: value }),
);
