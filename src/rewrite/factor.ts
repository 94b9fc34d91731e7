/**
 * Common factors out, and products of sums multiplied out where that is shorter.
 *
 * A sum's terms are looked at as chains of factors; a scalar (aᵀx) in front of a column b may also
 * be read as the chain b aᵀ x, so that (aᵀx) b + (bᵀx) a becomes (b aᵀ + a bᵀ) x.
 */

import { bitOf, type Expr, mayHold } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { isUnit, negated, type Rational, rational } from "../core/rational.js";
import { isColumn, isRow, isScalar, sameShape } from "../core/shape.js";
import { Diagvec, diagvec } from "../ops/diagvec.js";
import { eye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { isNegativePower, isReciprocal, power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { times, timesAll } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { Vec, vec } from "../ops/vec.js";
import { powerOf, scalarsOf, shareLeaves, type Term, termOf, withCoefficient, withScalars } from "./term.js";

/** A factor of several terms of a sum, and the sum with it taken out. */
type Candidate = Expr;

const turned = (f: Expr): Expr =>
  f.op === Transpose ? operand(f) : factsOf(f).has("symmetric") || isScalar(f.shape) ? f : T(f);

/** A term of a sum of matrices: only a scalar has nothing behind its scalars. */
const matrixTerm = (term: Expr) => scalarsOf(term) as { readonly scalars: readonly Expr[]; readonly core: Expr };

/** The chains that a term may be read as: its own, and those in which a scalar product has joined. */
function chainsOf(term: Expr): readonly { readonly coefficient: Expr; readonly chain: readonly Expr[] }[] {
  const { scalars, core } = matrixTerm(term);
  const own = core.op === Product ? core.args : [core];
  const rest = (without: Expr | null) =>
    timesAll(
      scalars.filter((_, k) => without === null || k !== scalars.indexOf(without)),
      term,
    );
  const out = [{ coefficient: rest(null), chain: own }];
  const attach = (factors: readonly Expr[], without: Expr) => {
    if (isColumn(core.shape)) out.push({ coefficient: rest(without), chain: [...own, ...factors] });
    if (isRow(core.shape)) out.push({ coefficient: rest(without), chain: [...factors, ...own] });
  };
  for (const s of scalars) {
    if (s.op !== Product) continue;
    attach(s.args, s);
    attach(s.args.map(turned).reverse(), s);
  }
  return out;
}

const chainExpr = (coefficient: Expr, chain: readonly Expr[]): Expr => {
  const core = product(...chain);
  return isNumber(coefficient) && isUnit(rationalOf(coefficient))
    ? core
    : isScalar(core.shape)
      ? timesAll([coefficient, core], core)
      : scale(coefficient, core);
};

/** b − a for a − b, the positive term first; null for anything else. */
function oppositeOf(e: Expr): Expr | null {
  if (e.op !== Sum || e.args.length !== 2) return null;
  const [a, b] = e.args.map(termOf) as [Term, Term];
  if (Math.sign(a.coefficient.numerator) === Math.sign(b.coefficient.numerator)) return null;
  const negative = (t: Term) => withCoefficient({ coefficient: negated(t.coefficient), rest: t.rest });
  return a.coefficient.numerator < 0 ? sum(negative(a), negative(b)) : sum(negative(b), negative(a));
}

/**
 * Factors that stand in two or more of the lists, with the lists that they stand in, by first place.
 * Lists are short, so looking through them is cheaper than a map.
 */
function places(lists: readonly (readonly Expr[])[]): readonly (readonly [Expr, readonly number[]])[] {
  const factors: Expr[] = [];
  const where: number[][] = [];
  for (let i = 0; i < lists.length; i++) {
    for (const f of lists[i] as readonly Expr[]) {
      const at = factors.indexOf(f);
      if (at < 0) {
        factors.push(f);
        where.push([i]);
        continue;
      }
      const known = where[at] as number[];
      if (known[known.length - 1] !== i) known.push(i);
    }
  }
  return factors.flatMap((f, k) => ((where[k] as number[]).length < 2 ? [] : [[f, where[k] as number[]] as const]));
}

/** A matrix factor at the right (or left) end of several terms. */
function endFactors(terms: readonly Expr[], side: "left" | "right"): readonly Candidate[] {
  const end = (chain: readonly Expr[]) => (side === "left" ? chain[0] : chain[chain.length - 1]) as Expr;
  const readings = terms.map(chainsOf).map((list) =>
    list.flatMap((r) => {
      // (x - y) a and (y - x) b share a factor but for the sign.
      const other = oppositeOf(end(r.chain));
      if (other === null) return [r];
      const chain = side === "left" ? [other, ...r.chain.slice(1)] : [...r.chain.slice(0, -1), other];
      return [r, { coefficient: times(number(-1, r.coefficient), r.coefficient), chain }];
    }),
  );
  const out: Candidate[] = [];
  for (const [f, where] of places(readings.map((list) => list.map((r) => end(r.chain))))) {
    const taken = where.map((i) => {
      const r = (readings[i] as ReturnType<typeof chainsOf>).find((x) => end(x.chain) === f) as {
        coefficient: Expr;
        chain: readonly Expr[];
      };
      return { coefficient: r.coefficient, chain: side === "left" ? r.chain.slice(1) : r.chain.slice(0, -1) };
    });
    const size = side === "left" ? f.shape.cols : f.shape.rows;
    const inner = sum(...taken.map((r) => chainExpr(r.coefficient, r.chain.length === 0 ? [eye(size, f)] : r.chain)));
    const together = side === "left" ? product(f, inner) : product(inner, f);
    out.push(insteadOf(terms, where, together));
  }
  return out;
}

/** The sum with some of its terms replaced by one, at the place of the first. */
function insteadOf(terms: readonly Expr[], where: readonly number[], by: Expr): Expr {
  return sum(...terms.flatMap((t, i) => (i === where[0] ? [by] : where.includes(i) ? [] : [t])));
}

/** A scalar factor (with its lowest power), or a number, that several terms share. */
function scalarFactors(terms: readonly Expr[]): readonly Candidate[] {
  const parts = terms.map((t) => {
    const { coefficient, rest } = termOf(t);
    return { coefficient, ...scalarsOf(rest) };
  });
  const shared = new Map<Expr, { where: number[]; exponents: Rational[] }>();
  parts.forEach(({ scalars }, i) => {
    for (const s of scalars) {
      const { base, exponent } = powerOf(s);
      if (isNumber(base) || !isNumber(exponent)) continue;
      const known = shared.get(base);
      if (known === undefined) shared.set(base, { where: [i], exponents: [rationalOf(exponent)] });
      else if (!known.where.includes(i)) {
        known.where.push(i);
        known.exponents.push(rationalOf(exponent));
      }
    }
  });
  const out: Candidate[] = [];
  const value = (r: Rational) => r.numerator / r.denominator;
  const raise = (base: Expr, k: Rational): Expr => (isUnit(k) ? base : power(base, number(k, base)));
  const coefficientsAlike = (where: readonly number[]) => {
    const first = parts[where[0] as number]?.coefficient as Rational;
    return where.every((i) => {
      const k = parts[i]?.coefficient as Rational;
      return Math.abs(k.numerator) === Math.abs(first.numerator) && k.denominator === first.denominator;
    })
      ? first
      : null;
  };
  const takeOut = (where: readonly number[], factors: readonly { base: Expr; k: Rational }[], k: Rational | null) => {
    const inner = where.map((i) => {
      const p = parts[i] as (typeof parts)[number];
      let scalars = [...p.scalars];
      for (const f of factors) {
        const at = scalars.findIndex((s) => powerOf(s).base === f.base);
        const have = rationalOf(powerOf(nth(scalars, at)).exponent);
        const left = rational(
          have.numerator * f.k.denominator - f.k.numerator * have.denominator,
          have.denominator * f.k.denominator,
        );
        scalars =
          left.numerator === 0
            ? scalars.filter((_, j) => j !== at)
            : scalars.map((s, j) => (j === at ? raise(f.base, left) : s));
      }
      const own =
        k === null
          ? p.coefficient
          : rational(p.coefficient.numerator * k.denominator, p.coefficient.denominator * k.numerator);
      const at = nth(terms, i);
      return withCoefficient({ coefficient: own, rest: withScalars(scalars, p.core, at) });
    });
    const outside = [
      ...(k === null || isUnit(k) ? [] : [number(k, nth(inner, 0))]),
      ...factors.map((f) => raise(f.base, f.k)),
    ];
    const s = sum(...inner);
    out.push(
      insteadOf(terms, where, isScalar(s.shape) ? timesAll([...outside, s], s) : scale(timesAll(outside, s), s)),
    );
  };
  const common: { base: Expr; k: Rational }[] = [];
  for (const [base, { where, exponents }] of shared) {
    if (where.length < 2) continue;
    const sameSign = exponents.every((k) => Math.sign(k.numerator) === Math.sign((exponents[0] as Rational).numerator));
    if (!sameSign) continue;
    const k = exponents.reduce((a, b) => (Math.abs(value(b)) < Math.abs(value(a)) ? b : a));
    if (where.length === terms.length) common.push({ base, k });
    takeOut(where, [{ base, k }], coefficientsAlike(where));
  }
  const everywhere = terms.map((_, i) => i);
  const alike = coefficientsAlike(everywhere);
  if (common.length > 1) takeOut(everywhere, common, alike);
  if (alike !== null && !(Math.abs(alike.numerator) === 1 && alike.denominator === 1))
    takeOut(
      everywhere,
      [],
      alike.numerator < 0 && parts.some((p) => p.coefficient.numerator > 0) ? negated(alike) : alike,
    );
  const numbered = parts.flatMap(({ coefficient: k }) =>
    Math.abs(k.numerator) === 1 && k.denominator === 1 ? [] : [k],
  );
  if (numbered.length < 2) return out;
  for (const k of new Map(numbered.map((k) => [`${Math.abs(k.numerator)}/${k.denominator}`, k])).values()) {
    const where = everywhere.filter(
      (i) =>
        Math.abs((parts[i] as { coefficient: Rational }).coefficient.numerator) === Math.abs(k.numerator) &&
        (parts[i] as { coefficient: Rational }).coefficient.denominator === k.denominator,
    );
    if (where.length > 1 && where.length < terms.length) takeOut(where, [], k);
  }
  return out;
}

/** A factor of several Hadamard products. */
function hadamardFactors(terms: readonly Expr[]): readonly Candidate[] {
  const parts = terms.map((t) => {
    const { scalars, core } = matrixTerm(t);
    return { scalars, factors: core.op === Hadamard ? core.args : [core] };
  });
  const out: Candidate[] = [];
  for (const [f, at] of places(parts.map((p) => p.factors))) {
    const inner = at.map((i) => {
      const p = parts[i] as (typeof parts)[number];
      const index = p.factors.indexOf(f);
      const rest = p.factors.filter((_, j) => j !== index);
      return withScalars(p.scalars, rest.length === 0 ? ones(f.shape.rows, f.shape.cols, f) : hadamard(...rest), f);
    });
    out.push(insteadOf(terms, at, hadamard(f, sum(...inner))));
  }
  return out;
}

/** c (a − b) − a + b as (c − 1) (a − b): the terms of a factor that stand about on their own. */
function scattered(terms: readonly Expr[]): readonly Candidate[] {
  const out: Candidate[] = [];
  terms.forEach((t, i) => {
    const { scalars, core } = scalarsOf(t);
    const S = core ?? scalars.find((s) => s.op === Sum);
    if (S === undefined || S.op !== Sum || S === t || S.args.length >= terms.length) return;
    for (const sign of [1, -1]) {
      const wanted = S.args.map((a) => {
        const { coefficient, rest } = termOf(a);
        return withCoefficient({ coefficient: sign > 0 ? coefficient : negated(coefficient), rest });
      });
      const where = wanted.map((w) => terms.indexOf(w));
      if (where.includes(-1)) continue;
      const front = timesAll(
        scalars.filter((_, k) => k !== scalars.indexOf(S)),
        t,
      );
      const c = sum(front, number(sign, t));
      out.push(
        insteadOf(
          terms,
          [i, ...where].sort((a, b) => a - b),
          isScalar(S.shape) ? times(c, S) : scale(c, S),
        ),
      );
    }
  });
  return out;
}

const GATHERING = [Diagvec, Vec];
const GATHERED = GATHERING.reduce((bits, op) => bits | bitOf(op), 0);

/** c diagvec(A) + diagvec(B) = diagvec(c A + B), and so vec: also where A and B hold nothing in common. */
function underOneOperation(e: Expr): readonly Candidate[] {
  if (!mayHold(e, GATHERED)) return [];
  const terms = e.args;
  return GATHERING.flatMap((op) => {
    const inner = terms.map((t) => {
      const { scalars, core } = scalarsOf(t);
      return core?.op === op ? withScalars(scalars, operand(core), t) : null;
    });
    const where = inner.flatMap((X, i) =>
      X !== null && sameShape(X.shape, (inner.find((Y) => Y !== null) as Expr).shape) ? [i] : [],
    );
    if (where.length < 2) return [];
    const whole = sum(...where.map((i) => inner[i] as Expr));
    return [insteadOf(terms, where, op === Diagvec ? diagvec(whole) : vec(whole))];
  });
}

/** Sums that a person would fold in one go; a longer one is looked at as it stands. */
const MOST_TERMS = 40;

/** Whether two terms have the same number in front, but for its sign. */
function shareNumbers(terms: readonly Expr[]): boolean {
  const sizes = terms.map((t) => termOf(t).coefficient).map((k) => `${Math.abs(k.numerator)}/${k.denominator}`);
  return sizes.some((size, i) => size !== "1/1" && sizes.indexOf(size) !== i);
}

/** Equal forms of a sum in which two or more terms share a factor. */
export function factorings(e: Expr): readonly Candidate[] {
  if (e.op !== Sum || e.args.length > MOST_TERMS) return [];
  const terms = e.args;
  // Terms that hold nothing in common have no common factor, but for a number of another sign: 2 A − 2 B.
  if (!shareLeaves(terms) && !shareNumbers(terms)) return underOneOperation(e);
  return isScalar(e.shape)
    ? [...scalarFactors(terms), ...scattered(terms)]
    : [
        ...scalarFactors(terms),
        ...scattered(terms),
        ...underOneOperation(e),
        ...hadamardFactors(terms),
        ...endFactors(terms, "right"),
        ...endFactors(terms, "left"),
      ];
}

/** The most terms to which a product of sums is multiplied out. */
const MOST_EXPANDED = 24;

/** The summands of a factor; a number before a sum is multiplied in. */
function summands(f: Expr): readonly Expr[] {
  const { coefficient, rest } = termOf(f);
  if (rest.op !== Sum) return [f];
  return rest.args.map((t) => {
    const inner = termOf(t);
    return withCoefficient({
      coefficient: rational(
        coefficient.numerator * inner.coefficient.numerator,
        coefficient.denominator * inner.coefficient.denominator,
      ),
      rest: inner.rest,
    });
  });
}

/** A product taken apart: its factors, and how to put others in their places. */
interface Factors {
  readonly factors: readonly Expr[];
  readonly build: (factors: readonly Expr[]) => Expr;
}

function factorsOf(e: Expr): Factors {
  const { scalars, core } = scalarsOf(e);
  if (core === null) return { factors: scalars, build: (f) => timesAll(f, e) };
  const inner = core.op === Product || core.op === Hadamard ? core.args : [core];
  const combine = (f: readonly Expr[]) => (core.op === Hadamard ? hadamard(...f) : product(...f));
  return {
    factors: [...scalars, ...inner],
    build: (f) => {
      const body = combine(f.slice(scalars.length));
      const front = f.slice(0, scalars.length);
      if (front.length === 0) return body;
      return scale(timesAll(front, e), body);
    },
  };
}

/** Products of more sums than this are opened only where something cancels. */
const FEW_SUMS = 3;

/** Whether a term holds the reciprocal of a factor, or a factor that of a part of a term. */
function cancels(terms: readonly Expr[], factors: readonly Expr[]): boolean {
  const parts = (e: Expr): readonly Expr[] => {
    const { scalars, core } = scalarsOf(e);
    return [...scalars, ...(core === null ? [] : core.op === Hadamard || core.op === Product ? core.args : [core])];
  };
  const below = (e: Expr): Expr | null => (isNegativePower(e) ? powerOf(e).base : null);
  const divisors = new Set(factors.map(below).filter((b) => b !== null));
  const all = new Set(factors);
  return terms.some((t) => parts(t).some((p) => divisors.has(p) || all.has(below(p) as Expr)));
}

const SUM = bitOf(Sum);

/** 1 / ((1 + q / ν) ν) as 1 / (ν + q): divisors of which one cancels within the other, in one. */
function divisorsTogether(scalars: readonly Expr[], build: (scalars: readonly Expr[]) => Expr): readonly Expr[] {
  const below = scalars.map((s) => (isReciprocal(s) ? powerOf(s).base : null));
  return below.flatMap((S, i) => {
    if (S === null || S.op !== Sum) return [];
    const inside = S.args.flatMap((t) => scalarsOf(t).scalars);
    return below.flatMap((b, j) => {
      if (b === null || i === j || !inside.includes(nth(scalars, j))) return [];
      const both = power(sum(...S.args.map((t) => times(b, t))), number(-1, b));
      return [build(scalars.flatMap((s, k) => (k === i ? [both] : k === j ? [] : [s])))];
    });
  });
}

/** The product multiplied out over all its sums, and over each sum alone; nothing where there is none or too many terms. */
export function expansions(e: Expr): readonly Expr[] {
  if ((e.holds & SUM) === 0) return [];
  const { scalars, core } = scalarsOf(e);
  const merged = scalars.length < 2 ? [] : divisorsTogether(scalars, (s) => withScalars(s, core, e));
  const { factors, build } = factorsOf(e);
  if (!factors.some((f) => termOf(f).rest.op === Sum)) return merged;
  const lists = factors.map(summands);
  const open = lists.flatMap((l, i) => (l.length > 1 ? [i] : []));
  const over = (which: readonly number[]): Expr | null => {
    if (which.reduce((n, i) => n * (lists[i] as readonly Expr[]).length, 1) > MOST_EXPANDED) return null;
    let terms: (readonly Expr[])[] = [[]];
    factors.forEach((f, i) => {
      const list = which.includes(i) ? (lists[i] as readonly Expr[]) : [f];
      terms = terms.flatMap((t) => list.map((x) => [...t, x]));
    });
    return sum(...terms.map(build));
  };
  // Where many sums meet, only one that cancels with a factor beside it can get shorter.
  const hopeful = open.length <= FEW_SUMS ? open : open.filter((i) => cancels(lists[i] as readonly Expr[], factors));
  const ways =
    open.length <= FEW_SUMS && open.length > 1 ? [open, ...hopeful.map((i) => [i])] : hopeful.map((i) => [i]);
  return [...merged, ...ways.map(over).filter((x) => x !== null)];
}
