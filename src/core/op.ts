/** What an operation is: its shape rule, its one differential and, where it is linear, two more lines. */
import type { Code } from "./codes.js";
import type { Data, Expr } from "./expr.js";
import type { Fact } from "./facts.js";
import type { Shape } from "./shape.js";

/**
 * An operation of matrix calculus.
 *
 * `differential` maps operands and their inert differentials (null where an operand is held fixed)
 * to an expression linear in them: the textbook line. Gradient, Jacobian and tangent are readings
 * of that one expression.
 */
export interface Op {
  readonly name: string;
  /** Position in the order of definition; part of the intern hash. */
  readonly index: number;
  /** The name of the rule: "product rule". */
  readonly title: string;
  /** The textbook line in general letters: `d(A B) = dA B + A dB`. */
  readonly line: string;
  readonly cite: string;
  /** An example in the equation language, for the catalogue and its test. */
  readonly example: string;
  readonly isDifferential: boolean;
  /** Operands of a commutative operation may be matched in any order. */
  readonly commutative: boolean;
  /** Throws {@link ShapeError} where the operands do not fit. */
  shape(args: readonly Expr[], data: Data): Shape;
  /** Null where every operand is held fixed. Throws {@link NotDifferentiable} where there is no line. */
  differential?(args: readonly Expr[], d: readonly (Expr | null)[], self: Expr): Expr | null;
  /** Linear in operand i: the cotangent of that operand when Ȳ is the one of the result. */
  adjoint?(Ybar: Expr, i: number, self: Expr): Expr;
  /** Linear in operand i: the matrix M with vec dY = M vec dX. */
  jacobian?(i: number, self: Expr): Expr;
  /** Facts of the result that follow from those of the operands. */
  facts?(self: Expr, of: (e: Expr) => ReadonlySet<Fact>): readonly Fact[];
}

export type OpSpec = Partial<Op> & Pick<Op, "name" | "title" | "line" | "cite" | "shape">;

let defined = 0;

/** Completes a specification. `index` only numbers the operations; it decides nothing that is shown. */
export function defineOp<const S extends OpSpec>(spec: S): Op & { readonly name: S["name"] } {
  return { example: "", isDifferential: false, commutative: false, index: ++defined, ...spec };
}

/** Operands that do not fit together. `operands` are the two (or one) at fault. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  constructor(
    readonly code: Code,
    message: string,
    readonly operands: readonly Expr[],
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}

/** An operation without a derivative in matrix notation, by name. Becomes a diagnostic; zero is never a fallback. */
export class NotDifferentiable extends Error {
  override readonly name = "NotDifferentiable";
  constructor(
    readonly operation: string,
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}
