import { describe, expect, it } from "vitest";
import { read } from "../show.js";

/** The statements of a text, shown; with its faults where it has any. */
const shown = (source: string): readonly string[] => {
  const { shown: all, faults } = read(source);
  return [...all, ...faults.map((f) => `! ${f}`)];
};

const table = (rows: readonly (readonly [string, ...string[]])[]): void => {
  it.each(rows.map(([source, ...wanted]) => ({ source, wanted })))("$source", ({ source, wanted }) => {
    expect(shown(source)).toEqual(wanted);
  });
};

describe("the letters of a sum", () => {
  table([
    ["L = \\sum_{i=1}^{N} x_i", "L = sum[i = 1..N](x_i)"],
    ["L = \\sum^N_{i=1} x_i", "L = sum[i = 1..N](x_i)"],
    ["L = \\sum_i x_i", "L = sum[i](x_i)"],
    ["L = \\sum_i^N x_i", "L = sum[i = 1..N](x_i)"],
    ["L = \\sum_{i,j} W_{ij}", "L = sum[i, j](W_ij)"],
    ["L = \\sum_{ij} W_{ij}", "L = sum[i, j](W_ij)"],
    ["L = \\sum_{i,j=1}^n W_{ij}", "L = sum[i, j = 1..n](W_ij)"],
    ["L = \\sum_{j \\ne y_i} x_j", "L = sum[j?, j != y_i](x_j)"],
    ["L = \\sum_{j=1, j \\neq i}^{n} x_j", "L = sum[j = 1..n, j != i](x_j)"],
    ["L = \\sum_{\\substack{j=1 \\\\ j \\ne i}}^{n} x_j", "L = sum[j = 1..n, j != i](x_j)"],
    ["L = \\sum_{i<j} W_{ij}", "L = sum[i, j?, i < j](W_ij)"],
    ["L = \\sum_{1 \\le i < j \\le n} W_{ij}", "L = sum[i, j = 1..n, i < j](W_ij)"],
    ["L = \\sum_{0 < t \\le T} x_t", "L = sum[t = 1..T](x_t)"],
    ["L = \\sum_{-m \\le j \\le m, j \\ne 0} x_{t+j}", "L = sum[j = (-m)..m, j != 0](x_t_plus_j)"],
    ["L = \\sum_{(i,j) \\in \\Omega} W_{ij}", "L = sum[(i, j) in Omega](W_ij)"],
    ["L = \\sum_{i \\in \\mathcal{S}} x_i", "L = sum[i in S](x_i)"],
    ["L = \\sum_{i \\in N(k), i \\ne 1} x_i", "L = sum[i in N(k), i != 1](x_i)"],
    ["L = \\sum_{k \\in \\{1, \\dots, K\\}} x_k", "L = sum[k = 1..K](x_k)"],
    ["L = \\sum_{k \\in \\{0, 1\\}} x_k", "L = sum[k = 0..1](x_k)"],
    ["L = \\sum_{i=1}^{N-1} x_{i+1}", "L = sum[i = 1..(N - 1)](x_i_plus_1)"],
    ["L = \\sum_{k=1}^{2N} x_k", "L = sum[k = 1..{2 N}](x_k)"],
    ["L = \\sum_{j=1}^{n_{l-1}} x_j", "L = sum[j = 1..n_l_minus_1](x_j)"],
    ["L = \\sum_{\\tau=t+1}^{T} x_\\tau", "L = sum[tau = (t + 1)..T](x_tau)"],
    ["L = \\sum_{i : y_i = 1} x_i", "L = sum[i, y_i = 1](x_i)"],
    ["L = \\sum\\nolimits_{i} x_i", "L = sum[i](x_i)"],
    ["L = \\sum\\limits_{i=1}^{N} x_i", "L = sum[i = 1..N](x_i)"],
    ["L = \\displaystyle\\sum_{i=1}^{N} x_i", "L = sum[i = 1..N](x_i)"],
    ["L = \\prod_{i=1}^{N} x_i", "L = prod[i = 1..N](x_i)"],
    ["L = \\sum_{l=L}^1 x_l", "L = sum[l = L..1](x_l)"],
    ["L = \\sum_{k'=1}^K z_{k'}", "L = sum[k_prime = 1..K](z_k_prime)"],
    ["L = \\sum_{i_1=1}^n x_{i_1}", "L = sum[i_1 = 1..n](x_i_1)"],
    ["L = \\Sigma_{i=1}^n x_i", "L = sum[i = 1..n](x_i)"],
    // Unicode and plain text.
    ["L = Σ_{i,j} W_{i,j}", "L = sum[i, j](W_i_j)"],
    ["L = sum_{i} x_i", "L = sum[i](x_i)"],
    ["L = sum_{(i,j) in S} W_ij", "L = sum[(i, j) in S](W_ij)"],
    ["L = Σᵢ₌₁ᴺ x_i", "L = sum[i = 1..N](x_i)"],
    ["L = Σ_{i=1}^N xᵢ", "L = sum[i = 1..N](x_i)"],
    ["L = Σ_{i=1}^{N} xᵢ", "L = sum[i = 1..N](x_i)"],
    ["L = ∑_i x_i", "L = sum[i](x_i)"],
    ["L = ∑_{i≠j} W_ij", "L = sum[i, j?, i != j](W_ij)"],
    ["L = Σ_i x_i y_i", "L = sum[i]({x_i y_i})"],
    ["L = Π_{i=1}^N x_i", "L = prod[i = 1..N](x_i)"],
    ["L = sum_i x_i", "L = sum[i](x_i)"],
    ["L = sum_{i=1}^N x_i", "L = sum[i = 1..N](x_i)"],
    ["L = sum(i, x_i y_i)", "L = sum[i]({x_i y_i})"],
    ["L = sum(i=2..N, x_i)", "L = sum[i = 2..N](x_i)"],
    ["L = sum(i = 1..N, j = 1..M, W_ij)", "L = sum[i = 1..N, j = 1..M](W_ij)"],
    ["L = sum(i, j, W_{i,j})", "L = sum[i, j](W_i_j)"],
    ["L = sum(i, j != i, W_ij)", "L = sum[i, j != i](W_ij)"],
    ["L = sum(i = 1..N, j = 1..N, i < j, W_ij)", "L = sum[i = 1..N, j = 1..N, i < j](W_ij)"],
    ["L = sum((i, j) in S, W_ij)", "L = sum[(i, j) in S](W_ij)"],
    ["L = max(i in S, x_i)", "L = max[i in S](x_i)"],
    ["L = prod(i = 1..n, sum(j, W_ij))", "L = prod[i = 1..n](sum[j](W_ij))"],
  ]);
});

describe("what a sum reaches", () => {
  table([
    ["L = \\sum_i x_i + y", "L = (sum[i](x_i) + y)"],
    ["L = a - \\sum_i x_i y_i - b", "L = (a - sum[i]({x_i y_i}) - b)"],
    ["L = \\frac{1}{N} \\sum_i x_i^2 + 1", "L = ({frac(1, N) sum[i](x_i^(2))} + 1)"],
    ["L = \\sum_i \\frac{x_i}{2} y_i", "L = sum[i]({frac(x_i, 2) y_i})"],
    ["L = \\sum_i x_i / N", "L = sum[i]({x_i / N})"],
    ["L = \\sum_i x_i \\circ y_i", "L = sum[i]((x_i .* y_i))"],
    ["L = a \\circ \\sum_i x_i", "L = (a .* sum[i](x_i))"],
    ["L = \\sum_i \\sum_j W_{ij}", "L = sum[i](sum[j](W_ij))"],
    ["L = \\sum_i x_i \\sum_j y_j z_i", "L = sum[i]({x_i sum[j]({y_j z_i})})"],
    ["L = \\sum_i - x_i", "L = sum[i]((-x_i))"],
    ["L = -\\sum_i x_i", "L = (-sum[i](x_i))"],
    ["L = \\left(\\sum_i x_i\\right)^2", "L = <sum[i](x_i)>^(2)"],
    ["L = \\frac{\\sum_i x_i}{\\sum_j y_j}", "L = frac(sum[i](x_i), sum[j](y_j))"],
    ["L = e^{\\sum_i x_i}", "L = e^(sum[i](x_i))"],
    ["L = \\log \\sum_i \\exp(x_i)", "L = log(sum[i](exp(x_i)))"],
    ["L = -\\log \\det \\sum_i x_i A_i", "L = (-log(det(sum[i]({x_i A_i}))))"],
    ["L = \\sqrt{\\sum_i x_i^2}", "L = sqrt(sum[i](x_i^(2)))"],
    ["L = \\|\\sum_i x_i\\|^2", "L = ‖sum[i](x_i)‖^(2)"],
    ["L = \\sum_i |x_i|", "L = sum[i](|x_i|)"],
    ["L = 2 * sum(i, x_i) * y + 1", "L = ({2 * sum[i](x_i) * y} + 1)"],
    ["\\frac{\\partial}{\\partial w} \\sum_i w x_i", "? ∂[sum[i]({w x_i}); w]"],
    ["\\frac{\\partial \\sum_i w x_i}{\\partial w}", "? ∂[sum[i]({w x_i}); w]"],
    ["L = \\sum_i \\left[ x_i \\right] + b", "L = (sum[i]([x_i]) + b)"],
  ]);
});

describe("what a statement holds for", () => {
  table([
    ["z_i = x_i for i in 1..N", "z_i = x_i for i = 1..N"],
    ["z_i = x_i for i = 1..N", "z_i = x_i for i = 1..N"],
    ["h_t = W h_{t-1} : for t in 1..T", "h_t = {W h_t_minus_1} for t = 1..T"],
    ["W_ij = a_i b_j for i in 1..n, j in 1..m", "W_ij = {a_i b_j} for i = 1..n; j = 1..m"],
    ["z_i = x_i, i = 1, …, N", "z_i = x_i for i = 1..N"],
    ["$z_i = x_i, \\quad i = 1, \\dots, N$", "z_i = x_i for i = 1..N"],
    ["$z_i = x_i \\quad (i = 1, \\dots, N)$", "z_i = x_i for i = 1..N"],
    ["$z_i = x_i \\quad \\text{for } i = 1, 2, \\ldots, N.$", "z_i = x_i for i = 1..N"],
    ["$z_i = x_i \\quad \\forall i$", "z_i = x_i for i"],
    ["$z_i = x_i \\quad \\forall i \\in \\{1, \\dots, N\\}$", "z_i = x_i for i = 1..N"],
    ["$z_i = x_i, \\; i \\in [N]$", "z_i = x_i for i = 1..N"],
    ["$z_t = x_t, \\quad 1 \\le t \\le T$", "z_t = x_t for t = 1..T"],
    ["$z_t = x_t, \\quad t \\in [1, T]$", "z_t = x_t for t = 1..T"],
    ["$z_i = x_i, \\quad y_i = z_i, \\quad i = 1, \\dots, N$", "z_i = x_i for i = 1..N", "y_i = z_i for i = 1..N"],
    ["\\begin{align} z_i &= x_i, & i &= 1, \\dots, N \\\\ L &= x \\end{align}", "z_i = x_i for i = 1..N", "L = x"],
    ["$d^{[l]} = W^{[l]} x, \\quad l = L-1, \\dots, 1$", "d_l = {W_l x} for l = 1..(L - 1)"],
    ["$z_i = x_i$, for all $i$", "z_i = x_i for i"],
    ["z = x\nfor i in 1..N", "z = x", "for i = 1..N"],
    // A list is no range.
    ["y = (x_1, \\dots, x_n)", "scheme: dots"],
  ]);
});

describe("families, labels, sets", () => {
  table([
    ["x_i : vector(d) for i in 1..N", "x_i : vector(d) for i = 1..N"],
    ["W^[l] : matrix(n_l, n_{l-1}) for l in 1..L", "W_l : matrix(n_l, n_l_minus_1) for l = 1..L"],
    ["\\mathbf{x}_i \\in \\mathbb{R}^d, \\; i = 1, \\dots, N", "x_i : vector(d) for i = 1..N"],
    ["$\\mathbf{x}_i \\in \\mathbb{R}^d$ for $i = 1, \\dots, N$", "x_i : vector(d) for i = 1..N"],
    ["$y = x$\n\nfor $l = 0, \\dots, T-1$.", "y = x", "for l = 0..(T - 1)"],
    [
      "$$Y_{i,j} = X_{2i,2j}$$\n\nfor $i = 0, \\dots, H-1$ and $j = 0, \\dots, W-1$.",
      "Y_i_j = X_2i_2j",
      "for i = 0..(H - 1); j = 0..(W - 1)",
    ],
    ["y_i : label(1..K) for i in 1..N", "y_i : label(1..K) for i = 1..N"],
    ["$y_i \\in \\{1, \\dots, K\\}$", "y_i : label(1..K)"],
    ["S : indexset(1..N)", "S : indexset(1..N)"],
    ["$B \\subset \\{1, \\dots, N\\}$", "B : indexset(1..N)"],
    ["loss : function(vector)", "loss : function(vector)"],
    ["f : function", "f : function"],
    ["h_0 = x; a^[0] = x", "h_0 = x", "a_0 = x"],
    ["$\\mathbf{x}_1, \\dots, \\mathbf{x}_N \\in \\mathbb{R}^d$", "x_i : vector(d) for i = 1..N"],
    ["$x^{(1)}, x^{(2)}, \\ldots, x^{(m)} \\in \\mathbb{R}^n$", "x_i : vector(n) for i = 1..m"],
    ["x_1, ..., x_N : vector(d)", "x_i : vector(d) for i = 1..N"],
    ["x_1, x_2 : vector(d)", "x_1, x_2 : vector(d)"],
    ["$z^{[l](i)} = W^{[l]} a^{[l-1](i)}, \\quad l = 1, \\dots, L$", "z_l_i = {W_l a_l_minus_1_i} for l = 1..L"],
    ["$y^{(i,j)} = x^{(i)} z^{[n-l]}$", "y_i_j = {x_i z_n_minus_l}"],
    ["$y_i \\in \\{-1, +1\\}, \\; i = 1, \\dots, n$", "y_i : scalar for i = 1..n"],
  ]);
});

describe("conditions and entries", () => {
  table([
    ["p = [i = j]", "p = [i = j]"],
    ["p = [j >= 2] x", "p = {[j >= 2] x}"],
    ["p = 1[i != j]", "p = [i != j]"],
    ["p = \\mathbf{1}[i = j]", "p = [i = j]"],
    ["p = \\mathbb{1}\\{y_i = k\\}", "p = [y_i = k]"],
    ["p = \\mathbb I(y_i = k)", "p = [y_i = k]"],
    ["p = 1_{[k \\ne i]} x", "p = {[k != i] x}"],
    ["p = \\mathbf{1}_{y_i = k}", "p = [y_i = k]"],
    ["p = \\mathbf{1}_{\\{1 \\le i < j\\}}", "p = [1 <= i, i < j]"],
    ["p = \\delta_{ij}", "p = delta_ij"],
    ["p = x \\, \\mathbf{1}_{\\{y \\ne k\\}}", "p = {x [y != k]}"],
    ["s = \\sum_i (A x)_i", "s = sum[i](<{A x}>@i)"],
    ["s = \\sum_i (A x)_i^2", "s = sum[i](<{A x}>@i^(2))"],
    ["s = \\sum_i f(x)_i", "s = sum[i](f(x)@i)"],
    ["s = sum(i, j, A[i, j])", "s = sum[i, j](A_i_j)"],
    ["s = sum(i, (A x)[i])", "s = sum[i](<{A x}>@i)"],
    ["s = sum(i, j, A[i, j] x[i])", "s = sum[i, j]({A_i_j x_i})"],
    ["z = (x - y)_+ + 1", "z = (relu((x - y)) + 1)"],
    ["z = \\left[ x - y \\right]_+^2", "z = relu((x - y))^(2)"],
    // Nothing binds i.
    ["s = (A x)_i", "scheme: entrywise"],
    ["y = A[1]", "! 1:6 syntax/index"],
  ]);
});

describe("labels and squares beside indices", () => {
  table([
    [
      "$L = \\|f_i^a - f_i^n\\|^2$\n$f_i^a, f_i^n \\in \\mathbb{R}^d$",
      "L = ‖(f_i_a - f_i_n)‖^(2)",
      "f_i_a, f_i_n : vector(d)",
    ],
    ["$y = \\mathbf{W}_1^w \\mathbf{x}^w + \\mathbf{W}_1^t \\mathbf{x}^t$", "y = ({W_1_w x_w} + {W_1_t x_t})"],
    ["$x \\in \\mathbb{R}^n$\n$y = x^n$", "x : vector(n)", "y = x^(n)"],
    ["$\\sigma_i^2 = \\sum_j X_{ij}^2$", "sigma_i = sqrt(sum[j](X_ij^(2)))", "! 1:2 warning syntax/square"],
    ["s² = x^T x", "s = sqrt({x^T x})", "! 1:1 warning syntax/square"],
    ["A^2 = B", "! 1:1 syntax/left-side"],
  ]);
});

describe("a calligraphic letter beside a plain one", () => {
  const layers = "$z^{[l]} = W^{[l]} a^{[l-1]}, \\quad l = 1, \\dots, L$";
  table([
    // The number of layers is another thing than the loss, which a derivative asks for in either face.
    [
      `${layers}\n$\\mathcal{L} = \\ell(a^{[L]})$\n$\\frac{\\partial L}{\\partial x}$`,
      "z_l = {W_l a_l_minus_1} for l = 1..L",
      "L_cal = ell(a_L)",
      "? ∂[L_cal; x]",
    ],
    ["$\\mathcal{L} = x^T x$\n$\\frac{\\partial L}{\\partial x}$", "L = {x^T x}", "? ∂[L; x]"],
    ["$\\mathcal{L}_i = x^T x$\n$L = \\sum_i \\mathcal{L}_i$", "L_cal_i = {x^T x}", "L = sum[i](L_cal_i)"],
  ]);
});

describe("cases", () => {
  const wanted = "f = cases(x, x > 0, i = j; 0)";
  table([
    ["f = \\begin{cases} x & x > 0, i = j \\\\ 0 & \\text{otherwise} \\end{cases}", wanted],
    ["f = \\begin{cases} x, & \\text{if } x > 0, i = j, \\\\ 0, & \\text{else.} \\end{cases}", wanted],
    ["$f = \\left\\{ \\begin{array}{ll} x & x > 0, i = j \\\\ 0 & \\text{otherwise} \\end{array} \\right.$", wanted],
    [
      "f = 2 \\begin{cases} |x| & |x| \\le M \\\\ M & |x| > M \\end{cases} + 1",
      "f = ({2 cases(|x|, |x| <= M; M, |x| > M)} + 1)",
    ],
    ["f = \\begin{cases} a & 1 \\le j \\le n \\end{cases}", "f = cases(a, 1 <= j, j <= n)"],
    ["f = 2 where(x > 0, a, b)", "f = {2 where(a, x > 0; b)}"],
    ["f = y where(x > 0, a, b) z", "f = {y where(a, x > 0; b) z}"],
    [
      "f = where(x > 0, y <= (a + b), where(x > 1, a, b), c) + 1",
      "f = (where(where(a, x > 1; b), x > 0, y <= <(a + b)>; c) + 1)",
    ],
  ]);
});

describe("a covariance is no sum", () => {
  table([
    ["a = (x - μ)^T Σ_k^-1 (x - μ)", "a = {<(x - mu)>^T Sigma_k^-1 <(x - mu)>}"],
    ["a = Σ x", "a = {Sigma x}"],
    ["Σ_i : matrix(n, n)\na = Σ_i x_i", "Sigma_i : matrix(n, n)", "a = {Sigma_i x_i}"],
    ["a = \\Sigma_k x_k", "a = {Sigma_k x_k}"],
  ]);
});

describe("sums that cannot be read", () => {
  it.each([
    ["y = \\sum x", "a sum says over which letter it is taken"],
    ["y = \\sum_{x_i} x", "the letters of this sum cannot be read"],
    ["y = \\sum_{i=1}^{\\infty} x_i", "the letters of this sum cannot be read"],
    ["y = ∑ x", "a sum says over which letter it is taken"],
  ])("%s", (source, message) => {
    expect(read(source).messages).toEqual([message]);
  });
});

describe("derivatives of entries and by them, where they are asked for as statements", () => {
  it.each([
    ["∂L/∂x_j", "? ∂[L; x_j]"],
    ["∂s/∂W_{ij} = u_i x_j", "? ∂[s; W_ij] = {u_i x_j}"],
    ["∂s/∂W[i, j]", "? ∂[s; W_i_j]"],
    ["∂²f/∂x_i∂x_j", "? ∂[f; x_i, x_j]"],
    ["\\frac{d L}{d x_j}", "? ∂[L; x_j]"],
    ["\\frac{\\partial p_i}{\\partial z_j} = p_i (\\delta_{ij} - p_j)", "? ∂[p_i; z_j] = p_i((delta_ij - p_j))"],
    ["\\frac{\\partial C}{\\partial W^{[l]}_{jk}}", "? ∂[C; W_jk_l]"],
    ["\\nabla_{\\mathbf{w}_k} L", "? ∇[L; w_k]"],
    ["(∂f/∂x)_{ij} = 2", "? <∂[f; x]>@ij = 2"],
  ])("%s", (source, wanted) => {
    const { shown: all, faults } = read(source, { entries: true });
    expect([...all, ...faults]).toEqual([wanted]);
    const before = read(source);
    expect([...before.notices.map((n) => n.code), ...before.faults].join()).toMatch(
      /syntax\/(?:entry|entrywise|index)/,
    );
  });
});

it("a derivative with the letter d may be by an entry of a name of the text", () => {
  expect(read("L = sum(i, x_i^2)\ndL/dx_j\nd2L/dx_idx_j", { entries: true }).shown).toEqual([
    "L = sum[i](x_i^(2))",
    "? ∂[L; x_j]",
    "? ∂[L; x_i, x_j]",
  ]);
  expect(read("L = sum(i, x_i^2)\ndL/dz_j", { entries: true }).faults).toEqual(["2:1 syntax/differential"]);
});
