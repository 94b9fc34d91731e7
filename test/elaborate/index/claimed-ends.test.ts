/** Sums in claims up to a letter of the question: Σ_{t=1}^{k} beside ∂J/∂r_k. */
import { describe, expect, it } from "vitest";
import { derive } from "../../../src/index.js";
import { judged, told } from "../../judge/judge.js";
import { model, symbols } from "../../parse/models.js";

const RETURNS = ["r_t : scalar for t in 1..T", "J = sum(t=1..T, w_t sum(s=t..T, γ^(s-t) r_s))"];
const PRODUCTS = ["a_t : scalar for t in 1..T", "p_t = prod(s=1..t, a_s)", "L = sum(t=1..T, p_t c_t)"];

const RECURSION = ["x_t : scalar for t in 1..T", "h_t = a_t h_{t-1} + x_t for t in 1..T"];
const NETWORK = ["h_t = tanh(W h_{t-1} + U x_t) for t in 1..T"];

describe("a product along a recursion", () => {
  it("of numbers is printed as it is read", () => {
    const text = derive([...RECURSION, "∂h_T/∂h_t"].join("\n"), { steps: "none" }).results[0]?.forms[1]?.text;
    expect(text).toBe("prod(k=t+1..T, a_k)");
    expect(judged(...RECURSION, `∂h_T/∂h_t = ${text}`).map(told)).toEqual(["equal (gradient)"]);
    expect(judged(...RECURSION, "∂h_T/∂h_t = prod(k=t..T, a_k)").map(told)).toEqual(["different"]);
  });

  it("that runs down is refused with what is read in its place", () => {
    const claim = "∂h_T/∂h_t = prod(k=T..t+1, diag(ones(n) - h_k .^ 2) W)";
    const { diagnostics } = model(...NETWORK, claim);
    expect(diagnostics.map((d) => d.code)).toEqual(["index/end"]);
    expect(diagnostics[0]?.hint).toContain("P_t = P_{t+1} A_{t+1} for t in 0..T-1 with P_T = eye(n)");
    const recursion = (k: string) =>
      judged(
        ...NETWORK,
        `P_t = P_{t+1} diag(ones(n) - h_{${k}} .^ 2) W for t in 0..T-1`,
        "P_T = eye(n)",
        "∂h_T/∂h_t = P_t",
      ).map(told);
    expect(recursion("t+1")).toEqual(["equal (jacobian)"]);
    expect(recursion("t")).toEqual(["different"]);
  });

  it("of matrices is refused by name", () => {
    const { diagnostics } = model("A_k : matrix(n, n) for k in 1..T", "f = u' prod(k=1..T, A_k) v");
    expect(diagnostics.map((d) => d.code)).toEqual(["shape/pi"]);
    expect(diagnostics[0]?.hint).toContain("P_t = A_t P_{t-1} for t in 1..T");
    const { results } = derive(
      "A_t : matrix(n, n) for t in 1..T\nP_t = A_t P_{t-1} for t in 1..T\nP_0 = eye(n)\nu, v : vector(n)\nf = u' P_T v\n∂f/∂A_k",
      { steps: "none" },
    );
    expect(results).toHaveLength(1);
  });
});

describe("an end of a range in a claim that is a letter of the question", () => {
  it.each<readonly [readonly string[], string, string]>([
    [RETURNS, "∂J/∂r_k = sum(t=1..k, γ^(k-t) w_t)", "equal (gradient)"],
    [RETURNS, "$\\frac{\\partial J}{\\partial r_k} = \\sum_{t=1}^{k} \\gamma^{k-t} w_t$", "equal (gradient)"],
    [RETURNS, "∂J/∂r_k = sum(t=1..k-1, γ^(k-t) w_t)", "different"],
    [RETURNS, "∂J/∂r_k = sum(t=k..T, γ^(k-t) w_t)", "different"],
    [PRODUCTS, "∂L/∂a_k = sum(t=k..T, c_t p_t / a_k)", "equal (gradient)"],
    [PRODUCTS, "∂L/∂a_k = sum(t=k+1..T, c_t p_t / a_k)", "different"],
    [["x : vector(n)", "f = sum(i=1..n, sum(j=i..n, x_j))"], "∂f/∂x_j = sum(i=1..j, 1)", "equal (gradient)"],
    [["x : vector(n)", "f = sum(i=1..n, (n - i) x_i)"], "∂f/∂x_j = Σ_{i=j+1..n} 1", "equal (gradient)"],
  ])("%s: %s is %s", (lines, claim, verdict) => {
    expect(judged(...lines, claim).map(told)).toEqual([verdict]);
  });

  it("is no size of its own", () => {
    expect(symbols(model(...RETURNS, "∂J/∂r_k = sum(t=1..k, w_t)")).join("\n")).not.toMatch(/^k :/m);
  });

  it.each([
    ["a size of the model", "x : vector(n)\nf = sum(i=1..n, x_i^2)\n∂f/∂x_n = sum(k=n..n, 2 x_k)"],
    ["an end that is a capital", "r_t : scalar for t in 1..T\nJ = sum(t=1..T, r_t^2)\n∂J/∂r_T = 2 sum(t=T..T, r_t)"],
  ])("stays %s", (_, text) => {
    expect(judged(text).map(told)).toEqual(["equal (gradient)"]);
  });
});
