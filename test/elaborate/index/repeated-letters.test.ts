/** Letters that a product sums over without a sign, which nothing binds here. */
import { describe, expect, it } from "vitest";
import { errors, hints, model } from "../../parse/models.js";

describe("a letter below two factors", () => {
  it.each([
    ["f = x_i A_ij x_j", "Σ_i Σ_j x_i A_ij x_j"],
    ["s = 2 A_ij B_ij", "Σ_i Σ_j 2 A_ij B_ij"],
    ["A_ij, B_ij : scalar\ns = 2 A_ij B_ij", "Σ_i Σ_j 2 A_ij B_ij"],
    ["W_ij : matrix(i, m)\ny = W_ij x_j", "Σ_j W_ij x_j"],
    ["C_ij = A_ik B_kj", "Σ_k A_ik B_kj"],
    ["z_i = W_ij x_j + b_i", "Σ_j W_ij x_j"],
    ["sigma_ij = C_ijkl epsilon_kl", "Σ_k Σ_l C_ijkl epsilon_kl"],
    ["p = λ ε_kk + μ", "Σ_k ε_kk"],
    [String.raw`$\sigma_{ij} = \lambda \varepsilon_{kk} \delta_{ij}$`, "Σ_k \\varepsilon_{kk}"],
    [String.raw`$K = \tfrac12 m_{ij} \dot q_i \dot q_j$`, "Σ_i Σ_j"],
    [String.raw`$L = -\frac14 F_{\mu\nu} F^{\mu\nu}$`, "Σ_\\mu Σ_\\nu"],
    [String.raw`$s = g_{\mu\nu} x^\mu x^\nu$`, "Σ_\\mu Σ_\\nu"],
  ])("is summed over to whoever leaves out the sign, and refused: %s", (text, sign) => {
    const m = model(text);
    expect(errors(m).map((e) => e.split(" ")[1])).toEqual(["index/repeated"]);
    expect(hints(m)[0]).toContain(sign);
  });

  it.each([
    "z_i = Σ_j W_ij x_j",
    "f = Σ_i Σ_j x_i A_ij x_j",
    "L = sum(i=1..n, sum(j=1..m, w_ij x_j))",
    "y = W_in x_in",
    "y_i = A_ii x_i for i in 1..n",
    "y_i = c_i w_i for i in 1..n",
    "g = v_ij w_ij for i in 1..n, j in 1..m",
    "A = K_1 x_1 + W_ij b",
    "A_{n,n} : matrix(n, n)\ny = A_{n,n}",
    "K_{n,m} : matrix(n, m); K_{m,l} : matrix(m, l)\nQ = K_{n,m} K_{m,l}",
  ])("is a letter like any other where something binds it, or no letter: %s", (text) =>
    expect(errors(model(text)).filter((e) => /repeated/.test(e))).toEqual([]),
  );
});
