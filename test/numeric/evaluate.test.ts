import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { type Environment, evaluate, evaluateAll, firstUndefined, functionOf } from "../../src/numeric/evaluate.js";
import { EvaluationError } from "../../src/numeric/fault.js";
import { fromRows, toRows } from "../../src/numeric/matrix.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { constant } from "../../src/ops/constant.js";
import { crossEntropy } from "../../src/ops/crossentropy.js";
import { derivative } from "../../src/ops/derivative.js";
import { det } from "../../src/ops/det.js";
import { diag } from "../../src/ops/diag.js";
import { diagvec } from "../../src/ops/diagvec.js";
import { differential } from "../../src/ops/differential.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { logdet } from "../../src/ops/logdet.js";
import { logsumexp } from "../../src/ops/logsumexp.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { maximum, minimum } from "../../src/ops/maximum.js";
import { mean } from "../../src/ops/mean.js";
import { norm1, norm2, normF } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power } from "../../src/ops/power.js";
import { powersum } from "../../src/ops/powersum.js";
import { product } from "../../src/ops/product.js";
import { scale } from "../../src/ops/scale.js";
import { size } from "../../src/ops/size.js";
import { cols, rows } from "../../src/ops/slice.js";
import { softmax, softmaxcols, softmaxrows } from "../../src/ops/softmax.js";
import { beside, stack } from "../../src/ops/stack.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { total } from "../../src/ops/total.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { unvec } from "../../src/ops/unvec.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";

const [n, m] = [dim("n"), dim("m")];
const home = newContext();
const A = symbol(home, "A", shape(n, m));
const S = symbol(home, "S", shape(n, n));
const x = symbol(home, "x", shape(n, ONE));
const a = symbol(home, "a", shape(ONE, ONE));
const num = (k: number) => number(k, home);
const env: Environment = {
  sizes: new Map([
    ["n", 2],
    ["m", 3],
  ]),
  values: new Map([
    [
      "A",
      fromRows([
        [1, -2, 3],
        [4, 5, -6],
      ]),
    ],
    [
      "S",
      fromRows([
        [2, 1],
        [4, 3],
      ]),
    ],
    ["x", fromRows([[3], [-4]])],
    ["a", fromRows([[5]])],
  ]),
  functions: new Map([
    ["f", (t: number) => t + 0.5],
    ["f'", () => 7],
  ]),
};
const value = (e: Expr, at: Environment = env) =>
  toRows(evaluate([e], at)[0] as NonNullable<ReturnType<typeof evaluate>[0]>);
const scalar = (e: Expr, at: Environment = env) => (value(e, at)[0] as number[])[0] as number;

/** The fault that evaluation ends with. */
function fault(e: Expr, at: Environment = env): EvaluationError {
  try {
    evaluate([e], at);
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
  throw new Error("evaluated");
}

describe("every operation by hand", () => {
  it.each<[string, Expr, number[][]]>([
    ["sum", sum(x, x, x), [[9], [-12]]],
    ["times", times(a, num(-2)), [[-10]]],
    ["scale", scale(a, x), [[15], [-20]]],
    ["product", product(T(A), x), [[-13], [-26], [33]]],
    [
      "transpose",
      T(A),
      [
        [1, 4],
        [-2, 5],
        [3, -6],
      ],
    ],
    ["hadamard", hadamard(x, x), [[9], [16]]],
    ["power", power(x, num(3)), [[27], [-64]]],
    ["apply, of an unknown function", apply("f", x), [[3.5], [-3.5]]],
    ["apply, of its derivative", apply("f'", x), [[7], [7]]],
    ["apply, of a known function", apply("relu", x), [[3], [0]]],
    ["maximum", maximum(x, num(-1)), [[3], [-1]]],
    ["minimum", minimum(num(0), x), [[0], [-4]]],
    [
      "diag",
      diag(x),
      [
        [3, 0],
        [0, -4],
      ],
    ],
    ["diagvec", diagvec(S), [[2], [3]]],
    ["trace", trace(S), [[5]]],
    ["det", det(S), [[2]]],
    [
      "inverse",
      inverse(S),
      [
        [1.5, -0.5],
        [-2, 1],
      ],
    ],
    [
      "matrixpower",
      matrixpower(S, num(2)),
      [
        [8, 5],
        [20, 13],
      ],
    ],
    ["total", total(A), [[5]]],
    ["mean", mean(A), [[5 / 6]]],
    ["norm1", norm1(A), [[21]]],
    ["norm2", norm2(x), [[5]]],
    ["normF", normF(stack(x, num(12))), [[13]]],
    ["vec", vec(A), [[1], [4], [-2], [5], [3], [-6]]],
    [
      "unvec",
      unvec(vec(A), m, n),
      [
        [1, 5],
        [4, 3],
        [-2, -6],
      ],
    ],
    [
      "kron",
      kron(x, T(x)),
      [
        [9, -12],
        [-12, 16],
      ],
    ],
    [
      "stack",
      stack(S, T(x)),
      [
        [2, 1],
        [4, 3],
        [3, -4],
      ],
    ],
    [
      "beside",
      beside(S, x),
      [
        [2, 1, 3],
        [4, 3, -4],
      ],
    ],
    ["rows", rows(A, n, n), [[4, 5, -6]]],
    [
      "cols",
      cols(A, dim(2), m),
      [
        [-2, 3],
        [5, -6],
      ],
    ],
    [
      "comm",
      comm(n, ONE, home),
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      "eye",
      eye(n, home),
      [
        [1, 0],
        [0, 1],
      ],
    ],
    ["ones", ones(ONE, m, home), [[1, 1, 1]]],
    ["zeros", zeros(n, ONE, home), [[0], [0]]],
    ["size", size(home, dim("n^2")), [[4]]],
    ["constant", constant(home, "pi"), [[Math.PI]]],
    ["constant", constant(home, "e"), [[Math.E]]],
    [
      "powersum",
      powersum(S, num(2), S),
      [
        [16, 10],
        [40, 26],
      ],
    ],
    [
      "powersum, k = 0",
      powersum(S, num(0), S),
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ])("%s", (_, e, expected) => {
    const got = value(e);
    expect(got.length).toBe(expected.length);
    got.forEach((row, i) => {
      row.forEach((entry, j) => {
        expect(entry).toBeCloseTo((expected[i] as number[])[j] as number, 12);
      });
    });
  });

  it("those with exponentials, also where the naive formula overflows", () => {
    const big = { ...env, values: new Map([...env.values, ["x", fromRows([[1000], [1001]])]]) };
    const p = 1 / (1 + Math.E);
    expect(value(softmax(x), big).flat()).toEqual([expect.closeTo(p, 12), expect.closeTo(1 - p, 12)]);
    expect(scalar(logsumexp(x), big)).toBeCloseTo(1001 + Math.log1p(Math.exp(-1)), 10);
    expect(value(softmaxcols(beside(x, x)), big).map((r) => r[1])).toEqual([
      expect.closeTo(p, 12),
      expect.closeTo(1 - p, 12),
    ]);
    expect(value(softmaxrows(T(x)), big)[0]).toEqual([expect.closeTo(p, 12), expect.closeTo(1 - p, 12)]);
    expect(scalar(logdet(S))).toBeCloseTo(Math.LN2, 12);
  });

  it("cross entropy of a one-hot target does not mind a probability that has underflown", () => {
    const [y, p] = [symbol(home, "y", shape(n, ONE)), symbol(home, "p", shape(n, ONE))];
    const at = (yy: number[], pp: number[]) => ({
      sizes: env.sizes,
      values: new Map([
        ["y", fromRows(yy.map((t) => [t]))],
        ["p", fromRows(pp.map((t) => [t]))],
      ]),
    });
    expect(scalar(crossEntropy(y, p), at([0, 1], [0, 1]))).toBeCloseTo(0, 12);
    expect(scalar(crossEntropy(y, p), at([1, 0], [0, 1]))).toBe(Infinity);
    expect(scalar(crossEntropy(y, p), at([0.5, 0.5], [0.25, 0.75]))).toBeCloseTo(-0.5 * Math.log(0.1875), 12);
  });
});

/** The identity, and how often it was called. */
function counting() {
  let calls = 0;
  const g = (t: number) => {
    calls += 1;
    return t;
  };
  return { g, calls: () => calls };
}

describe("names", () => {
  const own = newContext();
  const v = symbol(own, "v", shape(n, ONE));
  const w = symbol(own, "w", shape(n, ONE));
  own.definitions.set("w", hadamard(v, v));
  const y = sum(w, v);
  const at: Environment = { sizes: env.sizes, values: new Map([["v", fromRows([[2], [3]])]]) };

  it("stand for their definitions", () => {
    expect(value(y, at)).toEqual([[6], [12]]);
  });

  it("unless they are bound, by name or as nodes", () => {
    expect(value(y, { ...at, values: new Map([...at.values, ["w", fromRows([[0], [1]])]]) })).toEqual([[2], [4]]);
    expect(value(y, { ...at, nodes: new Map([[w, fromRows([[0], [1]])]]) })).toEqual([[2], [4]]);
    const d = differential(v);
    expect(value(sum(d, w), { ...at, nodes: new Map([[d, fromRows([[1], [0]])]]) })).toEqual([[5], [9]]);
  });

  it("are variables of a function, which evaluates only what moves", () => {
    const { g, calls } = counting();
    const counted = { ...at, functions: new Map([["g", g]]) };
    const f = functionOf([sum(apply("g", v), w)], [w], counted);
    const seen = calls();
    expect(toRows(f([fromRows([[1], [1]])])[0] as NonNullable<ReturnType<typeof f>[0]>)).toEqual([[3], [4]]);
    f([fromRows([[2], [2]])]);
    expect(calls()).toBe(seen);
    expect(seen).toBe(2);
    expect(() => f([fromRows([[1]])])).toThrow(/w is n×1/);
  });

  it("and shared parts are evaluated once", () => {
    const { g, calls } = counting();
    const shared = apply("g", v);
    evaluate([hadamard(shared, shared), apply("g", shared)], {
      ...at,
      functions: new Map([["g", g]]),
    });
    expect(calls()).toBe(4);
  });
});

describe("what cannot be evaluated is said, with the node at fault", () => {
  it.each<[string, Expr, Environment, string, string]>([
    ["a name without a value", sum(symbol(home, "q", shape(n, ONE)), x), env, "unbound", "q has no value"],
    ["a differential", differential(x), env, "unbound", "the differential dx has no value"],
    ["a function", apply("g'", x), env, "unbound", "the function g' has no value"],
    ["a size", ones(dim("k"), ONE, home), env, "size", "no value for the size k"],
    [
      "a value of another shape",
      x,
      { ...env, values: new Map([["x", fromRows([[1, 2]])]]) },
      "shape",
      "x is n×1, here 2×1; its value is 1×2",
    ],
    ["a slice that does not exist", rows(A, dim(1), m), env, "shape", "rows 1 to 3 of 2×3 do not exist"],
    ["a singular matrix", inverse(product(x, T(x))), env, "singular", "the matrix is singular: it has no inverse"],
    [
      "a negative power of one",
      matrixpower(zeros(n, n, home), num(-1)),
      env,
      "singular",
      "the matrix is singular: it has no inverse",
    ],
    [
      "a power that is not whole",
      matrixpower(S, num(0.5)),
      env,
      "exponent",
      "a power of a matrix needs a whole exponent, not 0.5",
    ],
    [
      "a derivative",
      derivative("gradient", a, x),
      env,
      "derivative",
      "a derivative within an expression is worked out before it is evaluated",
    ],
  ])("%s", (_, e, at, code, message) => {
    const error = fault(e, at);
    expect(error.fault).toBe(code);
    expect(error.message).toBe(message);
    expect(error.node.home).toBe(home);
  });

  it("a logarithm of a negative number is NaN, and where it arose can be asked", () => {
    const inner = apply("log", x);
    const e = total(scale(num(2), inner));
    expect(scalar(e)).toBeNaN();
    expect(firstUndefined(evaluateAll([e], env))).toBe(inner);
    expect(firstUndefined(evaluateAll([x], env))).toBeNull();
    expect(scalar(logdet(scale(num(-1), eye(dim(3), home))))).toBeNaN();
    expect(scalar(logdet(zeros(n, n, home)))).toBe(-Infinity);
  });
});
