import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dim, dim, evaluateDim, ONE, plus, substitute, times } from "../../src/core/dim.js";
import { hasUnknown, isUnknown, sizes, unknownsOf } from "../../src/elaborate/shapes/unify.js";

const [n, m, k] = [dim("n"), dim("m"), dim("k")];

describe("unknown sizes", () => {
  it("are symbols of their own", () => {
    const s = sizes();
    const [a, b] = [s.fresh(), s.fresh()];
    expect(isUnknown(a)).toBe(true);
    expect(a).not.toBe(b);
    expect(isUnknown(times(a, n))).toBe(false);
    expect(hasUnknown(times(a, n))).toBe(true);
    expect(unknownsOf(plus(times(a, n), b))).toEqual([a, b]);
    expect(isUnknown(n)).toBe(false);
  });

  it("take the value of what they are equal to, through any number of others", () => {
    const s = sizes();
    const chain = Array.from({ length: 1000 }, () => s.fresh());
    for (let i = 1; i < chain.length; i++) expect(s.equate(chain[i - 1] as Dim, chain[i] as Dim)).toBe("solved");
    expect(s.resolve(chain[0] as Dim)).toBe(s.resolve(chain[999] as Dim));
    expect(s.equate(chain[500] as Dim, n)).toBe("solved");
    for (const c of chain) expect(s.resolve(c)).toBe("n");
  });

  it("leave declared symbols distinct", () => {
    const s = sizes();
    expect(s.equate(n, m)).toBe("false");
    expect(s.equate(n, ONE)).toBe("false");
    expect(s.equate(n, n)).toBe("solved");
    const a = s.fresh();
    expect(s.equate(a, n)).toBe("solved");
    expect(s.equate(a, m)).toBe("false");
    expect(s.resolve(a)).toBe("n");
  });
});

describe("polynomials", () => {
  it("are solved where an unknown is linear in them", () => {
    const s = sizes();
    const a = s.fresh();
    expect(s.equate(plus(a, n), plus(n, m))).toBe("solved");
    expect(s.resolve(a)).toBe("m");
    const b = s.fresh();
    expect(s.equate(times(dim(2), b), plus(times(dim(2), n), dim(4)))).toBe("solved");
    expect(s.resolve(b)).toBe("n + 2");
  });

  it("bind the sum and not its parts", () => {
    const s = sizes();
    const [a, b, c] = [s.fresh(), s.fresh(), s.fresh()];
    expect(s.equate(plus(a, b), c)).toBe("solved");
    expect(s.resolve(c)).toBe(plus(a, b));
    expect(s.resolve(a)).toBe(a);
  });

  it("lose common factors, which are positive", () => {
    const s = sizes();
    const a = s.fresh();
    expect(s.equate(times(a, n), times(n, m))).toBe("solved");
    expect(s.resolve(a)).toBe("m");
    const b = s.fresh();
    expect(s.equate(times(b, b), times(n, n))).toBe("solved");
    expect(s.resolve(b)).toBe("n");
  });

  it("are false where no whole positive size fits", () => {
    const s = sizes();
    const a = s.fresh();
    expect(s.equate(plus(a, ONE), a)).toBe("false");
    expect(s.equate(plus(a, n), n)).toBe("false");
    expect(s.equate(plus(a, dim(3)), dim(2))).toBe("false");
    expect(s.equate(times(dim(2), a), dim(3))).toBe("false");
    expect(s.equate(times(a, a), n)).toBe("false");
    expect(s.resolve(a)).toBe(a);
  });

  it("are 1 in every factor where their product is", () => {
    const s = sizes();
    const [a, b] = [s.fresh(), s.fresh()];
    expect(s.equate(times(a, b), ONE)).toBe("solved");
    expect([s.resolve(a), s.resolve(b)]).toEqual(["1", "1"]);
    expect(s.equate(times(s.fresh(), n), ONE)).toBe("false");
  });

  it("stay open until more is known", () => {
    const s = sizes();
    const [a, b] = [s.fresh(), s.fresh()];
    const heard: Dim[] = [];
    expect(s.equate(times(a, b), times(n, m))).toBe("open");
    s.watch([a, b], () => heard.push(s.resolve(a)));
    s.settle();
    expect(heard).toEqual([]);
    expect(s.equate(a, n)).toBe("solved");
    s.settle();
    expect(heard).toEqual(["n"]);
    expect(s.equate(times(a, b), times(n, m))).toBe("solved");
    expect(s.resolve(b)).toBe("m");
  });

  it("go through chains of unknowns of any length", () => {
    const s = sizes();
    const all = Array.from({ length: 3000 }, () => s.fresh());
    // Each bound before the next is known, so that only the last step makes numbers of them.
    for (let i = 1; i < all.length; i++) expect(s.equate(all[i - 1] as Dim, plus(all[i] as Dim, ONE))).toBe("solved");
    expect(s.equate(all[2999] as Dim, n)).toBe("solved");
    expect(s.resolve(all[0] as Dim)).toBe("n + 2999");
  });
});

describe("undo", () => {
  it("forgets what was learnt since the mark, and nothing before", () => {
    const s = sizes();
    const [a, b, c] = [s.fresh(), s.fresh(), s.fresh()];
    s.equate(a, b);
    const mark = s.mark();
    s.equate(b, n);
    s.equate(c, plus(a, m));
    expect(s.resolve(c)).toBe("m + n");
    s.undo(mark);
    expect(s.resolve(a)).toBe(s.resolve(b));
    expect(hasUnknown(s.resolve(a))).toBe(true);
    expect(s.resolve(c)).toBe(c);
    expect(s.equate(a, k)).toBe("solved");
    expect(s.resolve(b)).toBe("k");
  });
});

describe("plural sizes", () => {
  it("are never 1, nor is what turns out to be one of them", () => {
    const s = sizes();
    const [a, b] = [s.fresh(true), s.fresh()];
    expect([s.mayBeOne(a), s.mayBeOne(b), s.mayBeOne(ONE), s.mayBeOne(n)]).toEqual([false, true, true, false]);
    expect(s.equate(a, ONE)).toBe("false");
    const mark = s.mark();
    expect(s.equate(a, b)).toBe("solved");
    expect(s.equate(b, ONE)).toBe("false");
    s.undo(mark);
    expect(s.mayBeOne(b)).toBe(true);
    expect(s.equate(b, ONE)).toBe("solved");
    expect(s.equate(a, n)).toBe("solved");
  });
});

describe("substitute", () => {
  it("keeps the value of a size", () => {
    const size = fc
      .array(
        fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.constantFrom("n", "m", "?0", "?1"), { maxLength: 3 })),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((terms) =>
        terms.reduce<Dim>(
          (sum, [c, factors]) =>
            plus(
              sum,
              factors.reduce<Dim>((t, f) => times(t, dim(f)), dim(c)),
            ),
          dim(0),
        ),
      );
    fc.assert(
      fc.property(size, (d) => {
        const values = new Map([
          ["n", 3],
          ["m", 5],
          ["?0", 12],
          ["?1", 2],
        ]);
        const put = substitute(d, (s) => (s === "?0" ? times(dim(4), n) : s === "?1" ? dim(2) : null));
        expect(hasUnknown(put)).toBe(false);
        expect(evaluateDim(put, values)).toBe(evaluateDim(d, values));
      }),
    );
  });
});

describe("a trial", () => {
  it("leaves nothing of what it made and learnt, jobs and joins included", () => {
    const s = sizes();
    const [a, b, c] = [s.fresh(), s.fresh(), s.fresh(true)];
    const shown = s.trial(() => {
      const mine = s.fresh();
      s.watch([mine], () => s.equate(b, m));
      s.equate(a, plus(mine, n));
      s.equate(mine, c);
      s.settle();
      s.equate(c, k);
      s.settle();
      return [a, b, c].map(s.resolve);
    });
    expect(shown).toEqual([plus(k, n), m, k]);
    expect([a, b, c].map(s.resolve)).toEqual([a, b, c]);
    expect(s.mayBeOne(a)).toBe(true);
    expect(s.fresh()).toBe("?3");
    expect(s.equate(a, c)).toBe("solved");
    expect(s.equate(a, ONE)).toBe("false");
  });
});
