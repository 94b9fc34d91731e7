/**
 * Polynomials of size symbols with exact coefficients, for counts: the number of paths through a
 * network can double with every layer, which no double holds.
 */
import { type Dim, degreeOf, monomialOf, polynomialOf, powersOf } from "../core/dim.js";

/** Monomial as in {@link polynomialOf} (`"m n^2"`, `""` for the constant) → coefficient, never 0. */
export type Count = ReadonlyMap<string, bigint>;

export const NONE: Count = new Map();

export const countOf = (d: Dim): Count =>
  new Map([...polynomialOf(d)].filter(([, c]) => c !== 0).map(([m, c]) => [m, BigInt(c)]));

/** A whole number. */
export const whole = (k: number | bigint): Count => (BigInt(k) === 0n ? NONE : new Map([["", BigInt(k)]]));

export function plus(a: Count, b: Count): Count {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const out = new Map(a);
  for (const [m, c] of b) put(out, m, (out.get(m) ?? 0n) + c);
  return out;
}

export const minus = (a: Count, b: Count): Count => plus(a, times(whole(-1), b));

export function times(a: Count, b: Count): Count {
  const out = new Map<string, bigint>();
  for (const [ma, ca] of a)
    for (const [mb, cb] of b) {
      const m = monomialTimes(ma, mb);
      put(out, m, (out.get(m) ?? 0n) + ca * cb);
    }
  return out;
}

function put(out: Map<string, bigint>, m: string, c: bigint): void {
  if (c === 0n) out.delete(m);
  else out.set(m, c);
}

function monomialTimes(a: string, b: string): string {
  if (a === "") return b;
  if (b === "") return a;
  const powers = powersOf(a);
  for (const [name, k] of powersOf(b)) powers.set(name, (powers.get(name) ?? 0) + k);
  return monomialOf(powers);
}

/** The number that it is, or null where a size symbol has no value. */
export function countAt(c: Count, sizes: ReadonlyMap<string, number>): bigint | null {
  let total = 0n;
  for (const [m, k] of c) {
    let product = k;
    for (const [name, power] of powersOf(m)) {
      const n = sizes.get(name);
      if (n === undefined) return null;
      product *= BigInt(n) ** BigInt(power);
    }
    total += product;
  }
  return total;
}

/** With the sizes that are given put in; the others stay symbols. */
export function partly(c: Count, sizes: ReadonlyMap<string, number>): Count {
  let out: Count = NONE;
  for (const [m, k] of c) {
    let factor = k;
    const rest = new Map<string, number>();
    for (const [name, power] of powersOf(m)) {
      const n = sizes.get(name);
      if (n === undefined) rest.set(name, power);
      else factor *= BigInt(n) ** BigInt(power);
    }
    if (factor !== 0n) out = plus(out, new Map([[monomialOf(rest), factor]]));
  }
  return out;
}

/**
 * Whether a ≤ b whatever the sizes are, each at least 2 (a size of 1 would have been written so):
 * with n = 2 + t every coefficient of b − a in the t is non-negative. Null where neither this nor
 * a ≥ b is known.
 */
export function atMost(a: Count, b: Count): boolean | null {
  const difference = [...shifted(minus(b, a)).values()];
  if (difference.every((c) => c >= 0n)) return true;
  return difference.every((c) => c <= 0n) ? false : null;
}

/** The polynomial in t where each size is 2 + t. */
function shifted(c: Count): Count {
  let out: Count = NONE;
  for (const [m, k] of c) {
    let term: Count = whole(k);
    for (const [name, power] of powersOf(m)) {
      const twoPlus: Count = new Map([
        ["", 2n],
        [name, 1n],
      ]);
      for (let i = 0; i < power; i++) term = times(term, twoPlus);
    }
    out = plus(out, term);
  }
  return out;
}

/** Digits in groups of three, `12,345`. */
export const grouped = (n: bigint): string => n.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** `2 m n + n`: terms by falling degree, then by name. */
export const showCount = (c: Count): string => written(c, (m) => m);

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The same with sizes as `name` shows them, `2 m n²`. */
export const showCountBy = (c: Count, name: (size: string) => string): string =>
  written(c, (m) =>
    [...powersOf(m)].map(([n, k]) => name(n) + (k === 1 ? "" : [...String(k)].map(raised).join(""))).join(" "),
  );

const raised = (digit: string): string => SUPERSCRIPTS.charAt(Number(digit));

function written(c: Count, size: (monomial: string) => string): string {
  if (c.size === 0) return "0";
  return [...c]
    .sort(([a], [b]) => degreeOf(b) - degreeOf(a) || (a < b ? -1 : 1))
    .map(([m, k], i) => {
      const n = k < 0n ? -k : k;
      const body = m === "" ? grouped(n) : n === 1n ? size(m) : `${grouped(n)} ${size(m)}`;
      return i === 0 ? (k < 0n ? `-${body}` : body) : `${k < 0n ? "- " : "+ "}${body}`;
    })
    .join(" ");
}

/** `m < n`: where a − b is positive, with the factors that all terms have in common left out. */
export function showPositive(difference: Count): string {
  const all = [...difference.keys()].map(powersOf);
  const common = new Map(all[0]);
  for (const powers of all) for (const [name, k] of common) common.set(name, Math.min(k, powers.get(name) ?? 0));
  const divided = (m: string): string =>
    monomialOf(new Map([...powersOf(m)].map(([name, k]) => [name, k - (common.get(name) ?? 0)])));
  const side = (sign: bigint): Count =>
    new Map([...difference].filter(([, c]) => c * sign > 0n).map(([m, c]) => [divided(m), c * sign]));
  return `${showCount(side(-1n))} < ${showCount(side(1n))}`;
}
