/** What cannot be read of sums and families: the code, the place, and a text as the hint says it, which is read. */
import { describe, expect, test } from "vitest";
import { read } from "../../../src/elaborate/parse.js";

const errors = (text: string): readonly string[] =>
  read(text)
    .diagnostics.filter((d) => d.severity === "error")
    .map((d) => `${d.line}:${d.column} ${d.code}`);

const CASES: readonly (readonly [text: string, fault: string, fixed: string])[] = [
  [
    "$$L = \\sum_{i=1}^N x_i + \\sum_{i=1}^M x_i$$",
    "1:20 index/ranges",
    "$$L = \\sum_{i=1}^N x_i + \\sum_{i=1}^N x_i$$",
  ],
  [
    "x_i : vector(d) for i in 1..N\nL = sum(i=1..N, x_i^T x_{i+1})",
    "2:23 index/outside",
    "x_i : vector(d) for i in 1..N\nL = sum(i=1..N - 1, x_i^T x_{i+1})",
  ],
  [
    "x_i : vector(d) for i in 1..N\nL = sum(i=1..N, x_i^T x_{i+1})",
    "2:23 index/outside",
    "x_i : vector(d) for i in 1..N\nL = sum(i=1..N, i+1 <= N, x_i^T x_{i+1})",
  ],
  ["L = sum(i, c)", "1:5 index/nothing", "L = sum(i=1..N, c)"],
  ["L = sum(i, c)", "1:5 index/nothing", "L = sum(c)"],
  ["x : vector(3)\nL = x_5 + x_1", "2:5 index/outside", "x : vector(5)\nL = x_5 + x_1"],
  ["x : vector(3)\nL = x_5 + x_1", "2:5 index/outside", "x : vector(3)\nL = z_5 + x_1"],
  ["$$L = \\sum_i c$$", "1:7 index/nothing", "$$L = \\sum_{i=1}^{N} c$$"],
  [
    "$$L = \\sum_i x_i - y_i$$\n$$s = \\sum_i y_i$$",
    "1:22 index/extent",
    "$$L = \\sum_i (x_i - y_i)$$\n$$s = \\sum_i y_i$$",
  ],
  ["$$L = \\sum_{i=1}^N x_i^2 - y_i$$", "1:28 index/extent", "$$L = \\sum_{i=1}^N (x_i^2 - y_i)$$"],
  ["x : vector(n)\nL = sum(i=1..N, x_i^2)", "2:17 index/outside", "x : vector(n)\nL = sum(i=1..n, x_i^2)"],
  [
    "$$\\mathbf{h}_t = f(\\mathbf{h}_{t-1}), t = 1, \\dots, T$$\n$$\\mathbf{s} = \\sum_{t=1}^{T} \\mathbf{h}_{t+1}$$",
    "2:31 index/outside",
    "$$\\mathbf{h}_t = f(\\mathbf{h}_{t-1}), t = 1, \\dots, T$$\n$$\\mathbf{s} = \\sum_{t=0}^{T-1} \\mathbf{h}_{t+1}$$",
  ],
  ["A : matrix(n, n)\ny = A_{12} x", "2:5 shape/entry", "A : matrix(3, 3)\nx : vector(n)\ny = A_{1,2} x"],
  ["A : matrix(n, n)\ny = A_{12} x", "2:5 shape/entry", "A_{12} : matrix(n, n)\ny = A_{12} x"],
  [
    "A : matrix(n, n)\nx_1, x_2 : vector(p)\ny = A_{11} x_1 + A_{12} x_2",
    "3:5 shape/entry",
    "A : matrix(n, n)\nx_1, x_2 : vector(p)\ny = A_{1,1} x_1 + A_{1,2} x_2",
  ],
  [
    "S : matrix(n, n)\nT = S_{11} - S_{12} S_{22}^{-1} S_{21}",
    "2:14 shape/entry",
    "S : matrix(2, 2)\nT = S_{11} - S_{12} S_{22}^{-1} S_{21}",
  ],
  ["W : matrix(n, m)\nL = sum(i=1..n, W_i)", "2:17 shape/entry", "W : matrix(n, m)\nL = sum(i=1..n, W_{i,1})"],
  [
    "p_{i,1} = a_i c for i in 1..N\np_i = b_i c for i in 1..N",
    "2:1 shape/entry",
    "p_{i,1} = a_i c for i in 1..N\nq_i = b_i c for i in 1..N",
  ],
  ["x : vector(2)\ny = x_1 x_3", "2:9 index/outside", "x : vector(2)\ny = x_1 x_2"],
  ["$$L = \\sum_{j \\in N(i)} x_j$$", "1:19 index/set", "$$L = \\sum_{j} m_j x_j$$"],
  ["$$L = \\sum_{i=1}^{N} w^{(i)} v_i w_i$$", "1:22 index/two-families", "$$L = \\sum_{i=1}^{N} u^{(i)} v_i w_i$$"],
];

describe("refused with its place, and read as the hint has it", () => {
  test.each(CASES)("%s", (text, fault, fixed) => {
    expect(errors(text)).toContain(fault);
    expect(errors(fixed)).toEqual([]);
  });
});

test("a label that is taken at more places than it has ends in a diagnostic, not in a loop", () => {
  const text = "y_ij = A_ij for i in 1..n\ny_i : label(1..K) for i in 1..N";
  expect(errors(text).length).toBeGreaterThan(0);
});

test("two ranges that do not agree are told once", () => {
  expect(errors("$$L = \\sum_{i=1}^N x_i + \\sum_{i=1}^M x_i$$")).toEqual(["1:20 index/ranges"]);
});
