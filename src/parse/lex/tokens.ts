/** The tokens that both spellings are read into, and that the grammar is written over. */

import type { Code } from "../../core/codes.js";
import type { Range, Relation, RelationSign, Scripts, Span } from "../ast.js";

/** Kinds that stand in the grammar. */
export const GRAMMAR_KINDS = [
  "NUM",
  "NAME",
  /** A name that is applied: the next token is its parenthesis. */
  "CALL",
  /** A LaTeX operator that takes the next factor without parentheses. */
  "OP",
  /** `∇`, and the ∂ of a numerator; `value` is `1` or `2`, the order. */
  "NABLA",
  /** The ∇ of `∇ℓ(h)`; `value` is which argument it is taken by, `0` where none is said. */
  "GRADIENT",
  "D",
  /** The ∂ of a variable. */
  "DV",
  /** The square of the one variable of a second derivative. */
  "SQUARED",
  /** `\frac` of a quotient, and of a derivative. */
  "FRAC",
  "DFRAC",
  "SQRT",
  "LP",
  "RP",
  "LB",
  "RB",
  "LC",
  "RC",
  /** Bars whose direction is known; `value` is `|` or `‖`. */
  "OPEN",
  "CLOSE",
  /** The subscript of a norm. */
  "SUB",
  "COMMA",
  "SEMI",
  "EQ",
  "COLON",
  "IN",
  "REALS",
  "TIMES",
  /** `scalar`, `vector`, … after a colon. */
  "KIND",
  "INPUT",
  /** `+` and `-`. */
  "SIGN",
  /** `*` and `/`. */
  "MUL",
  /** `hadamard`, `quotient`, `kronecker`. */
  "EW",
  /** `^` and `.^`. */
  "POWER",
  "PRIME",
  /** `\sum` and `\prod` with their letters in `head`; and `sum(i, …)` without its letters, in front of its parenthesis. */
  "BIND",
  "BINDCALL",
  /** `[` of a condition, `\begin{cases}`, and their relations. */
  "COND",
  "CASES",
  "CHOICE",
  "REL",
  /** The subscript of a bracket, where it picks an entry. */
  "ENTRY",
] as const;

export type GrammarKind = (typeof GRAMMAR_KINDS)[number];

/** Kinds that the lexers make and the filter settles before the grammar sees them. */
export type LexicalKind =
  | GrammarKind
  /** `|` and `||` whose direction is not known yet; `value` is `(`, `)` or empty where it is stated. */
  | "BAR"
  | "NBAR"
  | "DOTS"
  | "ARROW"
  | "PROSE"
  | "QUAD"
  /** `\forall`, `∀`. */
  | "FORALL"
  /** Letters that the statement before holds for, in `head`. */
  | "RANGE"
  /** `!` behind an operand. */
  | "FACTORIAL"
  /** A full stop that ends a displayed formula. */
  | "STOP"
  /** A token that a reader left out again. */
  | "NOTHING"
  /** Text that no rule reads, with the reason in `fault`. */
  | "FAULT"
  /** Where a statement may end: see {@link BreakKind} in `value`. */
  | "BREAK";

/**
 * Why a statement may end here: `line` and `row` do not end it within brackets, `cell` begins the next column of an
 * aligned display, `semicolon` separates rows within `[ ]`, `region` is the edge of a display.
 */
export type BreakKind = "line" | "row" | "cell" | "semicolon" | "region";

export type Face = "bold" | "plain" | "text";

export interface Fault {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
}

/** The letters of a sum with where they run, and what is asked of them. */
export interface BinderHead {
  readonly ranges: readonly Range[];
  readonly conditions: readonly Relation[];
}

/** Relations of letters by their signs, which are faults wherever no letter is bound. */
export const RELATIONS: ReadonlyMap<string, RelationSign | "subset"> = new Map<string, RelationSign | "subset">([
  ["≠", "!="],
  ["!=", "!="],
  ["<", "<"],
  ["≤", "<="],
  ["<=", "<="],
  [">", ">"],
  ["≥", ">="],
  [">=", ">="],
  ["∉", "notin"],
  ["⊂", "subset"],
  ["⊆", "subset"],
]);

/** A fault with its place in the text. */
export interface Placed extends Span {
  readonly fault: Fault;
}

export interface Token {
  type: LexicalKind;
  /** The canonical name, the digits, the operator. */
  value: string;
  start: number;
  end: number;
  /** Whether nothing stands between it and the token before; in LaTeX white space does not count. */
  readonly glued: boolean;
  readonly latex: boolean;
  face: Face;
  /** Primes between the name of a call and its parenthesis. */
  primes: number;
  /** The exponent of `\sin^2 x`, which is one of what the function gives. */
  raised: Token | null;
  /** Column of an aligned display, for a BREAK. */
  column: number;
  /** The subscript of a closing bracket or bar. */
  sub: string | null;
  /** What stands at a name, or at the sign of a sum, where that may be places. */
  scripts: Scripts | null;
  /** Letters that a sign binds, or a statement holds for. */
  head: BinderHead | null;
  /** A name that LaTeX writes as a command: `\log`, `\operatorname{tr}`. */
  command: boolean;
  fault: Fault | null;
  /** A second reading, to warn of. */
  doubt: Fault | null;
}

/** Whether a bracket is an environment, `\begin{bmatrix}` or `\begin{cases}`. */
export const isEnvironment = (t: Token): boolean => t.value === "matrix" || t.value === "cases";

/** One shape of object for every token keeps the loops over them fast. */
export function token(
  type: LexicalKind,
  value: string,
  { start, end }: Span,
  { glued, latex }: { readonly glued: boolean; readonly latex: boolean },
): Token {
  return {
    type,
    value,
    start,
    end,
    glued,
    latex,
    face: "plain",
    primes: 0,
    raised: null,
    column: 0,
    sub: null,
    scripts: null,
    head: null,
    command: false,
    fault: null,
    doubt: null,
  };
}

export const plainToken = (type: LexicalKind, value: string, span: Span, glued = false): Token =>
  token(type, value, span, { glued, latex: false });

/** In LaTeX white space does not count: every token touches the one before. */
export const latexToken = (type: LexicalKind, value: string, span: Span): Token =>
  token(type, value, span, { glued: true, latex: true });

/** Text that cannot be read, with the reason: its statement is reported and left out. */
export function faultToken(fault: Fault, span: Span, { latex }: { readonly latex: boolean }): Token {
  const t = token("FAULT", "", span, { glued: false, latex });
  t.fault = fault;
  return t;
}
