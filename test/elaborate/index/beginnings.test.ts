/** Beginnings of families of several letters: at one number for the first of them, for all values of the others. */
import { describe, expect, it } from "vitest";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const NET = `g : function
z^[l]_j = sum(k=1..n, W^[l]_{jk} a^[l-1]_k) + b^[l]_j for l in 1..L, j in 1..n
a^[l]_j = g(z^[l]_j) for l in 1..L, j in 1..n
`;
const LOSS = "C = 1/2 sum(j=1..n, (a^[L]_j - y_j)^2)\n";
const right = { passed: true, counts: { failed: 0, notJudged: 0 } };

describe("a family that begins at a number for its first letter", () => {
  it("has an equation there for all values of the other", () => {
    const source = `${NET}a^[0]_j = x_j for j in 1..n\n${LOSS}∂C/∂x_k\n∂C/∂b^[l]_j`;
    const { results } = derive(source);
    expect(results.map((r) => r.text)).toEqual(["sum(j=1..n, delta^[1]_j W^[1]_{j,k})", "delta^[l]_j"]);
    expect(check(source)).toMatchObject(right);
  });

  it("may begin with another letter, by a formula", () => {
    const source = `a_{t,j} = w a_{t-1,j} + b_j for t in 1..T, j in 1..n
a_{0,k} = x_k^2 for k in 1..n
w : scalar
C = sum(j=1..n, (a_{T,j})^3)
∂C/∂x_j
∂C/∂w`;
    expect(derive(source).results.map((r) => r.text)).toContain("2 w delta_{1,j} x_j");
    expect(check(source)).toMatchObject(right);
  });

  it("may begin with an input, which has a name of its own", () => {
    const source = `${NET}${LOSS}∂C/∂W^[l]_{jk}\n∂C/∂a^[0]_k`;
    expect(derive(source).assumptions).toContain("a_0 : vector(n)");
    expect(check(source)).toMatchObject(right);
  });
});

it("the p_1 of a loss is a member like others, where no equation says it", () => {
  const source = `$$p_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}, \\quad L = -\\log p_1$$\n∂L/∂z_k = p_k - [k = 1]`;
  expect(check(source)).toMatchObject({ passed: true, diagnostics: [], counts: { failed: 0, notJudged: 0 } });
});
