/** The differential of one node, and which nodes depend on the variables at all. */
import type { Expr } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { walk } from "../core/walk.js";
import { PREPARATION } from "../laws/preparation.js";
import { differential } from "../ops/differential.js";
import { definitionOf } from "../ops/symbol.js";
import { simplify } from "../rewrite/simplify.js";

/** An expression as the book has it before it differentiates: tr(A ⊗ B) = tr A tr B. */
export const prepared = (e: Expr): Expr => simplify(e, PREPARATION);

/** The definition of a name as it is differentiated, or null for an input. */
export function rightSideOf(e: Expr): Expr | null {
  const definition = definitionOf(e);
  return definition === null ? null : prepared(definition);
}

/** The parts of a node: its operands, or the definition of a name that is not a variable. */
export const partsOf =
  (variables: ReadonlySet<Expr>) =>
  (e: Expr): readonly Expr[] => {
    if (variables.has(e)) return [];
    const definition = rightSideOf(e);
    return definition === null ? e.args : [definition];
  };

export interface Dependence {
  /** Every node that `roots` is made of, operands first, through definitions up to the variables. */
  readonly order: readonly Expr[];
  /** Those of them that depend on a variable. */
  readonly active: ReadonlySet<Expr>;
}

export function dependence(roots: readonly Expr[], variables: ReadonlySet<Expr>): Dependence {
  const parts = partsOf(variables);
  const order = walk(roots, () => false, parts);
  const active = new Set<Expr>();
  for (const e of order) if (variables.has(e) || parts(e).some((a) => active.has(a))) active.add(e);
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
