import { describe, expect, it } from "vitest";
import { marked } from "../../../src/parse/index/marks.js";
import { type LexicalKind, plainToken } from "../../../src/parse/lex/tokens.js";
import { errors, model } from "../models.js";

/** How often the tokens of `∀ i ∀ i …` are looked at until it is known that no letter stands anywhere. */
function looks(times: number): number {
  let count = 0;
  const source = "∀ i ".repeat(times);
  const kinds: readonly LexicalKind[] = ["FORALL", "NAME"];
  const list = Array.from({ length: 2 * times }, (_, i) =>
    plainToken(kinds[i % 2] as LexicalKind, source[2 * i] as string, { start: 2 * i, end: 2 * i + 1 }),
  );
  const tokens = new Proxy(list, {
    get: (target, key, self) => {
      count += 1;
      return Reflect.get(target, key, self);
    },
  });
  expect(marked(tokens, source).bound.size).toBe(0);
  return count;
}

it("that no letter stands below or above anything is found out once for all ranges", () => {
  expect(looks(400)).toBeLessThan(2.1 * looks(200));
});

describe("a fact behind the range of a declaration", () => {
  it.each([
    ["A_k : matrix(n, n) for k in 1..T symmetric", "A_k : matrix(n, n) symmetric for k in 1..T"],
    ["A_k : matrix(n, n) for k = 1, ..., T symmetric posdef", "A_k : matrix(n, n) symmetric posdef for k in 1..T"],
    ["A_k ∈ ℝ^{n×n} for k in 1..T symmetric", "A_k ∈ ℝ^{n×n} symmetric for k in 1..T"],
  ])("%s is one of what is declared, and no size", (behind, before) => {
    const facts = (declared: string): string => {
      const { symbols, diagnostics } = model(declared, "f = sum(k=1..T, tr(A_k^2))");
      expect(diagnostics.map((d) => d.message)).toEqual([]);
      return [...symbols.values()].map((s) => `${s.name} ${s.kind} ${[...s.facts].sort().join(" ")}`).join(", ");
    };
    expect(facts(behind)).toBe(facts(before));
    expect(facts(behind)).toContain("A matrix");
    expect(facts(behind)).toContain("symmetric");
  });

  it("ends the list of ranges as well", () => {
    const { symbols } = model("x_{i,j} : scalar for i in 1..N, j in 1..M data", "L = sum(i, sum(j, x_{i,j}^2))");
    expect(symbols.get("x")?.role).toBe("data");
  });

  it("is refused where nothing is declared", () => {
    expect(errors(model("z_i = w^T x_i for i in 1..N symmetric", "L = sum(i, z_i)"))).not.toEqual([]);
  });
});
