/** Left sides and questions as papers write them: densities with a bar, given by their logarithm; macros for derivatives. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { printText } from "../../src/print/text.js";

/** Every answer of a text; its faults where it has any. */
function answers(text: string): readonly string[] {
  const model = read(text);
  const faults = model.diagnostics.filter((d) => d.severity === "error").map((d) => d.code);
  if (faults.length > 0) return faults;
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  return derivations(model, queries, { steps: "none" }).results.map((r) =>
    isRefusal(r) ? r.message : printText(r.value),
  );
}

const display = (...formulas: readonly string[]): string => formulas.map((f) => `$$${f}$$`).join("\n");

describe("densities", () => {
  const GAUSS = String.raw`-\frac12 (y - w^\top x)^2`;
  it.each([
    [[String.raw`\log p(y | x) = ${GAUSS}`, String.raw`\frac{\partial \log p(y | x)}{\partial w}`]],
    [[String.raw`\log p(y \mid x) = ${GAUSS}`, String.raw`\frac{\partial}{\partial w} \log p(y \mid x)`]],
    [[String.raw`\ln p(y; x, w) = ${GAUSS}`, String.raw`\nabla_w \ln p(y; x, w)`]],
    [[String.raw`p(y | x) = \exp(${GAUSS})`, String.raw`L = \log p(y | x)`, String.raw`\frac{\partial L}{\partial w}`]],
    [[String.raw`p(y | x, w) = \exp(${GAUSS})`, "L = \\log p", String.raw`\frac{\partial L}{\partial w}`]],
  ])("%j are one answer", (formulas) => {
    expect(answers(display(...formulas))).toEqual(["(y - w^T x) x"]);
  });

  it("two bars are an absolute value, and a density of itself is a circle", () => {
    expect(answers("x : scalar\na : scalar\nf = exp(a (|x|))\n∂f/∂x")).toEqual(["a f sign(x)"]);
    expect(answers(display("P(A|B) = P(B|A) P(A)", String.raw`\frac{\partial P}{\partial A}`))).toEqual([
      "definition/circle",
    ]);
  });
});

describe("macros for derivatives are what they stand for", () => {
  const given = String.raw`J = x^3 y^2 + \exp(x y)`;
  it.each([
    [String.raw`\pdv{J}{x}`, String.raw`\frac{\partial J}{\partial x}`],
    [String.raw`\dv{J}{x}`, String.raw`\frac{d J}{d x}`],
    [String.raw`\pdv[2]{J}{x}`, String.raw`\frac{\partial^2 J}{\partial x^2}`],
    [String.raw`\pdv{J}{x}{y}`, String.raw`\frac{\partial^2 J}{\partial x \partial y}`],
    [String.raw`\pdv{x} J`, String.raw`\frac{\partial}{\partial x} J`],
    [String.raw`\pdv[2]{x} J`, String.raw`\frac{\partial^2}{\partial x^2} J`],
    [String.raw`\grad_x J`, String.raw`\nabla_x J`],
    [String.raw`\pdv{\left(x^2 y\right)}{x}`, String.raw`\frac{\partial (x^2 y)}{\partial x}`],
  ])("%s is %s", (macro, meant) => {
    const [found, wanted] = [macro, meant].map((q) => answers(display(given, q)));
    expect(found).toEqual(wanted);
    expect(found).toHaveLength(1);
    expect(found?.[0]).not.toMatch(/^syntax/);
  });

  it.each([String.raw`\pdv`, String.raw`\pdv{J`, String.raw`\pdv J x`, String.raw`\pdv[2]{J}{x}{y}`])(
    "%s is refused by name",
    (text) => {
      expect(answers(display(given, text)).length).toBeGreaterThan(0);
      expect(answers(display(given, text))[0]).toMatch(/^syntax/);
    },
  );
});

describe("a gradient of a function with one argument is by that", () => {
  it.each([
    ["f(x) = x^T A x\n∇f(x)", ["(A + A^T) x"]],
    ["f(x) = x^T A x\n∇²f(x)", ["A + A^T"]],
    [display("J(\\theta) = \\theta^T A \\theta", "\\nabla J(\\theta)"), ["(A + A^T) theta"]],
    ["f(x, y) = x^T y\n∇f(x, y) = x", ["syntax/nabla"]],
  ])("%s", (text, found) => {
    expect(answers(text)).toEqual(found);
  });

  it("∇f(x) = … defines nothing, and says of an f that nobody defines what its slope is", () => {
    for (const text of ["∇f(x) = 2 x", "$$\\nabla f(x_k) = 2 x_k$$"]) {
      const { results } = answer(text);
      expect(results.flatMap((r) => r.claims.map((c) => c.verdict))).toEqual(["not judged"]);
    }
    const { results } = answer("f(x) = x^T A x\n∇f(x) = (A + A^T) x\n∇f(y) = (A + A^T) y; y : vector(n)");
    expect(results.flatMap((r) => r.claims.map((c) => c.verdict))).toEqual(["equal", "equal"]);
  });
});

describe("the numbers of a column", () => {
  const AT = JSON.stringify({
    R: [
      [0.3, -1, 0.2],
      [0.5, 0.1, 0.7],
    ],
    p: [0.4, 1.2, -0.6],
    t: [2, 3],
  });
  const values = (text: string) => {
    const { diagnostics, results } = answer(text, { at: AT, steps: "none" });
    return [diagnostics.filter((d) => d.severity === "error").map((d) => d.code), results.map((r) => r.value)];
  };
  const ASKED = "s = X^2 / Z\n∂s/∂p; ∂s/∂t";
  const spelled = values(`q = R p + t\nX = unit(1, 2)^T q\nZ = unit(2, 2)^T q\n${ASKED}`);

  it.each([
    "[X; Z] = R p + t",
    "[X, Z]^T = R p + t",
    "$[X, Z]^\\top = R p + t$",
    "$\\begin{bmatrix} X \\\\ Z \\end{bmatrix} = R p + t$",
  ])("%s are entries of the right side", (definition) => {
    expect(spelled[0]).toEqual([]);
    expect(spelled[1]).toHaveLength(2);
    expect(values(`${definition}\n${ASKED}`)).toEqual(spelled);
  });

  it("are as many as it has", () => {
    expect(values(`p : vector(3)\n[X; Z] = p\n${ASKED}`)[0]).not.toEqual([]);
  });

  it.each(["[X, Z] = R p + t", "[X; X] = R p + t", "[2; Z] = R p + t", "$[\\mathbf x; \\mathbf z] = R p + t$"])(
    "%s are none, and no definition",
    (definition) => expect(values(`${definition}\n${ASKED}`)[0]).toContain("syntax/left-side"),
  );
});
