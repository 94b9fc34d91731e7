/** Operations: how they are called, what shapes they take, their one differential and, where linear, two more lines. */
import { type Code, shapeCode } from "./codes.js";
import type { Dim } from "./dim.js";
import { type Context, type Data, type Expr, intern } from "./expr.js";
import type { Fact } from "./facts.js";
import type { Place } from "./place.js";
import { type Shape, showShape } from "./shape.js";
import { exactly, misfit, type Signature, signatureOf } from "./signature.js";

/** A name of the language for an operation, or for a choice between operations. */
export interface Call {
  /** The names under which the language knows it, the usual one first: `["tr", "trace", "Tr"]`. None: it has a notation. */
  readonly calls: readonly string[];
  /** Shapes of operands and result, as {@link signatureOf} reads them; null where a shape rule says more than that. */
  readonly signature: string | null;
  /** Added to the message about operands that do not fit. */
  readonly hint: string | null;
  /** The message about operands that do not fit, where the one that follows from the signature would be wrong. */
  misfit?(shapes: readonly string[], sizes: readonly Dim[]): string;
  /** The expression of a call whose operands fit, in the context `home`. */
  build(args: readonly Expr[], sizes: readonly Dim[], home: Context): Expr;
}

/**
 * An operation of matrix calculus.
 *
 * `differential` maps operands and their inert differentials (null where an operand is held fixed)
 * to an expression linear in them: the textbook line. Gradient, Jacobian and tangent are readings
 * of that one expression.
 */
export interface Op extends Call {
  readonly name: string;
  /** Position in the order of definition: for tables alone, as it depends on what is loaded first. */
  readonly index: number;
  /** A number made from the name, part of the intern hash. */
  readonly code: number;
  /** Its bit in what a node {@link Expr.holds}. */
  readonly bit: number;
  /** Whether it shares its bit with none: then {@link mayHold} says that it does occur. */
  readonly alone: boolean;
  /** Whether it has to do with indices. Such operations share one bit. */
  readonly indexed: boolean;
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
  /** The operation on other operands, where that is more than interning: a sum flattens, a binder finds its level anew. */
  rebuild?(self: Expr, args: readonly Expr[]): Expr;
  /** The operation at other places, where that is more than interning: [i = j] is [j = i]. */
  replaced?(self: Expr, at: readonly Place[]): Expr;
  /** Facts of the result that follow from those of the operands. */
  facts?(self: Expr, of: (e: Expr) => ReadonlySet<Fact>): readonly Fact[];
}

/** A shape rule follows from the signature; `refuse` throws {@link ShapeError} for what a signature cannot rule out. */
export type OpSpec = Partial<Op> &
  Pick<Op, "name" | "title" | "line" | "cite"> &
  ({ readonly signature: string } | Pick<Op, "shape">) & { refuse?(args: readonly Expr[], data: Data): void };

let defined = 0;
let definedAlone = 0;
/** Of the 32 bits of what a node holds the last is that of all operations with indices, and those before it of single ones. */
const INDEXED_BIT = 31;
const ALONE = 2;
const SHARED_BITS = INDEXED_BIT - ALONE;

/** FNV-1a of a name. */
function codeOf(name: string): number {
  let h = 2166136261;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 16777619);
  return h >>> 0;
}

/** From the name where it is shared: what is shown does not depend on which module was loaded first. */
function bitFor(code: number, indexed: boolean, alone: boolean): number {
  if (indexed) return INDEXED_BIT;
  if (!alone) return code % SHARED_BITS;
  if (definedAlone === ALONE) throw new Error("more operations have a bit of their own than there are bits for them");
  return SHARED_BITS + definedAlone++;
}

/** Completes a specification. */
export function defineOp<const S extends OpSpec>(spec: S): Op & { readonly name: S["name"] } {
  let read: Signature | null = null;
  const indexed = spec.indexed === true;
  const alone = spec.alone === true;
  const code = codeOf(spec.name);
  const op: Op & { readonly name: S["name"] } = {
    example: "",
    isDifferential: false,
    commutative: false,
    calls: [],
    signature: null,
    hint: null,
    index: ++defined,
    code,
    bit: 1 << bitFor(code, indexed, alone),
    alone,
    indexed,
    shape: (args, data) => {
      spec.refuse?.(args, data);
      read ??= signatureOf(op.signature as string);
      return shapeOf(op, read, args, data);
    },
    build: (args, sizes, home) => intern(home, op, args, sizes.length === 0 ? null : sizes),
    ...spec,
  };
  return op;
}

/** `e` with other operands of the same shapes. */
export const withArgs = (e: Expr, args: readonly Expr[]): Expr =>
  e.op.rebuild?.(e, args) ?? intern(e.home, e.op, args, e.data);

/** The name by which messages and codes speak of an operation. */
export const calledAs = (op: Op): string => op.calls[0] ?? op.name;

/** A number that stands as a 1×1 operand. */
const isNumber = (e: Expr | undefined): boolean => e?.op.name === "number";

/** The shape that the signature gives to operands of known sizes. Throws {@link ShapeError}. */
function shapeOf(op: Op, signature: Signature, args: readonly Expr[], data: Data): Shape {
  const sizes = Array.isArray(data) ? (data as readonly Dim[]) : [];
  const shapes = args.map((a) => a.shape);
  const found = exactly(signature, shapes, sizes, (i) => isNumber(args[i]));
  if (found !== null) return found;
  const shown = shapes.map(showShape);
  const message = op.misfit?.(shown, sizes) ?? misfit(calledAs(op), signature, shown, sizes);
  throw new ShapeError(shapeCode(calledAs(op)), message, args, op.hint);
}

/** A name for a choice between operations: `norm` is norm2 of a vector and normF of a matrix. */
export const defineCall = (call: Omit<Call, "hint"> & Partial<Call> & { readonly signature: string }): Call => ({
  hint: null,
  ...call,
});

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
