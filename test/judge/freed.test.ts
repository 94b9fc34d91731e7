/** Claims by a name that the text defines: judged with the name free, where they tell of it. */
import { describe, expect, it } from "vitest";
import { checkReport } from "../../src/check.js";
import { derive } from "../../src/index.js";

const verdicts = (text: string) => derive(text).results.flatMap((r) => r.claims.map((c) => c.verdict));

describe("a claim by a name that the text solves for", () => {
  const least = (claim: string, order: readonly [number, number, number]) => {
    const lines = ["S = (y - X beta)^T (y - X beta)", `∂S/∂beta = ${claim}`, "beta = (X^T X)^-1 X^T y"];
    return `X : matrix(n, m)\ny : vector(n)\n${order.map((i) => lines[i]).join("\n")}`;
  };
  it.each([
    ["2 X^T (y - X beta)", "different"],
    ["-X^T (y - X beta)", "different"],
    ["X^T (X beta - y)", "different"],
    ["2 X^T (X beta - y)", "equal"],
    ["-2 X^T (y - X beta)", "equal"],
  ])("%s is %s, in any order of the lines", (claim, verdict) => {
    expect(verdicts(least(claim, [0, 1, 2]))).toEqual([verdict]);
    expect(verdicts(least(claim, [2, 0, 1]))).toEqual([verdict]);
  });

  it("is held against the derivative that no definition makes zero", () => {
    const text = (claim: string) => `x : vector(n)\nL = sum((x - mu ones(n)) .^ 2)\n∂L/∂mu = ${claim}\nmu = sum(x) / n`;
    expect(verdicts(text("2 sum(x - mu ones(n))"))).toEqual(["different"]);
    expect(verdicts(text("-10 sum(x - mu ones(n))"))).toEqual(["different"]);
    expect(verdicts(text("-2 sum(x - mu ones(n))"))).toEqual(["equal"]);
    expect(verdicts(text("0"))).toEqual(["equal"]);
  });

  it("may be a value at the point", () => {
    expect(verdicts("y = x^2\nx = 3\n∂y/∂x = 6")).toEqual(["equal"]);
    expect(verdicts("y = x^2\nx = 3\n∂y/∂x = 5")).toEqual(["different"]);
    expect(verdicts("y = x^2\nx = 3\n∂y/∂x = 5 x - 9")).toEqual(["different"]);
  });

  it("may use what only the definition knows", () => {
    const network = "z = W x + b\nh = f(z)\ns = u^T h\n";
    expect(verdicts(`${network}∂s/∂z = u .* f'(W x + b)`)).toEqual(["equal"]);
    expect(verdicts(`${network}∂s/∂z = u .* f'(z)`)).toEqual(["equal"]);
    expect(verdicts(`${network}∂s/∂z = u .* f(z)`)).toEqual(["different"]);
  });

  it("lets the derivative itself be checked around the point", () => {
    const { checks } = checkReport(least("2 X^T (X beta - y)", [0, 1, 2]));
    expect(checks.map((c) => c.passed)).toEqual([true, true, true]);
  });
});
