/**
 * A claim by a name that the text defines, ∂S/∂β beside β = (XᵀX)⁻¹Xᵀ y: where the claim tells of β as the derivative
 * does, both are compared with β free. At its definition both may vanish, and then any multiple would be equal.
 */
import type { Context, Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { boundBy } from "../derive/constrained.js";
import type { Derivation } from "../derive/derivation.js";
import { forked, transplant } from "../derive/fork.js";
import { firstDerivative, sweeper } from "../derive/value.js";
import { familiesOf } from "../ops/family.js";
import { definitionOf, isSymbol, nameOf, throughNames } from "../ops/symbol.js";
import type { Target } from "./targets.js";

export interface Freed {
  /** What is differentiated, where the variable is free. */
  readonly of: Expr;
  /** Whether a claim tells of the variable, and of nothing that only its definition knows. */
  readonly tellsOf: (claimed: Expr) => boolean;
  /** The same expression where the variable is free; a derivative is worked out there. */
  readonly there: (e: Expr) => Expr;
}

const namesIn = (e: Expr): readonly Expr[] => walk([e]).filter(isSymbol);

/** Null where the variable has no definition, or one that its facts or a family bind. */
export function freedOf({ query }: Derivation, of: Expr, targets: readonly Target[]): Freed | null {
  const by = nth(query.wrt, 0);
  if (query.order === 2 || !isSymbol(by) || definitionOf(by) === null) return null;
  if (boundBy(by) !== null || familiesOf(of.home).length > 0) return null;
  const home: Context = forked(of.home, by);
  const [y, x] = [transplant(of, home), transplant(by, home)];
  const reached = walk([y], () => false, throughNames);
  const reach = new Set(reached.filter(isSymbol).map(nameOf));
  const moved = new Set<Expr>([x]);
  for (const e of reached) if (throughNames(e).some((a) => moved.has(a))) moved.add(e);
  const moving = new Set([...moved].filter(isSymbol).map(nameOf));
  const sweep = sweeper([x]);
  const derivatives = new Map<Expr, Expr>();
  const there = (e: Expr): Expr => {
    const target = targets.find((t) => t.value === e);
    if (target === undefined) return transplant(e, home);
    const made = derivatives.get(e) ?? firstDerivative(y, x, target.layout, sweep, target.symmetric);
    derivatives.set(e, made);
    return made;
  };
  return {
    of: y,
    there,
    tellsOf: (claimed) => {
      const names = namesIn(claimed).map(nameOf);
      return names.some((n) => moving.has(n)) && names.every((n) => reach.has(n));
    },
  };
}
