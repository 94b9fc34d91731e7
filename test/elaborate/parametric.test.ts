/** Swish_1(z) of a text that says what Swish_β(x) is has the number for the letter, and is applied entry by entry. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { answerDocument } from "../../src/notes/document-report.js";
import { readMarkdown } from "../../src/notes/markdown.js";
import { rangesIn } from "../../src/notes/ranges.js";

const AT = JSON.stringify({
  u: [0.7, -1.2],
  z: [0.4, -0.9],
  W: [
    [0.3, -0.5],
    [0.2, 0.9],
  ],
});

const read = (text: string) => {
  const { diagnostics, results } = answer(text, { at: AT, steps: "none" });
  return {
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    values: results.map((r) => r.value),
  };
};

describe("a function with a number below", () => {
  it.each([
    ["f_b(x) = x sigmoid(b x)\ns = u^T f_1(z)\n∂s/∂z", "f(x) = x sigmoid(x)\ns = u^T f(z)\n∂s/∂z"],
    ["f_b(x) = x sigmoid(b x)\ns = u^T f_2(W z)\n∂s/∂W", "f(x) = x sigmoid(2 x)\ns = u^T f(W z)\n∂s/∂W"],
    ["f_b(x) = x^2 + b x\ns = u^T (f_1(z) + f_3(z))\n∂s/∂z", "s = u^T (2 z .^ 2 + 4 z)\n∂s/∂z"],
    [
      "$\\mathrm{Swish}_\\beta(x) = x\\,\\sigma(\\beta x)$\n$s = u^\\top \\mathrm{Swish}_2(W z)$\n∂s/∂W",
      "f(x) = x sigmoid(2 x)\ns = u^T f(W z)\n∂s/∂W",
    ],
  ])("%s", (text, spelled) => {
    const own = read(text);
    expect(own).toEqual(read(spelled));
    expect([own.errors, own.values.length]).toEqual([[], 1]);
  });

  it("is its own where the text defines it", () => {
    const text = "f_b(x) = x sigmoid(b x)\nf_1(x) = x^2\ns = u^T f_1(z)\n∂s/∂z";
    expect(read(text).values).toEqual(read("s = u^T (z .^ 2)\n∂s/∂z").values);
  });

  it("is refused where nothing says what it is", () => {
    expect(read("$s = u^\\top \\mathrm{Swish}_1(z)$\n∂s/∂z").errors).toEqual(["name/unknown-function"]);
    expect(read("$s = u^\\top \\mathrm{Swish}_i(z)$\n∂s/∂z").errors).toEqual(["syntax/operator-script"]);
  });

  it("finds what it is further down in a note", () => {
    const note = [
      "$$s = u^\\top \\mathrm{Swish}_1(W z)$$",
      "where $\\mathrm{Swish}_\\beta(x) = x\\,\\sigma(\\beta x)$.",
      "$$\\frac{\\partial s}{\\partial W}$$",
    ].join("\n\n");
    const { results } = answerDocument(readMarkdown(note), rangesIn(note), { at: AT, steps: "none" });
    expect(results.map((r) => r.value)).toEqual(read("f(x) = x sigmoid(x)\ns = u^T f(W z)\n∂s/∂W").values);
  });
});

describe("σ in the formula of a function", () => {
  it("is the sigmoid, unless the text says otherwise", () => {
    expect(read("f(t) = t σ(2 t)\ns = u^T f(z)\n∂s/∂z")).toEqual(read("f(t) = t sigmoid(2 t)\ns = u^T f(z)\n∂s/∂z"));
    expect(read("σ : scalar\nf(t) = t σ(2 t)\ns = u^T f(z)\n∂s/∂z").values).toEqual([]);
  });
});
