/** `--wrt x_j`, `--wrt W_ij`, `--wrt W` of a family: asked for as a text asks for them. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const SUM = "x_i : vector(d) for i in 1..N\nL = sum(i=1..N, (y_i - w^T x_i)^2)";
const NET = "a^[l] = tanh(W^[l] a^[l-1]) for l in 1..L\na^[0] = x\nC = ||a^[L]||^2";

describe("by what is asked for", () => {
  it.each([
    [SUM, { wrt: ["x_j"] }, ["2 (w^T x_j - y_j) w"]],
    [SUM, { wrt: ["x"] }, ["2 (w^T x_i - y_i) w"]],
    [SUM, { wrt: ["w", "x_j"] }, ["2 sum(i=1..N, (w^T x_i - y_i) x_i)", "2 (w^T x_j - y_j) w"]],
    [`${SUM}\n∂L/∂w`, { wrt: ["x_j"] }, ["2 (w^T x_j - y_j) w"]],
    [SUM, { wrt: ["x_j"], order: 2 as const }, ["2 w w^T"]],
    ["s = u^T W v", { wrt: ["W_ij"] }, ["u_i v_j"]],
    [NET, { of: "C", wrt: ["W"] }, ["(delta^[l] .* (ones(n) - (a^[l]) .^ 2)) (a^[l-1])^T"]],
    ["\\[ L = \\sum_{i=1}^N (\\mathbf{w}^T \\mathbf{x}_i)^2 \\]", { wrt: ["x_j"] }, ["2 (w^T x_j) w"]],
  ])("%s by %o", (source, options, texts) => {
    const { results, diagnostics } = answer(source, options);
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(results.map((r) => r.text)).toEqual(texts);
  });

  it.each(["q_j", "x_j\n∂L/∂w", "x_j = 1", ""])("%j is refused by its name", (typed) => {
    const { results, diagnostics } = answer(SUM, { wrt: [typed] });
    expect([results.length, diagnostics.map((d) => d.code)]).toEqual([0, ["usage/wrt"]]);
  });
});
