import { describe, expect, it } from "vitest";
import { read } from "../../src/elaborate/parse.js";
import { rangeOf } from "../../src/laws/range.js";
import { draw } from "../../src/numeric/draw.js";
import { random } from "../../src/numeric/random.js";

const DECLARED =
  "a, b : scalar\np : scalar positive\nx, z : vector(n)\nq : vector(n) simplex\nA : matrix(n, n)\nP : matrix(n, n) posdef\nR : matrix(n, m) simplexrows";

function range(text: string) {
  const model = read(`${DECLARED}\ny = ${text}`);
  const value = model.equations[0]?.value;
  if (value === undefined) throw new Error(model.diagnostics.map((d) => d.message).join("; "));
  return { value, ...rangeOf(value) };
}

const NOT_NEGATIVE = [
  ["exp(a)", "a^2", "p", "x^T x", "x^T P x", "norm2(x - z)", "norm1(x)", "n - 1", "relu(a) + abs(b)", "q", "R"],
  ["sum(q)", "tr(P)", "tr(A^T A)", "a^2 b^2", "sigmoid(a) p", "max(a, 0)", "sqrt(a)", "cosh(a) - 1", "softmax(x)"],
  ["1 - tanh(a)", "1 + sin(a)", "mean(q)", "x .* x", "exp(x) .* exp(z)", "p^(1/2)", "1 / p", "diag(q)", "det(P)"],
].flat();

const EITHER = ["a", "x", "a b", "a^3", "x^T z", "x^T A x", "log(p)", "sin(a)", "n - 4", "tr(A)", "sum(x)", "1 - p"];

describe("the range of an expression", () => {
  it.each(NOT_NEGATIVE)("%s is not negative", (text) => {
    expect(range(text).low).toBeGreaterThanOrEqual(0);
  });

  it.each(EITHER)("%s may be either", (text) => {
    const { low, high } = range(text);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it.each([...NOT_NEGATIVE, ...EITHER])("holds every value of %s", (text) => {
    const { value, low, high } = range(text);
    const source = random(7);
    for (let i = 0; i < 20; i++) {
      const drawn = draw([value], source);
      if (!drawn.drawn) throw new Error(drawn.why);
      for (const x of drawn.values.get(value)?.data ?? []) {
        expect(x).toBeGreaterThanOrEqual(low - 1e-12);
        expect(x).toBeLessThanOrEqual(high + 1e-12);
      }
    }
  });
});
