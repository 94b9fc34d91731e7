import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { BuiltinFunction, Expr } from "../../src/core/expr.js";
import { NotDifferentiable } from "../../src/core/op.js";
import { shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { LIBRARY, newContext } from "../../src/functions/library.js";
import { erf } from "../../src/functions/normal.js";
import { slopeAt } from "../../src/numeric/differences.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { fromRows } from "../../src/numeric/matrix.js";
import { Apply, apply } from "../../src/ops/apply.js";
import { ones } from "../../src/ops/ones.js";
import { isSymbol, symbol } from "../../src/ops/symbol.js";

/** Where each function is judged: inside its domain, off its kinks, small and large. */
const POINTS: readonly number[] = [-6, -2.3, -0.8, -0.31, -1e-3, 2e-3, 0.27, 0.75, 1.4, 3.1, 7];
const DOMAIN: ReadonlyMap<string, (x: number) => boolean> = new Map([
  ["log", (x) => x > 0],
  ["log2", (x) => x > 0],
  ["log10", (x) => x > 0],
  ["log1p", (x) => x > -1],
  ["erfinv", (x) => Math.abs(x) < 1],
  ["factorial", (x) => x > -1],
  ["lambertw", (x) => x > -1 / Math.E],
  ...["Gamma", "lgamma", "digamma", "trigamma", "tetragamma", "pentagamma", "besselk0", "besselk1"].map(
    (name): [string, (x: number) => boolean] => [name, (x) => x > 0],
  ),
  ["acosh", (x) => x > 1],
  ["atanh", (x) => Math.abs(x) < 1],
  ["sqrt", (x) => x > 0],
  ["asin", (x) => Math.abs(x) < 1],
  ["acos", (x) => Math.abs(x) < 1],
]);

const n = dim("n");

/** f and its derivatives of order 1 and 2 as expressions in z, by the rules; null where there are no more. */
function derivatives(f: BuiltinFunction): readonly [Expr, Expr | null, Expr | null] {
  const home = newContext();
  const z = symbol(home, "z", shape(n, ONE));
  const first = apply(f.name, z);
  // In the direction of ones, the differential of an elementwise function is its derivative.
  const along = (e: Expr): Expr => {
    const tangents = new Map<Expr, Expr | null>();
    for (const t of walk([e])) {
      const tangent = isSymbol(t)
        ? ones(n, ONE, home)
        : (t.op.differential?.(
            t.args,
            t.args.map((a) => tangents.get(a) ?? null),
            t,
          ) ?? null);
      tangents.set(t, tangent);
    }
    return tangents.get(e) ?? symbol(home, "nothing", shape(n, ONE));
  };
  const next = (e: Expr | null): Expr | null => {
    try {
      return e && along(e);
    } catch (error) {
      // Derivatives of log gamma end by name.
      expect(error).toBeInstanceOf(NotDifferentiable);
      return null;
    }
  };
  const second = next(first);
  return [first, second, next(second)];
}

const valuesAt = (e: Expr, points: readonly number[]): readonly number[] =>
  Array.from(
    evaluate([e], {
      sizes: new Map([["n", points.length]]),
      values: new Map([
        ["z", fromRows(points.map((x) => [x]))],
        ["nothing", fromRows(points.map(() => [0]))],
      ]),
    })[0]?.data ?? [],
  );

describe.each([...LIBRARY.values()].map((f) => [f.name, f] as const))("%s", (name, f) => {
  const points = POINTS.filter(DOMAIN.get(name) ?? (() => true));
  const [value, slope, curvature] = derivatives(f);

  it("has the number of its name in the table", () => {
    expect(LIBRARY.get(name)).toBe(f);
    expect(valuesAt(value, points)).toEqual(points.map(f.value));
  });

  const orders = [
    ["slope", 0, f.value, slope],
    ["second derivative", 1, (t: number) => valuesAt(slope as Expr, [t])[0] as number, curvature],
  ] as const;
  it.each(orders)("its %s is the limit of differences", (_, order, below, derived) => {
    // What has no derivative says so, and why.
    if (derived === null) {
      const last = order === 0 ? f : LIBRARY.get("pentagamma");
      expect(last).toMatchObject({ slope: null, why: expect.stringMatching(/order/) });
      return;
    }
    const got = valuesAt(derived, points);
    points.forEach((x, i) => {
      const { value: expected, error } = slopeAt(below, x);
      const tolerance = 1e-8 * (1 + Math.abs(expected));
      expect(error).toBeLessThan(tolerance);
      expect(Math.abs((got[i] as number) - expected)).toBeLessThan(tolerance);
    });
  });

  it("is told from slopes that are off", () => {
    if (slope === null) return;
    const own = valuesAt(slope, points);
    const departs = (planted: (y: number) => number): boolean =>
      points.some((x, i) => {
        const { value: expected } = slopeAt(f.value, x);
        return Math.abs(planted(own[i] as number) - expected) > 1e-8 * (1 + Math.abs(expected));
      });
    expect(departs((y) => y)).toBe(false);
    expect(departs((y) => y + 1e-6 * (1 + Math.abs(y)))).toBe(true);
    if (own.every((y) => y === 0)) return;
    expect(departs((y) => -y)).toBe(true);
    expect(departs(() => 0)).toBe(true);
    expect(departs((y) => 1.001 * y)).toBe(true);
  });

  it("is positive where it says so", () => {
    const values = points.map(f.value);
    if (f.positive === true) expect(values.every((y) => y > 0)).toBe(true);
    else expect(f.positive).toBeUndefined();
  });

  it("takes the subgradients that it states at its kinks", () => {
    const { kinks = [] } = f;
    for (const { at, taken } of kinks) expect(taken).toBe(`${name}'(${at}) = ${valuesAt(slope as Expr, [at])[0]}`);
    const inside = name === "acosh" ? 1.5 : 0.5;
    if (kinks.length === 0) expect(slopeAt(f.value, inside).error).toBeLessThan(1e-9);
  });

  it("has a slope in names that no model can take from it", () => {
    const used = [slope, curvature]
      .filter((e) => e !== null)
      .flatMap((e) => walk([e]).flatMap((x) => (x.op === Apply ? [String(x.data)] : [])));
    expect(used.filter((other) => other !== name && LIBRARY.get(other)?.yields === true)).toEqual([]);
  });

  it("states its line and its source", () => {
    expect(f.line.startsWith(f.slope === null ? `${name}(z) = ` : `${name}'(z) = `)).toBe(true);
    expect(f.cite).not.toBe("");
  });
});

describe("values that are easily lost", () => {
  const value = (name: string, x: number) => (LIBRARY.get(name) as BuiltinFunction).value(x);

  it("sigmoid and softplus neither overflow nor lose small values", () => {
    expect(value("sigmoid", 800)).toBe(1);
    expect(value("sigmoid", -800)).toBe(0);
    expect(value("sigmoid", -40) / Math.exp(-40)).toBeCloseTo(1, 12);
    expect(value("softplus", 800)).toBe(800);
    expect(value("softplus", -40) / Math.exp(-40)).toBeCloseTo(1, 12);
  });

  it.each([
    // Abramowitz & Stegun, table 7.1, and its continuation.
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.9, 0.9999589021219005],
    [3, 0.9999779095030014],
    [3.1, 0.9999883513426328],
    [5, 0.9999999999984626],
    [30, 1],
  ])("erf(%f)", (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThan(1e-15);
    expect(erf(-x) + erf(x)).toBe(0);
  });

  it.each([
    // Abramowitz & Stegun, tables 7.1 and 7.3.
    [-2, 1.995322265018953],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [3, 2.209049699858544e-5],
    [5, 1.5374597944280347e-12],
    [10, 2.088487583762545e-45],
  ])("erfc(%f)", (x, expected) => {
    expect(value("erfc", x) / expected).toBeCloseTo(1, 13);
  });

  it.each([
    // Abramowitz & Stegun, tables 9.1, 9.8 and 9.11; Corless and others.
    ["besselj0", 1, 0.7651976865579666],
    ["besselj1", 1, 0.44005058574493355],
    ["besselj0", 24.9, 0.08324596835301536],
    ["besselj0", 10, -0.2459357644513483],
    ["besselj1", -10, -0.04347274616886144],
    ["besseli0", 2, 2.279585302336067],
    ["besseli1", 2, 1.5906368546373291],
    ["besseli1", 1e-8, 5e-9],
    ["besselk0", 1, 0.42102443824070834],
    ["besselk1", 1, 0.6019072301972346],
    ["besselk0", 0.001, 7.0236888005623825],
    ["besselk1", 1e-12, 1e12],
    ["besselk0", 600, 1.3558285309948523e-262],
    ["lambertw", 1, 0.5671432904097838],
    ["lambertw", -1 / Math.E, -1],
    ["lambertw", 1e-20, 1e-20],
    ["lambertw", 1e300, 684.2472086297608],
  ])("%s(%d)", (name, x, expected) => {
    expect(value(name, x) / expected).toBeCloseTo(1, 12);
  });

  it("a Bessel function is one on both sides of where its sum changes", () => {
    for (const name of ["besselj0", "besselj1"]) {
      const [before, after] = [value(name, 25 - 1e-9), value(name, 25)];
      expect(Math.abs(after - before)).toBeLessThan(1e-9);
    }
  });

  it("log1p and expm1 keep what 1 + x loses", () => {
    expect(value("log1p", 1e-20)).toBe(1e-20);
    expect(value("expm1", 1e-20)).toBe(1e-20);
  });
});
