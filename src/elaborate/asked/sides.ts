/** The sides of claims: shapes that a derivative may have, and sizes that only a claim names. */

import { type Dim, ONE } from "../../core/dim.js";
import { entries, type Shape, shape, transposed } from "../../core/shape.js";
import type { Expression, Span } from "../../parse/ast.js";
import { freeIn } from "../names/free-sizes.js";
import { read, readingIn } from "../reading.js";
import { fault, type Owner, ownerOf, resolved, type Scope, sizeNamed, typed, within } from "../scope.js";
import { elaborate } from "../shapes/expressions.js";
import { type Complaint, sameShapes } from "../shapes/infer.js";
import { hasUnknown, isUnknown } from "../shapes/unify.js";
import type { Term } from "../terms.js";
import type { AskedTerm } from "./ask.js";

export interface SideTerm {
  readonly span: Span;
  readonly syntax: Expression;
  readonly term: Term | null;
  readonly owner: Owner;
  /** The sizes for which free ones stand in this side. */
  readonly free: Scope["free"];
  /** Those that could as well stand for one another. */
  readonly swappable: readonly string[];
}

/**
 * The sides of a claim, each by itself: a side that is ill-shaped is a fault of the side and not of
 * the model, and binds no size. What a side leaves open (`I` without a size, `ones(n)` with an `n`
 * that the model does not have) is taken from the derivative that it claims to be.
 */
export function sideTerms(scope: Scope, a: AskedTerm): readonly SideTerm[] {
  if (a.statement.type !== "claim") return [];
  const sides: SideTerm[] = [];
  for (const written of a.statement.sides) {
    const side = read(written, readingIn(within(scope, { owner: a.owner })));
    const known = freeIn(scope, side).filter((n) => !hasUnknown(scope.sizes.resolve(sizeNamed(scope, n))));
    const mark = scope.sizes.mark();
    let found = sideTerm(scope, a, written.span, side);
    if (!found.fits && known.length > 0) {
      // What an earlier claim calls n need not be what this one calls so.
      scope.sizes.undo(mark);
      const renamed = new Map([...scope.free, ...known.map((n) => [n, scope.sizes.fresh(true)] as const)]);
      const other = sideTerm(within(scope, { free: renamed }), a, written.span, side);
      if (!other.fits) scope.sizes.undo(mark);
      found = other.fits ? other : sideTerm(scope, a, written.span, side);
    }
    scope.sizes.settle();
    sides.push(found.side);
  }
  return sides;
}

/** One side, and whether its shape is that of the derivative in some layout. */
function sideTerm(
  outer: Scope,
  a: AskedTerm,
  span: Span,
  syntax: Expression,
): { readonly side: SideTerm; readonly fits: boolean } {
  const owner: Owner = ownerOf([]);
  const scope = within(outer, { owner });
  const mark = scope.sizes.mark();
  const term = elaborate(scope, syntax);
  let fits = false;
  let swappable: readonly string[] = [];
  if (term.type === "function")
    fault(scope, "name/function", syntax.span, `${typed(scope, syntax.span)} is a function, not a value`);
  else if (term.shape !== null && !owner.faulty) {
    fits = expected(scope, a, term.shape);
    swappable = inOrder(scope, a, term.shape, syntax);
  }
  const sound = term.shape !== null && !owner.faulty;
  if (!sound) scope.sizes.undo(mark);
  return { side: { span, syntax, term: sound ? term : null, owner, free: scope.free, swappable }, fits };
}

/**
 * `eye(n m)` where neither size is the model's: n and m are the rows and columns of the variable in
 * the order in which they stand. The names so told, or none.
 */
function inOrder(scope: Scope, a: AskedTerm, found: Shape, syntax: Expression): readonly string[] {
  const s = resolved(scope, found);
  if (!hasUnknown(s.rows) && !hasUnknown(s.cols)) return [];
  const names = freeIn(scope, syntax).filter((n) => isUnknown(scope.sizes.resolve(sizeNamed(scope, n))));
  const X = resolved(scope, (a.variables[0] as Term).shape as Shape);
  const sizes = [X.rows, X.cols];
  if (names.length !== 2 || sizes.some((d) => d === ONE || hasUnknown(d))) return [];
  names.forEach((n, i) => {
    scope.sizes.equate(sizeNamed(scope, n), sizes[i] as Dim);
  });
  return names;
}

/**
 * Gives a side whose size is open the shape of the derivative, in the first layout that fits, at
 * last of its transpose. Whether there is one.
 */
export function expected(scope: Scope, a: AskedTerm, found: Shape): boolean {
  const s = resolved(scope, found);
  const whole = resolved(scope, a.whole.shape as Shape);
  const [Y, X] = [a.of, a.variables[0] as Term].map((t) => resolved(scope, t.shape as Shape)) as [Shape, Shape];
  const jacobian = shape(entries(Y), entries(X));
  const silent = (): Complaint => ({
    code: "size/untold",
    span: a.ast.span,
    message: () => "nothing says what its sizes are",
    about: [],
  });
  const layouts = [whole, jacobian, transposed(whole), transposed(jacobian)];
  // What is tried and does not fit is asked for again by nobody.
  const trying = within(scope, { owner: ownerOf([]) });
  return layouts.some((layout) => {
    const mark = scope.sizes.mark();
    const now = sameShapes(trying, s, layout, silent) ? resolved(scope, s) : null;
    const told = now !== null && !hasUnknown(now.rows) && !hasUnknown(now.cols);
    if (!told) scope.sizes.undo(mark);
    return told;
  });
}
