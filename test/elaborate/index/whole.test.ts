/** A vector or matrix that the model declares and defines entry by entry, and that stands whole elsewhere. */
import { describe, expect, test } from "vitest";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const LAYER = `x : vector(m)
W : matrix(n, m)
b, z, u : vector(n)
z_i = sum(j=1..m, W_{i,j} x_j) + b_i for i in 1..n
`;

/** What holds for the vector as a whole holds for the one given by its entries. */
const CASES: readonly (readonly [name: string, text: string])[] = [
  ["it is applied as a whole", `${LAYER}h = tanh(z)\ns = u^T h\n∂s/∂W = (u .* tanh'(z)) x^T\n∂s/∂z = u .* tanh'(z)`],
  ["it stands whole in a claim alone", `${LAYER}s = sum(i=1..n, u_i z_i^2)\n∂s/∂z = 2 u .* z\n∂s/∂b = 2 u .* z`],
  [
    "a matrix of residuals",
    `X : matrix(N, d)
W : matrix(d, k)
Y, R : matrix(N, k)
R_{i,l} = sum(j=1..d, X_{i,j} W_{j,l}) - Y_{i,l} for i in 1..N, l in 1..k
L = 1/2 tr(R^T R)
∂L/∂W = X^T R
∂L/∂R = R
∂L/∂R_{i,l} = R_{i,l}`,
  ],
  [
    "its name is a constant elsewhere",
    `X : matrix(N, d)
w : vector(d)
y, e : vector(N)
e_i = sum(j=1..d, X_{i,j} w_j) - y_i for i in 1..N
L = 1/2 sum(i=1..N, e_i^2)
∂L/∂w = X^T e`,
  ],
  [
    "two of them, in LaTeX",
    `$$\\begin{aligned}
z_i &= \\sum_j W_{ij} x_j, \\quad i = 1, \\dots, n \\\\
h_i &= \\tanh(z_i), \\quad i = 1, \\dots, n \\\\
s &= \\sum_i u_i h_i
\\end{aligned}$$
with $\\mathbf{x} \\in \\mathbb{R}^m$, $\\mathbf{W} \\in \\mathbb{R}^{n \\times m}$, $\\mathbf{u}, \\mathbf{z}, \\mathbf{h} \\in \\mathbb{R}^n$.
$$\\nabla_{\\mathbf{W}} s = (\\mathbf{u} \\circ (1 - \\mathbf{h} \\circ \\mathbf{h})) \\mathbf{x}^{\\mathsf T}$$`,
  ],
];

describe("a vector defined entry by entry", () => {
  for (const [name, text] of CASES)
    test(name, () => {
      const report = check(text.replace(/\nwith (.*)\.\n/, (_, s: string) => `\n${s.replaceAll("$, $", "$\n$")}\n`));
      expect(report.diagnostics.filter((d) => d.severity !== "note")).toEqual([]);
      expect(report.checks.filter((c) => !c.passed)).toEqual([]);
      expect(report.checks.length).toBeGreaterThan(2);
    });

  test("answers in matrices, with its own name in them", () => {
    const { results } = derive(`${LAYER}s = u^T tanh(z)\n∂s/∂W`);
    expect(results[0]?.text).toContain("z");
    expect(results[0]?.text).not.toContain("sum");
  });

  test("a wrong claim about it is found", () => {
    const { checks } = check(`${LAYER}s = sum(i=1..n, u_i z_i^2)\n∂s/∂z = u .* z`);
    expect(checks.map((c) => c.verdict)).toContain("different");
  });

  test("one that has entries below its equation is many, and not a vector", () => {
    const text = "x, u : vector(n)\nx_i = x_{i-1} + u_i for i in 2..n\ns = x^T x\n∂s/∂u";
    expect(() => derive(text)).toThrow("x stands for many");
  });
});
