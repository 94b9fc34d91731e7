/** The tokens of a text with their places, as the lexers cut it: what an editor colours. */
import type { LexicalKind, Token } from "./lex/tokens.js";
import { settledTokens } from "./syntax.js";

export const TOKEN_KINDS = [
  "name",
  "function",
  "number",
  "operator",
  "derivative",
  "keyword",
  "binder",
  "punctuation",
  "comment",
  "prose",
  "fault",
] as const;

export type TokenKind = (typeof TOKEN_KINDS)[number];

export interface TextToken {
  readonly kind: TokenKind;
  /** Places in the text in UTF-16 units, as of `String.prototype.slice`. */
  readonly start: number;
  readonly end: number;
}

/** What a token is to the eye; null where there is nothing to see. */
const KIND: Readonly<Record<LexicalKind, TokenKind | null>> = {
  NUM: "number",
  NAME: "name",
  CALL: "function",
  OP: "function",
  SQRT: "function",
  NABLA: "derivative",
  GRADIENT: "derivative",
  D: "derivative",
  DV: "derivative",
  SQUARED: "derivative",
  DFRAC: "derivative",
  FRAC: "operator",
  LP: "punctuation",
  RP: "punctuation",
  LB: "punctuation",
  RB: "punctuation",
  LC: "punctuation",
  RC: "punctuation",
  OPEN: "punctuation",
  CLOSE: "punctuation",
  BAR: "punctuation",
  NBAR: "punctuation",
  SUB: "punctuation",
  COMMA: "punctuation",
  SEMI: "punctuation",
  EQ: "operator",
  COLON: "punctuation",
  IN: "keyword",
  REALS: "keyword",
  TIMES: "operator",
  KIND: "keyword",
  INPUT: "keyword",
  SIGN: "operator",
  MUL: "operator",
  EW: "operator",
  POWER: "operator",
  PRIME: "operator",
  FACTORIAL: "operator",
  BIND: "binder",
  BINDCALL: "binder",
  COND: "binder",
  CASES: "binder",
  CHOICE: "binder",
  REL: "operator",
  ENTRY: "punctuation",
  DOTS: "punctuation",
  ARROW: "operator",
  PROSE: "prose",
  QUAD: null,
  FORALL: "binder",
  RANGE: "binder",
  STOP: "punctuation",
  NOTHING: null,
  FAULT: "fault",
  BREAK: null,
};

/** The comments of a stretch without tokens: from its sign to the end of its line. */
function comments(source: string, start: number, end: number): readonly TextToken[] {
  const out: TextToken[] = [];
  for (let i = start; i < end; i++) {
    const c = source.charAt(i);
    if ((c !== "#" && c !== "%") || source.charAt(i - 1) === "\\") continue;
    const newline = source.indexOf("\n", i);
    const stop = newline < 0 ? source.length : newline;
    out.push({ kind: "comment", start: i, end: stop });
    i = stop;
  }
  return out;
}

/** A name at the end of a declaration is a fact: `A : matrix(n, n) symmetric`. */
function kindsOf(statement: readonly Token[]): readonly (TokenKind | null)[] {
  let declared = false;
  let depth = 0;
  return statement.map((t) => {
    if (t.type === "KIND") declared = true;
    if (t.type === "LP") depth += 1;
    if (t.type === "RP") depth -= 1;
    return declared && depth === 0 && t.type === "NAME" ? "keyword" : KIND[t.type];
  });
}

/** The tokens of a text in the order of their places, none over another; white space has none. Never throws. */
export function tokens(source: string): readonly TextToken[] {
  const placed = settledTokens(source)
    .flatMap((statement) => {
      const kinds = kindsOf(statement);
      return statement.map(({ start, end }, i) => ({ kind: kinds[i] ?? null, start, end }));
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const out: TextToken[] = [];
  let from = 0;
  for (const { kind, start, end } of placed) {
    if (start < from || end <= start) continue;
    out.push(...comments(source, from, start));
    if (kind !== null) out.push({ kind, start, end });
    from = end;
  }
  out.push(...comments(source, from, source.length));
  return out;
}

/** A name of a text by its canonical spelling, at one of its places. */
export interface PlacedName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const NAMED: ReadonlySet<LexicalKind> = new Set(["NAME", "CALL", "OP"]);

/** Every place of a name or a function, in the order of the text. Never throws. */
export const placedNames = (source: string): readonly PlacedName[] =>
  settledTokens(source)
    .flat()
    .filter(({ type, start, end }) => NAMED.has(type) && end > start)
    .map(({ value, start, end }) => ({ name: value, start, end }))
    .sort((a, b) => a.start - b.start);
