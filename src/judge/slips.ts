/** Slips that would explain a side that is different: a sign, a factor, a transpose, a fact that is not stated. */
import { dim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import { rational } from "../core/rational.js";
import { sameShape } from "../core/shape.js";
import type { Side } from "../model/model.js";
import { diag } from "../ops/diag.js";
import { diagvec } from "../ops/diagvec.js";
import { closure } from "../ops/facts.js";
import { number } from "../ops/number.js";
import { reciprocal } from "../ops/power.js";
import { scale } from "../ops/scale.js";
import { size } from "../ops/size.js";
import { sum } from "../ops/sum.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { T } from "../ops/transpose.js";
import { printUnicode } from "../print/unicode.js";
import type { Counterexample } from "./agree.js";
import { compare } from "./compare.js";
import { everywhere } from "./everywhere.js";
import { missingFact } from "./missing-facts.js";
import { turnedOnce, withElementwiseFirst } from "./repair.js";
import type { Trial } from "./trial.js";

/** Slips that would explain a claim that is different: a sign, a factor, a transpose. */
export function hint(trial: Trial, side: Side, v: Expr, t: Expr, { env, left, right }: Counterexample): string | null {
  const { comparer } = trial;
  const times = (c: Expr) => compare(comparer, v, scale(c, t)).type === "same";
  const [p, q] = ratio(left.data, right.data) ?? [0, 1];
  if (p !== 0 && times(number(rational(p, q), t)))
    return p === -1 && q === 1 ? "the sign is wrong" : `it is ${q === 1 ? p : `${p}/${q}`} times the derivative`;
  for (const [name, n] of env.sizes) {
    const N = size(t.home, dim(name));
    if (p === n && q === 1 && times(N)) return `it is ${name} times the derivative`;
    if (p === 1 && q === n && times(reciprocal(N))) return `the derivative is ${name} times that`;
  }
  const first = withElementwiseFirst(side);
  if (first !== null && sameShape(first.shape, t.shape) && compare(comparer, first, t).type === "same")
    return `${printUnicode(first)} would be right: a product binds tighter than ∘`;
  for (const reading of turnedOnce(side))
    if (sameShape(reading.shape, t.shape) && compare(comparer, reading, t).type === "same")
      return `a factor stands transposed: ${printUnicode(reading)} would be right`;
  const fact = missingFact([v, t, trial.of], (supposed) => equalWith(trial, v, t, supposed));
  return fact === null ? null : `it is right if ${fact.condition}: ${fact.declared}`;
}

/** Whether a side is right where more is known of the inputs than is stated. */
export function equalWith(
  { of, by, derived, comparer }: Trial,
  v: Expr,
  t: Expr,
  supposed: ReadonlyMap<string, Facts>,
): boolean {
  const { onto, options, freed } = comparer;
  // Where the variable is free, numbers are drawn of it and not of what defines it.
  if (freed?.tellsOf(v) === true) return false;
  const { query } = derived;
  const facts = query.wrt.map((z) => closure((isSymbol(z) ? supposed.get(nameOf(z)) : undefined) ?? []));
  const diagonal = facts.some((f) => f.has("diagonal"));
  let target = onto(t);
  if (diagonal || facts.some((f) => f.has("symmetric"))) {
    // Then the gradient is another matrix, not the same at fewer places.
    if (query.order === 2 || !sameShape(t.shape, by.shape)) return false;
    target = diagonal ? diag(diagvec(t)) : scale(number(rational(1, 2), t), sum(t, T(t)));
  }
  return everywhere(onto(v), target, [of], { ...options, tries: FEW_TRIES, supposed }).verdict === "same";
}

/** Draws are given up early where a fact is only supposed. */
const FEW_TRIES = 20;

const RATIOS: readonly (readonly [number, number])[] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  .flatMap((k): [number, number][] => [
    [-k, 1],
    [k, 1],
    [-1, k],
    [1, k],
  ])
  .filter(([p, q]) => p !== q);

/** A ratio p / q, one of them 1, with left = (p / q) right in every entry, or null. */
function ratio(left: Float64Array, right: Float64Array): readonly [number, number] | null {
  const scaleOf = (data: Float64Array) => data.reduce((m, d) => Math.max(m, Math.abs(d)), 0);
  const most = scaleOf(right);
  if (most === 0 || left.length !== right.length) return null;
  const fits = ([p, q]: readonly [number, number]) =>
    left.every((l, i) => Math.abs(l * q - p * (right[i] as number)) <= 1e-9 * most * (Math.abs(p) + q));
  return RATIOS.find(fits) ?? null;
}
