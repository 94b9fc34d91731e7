import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addRational,
  equals,
  isInteger,
  isUnit,
  isZero,
  losesDigits,
  MINUS_UNIT,
  multiplyRational,
  negated,
  parseRational,
  powerRational,
  rational,
  toNumber,
  UNIT,
  ZERO,
} from "../../src/core/rational.js";

// The same programs in every run.
fc.configureGlobal({ seed: 20 });

const small = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
const fraction = small.map(([p, q]) => rational(p, q));
/** The same number in whole numbers without a bound. */
const big = (r: { numerator: number; denominator: number }) => [BigInt(r.numerator), BigInt(r.denominator)] as const;

describe("exact numbers", () => {
  it("are in lowest terms, the sign above, and never −0", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer().filter((q) => q !== 0),
        (p, q) => {
          const r = rational(p, q);
          expect(r.denominator).toBeGreaterThan(0);
          expect(BigInt(r.numerator) * BigInt(q)).toBe(BigInt(p) * BigInt(r.denominator));
          expect(Object.is(r.numerator, -0)).toBe(false);
          let [a, b] = [Math.abs(r.numerator), r.denominator];
          while (b !== 0) [a, b] = [b, a % b];
          expect(a).toBe(1);
        },
      ),
    );
    expect(rational(0, -3)).toEqual(ZERO);
    expect(() => rational(1, 0)).toThrow(RangeError);
  });

  it("add and multiply as fractions do, commute, associate and distribute", () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        const s = addRational(a, b);
        const p = multiplyRational(a, b);
        if ([s, p].every((r) => Number.isSafeInteger(r.numerator) && r.denominator > 1)) {
          const [[an, ad], [bn, bd], [sn, sd], [pn, pd]] = [big(a), big(b), big(s), big(p)];
          expect(sn * ad * bd).toBe((an * bd + bn * ad) * sd);
          expect(pn * ad * bd).toBe(an * bn * pd);
        }
        expect(addRational(b, a)).toEqual(s);
        expect(multiplyRational(b, a)).toEqual(p);
        const left = toNumber(multiplyRational(c, s));
        const right = toNumber(addRational(multiplyRational(c, a), multiplyRational(c, b)));
        expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(left)));
        expect(isZero(addRational(a, negated(a)))).toBe(true);
        expect(equals(multiplyRational(a, UNIT), a)).toBe(true);
        expect(equals(multiplyRational(a, MINUS_UNIT), negated(a))).toBe(true);
      }),
    );
  });

  it("beyond safe integers are the nearest double, not a wrong fraction", () => {
    const third = rational(1, 3);
    let r = third;
    for (let i = 0; i < 60; i++) r = multiplyRational(r, third);
    expect(toNumber(r)).toBeGreaterThan(0);
    expect(toNumber(r) / 3 ** -61).toBeCloseTo(1, 10);
    const huge = multiplyRational(rational(Number.MAX_SAFE_INTEGER), rational(Number.MAX_SAFE_INTEGER));
    expect(toNumber(huge)).toBe(Number.MAX_SAFE_INTEGER ** 2);
    expect(isInteger(huge)).toBe(false);
  });

  it.each([
    ["12", 12, 1],
    ["0.5", 1, 2],
    [".25", 1, 4],
    ["3.", 3, 1],
    ["1e-3", 1, 1000],
    ["1.5E2", 150, 1],
    ["2e+2", 200, 1],
    ["0.1", 1, 10],
    ["0", 0, 1],
    ["000.500", 1, 2],
  ])("%s is read exactly", (text, p, q) => {
    expect(parseRational(text)).toEqual({ numerator: p, denominator: q });
  });

  it("reads any literal as the number that it is", () => {
    fc.assert(
      fc.property(fc.nat(99999), fc.nat(99999), fc.integer({ min: -30, max: 30 }), (w, f, e) => {
        const text = `${w}.${f}e${e}`;
        const value = Number(text);
        expect(Math.abs(toNumber(parseRational(text)) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-15);
      }),
    );
    expect(toNumber(parseRational("123456789012345678901234567890"))).toBe(Number("123456789012345678901234567890"));
    expect(toNumber(parseRational("1e400"))).toBe(Infinity);
  });

  it("powers are exact or not given", () => {
    const of = (p: number, q: number, k: number) => powerRational(rational(p, q), rational(k));
    expect(of(2, 3, 3)).toEqual(rational(8, 27));
    expect(of(-2, 3, -3)).toEqual(rational(-27, 8));
    expect(of(5, 1, 0)).toEqual(UNIT);
    expect(of(0, 1, 3)).toEqual(ZERO);
    expect(of(0, 1, -1)).toBeNull();
    expect(of(10, 1, 40)).toBeNull();
    expect(of(2, 1, 65)).toBeNull();
    expect(powerRational(rational(4), rational(1, 2))).toBeNull();
    expect(isUnit(of(-1, 1, 64) ?? ZERO)).toBe(true);
  });
});

it("a number that would become another one of few digits loses some", () => {
  for (const text of [
    "1.00000000000000000001",
    "0.99999999999999999999",
    "2.0000000000000000e-3".replace("00e", "01e"),
  ])
    expect(losesDigits(text), text).toBe(true);
  for (const text of [
    "1",
    "1.000",
    "0.1",
    "1e-300",
    "3.14159265358979323846",
    "0.30000000000000004",
    "100000000000000000000",
  ])
    expect(losesDigits(text), text).toBe(false);
});
