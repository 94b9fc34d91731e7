/** State of reading LaTeX: the pieces of the text, the tokens put out so far, the braces that are open. */

import type { Script, Scripts, Span } from "../ast.js";
import { filled } from "../lex/plain.js";
import {
  type BreakKind,
  type Face,
  type Fault,
  faultToken,
  type LexicalKind,
  latexToken,
  type Token,
} from "../lex/tokens.js";
import type { Environment } from "./commands.js";
import type { Runs } from "./runs.js";

/** A piece as moo cut it, with its place in the whole text. */
export interface Raw {
  type: string;
  value: string;
  start: number;
  end: number;
}

export const SIGNS: ReadonlyMap<string, readonly [LexicalKind, string]> = new Map<
  string,
  readonly [LexicalKind, string]
>([
  ["(", ["LP", "("]],
  [")", ["RP", ")"]],
  ["[", ["LB", "["]],
  ["]", ["RB", "]"]],
  ["|", ["BAR", ""]],
  ["+", ["SIGN", "+"]],
  ["-", ["SIGN", "-"]],
  ["−", ["SIGN", "-"]],
  ["–", ["SIGN", "-"]],
  ["*", ["MUL", "*"]],
  ["@", ["MUL", "*"]],
  ["·", ["MUL", "*"]],
  ["⋅", ["MUL", "*"]],
  ["/", ["MUL", "/"]],
  [":", ["COLON", ":"]],
  [",", ["COMMA", ","]],
  [".", ["STOP", "."]],
  ["!", ["FACTORIAL", "!"]],
  ["'", ["PRIME", "'"]],
  ["’", ["PRIME", "'"]],
  ["′", ["PRIME", "'"]],
  ["∂", ["D", "1"]],
  ["∈", ["IN", "∈"]],
  ["×", ["TIMES", "×"]],
  ["⊤", ["NAME", "T"]],
]);

/** Parts of a name, joined to the canonical one when the whole text is read. */
interface Parts {
  readonly base: string;
  accent: string;
  sub: string;
  label: string;
  /** Written in a face that makes another letter of it: 𝓛 is no L. */
  distinct: boolean;
  /** The scripts one by one, where they may be places. */
  readonly below: Script[];
  readonly above: Script[];
}

export const joined = (p: Parts): string => [p.base, p.accent, p.sub, p.label].filter((s) => s !== "").join("_");

/** What stands at a name; null where nothing does. */
export const scriptsOf = ({ base, accent, below, above }: Parts): Scripts | null =>
  below.length + above.length === 0 ? null : { base: accent === "" ? base : `${base}_${accent}`, below, above };

/** A script of LaTeX, from one offset of the text to another, without the spaces at its ends. */
export function latexScript(source: string, { start, end }: Span, label: string, bracket: Script["bracket"]): Script {
  const typed = source.slice(start, end);
  // Letters that Unicode lowers are letters on the line, one for one.
  const letters = /[\u1d62-\u1d6a\u2080-\u209c\u2c7c]/.test(typed) ? typed.normalize("NFKC") : typed;
  const text = letters.trim().replaceAll("−", "-");
  const from = start + typed.length - typed.trimStart().length;
  return { text, label, bracket, latex: true, span: { start: from, end: from + text.length } };
}

/** The spelling of a name: `W_{2}` and `W^{(2)}` in one model are a fault, and so are 𝓛 and L. */
export interface Spelling {
  readonly name: string;
  readonly form: "subscript" | "label" | "distinct" | "plain";
  /** The token, of a letter in a face that makes another letter of it, and the letter. */
  readonly distinct: { readonly token: Token; readonly base: string } | null;
  readonly start: number;
  readonly end: number;
}

/** A face or an accent that waits for its letter or its braces. */
export interface Modifier {
  face: Face | null;
  distinct: boolean;
  accent: string;
  readonly start: number;
}

/** The content of a `{` up to its `}`. */
export interface Frame {
  /**
   * `group`: ordinary braces. `argument`: of a fraction, root or script; they stay. `through`: they vanish.
   * `modified`: they carry a face or an accent. `nabla`: they hold the variable of a gradient. `sizes`: those of a
   * constant. `call`: they are parentheses. `abs`, `norm`: they are bars. `condition`: they are brackets. `silent`: they
   * hold brackets of their own.
   */
  readonly kind:
    | "group"
    | "argument"
    | "through"
    | "modified"
    | "nabla"
    | "sizes"
    | "call"
    | "abs"
    | "norm"
    | "condition"
    | "silent";
  /** Length of the output before it. */
  readonly at: number;
  readonly modifier: Modifier | null;
  readonly args: number;
  readonly base: number;
  readonly face: Face;
  /** Whether a relation or the end of a statement stood before it, within the braces around it. */
  readonly hasRelation: boolean;
  /** `\underbrace{…}_{…}`: scripts behind it are remarks. */
  readonly remarks: boolean;
}

export interface Reader {
  readonly source: string;
  /** Names of several letters that stand in plain text. */
  readonly words: ReadonlySet<string>;
  /** Runs of letters that are one word: names on left sides, and operations. */
  readonly runs: Runs;
  readonly raws: readonly Raw[];
  /** For each `{` the index of its `}` and the other way round; -1 where there is none. */
  readonly partner: Int32Array;
  readonly display: boolean;
  readonly out: Token[];
  readonly parts: Map<Token, Parts>;
  readonly frames: Frame[];
  readonly environments: {
    readonly name: string;
    readonly kind: Environment;
    cells: number;
    readonly start: number;
    readonly end: number;
  }[];
  /** Places of `\left` in the output. */
  readonly lefts: number[];
  /** The next piece to read. */
  i: number;
  /** The token that a script would belong to, or -1. */
  base: number;
  /** Arguments that a `\frac` or `\sqrt` still waits for. */
  args: number;
  face: Face;
  modifier: Modifier | null;
  /** `&` of the current row, outside of any environment. */
  cells: number;
  /** Whether a relation or the end of a statement stands within the current braces. */
  hasRelation: boolean;
}

/** Index of the next piece at or after `i` that is no white space. */
export function skipSpace(r: Reader, i: number): number {
  while (r.raws[i]?.type === "space" || r.raws[i]?.type === "newline") i++;
  return i;
}

export const isSign = (raw: Raw | undefined, value: string): boolean => raw?.type === "other" && raw.value === value;

/** The `}` of braces that open at piece `i`, or -1 where none do. */
export const closing = (r: Reader, i: number): number => (isSign(r.raws[i], "{") ? (r.partner[i] ?? -1) : -1);

const ATOMS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["NAME", "NUM"]);

/** Tokens that a script may belong to besides names. */
export const CLOSERS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["RP", "RB", "BAR", "NBAR"]);

export function put(r: Reader, type: LexicalKind, value: string, { start, end }: Span): Token {
  const t = latexToken(type, value, { start, end });
  if (r.args > 0 && ATOMS.has(type)) {
    // `\frac12`: an argument without braces.
    r.args -= 1;
    r.out.push(latexToken("LC", "{", { start, end: start }), t, latexToken("RC", "}", { start: end, end }));
    r.base = -1;
  } else {
    if (type !== "LC") r.args = 0;
    if (type === "EQ" || type === "COLON" || type === "IN" || type === "INPUT") r.hasRelation = true;
    r.out.push(t);
    r.base = CLOSERS.has(type) || (type === "NUM" && /^[01]$/.test(value)) ? r.out.length - 1 : -1;
  }
  return t;
}

export function putFault(r: Reader, fault: Fault, span: Span, relation = ""): void {
  const t = faultToken(fault, span, { latex: true });
  t.value = relation;
  r.out.push(t);
  r.base = -1;
  r.args = 0;
}

/** Turns a token that was already put into a fault. */
export function fail(r: Reader, at: number, fault: Fault): void {
  const t = r.out[at];
  if (t === undefined) return;
  t.type = "FAULT";
  t.fault = fault;
}

export function putName(r: Reader, name: string, { start, end }: Span, face: Face = r.face): Token {
  const m = r.modifier;
  r.modifier = null;
  const index = r.args > 0 ? r.out.length + 1 : r.out.length;
  const t = put(r, "NAME", name, { start: m?.start ?? start, end });
  t.face = m?.face ?? face;
  const parts: Parts = {
    base: name,
    accent: m?.accent ?? "",
    sub: "",
    label: "",
    distinct: m?.distinct ?? false,
    below: [],
    above: [],
  };
  r.parts.set(t, parts);
  r.base = index;
  return joinDifference(r) ?? t;
}

/** Makes one name of Δ and the letter behind it, where the text has differences: `\\Delta t`, `\\Delta\\mathbf{x}`. */
export function joinDifference(r: Reader): Token | null {
  const { out } = r;
  const [before, t] = [out[out.length - 2], out[out.length - 1]];
  const [delta, of] = [before, t].map((x) => (x === undefined ? undefined : r.parts.get(x)));
  if (!r.runs.differences || before === undefined || t === undefined || delta?.base !== "Delta" || of === undefined)
    return null;
  if (
    before.face === "bold" ||
    delta.accent !== "" ||
    delta.below.length + delta.above.length > 0 ||
    of.base.startsWith("Delta")
  )
    return null;
  out.length -= 2;
  t.start = before.start;
  r.parts.delete(before);
  r.parts.set(t, { ...of, base: `Delta${of.base}` });
  out.push(t);
  r.base = out.length - 1;
  return t;
}

/** Adds a script to a name; the parts are joined once the text is read, so that a long row of scripts stays linear. */
export function attach(
  r: Reader,
  t: Token,
  script: { readonly sub?: string; readonly label?: string; readonly typed: Script },
  end: number,
): void {
  const parts = r.parts.get(t);
  if (parts === undefined) return;
  (script.sub === undefined ? parts.above : parts.below).push(script.typed);
  if (script.sub !== undefined) parts.sub = parts.sub === "" ? script.sub : `${parts.sub}_${script.sub}`;
  if (script.label !== undefined) parts.label = parts.label === "" ? script.label : `${parts.label}_${script.label}`;
  if (r.out[r.out.length - 1] === t) t.end = end;
}

export function putProse(r: Reader, span: Span): void {
  r.out.push(latexToken("PROSE", r.source.slice(span.start, span.end), span));
  r.base = -1;
}

/** A bold 0 or 1, with its size where it has one. */
export function putFilled(r: Reader, text: string, span: Span): void {
  const at = r.out.length;
  filled(text, { span, glued: true, latex: true }, r.out);
  // The token keeps its digit as base, so that a size may still follow.
  r.base = r.out.length - at === 1 ? at : -1;
  r.args = 0;
}

export function breakHere(
  r: Reader,
  kind: BreakKind,
  at: { readonly start: number; readonly end: number },
  column = 0,
): void {
  const t = latexToken("BREAK", kind, at);
  t.column = column;
  r.hasRelation = true;
  r.out.push(t);
  r.base = -1;
  r.args = 0;
}

export function newRow(r: Reader, raw: Raw): void {
  const env = r.environments[r.environments.length - 1];
  r.cells = 0;
  if (env !== undefined) env.cells = 0;
  if (env?.kind === "matrix") put(r, "SEMI", ";", raw);
  else if (env?.kind !== "unread") breakHere(r, "row", raw);
}

export const unreadable = (text: string): Fault => ({
  code: "syntax/character",
  message: `${text} means nothing here`,
});

export function pushFrame(r: Reader, kind: Frame["kind"], base = -1, remarks = false): void {
  r.frames.push({
    kind,
    at: r.out.length,
    modifier: r.modifier,
    args: r.args,
    base,
    face: r.face,
    hasRelation: r.hasRelation,
    remarks,
  });
  r.hasRelation = false;
  if (r.modifier?.face != null) r.face = r.modifier.face;
  r.modifier = null;
  r.args = 0;
}

/** Leaves out a script: the remark of an underbrace, the place of a value at a point. */
export function skipRemark(r: Reader): void {
  const at = skipSpace(r, r.i);
  if (!isSign(r.raws[at], "_") && !isSign(r.raws[at], "^")) return;
  const arg = skipSpace(r, at + 1);
  const close = closing(r, arg);
  r.i = close >= 0 ? close + 1 : arg + 1;
}

/** Takes one digit off a number, which stays to be read. */
export function firstDigit(raw: Raw): string {
  const digit = raw.value.charAt(0);
  raw.value = raw.value.slice(1);
  raw.start += 1;
  if (raw.value === ".") {
    raw.type = "other";
  }
  return digit;
}
