/** Lines to cotangents with names, and to members that a question asks for beside them. */
import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";

const RECURSION = "h_t = tanh(W h_{t-1}) for t in 1..T; W : matrix(n, n); h_0 : vector(n)\n";

describe("a member whose cotangent has a name", () => {
  it.each([
    ["the Jacobian", `${RECURSION}∂h_T/∂h_t`],
    ["the gradient", `${RECURSION}L = norm2(h_T)^2\n∂L/∂h_t`],
  ])("is derived once: %s", (_, text) => {
    const lines = derive(text).results.flatMap((r) => r.steps.map((s) => `${s.rule} ${s.unicode}`));
    expect(lines.length).toBeGreaterThan(3);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

it("a Jacobian by one entry picks it", () => {
  const { results } = derive("h_t = a_t h_{t-1} for t in 1..T; h_0 : vector(n)\n∂h_T/∂a_t", { steps: "none" });
  expect(results.map((r) => r.text)).toEqual(["J_t h_{t-1}"]);
});
