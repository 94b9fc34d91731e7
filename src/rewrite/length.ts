/**
 * The length of an expression as it is read: operations and function applications, each part that
 * occurs twice counted once. It decides between forms that are equal.
 */

import type { Expr } from "../core/expr.js";
import { Apply } from "../ops/apply.js";
import { Comm } from "../ops/comm.js";
import { Eye } from "../ops/eye.js";
import { Hadamard } from "../ops/hadamard.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Ones } from "../ops/ones.js";
import { isNegativePower, isReciprocal } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { Zeros } from "../ops/zeros.js";
import { isNegative, powerOf } from "./term.js";

/** The operations of one node, written, and the parts below them that are written too. */
function written(e: Expr, within: Expr | null): { readonly count: number; readonly parts: readonly Expr[] } {
  if (e.op === Sum) {
    const minus = e.args.every(isNegative) ? 1 : 0;
    return { count: e.args.length - 1 + minus, parts: e.args };
  }
  if (e.op === Times || e.op === Scale) {
    const { scalars, core } = scalarsOf(e);
    const numbers = scalars.filter(isNumber);
    const k = numbers[0] === undefined ? null : rationalOf(numbers[0]);
    const below = scalars.filter((s) => !isNumber(s) && isNegativePower(s));
    const above = [...scalars.filter((s) => !isNumber(s) && !isNegativePower(s)), ...(core === null ? [] : [core])];
    const sign = k !== null && k.numerator < 0 && within?.op !== Sum ? 1 : 0;
    const shown = k !== null && !(Math.abs(k.numerator) === 1 && k.denominator === 1) ? 1 : 0;
    const upper = Math.max(1, above.length + shown);
    const lower = below.length;
    const powers = below.filter((s) => !isReciprocal(s)).length;
    return {
      count: upper - 1 + lower + powers + sign,
      parts: [...above, ...below.map((s) => powerOf(s).base)],
    };
  }
  if (e.op === Hadamard) {
    const inner = e.args.flatMap((f, i) => (i > 0 && isReciprocal(f) ? powerOf(f).base : f));
    return { count: e.args.length - 1, parts: inner };
  }
  if (e.op === Product) return { count: e.args.length - 1, parts: e.args };
  if (e.op === Apply || e.args.length > 0) return { count: 1, parts: e.args };
  if (e.op === Eye || e.op === Ones || e.op === Zeros || e.op === Comm) return { count: 0, parts: [] };
  return { count: 0, parts: [] };
}

/** Beyond this many parts two forms are not compared; what is that long is not read at a glance. */
const LIMIT = 250;

/** The length of one or more expressions; Infinity beyond a limit, so that asking stays cheap. */
export function lengthOf(...roots: readonly Expr[]): number {
  let total = 0;
  const seen = new Set<Expr>(roots);
  const stack: { readonly e: Expr; readonly within: Expr | null }[] = roots.map((e) => ({ e, within: null }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { e, within } = top;
    const { count, parts } = written(e, within);
    total += count;
    if (seen.size > LIMIT) return Number.POSITIVE_INFINITY;
    for (const p of parts) {
      if (seen.has(p)) continue;
      seen.add(p);
      stack.push({ e: p, within: e });
    }
  }
  return total;
}
