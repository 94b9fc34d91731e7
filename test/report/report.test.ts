import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";

const conditions = (...lines: readonly string[]) =>
  derive(lines.join("\n")).results.map((r) => r.conditions.filter((c) => !c.startsWith("comm")));
const free = (fact: string) => `the entries of X are taken as free, which is right for every ${fact} change of X`;

describe("the convention of a derivative by a matrix whose entries are not free", () => {
  const s = ["A : matrix(n, n)", "s = tr(X A X)"];

  it("is said of a Hessian and of a Jacobian, beside a gradient that is projected", () => {
    const model = ["X : matrix(n, n) symmetric", ...s, "G = ∂s/∂X"];
    expect(conditions(...model, "∂s/∂X", "∂²s/∂X²", "∂G/∂X", "∂²s/∂X∂A", "∂²s/∂A²")).toEqual([
      [],
      [free("symmetric")],
      [free("symmetric")],
      [free("symmetric")],
      [],
    ]);
    expect(conditions("X : matrix(n, n) posdef", ...s, "∂²s/∂X²")).toEqual([[free("symmetric")]]);
    expect(conditions("X : matrix(n, n) diagonal", ...s, "∂²s/∂X²")).toEqual([[free("diagonal")]]);
  });

  it("stands beside what a commutation matrix means that only the answer brings in", () => {
    const K = "comm(n, n) vec(B) = vec(Bᵀ) for every n×n matrix B";
    expect(derive(["X : matrix(n, n)", ...s, "∂²s/∂X²"].join("\n")).results[0]?.conditions).toEqual([K]);
    const given = derive(["X : matrix(n, n)", "y = comm(n, n) vec(X)", "∂y/∂X"].join("\n"));
    expect(given.results[0]?.conditions).toEqual([]);
    // Matrices of two shapes go by one letter, which is none of the model's.
    const two = derive("A : matrix(m, n); B : matrix(p, p); C : scalar; y = C kron(A, B B)^T; ∂y/∂A");
    expect(two.results[0]?.conditions).toEqual([
      "comm(m p, n p) vec(M) = vec(Mᵀ) for every (m p)×(n p) matrix M",
      "comm(p, m) vec(M) = vec(Mᵀ) for every p×m matrix M",
    ]);
  });

  it("is nothing to speak of where entries are free", () => {
    expect(conditions("X : matrix(n, n)", ...s, "∂²s/∂X²")).toEqual([[]]);
  });
});

it("calls a shared part by the derivative that it is, whichever question comes first", () => {
  const report = derive("z = W x + b; h = f(z); s = u^T h; ∂h/∂x; ∂s/∂W; ∂s/∂b");
  expect(report.where.map((w) => [w.name, w.means])).toEqual([["delta", "∂s/∂z"]]);
});
