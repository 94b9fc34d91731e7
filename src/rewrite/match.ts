/**
 * Matching: does a pattern fit an expression, and what do its letters stand for?
 *
 * Products match modulo associativity: a window of neighbouring factors, in which a lower-case
 * letter may take several factors that make a column. Sums, Hadamard products and products of
 * scalars match in any order. What a pattern without a run does not name is left over and kept.
 *
 * Every function here tries its ways one after another and asks `then` whether the rest fits as well;
 * a letter that was bound on a way that failed is free again.
 */
import { type Dim, dim, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import type { Op } from "../core/op.js";
import { has } from "../core/own.js";
import { equals } from "../core/rational.js";
import { isColumn, isRow, isScalar, isSquare, type Shape } from "../core/shape.js";
import { apply } from "../ops/apply.js";
import { Eye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { Product, product } from "../ops/product.js";
import { size } from "../ops/size.js";
import { T, Transpose } from "../ops/transpose.js";
import type { NodePattern, Pattern, Size, Sort, Variable } from "./pattern.js";
import { built, builtWithSizes, emptyOf } from "./words.js";

/** The values of the letters, by their places: an expression, the members of a run, or a size. */
export type Frame = (Expr | readonly Expr[] | Dim | undefined)[];

type Then = () => boolean;

const hasSort = (sort: Sort, shape: Shape): boolean =>
  sort === "any" || (sort === "scalar" ? isScalar(shape) : isColumn(shape) && !isScalar(shape));

/** Whether it is known to have what a law asks of a letter. */
export const isKnownTo = (e: Expr, fact: Fact | "square"): boolean =>
  fact === "square" ? isSquare(e.shape) : factsOf(e).has(fact);

function fits({ sort, facts }: Variable, e: Expr): boolean {
  if (!hasSort(sort, e.shape)) return false;
  for (const fact of facts) if (!isKnownTo(e, fact)) return false;
  return true;
}

function bound(slot: number, to: Expr | readonly Expr[] | Dim, frame: Frame, then: Then): boolean {
  const known = frame[slot];
  if (known !== undefined) return (known === to || isSameRun(known, to)) && then();
  frame[slot] = to;
  if (then()) return true;
  frame[slot] = undefined;
  return false;
}

const isSameRun = (a: Frame[number], b: Frame[number]): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => x === b[i]);

const sizeAs = (s: Size, d: Dim, frame: Frame, then: Then): boolean =>
  has(s, "known") ? d === dim(s.known) && then() : bound(s.slot, d, frame, then);

function sizesAs(sizes: readonly Size[], e: Expr, i: number, frame: Frame, then: Then): boolean {
  const s = sizes[i];
  if (s === undefined) return then();
  const d = Array.isArray(e.data) ? (e.data[i] as Dim) : ONE;
  return sizeAs(s, d, frame, () => sizesAs(sizes, e, i + 1, frame, then));
}

/** Xᵀ without a double transpose, so that `v'` finds v in a row. */
const untransposed = (e: Expr): Expr => (e.op === Transpose ? (e.args[0] ?? e) : T(e));

/** v for the pattern `v'`. */
function turnedColumn(p: Pattern): Variable | null {
  if (p.type !== "node" || p.op !== Transpose) return null;
  const [inside] = p.args;
  return inside?.type === "variable" && inside.sort === "column" ? inside : null;
}

/** Whether the whole of `e` fits. */
function matches(p: Pattern, e: Expr, frame: Frame, then: Then): boolean {
  if (p.type === "number") return isNumber(e) && equals(rationalOf(e), p.value) && then();
  if (p.type === "variable") return fits(p, e) && bound(p.slot, e, frame, then);
  if (p.type !== "node") return false;
  const column = turnedColumn(p);
  if (column !== null) return isRow(e.shape) && !isScalar(e.shape) && bound(column.slot, untransposed(e), frame, then);
  if (p.op !== e.op || (p.data !== null && p.data !== e.data)) return false;
  if (p.sizes !== null) {
    const { sizes } = p;
    return inOrder(p.args, 0, e.args, frame, () => sizesAs(sizes, e, 0, frame, then));
  }
  if (p.op === Product) return neighbours(p.args, 0, e.args, 0, frame, (end) => end === e.args.length && then());
  if (p.op.commutative) return some(p.args, 0, e.args, [], true, frame, then);
  return inOrder(p.args, 0, e.args, frame, then);
}

/** Operands one by one; the last may be a run that takes all that are left. */
function inOrder(
  patterns: readonly Pattern[],
  i: number,
  operands: readonly Expr[],
  frame: Frame,
  then: Then,
): boolean {
  const p = patterns[i];
  if (p === undefined) return operands.length <= i && then();
  if (p.type === "run") return bound(slotOfRun(p), operands.slice(i), frame, then);
  const e = operands[i];
  return e !== undefined && matches(p, e, frame, () => inOrder(patterns, i + 1, operands, frame, then));
}

const slotOfRun = (p: Pattern): number => {
  if (p.type === "run" && p.of.type === "variable") return p.of.slot;
  throw new SyntaxError("a run on the left side of a law is a letter");
};

const takesSeveral = (p: Pattern): boolean =>
  (p.type === "variable" && p.sort === "column") || turnedColumn(p) !== null;

/** Whether neighbouring factors make a column, or a row for the pattern `v'`. */
function mayTake(p: Pattern, first: Expr, last: Expr): boolean {
  const run: Shape = { rows: first.shape.rows, cols: last.shape.cols };
  return !isScalar(run) && (p.type === "variable" ? isColumn(run) : isRow(run));
}

/** Neighbouring factors from `at` on; `then` is asked with the place behind the last. */
function neighbours(
  patterns: readonly Pattern[],
  i: number,
  factors: readonly Expr[],
  at: number,
  frame: Frame,
  then: (end: number) => boolean,
): boolean {
  const p = patterns[i];
  if (p === undefined) return then(at);
  const rest = (end: number) => neighbours(patterns, i + 1, factors, end, frame, then);
  if (p.type === "run") {
    const slot = slotOfRun(p);
    // The last run takes all that is left.
    const least = i === patterns.length - 1 ? factors.length : at;
    for (let end = least; end <= factors.length; end++)
      if (bound(slot, factors.slice(at, end), frame, () => rest(end))) return true;
    return false;
  }
  const first = factors[at];
  if (first === undefined) return false;
  if (matches(p, first, frame, () => rest(at + 1))) return true;
  if (!takesSeveral(p)) return false;
  for (let end = at + 2; end <= factors.length; end++) {
    const last = factors[end - 1];
    if (last === undefined || !mayTake(p, first, last)) continue;
    if (matches(p, product(...factors.slice(at, end)), frame, () => rest(end))) return true;
  }
  return false;
}

/** Operands in any order. A run takes those that are left, in their order; `all` asks that none is left. */
function some(
  patterns: readonly Pattern[],
  i: number,
  operands: readonly Expr[],
  used: number[],
  all: boolean,
  frame: Frame,
  then: Then,
): boolean {
  const p = patterns[i];
  if (p === undefined) return (!all || used.length === operands.length) && then();
  if (p.type === "run") {
    const left = operands.filter((_, k) => !used.includes(k));
    used.push(...operands.keys());
    const fit = bound(slotOfRun(p), left, frame, then);
    used.length -= operands.length;
    return fit;
  }
  for (let k = 0; k < operands.length; k++) {
    const e = operands[k];
    if (e === undefined || used.includes(k)) continue;
    used.push(k);
    if (matches(p, e, frame, () => some(patterns, i + 1, operands, used, all, frame, then))) return true;
    used.pop();
  }
  return false;
}

/** Whether operands fit at a first look, one level down: asked of most nodes in vain, so nothing is made for it. */
export function mayFit(p: NodePattern, e: Expr, whole: boolean): boolean {
  if (p.data !== null && p.data !== e.data) return false;
  if (p.op === Product || p.op.commutative) {
    const runs = p.args.filter((a) => a.type === "run").length;
    return (
      e.args.length >= p.args.length - runs && (!whole || e.args.length === p.args.length || p.args.some(takesSeveral))
    );
  }
  for (let i = 0; i < p.args.length; i++) {
    const [part, operand] = [p.args[i], e.args[i]];
    if (part !== undefined && operand !== undefined && !looksLike(part, operand)) return false;
  }
  return true;
}

function looksLike(p: Pattern, e: Expr): boolean {
  if (p.type === "number") return isNumber(e) && equals(rationalOf(e), p.value);
  if (p.type === "variable") return fits(p, e);
  return p.type !== "node" || turnedColumn(p) !== null || (p.op === e.op && (p.data === null || p.data === e.data));
}

/** A match at the root of an expression, and how to put the replacement in its place. */
export interface Occurrence {
  readonly frame: Frame;
  /** Of the part that matched. */
  readonly shape: Shape;
  replace(by: Expr): Expr;
}

const hasRun = (p: NodePattern): boolean => p.args.some((a) => a.type === "run");

interface Sought {
  /** How many letters the law has. */
  readonly letters: number;
  /** Nothing of the node may be left over. */
  readonly whole: boolean;
  /** Whether what the letters stand for is as the law asks. */
  readonly holds: (frame: Frame) => boolean;
}

/**
 * The first place at the root of `e` where the pattern fits: a window of a product, some operands of
 * a commutative operation, or all of it.
 */
export function occurrence(p: NodePattern, e: Expr, { letters, whole, holds }: Sought): Occurrence | null {
  const frame: Frame = new Array(letters).fill(undefined);
  const accepted = () => holds(frame);
  if (p.op === e.op && !whole && !hasRun(p)) {
    if (p.op === Product) return windowOf(p, e, frame, accepted);
    if (p.op.commutative) return partOf(p, e, frame, accepted);
  }
  return matches(p, e, frame, accepted) ? { frame, shape: e.shape, replace: (by) => by } : null;
}

function windowOf(p: NodePattern, e: Expr, frame: Frame, accepted: Then): Occurrence | null {
  const { args } = e;
  for (let at = 0; at + p.args.length <= args.length; at++) {
    let end = at;
    const found = neighbours(p.args, 0, args, at, frame, (behind) => {
      end = behind;
      return accepted();
    });
    const [first, last] = [args[at], args[end - 1]];
    if (!found || first === undefined || last === undefined) continue;
    return {
      frame,
      shape: { rows: first.shape.rows, cols: last.shape.cols },
      replace: (by) => product(...args.slice(0, at), by, ...args.slice(end)),
    };
  }
  return null;
}

function partOf(p: NodePattern, e: Expr, frame: Frame, accepted: Then): Occurrence | null {
  const used: number[] = [];
  if (!some(p.args, 0, e.args, used, false, frame, accepted)) return null;
  const [first] = used;
  return {
    frame,
    shape: e.shape,
    replace: (by) =>
      built(
        e.op,
        e.args.flatMap((a, k) => (k === first ? [by] : used.includes(k) ? [] : [a])),
      ),
  };
}

/** Where a side is built: what its letters stand for, and what has its shape. */
interface Site {
  readonly frame: Frame;
  readonly shape: Shape;
  readonly at: Expr;
  /** Which member of its run a letter stands for. */
  readonly member: number;
}

/** The right side of a law in place of what was found at `at`; a run alone is one of the operation there. */
export function replacement(p: Pattern, { frame, shape }: Occurrence, at: Expr): Expr {
  const site: Site = { frame, shape, at, member: 0 };
  return p.type === "run" ? combined(at.op, [p], site) : build(p, site);
}

function build(p: Pattern, site: Site): Expr {
  if (p.type === "number") return number(p.value, site.at);
  if (p.type === "size") return size(site.at.home, site.frame[p.slot] as Dim);
  if (p.type === "run") return combined(Product, [p], site);
  if (p.type === "variable") {
    const is = site.frame[p.slot] as Expr | readonly Expr[];
    return has(is, "op") ? is : (is[site.member] as Expr);
  }
  if (p.data !== null) return apply(p.data, build(p.args[0] as Pattern, site));
  if (p.sizes !== null || p.op === Eye)
    return builtWithSizes(
      p.op,
      p.args.map((a) => build(a, site)),
      sizesOf(p, site),
      site.at,
    );
  return combined(p.op, p.args, site);
}

/** The sizes of a node; those of the place where it is put, where a letter of them stands for nothing known. */
function sizesOf({ sizes }: NodePattern, { frame, shape }: Site): readonly Dim[] {
  const known = (sizes ?? []).map((s) => (has(s, "known") ? dim(s.known) : frame[s.slot]));
  return sizes === null || known.includes(undefined) ? [shape.rows, shape.cols] : (known as readonly Dim[]);
}

function combined(op: Op, args: readonly Pattern[], site: Site): Expr {
  const operands = args.flatMap((a) => (a.type === "run" ? members(a.of, op, site) : [build(a, site)]));
  return operands.length === 0 ? emptyOf(op, site.at) : built(op, operands);
}

/** Builds a run member by member; within a product a transposed or inverted run comes in reverse order. */
function members(of: Pattern, within: Op, site: Site): readonly Expr[] {
  const length = runLength(of, site.frame);
  const each = Array.from({ length }, (_, member) => build(of, { ...site, member }));
  return within === Product && of.type === "node" && TURNING.has(of.op.name) ? each.reverse() : each;
}

const TURNING: ReadonlySet<string> = new Set(["transpose", "inverse"]);

function runLength(p: Pattern, frame: Frame): number {
  if (p.type === "variable") {
    const is = frame[p.slot];
    return Array.isArray(is) ? is.length : 0;
  }
  return p.type === "node" ? Math.max(0, ...p.args.map((a) => runLength(a, frame))) : 0;
}
