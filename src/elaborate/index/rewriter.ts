/** What the rewriting of a model's places keeps, and how it gives up a statement. */
import type { Code } from "../../core/codes.js";
import type { Expression, Span } from "../../parse/ast.js";
import type { Binding } from "./binding.js";

/** A family as its uses show it: how many places its members have, and how many of them stand above. */
export interface FamilyHead {
  readonly name: string;
  readonly arity: number;
  readonly raised: number;
  /** How many of those below stand before a bar. */
  readonly barred: number;
  /** Declared as one vector or matrix. */
  readonly isArray: boolean;
  readonly span: Span;
}

/** A statement that cannot be read, and why. */
export interface Unread {
  readonly code: Code;
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
}

export class UnreadError extends Error {
  override readonly name = "UnreadError";
  constructor(readonly why: Unread) {
    super(why.message);
  }
}

export interface Rewriter {
  readonly b: Binding;
  /** Letters that the sums of the statement at hand bind. */
  bound: ReadonlySet<string>;
  readonly families: Map<string, FamilyHead>;
  readonly labels: Map<string, number>;
  readonly sets: Map<string, number>;
  /** Names that stand for values: a set of this name is another thing. */
  readonly values: ReadonlySet<string>;
  /** Sizes that are said at letters, n_l: n_0 is that size at 0. */
  readonly sized: ReadonlySet<string>;
  /** Whether δ_ij is 1 where i = j. */
  readonly isKronecker: boolean;
  /** Products that were calls: an entry before a parenthesis. */
  readonly expanded: Set<Expression>;
}

export function unread(code: Code, span: Span, message: string, hint?: string): never {
  throw new UnreadError({ code, span, message, ...(hint === undefined ? {} : { hint }) });
}
