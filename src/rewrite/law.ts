/** What a law is: a name, a statement in general letters, and one step of rewriting. */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";

export interface Law {
  /** As at the board: "row times diagonal". */
  readonly name: string;
  /** The equation in the language: `v^T diag(w) = (v .* w)^T`. */
  readonly statement: string;
  readonly cite: string;
  readonly theme: string;
  /** The operations at whose nodes the law may apply. */
  readonly roots: readonly Op[];
  /** Where given, the law can only apply where an operand of the node is one of these: what is asked first. */
  readonly among?: readonly Op[];
  /** Where given, one of these must occur somewhere within the node. */
  readonly within?: readonly Op[];
  /** Where given, each of these must be among the operands. */
  readonly requires?: () => readonly Op[];
  /** The expression after one use of the law at `e`, or null where it does not apply. */
  apply(e: Expr): Expr | null;
  /** What must hold of this node for the step to be right, where it cannot be known from the model. */
  condition?(e: Expr): string | null;
}

/** A law whose step is a function: like terms, folded numbers, lists of any length. */
export const functionLaw = (
  theme: string,
  name: string,
  statement: string,
  roots: readonly Op[],
  apply: (e: Expr) => Expr | null,
  cite = "",
): Law => ({ name, statement, cite, theme, roots, apply });

/** The law, tried only where an operand of the node is one of these operations. */
export const among = (ops: readonly Op[], law: Law): Law => ({ ...law, among: ops });

/** The law, tried only where one of these operations occurs within the node. */
export const within = (ops: readonly Op[], law: Law): Law => ({ ...law, within: ops });
