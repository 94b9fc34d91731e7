/**
 * The length of an expression as it is read: operations and function applications, each part that
 * occurs twice counted once. It decides between forms that are equal.
 */

import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { equals, isUnit, MINUS_UNIT } from "../core/rational.js";
import { Apply } from "../ops/apply.js";
import { Comm } from "../ops/comm.js";
import { Eye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard } from "../ops/hadamard.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Ones } from "../ops/ones.js";
import { isNegativePower, isReciprocal } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sum } from "../ops/sum.js";
import { SymbolOp } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { Transpose } from "../ops/transpose.js";
import { Zeros } from "../ops/zeros.js";
import { isOver } from "./bounds.js";
import { isNegative, isTranspose, powerOf } from "./term.js";

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
  if (e.op === Product) {
    const parts = readFirst(e.args);
    return { count: parts.length - 1 - readBackwards(parts), parts };
  }
  if (e.op === Apply || e.args.length > 0) return { count: 1, parts: e.args };
  if (e.op === Eye || e.op === Ones || e.op === Zeros || e.op === Comm) return { count: 0, parts: [] };
  return { count: 0, parts: [] };
}

/** M N (M N)ᵀ reads M N once. */
function readFirst(factors: readonly Expr[]): readonly Expr[] {
  for (const f of factors) {
    const X = f.op === Transpose ? operand(f) : f;
    if (X.op === Product && X.args.every((g, i) => factors[i] === g)) return [X, ...factors.slice(X.args.length)];
  }
  return factors;
}

/** The products in M N that A x xᵀ A reads backwards after it has read them once; A is symmetric, or a bracket had been written. */
function readBackwards(factors: readonly Expr[]): number {
  for (let half = Math.floor(factors.length / 2); half >= 2; half--) {
    const second = factors.slice(half, 2 * half).reverse();
    const isMirror = factors.slice(0, half).every((f, i) => isTranspose(second[i], f));
    if (isMirror && factors.slice(0, half).some((f) => factsOf(f).has("symmetric"))) return half - 1;
  }
  return 0;
}

/** Beyond this many parts two forms are not compared; what is that long is not read at a glance. */
const LIMIT = 250;

/** The length of one or more expressions; Infinity beyond a limit, so that asking stays cheap. */
export const lengthOf = (...roots: readonly Expr[]): number => measured(roots).operations;

export interface Reading {
  readonly operations: number;
  /** Names and numbers written, each time that they are, and parts that occur once more; an identity and ones count less. */
  readonly leaves: number;
}

const SMALL = 0.6;

const isLeaf = (e: Expr): boolean =>
  e.op === SymbolOp || (isNumber(e) && !isUnit(rationalOf(e)) && !equals(rationalOf(e), MINUS_UNIT));

/** What is written of one or more expressions; Infinity beyond a limit. */
export function measured(roots: readonly Expr[]): Reading {
  let total = 0;
  let leaves = 0;
  const seen = new Set<Expr>(roots);
  const stack: { readonly e: Expr; readonly within: Expr | null }[] = roots.map((e) => ({ e, within: null }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { e, within } = top;
    const { count, parts } = written(e, within);
    total += count;
    if (isOver(e.home, "parts that are compared", seen.size, LIMIT))
      return { operations: Number.POSITIVE_INFINITY, leaves };
    for (const p of parts) {
      leaves += p.op === Eye || p.op === Ones ? SMALL : isLeaf(p) || (seen.has(p) && written(p, e).count > 0) ? 1 : 0;
      if (seen.has(p)) continue;
      seen.add(p);
      stack.push({ e: p, within: e });
    }
  }
  return { operations: total, leaves };
}
