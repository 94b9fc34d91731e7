import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import { shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import {
  directional,
  gradientByDifferences,
  hessianByDifferences,
  jacobianByDifferences,
  slopeAt,
} from "../../src/numeric/differences.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { fromRows, largest, type Matrix, subtracted } from "../../src/numeric/matrix.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { product } from "../../src/ops/product.js";
import { scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { T } from "../../src/ops/transpose.js";

const [n, m] = [dim("n"), dim("m")];
const home = newContext();
const A = symbol(home, "A", shape(n, m));
const S = symbol(home, "S", shape(n, n));
const x = symbol(home, "x", shape(m, ONE));
const u = symbol(home, "u", shape(n, ONE));
const env: Environment = {
  sizes: new Map([
    ["n", 2],
    ["m", 3],
  ]),
  values: new Map([
    [
      "A",
      fromRows([
        [0.7, -1.2, 0.4],
        [1.1, 0.3, -0.8],
      ]),
    ],
    [
      "S",
      fromRows([
        [1.7, -0.2],
        [0.9, 0.8],
      ]),
    ],
    ["x", fromRows([[0.5], [-1.3], [0.9]])],
    ["u", fromRows([[-0.6], [1.4]])],
  ]),
};
const value = (e: Parameters<typeof evaluate>[0][number]): Matrix => evaluate([e], env)[0] as Matrix;
const apart = (a: Matrix, b: Matrix) => largest(subtracted(a, b));

describe("derivatives by differences", () => {
  const z = product(A, x);
  const s = product(T(u), apply("tanh", z));
  const delta = hadamard(
    u,
    sum(ones(n, ONE, home), scale(number(-1, home), hadamard(apply("tanh", z), apply("tanh", z)))),
  );

  it("give the gradient of the scorer network in the shape of the variable", () => {
    const got = gradientByDifferences(s, A, env);
    expect(apart(got.value, value(product(delta, T(x))))).toBeLessThan(1e-11);
    expect(largest(got.error)).toBeLessThan(1e-10);
  });

  it("put vec of the output in rows and vec of the variable, column by column, in columns", () => {
    expect(apart(jacobianByDifferences(T(A), A, env).value, value(comm(n, m, home)))).toBeLessThan(1e-12);
    expect(apart(jacobianByDifferences(z, A, env).value, value(kron(T(x), eye(n, home))))).toBeLessThan(1e-12);
    const expected = value(scale(number(-1, home), kron(T(inverse(S)), inverse(S))));
    expect(apart(jacobianByDifferences(inverse(S), S, env).value, expected)).toBeLessThan(1e-10);
  });

  it("give the Hessian, a mixed second derivative, and the one of a vector", () => {
    const q = product(T(x), T(A), S, A, x);
    const H = value(product(T(A), sum(S, T(S)), A));
    expect(apart(hessianByDifferences(q, x, x, env).value, H)).toBeLessThan(1e-9);
    // ∂²(uᵀ A x)/∂u ∂x = A
    expect(apart(hessianByDifferences(product(T(u), A, x), u, x, env).value, value(A))).toBeLessThan(1e-9);
    // ∂ vec(diag(exp u)) / ∂u, the second derivative of exp(u)
    const got = hessianByDifferences(apply("exp", u), u, u, env).value;
    const E = value(apply("exp", u)).data;
    const expected = fromRows([
      [E[0] as number, 0],
      [0, 0],
      [0, 0],
      [0, E[1] as number],
    ]);
    expect(apart(got, expected)).toBeLessThan(1e-9);
  });

  it("give the directional derivative when several variables move at once", () => {
    const [D, d] = [
      fromRows([
        [1, 2, -1],
        [0.5, -2, 0.3],
      ]),
      fromRows([[0.2], [0.1], [-0.7]]),
    ];
    const bound = new Map([...env.values, ["D", D], ["d", d]]);
    const expected = evaluate([sum(product(symbol(home, "D", A.shape), x), product(A, symbol(home, "d", x.shape)))], {
      ...env,
      values: bound,
    })[0] as Matrix;
    const got = directional(
      z,
      new Map([
        [A, D],
        [x, d],
      ]),
      env,
    );
    expect(apart(got.value, expected)).toBeLessThan(1e-12);
  });

  it("cut the graph at a defined name", () => {
    const own = newContext();
    const v = symbol(own, "v", shape(n, ONE));
    const w = symbol(own, "w", shape(n, ONE));
    own.definitions.set("w", apply("exp", v));
    const y = product(T(w), w);
    const at = { sizes: env.sizes, values: new Map([["v", fromRows([[0.3], [-0.4]])]]) };
    const e = [0.3, -0.4].map(Math.exp);
    expect(apart(gradientByDifferences(y, w, at).value, fromRows(e.map((t) => [2 * t])))).toBeLessThan(1e-11);
    expect(apart(gradientByDifferences(y, v, at).value, fromRows(e.map((t) => [2 * t * t])))).toBeLessThan(1e-11);
  });

  it("by a defined name and then by what defines it, follow the first", () => {
    const own = newContext();
    const v = symbol(own, "v", shape(n, ONE));
    const w = symbol(own, "w", shape(n, ONE));
    own.definitions.set("w", apply("exp", v));
    const at = { sizes: env.sizes, values: new Map([["v", fromRows([[0.3], [-0.4]])]]) };
    // ∂(vᵀ diag(w) w)/∂w = 2 v ∘ w with w = exp(v), whose derivative by v is diag(2 w + 2 v ∘ w).
    const y = product(T(v), hadamard(w, w));
    const expected = [0.3, -0.4].map((t) => 2 * Math.exp(t) * (1 + t));
    const got = hessianByDifferences(y, w, v, at).value;
    expect(
      apart(
        got,
        fromRows([
          [expected[0] as number, 0],
          [0, expected[1] as number],
        ]),
      ),
    ).toBeLessThan(1e-9);
  });

  it("keep their precision where a function turns fast, and next to a kink or a pole", () => {
    expect(slopeAt((t) => Math.sin(50 * t), 0.3).value).toBeCloseTo(50 * Math.cos(15), 8);
    expect(slopeAt(Math.abs, 0.011).value).toBeCloseTo(1, 10);
    expect(slopeAt(Math.log, 0.004).value).toBeCloseTo(250, 6);
    expect(slopeAt((t) => t ** 3, 2e5).value / 1.2e11).toBeCloseTo(1, 10);
  });

  it("are not taken in by a function that turns as often as the steps", () => {
    // With steps that halve, these converge to −314.8 where the slope is −240,010.
    for (let k = 0; k < 200; k++) {
      const [a, b] = [200.86 + k / 97, 149.6 + k / 31];
      const { value, error } = slopeAt((t) => Math.cos(4 * (a + b * t) ** 2), 0);
      expect(Math.abs(value + Math.sin(4 * a * a) * 8 * a * b)).toBeLessThan(Math.max(10 * error, 0.01));
    }
  });

  it("say by their error where there is no derivative", () => {
    expect(slopeAt(Math.sign, 0).error).toBeGreaterThan(1);
    expect(slopeAt(Math.log, -1)).toEqual({ value: Number.NaN, error: Infinity });
    const good = slopeAt(Math.exp, 1);
    expect(Math.abs(good.value - Math.E)).toBeLessThan(good.error);
  });
});
