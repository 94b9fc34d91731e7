/**
 * Common factors of terms that commute: scalars in front, numbers, factors of Hadamard products.
 *
 * A factor counts by its base: of a² b + a c an a comes out, of u/s − v/s² the 1/s², of
 * x (1 − p)^γ + (1 − p)^(γ + 1) the (1 − p)^γ.
 */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth, two } from "../core/operands.js";
import { addRational, isUnit, isZero, negated, type Rational, rational, ZERO } from "../core/rational.js";
import { isRow, isScalar } from "../core/shape.js";
import { Diag } from "../ops/diag.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { timesAll } from "../ops/times.js";
import { T } from "../ops/transpose.js";
import { isNegative, opposite, powerOf, termOf, withCoefficient } from "./term.js";

/** The sum with some of its terms replaced by one, at the place of the first. */
export function insteadOf(terms: readonly Expr[], where: readonly number[], by: Expr): Expr {
  return sum(...terms.flatMap((t, i) => (i === where[0] ? [by] : where.includes(i) ? [] : [t])));
}

/** b − a for a − b, the positive term first; null for anything else. */
export function oppositeOf(e: Expr): Expr | null {
  if (e.op !== Sum || e.args.length !== 2) return null;
  const [a, b] = two(e.args);
  if (isNegative(a) === isNegative(b)) return null;
  return isNegative(a) ? sum(opposite(a), opposite(b)) : sum(opposite(b), opposite(a));
}

/** base^(symbol + k): the exponent as a number and what is no number in it. */
interface Split {
  readonly base: Expr;
  readonly symbol: Expr | null;
  readonly k: Rational;
}

function splitPower(f: Expr): Split {
  const { base, exponent } = powerOf(f);
  if (isNumber(exponent)) return { base, symbol: null, k: rationalOf(exponent) };
  const known = exponent.op === Sum ? exponent.args.find(isNumber) : undefined;
  if (known === undefined) return { base, symbol: exponent, k: ZERO };
  return { base, symbol: sum(...exponent.args.filter((t) => t !== known)), k: rationalOf(known) };
}

function raised({ base, symbol, k }: Split): Expr {
  if (symbol !== null) return power(base, isZero(k) ? symbol : sum(symbol, number(k, base)));
  return isUnit(k) ? base : power(base, number(k, base));
}

/** A base that stands in several lists of factors, with its power in each of them. */
interface Shared {
  readonly base: Expr;
  readonly symbol: Expr | null;
  readonly places: readonly Place[];
}

interface Place {
  readonly list: number;
  readonly at: number;
  readonly k: Rational;
  /** Whether the base stands there with the other sign, and that sign counts. */
  readonly turned: boolean;
}

const isOdd = (k: Rational): boolean => k.denominator === 1 && k.numerator % 2 !== 0;

/** Bases that stand in two or more of the lists, by first place; one that stands twice in a list counts once. */
function sharedPowers(lists: readonly (readonly Expr[])[]): readonly Shared[] {
  const found: { base: Expr; symbol: Expr | null; places: Place[] }[] = [];
  for (const [list, factors] of lists.entries())
    for (const [at, f] of factors.entries()) {
      const { base, symbol, k } = splitPower(f);
      if (isNumber(base)) continue;
      const other = symbol === null && isOdd(k) ? oppositeOf(base) : null;
      const known = found.find((s) => s.symbol === symbol && (s.base === base || s.base === other));
      if (known === undefined) found.push({ base, symbol, places: [{ list, at, k, turned: false }] });
      else if (!known.places.some((p) => p.list === list))
        known.places.push({ list, at, k, turned: known.base !== base });
    }
  return found.filter((s) => s.places.length > 1);
}

const value = (r: Rational): number => r.numerator / r.denominator;
const sizes = (ks: readonly Rational[]): readonly number[] => ks.map((k) => Math.abs(value(k)));

/** The powers that may come out: the least, and of divisors also the greatest, so that what is left stands above the line. */
function takeable({ symbol, places }: Shared): readonly Rational[] {
  const ks = places.map((p) => p.k);
  const least = ks.reduce((a, b) => (value(b) < value(a) ? b : a));
  if (symbol !== null) return [least];
  const signs = new Set(ks.map((k) => Math.sign(k.numerator)));
  if (signs.size > 1) return [];
  const nearest = ks.reduce((a, b) => (Math.abs(value(b)) < Math.abs(value(a)) ? b : a));
  return value(least) < 0 && Math.max(...sizes(ks)) > Math.min(...sizes(ks)) ? [nearest, least] : [nearest];
}

/** A power that is taken out of the terms that share its base. */
interface Taken {
  readonly shared: Shared;
  readonly k: Rational;
}

/** The factors of one term without what is taken out of it. */
function lowered(factors: readonly Expr[], list: number, taken: readonly Taken[]): readonly Expr[] {
  return factors.flatMap((f, at) => {
    const t = taken.find(({ shared }) => shared.places.some((p) => p.list === list && p.at === at));
    if (t === undefined) return [f];
    const left = addRational(splitPower(f).k, negated(t.k));
    return isZero(left) ? [] : [raised({ base: t.shared.base, symbol: null, k: left })];
  });
}

/** Whether what is taken out of a term changes its sign. */
const isTurned = (list: number, taken: readonly Taken[]): boolean =>
  taken.filter(({ shared }) => shared.places.some((p) => p.list === list && p.turned)).length % 2 === 1;

const outsideOf = ({ shared, k }: Taken): Expr => raised({ base: shared.base, symbol: shared.symbol, k });
const placesOf = ({ places }: Shared): readonly number[] => places.map((p) => p.list);

const isSameSize = (a: Rational, b: Rational): boolean =>
  Math.abs(a.numerator) === Math.abs(b.numerator) && a.denominator === b.denominator;
const isPlain = (k: Rational): boolean => Math.abs(k.numerator) === 1 && k.denominator === 1;

/** The least of some numbers but for the sign, where all the others are whole multiples of it: 2 of 4, −2 and 6. */
function leastNumber(ks: readonly Rational[]): Rational | null {
  const least = ks.reduce((a, b) => (Math.abs(value(b)) < Math.abs(value(a)) ? b : a));
  const isWhole = (k: Rational) => {
    const [above, below] = [k.numerator * least.denominator, k.denominator * least.numerator];
    return [above, below].every(Number.isSafeInteger) && above % below === 0;
  };
  return ks.every(isWhole) ? least : null;
}

/** A scalar factor, or a number, that several terms share. */
export function scalarFactors(terms: readonly Expr[]): readonly Expr[] {
  const parts = terms.map((t) => {
    const { coefficient, rest } = termOf(t);
    return { coefficient, ...scalarsOf(rest) };
  });
  /** The number that all of these have in front, but for the sign: that of the first. */
  const numberOf = (where: readonly number[]): Rational | null => {
    const first = nth(parts, nth(where, 0)).coefficient;
    return where.every((i) => isSameSize(nth(parts, i).coefficient, first)) ? first : null;
  };
  const takenOut = (where: readonly number[], taken: readonly Taken[], k: Rational | null): Expr => {
    const inner = where.map((i) => {
      const { coefficient: c, core, scalars } = nth(parts, i);
      const own = k === null ? c : rational(c.numerator * k.denominator, c.denominator * k.numerator);
      const rest = withScalars(lowered(scalars, i, taken), core, nth(terms, i));
      return withCoefficient({ coefficient: isTurned(i, taken) ? negated(own) : own, rest });
    });
    const s = sum(...inner);
    const outside = [...(k === null || isUnit(k) ? [] : [number(k, s)]), ...taken.map(outsideOf)];
    return insteadOf(terms, where, isScalar(s.shape) ? timesAll([...outside, s], s) : scale(timesAll(outside, s), s));
  };
  const all = sharedPowers(parts.map((p) => p.scalars)).flatMap((shared) =>
    takeable(shared).map((k): Taken => ({ shared, k })),
  );
  const everywhere = terms.map((_, i) => i);
  const common = all.filter((t, i) => t.shared.places.length === terms.length && all[i - 1]?.shared !== t.shared);
  const alike = numberOf(everywhere) ?? leastNumber(parts.map((p) => p.coefficient));
  const out = all.map((t) => takenOut(placesOf(t.shared), [t], numberOf(placesOf(t.shared))));
  if (common.length > 1) out.push(takenOut(everywhere, common, alike));
  if (alike !== null && !isPlain(alike)) {
    const mixed = alike.numerator < 0 && parts.some((p) => p.coefficient.numerator > 0);
    out.push(takenOut(everywhere, [], mixed ? negated(alike) : alike));
  }
  const numbers = parts.map((p) => p.coefficient).filter((k) => !isPlain(k));
  for (const [i, k] of numbers.entries()) {
    if (numbers.findIndex((other) => isSameSize(other, k)) !== i) continue;
    const where = everywhere.filter((j) => isSameSize(nth(parts, j).coefficient, k));
    const last = numbers.filter((other) => isSameSize(other, k)).at(-1) ?? k;
    if (where.length > 1 && where.length < terms.length) out.push(takenOut(where, [], last));
  }
  return out;
}

/** The factors of a Hadamard product; a matrix with scaled rows or columns is one of it and of a repeated column or row. */
function entrywiseFactors(core: Expr): readonly Expr[] {
  if (core.op === Hadamard) return core.args;
  if (core.op !== Product || isRow(core.shape)) return [core];
  const [first, last] = [nth(core.args, 0), nth(core.args, core.args.length - 1)];
  const repeated = (X: Expr, factor: Expr) => [...(X.op === Hadamard ? X.args : [X]), factor];
  const { rows, cols } = core.shape;
  if (first.op === Diag)
    return repeated(product(...core.args.slice(1)), product(nth(first.args, 0), ones(ONE, cols, core)));
  if (last.op !== Diag) return [core];
  return repeated(product(...core.args.slice(0, -1)), product(ones(rows, ONE, core), T(nth(last.args, 0))));
}

/** A factor of several Hadamard products. */
export function hadamardFactors(terms: readonly Expr[]): readonly Expr[] {
  const parts = terms.map((t) => {
    const { scalars, core } = scalarsOf(t);
    return { scalars, factors: core === null ? [t] : entrywiseFactors(core) };
  });
  return sharedPowers(parts.map((p) => p.factors)).flatMap((shared) =>
    takeable(shared).map((k) => {
      const where = placesOf(shared);
      const inner = where.map((i) => {
        const { scalars, factors } = nth(parts, i);
        const rest = lowered(factors, i, [{ shared, k }]);
        const f = nth(factors, 0);
        const term = withScalars(
          scalars,
          rest.length === 0 ? ones(f.shape.rows, f.shape.cols, f) : hadamard(...rest),
          f,
        );
        return isTurned(i, [{ shared, k }]) ? opposite(term) : term;
      });
      return insteadOf(terms, where, hadamard(outsideOf({ shared, k }), sum(...inner)));
    }),
  );
}
