/** One of the last steps before an answer is shown: a sum that stands in it with both signs is written with one. */

import { bitOf, type Context, type Expr, mayHold, memoOf } from "../core/expr.js";
import { type Op, withArgs } from "../core/op.js";
import { lookup, nth, operand } from "../core/operands.js";
import { equals, isInteger, negated } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { Hadamard } from "../ops/hadamard.js";
import { Kron } from "../ops/kron.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { Vec } from "../ops/vec.js";
import { isOver } from "./bounds.js";
import { gathered } from "./gather.js";
import { lengthOf } from "./length.js";
import { isNegative, opposite, termOf } from "./term.js";

const SIGNED = Symbol("sums written with one sign");
const SUM = bitOf(Sum);

/** Operations in front of which the sign of any operand may stand. */
const LINEAR: ReadonlySet<Op> = new Set<Op>([
  Product,
  Hadamard,
  Times,
  Scale,
  Kron,
  Transpose,
  Diag,
  Diagvec,
  Trace,
  Total,
  Vec,
]);

/** Sums beyond so many are not compared. */
const MOST_SUMS = 40;

const isOppositeOf = (S: Expr, R: Expr): boolean => {
  if (S.args.length !== R.args.length) return false;
  const terms = R.args.map(termOf);
  return S.args.map(termOf).every(({ coefficient, rest }) => {
    const other = terms.find((t) => t.rest === rest);
    return other !== undefined && equals(other.coefficient, negated(coefficient));
  });
};

/** The sum of the transposed terms. */
function transposed(S: Expr): Expr {
  const terms = S.args.map((t) => {
    const { scalars, core } = scalarsOf(t);
    return core === null ? t : withScalars(scalars, core.op === Transpose ? operand(core) : T(core), t);
  });
  return sum(...terms);
}

/** −S by S, for the sums S that stand in an expression with both signs; one of them may be transposed, (a − x) (x − a)ᵀ. */
function pairsIn(root: Expr): readonly (readonly [Expr, Expr])[] {
  const sums = walk([root]).filter((e) => e.op === Sum && e.args.some(isNegative));
  if (sums.length < 2 || isOver(root.home, "sums looked at once more", sums.length, MOST_SUMS)) return [];
  return sums.flatMap((S, i) => sums.slice(0, i).flatMap((R) => pairOf(S, R)));
}

function pairOf(S: Expr, R: Expr): readonly (readonly [Expr, Expr])[] {
  if (isOppositeOf(S, R)) return [[R, S]];
  if (S.args.length !== R.args.length || isScalar(S.shape) || S.shape.rows !== R.shape.cols) return [];
  const [down, across] = [transposed(R), transposed(S)];
  return isOppositeOf(S, down)
    ? [
        [down, S],
        [across, R],
      ]
    : [];
}

/** The expression with one sum as minus the other, the sign moved outwards as far as it goes. */
function turned(root: Expr, from: Expr, to: Expr): Expr {
  const minus = new Set<Expr>();
  const made = new Map<Expr, Expr>();
  for (const e of walk([to, root])) {
    const args = e.args.map((a) => lookup(made, a));
    const odd = e.args.filter((a) => minus.has(a)).length % 2 === 1;
    const isEven = e.op === Power && isEvenNumber(nth(e.args, 1));
    if (e === from) {
      made.set(e, lookup(made, to));
      minus.add(e);
    } else if (LINEAR.has(e.op) || isEven) {
      made.set(e, withArgs(e, args));
      if (odd && !isEven) minus.add(e);
    } else {
      const signed = args.map((a, i) => (minus.has(nth(e.args, i)) ? opposite(a) : a));
      made.set(e, e.op === Sum ? sum(...signed) : withArgs(e, signed));
    }
  }
  const whole = lookup(made, root);
  return minus.has(root) ? opposite(whole) : whole;
}

const isEvenNumber = (k: Expr): boolean => isNumber(k) && isInteger(rationalOf(k)) && rationalOf(k).numerator % 2 === 0;

const DEFINED = Symbol("sums in definitions");

const definedSums = (home: Context): ReadonlySet<Expr> =>
  memoOf(home, DEFINED, () => new Set(walk([...home.definitions.values()]).filter((e) => e.op === Sum)));

const BY_TERM = Symbol("sums in definitions, by what their terms are multiples of");

/** Those of the model's sums that have a multiple of the same as a term, in the order of the model: not all are looked at. */
function definedWith(term: Expr): readonly Expr[] {
  const index = memoOf(term.home, BY_TERM, () => {
    const made = new Map<ReturnType<typeof termOf>["rest"], Expr[]>();
    for (const d of definedSums(term.home))
      for (const rest of new Set(d.args.map((t) => termOf(t).rest))) {
        const those = made.get(rest);
        if (those === undefined) made.set(rest, [d]);
        else those.push(d);
      }
    return made;
  });
  return index.get(termOf(term).rest) ?? [];
}

/** Whether a sum stands in a definition of the model, as it is or with the other sign. */
export const isKnown = (S: Expr): boolean =>
  isDefined(S) || S.args.some((t) => definedWith(t).some((d) => isOppositeOf(d, S)));

/** Whether a sum stands in a definition of the model as it is. */
const isDefined = (S: Expr): boolean => definedSums(S.home).has(S);

/** The sums of two terms whose opposite the model has, with that: (μ − x) (μ − x)ᵀ where (x − μ) is written. */
function definedOpposites(root: Expr): readonly (readonly [Expr, Expr])[] {
  const sums = walk([root]).filter((e) => e.op === Sum && e.args.length === 2 && e.args.some(isNegative));
  return sums.flatMap((S) => {
    if (isDefined(S)) return [];
    const R = definedWith(nth(S.args, 0)).find((d) => isOppositeOf(S, d));
    return R === undefined ? [] : [[S, R] as const];
  });
}

/** The sums S in C = S U where the expression has P(C) − C, in which what is projected is taken away: books write C − P(C). */
function sumsOfProjections(root: Expr): readonly Expr[] {
  if (isOver(root.home, "sums looked at once more", walk([root]).filter((e) => e.op === Sum).length, MOST_SUMS))
    return [];
  return walk([root]).flatMap((e) => {
    if (e.op !== Sum || isScalar(e.shape)) return [];
    return e.args.flatMap((t) => {
      const { core } = scalarsOf(t);
      if (core?.op !== Product || !isNegative(t)) return [];
      const S = core.args.find((f) => f.op === Sum && f.args.some(isNegative) && !isDefined(f));
      const isProjected = e.args.some((u) => u !== t && !isNegative(u) && walk([u]).includes(core));
      return S !== undefined && isProjected ? [S] : [];
    });
  });
}

/** The terms that are taken away in the sums of an expression: 2 (Aᵀ (A x − b) + λ x) has one, with b − A x two. */
const takenAway = (root: Expr): number =>
  walk([root]).reduce((n, e) => n + (e.op === Sum ? e.args.filter(isNegative).length : 0), 0);

/** The expression in which S does not stand beside −S, where that is shorter: (a − b) x + f(b − a) as c x + f(−c) with c = a − b. */
export function signsAlike(root: Expr): Expr {
  if (!mayHold(root, SUM)) return root;
  const memo = memoOf(root.home, SIGNED, () => new Map<Expr, Expr>());
  const known = memo.get(root);
  if (known !== undefined) return known;
  const shown = (e: Expr) => lengthOf(gathered(e));
  let best = root;
  // −(x − m)ᵀ S (x − m), which is as long as (m − x)ᵀ S (x − m): a quadratic form is seen to be one.
  const isTidier = (a: Expr, b: Expr): boolean =>
    shown(a) === shown(b) && takenAway(gathered(a)) < takenAway(gathered(b));
  const hasDefined = (pair: readonly Expr[]): number => (pair.some(isDefined) ? 0 : 1);
  for (const [R, S] of [...pairsIn(root)].sort((a, b) => hasDefined(a) - hasDefined(b))) {
    // Of both signs the one that the model has: x − a, where ‖x − a‖ is in it.
    const [first, second] = isDefined(R) ? [R, S] : [S, R];
    for (const form of [turned(best, second, first), turned(best, first, second)])
      if (shown(form) < shown(best) || isTidier(form, best)) best = form;
  }
  for (const S of sumsOfProjections(best)) {
    const form = turned(best, S, sum(...S.args.map(opposite)));
    if (shown(form) <= shown(best) && sumsOfProjections(form).length < sumsOfProjections(best).length) best = form;
  }
  for (const [S, R] of definedOpposites(best)) {
    const once = turned(best, S, R);
    // In (μ − x) (μ − x)ᵀ both are turned, and no sign is left.
    for (const form of [once, turned(once, transposed(S), transposed(R))])
      if (shown(form) <= shown(best) && takenAway(form) <= takenAway(best)) best = form;
  }
  memo.set(root, best);
  return best;
}
