/** A name that a text defines is read as what it stands for: written out in its place, it changes no answer. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { assumptions, diagnostics, results } = answer(text, { steps: "none" });
  return {
    kinds: assumptions,
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    warnings: diagnostics.filter((d) => d.severity === "warning").map((d) => d.code),
    answers: results.map((r) => r.text),
  };
};

const OUTER: readonly (readonly [string, (z: string) => string])[] = [
  ["softmax", (z) => `r = 1^T softmax(${z}) 1`],
  ["softmax times a matrix", (z) => `R = softmax(${z}) V`],
  ["logsumexp", (z) => `r = logsumexp(${z})`],
  ["norm2", (z) => `r = norm2(${z})^2`],
  ["bars with a 2", (z) => `r = ‖${z}‖_2^2`],
  ["bars", (z) => `r = ‖${z}‖^2`],
  ["a bias", (z) => `R = ${z} + b`],
  ["a number", (z) => `R = 1 + exp(${z})`],
];
const INNER = ["Q K^T", "Q K^T / 2", "X W", "X W + M", "X - W H", "X w", "A x", "W X"];

describe.each(OUTER)("under %s", (_, outer) => {
  it.each(INNER)("Z = %s", (inner) => {
    const by = inner.replace(/[^A-Za-z]/g, "").charAt(0);
    const question = (head: string) => `\n∂${head.charAt(0)}/∂${by}`;
    const [whole, named] = [outer(`(${inner})`), `Z = ${inner}\n${outer("Z")}`];
    const [a, b] = [read(whole + question(whole)), read(named + question(whole))];
    expect(b.errors).toEqual(a.errors);
    if (a.errors.length === 0) expect(b.kinds).toEqual(a.kinds);
    expect(b.warnings).toEqual(a.warnings);
  });
});

it.each([
  ["S = Q K^T; P = softmax(S); L = tr(G^T P V)\n∂L/∂Q", "(C - (C ones(p, p)) .* P) K"],
  [
    "$$S = QK^\\top/\\sqrt d, P = \\text{softmax}(S), O = PV$$\n$$\\frac{\\partial O}{\\partial V}$$",
    "kron(eye(q), P)",
  ],
  [
    "Z = X W; A = Z; s = sum(softmax(A) .* Y)\n∂s/∂W",
    "X^T (Y .* softmaxrows(A) - ((Y .* softmaxrows(A)) ones(p, p)) .* softmaxrows(A))",
  ],
  [
    "$$Z = XW, P = softmax(Z), L = -tr(Y^T \\log P)$$\n$$\\frac{\\partial L}{\\partial W}$$",
    "X^T ((Y ones(p, p)) .* P - Y)",
  ],
])("softmax of a product by its name is taken row by row: %s", (text, shown) => {
  expect(read(text)).toMatchObject({ errors: [], warnings: [], answers: [shown] });
});

it("a name in lower case says a vector, and the capital that becomes one is told", () =>
  expect(read("z = W X; p = softmax(z); L = -y^T log(p)\n∂L/∂W")).toMatchObject({
    errors: [],
    warnings: ["name/flat"],
  }));

it("a plain letter beside a product of matrices is a bias in LaTeX as well, and no number", () => {
  const bias = "$$Z = XW + b, P = softmax(Z), L = \\sum_{i,k} Y_{ik}P_{ik}$$\n$$\\frac{\\partial L}{\\partial b}$$";
  const { diagnostics } = answer(bias, { steps: "none" });
  expect(diagnostics.find((d) => d.severity === "error")?.hint).toContain("XW + ones(N) b^T");
  expect(read(bias.replace("+ b", "+ ones(N) b^T"))).toMatchObject({ errors: [] });
});
