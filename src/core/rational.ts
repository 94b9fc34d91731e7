/**
 * Exact numbers: a fraction in lowest terms while both parts are safe integers, a double beyond.
 * `0.5` and `1/2` are one number, so like terms meet whatever their spelling.
 */
export interface Rational {
  readonly numerator: number;
  /** Positive. 1 when the number is not exact. */
  readonly denominator: number;
}

/** The greatest common divisor of two whole numbers. */
export function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return Math.abs(a);
}

/** `p / q` in lowest terms. Throws RangeError for q = 0. */
export function rational(p: number, q = 1): Rational {
  if (q === 0) throw new RangeError("division by zero");
  if (!Number.isSafeInteger(p) || !Number.isSafeInteger(q)) return { numerator: p / q, denominator: 1 };
  const g = gcd(p, q) || 1;
  const sign = q < 0 ? -1 : 1;
  return { numerator: (sign * p) / g || 0, denominator: Math.abs(q) / g };
}

/** Reads `12`, `0.5`, `1e-3` exactly where that is possible. */
export function parseRational(text: string): Rational {
  const [, whole = "", fraction = "", exponent = "0"] = /^(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = Number(whole + fraction);
  const shift = Number(exponent) - fraction.length;
  if (!Number.isSafeInteger(digits) || Math.abs(shift) > 15) return { numerator: Number(text), denominator: 1 };
  return shift < 0 ? rational(digits, 10 ** -shift) : rational(digits * 10 ** shift);
}

/** Digits that are significant in a number as it is written. */
function significant(text: string): number {
  const digits = (text.split(/[eE]/)[0] as string).replace(".", "");
  let [from, to] = [0, digits.length];
  while (digits[from] === "0") from++;
  while (to > from && digits[to - 1] === "0") to--;
  return to - from;
}

/** Digits of any number that a double keeps. */
const KEPT = 15;

/** Whether a number as it is written would become another one, which has few digits: 1.00000000000000000001 is not 1. */
export const losesDigits = (text: string): boolean =>
  significant(text) > KEPT && significant(String(Number(text))) <= KEPT;

export const ZERO = rational(0);
export const UNIT = rational(1);
export const MINUS_UNIT = rational(-1);

export const toNumber = (r: Rational) => r.numerator / r.denominator;
export const isZero = (r: Rational) => r.numerator === 0;
export const isUnit = (r: Rational) => r.numerator === 1 && r.denominator === 1;
export const isInteger = (r: Rational) => r.denominator === 1 && Number.isSafeInteger(r.numerator);
export const equals = (a: Rational, b: Rational) => a.numerator === b.numerator && a.denominator === b.denominator;
export const negated = (r: Rational): Rational => ({ numerator: -r.numerator || 0, denominator: r.denominator });

export const addRational = (a: Rational, b: Rational) =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

/** The part of the smaller of two numbers that may be lost when they are added. */
const LOST = 1e-6;

/** Whether a sum of two doubles forgets the smaller one: 1 + 1e-30 is not 1, nor is 1e20 + 2 − 1e20 zero. */
export function forgetsOne(a: Rational, b: Rational): boolean {
  const [x, y] = [toNumber(a), toNumber(b)];
  const least = Math.min(Math.abs(x), Math.abs(y));
  const sum = addRational(a, b);
  if (least === 0 || (isExact(a) && isExact(b) && isExact(sum))) return false;
  const [large, small] = Math.abs(x) >= Math.abs(y) ? [x, y] : [y, x];
  return Math.abs(small - (large + small - large)) > LOST * least;
}

const isExact = ({ numerator }: Rational) => Number.isSafeInteger(numerator);

export const multiplyRational = (a: Rational, b: Rational) =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

/** `a / b`. Throws RangeError for b = 0. */
export const divided = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

/** `r^k` where that is exact: a whole k of modest size, and r ≠ 0 for a negative one; else null. */
export function powerRational(r: Rational, k: Rational): Rational | null {
  if (!isInteger(k) || Math.abs(k.numerator) > 64) return null;
  if (k.numerator < 0 && isZero(r)) return null;
  const [p, q] = k.numerator < 0 ? [r.denominator, r.numerator] : [r.numerator, r.denominator];
  const n = Math.abs(k.numerator);
  const [a, b] = [p ** n, q ** n];
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) ? rational(a, b) : null;
}
