import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { questionOf } from "../../src/judge/targets.js";
import { hessianByDifferences, mixedDirectional } from "../../src/numeric/differences.js";
import { draw } from "../../src/numeric/draw.js";
import {
  largest,
  type Matrix,
  matrix,
  multiply,
  subtracted,
  transposeOf,
  unvecOf,
  vecOf,
} from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import { verify } from "../../src/numeric/verify.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";

const OPTIONS = {
  seed: 3,
  directions: 2,
  sizes: new Map([
    ["n", 5],
    ["m", 4],
  ]),
};

/** The derivative that a text asks for, and the same with a small wrong in its first entry. */
function asked(text: string) {
  const model = read(text);
  const query = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []))[0];
  if (query === undefined) throw new Error(model.diagnostics.map((d) => d.message).join());
  const [d] = derivations(model, [query], { steps: "none" }).results;
  if (d === undefined || isRefusal(d)) throw new Error(d?.message);
  const slip = symbol(model.context, "slip", d.value.shape);
  return { question: questionOf(d, d.query.of, d.layout), right: d.value, wrong: sum(d.value, slip) };
}

/** A value that is zero but in its first entry, where it is `by`. */
const firstEntry = (rows: number, cols: number, by: number): Matrix => {
  const A = matrix(rows, cols);
  A.data[0] = by;
  return A;
};

describe("along random directions", () => {
  it.each([
    ["a gradient by a matrix", "W : matrix(n, m); x : vector(m); s = sum(tanh(W x)); ∂s/∂W", 5, 4],
    ["a gradient by a symmetric matrix", "X : matrix(n, n) symmetric; a : vector(n); s = a^T X X a; ∂s/∂X", 5, 5],
    ["a Jacobian", "A : matrix(n, m); x : vector(m); z = exp(A x / m); ∂z/∂A", 5, 20],
    ["a Hessian", "x : vector(n); A : matrix(n, n); s = sum(sin(A x)) + x^T A x; ∂²s/∂x²", 5, 5],
    ["a mixed Hessian", "x : vector(n); A : matrix(n, m); y : vector(m); s = tanh(x^T A y); ∂²s/∂x∂y", 5, 4],
    ["a Hessian times a vector", "x, v : vector(n); A : matrix(n, n); s = (x^T A x)^2; ∂²s/∂x² v", 5, 1],
  ])("%s: a right one is right, one wrong entry is seen", (_, text, rows, cols) => {
    const { question, right, wrong } = asked(text.replaceAll("; ", "\n"));
    const found = verify(right, question, OPTIONS);
    expect(found).toMatchObject({ verdict: "right" });
    const slip = new Map([["slip", firstEntry(rows, cols, 1e-3)]]);
    expect(verify(wrong, question, { ...OPTIONS, values: slip }).verdict).toBe("wrong");
    const none = new Map([["slip", matrix(rows, cols)]]);
    expect(verify(wrong, question, { ...OPTIONS, values: none }).verdict).toBe("right");
  });

  it("says the same as entry by entry, with the numbers at which it departs", () => {
    const { question, wrong } = asked("W : matrix(n, m)\nx : vector(m)\ns = sum(tanh(W x))\n∂s/∂W");
    const values = new Map([["slip", firstEntry(5, 4, 1)]]);
    const found = verify(wrong, question, { ...OPTIONS, values });
    if (found.verdict !== "wrong") throw new Error(found.verdict);
    const { answer, differences } = found.departure;
    expect((answer.data[0] as number) - (differences.data[0] as number)).toBeCloseTo(1, 8);
    expect(largest(subtracted(answer, differences))).toBeCloseTo(1, 8);
  });
});

it("a mixed difference along two directions is the Hessian between them", () => {
  const model = read("x : vector(n)\nA : matrix(n, m)\nz = tanh(A^T x)\ns = sum(z .^ 3)");
  const [x, A, s] = ["x", "A", "s"].map((name) => {
    const found = model.symbols.get(name);
    return symbol(model.context, name, (found as { shape: Expr["shape"] }).shape);
  }) as [Expr, Expr, Expr];
  const source = random(5);
  const drawn = draw([s], source, { sizes: OPTIONS.sizes });
  if (!drawn.drawn) throw new Error(drawn.why);
  const D = firstEntry(5, 1, 0.7);
  const E = unvecOf(
    matrix(
      20,
      1,
      Float64Array.from({ length: 20 }, () => source.signed(0.5, 1)),
    ),
    5,
    4,
  );
  const H = hessianByDifferences(s, x, A, drawn.env).value;
  const expected = multiply(multiply(transposeOf(vecOf(D)), H), vecOf(E));
  const found = mixedDirectional(s, [x, D], [A, E], drawn.env);
  expect(found.value.data[0]).toBeCloseTo(expected.data[0] as number, 7);
});
