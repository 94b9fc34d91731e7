import { describe, expect, it } from "vitest";
import { dim, ONE, plus } from "../../src/core/dim.js";
import {
  entries,
  isColumn,
  isRow,
  isScalar,
  isSquare,
  isVector,
  SCALAR,
  sameShape,
  shape,
  showShape,
  transposed,
} from "../../src/core/shape.js";

const [n, m] = [dim("n"), dim("m")];

describe("shapes", () => {
  it("are told apart by what they may be", () => {
    const kinds = (s: Parameters<typeof isRow>[0]) =>
      [isScalar, isColumn, isRow, isVector, isSquare].map((is) => is(s));
    expect(kinds(SCALAR)).toEqual([true, true, true, true, true]);
    expect(kinds(shape(n, ONE))).toEqual([false, true, false, true, false]);
    expect(kinds(shape(ONE, n))).toEqual([false, false, true, true, false]);
    expect(kinds(shape(n, m))).toEqual([false, false, false, false, false]);
    expect(kinds(shape(n, n))).toEqual([false, false, false, false, true]);
  });

  it("transpose, count entries and compare", () => {
    expect(transposed(shape(n, m))).toEqual(shape(m, n));
    expect(entries(shape(n, m))).toBe("m n");
    expect(entries(shape(n, n))).toBe("n^2");
    expect(sameShape(shape(n, m), shape(n, m))).toBe(true);
    expect(sameShape(shape(n, m), shape(m, n))).toBe(false);
  });

  it("print so that a sum of sizes is read as one", () => {
    expect(showShape(shape(n, ONE))).toBe("n×1");
    expect(showShape(shape(plus(n, m), dim("5 d")))).toBe("(m + n)×(5 d)");
  });
});
