import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { constantPlace, label, letterIndex, placeOf, shifted, sizeAt } from "../../src/core/place.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { parse } from "../../src/index.js";
import { lettersInOrder, plainValue } from "../../src/numeric/plain-values.js";
import { readValues } from "../../src/numeric/values.js";
import { entry } from "../../src/ops/entry.js";
import { defineBase, defineFamily, family } from "../../src/ops/family.js";
import { member } from "../../src/ops/member.js";
import { product } from "../../src/ops/product.js";
import { scalarFunction } from "../../src/ops/scalarfunction.js";
import { sigma } from "../../src/ops/sigma.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";

const N = dim("N");
const i = letterIndex("formal", "i", ONE, N);

/** Expressions over the names of a text, and what numbers they have at some values. */
function at(source: string, make: (home: Expr["home"]) => Expr) {
  const model = parse(source);
  const e = make(model.context);
  return (values: object) => {
    const { env, diagnostics } = readValues(JSON.stringify(values), [e], model);
    const faults = diagnostics.map((d) => `${d.code}: ${d.message}`);
    return faults.length > 0 ? faults : plainValue(e, lettersInOrder([e]), env);
  };
}

describe("values of families", () => {
  const squares = at("w : vector(d)", (home) => {
    const x = family(home, { name: "x", shape: shape(dim("d"), ONE), formals: [i] });
    const y = family(home, { name: "y", shape: SCALAR, formals: [i] });
    const w = symbol(home, "w", shape(dim("d"), ONE));
    return sigma(i, times(member(y, placeOf(i)), product(T(w), member(x, placeOf(i)))));
  });

  it("are arrays with an axis for each letter, and tell the ranges", () => {
    const values = {
      w: [1, 2],
      x: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      y: [1, 10, 100],
    };
    expect(squares(values)).toBe(1 + 20 + 300);
  });

  it("must fit one another", () => {
    const values = {
      w: [1, 2],
      x: [
        [1, 0],
        [0, 1],
      ],
      y: [1, 10, 100],
    };
    expect(squares(values)).toEqual(["values/shape: x has N values, here 3; 2 are given (N = 3 from y)"]);
    expect(
      squares({
        ...values,
        y: [1, 10],
        x: [
          [1, 0],
          [0, 1, 2],
        ],
      }),
    ).toEqual(["values/shape: x at 2 is d×1, here 2×1; its value is 3×1 (d = 2 from w)"]);
    expect(squares({ w: [1, 2], x: 3, y: [1] })).toEqual(["values/shape: x is an array with a value for each i"]);
    expect(squares({ w: [1, 2], x: [[1, 2]] })).toEqual([
      "values/missing: y has no value: an array with a number for each i is needed",
    ]);
  });

  it("give answers with an axis for each letter of the question", () => {
    const [k, l] = ["k", "l"].map((letter) => letterIndex("asked", letter, ONE, N)) as [typeof i, typeof i];
    const asked = at("s = 1", (home) => {
      const x = family(home, { name: "x", shape: shape(dim("d"), ONE), formals: [i] });
      return product(T(member(x, placeOf(l))), member(x, placeOf(k)));
    });
    expect(
      asked({
        x: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      }),
    ).toEqual([
      [5, 11, 17],
      [11, 25, 39],
      [17, 39, 61],
    ]);
  });

  it("may have a size for each place, and a beginning", () => {
    const l = letterIndex("formal", "l", ONE, dim("L"));
    const n = (by: number) => sizeAt("n", shifted(placeOf(l), by));
    const layers = at("s = 1", (home) => {
      const W = family(home, { name: "W", shape: shape(n(0), n(-1)), formals: [l] });
      const a = family(home, { name: "a", shape: shape(n(0), ONE), formals: [l] });
      defineFamily(a, product(member(W, placeOf(l)), member(a, shifted(placeOf(l), -1))));
      const zero = constantPlace(dim(0));
      defineBase(a, [zero], symbol(home, "x", shape(sizeAt("n", zero), ONE)));
      return member(a, constantPlace(dim("L")));
    });
    expect(
      layers({
        x: [1, 2],
        W: [
          [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
          [[1, 2, 3]],
        ],
      }),
    ).toEqual([14]);
    expect(
      layers({
        x: [1, 2],
        W: [
          [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
          [[1, 2]],
        ],
      }),
    ).toEqual(["values/shape: W at 2 is n_2×n_1, here 1×3; its value is 1×2 (n_1 = 3 from W at 1)"]);
  });

  it("tell no answer that reads beyond its range", () => {
    const next = at("s = 1", (home) => entry(symbol(home, "a", shape(N, ONE)), constantPlace(dim(3))));
    expect(next({ a: [1, 2, 3] })).toBe(3);
    expect(() => next({ a: [1, 2] })).toThrow("something is read beyond its range");
  });

  it("are whole numbers where they are labels", () => {
    const y = label("y", [placeOf(i)], ONE, dim("K"));
    const picked = at("a : vector(K)", (home) => sigma(i, entry(symbol(home, "a", shape(dim("K"), ONE)), placeOf(y))));
    expect(picked({ a: [5, 6, 7], y: [3, 1] })).toBe(12);
    expect(picked({ a: [5, 6, 7], y: [3, 4] })).toEqual([
      "values/shape: y at 2 is a whole number from 1 to K = 3, not 4",
    ]);
  });

  it("say which an unknown scalar function of arrays is", () => {
    const a = at("a : vector(d)", (home) => scalarFunction("loss", [symbol(home, "a", shape(dim("d"), ONE))]));
    expect(a({ a: [3, 4], loss: "norm(t)^2 + sum(t)" })).toBeCloseTo(32, 12);
    expect(a({ a: [3, 4] })).toEqual(["values/function: the function loss is not known: say which it is"]);
    expect(a({ a: [3, 4], loss: "b t" })[0 as never]).toMatch("which is no formula in t alone: it holds b");
  });
});
