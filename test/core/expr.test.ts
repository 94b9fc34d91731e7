import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import { BudgetError, type Context, type Expr, memoOf } from "../../src/core/expr.js";
import { shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { differential } from "../../src/ops/differential.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { number } from "../../src/ops/number.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { T } from "../../src/ops/transpose.js";

// The same programs in every run.
fc.configureGlobal({ seed: 20 });

const n = dim("n");
const m = dim("m");

/** A builder of some expression over x, y, S; each call makes it anew. */
type Recipe = (home: Context) => Expr;
const column =
  (name: string): Recipe =>
  (home) =>
    symbol(home, name, shape(n, ONE));
const { recipe } = fc.letrec<{ recipe: Recipe }>((tie) => ({
  recipe: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(column("x"), column("y")),
    tie("recipe").map(
      (a): Recipe =>
        (h) =>
          apply("f", a(h)),
    ),
    tie("recipe").map(
      (a): Recipe =>
        (h) =>
          product(symbol(h, "S", shape(n, n)), a(h)),
    ),
    tie("recipe").map(
      (a): Recipe =>
        (h) =>
          T(T(a(h))),
    ),
    fc.tuple(fc.integer({ min: -3, max: 3 }), tie("recipe")).map(
      ([k, a]): Recipe =>
        (h) =>
          scale(number(k, h), a(h)),
    ),
    fc.tuple(tie("recipe"), tie("recipe")).map(
      ([a, b]): Recipe =>
        (h) =>
          sum(a(h), b(h)),
    ),
    fc.tuple(tie("recipe"), tie("recipe")).map(
      ([a, b]): Recipe =>
        (h) =>
          hadamard(a(h), b(h)),
    ),
  ),
}));

describe("interning", () => {
  it("makes one node of one expression, however often it is built", () => {
    fc.assert(
      fc.property(recipe, (make) => {
        const home = newContext();
        const first = make(home);
        const size = home.size;
        expect(make(home)).toBe(first);
        expect(home.size).toBe(size);
      }),
    );
  });

  it("tells different expressions apart: nodes of a context are pairwise different", () => {
    fc.assert(
      fc.property(recipe, recipe, (a, b) => {
        const home = newContext();
        const written = (e: Expr): string => {
          const text = new Map<Expr, string>();
          for (const t of walk([e]))
            text.set(t, `${t.op.name}[${JSON.stringify(t.data)}](${t.args.map((s) => text.get(s)).join()})`);
          return text.get(e) as string;
        };
        const [x, y] = [a(home), b(home)];
        expect(x === y).toBe(written(x) === written(y));
      }),
    );
  });

  it("keeps data apart that look alike", () => {
    const home = newContext();
    expect(number(1, home)).not.toBe(number(2, home));
    expect(comm(n, m, home)).not.toBe(comm(m, n, home));
    expect(eye(n, home)).not.toBe(eye(m, home));
    expect(symbol(home, "x", shape(n, ONE))).not.toBe(symbol(home, "X", shape(n, ONE)));
    expect(number(0.5, home)).toBe(number({ numerator: 0.5, denominator: 1 }, home));
  });

  it("keeps contexts apart", () => {
    const [a, b] = [newContext(), newContext()];
    expect(symbol(a, "x", shape(n, ONE))).not.toBe(symbol(b, "x", shape(n, ONE)));
  });

  it("survives the growth of its table", () => {
    const home = newContext();
    const x = symbol(home, "x", shape(n, ONE));
    const build = (k: number) => scale(number(k, home), x);
    const first = Array.from({ length: 5000 }, (_, k) => build(k));
    const before = home.size;
    expect(home.buckets.length).toBeGreaterThan(256);
    expect(first.every((e, k) => build(k) === e)).toBe(true);
    expect(home.size).toBe(before);
    expect(new Set(first).size).toBe(5000);
  });

  it("spreads nodes over its table: no bucket grows with the model", () => {
    const home = newContext();
    let e = symbol(home, "x", shape(n, ONE));
    const W = symbol(home, "W", shape(n, n));
    for (let k = 0; k < 20_000; k++) e = apply("f", sum(product(W, e), scale(number(k, home), e)));
    let longest = 0;
    for (const bucket of home.buckets) {
      let length = 0;
      for (let t = bucket; t !== null; t = t.next) length += 1;
      longest = Math.max(longest, length);
    }
    expect(longest).toBeLessThan(20);
  });

  it("refuses nodes beyond the budget, but still finds those that exist", () => {
    const home = newContext(3);
    const x = symbol(home, "x", shape(n, ONE));
    const y = apply("f", apply("f", x));
    expect(() => apply("f", y)).toThrow(BudgetError);
    expect(apply("f", apply("f", x))).toBe(y);
  });
});

describe("what is fixed at construction", () => {
  it("a node holds a differential if a part of it does", () => {
    const home = newContext();
    const x = symbol(home, "x", shape(n, ONE));
    const dx = differential(x);
    expect(x.hasDifferential).toBe(false);
    expect(dx.hasDifferential).toBe(true);
    expect(negate(sum(x, dx)).hasDifferential).toBe(true);
    expect(negate(sum(x, x)).hasDifferential).toBe(false);
  });

  it("a memo of a context is made once and belongs to it", () => {
    const [a, b] = [newContext(), newContext()];
    const key = Symbol("memo");
    const make = () => new Map();
    expect(memoOf(a, key, make)).toBe(memoOf(a, key, make));
    expect(memoOf(a, key, make)).not.toBe(memoOf(b, key, make));
  });
});
