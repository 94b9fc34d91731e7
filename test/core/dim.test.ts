import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Dim,
  dim,
  dimOf,
  evaluateDim,
  minus,
  ONE,
  plus,
  polynomialOf,
  symbolsOf,
  times,
} from "../../src/core/dim.js";

// The same programs in every run.
fc.configureGlobal({ seed: 20 });

const NAMES = ["n", "m", "d_k", "µ", "Infinity", "NaN", "e", "constructor", "x1"];

/** A size built by the three operations, beside the number that it is. */
interface Built {
  readonly size: Dim;
  readonly at: (sizes: ReadonlyMap<string, number>) => number;
}

const leaf: fc.Arbitrary<Built> = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => ({
    size: dim(name),
    at: (s: ReadonlyMap<string, number>) => s.get(name) as number,
  })),
  fc.integer({ min: 0, max: 9 }).map((k) => ({ size: dim(k), at: () => k })),
);

const { built } = fc.letrec<{ built: Built }>((tie) => ({
  built: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.tuple(fc.constantFrom("+", "-", "*"), tie("built"), tie("built")).map(
      ([op, a, b]): Built => ({
        size: op === "+" ? plus(a.size, b.size) : op === "-" ? minus(a.size, b.size) : times(a.size, b.size),
        at: (s) => (op === "+" ? a.at(s) + b.at(s) : op === "-" ? a.at(s) - b.at(s) : a.at(s) * b.at(s)),
      }),
    ),
  ),
}));

const assignment = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: NAMES.length, maxLength: NAMES.length })
  .map((values) => new Map(NAMES.map((name, i) => [name, values[i] as number])));

describe("sizes", () => {
  it("compute like the numbers they stand for", () => {
    fc.assert(
      fc.property(built, assignment, (b, sizes) => {
        // b.at may be −0.
        expect(evaluateDim(b.size, sizes) + 0).toBe(b.at(sizes) + 0);
      }),
      {
        numRuns: 2000,
      },
    );
  });

  it("are one string for one polynomial: the canonical form reads back as itself", () => {
    fc.assert(
      fc.property(built, (b) => {
        expect(dimOf(polynomialOf(b.size))).toBe(b.size);
      }),
      { numRuns: 2000 },
    );
  });

  it("are equal however they were built", () => {
    fc.assert(
      fc.property(built, built, built, (a, b, c) => {
        const [x, y, z] = [a.size, b.size, c.size];
        expect(plus(x, y)).toBe(plus(y, x));
        expect(times(x, y)).toBe(times(y, x));
        expect(plus(plus(x, y), z)).toBe(plus(x, plus(y, z)));
        expect(times(times(x, y), z)).toBe(times(x, times(y, z)));
        expect(times(x, plus(y, z))).toBe(plus(times(x, y), times(x, z)));
        expect(minus(x, x)).toBe(dim(0));
        expect(plus(minus(x, y), y)).toBe(x);
        expect(times(x, ONE)).toBe(x);
        expect(times(x, dim(0))).toBe(dim(0));
      }),
      { numRuns: 500 },
    );
  });

  it("that are equal at many values are the same string", () => {
    const points = Array.from(
      { length: 40 },
      (_, k) => new Map(NAMES.map((name, i) => [name, 3 + (((k + 1) * (i + 2) * 7919) % 101)])),
    );
    fc.assert(
      fc.property(built, built, (a, b) => {
        const same = points.every((s) => a.at(s) === b.at(s));
        expect(a.size === b.size).toBe(same);
      }),
      { numRuns: 1000 },
    );
  });

  it("print as a person writes them", () => {
    const [n, m, d] = [dim("n"), dim("m"), dim("d")];
    expect(times(dim(5), d)).toBe("5 d");
    expect(times(n, m)).toBe("m n");
    expect(times(n, n)).toBe("n^2");
    expect(plus(times(n, m), ONE)).toBe("m n + 1");
    expect(minus(n, ONE)).toBe("n - 1");
    expect(minus(ONE, n)).toBe("-n + 1");
    expect(plus(plus(ONE, times(m, times(n, n))), n)).toBe("m n^2 + n + 1");
    expect(minus(n, n)).toBe("0");
  });

  it("name their symbols, and a symbol without a value", () => {
    const d = plus(times(dim("n"), times(dim("m"), dim("m"))), dim("k"));
    expect([...symbolsOf(d)].sort()).toEqual(["k", "m", "n"]);
    expect(symbolsOf(dim(7))).toEqual([]);
    expect(() => evaluateDim(d, new Map([["n", 2]]))).toThrow("no value for the size m");
  });
});
