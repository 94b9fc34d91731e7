/** Facts that are declared of what is defined: used where the definition shows them, told and left out where it does not. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";

const LOSS = "L = -sum(i=1..N, y_i^T log(softmax(z_i)))\n∂L/∂z_i";

describe("a fact of a family", () => {
  it.each([
    ["shown by its equation", `y_i : vector(K) simplex for i in 1..N\ny_i = softmax(W x_i) for i in 1..N\n${LOSS}`],
    ["of data", `y_i : vector(K) simplex for i in 1..N\n${LOSS}`],
    [
      "shown by the laws",
      `y_i : vector(K) simplex for i in 1..N\ny_i = exp(v_i) / sum(exp(v_i)) for i in 1..N\n${LOSS}`,
    ],
  ])("is used: %s", (_, text) => {
    const { results, diagnostics } = answer(text);
    expect([diagnostics, results[0]?.text]).toEqual([[], "softmax(z_i) - y_i"]);
  });

  it.each([
    [`y_i : vector(K) simplex for i in 1..N\ny_i = W x_i for i in 1..N\n${LOSS}`, "sum(y_i) softmax(z_i) - y_i"],
    [
      "A_k : matrix(n, m) for k in 1..K\nS_k : matrix(n, n) symmetric for k in 1..K\nS_k = A_k B_k for k in 1..K\nL = sum(k=1..K, x^T S_k x)\n∂L/∂x",
      "(sum(k=1..K, S_k) + sum(k=1..K, S_k)^T) x",
    ],
    [
      "h_t : vector(n) simplex for t in 0..T\nh_t = W h_{t-1} for t in 1..T\nL = -h_T^T log(softmax(v))\n∂L/∂v",
      "sum(h_T) softmax(v) - h_T",
    ],
  ])("is not, where its equation shows none: %j", (text, value) => {
    const { results, diagnostics } = answer(text);
    expect([diagnostics.map((d) => d.code), results[0]?.text]).toEqual([["fact/defined"], value]);
  });
});

it("what the laws know of a definition is known of its name", () => {
  const { results, diagnostics } = answer(
    "p : vector(K) simplex\np = exp(z) / sum(exp(z))\nL = -p^T log(softmax(v))\n∂L/∂v",
  );
  expect([diagnostics, results[0]?.text]).toEqual([[], "softmax(v) - p"]);
});

describe("what a declared fact shows before all equations stand", () => {
  it.each([
    ["p : vector(n) positive\np = exp(a)", "z = W x\nh = tanh(z)\ns = u^T h + sum(p)\n∂s/∂x"],
    ["r : vector(n) positive", "r = sigmoid(W x)\ns = u^T r\n∂s/∂x"],
    [
      "h_0 : vector(n) data",
      "u_t : vector(n) data for t in 1..T\nr_t = sigmoid(W h_{t-1})\nh_t = r_t .* u_t\nL = sum(t=1..T, sum(h_t))\n∂L/∂W",
    ],
  ])("keeps no answer from names that come later: %s", (fact, model) => {
    const [given, free] = [
      `W : matrix(n, n)\n${fact}\n${model}`,
      `W : matrix(n, n)\n${fact.split("\n").slice(1).join("\n")}\n${model}`,
    ];
    const said = answer(given).results[0]?.text;
    expect(said).not.toMatch(/tanh|sigmoid/);
    expect(said).toBe(answer(free).results[0]?.text);
  });
});

describe("a derivative that is zero for no fault of the question", () => {
  it.each([["f = x^T x\ng = ∂f/∂q"], ["g = ∂f/∂q\nf = x^T x\n∂g/∂x"]])("by what nothing has is refused: %j", (text) => {
    expect(answer(text).diagnostics.map((d) => d.code)).toContain("query/stranger");
    expect(answer(text).results.filter((r) => r.of === "g")).toEqual([]);
  });

  it("by a mean is said to be zero for what the mean is", () => {
    const said = (text: string): readonly string[] => answer(text).diagnostics.map((d) => d.code);
    expect(said("m = sum(i=1..N, x_i) / N\nL = sum(i=1..N, (x_i - m)^2)\n∂L/∂m")).toEqual(["derive/definition"]);
    expect(said("L = sum(i=1..N, (x_i - m)^2)\n∂L/∂m")).toEqual([]);
  });

  it("of one step with the next held fixed is said", () => {
    const said = (text: string): readonly string[] => answer(text).diagnostics.map((d) => d.code);
    expect(said("v_t = r_t + γ v_{t+1}\n∂v_t/∂γ")).toEqual(["name/held"]);
    expect(said("$$a_{i+1} = a_i + h f(a_i)$$\n∂a_{i+1}/∂h")).toEqual(["name/held"]);
    expect(said("$$x_{t+1} = A x_t + B u_t$$\n∂x_{t+1}/∂x_t")).toEqual([]);
  });
});
