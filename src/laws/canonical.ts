/**
 * One key for expressions that are equal for a reason no sum can see: xᵀ A y and yᵀ Aᵀ x are one
 * number, and so are the rotations of a trace. The key only tells like terms; what is shown keeps
 * the author's order.
 */

import { type Expr, indexingOf, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { lookup, one, two } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Product, product } from "../ops/product.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times } from "../ops/times.js";
import { total } from "../ops/total.js";
import { Trace, trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";

const RANK = Symbol("rank");
const CANONICAL = Symbol("canonical");

/** A number made from content alone, so that an order by it does not depend on what ran before. */
function rankOf(e: Expr): number {
  const memo = memoOf(e.home, RANK, () => new Map<Expr, number>());
  for (const x of walk([e], (y) => memo.has(y))) {
    let h = 2166136261;
    const mix = (n: number) => {
      h = Math.imul(h ^ n, 16777619);
      h ^= h >>> 13;
    };
    for (const c of `${x.op.name} ${dataText(x)}`) mix(c.charCodeAt(0));
    for (const a of x.args) mix(memo.get(a) as number);
    memo.set(x, h >>> 0);
  }
  return memo.get(e) as number;
}

const dataText = (x: Expr): string =>
  indexingOf(x)?.key ?? (typeof x.data === "object" ? JSON.stringify(x.data) : x.data);

const byRank = (a: Expr, b: Expr) => rankOf(a) - rankOf(b);

/** Xᵀ, seen through a transpose and through symmetry. */
export const flipped = (X: Expr): Expr =>
  X.op === Transpose ? one(X.args) : isScalar(X.shape) || factsOf(X).has("symmetric") ? X : T(X);

/** The transpose of the product of these factors, seen through. */
export const turnedAround = (factors: readonly Expr[]): Expr => product(...factors.map(flipped).reverse());

const lesser = (candidates: readonly Expr[]): Expr => candidates.reduce((a, b) => (rankOf(b) < rankOf(a) ? b : a));

/** The representative of everything that is plainly equal to `e`. */
export function canonicalKey(e: Expr): Expr {
  if (e.args.length === 0) return e;
  const memo = memoOf(e.home, CANONICAL, () => new Map<Expr, Expr>());
  for (const x of walk([e], (y) => memo.has(y))) {
    const args = x.args.map((a) => lookup(memo, a));
    let key = args.every((a, i) => a === x.args[i]) ? x : withArgs(x, args);
    if (key.op === Sum) key = sum(...[...key.args].sort(byRank));
    else if (key.op === Times) key = times(...[...key.args].sort(byRank));
    else if (key.op === Hadamard) key = hadamard(...[...key.args].sort(byRank));
    else if (key.op === Product && isScalar(key.shape) && key.args.length === 2) key = entrySum(key);
    else if (key.op === Product && isScalar(key.shape)) key = lesser([key, turnedAround(key.args)]);
    else if (key.op === Trace) key = trace(rotated(one(key.args)));
    memo.set(x, key);
  }
  return lookup(memo, e);
}

/** vᵀ w as the sum of the entries of v ∘ w, which is the same number. */
function entrySum(e: Expr): Expr {
  const [row, column] = two(e.args);
  const left = row.op === Hadamard ? row.args.map(flipped) : [flipped(row)];
  const factors = [...left, column].flatMap((f) => (f.op === Hadamard ? f.args : [f]));
  return total(hadamard(...factors.sort(byRank)));
}

/** Rotations beyond this length are left: the key is then only less able. */
const LONGEST_ROTATION = 12;

/** The least of the rotations of a product under a trace, and of its transpose. */
function rotated(X: Expr): Expr {
  if (X.op !== Product || X.args.length > LONGEST_ROTATION) return X;
  const all: Expr[] = [];
  for (const factors of [X.args, X.args.map(flipped).reverse()])
    for (let i = 0; i < factors.length; i++) all.push(product(...factors.slice(i), ...factors.slice(0, i)));
  return lesser(all);
}

/** Whether two expressions are one, a sum in whatever order of its terms. */
export const isSame = (a: Expr, b: Expr): boolean =>
  a === b || (a.op === Sum && b.op === Sum && a.leaves === b.leaves && canonicalKey(a) === canonicalKey(b));
