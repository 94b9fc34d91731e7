import { describe, expect, it } from "vitest";
import { type Dim, dim, minus, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import {
  constantPlace,
  type Index,
  label,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  shifted,
  sizeAt,
} from "../../src/core/place.js";
import { SCALAR, type Shape, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { gradientByDifferences, jacobianByDifferences } from "../../src/numeric/differences.js";
import { draw } from "../../src/numeric/draw.js";
import { type Environment, evaluate, explore, functionOf, programOf } from "../../src/numeric/evaluate.js";
import { fromRows, type Matrix, scalarMatrix } from "../../src/numeric/matrix.js";
import { precisely } from "../../src/numeric/precise.js";
import { random } from "../../src/numeric/random.js";
import { drawnScalars } from "../../src/numeric/scalars.js";
import { apply } from "../../src/ops/apply.js";
import { entry } from "../../src/ops/entry.js";
import { defineBase, defineFamily, family } from "../../src/ops/family.js";
import { delta, iverson } from "../../src/ops/iverson.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { pi } from "../../src/ops/pi.js";
import { placeNumber } from "../../src/ops/place.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { scalarFunction } from "../../src/ops/scalarfunction.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";
import { unit } from "../../src/ops/unit.js";

const N = dim("N");
const column = (...x: number[]): Matrix => fromRows(x.map((v) => [v]));
const index = (letter: string, lo: Dim, hi: Dim, kind: "formal" | "asked" = "formal"): Index =>
  letterIndex(kind, letter, lo, hi);
const at = (i: Index, by = 0): Place => shifted(placeOf(i), by);
const here = (n: number): Place => constantPlace(dim(n));
const number1 = (A: Matrix | undefined): number => A?.data[0] as number;

/** A context with some inputs, and the environment that gives them values. */
function model(sizes: Record<string, number>, values: Record<string, Matrix> = {}, more: Partial<Environment> = {}) {
  const home = newContext();
  const env: Environment = {
    sizes: new Map(Object.entries(sizes)),
    values: new Map(Object.entries(values)),
    ...more,
  };
  const x = (of: string, rows: Dim, cols = ONE): Expr => symbol(home, of, shape(rows, cols));
  const given = (of: string, s: Shape, ...formals: Index[]) => family(home, { name: of, shape: s, formals });
  const value = (e: Expr, over: Partial<Environment> = {}): number[] => [
    ...(evaluate([e], { ...env, ...over })[0] as Matrix).data,
  ];
  return { home, env, symbol: x, family: given, value };
}

describe("evaluation over axes", () => {
  it("adds the terms of a sum, and a sum over nothing is zero", () => {
    const i = index("i", ONE, N);
    const data = { w: column(2, -1), "x(1)": column(1, 3), "x(2)": column(0, 4), "x(3)": column(-2, 5) };
    const { symbol, family, value } = model({ N: 3, d: 2 }, data);
    const x = family("x", shape(dim("d"), ONE), i);
    const s = sigma(i, power(product(T(symbol("w", dim("d"))), member(x, at(i))), number(2, x.home)));
    expect(value(s)).toEqual([1 + 16 + 81]);
    expect(
      value(s, {
        sizes: new Map([
          ["N", 0],
          ["d", 2],
        ]),
      }),
    ).toEqual([0]);
    expect(value(sigma(i, member(x, at(i))))).toEqual([-1, 12]);
  });

  it("multiplies factors, and a product over nothing is one", () => {
    const i = index("i", ONE, N);
    const { symbol, value } = model({ N: 3 }, { a: column(2, 3, 5) });
    const p = pi(i, entry(symbol("a", N), at(i)));
    expect(value(p)).toEqual([30]);
    expect(value(pi(index("i", dim(2), ONE), entry(symbol("a", N), at(i))), { letters: new Map([[i, 1]]) })).toEqual([
      1,
    ]);
  });

  it("gathers entries, members, units and indices as numbers at places", () => {
    const i = index("i", ONE, minus(N, ONE));
    const { home, symbol, value } = model(
      { N: 4 },
      {
        a: column(1, 10, 100, 1000),
        W: fromRows([
          [1, 2],
          [3, 4],
        ]),
      },
    );
    const a = symbol("a", N);
    expect(value(sigma(i, times(placeNumber(at(i), home), entry(a, at(i, 1)))))).toEqual([10 + 200 + 3000]);
    expect(value(entry(a, constantPlace(N)))).toEqual([1000]);
    expect(value(entry(symbol("W", dim(2), dim(2)), here(2), here(1)))).toEqual([3]);
    expect(value(sigma(i, scale(entry(a, at(i)), unit(at(i), N, home))))).toEqual([1, 10, 100, 0]);
  });

  it("is an array over the letters of a question, its cells under one another", () => {
    const j = index("j", dim(2), N, "asked");
    const { symbol, value } = model({ N: 3 }, { a: column(5, 6, 7) });
    const e = times(entry(symbol("a", N), at(j)), entry(symbol("a", N), at(j, -1)));
    expect(value(e)).toEqual([30, 42]);
    expect(value(e, { letters: new Map([[j, 3]]) })).toEqual([42]);
  });

  it("reads labels as places", () => {
    const i = index("i", ONE, N);
    const y = label("y", [at(i)], ONE, dim("K"));
    const values = { a: column(5, 6, 7), "y(1)": scalarMatrix(3), "y(2)": scalarMatrix(1) };
    const { symbol, value } = model({ N: 2, K: 3 }, values);
    expect(value(sigma(i, entry(symbol("a", dim("K")), placeOf(y))))).toEqual([12]);
  });

  it("keeps what a failing condition multiplies from being looked at", () => {
    const [i, j] = [index("i", ONE, N), index("j", ONE, N)];
    const { home, symbol, value } = model({ N: 3 }, { a: column(1, 2, 4) });
    const a = symbol("a", N);
    const apart = sum(entry(a, at(i)), negate(entry(a, at(j))));
    const others = iverson("≠", minusPlace(i, j), home);
    const s = sigma(i, sigma(j, times(others, power(apart, number(-2, home)))));
    expect(value(s)[0]).toBeCloseTo(2 * (1 + 1 / 9 + 1 / 4), 12);
    const undefined0 = reciprocal(sum(entry(a, here(1)), number(-1, home)));
    expect(value(times(iverson("=", here(1), home), undefined0))).toEqual([0]);
    expect(value(scale(iverson("≥", here(-1), home), scale(undefined0, a)))).toEqual([0, 0, 0]);
    // a^[false] is 1 whatever a is.
    expect(value(power(undefined0, iverson("=", here(1), home)))).toEqual([1]);
  });

  it("gives some number beyond a range, on which nothing may depend", () => {
    const i = index("i", ONE, N);
    const { home, symbol, value, env } = model({ N: 3 }, { a: column(1, 2, 4) });
    const next = entry(symbol("a", N), at(i, 1));
    const clear = sigma(i, times(iverson("≥", minusDim(N, at(i, 1)), home), next));
    expect(value(clear, { beyond: 1 })).toEqual([6]);
    expect(value(clear, { beyond: 2 })).toEqual([6]);
    expect(value(sigma(i, next), { beyond: 1 })).not.toEqual(value(sigma(i, next), { beyond: 2 }));
    expect(explore([sigma(i, next)], env).beyond).toBe(true);
    expect(explore([clear], env).beyond).toBe(false);
  });

  it("works out recursions in the order of readiness, however long they are", () => {
    const t = index("t", ONE, dim("T"));
    const { home, symbol, family, value } = model({ T: 20_000 }, { x: scalarMatrix(1) });
    const h = family("h", SCALAR, t);
    defineFamily(h, sum(times(number(2, home), member(h, at(t, -1))), number(-1, home)));
    defineBase(h, [here(0)], symbol("x", ONE));
    expect(value(member(h, constantPlace(dim("T"))))).toEqual([1]);
    const g = family("g", SCALAR, t);
    defineFamily(g, member(g, at(t)));
    expect(() => value(member(g, here(3)))).toThrow("g is defined by itself");
  });

  it("knows sizes that depend on places", () => {
    const l = index("l", ONE, dim("L"));
    const n = (by: number): Dim => sizeAt("n", at(l, by));
    const values = {
      x: column(1, 2),
      "W(1)": fromRows([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
      "W(2)": fromRows([[1, 2, 3]]),
    };
    const sizes = { L: 2, "n(0)": 2, "n(1)": 3, "n(2)": 1 };
    const { home, symbol, family, value } = model(sizes, values);
    const W = family("W", shape(n(0), n(-1)), l);
    const a = family("a", shape(n(0), ONE), l);
    defineFamily(a, product(member(W, at(l)), member(a, at(l, -1))));
    defineBase(a, [here(0)], symbol("x", sizeAt("n", here(0))));
    expect(value(member(a, constantPlace(dim("L"))))).toEqual([1 + 4 + 9]);
    void home;
  });

  it("moves a name, a member or an entry, and nothing else", () => {
    const [i, j] = [index("i", ONE, N), index("j", ONE, N, "asked")];
    const values = { a: column(1, 2, 4), "c(1)": scalarMatrix(3), "c(2)": scalarMatrix(5), "c(3)": scalarMatrix(7) };
    const { symbol, family, env } = model({ N: 3 }, values);
    const a = symbol("a", N);
    const c = family("c", SCALAR, i);
    const s = sigma(i, times(member(c, at(i)), power(entry(a, at(i)), number(2, a.home))));
    const there = { ...env, letters: new Map([[j, 2]]) };
    expect(number1(gradientByDifferences(s, member(c, at(j)), there).value)).toBeCloseTo(4, 8);
    expect(number1(gradientByDifferences(s, entry(a, at(j)), there).value)).toBeCloseTo(20, 8);
    expect([...gradientByDifferences(s, a, env).value.data].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([6, 20, 56]);
    expect(number1(functionOf([s], [member(c, at(j))], there)([scalarMatrix(0)])[0])).toBe(3 + 112);
  });

  it("moves a defined member: what follows from it follows", () => {
    const t = index("t", ONE, dim("T"));
    const { home, symbol, family, env } = model({ T: 4 }, { x: scalarMatrix(0.5), w: scalarMatrix(0.9) });
    const h = family("h", SCALAR, t);
    defineFamily(h, apply("tanh", times(symbol("w", ONE), member(h, at(t, -1)))));
    defineBase(h, [here(0)], symbol("x", ONE));
    const last = member(h, constantPlace(dim("T")));
    const j = index("j", ONE, dim("T"), "asked");
    const slope = (k: number): number =>
      number1(jacobianByDifferences(last, member(h, at(j)), { ...env, letters: new Map([[j, k]]) }).value);
    const values = [0.5];
    for (let k = 1; k <= 4; k++) values.push(Math.tanh(0.9 * (values[k - 1] as number)));
    const local = (k: number): number => 0.9 * (1 - (values[k] as number) ** 2);
    expect(slope(4)).toBeCloseTo(1, 8);
    expect(slope(2)).toBeCloseTo(local(3) * local(4), 8);
    void home;
  });

  it("gives unknown scalar functions numbers, and gradients that are theirs", () => {
    const i = index("i", ONE, N);
    const { symbol, value, env } = model({ N: 2, d: 3 }, { a: column(0.3, -0.4, 0.9) }, { scalars: drawnScalars(7) });
    const a = symbol("a", dim("d"));
    const s = sigma(i, scalarFunction("l", [a], [at(i)]));
    const [one, two] = [1, 2].map((k) => value(scalarFunction("l", [a], [here(k)]))[0] as number) as [number, number];
    expect(one).not.toBeCloseTo(two, 3);
    expect(value(s)[0]).toBeCloseTo(one + two, 12);
    const known = drawnScalars(7)("l(1)")([env.values.get("a") as Matrix]).slopes[0] as Matrix;
    const found = gradientByDifferences(scalarFunction("l", [a], [here(1)]), a, env).value;
    for (const [k, v] of known.data.entries()) expect(found.data[k]).toBeCloseTo(v, 8);
  });

  it("agrees with 64 digits", () => {
    const [i, j] = [index("i", ONE, N), index("j", ONE, N, "asked")];
    const home = newContext();
    const a = symbol(home, "a", shape(N, ONE));
    const c = family(home, { name: "c", shape: shape(dim("d"), ONE), formals: [i] });
    const e = sum(
      times(delta(at(i), at(j), home), apply("exp", entry(a, at(i)))),
      scalarFunction("l", [member(c, at(i))], [at(i)]),
      pi(i, sum(number(2, home), entry(a, at(i)))),
    );
    const s = sigma(i, e);
    const drawn = draw([s], random(3));
    if (!drawn.drawn) throw new Error(drawn.why);
    const exact = precisely(programOf([s]), [s], drawn.env, () => new Set());
    const close = drawn.values.get(s) as Matrix;
    expect(close.data.length).toBe(drawn.env.sizes.get("N"));
    for (const [k, v] of close.data.entries()) expect(exact?.values[0]?.data[k]?.toNumber()).toBeCloseTo(v, 10);
  });
});

describe("draws of what has indices", () => {
  it("give every member, label and size at a place a value, sizes of 1 among them", () => {
    const [i, l] = [index("i", ONE, N), index("l", ONE, dim("L"))];
    const home = newContext();
    const W = family(home, { name: "W", shape: shape(sizeAt("n", at(l)), dim("d")), formals: [l] });
    const y = label("y", [at(i)], ONE, dim("K"));
    const b = symbol(home, "b", shape(dim("K"), ONE));
    const v = symbol(home, "v", shape(dim("d"), ONE));
    const Wv = product(member(W, at(l)), v);
    const e = sum(sigma(l, product(T(Wv), Wv)), sigma(i, entry(b, placeOf(y))));
    const seen = new Set<number>();
    const source = random(5);
    for (let k = 0; k < 20; k++) {
      const drawn = draw([e], source);
      if (!drawn.drawn) throw new Error(drawn.why);
      const { sizes, values } = drawn.env;
      const [L, n, K] = [sizes.get("L"), sizes.get("N"), sizes.get("K")] as [number, number, number];
      for (let m = 1; m <= L; m++) expect(values.get(`W(${m})`)?.rows).toBe(sizes.get(`n(${m})`));
      for (let m = 1; m <= n; m++) expect(number1(values.get(`y(${m})`))).toBeLessThanOrEqual(K);
      seen.add(n);
    }
    expect(seen.has(1)).toBe(true);
    expect(seen.size).toBeGreaterThan(2);
  });

  it("keep away from sizes at which something beyond its range would be read", () => {
    const home = newContext();
    const x = symbol(home, "x", shape(N, ONE));
    const e = entry(x, here(4));
    const source = random(1);
    for (let k = 0; k < 5; k++) {
      const drawn = draw([e], source);
      if (!drawn.drawn) throw new Error(drawn.why);
      expect(drawn.env.sizes.get("N")).toBeGreaterThanOrEqual(4);
    }
  });

  it("keep away from poles only where no condition does", () => {
    const [i, j] = [index("i", ONE, N), index("j", ONE, N)];
    const home = newContext();
    const x = symbol(home, "x", shape(N, ONE));
    const apart = sum(entry(x, at(i)), negate(entry(x, at(j))));
    const inner = sigma(j, times(iverson("≠", minusPlace(i, j), home), reciprocal(apart)));
    expect(draw([sigma(i, power(inner, number(2, home)))], random(2)).drawn).toBe(true);
    expect(draw([sigma(i, sigma(j, reciprocal(apart)))], random(2)).drawn).toBe(false);
  });
});

function minusPlace(i: Index, j: Index): Place {
  return lessPlace(placeOf(i), placeOf(j));
}
function minusDim(d: Dim, p: Place): Place {
  return lessPlace(constantPlace(d), p);
}
