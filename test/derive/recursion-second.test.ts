/** Second derivatives through recursions: along a direction they are derived, as whole matrices refused by name. */
import { describe, expect, it } from "vitest";
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
  const LAYERS =
    "W_l : matrix(n_l, n_{l-1}) for l in 1..L\na_l = tanh(W_l a_{l-1}) for l in 1..L\na_0 = x\nC = 1/2 ||a_L - y||^2\n";
  const GATED =
    "f_t = sigmoid(F h_{t-1} + x_t) for t in 1..T\nc_t = f_t .* c_{t-1} + tanh(G h_{t-1} + x_t) for t in 1..T\nh_t = f_t .* tanh(c_t) for t in 1..T\n";
  it.each([
    [RNN, "∂²L/∂h_0²"],
    [RNN, "∂²L/∂W²"],
    [RNN, "∂²L/∂W∂h_0"],
    [RNN, "∂²L/∂x_i∂x_j"],
    [RNN, "∂h_T/∂W"],
    [RNN, "∂h_T/∂W_ij"],
    [RNN, "∂h_T/∂x_t"],
    [RNN, "∂h_{t+1}/∂x_t"],
    [RNN, "∂h_t/∂h_k"],
    [LAYERS, "∂a_L/∂W_l"],
    [LAYERS, "∂a_{l+1}/∂W_l"],
    [LAYERS, "∂²C/∂x²"],
    [LAYERS, "∂²C/∂W_l²"],
    [GATED, "∂h_T/∂x_t"],
    [GATED, "∂c_T/∂c_t"],
    ["v_t = tanh(A v_{t+1}) + x_t for t in 1..T\nv_{T+1} = w\n", "∂v_1/∂w"],
  ])("%s%s agrees with differences", (model, asked) => {
    const { checks } = check(`${model}${asked}`, { samples: 1 });
    expect(checks.filter((c) => !c.passed).map((c) => c.why)).toEqual([]);
  });
});

describe("the Jacobian of a member by another", () => {
  const H = "h_t = tanh(W h_{t-1} + U x_t) for t in 1..T\n";
  const Z = "z_t = W h_{t-1} + x_t for t in 1..T\nh_t = tanh(z_t) for t in 1..T\n";
  const V = "v_t = tanh(A v_{t+1}) for t in 1..T\nv_{T+1} = w\n";
  it.each([
    [H, "∂h_T/∂h_t", "prod(k=T..t+1, diag(ones(n) - h_k .^ 2) W)", ""],
    [H, "∂h_T/∂h_0", "prod(k=T..1, diag(ones(n) - h_k .^ 2) W)", ""],
    [H, "∂h_t/∂h_k", "prod(i=t..k+1, diag(ones(n) - h_i .^ 2) W)", "t >= k"],
    [Z, "∂z_T/∂z_t", "prod(k=T..t+1, W diag(ones(n) - h_{k-1} .^ 2))", ""],
    [V, "∂v_1/∂v_t", "prod(k=1..t-1, diag(ones(n) - v_k .^ 2) A)", ""],
    [V, "∂v_1/∂w", "prod(k=1..T, diag(ones(n) - v_k .^ 2) A)", ""],
  ])("%s%s is a product of local Jacobians", (model, asked, text, where) => {
    const [result] = derive(`${model}${asked}`).results;
    expect(result?.forms[1]).toMatchObject({ text, where, style: "product" });
    expect(check(`${model}${asked}`, { samples: 1 })).toMatchObject({ counts: { failed: 0, notJudged: 0 } });
  });

  it.each([
    [H, "∂h_t/∂h_{t-1}", "diag(ones(n) - h_t .^ 2) W"],
    [H, "∂h_{t+1}/∂h_{t-1}", "diag(ones(n) - h_{t+1} .^ 2) W diag(ones(n) - h_t .^ 2) W"],
    [H, "∂h_t/∂h_{t+1}", "zeros(n, n)"],
    [V, "∂v_t/∂v_{t+1}", "diag(ones(n) - v_t .^ 2) A"],
  ])("%s%s has its factors counted", (model, asked, text) => {
    expect(derive(`${model}${asked}`).results.map((r) => r.text)).toEqual([text]);
    expect(check(`${model}${asked}`, { samples: 1 })).toMatchObject({ counts: { failed: 0, notJudged: 0 } });
  });

  it("has no such product where another family carries on too", () => {
    const model = "c_t = c_{t-1} .* tanh(h_{t-1}) for t in 1..T\nh_t = tanh(c_t) .* h_{t-1} for t in 1..T\n∂h_T/∂h_t";
    expect(derive(model).results.map((r) => r.forms.length)).toEqual([1]);
  });
});
