/** Conditions, which are 0 or 1: [i = j], [i ≥ j], [i ≠ j]. */
import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import {
  addPlaces,
  freeOfIndex,
  type Index,
  lessPlace,
  type Place,
  scalePlace,
  shifted,
  solvedFor,
} from "../core/place.js";
import { isNonNegative } from "../core/ranges.js";
import { walk } from "../core/walk.js";
import { holdsIndex, substitute } from "../ops/binder.js";
import { Fit, fitted } from "../ops/fit.js";
import { conditionOf, Iverson, isCondition, isKnownCondition, iverson } from "../ops/iverson.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { type Law, law } from "../rewrite/law.js";
import { replaced } from "../rewrite/simplify.js";
import { termOf, withCoefficient } from "../rewrite/term.js";

const theme = "condition";
const cite = "Knuth, Two notes on notation, 1992";

/** The index that goes where two are equal: of bound ones the innermost, else the letter that comes last. */
const byRank = (a: Index, b: Index): number => (a.level || 99) - (b.level || 99) || (a.key < b.key ? 1 : -1);

/** [i = j] a_j is [i = j] a_i: of two equal indices one is written. */
function equalIndices(e: Expr): Expr | null {
  const { scalars, core } = scalarsOf(e);
  // What fits a size by a condition does so already.
  const inside = core !== null && core.op === Fit ? operand(core) : core;
  for (const [k, f] of scalars.entries()) {
    if (!isCondition(f, "=")) continue;
    const others = [...scalars.filter((_, l) => l !== k), ...(inside === null ? [] : [inside])];
    const i = [...conditionOf(f).free].sort(byRank).find((j) => solvedFor(conditionOf(f), j) !== null);
    if (i === undefined || !others.some((s) => holdsIndex(s, i))) continue;
    // An index that runs to n_i, and that a sum around this part has, is not the sum's to n_j.
    if (others.some((s) => s.free.some((j) => j !== i && freeOfIndex(j).includes(i)))) continue;
    const put = (s: Expr): Expr => substitute(s, i, solvedFor(conditionOf(f), i) as Place);
    const made = withScalars(
      scalars.map((s, l) => (l === k ? s : put(s))),
      inside === null ? null : put(inside),
      e,
    );
    return fitted(made, e.shape);
  }
  return null;
}

/** Whether a condition g holds, or fails, wherever f does; null where f does not say. */
function saidBy(f: Expr, g: Expr): boolean | null {
  const [p, q] = [conditionOf(f), conditionOf(g)];
  // p ≠ 0 says nothing of p ≥ 0.
  if (isCondition(f, "≠")) return q !== p || isCondition(g, "≥") ? null : !isCondition(g, "=");
  if (!isCondition(f, "≥")) return null;
  // p ≥ 0 is given: q ≥ p says q ≥ 0, and −q − 1 ≥ p says q < 0.
  const isAbove = (a: Place, by: number) => isNonNegative(shifted(lessPlace(a, p), -by)) === true;
  if (isCondition(g, "≥")) return isAbove(q, 0) ? true : isAbove(scalePlace(q, -1), 1) ? false : null;
  const isApart = isAbove(q, 1) || isAbove(scalePlace(q, -1), 1);
  return isApart ? isCondition(g, "≠") : null;
}

/** A condition beside another that says whether it holds: [i ≥ 3] [i ≥ 2] = [i ≥ 3], also deep within the other factors. */
function besides(e: Expr): Expr | null {
  const { scalars, core } = scalarsOf(e);
  for (const [k, f] of scalars.entries()) {
    if (!isCondition(f)) continue;
    for (const [l, s] of [...scalars, ...(core === null ? [] : [core])].entries()) {
      if (l === k) continue;
      for (const g of walk([s], (x) => x.free.length === 0)) {
        // [c] [c] is [c]², which is another law's.
        if (!isCondition(g) || g === f) continue;
        const known = saidBy(f, g);
        if (known === null) continue;
        const by = replaced(s, g, number(known ? 1 : 0, e));
        return withScalars(
          scalars.map((x, m) => (m === l ? by : x)),
          core === null || l < scalars.length ? core : by,
          e,
        );
      }
    }
  }
  return null;
}

/** One of two conditions of which always exactly one holds, or one that says that either does; null for others. */
function either(f: Expr, g: Expr): Expr | null {
  const [p, q] = [conditionOf(f), conditionOf(g)];
  if (isCondition(f, "≥") && isCondition(g, "≥")) {
    const both = addPlaces(p, q);
    if (both.terms.length > 0) return null;
    if (both.rest === "-2") return iverson("≠", shifted(p, 1), f);
    return both.rest === "-1" ? number(1, f) : null;
  }
  const isPair = p === q && !isCondition(f, "≥") && !isCondition(g, "≥") && f !== g;
  return isPair ? number(1, f) : null;
}

const sameFactors = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((f) => b.filter((g) => g === f).length === a.filter((g) => g === f).length);

/** [i < j] a + [i > j] a = [i ≠ j] a, [i = j] a + [i ≠ j] a = a. */
function together(e: Expr): Expr | null {
  const terms = e.args.map((t) => {
    const { coefficient, rest } = termOf(t);
    return { coefficient, ...scalarsOf(rest) };
  });
  for (const [k, a] of terms.entries())
    for (const [l, b] of terms.entries()) {
      if (l <= k || a.core !== b.core) continue;
      if (
        a.coefficient.numerator !== b.coefficient.numerator ||
        a.coefficient.denominator !== b.coefficient.denominator
      )
        continue;
      for (const [m, f] of a.scalars.entries())
        for (const [n, g] of b.scalars.entries()) {
          const by = isCondition(f) && isCondition(g) ? either(f, g) : null;
          if (by === null) continue;
          const rest = a.scalars.filter((_, x) => x !== m);
          if (
            !sameFactors(
              rest,
              b.scalars.filter((_, x) => x !== n),
            )
          )
            continue;
          const made = withCoefficient({ coefficient: a.coefficient, rest: withScalars([by, ...rest], a.core, e) });
          return sum(...e.args.flatMap((t, x) => (x === k ? [made] : x === l ? [] : [t])));
        }
    }
  return null;
}

export const CONDITIONS: readonly Law[] = [
  law({
    theme,
    name: "a condition that is known",
    at: Iverson,
    statement: "[i ≥ 1] = 1  (i in 1..N)",
    cite,
    example: "x : vector(n); s = Σ_{i=1}^n [i >= 1] x_i^2",
    step: (e) => {
      const known = isKnownCondition(e);
      return known === null ? null : number(known ? 1 : 0, e);
    },
  }),
  law({
    theme,
    name: "conditions together",
    at: Sum,
    statement: "[i < j] + [i > j] = [i ≠ j], [i = j] + [i ≠ j] = 1",
    cite,
    example: "x, y : vector(n); s = sum(i=1..n, sum(j=1..n, ([i < j] + [i > j]) x_i y_j))",
    within: [Iverson],
    step: together,
  }),
  law({
    theme,
    name: "equal indices",
    at: [Times, Scale],
    statement: "δ_ij a_j = δ_ij a_i",
    cite,
    example: "x, y : vector(n); s = sum(i=1..n, sum(j=1..n, [i = j] x_i y_j))",
    within: [Iverson],
    step: equalIndices,
  }),
  law({
    theme,
    name: "a condition that another says",
    at: [Times, Scale],
    statement: "[i ≥ 3] [i ≥ 2] = [i ≥ 3], [i ≠ j] [i = j] = 0",
    cite,
    example: "x : vector(n); s = sum(i=1..n, sum(j=1..n, [i > j] [i != j] x_i x_j))",
    within: [Iverson],
    step: besides,
  }),
  law({
    theme,
    name: "a condition is 0 or 1",
    at: Power,
    statement: "[i = j]^2 = [i = j]",
    cite,
    example: "x, y : vector(n); s = Σ_{i=1}^n Σ_{j=1}^n [i < j]^2 x_i y_j^2",
    within: [Iverson],
    step: (e) => {
      const [X, k] = [operand(e), operand(e, 1)];
      return isCondition(X) && isNumber(k) && rationalOf(k).numerator > 0 ? X : null;
    },
  }),
];
