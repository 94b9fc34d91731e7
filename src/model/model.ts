/** A text once its names have kinds, its sizes are unified and its expressions are interned. */
import type { Code } from "../core/codes.js";
import type { Diagnostic } from "../core/diagnostic.js";
import type { Dim } from "../core/dim.js";
import type { Context, Expr } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import { type Shape, showShape } from "../core/shape.js";
import type { Expression, Span } from "../parse/ast.js";

export type Role = "input" | "data" | "defined" | "function" | "size";

/** A letter with where it runs: `i` from `1` to `N`. */
export interface LetterRange {
  readonly letter: string;
  readonly from: Dim;
  readonly to: Dim;
}

export interface ModelSymbol {
  readonly name: string;
  readonly kind: "scalar" | "vector" | "matrix" | "function" | "size" | "label" | "indexset";
  /** 1×1 for a function, a size, a label or a set; of one member for a family. */
  readonly shape: Shape;
  /** The letters of a family, of a label or of a set, with where they run. */
  readonly indices: readonly LetterRange[];
  readonly facts: Facts;
  readonly role: Role;
  /** Not declared: its kind or size was taken from the rules for undeclared names. */
  readonly assumed: boolean;
  readonly span: Span;
}

/** An equation of a family, for all values of its letters or for one member: `h_t = …`, `h_0 = x`. */
export interface FamilyEquation {
  readonly family: string;
  readonly member: Expr;
  readonly value: Expr;
  /** The letters of the left side with where the equation holds. */
  readonly letters: readonly LetterRange[];
  readonly span: Span;
}

/** `name = value`, a node of the computation graph. `value` holds other names as atoms. */
export interface Equation {
  readonly name: string;
  readonly symbol: Expr;
  readonly value: Expr;
  readonly span: Span;
}

/** A function of one variable that the model defines, `swish(t) = t sigmoid(t)`. */
export interface FunctionEquation {
  readonly name: string;
  readonly parameter: string;
  /** The body as typed, for display. */
  readonly text: string;
  readonly span: Span;
}

/** A question: the derivative of `of` by `wrt`, once or twice, perhaps times a vector. */
export interface Query {
  /** A name of the model or an expression over its names. */
  readonly of: Expr;
  /** The numerator as it is shown: `s`, or `u^T h`. */
  readonly ofText: string;
  /** As many symbols as the order says, in the order written. */
  readonly wrt: readonly Expr[];
  readonly order: 1 | 2;
  /** `∇`: the gradient whatever the default layout is. */
  readonly nabla: boolean;
  /** The letters of the question with where they run, those of the numerator first. */
  readonly letters: readonly LetterRange[];
  /** `∂²s/∂x² v`: the vector of a Hessian-vector product. */
  readonly direction: Expr | null;
  readonly span: Span;
}

/** One `= side` of a claimed derivative. `value` is null where it could not be elaborated; `fault` says why. */
export interface Side {
  readonly text: string;
  readonly value: Expr | null;
  readonly fault: Diagnostic | null;
  readonly span: Span;
  /** Names that stand nowhere else, so that their kinds could only be guessed. */
  readonly guessed: readonly string[];
  /** Sizes that it calls by a name of its own, `n = k`. */
  readonly sizes: readonly string[];
  /** Names of sizes that it alone has, and that its shape does not tell. */
  readonly open: readonly string[];
  /** The side as it was read, calls and products settled. */
  readonly syntax: Expression;
  /**
   * The value of another expression in the place of the side, null where it has a fault: what may have been meant.
   * `shapes` are those of names that could only be guessed; each stands there as {@link standIn}.
   */
  readonly reread: (e: Expression, shapes?: ReadonlyMap<string, Shape>) => Expr | null;
  /** As `reread`, with the code of the fault where there is one. */
  readonly again: (
    e: Expression,
    shapes: ReadonlyMap<string, Shape>,
  ) => { readonly value: Expr | null; readonly code: Code | null };
}

/** The symbol that stands in for a name while a side is read with another shape of it; clear of all names. */
export const standIn = (name: string, s: Shape): string => `${name} (${showShape(s)})`;

export interface Claim {
  readonly query: Query;
  readonly sides: readonly Side[];
  /** Why the claim cannot be judged (dots, entrywise notation, a guessed kind), or null. */
  readonly unjudged: string | null;
  readonly span: Span;
}

export interface Assumption {
  readonly name: string;
  readonly text: string;
  /** Evidence for the kind and the sizes, so that a reader who meant others knows what to declare. */
  readonly why: string;
}

/** A whole and its parts by their names, X and x_i, which nothing connects: one is held fixed while the other moves. */
export interface Kin {
  readonly whole: string;
  readonly part: string;
  /** The part as it is written: `x_i`. */
  readonly shown: string;
  /** What to say where the whole moves, and where the part does; null where that is nothing to say. */
  readonly whenWhole: string;
  readonly whenPart: string | null;
}

export interface Model {
  readonly source: string;
  readonly context: Context;
  readonly symbols: ReadonlyMap<string, ModelSymbol>;
  /** In an order in which each uses only earlier ones. */
  readonly equations: readonly Equation[];
  readonly functions: readonly FunctionEquation[];
  /** Equations of families, in the order of the text. */
  readonly families: readonly FamilyEquation[];
  readonly kin: readonly Kin[];
  /** Queries and claims in the order of the text. */
  readonly asked: readonly (
    | { readonly type: "query"; readonly query: Query }
    | { readonly type: "claim"; readonly claim: Claim }
  )[];
  /** `x : vector(m)`, one for each assumption made, in order of appearance. */
  readonly assumptions: readonly Assumption[];
  /** The same, and every name that the text declares or defines. */
  readonly explanations: readonly Assumption[];
  readonly diagnostics: readonly Diagnostic[];
}
