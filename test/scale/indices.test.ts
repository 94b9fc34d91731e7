/** Sums within sums, families and equations of families: the nodes that a derivative makes, counted at three sizes. */
import { describe, expect, it } from "vitest";
import { derivations } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";

const LETTERS = [..."abcdfghijklmopqrtuvwyz"];
const lines = (n: number, line: (k: number) => string): string =>
  Array.from({ length: n }, (_, k) => line(k)).join("\n");

const nested = (depth: number): string => {
  const own = LETTERS.slice(0, depth);
  const sums = own.map((i) => `sum(${i}=1..n, `).join("");
  return `x : vector(n)\ns = ${sums}exp(${own.map((i) => `x_${i}`).join(" + ")})${")".repeat(depth)}\n∂s/∂x_e`;
};
const families = (n: number): string =>
  `${lines(n, (k) => `x${k}_i : vector(d) for i in 1..N`)}\ns = ${lines(n, (k) => `sum(i=1..N, w^T x${k}_i)`).replaceAll("\n", " + ")}\n∂s/∂w`;
const equations = (n: number): string =>
  `z0_i = w^T x_i for i in 1..N\n${lines(n, (k) => `z${k + 1}_i = tanh(z${k}_i) for i in 1..N`)}\ns = sum(i=1..N, z${n}_i)\n∂s/∂w`;

function nodesOf(text: string): number {
  const model = read(text);
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  const { results } = derivations(model, queries, { steps: "none" });
  expect(results.map((r) => "value" in r)).toEqual([true]);
  return model.context.size;
}

describe("the nodes of a derivative grow with", () => {
  it.each([
    // Each of the letters of the body is summed over by the others, and each sum made anew for the level it comes to stand at.
    ["the depth of sums, at most by the cube", nested, [5, 10, 20], 8],
    ["the number of families", families, [10, 20, 40], 2.2],
    ["the number of equations", equations, [10, 20, 40], 2.2],
  ] as const)("%s", (_, text, [small, middle, large], most) => {
    const [a, b, c] = [small, middle, large].map((n) => nodesOf(text(n))) as [number, number, number];
    expect([a, b, c, (c - b) / (b - a) <= most]).toEqual([a, b, c, true]);
  });
});
