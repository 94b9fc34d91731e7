/** The graph's gradient by a defined name is the one that `derive` gives: written out elsewhere, its value is not it. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { graphAtValues } from "../../src/graph.js";
import { derive, parse } from "../../src/index.js";

const HEAD = "x : vector(2)\nW : matrix(2, 2)\n";
const AT = JSON.stringify({
  x: [0.3, -0.7],
  W: [
    [0.5, 1.1],
    [-0.4, 0.2],
  ],
});

const MODELS = [
  "a = tanh(x); s = sum(a .* tanh(x))",
  "a = W x; b = tanh(W x); s = a^T b",
  "a = x^T x; s = a + x^T x",
  "a = tanh(x); b = tanh(x); s = a^T b",
  "b = x^T tanh(x); a = tanh(x); s = b + sum(a)",
  "a = W x; b = W x + x; c = exp(W x); s = a^T b + sum(c)",
  "a = x; b = 2 x; s = sum(a .* b .* x)",
];

describe.each(["equation", "operation"] as const)("grain %s", (grain) => {
  it.each(MODELS)("%s", (text) => {
    const model = parse(HEAD + text);
    const { graph, numbers } = graphAtValues(model, AT, { grain });
    const names = model.equations.map((q) => q.name).filter((name) => name !== "s");
    const byName = new Map(graph.nodes.map((n) => [n.name, numbers?.nodes.get(n)]));
    for (const name of [...names, "x"]) {
      const { gradient, agrees } = byName.get(name) ?? {};
      const { results } = answer(HEAD + text, { of: "s", wrt: [name], at: AT, steps: "none" });
      const value = [results[0]?.value].flat(2) as readonly number[];
      // A name that the output does not depend on has no gradient in the graph.
      const found = gradient === null || gradient === undefined ? value.map(() => 0) : [...gradient.data];
      for (const [i, g] of found.entries()) expect(g, `∂s/∂${name}`).toBeCloseTo(value[i] as number, 9);
      expect(agrees, `∂s/∂${name}`).not.toBe(false);
    }
  });
});

it("Greek names are the same output", () => {
  const model = parse("x : vector(2)\nσ = x^T x\nτ = 2 σ");
  const of = (name: string) => graphAtValues(model, '{"x": [1, 2]}', { of: name }).graph.output?.name;
  expect([of("σ"), of("sigma")]).toEqual(["sigma", "sigma"]);
  expect(derive(model, { of: "σ", wrt: ["x"] }).results[0]?.text).toBe("2 x");
});
