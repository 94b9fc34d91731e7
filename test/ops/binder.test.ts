import { describe, expect, it } from "vitest";
import { type Dim, dim, minus, ONE } from "../../src/core/dim.js";
import { boundIndex, constantPlace, type Index, letterIndex, placeOf, shifted, sizeAt } from "../../src/core/place.js";
import { shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import {
  apartFrom,
  bind,
  bodyAt,
  boundOf,
  freshLetter,
  inOrder,
  substitute,
  substituteAll,
} from "../../src/ops/binder.js";
import { entry } from "../../src/ops/entry.js";
import { family } from "../../src/ops/family.js";
import { delta } from "../../src/ops/iverson.js";
import { member } from "../../src/ops/member.js";
import { placeNumber } from "../../src/ops/place.js";
import { product } from "../../src/ops/product.js";
import { Sigma, sigma } from "../../src/ops/sigma.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { unit } from "../../src/ops/unit.js";

const home = newContext();
const N = dim("N");
const letter = (l: string, lo: Dim = ONE, hi: Dim = N) => letterIndex("formal", l, lo, hi);
const [i, j, k] = [letter("i"), letter("j"), letter("k")];
const x = symbol(home, "x", shape(N, ONE));
const y = symbol(home, "y", shape(N, ONE));
const at = (v: typeof x, l: Index) => entry(v, placeOf(l));

describe("binders", () => {
  it("of one body are one node, whatever their letters", () => {
    expect(sigma(i, at(x, i))).toBe(sigma(j, at(x, j)));
    expect(sigma(i, times(at(x, i), sigma(j, times(at(x, j), at(y, i)))))).toBe(
      sigma(k, times(at(x, k), sigma(i, times(at(x, i), at(y, k))))),
    );
  });

  it("of two ranges are two", () => {
    const short = letter("i", ONE, minus(N, ONE));
    expect(sigma(i, at(x, i))).not.toBe(sigma(short, at(x, short)));
  });

  it("may have the letter of an outer one", () => {
    expect(sigma(i, times(at(x, i), sigma(i, at(y, i))))).toBe(sigma(i, times(at(x, i), sigma(j, at(y, j)))));
  });

  it("are closed: the index is not free outside, others are", () => {
    const open = sigma(j, times(at(y, j), at(x, i)));
    expect(open.free).toEqual([i]);
    expect(open.level).toBe(1);
    expect(sigma(i, open).free).toEqual([]);
    expect(sigma(i, open).level).toBe(2);
  });

  it("made within an open body keep clear of the index around, and come down when that is bound", () => {
    const one = boundIndex(1, ONE, N);
    const inner = sigma(j, times(at(y, j), at(x, one)));
    expect(inner.free).toEqual([one]);
    expect(inner.loose).toBe(true);
    expect(boundOf(inner)?.level).toBe(2);
    const both = sigma(one, inner);
    expect(both).toBe(sigma(i, sigma(j, times(at(y, j), at(x, i)))));
    expect(both.loose).toBe(false);
  });

  it("stand at most 64 deep", () => {
    let e = at(x, i);
    for (let depth = 0; depth < 64; depth++) e = bind(Sigma, letter("i"), times(e, at(x, i)));
    expect(() => sigma(i, times(e, at(x, i)))).toThrow(/64 deep/);
  });
});

describe("a place for an index", () => {
  it("is not captured by a binder of its level", () => {
    const one = boundIndex(1, ONE, N);
    const open = sigma(j, times(at(y, j), at(x, i)));
    const put = substitute(open, i, placeOf(one));
    expect(put.free).toEqual([one]);
    expect(sigma(one, put)).toBe(sigma(i, open));
  });

  it("is put into places, conditions, unit vectors, sizes and ranges", () => {
    const l = letter("l", ONE, dim("L"));
    const n = sizeAt("n", placeOf(l));
    const W = family(home, { name: "W", shape: shape(n, sizeAt("n", shifted(placeOf(l), -1))), formals: [l] });
    const a = family(home, { name: "a", shape: shape(n, ONE), formals: [l] });
    const inner = letter("j", ONE, n);
    const e = sigma(
      inner,
      times(
        entry(product(member(W, placeOf(l)), member(a, shifted(placeOf(l), -1))), placeOf(inner)),
        placeNumber(placeOf(l), home),
      ),
    );
    const up = substitute(e, l, shifted(placeOf(l), 1));
    const next = sizeAt("n", shifted(placeOf(l), 1));
    const other = letter("j", ONE, next);
    expect(up).toBe(
      sigma(
        other,
        times(
          entry(product(member(W, shifted(placeOf(l), 1)), member(a, placeOf(l))), placeOf(other)),
          placeNumber(shifted(placeOf(l), 1), home),
        ),
      ),
    );
    expect(substitute(unit(placeOf(l), n, home), l, constantPlace(ONE))).toBe(
      unit(constantPlace(ONE), sizeAt("n", constantPlace(ONE)), home),
    );
    expect(substitute(delta(placeOf(i), placeOf(j), x), j, placeOf(k))).toBe(delta(placeOf(k), placeOf(i), x));
  });

  it("may be put for several letters at once, exchanging them", () => {
    const e = times(at(x, i), at(y, j));
    expect(substituteAll(e, [i, j], [placeOf(j), placeOf(i)])).toBe(times(at(x, j), at(y, i)));
  });

  it("leaves a body with another index the same sum", () => {
    const s = sigma(i, times(at(x, i), sigma(j, times(at(x, j), at(y, i)))));
    const letters = freshLetter(i, s);
    expect(sigma(letters, bodyAt(s, letters))).toBe(s);
  });
});

describe("letters of their own", () => {
  it("follow the ranges that hold others", () => {
    const l = letter("l", ONE, dim("L"));
    const inner = letter("j", ONE, sizeAt("n", placeOf(l)));
    const e = times(at(x, l), at(y, inner));
    const apart = apartFrom([l, inner], [e], []);
    expect(apart.letters[1]?.hi).toBe(sizeAt("n", placeOf(apart.letters[0] as Index)));
    expect(inOrder([inner, l])).toEqual([l, inner]);
    expect(apart.made[0]?.free).toEqual([...apart.letters].sort((a, b) => (a.key < b.key ? -1 : 1)));
  });
});
