/** Forms of sums and products in which an identity stands: taken together, multiplied out, or taken out with what is left. */

import { bitOf, type Expr, mayHold } from "../core/expr.js";
import { last, nth, one } from "../core/operands.js";
import { isScalar, isVector } from "../core/shape.js";
import { Eye } from "../ops/eye.js";
import { isNumber } from "../ops/number.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { SymbolOp } from "../ops/symbol.js";
import { timesAll } from "../ops/times.js";
import { Transpose } from "../ops/transpose.js";
import { type LawBook, simplify } from "./simplify.js";
import { isOuter, isTranspose } from "./term.js";

const EYE = bitOf(Eye);

const isIdentity = (t: Expr): boolean => scalarsOf(t).core?.op === Eye;

export const withIdentity = (e: Expr): boolean =>
  e.op === Product && mayHold(e, EYE) && e.args.some((f) => f.op === Sum && f.args.some(isIdentity));

/** I − (xᵀx) I as (1 − xᵀx) I. */
export function identitiesTogether(e: Expr): readonly Expr[] {
  const alike = e.args.filter(isIdentity);
  const [first] = alike;
  if (first === undefined || alike.length < 2 || isScalar(e.shape)) return [];
  const front = sum(...alike.map((t) => timesAll(scalarsOf(t).scalars, t)));
  const together = scale(front, scalarsOf(first).core as Expr);
  const rest = e.args.filter((t) => !alike.includes(t));
  return [
    rest.length === 0
      ? together
      : sum(...e.args.flatMap((t) => (t === first ? [together] : alike.includes(t) ? [] : [t]))),
  ];
}

/** Aᵀ (I − p 1ᵀ) diag(p) A as Aᵀ (diag(p) − p pᵀ) A: a sum with an identity multiplied by its neighbour alone. */
export function identityTaken(e: Expr, book: LawBook): readonly Expr[] {
  if (e.op !== Product || e.args.length < 3) return [];
  return e.args.flatMap((S, i) => {
    if (S.op !== Sum || !S.args.some(isIdentity)) return [];
    return [i - 1, i + 1].flatMap((k) => {
      const F = e.args[k];
      if (F === undefined) return [];
      const taken = sum(...S.args.map((t) => simplify(k < i ? product(F, t) : product(t, F), book)));
      const from = Math.min(i, k);
      return [product(...e.args.slice(0, from), taken, ...e.args.slice(from + 2))];
    });
  });
}

/** Whether what is taken out of a sum at one end is a name transposed, as in (I − α XᵀX) Uᵀ. */
export const takesTransposed = (to: Expr): boolean => {
  const core = scalarsOf(to).core ?? to;
  const ends = core.op === Product ? [nth(core.args, 0), last(core.args)] : [];
  return ends.some((f) => f.op === Transpose && one(f.args).op === SymbolOp);
};

const isScaled = (t: Expr): boolean => isIdentity(t) && !scalarsOf(t).scalars.every(isNumber);

/**
 * Aᵀ (I / s − r rᵀ / s³) A as books have it, Aᵀ A / s − Aᵀ r rᵀ A / s³, and ((xᵀx) I + 2 x xᵀ) a as (xᵀx) a + 2 (aᵀx) x;
 * with a plain I the bracket stays.
 */
export function identityOpened(e: Expr, book: LawBook): Expr | null {
  const at = e.op === Product ? e.args.findIndex((f) => f.op === Sum) : -1;
  const S = e.args[at];
  if (S === undefined || S.args.length !== 2 || !S.args.some(isScaled)) return null;
  const [before, after] = [e.args.slice(0, at), e.args.slice(at + 1)];
  const isGram = before.length === 1 && after.length === 1 && isTranspose(nth(before, 0), nth(after, 0));
  const isColumn = before.length === 0 && after.length === 1 && isVector(e.shape) && S.args.some(isOuter);
  return isGram || isColumn ? sum(...S.args.map((t) => simplify(product(...before, t, ...after), book))) : null;
}
