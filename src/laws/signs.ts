/** Expressions whose entries are known not to be negative, also through the names of the model. */
import { type Expr, memoOf } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { lookup, two } from "../core/operands.js";
import { isInteger } from "../core/rational.js";
import { walk } from "../core/walk.js";
import { Apply } from "../ops/apply.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard } from "../ops/hadamard.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { Norm1, Norm2, NormF } from "../ops/norm.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Ones } from "../ops/ones.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Sum } from "../ops/sum.js";
import { definitionOf } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Transpose } from "../ops/transpose.js";

const KEY = Symbol("entries that are not negative");

/** Operations that keep what all of their operands have. */
const KEEPING: ReadonlySet<Op> = new Set<Op>([Sum, Times, Scale, Product, Hadamard, Transpose, Total, Minimum]);
const ALWAYS: ReadonlySet<Op> = new Set<Op>([Ones, Norm1, Norm2, NormF]);
const FUNCTIONS: ReadonlySet<unknown> = new Set(["relu", "abs", "sqrt", "step", "exp", "sigmoid", "softplus"]);

/** Whether no entry is negative, wherever the expression is defined. False where it is not known. */
export function isNonnegative(e: Expr): boolean {
  const memo = memoOf(e.home, KEY, () => new Map<Expr, boolean>());
  const into = (x: Expr): readonly Expr[] => {
    const value = definitionOf(x);
    return value === null ? x.args : [value];
  };
  for (const x of walk([e], (y) => memo.has(y), into)) memo.set(x, follows(x, memo));
  return lookup(memo, e);
}

function follows(x: Expr, memo: ReadonlyMap<Expr, boolean>): boolean {
  const value = definitionOf(x);
  if (value !== null && memo.get(value) === true) return true;
  const facts = factsOf(x);
  if (facts.has("positive") || facts.has("simplex") || facts.has("simplexrows")) return true;
  if (isNumber(x)) return rationalOf(x).numerator >= 0;
  if (ALWAYS.has(x.op)) return true;
  if (x.op === Apply) return FUNCTIONS.has(x.data);
  if (x.op === Maximum) return x.args.some((a) => memo.get(a) === true);
  if (x.op !== Power) return KEEPING.has(x.op) && x.args.every((a) => memo.get(a) === true);
  const [base, k] = two(x.args);
  return memo.get(base) === true || (isNumber(k) && isInteger(rationalOf(k)) && rationalOf(k).numerator % 2 === 0);
}
