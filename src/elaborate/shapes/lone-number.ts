/** A number beside something whose size is open: what it makes of the names there, and when that is worth a word. */

import { type Dim, ONE } from "../../core/dim.js";
import { isScalar } from "../../core/shape.js";
import { shows } from "../names/evidence.js";
import { type Entry, ownerOf, resolved, type Scope, typed, warn } from "../scope.js";
import type { Term } from "../terms.js";
import { shapeOf } from "./operands.js";
import { hasUnknown } from "./unify.js";

/** Names of which it is said that a number makes a scalar of them: more say nothing new. */
const TOLD = 5;

/** Symbols of a term that are looked at for what a sum makes of them. */
const LOOKED = 100;

/** The undeclared names of a term, as far as it is worth looking; `opened` is what a symbol stands for, or nothing. */
export function assumedIn(
  scope: Scope,
  root: Term,
  opened: (t: Term) => Term | undefined = () => undefined,
): readonly Entry[] {
  const out = new Set<Entry>();
  const todo: Term[] = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
    if (n?.assumed === true && n.evidence.declared === null) out.add(n);
    const value = opened(t);
    if (value !== undefined) todo.push(value);
    if (t.parts.length <= LOOKED) todo.push(...t.parts);
  }
  return [...out];
}

/**
 * What a symbol is defined as, where its own case says a matrix too: `S = Q K^T` is read as the product is wherever S
 * stands. A letter in lower case says a vector, and the capitals in its definition are doubted by name.
 */
export function definitionOf(scope: Scope, t: Term): Term | undefined {
  const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
  if (n === undefined || !shows(n.evidence, "upper") || n.evidence.declared !== null) return undefined;
  return scope.values.get(n.name);
}

/** Of two terms the one that is a number for certain and the one that is not yet, in this order. */
export function numberAndOther(scope: Scope, a: Term, b: Term): readonly [Term, Term] | null {
  const [A, B] = [resolved(scope, shapeOf(a)), resolved(scope, shapeOf(b))];
  if (isScalar(A) === isScalar(B)) return null;
  const [lone, other, s] = isScalar(A) ? [a, b, B] : [b, a, A];
  return hasUnknown(s.rows) || hasUnknown(s.cols) ? [lone, other] : null;
}

export const dimsOf = (t: Term): readonly Dim[] => [shapeOf(t).rows, shapeOf(t).cols];

/**
 * Whether making these sizes 1 would make a row or a column of a matrix that nothing else calls one: `1 + exp(X w)` is
 * a vector of the author's, and ones are missing. That a name as a whole is a scalar is a reading, that half of it is
 * one is none.
 */
export function flattens(scope: Scope, term: Term, sizes: readonly Dim[]): boolean {
  const known = sizes.map((d) => scope.sizes.resolve(d)).filter(hasUnknown);
  if (known.length === 0) return false;
  return assumedIn(scope, term, (t) => definitionOf(scope, t)).some((n) => {
    if (n.kind !== "matrix" || n.shape === null) return false;
    const s = resolved(scope, n.shape);
    return known.includes(s.rows) !== known.includes(s.cols) && s.rows !== ONE && s.cols !== ONE;
  });
}

/** Says that a name is a scalar only because a number is added: NumPy would add it to every entry. */
export function sayScalar(scope: Scope, lone: Term, other: Term): void {
  if (lone.type !== "number") return;
  const text = typed(scope, lone.span);
  sayMade(
    scope,
    other,
    `${text} is added to it`,
    `of a vector write ${text === "1" ? "" : `${text} `}ones(n) in place of ${text}`,
  );
}

/** `x ./ sum(x)`: the same of a number that meets a vector entry by entry. */
export const sayLone = (scope: Scope, lone: Term, other: Term): void =>
  sayMade(scope, other, `${typed(scope, lone.span)} is one`, "a scalar multiplies and divides without the dot: x / c");

function sayMade(scope: Scope, other: Term, why: string, hint: string): void {
  const n = assumedIn(scope, other).find(
    (x) => x.kind === "vector" && !scope.soft.has(x) && shows(x.evidence, "typed") && x.shape !== null,
  );
  if (n === undefined || scope.told.has(n) || scope.told.size === TOLD) return;
  scope.told.add(n);
  scope.later.push(({ owner }) => {
    if (n.shape === null || n.faulty || !isScalar(resolved(scope, n.shape))) return;
    warn(scope, "name/scalar", n.span, `${n.name} is taken for a scalar, for ${why}`, hint, ownerOf(owner.faults));
  });
}
