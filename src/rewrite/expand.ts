/** Products of sums multiplied out, and divisors brought into one: equal forms, of which the shortest is chosen elsewhere. */
import { bitOf, type Expr, mayHold } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { rational } from "../core/rational.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { isNegativePower, isReciprocal, power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times, timesAll } from "../ops/times.js";
import { isOver } from "./bounds.js";
import { powerOf, termOf, withCoefficient } from "./term.js";

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
  // xᵀ (y + z): the factors of one scalar product.
  if (e.op === Product) return { factors: e.args, build: (f) => product(...f) };
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

/** What is asked of the terms of a sum beside these factors: whether one holds the reciprocal of a factor, or a factor that of a part of it. */
function cancelling(factors: readonly Expr[]): (terms: readonly Expr[]) => boolean {
  const parts = (e: Expr): readonly Expr[] => {
    const { scalars, core } = scalarsOf(e);
    return [...scalars, ...(core === null ? [] : core.op === Hadamard || core.op === Product ? core.args : [core])];
  };
  const below = (e: Expr): Expr | null => (isNegativePower(e) ? powerOf(e).base : null);
  const divisors = new Set(factors.map(below).filter((b) => b !== null));
  const all = new Set(factors);
  return (terms) => terms.some((t) => parts(t).some((p) => divisors.has(p) || all.has(below(p) as Expr)));
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

/** (a − b (a + c)) X / a as (1 − b (a + c) / a) X: a divisor alone taken into the sum beside it, where it cancels with a term. */
export function dividedTermwise(e: Expr): readonly Expr[] {
  if (!mayHold(e, SUM) || (e.op !== Scale && e.op !== Times)) return [];
  const { scalars, core } = scalarsOf(e);
  return scalars.flatMap((r, j) => {
    if (!isReciprocal(r)) return [];
    const { base } = powerOf(r);
    return scalars.flatMap((S, i) => {
      if (S.op !== Sum || !S.args.some((t) => scalarsOf(t).scalars.includes(base))) return [];
      const inside = sum(...S.args.map((t) => times(t, r)));
      const taken = scalars.flatMap((s, k) => (k === i ? [inside] : k === j ? [] : [s]));
      return [withScalars(taken, core, e)];
    });
  });
}

/** (1/ν) r ./ (1 + v / ν) as r ./ (ν 1 + v): the same, entry by entry. */
function dividedEntrywise(e: Expr): readonly Expr[] {
  const { scalars, core } = scalarsOf(e);
  const factors = core?.op === Hadamard ? core.args : core === null ? [] : [core];
  return scalars.flatMap((s, j) => {
    if (!isReciprocal(s)) return [];
    const { base } = powerOf(s);
    return factors.flatMap((f, i) => {
      const S = isReciprocal(f) ? powerOf(f).base : null;
      if (S?.op !== Sum || !S.args.some((t) => scalarsOf(t).scalars.includes(s))) return [];
      const whole = power(sum(...S.args.map((t) => scale(base, t))), number(-1, base));
      const rest = hadamard(...factors.map((g, k) => (k === i ? whole : g)));
      return [
        withScalars(
          scalars.filter((_, k) => k !== j),
          rest,
          e,
        ),
      ];
    });
  });
}

/** The product multiplied out over all its sums, and over each sum alone; nothing where there is none or too many terms. */
export function expansions(e: Expr): readonly Expr[] {
  if ((e.holds & SUM) === 0) return [];
  const { scalars, core } = scalarsOf(e);
  const merged =
    scalars.length < 2
      ? dividedEntrywise(e)
      : [...divisorsTogether(scalars, (s) => withScalars(s, core, e)), ...dividedEntrywise(e)];
  const { factors, build } = factorsOf(e);
  if (!factors.some((f) => termOf(f).rest.op === Sum)) return merged;
  const lists = factors.map(summands);
  const open = lists.flatMap((l, i) => (l.length > 1 ? [i] : []));
  const over = (which: readonly number[]): Expr | null => {
    const count = which.reduce((n, i) => n * (lists[i] as readonly Expr[]).length, 1);
    if (isOver(e.home, "terms of a product multiplied out", count, MOST_EXPANDED)) return null;
    let terms: (readonly Expr[])[] = [[]];
    factors.forEach((f, i) => {
      const list = which.includes(i) ? (lists[i] as readonly Expr[]) : [f];
      terms = terms.flatMap((t) => list.map((x) => [...t, x]));
    });
    return sum(...terms.map(build));
  };
  // Where many sums meet, only one that cancels with a factor beside it can get shorter.
  const cancels = cancelling(factors);
  const hopeful = open.length <= FEW_SUMS ? open : open.filter((i) => cancels(lists[i] as readonly Expr[]));
  const ways =
    open.length <= FEW_SUMS && open.length > 1 ? [open, ...hopeful.map((i) => [i])] : hopeful.map((i) => [i]);
  return [...merged, ...ways.map(over).filter((x) => x !== null)];
}
