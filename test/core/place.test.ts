import { describe, expect, it } from "vitest";
import { type Dim, dim, minus, ONE, plus, times } from "../../src/core/dim.js";
import {
  addPlaces,
  bare,
  boundIndex,
  constantPlace,
  dimWith,
  freeOfDim,
  indexWith,
  label,
  lessPlace,
  letterIndex,
  placeOf,
  placeWith,
  rangeHolds,
  scalePlace,
  shifted,
  sizeAt,
  sizeOfRange,
  solvedFor,
} from "../../src/core/place.js";
import { isAtLeast, isNonempty, isNonNegative, isWithin, isZeroPlace } from "../../src/core/ranges.js";

const N = dim("N");
const letter = (l: string, lo: Dim = ONE, hi: Dim = N) => letterIndex("formal", l, lo, hi);
const [i, j, k] = [letter("i"), letter("j", dim(2)), letter("k", ONE, dim("K"))];
const [pi, pj, pk] = [placeOf(i), placeOf(j), placeOf(k)];

describe("indices and places", () => {
  it("are one for one range, letter and combination", () => {
    expect(letter("i")).toBe(i);
    expect(letter("i", dim(2))).not.toBe(i);
    expect(boundIndex(1, ONE, N)).toBe(boundIndex(1, ONE, N));
    expect(addPlaces(pi, pj)).toBe(addPlaces(pj, pi));
    expect(lessPlace(addPlaces(pi, pj), pj)).toBe(pi);
    expect(shifted(shifted(pi, 1), -1)).toBe(pi);
    expect(label("y", [pi], ONE, dim("K"))).toBe(label("y", [pi], ONE, dim("K")));
    expect(label("y", [pi], ONE, dim("K"))).not.toBe(label("y", [pi], ONE, N));
  });

  it("are solved for an index that stands once, with 1 or −1", () => {
    expect(solvedFor(lessPlace(pi, shifted(pj, 1)), i)).toBe(shifted(pj, 1));
    expect(solvedFor(lessPlace(pi, shifted(pj, 1)), j)).toBe(shifted(pi, -1));
    expect(solvedFor(lessPlace(scalePlace(pi, 2), pj), i)).toBeNull();
    expect(solvedFor(pj, i)).toBeNull();
    const y = placeOf(label("y", [pi], ONE, N));
    expect(solvedFor(lessPlace(y, pi), i)).toBeNull();
  });

  it("take a place for an index, in labels too", () => {
    const y = (p: typeof pi) => placeOf(label("y", [p], ONE, N));
    expect(placeWith(addPlaces(y(pi), pi), i, shifted(pk, 1))).toBe(addPlaces(y(shifted(pk, 1)), shifted(pk, 1)));
    expect(bare(y(pi))).not.toBeNull();
    expect(bare(shifted(pi, 1))).toBeNull();
  });

  it("have sizes of their own, which are symbols of the size algebra", () => {
    const l = letter("l", ONE, dim("L"));
    const n = sizeAt("n", placeOf(l));
    expect(freeOfDim(plus(times(n, n), dim("m")))).toEqual([l]);
    const next = sizeAt("n", shifted(placeOf(l), 1));
    expect(dimWith(minus(times(n, dim("m")), ONE), l, shifted(placeOf(l), 1))).toBe(minus(times(next, dim("m")), ONE));
    const inner = letter("q", ONE, n);
    expect(rangeHolds(inner, l)).toBe(true);
    expect(indexWith(inner, l, shifted(placeOf(l), 1))).toBe(letter("q", ONE, next));
    expect(placeOf(inner).free).toContain(l);
    expect(sizeOfRange(inner)).toBe(n);
  });
});

describe("ranges", () => {
  it.each<[string, boolean | null, boolean | null]>([
    ["i ≥ 1", isNonNegative(shifted(pi, -1)), true],
    ["i ≥ 2", isNonNegative(shifted(pi, -2)), null],
    ["j ≥ 2", isNonNegative(shifted(pj, -2)), true],
    ["i ≤ N", isNonNegative(lessPlace(constantPlace(N), pi)), true],
    ["i > N", isNonNegative(lessPlace(pi, constantPlace(plus(N, ONE)))), false],
    ["k ≤ N", isNonNegative(lessPlace(constantPlace(N), pk)), null],
    ["i + k ≥ 2", isNonNegative(shifted(addPlaces(pi, pk), -2)), true],
    ["i = 0", isZeroPlace(pi), false],
    ["i = 1", isZeroPlace(shifted(pi, -1)), null],
    ["i = i", isZeroPlace(lessPlace(pi, pi)), true],
    ["i within 1..N", isWithin(pi, i), true],
    ["i + 1 within 1..N", isWithin(shifted(pi, 1), i), null],
    ["i + N within 1..N", isWithin(addPlaces(pi, constantPlace(N)), i), false],
  ])("%s", (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it("may be empty", () => {
    expect(isNonempty(i)).toBe(true);
    expect(isNonempty(j)).toBe(false);
    expect(isAtLeast(minus(times(N, N), N), 0)).toBe(true);
    expect(isAtLeast(minus(N, dim("K")), 0)).toBe(false);
  });
});
