/**
 * Shape rules over unknown sizes: what must be equal, what is a scalar, what waits.
 *
 * An undeclared vector whose size turns out to be 1 is a scalar, so the reading of `x^2` as a scalar
 * is a solution like any other. Where two readings fit (`a x` of two columns: either may be the
 * scalar) the decision waits for the rest of the model, and is refused if that does not decide.
 */
import type { Code } from "../../core/codes.js";
import { type Dim, ONE, substitute } from "../../core/dim.js";
import { isScalar, SCALAR, type Shape, shape } from "../../core/shape.js";
import type { Span } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { type Entry, fault, type Owner, type Pending, resolved, type Scope, type Show } from "../scope.js";
import type { Term } from "../terms.js";
import { hasUnknown, isUnknown, unknownsOf } from "./unify.js";

/** Why operands do not fit, in words that wait for the names of sizes. */
export interface Complaint {
  readonly code: Code;
  readonly span: Span;
  readonly message: (show: Show) => string;
  readonly hint?: (show: Show) => string | null;
  readonly about: readonly Term[];
}

/** Made only where something is wrong: rules are asked far more often than they complain. */
export type Blame = () => Complaint;

export function complain(scope: Scope, blame: Blame, owner?: Owner): void {
  const { code, span, message, hint, about } = blame();
  fault(scope, code, span, message, hint ? { hint, about } : { about }, owner);
}

/**
 * Makes two sizes equal. False if they cannot be; an equation that cannot be solved yet is kept, and
 * complained of if it turns out wrong.
 */
export function equal(scope: Scope, a: Dim, b: Dim, blame: Blame): boolean {
  const verdict = scope.sizes.equate(a, b);
  if (verdict === "open") wait(scope, [a, b], (last, owner) => again(scope, a, b, blame, last, owner));
  return verdict !== "false";
}

function again(scope: Scope, a: Dim, b: Dim, blame: Blame, last: boolean, owner: Owner): boolean {
  const verdict = scope.sizes.equate(a, b);
  if (verdict === "false" || (verdict === "open" && last)) complain(scope, blame, owner);
  return verdict !== "open" || last;
}

/** Makes two shapes equal; both sizes are tried before either is bound, so that a fault binds nothing. */
export function sameShapes(scope: Scope, a: Shape, b: Shape, blame: Blame): boolean {
  const [x, y] = [resolved(scope, a), resolved(scope, b)];
  if (apart(x.rows, y.rows) || apart(x.cols, y.cols)) return false;
  return equal(scope, a.rows, b.rows, blame) && equal(scope, a.cols, b.cols, blame);
}

/** Two known sizes that differ. */
const apart = (a: Dim, b: Dim) => a !== b && !hasUnknown(a) && !hasUnknown(b);

export const scalar = (scope: Scope, a: Shape, blame: Blame): boolean => sameShapes(scope, a, SCALAR, blame);

export const square = (scope: Scope, a: Shape, blame: Blame): boolean => equal(scope, a.rows, a.cols, blame);

/** Keeps `attempt` for when one of these sizes is known better. */
function wait(
  scope: Scope,
  dims: readonly Dim[],
  attempt: (last: boolean, owner: Owner) => boolean,
  early = false,
): void {
  const owner = scope.owner;
  const pending: Pending = {
    done: false,
    early,
    attempt(last) {
      if (pending.done || owner.faulty) {
        pending.done = true;
        return;
      }
      pending.done = attempt(last, owner);
      if (!pending.done) scope.sizes.watch(dims, run);
    },
  };
  const run = () => pending.attempt(false);
  scope.pending.push(pending);
  scope.sizes.watch(dims, run);
}

/** Runs `job` when one of these sizes is known better, until it is done; with `last` it is. */
export function whenKnown(scope: Scope, dims: readonly Dim[], job: (last: boolean) => boolean): void {
  if (!job(false)) wait(scope, dims, job, true);
}

/**
 * The shape that a rule gives, now or later: a rule that cannot decide yet is tried again whenever
 * one of `dims` is known better, and until then the result has unknown sizes of its own, but for those of `outline`.
 */
export function decide(
  scope: Scope,
  dims: readonly Dim[],
  blame: Blame,
  rule: (last: boolean) => Shape | "open" | "false",
  outline: Partial<Shape> = {},
): Shape | null {
  const now = rule(false);
  if (now === "false") {
    complain(scope, blame);
    return null;
  }
  if (now !== "open") return now;
  const result = shape(outline.rows ?? scope.sizes.fresh(), outline.cols ?? scope.sizes.fresh());
  wait(scope, dims, (last, owner) => {
    const found = rule(last);
    if (found === "open") return false;
    if (found === "false" || !sameShapes(scope, result, found, blame)) complain(scope, blame, owner);
    return true;
  });
  return result;
}

const mayBeScalar = (scope: Scope, s: Shape) => scope.sizes.mayBeOne(s.rows) && scope.sizes.mayBeOne(s.cols);

const unknowns = (s: Shape) => Number(hasUnknown(s.rows)) + Number(hasUnknown(s.cols));

/** The shape of A B, where either may be a scalar. */
export function multiplied(scope: Scope, a: Shape, b: Shape, blame: Blame, last: boolean): Shape | "open" | "false" {
  const A = resolved(scope, a);
  const B = resolved(scope, b);
  if (isScalar(A)) return B;
  if (isScalar(B)) return A;
  const product = shape(A.rows, B.cols);
  if (A.cols === B.rows) return product;
  const [scalarA, scalarB] = [mayBeScalar(scope, A), mayBeScalar(scope, B)];
  if (A.cols !== ONE && B.rows !== ONE) {
    // Sizes that are both more than 1, as far as is known: the inner ones are equal.
    if (!apart(A.cols, B.rows) && equal(scope, A.cols, B.rows, blame)) return product;
  } else if (scalarA && scalarB && !last) return "open";
  else if (scalarA && scalarB) {
    // `t X`: that a vector is a scalar takes one size, that a matrix is one takes two.
    const [a1, b1] = [unknowns(A), unknowns(B)];
    if (a1 === b1) return besideNumbers(scope, A, B) ? multiplied(scope, a, b, blame, last) : "false";
    return a1 < b1 ? (scalar(scope, A, blame) ? B : "false") : scalar(scope, B, blame) ? A : "false";
  }
  if (scalarA && !scalarB) return scalar(scope, A, blame) ? B : "false";
  if (scalarB && !scalarA) return scalar(scope, B, blame) ? A : "false";
  if (scalarA || apart(A.cols, B.rows)) return "false";
  return equal(scope, A.cols, B.rows, blame) ? product : "false";
}

/** `x (1 - x)`: no vectors fit, so that what a number is added to is a number. Whether there is such a one. */
function besideNumbers(scope: Scope, A: Shape, B: Shape): boolean {
  const found = [A, B].filter((s) => s.cols === ONE && scope.beside.has(s.rows));
  return found.some(({ rows }) => scope.sizes.equate(rows, ONE) === "solved");
}

/**
 * Letters that may be scalars are, unless their size is one of a name that is none: `A x` makes a vector of x.
 * Whether any was.
 */
function harden(scope: Scope): boolean {
  if (scope.soft.size === 0) return false;
  const sidesOf = ({ shape: s }: Entry) => (s === null ? [] : [s.rows, s.cols].map(scope.sizes.resolve));
  const open = new Set([...scope.soft].flatMap(sidesOf).filter(isUnknown));
  const asNumbers = (side: Dim) => substitute(side, (u) => (open.has(u as Dim) ? ONE : null));
  const taken = new Set<string>();
  let isMade = false;
  for (const n of scope.names.values()) {
    if (scope.soft.has(n)) continue;
    // What is defined says nothing of itself, but where it is set as a vector, transposed or under a norm.
    if (n.evidence.defined !== null && !isVector(n)) continue;
    for (const side of sidesOf(n)) {
      // Two entries under one another are a vector, whatever each of them is.
      if (asNumbers(side) !== ONE) continue;
      for (const u of unknownsOf(side)) {
        taken.add(u);
        isMade ||= n.evidence.defined !== null;
      }
    }
  }
  // What may be a vector is decided before what may be a matrix.
  const isColumn = (n: Entry): boolean => (n.shape as Shape).cols === ONE;
  const columns = [...scope.soft].filter(isColumn);
  // Where α_i x_i makes a vector, x is one: what stands in front is a number before what stands last is.
  const front = columns.filter((n) => isMade && shows(n.evidence, "front") && !shows(n.evidence, "behind"));
  const now = front.length > 0 ? front : columns.length > 0 ? columns : [...scope.soft];
  for (const n of now) {
    for (const d of [(n.shape as Shape).rows, (n.shape as Shape).cols]) {
      const side = scope.sizes.resolve(d);
      if (isUnknown(side) && !taken.has(side)) scope.sizes.equate(side, ONE);
    }
    scope.soft.delete(n);
  }
  return true;
}

const isVector = ({ evidence: e }: Entry): boolean =>
  (["transposed", "normed", "argument", "bold"] as const).some((sign) => shows(e, sign));

/** Tries what waits again and again, until nothing more moves. */
function settle(scope: Scope): void {
  scope.sizes.settle();
  for (let moved = true; moved; ) {
    moved = false;
    for (const p of scope.pending) {
      if (p.done) continue;
      p.attempt(false);
      moved ||= p.done;
    }
    scope.sizes.settle();
  }
}

/** Decides what is still open once every statement has been read, in the order of the text. */
export function decideAll(scope: Scope): void {
  do settle(scope);
  while (harden(scope));
  for (const early of [true, false]) {
    for (const p of scope.pending) {
      if (p.done || p.early !== early) continue;
      p.attempt(true);
      scope.sizes.settle();
    }
    if (!early) continue;
    settle(scope);
    const open = [...scope.beside].map((d) => scope.sizes.resolve(d)).filter(isUnknown);
    scope.beside.clear();
    for (const d of open) scope.beside.add(d);
  }
  scope.pending.length = 0;
}
