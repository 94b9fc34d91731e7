import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { newContext } from "../../src/functions/library.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { fromRows } from "../../src/numeric/matrix.js";
import { apply } from "../../src/ops/apply.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { sum } from "../../src/ops/sum.js";
import { definitionOf, nameOf, symbol } from "../../src/ops/symbol.js";

const n = dim("n");
const home = newContext();
const x = symbol(home, "x", shape(n, ONE));

describe("the walk", () => {
  it("visits every node once, operands first", () => {
    const shared = apply("f", x);
    const e = sum(hadamard(shared, shared), apply("g", shared), x);
    const order = walk([e, shared]);
    expect(new Set(order).size).toBe(order.length);
    expect(order).toContain(x);
    order.forEach((t, i) => {
      for (const a of t.args) expect(order.indexOf(a)).toBeLessThan(i);
    });
    expect(order[order.length - 1]).toBe(e);
    expect(walk([shared, e])).toEqual(order);
  });

  it("is not exponential in a graph of shared parts", () => {
    let e = x;
    for (let k = 0; k < 200; k++) e = hadamard(sum(e, x), sum(x, e));
    expect(walk([e]).length).toBeLessThan(1000);
  });

  it("stops at what is skipped, roots too", () => {
    const inner = apply("f", x);
    const e = apply("g", inner);
    expect(walk([e], (t) => t === inner)).toEqual([e]);
    expect(walk([e], (t) => t === e)).toEqual([]);
  });

  it("goes through definitions where it is told to", () => {
    const own = newContext();
    const z = symbol(own, "z", shape(n, ONE));
    const y = symbol(own, "y", shape(n, ONE));
    own.definitions.set("y", apply("f", z));
    const into = (t: Expr) => {
      const d = definitionOf(t);
      return d === null ? t.args : [d];
    };
    expect(
      walk([apply("g", y)], undefined, into)
        .filter((t) => t.op.name === "symbol")
        .map(nameOf),
    ).toEqual(["z", "y"]);
  });

  it("ends on a cycle of definitions", () => {
    const own = newContext();
    const z = symbol(own, "z", shape(n, ONE));
    own.definitions.set("z", apply("f", z));
    expect(walk([z], undefined, (t) => (t === z ? [apply("f", z)] : t.args)).length).toBe(2);
  });

  it("goes 100,000 deep, and so does evaluation", () => {
    const deep = newContext();
    const z = symbol(deep, "z", shape(n, ONE));
    let e = z;
    for (let k = 0; k < 100_000; k++) e = apply("tanh", e);
    expect(walk([e]).length).toBe(100_001);
    const at = { sizes: new Map([["n", 1]]), values: new Map([["z", fromRows([[1]])]]) };
    // tanh iterated k times tends to √(3 / (2 k)).
    expect(evaluate([e], at)[0]?.data[0]).toBeCloseTo(Math.sqrt(3 / 200_000), 6);
  });
});
