/** What is asked of a text that asks nothing. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { terminal } from "../../src/report/terminal.js";

const asked = (text: string): readonly string[] => {
  const { results, diagnostics } = answer(text, { steps: "none" });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return results.map((r) => `∂${r.of}/∂${r.wrt}`);
};

describe("the questions of a text that asks nothing", () => {
  it("are by the inputs behind the equations of a recursion, and of a family", () => {
    const network = "W : matrix(n, n)\nh_t = tanh(W h_{t-1} + U x_t) for t in 1..T";
    expect(asked(`${network}\nh_0 = V c\nL = sum(t=1..T, norm2(h_t - y_t)^2)`)).toEqual([
      "∂L/∂W",
      "∂L/∂U",
      "∂L/∂V",
      "∂L/∂c",
    ]);
    expect(asked("z_i = w^T x_i + b for i in 1..N\nw : vector(d)\nL = sum(i=1..N, z_i^2)")).toEqual(["∂L/∂b", "∂L/∂w"]);
  });

  it("end where a circle of families does", () =>
    expect(
      asked("a_t = p b_{t-1} for t in 1..T\nb_t = q a_t for t in 1..T\nb_0 = c\np, q, c : scalar\nL = b_T"),
    ).toEqual(["∂L/∂p", "∂L/∂q", "∂L/∂c"]));

  it("say what was assumed of the names behind a family", () => {
    const { results } = answer("z_i = w^T x_i for i in 1..N\nL = sum(i=1..N, z_i^2)\n∂L/∂w", { steps: "none" });
    expect(results[0]?.assumptions.join("; ")).toContain("x_i : vector(n) for i in 1..N");
    expect(terminal(answer("s = a^T x"))).toContain("∂s/∂x");
  });
});
