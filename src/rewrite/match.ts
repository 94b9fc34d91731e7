/**
 * Matching: does a pattern fit an expression, and what do its letters stand for?
 *
 * Products match modulo associativity: a window of neighbouring factors, in which a lower-case
 * letter may take several factors that make a column. Sums, Hadamard products and products of
 * scalars match in any order; what the pattern does not name is left over and kept.
 */
import type { Expr } from "../core/expr.js";
import { rational } from "../core/rational.js";
import { isColumn, isRow, isScalar } from "../core/shape.js";
import { apply } from "../ops/apply.js";
import { det } from "../ops/det.js";
import { diag } from "../ops/diag.js";
import { diagvec } from "../ops/diagvec.js";
import { Eye, eye } from "../ops/eye.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { inverse } from "../ops/inverse.js";
import { kron } from "../ops/kron.js";
import { logdet } from "../ops/logdet.js";
import { norm2, normF } from "../ops/norm.js";
import { isExactly, number } from "../ops/number.js";
import { Ones, ones } from "../ops/ones.js";
import { power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times } from "../ops/times.js";
import { total } from "../ops/total.js";
import { trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { vec } from "../ops/vec.js";
import { Zeros, zeros } from "../ops/zeros.js";
import type { Pattern, Sort } from "./pattern.js";

export type Bindings = ReadonlyMap<string, Expr>;

/** Nothing bound yet; binding makes a new map, so one serves every match. */
const UNBOUND: Bindings = new Map();

const fits = (sort: Sort, e: Expr): boolean =>
  sort === "scalar"
    ? isScalar(e.shape)
    : sort === "column"
      ? isColumn(e.shape) && !isScalar(e.shape)
      : !isScalar(e.shape);

function bind(name: string, e: Expr, b: Bindings): Bindings | null {
  const known = b.get(name);
  if (known !== undefined) return known === e ? b : null;
  return new Map(b).set(name, e);
}

/** Xᵀ without a double transpose, so that `v'` finds v in a row. */
const untransposed = (e: Expr): Expr => (e.op === Transpose ? (e.args[0] as Expr) : T(e));

/** Matches the whole of `e`. */
function match(p: Pattern, e: Expr, b: Bindings): Bindings | null {
  if (p.type === "number") return isExactly(e, p.value) ? b : null;
  if (p.type === "variable") return fits(p.sort, e) ? bind(p.name, e, b) : null;
  if (p.op === Transpose) {
    const inside = p.args[0] as Pattern;
    if (inside.type === "variable" && inside.sort === "column")
      return isRow(e.shape) && !isScalar(e.shape) ? bind(inside.name, untransposed(e), b) : null;
  }
  if (p.op !== e.op || (p.data !== null && p.data !== e.data)) return null;
  if (p.op === Eye || p.op === Ones || p.op === Zeros) return b;
  if (p.op === Product) {
    const end = sequence(p.args, 0, e.args, 0, b);
    return end !== null && end.next === e.args.length ? end.bindings : null;
  }
  if (p.op.commutative) {
    const some = subset(p.args, 0, e.args, new Set(), b);
    return some !== null && some.used.size === e.args.length ? some.bindings : null;
  }
  let bindings: Bindings | null = b;
  for (let i = 0; i < p.args.length && bindings !== null; i++)
    bindings = match(p.args[i] as Pattern, e.args[i] as Expr, bindings);
  return bindings;
}

const takesSeveral = (p: Pattern): boolean =>
  (p.type === "variable" && p.sort === "column") ||
  (p.type === "node" && p.op === Transpose && p.args[0] !== undefined && takesSeveral(p.args[0]));

/** Matches the patterns from `i` on against neighbouring factors from `at` on. */
function sequence(
  patterns: readonly Pattern[],
  i: number,
  factors: readonly Expr[],
  at: number,
  b: Bindings,
): { readonly next: number; readonly bindings: Bindings } | null {
  const p = patterns[i];
  if (p === undefined) return { next: at, bindings: b };
  const last = takesSeveral(p) ? factors.length : Math.min(at + 1, factors.length);
  for (let end = at + 1; end <= last; end++) {
    const run = end === at + 1 ? (factors[at] as Expr) : product(...factors.slice(at, end));
    const bindings = match(p, run, b);
    if (bindings === null) continue;
    const rest = sequence(patterns, i + 1, factors, end, bindings);
    if (rest !== null) return rest;
  }
  return null;
}

/** Matches the patterns from `i` on against operands in any order. */
function subset(
  patterns: readonly Pattern[],
  i: number,
  operands: readonly Expr[],
  used: ReadonlySet<number>,
  b: Bindings,
): { readonly used: ReadonlySet<number>; readonly bindings: Bindings } | null {
  const p = patterns[i];
  if (p === undefined) return { used, bindings: b };
  for (let k = 0; k < operands.length; k++) {
    if (used.has(k)) continue;
    const bindings = match(p, operands[k] as Expr, b);
    if (bindings === null) continue;
    const rest = subset(patterns, i + 1, operands, new Set(used).add(k), bindings);
    if (rest !== null) return rest;
  }
  return null;
}

/** A match somewhere in `e`, and how to put the replacement back. */
export interface Occurrence {
  readonly bindings: Bindings;
  /** The part that matched, for its shape. */
  readonly matched: Expr;
  replace(by: Expr): Expr;
}

/** The first place at the root of `e` that the pattern fits: a window of a product, some terms of a sum, or all of it. */
export function occurrence(p: Pattern, e: Expr): Occurrence | null {
  if (p.type === "node" && p.op === e.op) {
    if (p.op === Product) {
      for (let at = 0; at < e.args.length; at++) {
        const found = sequence(p.args, 0, e.args, at, UNBOUND);
        if (found === null) continue;
        const matched = product(...e.args.slice(at, found.next));
        const rest = e.args.slice(found.next);
        return {
          bindings: found.bindings,
          matched,
          replace: (by) => product(...e.args.slice(0, at), by, ...rest),
        };
      }
      return null;
    }
    if (p.op === Sum || p.op === Hadamard || p.op === Times) {
      const found = subset(p.args, 0, e.args, new Set(), UNBOUND);
      if (found === null) return null;
      const combine = p.op === Sum ? sum : p.op === Hadamard ? hadamard : times;
      const first = Math.min(...found.used);
      const matched = combine(...e.args.filter((_, k) => found.used.has(k)));
      return {
        bindings: found.bindings,
        matched,
        replace: (by) => combine(...e.args.flatMap((a, k) => (k === first ? [by] : found.used.has(k) ? [] : [a]))),
      };
    }
  }
  const bindings = match(p, e, UNBOUND);
  return bindings === null ? null : { bindings, matched: e, replace: (by) => by };
}

const BUILD: ReadonlyMap<string, (...args: readonly Expr[]) => Expr> = new Map<
  string,
  (...args: readonly Expr[]) => Expr
>([
  ["sum", sum],
  ["times", times],
  ["scale", (c, X) => scale(c as Expr, X as Expr)],
  ["product", product],
  ["transpose", (X) => T(X as Expr)],
  ["hadamard", hadamard],
  ["power", (X, k) => power(X as Expr, k as Expr)],
  ["diag", (v) => diag(v as Expr)],
  ["diagvec", (A) => diagvec(A as Expr)],
  ["trace", (A) => trace(A as Expr)],
  ["det", (A) => det(A as Expr)],
  ["logdet", (A) => logdet(A as Expr)],
  ["inverse", (A) => inverse(A as Expr)],
  ["total", (X) => total(X as Expr)],
  ["vec", (X) => vec(X as Expr)],
  ["kron", (A, B) => kron(A as Expr, B as Expr)],
  ["norm2", (x) => norm2(x as Expr)],
  ["normF", (X) => normF(X as Expr)],
]);

/** The pattern with its letters replaced; `I`, ones and zeros take the shape of `like`. */
export function build(p: Pattern, b: Bindings, like: Expr): Expr {
  if (p.type === "number") return number(rational(p.value), like);
  if (p.type === "variable") return b.get(p.name) as Expr;
  if (p.op === Eye) return eye(like.shape.rows, like);
  if (p.op === Ones) return ones(like.shape.rows, like.shape.cols, like);
  if (p.op === Zeros) return zeros(like.shape.rows, like.shape.cols, like);
  const args = p.args.map((a) => build(a, b, like));
  if (p.data !== null) return apply(p.data, args[0] as Expr);
  return (BUILD.get(p.op.name) as (...args: readonly Expr[]) => Expr)(...args);
}
