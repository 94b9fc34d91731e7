/** Second derivatives through recursions: along a direction they are derived, as whole matrices refused by name. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

const right = { passed: true, counts: { failed: 0, notJudged: 0 } };
const RNN = "h_t = tanh(W h_{t-1} + U x_t) for t in 1..T\nL = sum(t=1..T, ||h_t - y_t||^2)\n";

describe("a Hessian times a vector", () => {
  it("of a sum over data", () => {
    const source = "L = sum(i=1..N, (w^T x_i - y_i)^2)\n∂²L/∂w² v";
    const [result] = derive(source).results;
    expect(result?.forms.map((f) => f.unicode)).toEqual(["2 Σ_{i=1}^N (vᵀ x_i) x_i", "2 Xᵀ X v"]);
    expect(result?.steps[result.steps.length - 1]?.after).toBe(result?.text);
    expect(check(source)).toMatchObject(right);
  });

  it.each([
    ["a recurrent network", `${RNN}∂²L/∂h_0² v`],
    ["layers", "a_l = tanh(W_l a_{l-1}) for l in 1..L\na_0 = x\nC = 1/2 ||a_L - y||^2\n∂²C/∂x² v"],
    ["a data point", "L = sum(i=1..N, exp(w^T x_i))\n∂²L/∂x_j² v"],
  ])("through %s agrees with differences", (_, source) => {
    expect(check(source)).toMatchObject(right);
  });
});

describe("a matrix of derivatives through a recursion", () => {
  it.each(["∂²L/∂h_0²", "∂h_T/∂h_0", "∂h_T/∂W"])("%s is refused: its rows have cotangents of their own", (asked) => {
    const { results, diagnostics } = answer(`${RNN}${asked}`);
    expect(results).toEqual([]);
    expect(diagnostics.map((d) => d.code)).toContain("derive/not-differentiable");
  });
});
