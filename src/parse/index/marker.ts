/** State of marking what binds letters in the tokens of a text. */
import type { BinderHead, LexicalKind, Token } from "../lex/tokens.js";
import type { Cursor } from "./cursor.js";

export interface Marker {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly out: Token[];
  readonly bound: Set<string>;
  /** For each token the bracket that closes it; -1 where none does. */
  readonly partner: Int32Array;
  /** Whether dots, `for` or a relation of letters stands anywhere, without which there is no range. */
  readonly hasRanges: boolean;
  /** Signs that are names of the text, Σ of a covariance. */
  readonly names: ReadonlySet<string>;
  /** Letters below or above something, or "any"; null until it is asked. */
  standing: ReadonlySet<string> | "any" | null;
}

export const OPENERS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["LP", "LB", "LC"]);
export const CLOSERS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["RP", "RB", "RC"]);

export const isFor = (t: Token): boolean =>
  t.type === "NAME" && !t.latex && (t.value === "for" || t.value === "forall");

export function bind(m: Marker, { ranges }: BinderHead): void {
  for (const r of ranges) for (const letter of r.letters) m.bound.add(letter.name);
}

export const cursorOver = (m: Marker, tokens: readonly Token[], at = 0): Cursor => ({
  tokens,
  typed: (t) => m.source.slice(t.start, t.end),
  at,
});
