/** Backward passes by the names of programs, dW and dZ; a bias for each example; differentials stay differentials. */

import { describe, expect, it } from "vitest";
import { withBackwardNames } from "../../src/notes/backward.js";
import { checkNotes } from "../../src/notes.js";
import { growsBy, MOST_GROWTH } from "../growth.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);

describe("dW of backward passes", () => {
  const net = "$Z = W X + b$, $A = \\sigma(Z)$ with the cost $J$.";
  it.each([
    ["dZ = dA * \\sigma'(Z)", "dZ = dA * \\sigma'(A)"],
    ["dW = \\frac{1}{m} dZ X^T", "dW = \\frac{1}{m} dZ X"],
    ["dX = W^T dZ", "dX = W dZ"],
  ])("%s", (right, wrong) => {
    expect(verdicts(`${net}\n\n$$${right}$$`)).toEqual(["equal"]);
    expect(["different", "ill-shaped"]).toContain(verdicts(`${net}\n\n$$${wrong}$$`)[0]);
  });

  it("by layers, where the words say what d means", () => {
    const said =
      "$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$, $A^{[l]} = g(Z^{[l]})$, and $d\\,\\cdot$ is the derivative of the cost.";
    expect(verdicts(`${said}\n\n$$dZ^{[l]} = dA^{[l]} * g'(Z^{[l]})$$`)).toEqual(["equal"]);
    expect(verdicts(`${said}\n\n$$dW^{[l]} = dZ^{[l]} A^{[l-1]T}$$`)).toEqual(["equal"]);
    expect(verdicts(`${said}\n\n$$dW^{[l]} = dZ^{[l]} A^{[l]T}$$`)).toEqual(["different"]);
  });

  it("is no differential, and a differential no such name", () => {
    const formulas = ["y = A x", "dy = A dx", "dW = dZ X^T", "\\frac{dy}{dx} = A"];
    expect(withBackwardNames(formulas, [])).toEqual(formulas);
    expect(verdicts("$y = A x$. Then $dy = A dx$.")).toEqual(["equal"]);
    expect(verdicts("$y = x^T x$. Then $dy = x^T dx$.")).toEqual(["different"]);
    const named = (text: string) => withBackwardNames([text, "dW = \\frac{\\partial J}{\\partial W}"], []);
    for (const text of [
      (n: number) => "d W".repeat(n),
      (n: number) => `dW = ${"dZ * ".repeat(n)}`,
      (n: number) => `dW${"^".repeat(n)} =`,
    ])
      expect(growsBy(4000, named, text)).toBeLessThan(MOST_GROWTH);
  });
});

describe("readings of notes", () => {
  const d = (of: string, by: string, right: string) => `$$\\frac{\\partial ${of}}{\\partial ${by}} = ${right}$$`;
  it("a bias is added for each example", () => {
    const batch = "$Z = X W + b$, $J = \\operatorname{sum}(G \\odot Z)$";
    expect(verdicts(`${batch}\n\n${d("J", "W", "X^T G")}`)).toEqual(["equal"]);
    expect(["different", "ill-shaped"]).toContain(verdicts(`${batch}\n\n${d("J", "W", "X G^T")}`)[0]);
  });

  it("an operator on a left side takes the whole product, and a side ends at no thin space", () => {
    expect(verdicts("$\\nabla_A \\mathrm{tr} A A^T = 2 A$")).toEqual(["equal"]);
    expect(verdicts("$\\nabla_A \\mathrm{tr} A A^T = A$")).toEqual(["different"]);
    const chain = "$$q(t) = \\| b - t a \\|^2 = b^\\top b - 2 t\\, a^\\top b + t^2 a^\\top a .$$";
    expect(verdicts(`${chain}\n\n$\\frac{dq}{dt} = -2 a^\\top b + 2 t\\, a^\\top a$`)).toEqual(["equal"]);
  });
});
