import { describe, expect, it } from "vitest";
import { newContext } from "../../src/functions/library.js";
import { agree } from "../../src/judge/agree.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { apply } from "../../src/ops/apply.js";
import { det } from "../../src/ops/det.js";
import { diag } from "../../src/ops/diag.js";
import { differential } from "../../src/ops/differential.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { norm1 } from "../../src/ops/norm.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { times } from "../../src/ops/times.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { m, n, operands } from "../ops/examples.js";

const o = operands(newContext());
const [A, B, S] = [o.matrix("A", n, m), o.matrix("B", m, n), o.matrix("S", n, n)];
const R = o.matrix("R", n, n);
const [x, y] = [o.vector("x", n), o.vector("y", n)];

describe("agreement by numbers", () => {
  it.each([
    ["trace rotation", trace(product(A, B)), trace(product(B, A))],
    ["a transposed product", T(product(A, B)), product(T(B), T(A))],
    ["a row times a diagonal", product(T(x), diag(y)), T(hadamard(x, y))],
    ["a determinant of a product", det(product(S, R)), times(det(S), det(R))],
    ["an unknown function", T(apply("f", A)), apply("f", T(A))],
    ["a difference that cancels", sum(product(S, inverse(S)), negate(product(inverse(S), S))), sum(S, negate(S))],
    ["differentials", trace(product(differential(A), B)), trace(product(B, differential(A)))],
  ])("%s", (_, a, b) => {
    expect(agree(a, b)).toMatchObject({ verdict: "agree", draws: 3 });
  });

  it("ends at a counterexample that can be evaluated again", () => {
    const [a, b] = [product(S, R), product(R, S)];
    const found = agree(a, b);
    if (found.verdict !== "differ") throw new Error(found.verdict);
    const { env, left, right, entries } = found.counterexample;
    expect(evaluate([a, b], env)).toEqual([left, right]);
    expect([...env.values.keys()]).toEqual(["S", "R"]);
    expect(entries.length).toBeGreaterThan(0);
    for (const [i, j] of entries) expect(i * j).toBeLessThanOrEqual(left.data.length);
  });

  it("names the entries that differ", () => {
    // tril-like fault: only the diagonal of a symmetric gradient is wrong.
    const a = sum(S, T(S));
    const b = sum(S, T(S), negate(hadamard(S, diag(o.vector("one", n, "positive")))));
    const found = agree(a, b);
    if (found.verdict !== "differ") throw new Error(found.verdict);
    expect(found.counterexample.entries.every(([i, j]) => i === j)).toBe(true);
    expect(found.counterexample.entries.length).toBe(found.counterexample.left.rows);
  });

  it("tells shapes apart, since distinct sizes are distinct numbers", () => {
    expect(agree(A, T(A))).toMatchObject({ verdict: "differ", counterexample: { entries: [] } });
  });

  it("uses what is stated of names", () => {
    const P = o.matrix("P", n, n, "symmetric");
    const Q = o.matrix("Q", n, n, "orthogonal");
    expect(agree(P, T(P)).verdict).toBe("agree");
    expect(agree(inverse(Q), T(Q)).verdict).toBe("agree");
    expect(agree(S, T(S)).verdict).toBe("differ");
  });

  it("sees a small part that is wrong", () => {
    expect(agree(sum(S, R), sum(S, R, apply("zero", S))).verdict).toBe("differ");
    const tiny = sum(norm1(x), times(o.number(1, 1e6), o.scalar("a")));
    expect(agree(norm1(x), tiny).verdict).toBe("differ");
  });

  it("tells values that are tiny beside those on the way from what rounding leaves there", () => {
    const faint = apply("exp", scale(o.number(-800), apply("abs", x)));
    expect(agree(faint, scale(o.number(1, 2), faint)).verdict).toBe("differ");
    expect(agree(scale(o.number(2), scale(o.number(1, 2), faint)), faint).verdict).toBe("agree");
    // (c x + y) - c x leaves y and rounding of it.
    const big = scale(o.number(4e8), x);
    expect(agree(sum(big, y, negate(big)), y).verdict).toBe("agree");
  });

  it("says so where nothing can be drawn, and never agrees then", () => {
    const impossible = apply("log", negate(apply("exp", x)));
    expect(agree(impossible, impossible)).toMatchObject({
      verdict: "undrawn",
      why: "the argument of log is not positive",
    });
  });

  it("is repeated by its seed", () => {
    const values = (seed: number) => {
      const found = agree(S, T(S), { seed });
      return found.verdict === "differ" ? found.counterexample.left : null;
    };
    expect(values(5)).toEqual(values(5));
    expect(values(5)).not.toEqual(values(6));
  });
});
