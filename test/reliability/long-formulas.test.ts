/** Formulas far beyond what anybody writes are answered or refused by a budget, and never an error of ours. */
import { expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const many = (n: number, part: (i: number) => string, by: string): string =>
  Array.from({ length: n }, (_, i) => part(i)).join(by);

const FORMULAS: Readonly<Record<string, string>> = {
  "a sum of one name": `x : scalar\ns = ${many(130_000, () => "x", " + ")}`,
  "a sum of vectors": `x : vector(n)\ny = ${many(130_000, () => "x", " + ")}`,
  "letters in LaTeX": `$s = ${"x".repeat(401_000)}$`,
  "a sum in a function": `g(t) = ${many(130_000, () => "t", " + ")}\nx : scalar\ny = g(x)`,
  "operands of a call": `y = f(${many(100_000, () => "x", ", ")})`,
};

it.each(Object.entries(FORMULAS))("%s", { timeout: 60_000 }, (_, text) => {
  const { results, diagnostics } = answer(text, { steps: "none" });
  const faults = diagnostics.filter((d) => d.severity === "error");
  expect(results.length + faults.length).toBeGreaterThan(0);
  for (const d of faults) expect(d.code).toMatch(/^(?:budget|shape|syntax|function|call)\//);
});

it("a budget names what there is too much of", () => {
  const codes = (text: string) => answer(text, { steps: "none" }).diagnostics.map((d) => [d.code, d.message]);
  expect(codes(FORMULAS["a sum of one name"] as string)).toEqual([
    ["budget/nodes", expect.stringMatching(/^there are \d+ operands of one sum; 110000 are the most$/)],
  ]);
  expect(codes(FORMULAS["letters in LaTeX"] as string)[0]).toEqual([
    "budget/input",
    "this statement has 401002 symbols; 400000 are the most",
  ]);
});
