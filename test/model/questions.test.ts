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
      "∂L/∂x_t",
      "∂L/∂V",
      "∂L/∂c",
      "∂L/∂y_t",
    ]);
    expect(asked("z_i = w^T x_i + b for i in 1..N\nw : vector(d)\nL = sum(i=1..N, z_i^2)")).toEqual([
      "∂L/∂x_i",
      "∂L/∂b",
      "∂L/∂w",
    ]);
  });

  it("are by the members of families that are no data, at letters that stand for nothing else", () => {
    const layers = "a_l = tanh(W_l a_{l-1}) for l in 1..L\nx : vector(n) data\na_0 = x\nC = norm2(a_L)^2";
    expect(asked(layers)).toEqual(["∂C/∂W_l"]);
    expect(asked("a_k : scalar for k in 1..T\nf = sum(k, a_k^2)")).toEqual(["∂f/∂a_k"]);
    expect(asked("a_k : scalar data for k in 1..T\nf = sum(k, a_k b_k)")).toEqual(["∂f/∂b"]);
    expect(asked("f = sum(i=1..N, sum(j=1..M, T_{i,j,i}^2))")).toEqual(["∂f/∂T_{i,j,k}"]);
    expect(asked("l : scalar\nW_l : scalar for l in 1..L\nf = (sum(l=1..L, W_l^2))^2").join()).toBe("∂f/∂W_i");
    const { results, diagnostics } = answer("a_k : scalar for k in 1..T\nf = sum(k, a_k^2)", {
      steps: "none",
      order: 2,
    });
    expect([results, diagnostics]).toEqual([[], []]);
  });

  it.each([
    "a_l = tanh(W_l a_{l-1}) for l in 1..L\na_0 = x\nC = norm2(a_L)^2",
    "L = sum(i=1..N, (y_i - w^T x_i)^2)",
    "f = sum(i=1..N, sum(j=1..M, sum(k=1..K, (A_{i,j,k} - a_i b_j c_k)^2)))",
    "L = sum(t=1..T, γ^t r_t)",
  ])("are answered as if they were written: %s", (text) => {
    const { results } = answer(text, { steps: "none" });
    const written = asked(text).join("\n");
    const again = answer(`${text}\n${written}`, { steps: "none" });
    expect(again.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(again.results.map((r) => r.text)).toEqual(results.map((r) => r.text));
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
