import { describe, expect, it } from "vitest";
import { dim, minus, ONE, times as timesOf } from "../../src/core/dim.js";
import type { Expr, Formula } from "../../src/core/expr.js";
import { context } from "../../src/core/expr.js";
import { FACTS, type Fact } from "../../src/core/facts.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { LIBRARY, newContext } from "../../src/functions/library.js";
import { modelFunction } from "../../src/functions/model-functions.js";
import { slopeAt } from "../../src/numeric/differences.js";
import { type Drawn, draw, smoothFunction } from "../../src/numeric/draw.js";
import { drawMatrix, holds } from "../../src/numeric/facts.js";
import {
  condition,
  determinant,
  fromRows,
  identity,
  largest,
  type Matrix,
  subtracted,
  transposeOf,
} from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import { apply } from "../../src/ops/apply.js";
import { det } from "../../src/ops/det.js";
import { diag } from "../../src/ops/diag.js";
import { differential } from "../../src/ops/differential.js";
import { quotient } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { logdet } from "../../src/ops/logdet.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { maximum } from "../../src/ops/maximum.js";
import { norm2 } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate } from "../../src/ops/scale.js";
import { size } from "../../src/ops/size.js";
import { rows } from "../../src/ops/slice.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { total } from "../../src/ops/total.js";
import { T } from "../../src/ops/transpose.js";
import { m, n, operands } from "../ops/examples.js";

const o = operands(newContext());
const [A, S] = [o.matrix("A", n, m), o.matrix("S", n, n)];
const [x, y] = [o.vector("x", n), o.vector("y", n)];
const SEEDS = Array.from({ length: 20 }, (_, i) => i);

function drawn(e: Expr, seed: number): Drawn {
  const found = draw([e], random(seed));
  if (!found.drawn) throw new Error(found.why);
  return found;
}
const every = (e: Expr, of: Expr, holdsAt: (value: Matrix) => boolean) =>
  SEEDS.every((seed) => holdsAt(drawn(e, seed).values.get(of) as Matrix));
const why = (e: Expr) => {
  const found = draw([e], random(1));
  return found.drawn ? null : { why: found.why, node: found.node };
};

describe("random numbers", () => {
  it("are repeated by their seed, and another seed gives others", () => {
    const list = (seed: number) => {
      const r = random(seed);
      return Array.from({ length: 50 }, () => r.next());
    };
    expect(list(7)).toEqual(list(7));
    expect(new Set([...list(7), ...list(8), ...list(7 + 2 ** 32)]).size).toBe(150);
  });

  it("are spread evenly over their range", () => {
    const r = random(1);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const k = Math.floor(r.next() * 10);
      bins[k] = (bins[k] as number) + 1;
    }
    for (const b of bins) expect(Math.abs(b - 1000)).toBeLessThan(150);
    const whole = Array.from({ length: 200 }, () => r.whole(2, 5));
    expect(new Set(whole)).toEqual(new Set([2, 3, 4, 5]));
    expect([...r.shuffled([1, 2, 3, 4])].sort()).toEqual([1, 2, 3, 4]);
    const signs = Array.from({ length: 100 }, () => r.signed(1, 2));
    expect(signs.every((s) => Math.abs(s) >= 1 && Math.abs(s) < 2)).toBe(true);
    expect(new Set(signs.map(Math.sign))).toEqual(new Set([-1, 1]));
  });
});

describe("facts in numbers", () => {
  const rotation = fromRows([
    [0.6, -0.8],
    [0.8, 0.6],
  ]);
  it.each<[Fact, Matrix, Matrix]>([
    [
      "symmetric",
      fromRows([
        [1, 2],
        [2, 0],
      ]),
      fromRows([
        [1, 2],
        [2.1, 0],
      ]),
    ],
    ["symmetric", fromRows([[3]]), fromRows([[1, 1]])],
    [
      "diagonal",
      fromRows([
        [1, 0],
        [0, -2],
      ]),
      fromRows([
        [1, 0.1],
        [0, -2],
      ]),
    ],
    [
      "orthogonal",
      rotation,
      fromRows([
        [0.6, -0.8],
        [0.8, 0.7],
      ]),
    ],
    [
      "posdef",
      fromRows([
        [2, 1],
        [1, 1],
      ]),
      fromRows([
        [1, 2],
        [2, 1],
      ]),
    ],
    [
      "posdef",
      identity(3),
      fromRows([
        [2, 1],
        [0, 2],
      ]),
    ],
    [
      "invertible",
      rotation,
      fromRows([
        [1, 2],
        [2, 4],
      ]),
    ],
    ["positive", fromRows([[1, 2]]), fromRows([[1, 0]])],
    ["simplex", fromRows([[0.25], [0.75]]), fromRows([[0.25], [0.7]])],
    ["simplex", fromRows([[0], [1]]), fromRows([[-0.5], [1.5]])],
    [
      "simplexrows",
      fromRows([
        [0.25, 0.75],
        [1, 0],
      ]),
      fromRows([
        [0.25, 0.75],
        [1, 1],
      ]),
    ],
    ["integer", fromRows([[-3, 0]]), fromRows([[0.5]])],
  ])("%s", (fact, yes, no) => {
    expect(holds(fact, yes)).toBe(true);
    expect(holds(fact, no)).toBe(false);
  });

  it("every single fact can be drawn, at every size that it allows", () => {
    for (const fact of FACTS) {
      for (let k = 1; k <= 5; k++) {
        for (const positive of [false, true]) {
          const A = drawMatrix(k, k, new Set([fact]), { positive, magnitude: 1 }, random(k));
          if (A === null) throw new Error(`${fact} of size ${k}`);
          expect(holds(fact, A)).toBe(true);
        }
      }
    }
  });

  it.each<[readonly Fact[]]>([
    [["symmetric", "orthogonal"]],
    [["diagonal", "orthogonal"]],
    [["diagonal", "posdef"]],
    [["posdef", "integer"]],
    [["posdef", "positive"]],
    [["symmetric", "integer", "positive"]],
    [["simplex", "integer"]],
    [["orthogonal", "posdef"]],
  ])("%s together", (facts) => {
    const A = drawMatrix(3, 3, new Set(facts), { positive: false, magnitude: 1 }, random(1));
    expect(A).not.toBeNull();
    for (const fact of facts) expect(holds(fact, A as Matrix)).toBe(true);
  });

  it("what no matrix is, is not drawn", () => {
    const style = { positive: false, magnitude: 1 };
    expect(drawMatrix(3, 3, new Set<Fact>(["diagonal", "positive"]), style, random(1))).toBeNull();
    expect(drawMatrix(2, 3, new Set<Fact>(["symmetric"]), style, random(1))).toBeNull();
    expect(drawMatrix(2, 3, new Set<Fact>(["orthogonal"]), style, random(1))).toBeNull();
  });
});

describe("sizes", () => {
  it("are small where the entries of a value are the product of a dozen of them", () => {
    const home = context(LIBRARY);
    const names = ["a", "b", "c", "d", "e", "f"].map(dim);
    const factors = names.map((d, i) => symbol(home, `X_${i}`, shape(d, names[(i + 1) % 6] as typeof d)));
    const drawn = draw([factors.reduce((A, B) => kron(A, B))], random(3)) as Drawn;
    expect(drawn.drawn).toBe(true);
    // Of distinct sizes, 2 to 7, it would have (7!)² entries.
    expect(Math.max(...[...drawn.values.values()].map((X) => X.data.length))).toBe(6 ** 6);
    const two = draw([kron(factors[0] as Expr, factors[2] as Expr)], random(3)) as Drawn;
    expect(new Set(two.env.sizes.values()).size).toBe(two.env.sizes.size);
  });

  it("that none fit are given up before all tries are spent, and where they fit sometimes are found", () => {
    const home = context(LIBRARY);
    const X = symbol(home, "X", shape(n, m));
    let asked = 0;
    const shuffled = (list: readonly number[]) => {
      asked += 1;
      return random(asked).shuffled(list);
    };
    const counting = { ...random(1), shuffled };
    const never = draw([rows(X, dim(21), n)], counting as ReturnType<typeof random>);
    expect([never.drawn, asked]).toEqual([false, 40]);
    expect(draw([rows(X, dim(5), n)], random(1)).drawn).toBe(true);
  });

  it("at which an exact zero stays are given up sooner than others, and a zero that signs make is drawn away", () => {
    const home = newContext();
    const v = symbol(home, "v", shape(n, ONE));
    const triesOf = (e: Expr) => {
      let tries = 0;
      const shuffled = (list: readonly number[]) => {
        tries += 1;
        return random(tries).shuffled(list);
      };
      return { drawn: draw([e], { ...random(1), shuffled } as ReturnType<typeof random>).drawn, tries };
    };
    const square = power(v, number(2, home));
    expect(triesOf(apply("sqrt", diag(v)))).toEqual({ drawn: false, tries: 50 });
    expect(triesOf(apply("sqrt", negate(square)))).toEqual({ drawn: false, tries: 400 });
    expect(triesOf(apply("sqrt", apply("relu", v))).drawn).toBe(true);
  });

  it("are distinct, from 2 up, and those that are given stay", () => {
    const e = product(A, o.matrix("B", m, dim("p")), o.matrix("C", dim("p"), dim("q")));
    for (const seed of SEEDS) {
      const sizes = drawn(e, seed).env.sizes;
      expect([...sizes.keys()].sort()).toEqual(["m", "n", "p", "q"]);
      expect([...sizes.values()].sort()).toEqual([2, 3, 4, 5]);
    }
    const given = draw([e], random(1), { sizes: new Map([["m", 7]]) });
    expect(given.drawn && given.env.sizes.get("m")).toBe(7);
  });

  it("more than four are still distinct", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const e = sum(...names.map((k) => total(ones(dim(k), ONE, o.home))));
    expect(new Set(drawn(e, 1).env.sizes.values()).size).toBe(6);
  });

  it("that stand only as numbers or bounds are drawn too", () => {
    expect([...drawn(size(o.home, dim("k")), 1).env.sizes.keys()]).toEqual(["k"]);
    const e = rows(o.vector("long", timesOf(dim(2), n)), dim("i"), n);
    for (const seed of SEEDS) {
      const { sizes } = drawn(e, seed).env;
      expect(sizes.get("i") as number).toBeLessThanOrEqual(sizes.get("n") as number);
    }
  });

  it("make what is asked possible: an inverse of X^T X needs a tall X", () => {
    expect(every(inverse(product(T(A), A)), A, (v) => v.rows > v.cols)).toBe(true);
  });

  it("that cannot be are said", () => {
    const thin = symbol(o.home, "thin", shape(minus(dim(1), n), ONE));
    expect(why(total(thin))?.why).toBe("the sizes of thin are not positive");
  });
});

describe("values keep inside domains and away from kinks", () => {
  it.each<[string, Expr, Expr, (v: Matrix) => boolean]>([
    ["log", apply("log", x), x, (v) => v.data.every((t) => t > 0.04)],
    ["log of a sum", apply("log", sum(x, y)), sum(x, y), (v) => v.data.every((t) => t > 0.04)],
    ["sqrt", apply("sqrt", product(S, x)), product(S, x), (v) => v.data.every((t) => t > 0.04)],
    ["asin", apply("asin", product(S, x)), product(S, x), (v) => v.data.every((t) => Math.abs(t) < 0.96)],
    ["relu", apply("relu", product(S, x)), product(S, x), (v) => v.data.every((t) => Math.abs(t) >= 0.01)],
    ["maximum", maximum(x, y), sum(x, negate(y)), () => true],
    ["a quotient", quotient(x, product(S, y)), product(S, y), (v) => v.data.every((t) => Math.abs(t) >= 0.05)],
    ["a root", power(product(S, x), o.number(1, 3)), product(S, x), (v) => v.data.every((t) => t >= 0.05)],
    ["inverse", inverse(S), S, (v) => condition(v) < 1e3],
    ["det", det(S), S, (v) => condition(v) < 1e3],
    ["logdet", logdet(S), S, (v) => determinant(v) > 0],
    ["norm2", norm2(x), norm2(x), (v) => (v.data[0] as number) > 0.05],
    ["log of an unknown function", apply("log", apply("f", x)), apply("f", x), (v) => v.data.every((t) => t > 0.04)],
  ])("%s", (_, e, of, inside) => {
    expect(every(sum(total(e), total(of)), of, inside)).toBe(true);
  });

  it("where nothing is inside, the answer says what fails, and at which part", () => {
    const negative = negate(apply("exp", x));
    const e = total(apply("log", negative));
    expect(why(e)).toEqual({ why: "the argument of log is not positive", node: apply("log", negative) });
    expect(why(matrixpower(S, number(0.5, S)))?.why).toBe("a power of a matrix needs a whole exponent, not 0.5");
    expect(why(inverse(product(x, T(x))))?.why).toMatch(/singular/);
    expect(why(apply("sqrt", o.number(-1)))?.why).toBe("the argument of sqrt is not positive");
    expect(why(apply("abs", sum(x, negate(x))))?.why).toBe("the argument of abs is at its kink");
    expect(why(maximum(x, x))?.why).toBe("the two sides of maximum meet");
    expect(why(norm2(sum(x, negate(x))))?.why).toMatch(/^the norm of a vector is zero/);
    expect(why(power(sum(x, negate(x)), o.number(-1)))?.why).toMatch(/^a reciprocal of zero/);
    expect(why(apply("exp", apply("exp", apply("exp", sum(o.number(9), o.scalar("c"))))))?.why).toMatch(/not finite/);
  });

  it("a function of the model is kept off its kinks, which only numbers show", () => {
    const t = symbol(newContext(), "t", SCALAR);
    const formula: Formula = { parameters: [t], value: maximum(number(0, t), sum(number(1, t), negate(t))) };
    const hinge = modelFunction("hinge", formula, "max(0, 1 - t)").map((f) => [f.name, f] as const);
    const own = operands(newContext(undefined, new Map(hinge)));
    const z = own.vector("z", n);
    expect(draw([apply("hinge", z)], random(1)).drawn).toBe(true);
    expect(draw([apply("hinge", sum(z, negate(z), ones(n, ONE, own.home)))], random(1))).toMatchObject({
      drawn: false,
      why: "hinge is not smooth at its argument",
    });
  });
});

describe("names with facts", () => {
  it("are drawn with them, their differentials in the same space", () => {
    const P = o.matrix("P", n, n, "symmetric");
    const e = sum(P, differential(P));
    expect(every(e, P, (v) => holds("symmetric", v))).toBe(true);
    expect(every(e, differential(P), (v) => holds("symmetric", v))).toBe(true);
    const d = differential(S);
    expect(every(d, d, (v) => largest(subtracted(v, transposeOf(v))) > 0.01)).toBe(true);
    const D = o.matrix("D", n, n, "diagonal");
    expect(every(differential(D), differential(D), (v) => holds("diagonal", v))).toBe(true);
  });

  it("that exclude one another are said", () => {
    const bad = o.matrix("Bad", n, n, "diagonal", "positive");
    expect(why(bad)?.why).toBe("no draw of Bad is diagonal, positive at once");
  });

  it("that are stated of a defined name are checked", () => {
    const own = operands(newContext());
    const [M, N] = [own.matrix("M", n, n), own.matrix("N", n, n, "symmetric")];
    own.home.definitions.set("N", product(M, T(M)));
    expect(draw([N], random(1)).drawn).toBe(true);
    own.home.definitions.set("N", M);
    expect(draw([N], random(1))).toMatchObject({ drawn: false, why: "N is not symmetric", node: N });
  });

  it("that are given are taken as they are", () => {
    const given = new Map([["x", fromRows([[1], [2], [3]])]]);
    const found = draw([sum(x, y)], random(1), { sizes: new Map([["n", 3]]), values: given });
    expect(found.drawn && found.values.get(x)).toEqual(given.get("x"));
  });
});

describe("unknown functions", () => {
  it("are smooth, with exact derivatives of every order", () => {
    for (const seed of SEEDS) {
      const f = smoothFunction(random(seed), seed % 2 === 0, 6);
      expect(f.length).toBe(7);
      for (let k = 0; k < 6; k++) {
        const x = seed / 5 - 2;
        expect((f[k + 1] as (t: number) => number)(x)).toBeCloseTo(slopeAt(f[k] as (t: number) => number, x).value, 8);
      }
    }
  });

  it("are given by name, with more primes than occur", () => {
    const e = sum(apply("f", x), apply("g''", x));
    expect([...(drawn(e, 1).env.functions as ReadonlyMap<string, unknown>).keys()]).toEqual([
      ...["f", "f'", "f''", "f'''"],
      ...["g", "g'", "g''", "g'''", "g''''", "g'''''"],
    ]);
    expect(drawn(apply("tanh", x), 1).env.functions?.size).toBe(0);
  });
});
