/** Members behind the last, `v_{T+1} = w`, and letters of questions: they run where there is something to ask. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { derive } from "../../../src/index.js";

describe("a recursion that ends in an equation", () => {
  it.each([
    ["v_t = A v_{t+1} for t in 1..T\nv_{T+1} = w\nc = sum(v_1)\n∂c/∂w"],
    ["v_{T+1} = w\nv_t = A v_{t+1} for t in 1..T\nc = sum(v_1)\n∂c/∂w"],
    ["v_t = A v_{t+1} for t in 1..T-1\nv_T = w\nc = sum(v_1)\n∂c/∂w"],
    [
      "\\[ \\mathbf{v}_t = A \\mathbf{v}_{t+1}, \\quad t = 1, \\dots, T \\]\n\\[ \\mathbf{v}_{T+1} = \\mathbf{w} \\]\n\\[ c = \\mathbf{u}^T \\mathbf{v}_1 \\]\n\\[ \\frac{\\partial c}{\\partial \\mathbf{w}} \\]",
    ],
  ])("%s is read", (source) => {
    const { results, diagnostics } = answer(source);
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(results).toHaveLength(1);
  });
});

describe("a member with two equations is refused", () => {
  const GENERAL = "h_t = A h_{t-1} for t in 1..T\nc = sum(h_T)\n∂c/∂x";
  it.each([
    ["twice at the beginning", `h_0 = x\nh_0 = y\n${GENERAL}`],
    ["twice at the end", "v_t = A v_{t+1} for t in 1..T\nv_{T+1} = x\nv_{T+1} = u\nc = sum(v_1)\n∂c/∂x"],
    ["at a place of the general one", `h_0 = x\nh_1 = y\n${GENERAL}`],
    ["at a place before the general one is stated", `h_T = x\n${GENERAL}`],
  ])("%s", (_, source) => {
    expect(answer(source).diagnostics.map((d) => d.code)).toContain("name/defined-twice");
    expect(answer(source).results).toEqual([]);
  });

  it.each([
    ["a last one of its own", "h_0 = x\nh_t = A h_{t-1} for t in 1..T-1\nh_T = B h_{T-1}\nc = sum(h_T)\n∂c/∂x"],
    ["two first ones", "h_0 = x\nh_1 = y\nh_t = A h_{t-1} + B h_{t-2} for t in 2..T\nc = sum(h_T)\n∂c/∂x"],
  ])("and read with %s", (_, source) => {
    expect(answer(source).diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  });
});

describe("letters of a question", () => {
  const MODEL = "h_t = tanh(W h_{t-1}) for t in 1..T\n";
  it.each([
    ["∂h_t/∂h_{t-1}", [{ letter: "t", from: "1", to: "T" }]],
    ["∂h_{t+1}/∂h_t", [{ letter: "t", from: "0", to: "T - 1" }]],
    ["∂h_{t+1}/∂h_{t-1}", [{ letter: "t", from: "1", to: "T - 1" }]],
    ["∂h_t/∂h_0", [{ letter: "t", from: "0", to: "T" }]],
  ])("%s", (asked, indices) => {
    expect(derive(MODEL + asked).results.map((r) => r.indices)).toEqual([indices]);
  });

  it("a beginning that is declared and not written again is no stranger", () => {
    expect(derive(`h_0 : vector(n)\n${MODEL}L = ||h_T||^2\n∂L/∂h_0`).results).toHaveLength(1);
  });

  it("a name that nothing holds is one still", () => {
    expect(answer(`${MODEL}L = ||h_T||^2\n∂L/∂g_0`).diagnostics.map((d) => d.code)).toContain("query/stranger");
  });
});

describe("a sum up to what a letter says", () => {
  const GAE = "A_t = sum(l=0..T-t-1, g^l d_{t+l}) for t in 0..T-1\n";
  it.each([
    ["by a letter of its statement", `${GAE}∂A_t/∂d_k`, "[k >= t] g^(k - t)"],
    ["to which nothing else goes", "s_t = sum(k=0..T-t, c_k x_{k+t}) for t in 0..T\n∂s_t/∂x_k", "[k >= t] c_{k-t}"],
  ])("%s", (_, source, text) => {
    expect(derive(source).results.map((r) => r.text)).toEqual([text]);
  });

  it("says how far a family goes that stands nowhere else", () => {
    const [result] = derive(`${GAE}∂A_t/∂d_k`).results;
    expect(result?.indices).toContainEqual({ letter: "k", from: "0", to: "T - 1" });
  });
});
