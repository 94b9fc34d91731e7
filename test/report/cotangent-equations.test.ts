/** Equations of named cotangents as they are shown: cases and ends, each true, for short ranges too. */
import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";

const NETWORK = `h_t = f(W h_{t-1} + U x_t) for t in 1..T
h_0 : vector(n); W : matrix(n, n); U : matrix(n, m); x_t : vector(m) for t in 1..T; c_t : vector(n) for t in 1..T
f : function`;

const equationsOf = (loss: string, by = "W") => {
  const report = derive(`${NETWORK}\nL = ${loss}\n∂L/∂${by}`);
  return report.results[0]?.equations.map((e) => `${e.name} = ${e.text}${e.where === "" ? "" : `   (${e.where})`}`);
};

describe("the equations of a cotangent", () => {
  it("close with a zero beyond the end, where every step has a loss", () => {
    expect(equationsOf("sum(t=1..T, c_t^T h_t)")).toEqual([
      "delta_t = c_t + W^T (delta_{t+1} .* f'(W h_t + U x_{t+1}))   (1 <= t <= T)",
      "delta_{T+1} = zeros(n)",
    ]);
  });

  it("have a case for the last step, where the loss is of that alone", () => {
    expect(equationsOf("sum(h_T)")?.map((e) => e.replace(/ = .* {3}/u, " … "))).toEqual([
      "delta_t … (1 <= t <= T - 1)",
      "delta_T = ones(n)",
    ]);
  });
});
