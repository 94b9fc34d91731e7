/** The differential of one node, and which nodes depend on the variables at all. */

import { type Context, type Expr, mayHold, memoOf } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { nth } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { PREPARATION, PREPARED } from "../laws/preparation.js";
import { differential } from "../ops/differential.js";
import { familyOf, isMember, isRecursive, meaningOfMember } from "../ops/member.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { simplify } from "../rewrite/simplify.js";

/** An expression as the book has it before it differentiates: tr(A ⊗ B) = tr A tr B. */
export const prepared = (e: Expr): Expr => (mayHold(e, PREPARED) ? simplify(e, PREPARATION) : e);

const EXPANDED = Symbol("definitions without derivatives in them");

/** Right sides in which the derivatives that stood there have been worked out; `expand.ts` fills it. */
export const expandedDefinitions = (home: Context): Map<Expr, Expr> => memoOf(home, EXPANDED, () => new Map());

/** The definition of a name as it is differentiated, or null for an input. Throws for a member of a recursion. */
export function rightSideOf(e: Expr): Expr | null {
  if (isMember(e)) {
    const { name } = familyOf(e);
    if (isRecursive(familyOf(e)))
      throw new NotDifferentiable(name, `${name} is defined by members of its own, which have no Jacobian here`);
    const meaning = meaningOfMember(e);
    return meaning === null ? null : prepared(meaning);
  }
  const definition = definitionOf(e);
  return definition === null ? null : prepared(expandedDefinitions(e.home).get(definition) ?? definition);
}

export interface Dependence {
  /** Every node that `roots` is made of, operands first. */
  readonly order: readonly Expr[];
  /** Those of them that depend on a variable. */
  readonly active: ReadonlySet<Expr>;
}

/**
 * The nodes that depend on the variables. `cut`: definitions are followed, but not those of the variables;
 * `through`: those too; `local`: names are atoms, only the expression itself is looked at.
 */
export function dependence(
  roots: readonly Expr[],
  variables: ReadonlySet<Expr>,
  how: "cut" | "through" | "local",
): Dependence {
  const parts = (e: Expr): readonly Expr[] => {
    if (e.op !== SymbolOp && !isMember(e)) return e.args;
    if (how === "local" || (how === "cut" && variables.has(e))) return [];
    const value = rightSideOf(e);
    return value === null ? [] : [value];
  };
  const order = walk(roots, () => false, parts);
  const active = new Set<Expr>();
  for (const e of order) {
    if (variables.has(e)) {
      active.add(e);
      continue;
    }
    const below = parts(e);
    for (let i = 0; i < below.length; i++) {
      if (!active.has(nth(below, i))) continue;
      active.add(e);
      break;
    }
  }
  return { order, active };
}

/**
 * The textbook line for one node: its rule applied to the inert differentials of its active
 * operands. Throws NotDifferentiable, naming the operation, where there is none.
 */
export function differentialOf(e: Expr, active: (a: Expr) => boolean): Expr {
  const rule = e.op.differential;
  const d = rule?.(
    e.args,
    e.args.map((a) => (active(a) ? differential(a) : null)),
    e,
  );
  if (d === undefined || d === null)
    throw new NotDifferentiable(e.op.name, `there is no derivative for ${e.op.name} here`);
  return d;
}
