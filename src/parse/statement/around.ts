/** State of the filter around a token: levels of brackets, the tokens put out so far, the names of the model. */

import type { CodeOf } from "../../core/codes.js";
import type { Span } from "../ast.js";
import type { LexicalKind, Placed, Token } from "../lex/tokens.js";
import { type Differential, partners } from "./differential.js";
import type { KnownNames } from "./known.js";

/** Tokens behind which an operand has ended, so that an operator or another factor may follow. */
export const OPERAND_ENDS: ReadonlySet<LexicalKind> = new Set<LexicalKind>([
  "NUM",
  "NAME",
  "RP",
  "RB",
  "RC",
  "CLOSE",
  "SUB",
  "PRIME",
  "SQUARED",
  "ENTRY",
]);

/** Why a statement sketches something and is not read. */
export type Scheme = "dots" | "entrywise";

/** Faults that are reported of one statement. */
export const MAX_FAULTS = 5;

export interface Level {
  readonly opener: LexicalKind | null;
  /** Orders of the numerators that wait for their `/`. */
  waiting: (1 | 2)[];
  /** The variable of a second derivative that was just read, when another may follow. */
  second: boolean;
  /** Open bars, innermost last. */
  bars: Token[];
  /** Braces that are the numerator or denominator of a derivative. */
  readonly role: "numerator" | "denominator" | null;
  readonly order: 1 | 2;
  /** Parentheses that the grammar does not see. */
  readonly isSilent: boolean;
}

export const level = (opener: LexicalKind | null, role: Level["role"] = null, order: 1 | 2 = 1): Level => ({
  opener,
  waiting: [],
  second: false,
  bars: [],
  role,
  order,
  isSilent: false,
});

export interface Filter {
  readonly source: string;
  /** Whether derivatives of entries and by them are statements like others. */
  readonly entries: boolean;
  readonly tokens: readonly Token[];
  readonly known: KnownNames;
  readonly out: Token[];
  readonly faults: Placed[];
  readonly warnings: Placed[];
  readonly levels: Level[];
  /** Partner of each bracket, found when first asked for, as few statements ask: see {@link partnerOf}. */
  brackets: Int32Array | null;
  /** Braces that a fraction gives a role, by their index. */
  roles: Map<number, { readonly role: "numerator" | "denominator"; readonly order: 1 | 2 }> | null;
  /** Variables below the line of `dy/dx`, by the index of its first token. */
  below: Map<number, Differential> | null;
  /** Names that mean the parameters of the function that is being defined. */
  readonly parameters: ReadonlySet<string>;
  scheme: Scheme | null;
  /** Behind ℝ, where × separates sizes. */
  inReals: boolean;
}

export function partnerOf(f: Filter): Int32Array {
  f.brackets ??= partners(f.tokens);
  return f.brackets;
}

export const isDivision = (t: Token | undefined): boolean => t?.type === "MUL" && t.value === "/";

export const last = (f: Filter, back = 1): Token | undefined => f.out[f.out.length - back];

export const isVariable = (f: Filter, name: string): boolean => f.parameters.has(name) || f.known.variables.has(name);

export const top = (f: Filter): Level => f.levels[f.levels.length - 1] as Level;

interface Complaint {
  readonly code: CodeOf<"syntax">;
  readonly message: string;
  readonly at: Span;
  readonly hint?: string | undefined;
}

const placed = ({ code, message, at, hint }: Complaint): Placed => ({
  fault: { code: `syntax/${code}`, message, ...(hint === undefined ? {} : { hint }) },
  start: at.start,
  end: at.end,
});

export function fault(f: Filter, complaint: Complaint): void {
  // A line of nothing but faults is as wrong after the first few, and what stands in cases is no fault of its own.
  if (f.faults.length < MAX_FAULTS && !isUnread(f)) f.faults.push(placed(complaint));
}

export function warn(f: Filter, complaint: Complaint): void {
  f.warnings.push(placed(complaint));
}

export const isUnread = (f: Filter): boolean => f.faults[0]?.fault.code === "syntax/environment";

/** A copy of a token with another kind: the lexer's tokens are shared with the analysis of names. */
export function as(t: Token, type: LexicalKind, value: string = t.value): Token {
  return { ...t, type, value };
}
