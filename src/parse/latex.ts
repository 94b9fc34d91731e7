/**
 * The LaTeX spelling: text to the tokens that both spellings share.
 *
 * moo cuts the text into commands, letters and signs; one pass over these, with a stack for braces, puts names together
 * (faces, accents, labels, subscripts), reads arguments, and looks through what only typesets.
 */
import type moo from "moo";
import { isBuiltinFunction } from "./builtins.js";
import { nearest } from "./elaborate-spelling.js";
import {
  type Command,
  command,
  commandNames,
  type Environment,
  environment,
  hasColumnArgument,
} from "./latex-commands.js";
import { BELOW, LETTER, MARKED_LETTER, WORD_PART } from "./letters.js";
import { lexerOf } from "./lexer.js";
import { LETTER_COMMANDS, letterName, subscript } from "./names.js";
import { filled, WITHOUT_VARIABLE } from "./plain.js";
import { type BreakKind, type Face, type Fault, faultToken, type LexicalKind, type Token, token } from "./tokens.js";

const RULES: moo.Rules = {
  space: /[ \t\f\v~\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+/,
  newline: { match: /\r?\n|\r/, lineBreaks: true },
  // # begins a comment in plain text; in LaTeX it could only stand in a macro, so both are read.
  comment: /[%#][^\n\r]*/,
  row: /\\\\\*?(?:\[[ \t]*-?[\d.]+[ \t]*(?:pt|em|ex|cm|mm|in|mu|sp|bp)[ \t]*\])?/,
  command: /\\[A-Za-z]+/,
  symbol: /\\[^A-Za-z\n\r]/,
  number: /\d+(?:\.\d+)?|\.\d+/,
  letter: new RegExp(MARKED_LETTER),
  reals: /ℝ/,
  below: new RegExp(`[${BELOW}]+`),
  transposed: /⁻?ᵀ/,
  squared: /[²³]/,
  inverse: /⁻¹/,
  dots: /\.\.\.|[…⋯⋮⋱⋰]/,
  elementwisePower: /\.\^/,
  elementwise: /\.\*|\.\/|[∘⊙⊘⊗]/,
  norm: /\|\||‖/,
  equals: /:=|=/,
  arrow: /[\u2190-\u21ff\u27f5-\u27ff]/,
  other: /[\ud800-\udbff][\udc00-\udfff]|[^\n\r]/,
};

const lexer = lexerOf(RULES);

/** What moo gives, with its place in the whole text. */
interface Raw {
  type: string;
  value: string;
  start: number;
  end: number;
}

const SIGNS: ReadonlyMap<string, readonly [LexicalKind, string]> = new Map<string, readonly [LexicalKind, string]>([
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
  ["!", ["FAULT", "!"]],
  ["'", ["PRIME", "'"]],
  ["’", ["PRIME", "'"]],
  ["′", ["PRIME", "'"]],
  ["∂", ["D", "1"]],
  ["∈", ["IN", "∈"]],
  ["×", ["TIMES", "×"]],
  ["⊤", ["NAME", "T"]],
]);

const ELEMENTWISE: ReadonlyMap<string, string> = new Map([
  ["./", "quotient"],
  ["⊘", "quotient"],
  ["⊗", "kronecker"],
]);

/** What a name is made of; the canonical name is put together when the text is read. */
interface Parts {
  readonly base: string;
  accent: string;
  sub: string;
  label: string;
  /** Written in a face that makes another letter of it: 𝓛 is no L. */
  distinct: boolean;
}

const joined = (p: Parts): string => [p.base, p.accent, p.sub, p.label].filter((s) => s !== "").join("_");

/** How a name is written: `W_{2}` and `W^{(2)}` in one model are a fault, and so are 𝓛 and L. */
export interface Spelling {
  readonly name: string;
  readonly form: "subscript" | "label" | "distinct" | "plain";
  readonly start: number;
  readonly end: number;
}

/** A face or an accent that waits for its letter or its braces. */
interface Modifier {
  face: Face | null;
  distinct: boolean;
  accent: string;
  readonly start: number;
}

/** What stands between `{` and its `}`. */
interface Frame {
  /**
   * `group`: ordinary braces. `argument`: of a fraction, root or script; they stay. `through`: they vanish.
   * `modified`: they carry a face or an accent. `nabla`: they hold the variable of a gradient.
   */
  readonly kind: "group" | "argument" | "through" | "modified" | "nabla";
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

interface Reader {
  readonly source: string;
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

/** Appends the tokens of `source` from `start` to `end`; in a display a line break is white space. */
export function latexTokens(
  source: string,
  start: number,
  end: number,
  display: boolean,
  out: Token[],
  spellings: Spelling[],
): void {
  const raws: Raw[] = [];
  const lex = lexer();
  lex.reset(source.slice(start, end));
  for (let t = lex.next(); t !== undefined; t = lex.next()) {
    const from = start + t.offset;
    if (t.type !== "comment")
      raws.push({ type: t.type as string, value: t.value, start: from, end: from + t.value.length });
  }
  const r: Reader = {
    source,
    raws,
    partner: braces(raws),
    display,
    out,
    parts: new Map(),
    frames: [],
    environments: [],
    lefts: [],
    i: 0,
    base: -1,
    args: 0,
    face: "plain",
    modifier: null,
    cells: 0,
    hasRelation: false,
  };
  for (let raw = raws[r.i]; raw !== undefined; raw = raws[r.i]) step(r, raw);
  // An open matrix is an open bracket, which is said where brackets are matched.
  const open = r.environments.find((e) => e.kind !== "matrix");
  if (open !== undefined)
    putFault(r, { code: "syntax/environment", message: `\\begin{${open.name}} is never ended` }, open.start, open.end);
  for (const at of r.lefts) fail(r, at, ONE_SIDED);
  for (const [t, p] of r.parts) {
    t.value = joined(p);
    const form = p.label !== "" ? "label" : p.distinct ? "distinct" : p.sub !== "" ? "subscript" : "plain";
    spellings.push({ name: t.value, form, start: t.start, end: t.end });
  }
}

function braces(raws: readonly Raw[]): Int32Array {
  const partner = new Int32Array(raws.length).fill(-1);
  const open: number[] = [];
  raws.forEach((raw, i) => {
    if (raw.type !== "other") return;
    if (raw.value === "{") open.push(i);
    else if (raw.value === "}") {
      const from = open.pop();
      if (from === undefined) return;
      partner[from] = i;
      partner[i] = from;
    }
  });
  return partner;
}

/** Index of the next piece at or after `i` that is no white space. */
function skipSpace(r: Reader, i: number): number {
  while (r.raws[i]?.type === "space" || r.raws[i]?.type === "newline") i++;
  return i;
}

const isSign = (raw: Raw | undefined, value: string): boolean => raw?.type === "other" && raw.value === value;

/** The `}` of braces that open at piece `i`, or -1 where none do. */
const closing = (r: Reader, i: number): number => (isSign(r.raws[i], "{") ? (r.partner[i] ?? -1) : -1);

const ATOMS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["NAME", "NUM"]);
/** Tokens that a script may belong to besides names. */
const CLOSERS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["RP", "RB", "BAR", "NBAR"]);

function put(r: Reader, type: LexicalKind, value: string, start: number, end: number): Token {
  const t = token(type, value, start, end, true, true);
  if (r.args > 0 && ATOMS.has(type)) {
    // `\frac12`: an argument without braces.
    r.args -= 1;
    r.out.push(token("LC", "{", start, start, true, true), t, token("RC", "}", end, end, true, true));
    r.base = -1;
  } else {
    if (type !== "LC") r.args = 0;
    if (type === "EQ" || type === "COLON" || type === "IN" || type === "INPUT") r.hasRelation = true;
    r.out.push(t);
    r.base = CLOSERS.has(type) || (type === "NUM" && /^[01]$/.test(value)) ? r.out.length - 1 : -1;
  }
  return t;
}

function putFault(r: Reader, fault: Fault, start: number, end: number): void {
  r.out.push(faultToken(fault, start, end, true));
  r.base = -1;
  r.args = 0;
}

/** Turns a token that was already put into a fault. */
function fail(r: Reader, at: number, fault: Fault): void {
  const t = r.out[at];
  if (t === undefined) return;
  t.type = "FAULT";
  t.fault = fault;
}

function putName(r: Reader, name: string, start: number, end: number, face: Face = r.face): Token {
  const m = r.modifier;
  r.modifier = null;
  const index = r.args > 0 ? r.out.length + 1 : r.out.length;
  const t = put(r, "NAME", name, m?.start ?? start, end);
  t.face = m?.face ?? face;
  const parts: Parts = { base: name, accent: m?.accent ?? "", sub: "", label: "", distinct: m?.distinct ?? false };
  r.parts.set(t, parts);
  r.base = index;
  return t;
}

/** Adds a script to a name; the parts are joined once the text is read, so that a long row of scripts stays linear. */
function attach(r: Reader, t: Token, script: { readonly sub?: string; readonly label?: string }, end: number): void {
  const parts = r.parts.get(t);
  if (parts === undefined) return;
  if (script.sub !== undefined) parts.sub = parts.sub === "" ? script.sub : `${parts.sub}_${script.sub}`;
  if (script.label !== undefined) parts.label = parts.label === "" ? script.label : `${parts.label}_${script.label}`;
  if (r.out[r.out.length - 1] === t) t.end = end;
}

function step(r: Reader, raw: Raw): void {
  switch (raw.type) {
    case "space":
      r.i++;
      return;
    case "newline":
      r.i++;
      if (!r.display && r.environments.length === 0 && r.frames.length === 0) breakHere(r, "line", raw);
      return;
    case "row":
      r.i++;
      newRow(r, raw);
      return;
    case "command":
      readCommand(r, raw);
      return;
    case "symbol":
      readSymbol(r, raw);
      return;
    case "number":
      readNumber(r, raw);
      return;
    case "letter":
      r.i++;
      putName(r, letterName(raw.value), raw.start, raw.end);
      return;
    case "below": {
      r.i++;
      putSubscript(r, subscript(raw.value), raw.start, raw.end);
      return;
    }
    default:
      if (raw.type !== "other") {
        r.i++;
        putUnicode(r, raw);
      } else readSign(r, raw);
  }
}

function breakHere(r: Reader, kind: BreakKind, at: { readonly start: number; readonly end: number }, column = 0): void {
  const t = token("BREAK", kind, at.start, at.end, true, true);
  t.column = column;
  r.hasRelation = true;
  r.out.push(t);
  r.base = -1;
  r.args = 0;
}

function newRow(r: Reader, raw: Raw): void {
  const env = r.environments[r.environments.length - 1];
  r.cells = 0;
  if (env !== undefined) env.cells = 0;
  if (env?.kind === "matrix") put(r, "SEMI", ";", raw.start, raw.end);
  else if (env?.kind !== "unread") breakHere(r, "row", raw);
}

/** Every second `&` of a row begins another column of statements. */
function newCell(r: Reader, raw: Raw): void {
  const env = r.environments[r.environments.length - 1];
  if (env?.kind === "matrix") {
    put(r, "COMMA", ",", raw.start, raw.end);
    return;
  }
  r.base = -1;
  if (env !== undefined && env.kind !== "aligned") return;
  const row = env ?? r;
  row.cells += 1;
  if (row.cells % 2 === 0) breakHere(r, "cell", raw, row.cells / 2);
}

/** TeX takes one digit where braces are missing: `\frac12`, `x^23` is x² 3. */
function readNumber(r: Reader, raw: Raw): void {
  if (r.args > 0 && raw.value.length > 1) {
    put(r, "NUM", firstDigit(raw), raw.start - 1, raw.start);
    return;
  }
  r.i++;
  const m = r.modifier;
  r.modifier = null;
  if (m?.face === "bold" && /^[01]$/.test(raw.value)) putFilled(r, raw.value, m.start, raw.end);
  else put(r, "NUM", raw.value, raw.start, raw.end);
}

/** Takes one digit off a number, which stays to be read. */
function firstDigit(raw: Raw): string {
  const digit = raw.value.charAt(0);
  raw.value = raw.value.slice(1);
  raw.start += 1;
  if (raw.value === ".") {
    raw.type = "other";
  }
  return digit;
}

/** A bold 0 or 1, with its size where it has one. */
function putFilled(r: Reader, text: string, start: number, end: number): void {
  const at = r.out.length;
  filled(text, start, end, true, r.out, true);
  // The token keeps its digit as base, so that a size may still follow.
  r.base = r.out.length - at === 1 ? at : -1;
  r.args = 0;
}

function putUnicode(r: Reader, raw: Raw): void {
  const base = r.base;
  const { type, value, start, end } = raw;
  switch (type) {
    case "reals":
      put(r, "REALS", value, start, end);
      return;
    case "transposed":
    case "squared":
    case "inverse":
      put(r, "POWER", "^", start, start);
      if (type === "inverse" || value.length > 1) put(r, "SIGN", "-", start, start + 1);
      if (type === "transposed") put(r, "NAME", "T", end - 1, end);
      else put(r, "NUM", type === "inverse" ? "1" : value.normalize("NFKC"), end - 1, end);
      r.base = base;
      return;
    case "dots":
      put(r, "DOTS", value, start, end);
      return;
    case "elementwisePower":
      put(r, "POWER", ".^", start, end);
      return;
    case "elementwise":
      put(r, "EW", ELEMENTWISE.get(value) ?? "hadamard", start, end);
      return;
    case "norm":
      put(r, "NBAR", "", start, end);
      return;
    case "equals":
      put(r, "EQ", "=", start, end);
      return;
    default:
      put(r, "ARROW", value, start, end);
  }
}

function readSign(r: Reader, raw: Raw): void {
  switch (raw.value) {
    case "{":
      openBrace(r, raw);
      return;
    case "}":
      closeBrace(r, raw);
      return;
    case "^":
      readSuperscript(r, raw);
      return;
    case "_":
      readSubscript(r, raw);
      return;
    case "&":
      r.i++;
      newCell(r, raw);
      return;
    case ";":
      r.i++;
      breakHere(r, "semicolon", raw);
      return;
    default:
  }
  r.i++;
  const sign = SIGNS.get(raw.value);
  if (raw.value === "'" || raw.value === "’" || raw.value === "′") {
    const base = r.base;
    put(r, "PRIME", "'", raw.start, raw.end);
    r.base = base;
  } else if (raw.value === "∇") readNabla(r, raw);
  else if (sign === undefined || sign[0] === "FAULT") putFault(r, unreadable(raw.value), raw.start, raw.end);
  else put(r, sign[0], sign[1], raw.start, raw.end);
}

const unreadable = (text: string): Fault => ({ code: "syntax/character", message: `${text} means nothing here` });

// ---------------------------------------------------------------- braces

function pushFrame(r: Reader, kind: Frame["kind"], base = -1, remarks = false): void {
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

function openBrace(r: Reader, raw: Raw): void {
  const open = r.i++;
  if ((r.partner[open] ?? -1) < 0) {
    put(r, "LC", "{", raw.start, raw.end);
    return;
  }
  const kind = r.modifier !== null ? "modified" : r.args > 0 ? "argument" : "group";
  pushFrame(r, kind);
  r.out.push(token("LC", "{", raw.start, raw.end, true, true));
  r.base = -1;
}

function closeBrace(r: Reader, raw: Raw): void {
  const close = r.i++;
  const frame = (r.partner[close] ?? -1) < 0 ? undefined : r.frames.pop();
  if (frame === undefined) {
    put(r, "RC", "}", raw.start, raw.end);
    return;
  }
  const hasRelation = r.hasRelation;
  r.hasRelation ||= frame.hasRelation;
  r.face = frame.face;
  r.args = Math.max(0, frame.args - 1);
  r.modifier = null;
  if (frame.kind === "through") {
    closeThrough(r, frame, hasRelation, raw);
    return;
  }
  if (frame.kind === "nabla") {
    closeNabla(r, frame, raw);
    return;
  }
  const isOneToken = r.out.length === frame.at + 2;
  const inner = r.out[frame.at + 1];
  const isName = isOneToken && inner?.type === "NAME" && r.parts.has(inner);
  if (frame.kind === "argument" || (frame.args > 0 && !isName)) {
    r.out.push(token("RC", "}", raw.start, raw.end, true, true));
    r.base = frame.base;
    return;
  }
  if (isName && inner !== undefined) {
    modify(r, inner, frame.modifier, raw.end);
    if (frame.args > 0) {
      r.out.push(token("RC", "}", raw.start, raw.end, true, true));
      r.base = -1;
    } else {
      r.out.length = frame.at;
      r.out.push(inner);
      r.base = frame.at;
    }
    return;
  }
  if (isOneToken && inner?.type === "NUM" && /^[01]$/.test(inner.value) && frame.modifier?.face === "bold") {
    r.out.length = frame.at;
    putFilled(r, inner.value, frame.modifier.start, raw.end);
    return;
  }
  if (r.out.length === frame.at + 1) {
    r.out.length = frame.at;
    return;
  }
  r.out.push(token("RC", "}", raw.start, raw.end, true, true));
  r.base = r.out.length - 1;
  if (frame.modifier !== null && frame.modifier.accent !== "")
    putFault(
      r,
      {
        code: "syntax/accent",
        message: `\\${frame.modifier.accent} stands over one letter`,
        hint: "give the expression a name",
      },
      frame.modifier.start,
      raw.end,
    );
}

/** `\boxed{A x}` stays one factor; around a whole statement, or one token, the braces vanish. */
function closeThrough(r: Reader, frame: Frame, hasRelation: boolean, raw: Raw): void {
  const open = r.out[frame.at];
  if (open !== undefined && !hasRelation && r.out.length > frame.at + 2) {
    open.type = "LC";
    r.out.push(token("RC", "}", raw.start, raw.end, true, true));
    r.base = r.out.length - 1;
  }
  if (frame.remarks) skipRemark(r);
}

/** The face and accent of braces around one name, `\hat{\mathbf{y}}`. */
function modify(r: Reader, t: Token, m: Modifier | null, end: number): void {
  const parts = r.parts.get(t);
  if (m === null || parts === undefined) return;
  if (m.face !== null) t.face = m.face;
  if (m.distinct) parts.distinct = true;
  if (m.accent !== "") parts.accent = parts.accent === "" ? m.accent : `${parts.accent}_${m.accent}`;
  t.start = m.start;
  t.end = end;
}

/** Leaves out a script: the remark of an underbrace, the place of a value at a point. */
function skipRemark(r: Reader): void {
  const at = skipSpace(r, r.i);
  if (!isSign(r.raws[at], "_") && !isSign(r.raws[at], "^")) return;
  const arg = skipSpace(r, at + 1);
  const close = closing(r, arg);
  r.i = close >= 0 ? close + 1 : arg + 1;
}

// ---------------------------------------------------------------- scripts

function readSuperscript(r: Reader, raw: Raw): void {
  const base = r.base;
  const at = skipSpace(r, r.i + 1);
  const arg = r.raws[at];
  const close = closing(r, at);
  const name = base < 0 ? undefined : r.out[base];
  r.i = at;
  if (close >= 0) {
    if (putPrimes(r, at + 1, close)) {
      r.i = close + 1;
      r.base = base;
      return;
    }
    const label = name !== undefined && r.parts.has(name) ? labelAt(r, at + 1) : null;
    if (label !== null && name !== undefined) {
      attach(r, name, { label: label.text }, r.raws[close]?.end ?? raw.end);
      r.i = skipSpace(r, label.after);
      if (r.i === close) {
        r.i = close + 1;
        r.base = base;
        return;
      }
    } else r.i = at + 1;
    put(r, "POWER", "^", raw.start, raw.end);
    r.modifier = null;
    pushFrame(r, "argument", base);
    const brace = r.raws[at] ?? raw;
    r.out.push(token("LC", "{", brace.start, brace.end, true, true));
    r.base = -1;
    return;
  }
  if (arg?.type === "command" && arg.value === "\\prime") {
    r.i = at + 1;
    put(r, "PRIME", "'", arg.start, arg.end);
    r.base = base;
    return;
  }
  put(r, "POWER", "^", raw.start, raw.end);
  if (arg === undefined) return;
  if (isSign(arg, "-") || isSign(arg, "−")) {
    put(r, "SIGN", "-", arg.start, arg.end);
    r.i = skipSpace(r, at + 1);
    const next = r.raws[r.i];
    if (next !== undefined && /^\d+$/.test(next.value)) {
      r.i++;
      put(r, "NUM", next.value, next.start, next.end);
      r.base = base;
    } else if (next !== undefined && putLetter(r, next)) r.base = base;
    return;
  }
  if (arg.type === "number") {
    if (arg.value.length === 1) {
      r.i = at + 1;
      put(r, "NUM", arg.value, arg.start, arg.end);
    } else put(r, "NUM", firstDigit(arg), arg.start - 1, arg.start);
    r.base = base;
    return;
  }
  if (putLetter(r, arg)) r.base = base;
}

/** A letter, a Greek letter or a transposition sign as a script without braces. */
function putLetter(r: Reader, arg: Raw): boolean {
  if (arg.type === "letter") {
    r.i++;
    putName(r, letterName(arg.value), arg.start, arg.end);
    return true;
  }
  if (arg.type !== "command") return false;
  const c = command(arg.value.slice(1));
  if (c?.does === "letter") {
    r.i++;
    putName(r, c.name, arg.start, arg.end);
    return true;
  }
  if (c?.does === "token" && c.type === "NAME") {
    r.i++;
    put(r, "NAME", c.value, arg.start, arg.end);
    return true;
  }
  if (c?.does !== "text" && c?.does !== "font") return arg.value === "\\T" && putTransposed(r, r.i + 1, arg);
  // `^\mathsf{T}`, `^\mathrm T`
  const at = skipSpace(r, r.i + 1);
  const close = closing(r, at);
  if (r.raws[at]?.value === "T") return putTransposed(r, at + 1, arg);
  const inner = skipSpace(r, at + 1);
  return (
    close >= 0 && r.raws[inner]?.value === "T" && skipSpace(r, inner + 1) === close && putTransposed(r, close + 1, arg)
  );
}

function putTransposed(r: Reader, after: number, arg: Raw): boolean {
  r.i = after;
  put(r, "NAME", "T", arg.start, r.raws[after - 1]?.end ?? arg.end);
  return true;
}

/** Puts primes, if nothing but `\prime` stands from `from` to `to`. */
function putPrimes(r: Reader, from: number, to: number): boolean {
  const primes: Raw[] = [];
  for (let i = skipSpace(r, from); i < to; i = skipSpace(r, i + 1)) {
    const raw = r.raws[i];
    if (raw === undefined || (raw.value !== "\\prime" && raw.value !== "'")) return false;
    primes.push(raw);
  }
  for (const p of primes) put(r, "PRIME", "'", p.start, p.end);
  return primes.length > 0;
}

/** `(2)` or `[l]` at the beginning of a superscript: one whole number or one name in parentheses. */
function labelAt(r: Reader, from: number): { readonly text: string; readonly after: number } | null {
  const open = skipSpace(r, from);
  const close = isSign(r.raws[open], "(") ? ")" : isSign(r.raws[open], "[") ? "]" : null;
  if (close === null) return null;
  const at = skipSpace(r, open + 1);
  const raw = r.raws[at];
  if (raw === undefined) return null;
  let text: string | null = null;
  let after = at + 1;
  if (raw.type === "number") text = /^\d+$/.test(raw.value) ? raw.value : null;
  else if (raw.type === "letter") text = letterName(raw.value);
  else if (raw.type === "command") {
    const c = command(raw.value.slice(1));
    const arg = skipSpace(r, at + 1);
    const end = closing(r, arg);
    if (c?.does === "letter") text = c.name;
    else if (c?.does === "text" && end >= 0) {
      const word = LABEL.exec(r.source.slice(r.raws[arg]?.end, r.raws[end]?.start));
      text = word === null ? null : subscript(word[1] ?? "");
      after = end + 1;
    }
  }
  const end = skipSpace(r, after);
  return text !== null && isSign(r.raws[end], close) ? { text, after: end + 1 } : null;
}

function readSubscript(r: Reader, raw: Raw): void {
  const at = skipSpace(r, r.i + 1);
  const arg = r.raws[at];
  const close = closing(r, at);
  let text: string | null;
  if (close >= 0) {
    text = labelText(r, at + 1, close);
    r.i = close + 1;
  } else if (arg === undefined) {
    text = "";
    r.i = at;
  } else if (arg.type === "number" && arg.value.length > 1) {
    text = firstDigit(arg);
    r.i = at;
  } else {
    r.i = at + 1;
    const brace = skipSpace(r, at + 1);
    const end =
      arg.type === "command" && LETTER_COMMANDS.get(arg.value.slice(1)) === undefined ? closing(r, brace) : -1;
    if (end >= 0) r.i = end + 1;
    text = labelText(r, at, end >= 0 ? end : at + 1);
  }
  const end = r.raws[r.i - 1]?.end ?? raw.end;
  if (text === null) put(r, "DOTS", "…", raw.start, end);
  else putSubscript(r, subscript(text), raw.start, end);
}

function putSubscript(r: Reader, text: string, start: number, end: number): void {
  const base = r.base;
  const t = base < 0 ? undefined : r.out[base];
  // Behind what cannot be read, its scripts are no fault of their own.
  if (t === undefined && r.out[r.out.length - 1]?.type === "FAULT") return;
  if (t === undefined || text === "") {
    const message = text === "" ? "this subscript cannot be read" : "this subscript belongs to nothing";
    putFault(r, { code: "syntax/subscript", message, hint: "a subscript stands behind a name: W_{1}" }, start, end);
  } else if (t.command) {
    fail(r, base, {
      code: "syntax/operator-script",
      message: `a subscript on ${t.value} is not read`,
      hint: `write ${t.value} without it`,
    });
  } else if (r.parts.has(t)) attach(r, t, { sub: text }, end);
  else if (CLOSERS.has(t.type) || t.type === "RC") t.sub = text;
  else if ((t.type === "NUM" || t.face === "bold") && base === r.out.length - 1) {
    const digit = t.type === "NUM" ? t.value : t.value === "zeros" ? "0" : "1";
    r.out.length = base;
    putFilled(r, `${digit}_${text}`, t.start, end);
  } else putFault(r, { code: "syntax/subscript", message: "this subscript belongs to nothing" }, start, end);
}

/** A subscript as text; null where it holds dots, so that its statement only sketches something. */
function labelText(r: Reader, from: number, to: number): string | null {
  let text = "";
  let inText = -1;
  for (let i = from; i < to; i++) {
    const raw = r.raws[i];
    if (raw === undefined) break;
    if (raw.type === "dots") return null;
    if (raw.type === "command") {
      const name = raw.value.slice(1);
      const c = command(name);
      if (c?.does === "token" && c.type === "DOTS") return null;
      if (c?.does === "letter") text += c.name;
      else if (c?.does === "prime") text += "'";
      else if (c?.does === "text") inText = closing(r, skipSpace(r, i + 1));
      else if (c === null) text += `_${name}_`;
    } else if (raw.type === "space") text += i < inText ? "_" : "";
    else if (raw.type === "letter") text += i < inText ? raw.value : letterName(raw.value);
    else if (raw.type === "number" || raw.type === "below") text += raw.value;
    else if (raw.type === "other" && raw.value !== "{" && raw.value !== "}") text += raw.value;
    else if (raw.type !== "newline" && raw.type !== "other") text += "_";
  }
  return text;
}

// ---------------------------------------------------------------- commands

function readCommand(r: Reader, raw: Raw): void {
  const name = raw.value.slice(1);
  const c = command(name);
  r.i++;
  if (c !== null) perform(r, raw, name, c);
  else if (isBuiltinFunction(name)) putOperator(r, name, raw.start, raw.end);
  else {
    const close = nearest(name, commandNames());
    const hint = close === null ? "write out what it stands for" : `did you mean \\${close}?`;
    putFault(r, { code: "syntax/command", message: `the command \\${name} is not known`, hint }, raw.start, raw.end);
  }
}

function putOperator(r: Reader, name: string, start: number, end: number): void {
  const t = put(r, "NAME", name, start, end);
  t.command = true;
  t.face = "text";
  r.base = r.out.length - 1;
}

function perform(r: Reader, raw: Raw, name: string, c: Command): void {
  switch (c.does) {
    case "letter":
      putName(r, c.name, raw.start, raw.end);
      return;
    case "token":
      put(r, c.type, c.value, raw.start, raw.end);
      return;
    case "operator":
      putOperator(r, c.name, raw.start, raw.end);
      return;
    case "font":
      r.modifier = {
        face: c.face,
        distinct: c.distinct,
        accent: r.modifier?.accent ?? "",
        start: r.modifier?.start ?? raw.start,
      };
      return;
    case "switch":
      r.face = c.face;
      return;
    case "accent": {
      const before = r.modifier;
      const face = c.name === "" ? "bold" : (before?.face ?? null);
      r.modifier = {
        face,
        distinct: before?.distinct ?? false,
        accent: c.name === "" ? (before?.accent ?? "") : c.name,
        start: before?.start ?? raw.start,
      };
      return;
    }
    case "text":
      readText(r, raw, name);
      return;
    case "skip":
      skipArguments(r, c.args);
      return;
    case "through":
      skipArguments(r, c.args - 1);
      openThrough(r, c.scripts);
      return;
    case "frac":
      put(r, "FRAC", "", raw.start, raw.end);
      r.args = 2;
      return;
    case "sqrt":
      readRoot(r, raw);
      return;
    case "left":
    case "right":
      readDelimiter(r, raw, c.does);
      return;
    case "begin":
    case "end":
      readEnvironment(r, raw, c.does);
      return;
    case "blackboard":
      readBlackboard(r, raw);
      return;
    case "partial":
      put(r, "D", "1", raw.start, raw.end);
      return;
    case "nabla":
      readNabla(r, raw);
      return;
    case "prime": {
      const base = r.base;
      put(r, "PRIME", "'", raw.start, raw.end);
      r.base = base;
      return;
    }
    case "row":
      newRow(r, raw);
      return;
    case "fault":
      putFault(r, { code: c.code, message: c.message, hint: c.hint }, raw.start, raw.end);
      if (c.code === "syntax/macro") skipLine(r);
  }
}

/** Leaves out the rest of a line: the macro that a definition names is no unknown command. */
function skipLine(r: Reader): void {
  while (r.i < r.raws.length && r.raws[r.i]?.type !== "newline" && r.raws[r.i]?.type !== "row") r.i++;
}

/** Leaves out a star, and arguments in braces. */
function skipArguments(r: Reader, count: number): void {
  if (count <= 0) return;
  let at = skipSpace(r, r.i);
  if (isSign(r.raws[at], "*")) at = skipSpace(r, at + 1);
  for (let k = 0; k < count; k++) {
    const close = closing(r, at);
    if (close < 0) return;
    r.i = close + 1;
    at = skipSpace(r, r.i);
  }
}

function openThrough(r: Reader, remarks: boolean): void {
  const at = skipSpace(r, r.i);
  if (closing(r, at) < 0) return;
  r.i = at + 1;
  const args = r.args;
  pushFrame(r, "through", -1, remarks);
  r.args = args;
  r.out.push(token("NOTHING", "{", r.raws[at]?.start ?? 0, r.raws[at]?.end ?? 0, true, true));
}

/** What a text must hold to be a name. */
const WORD = new RegExp(`^${LETTER}(?:${WORD_PART}|[_-])*$`);

/** What a text within the parentheses of a label must hold. */
const LABEL = new RegExp(String.raw`^\s*(${WORD_PART}+)\s*$`);

/** Words that stand between statements, not in them. */
const CONNECTIVES: ReadonlySet<string> = new Set(
  "and or where with for if so then thus hence since let when while as by such that is are given using because therefore note assume else otherwise all any on in of the a an".split(
    " ",
  ),
);

/** `\text{…}`: a built-in if it names one, a name if it is one word, `(input)`, else prose. */
function readText(r: Reader, raw: Raw, name: string): void {
  let at = skipSpace(r, r.i);
  if (isSign(r.raws[at], "*")) at = skipSpace(r, at + 1);
  const close = closing(r, at);
  const next = r.raws[at];
  if (close < 0) {
    // `\mathrm T`: the next letter alone.
    if (next?.type === "letter")
      r.modifier = {
        face: "text",
        distinct: false,
        accent: r.modifier?.accent ?? "",
        start: r.modifier?.start ?? raw.start,
      };
    return;
  }
  const from = next?.end ?? raw.end;
  const to = r.raws[close]?.start ?? raw.end;
  const end = r.raws[close]?.end ?? raw.end;
  const typed = r.source.slice(from, to).replaceAll("\\_", "_");
  // `\operatorname{arg\,max}` is one word that is set with a space.
  const content = name === "operatorname" ? typed.replace(/\\[,;:!]|\s/g, "") : typed;
  const word = content.trim();
  const isMathematics = name === "mathrm" || name === "operatorname";
  const canonical = word.replaceAll("-", "_");
  if (word === "") {
    r.i = close + 1;
  } else if (/^\(?\s*input\s*\)?[.,]?$/i.test(word)) {
    r.i = close + 1;
    put(r, "INPUT", "input", raw.start, end);
  } else if (isBuiltinFunction(canonical)) {
    r.i = close + 1;
    putOperator(r, canonical, raw.start, end);
  } else if (!WORD.test(word)) {
    if (isMathematics) {
      r.modifier = {
        face: "text",
        distinct: false,
        accent: r.modifier?.accent ?? "",
        start: r.modifier?.start ?? raw.start,
      };
      return;
    }
    r.i = close + 1;
    putProse(r, raw.start, end);
  } else {
    r.i = close + 1;
    // A word set off by spaces is read by people, not a name.
    const isProse = !isMathematics && (word !== content || CONNECTIVES.has(word.toLowerCase()));
    if (isProse) putProse(r, raw.start, end);
    else if (word === "T") put(r, "NAME", "T", raw.start, end);
    else putName(r, [...canonical].map(letterName).join(""), raw.start, end, "text");
  }
}

function putProse(r: Reader, start: number, end: number): void {
  r.out.push(token("PROSE", "", start, end, true, true));
  r.base = -1;
}

/** `\sqrt{x}`, `\sqrt[3]{x}`. */
function readRoot(r: Reader, raw: Raw): void {
  let root = "";
  const open = skipSpace(r, r.i);
  if (isSign(r.raws[open], "[")) {
    const at = skipSpace(r, open + 1);
    const index = r.raws[at];
    const close = skipSpace(r, at + 1);
    if (index !== undefined && /^(\d+|[A-Za-z])$/.test(index.value) && isSign(r.raws[close], "]")) {
      root = index.value;
      r.i = close + 1;
    } else {
      putFault(
        r,
        { code: "syntax/root", message: "the index of a root is one number or name" },
        raw.start,
        r.raws[open]?.end ?? raw.end,
      );
      return;
    }
  }
  put(r, "SQRT", root === "2" ? "" : root, raw.start, raw.end);
  r.args = 1;
}

const ONE_SIDED: Fault = {
  code: "syntax/one-sided",
  message: "this bracket has one side only",
  hint: "close it with \\right) or the like; a value at a point is not read",
};

/** `\left(` … `\right)`; bars state their direction this way. */
function readDelimiter(r: Reader, raw: Raw, side: "left" | "right"): void {
  const at = skipSpace(r, r.i);
  const next = r.raws[at];
  r.i = at + 1;
  const partner = side === "right" ? r.lefts.pop() : undefined;
  const isOpen = next === undefined || isSign(next, ".");
  if (side === "right") {
    // One fault for the pair: a side that has lost its other one is left out.
    const isLost = partner !== undefined && r.out[partner]?.type === "FAULT";
    if (partner !== undefined && (isLost || isOpen)) {
      if (!isLost) fail(r, partner, ONE_SIDED);
      skipRemark(r);
      return;
    }
  }
  const delimiter = isOpen ? null : delimiterOf(next);
  if (isOpen || (side === "right" && partner === undefined)) putFault(r, ONE_SIDED, raw.start, next?.end ?? raw.end);
  else if (delimiter === null)
    putFault(r, { code: "syntax/delimiter", message: `\\${side} needs a bracket or a bar` }, raw.start, next.end);
  else {
    const isBar = delimiter === "BAR" || delimiter === "NBAR";
    put(r, delimiter, isBar ? (side === "left" ? "(" : ")") : next.value, raw.start, next.end);
  }
  if (side === "left") r.lefts.push(r.out.length - 1);
}

function delimiterOf(raw: Raw): LexicalKind | null {
  if (raw.type === "norm") return "NBAR";
  if (raw.type === "other") {
    const sign = SIGNS.get(raw.value)?.[0];
    return sign === "LP" || sign === "RP" || sign === "LB" || sign === "RB" || sign === "BAR" ? sign : null;
  }
  if (raw.type === "symbol")
    return raw.value === "\\{" ? "LP" : raw.value === "\\}" ? "RP" : raw.value === "\\|" ? "NBAR" : null;
  const c = raw.type === "command" ? command(raw.value.slice(1)) : null;
  if (c?.does !== "token") return null;
  return ["LP", "RP", "LB", "RB", "BAR", "NBAR"].includes(c.type) ? c.type : null;
}

function readSymbol(r: Reader, raw: Raw): void {
  r.i++;
  switch (raw.value) {
    case "\\{":
      put(r, "LP", "(", raw.start, raw.end);
      return;
    case "\\}":
      put(r, "RP", ")", raw.start, raw.end);
      return;
    case "\\|":
      put(r, "NBAR", "", raw.start, raw.end);
      return;
    case "\\(":
    case "\\)":
    case "\\[":
    case "\\]":
      breakHere(r, "region", raw);
      return;
    default:
      if (!/^\\[,;:!>\s/"-]$/.test(raw.value)) putFault(r, unreadable(raw.value), raw.start, raw.end);
  }
}

function readEnvironment(r: Reader, raw: Raw, side: "begin" | "end"): void {
  const at = skipSpace(r, r.i);
  const close = closing(r, at);
  if (close < 0) {
    putFault(
      r,
      { code: "syntax/environment", message: `\\${side} needs the name of an environment in braces` },
      raw.start,
      raw.end,
    );
    return;
  }
  const name = r.source.slice(r.raws[at]?.end, r.raws[close]?.start).trim();
  const end = r.raws[close]?.end ?? raw.end;
  r.i = close + 1;
  if (side === "begin") {
    const kind = environment(name);
    r.environments.push({ name, kind, cells: 0, start: raw.start, end });
    if (hasColumnArgument(name)) skipArguments(r, 1);
    if (kind === "matrix") put(r, "LB", "matrix", raw.start, end);
    else if (kind === "unread") {
      const hint = /vmatrix$/i.test(name) ? "a determinant is det(A)" : "matrices and aligned equations are read";
      putFault(r, { code: "syntax/environment", message: `the environment ${name} is not read`, hint }, raw.start, end);
    }
    r.base = -1;
    return;
  }
  const env = r.environments[r.environments.length - 1];
  if (env === undefined || env.name !== name) {
    const message =
      env === undefined ? `\\end{${name}} ends nothing` : `\\begin{${env.name}} is ended by \\end{${name}}`;
    putFault(r, { code: "syntax/environment", message }, raw.start, end);
  }
  r.environments.pop();
  if (env?.kind === "matrix") {
    if (r.out[r.out.length - 1]?.type === "SEMI") r.out.pop();
    put(r, "RB", "]", raw.start, end);
  } else if (env?.kind === "aligned") breakHere(r, "row", { start: raw.start, end });
}

/** `\mathbb{R}`, `\mathbb{1}`. */
function readBlackboard(r: Reader, raw: Raw): void {
  const at = skipSpace(r, r.i);
  const close = closing(r, at);
  const inner = close >= 0 ? skipSpace(r, at + 1) : at;
  const letter = r.raws[inner];
  const isAlone = close < 0 || skipSpace(r, inner + 1) === close;
  const end = (close >= 0 ? r.raws[close] : letter)?.end ?? raw.end;
  if (letter?.value === "R" && isAlone) {
    r.i = close >= 0 ? close + 1 : inner + 1;
    put(r, "REALS", "ℝ", raw.start, end);
  } else r.modifier = { face: letter?.value === "1" ? "bold" : "plain", distinct: false, accent: "", start: raw.start };
}

/** `\nabla_{\mathbf{x}}`, `\nabla^2_x`; the square may stand on either side of the variable. */
function readNabla(r: Reader, raw: Raw): void {
  let at = skipSpace(r, r.i);
  const square = squareAt(r, at);
  if (square !== null) at = skipSpace(r, square);
  put(r, "NABLA", square === null ? "1" : "2", raw.start, raw.end);
  if (!isSign(r.raws[at], "_")) {
    fail(r, r.out.length - 1, WITHOUT_VARIABLE);
    return;
  }
  r.i = skipSpace(r, at + 1);
  if (closing(r, r.i) >= 0) {
    r.i++;
    pushFrame(r, "nabla");
  }
}

/** The piece behind `^2` or `^{2}` at `at`, or null where none stands there. */
function squareAt(r: Reader, at: number): number | null {
  if (!isSign(r.raws[at], "^")) return r.raws[at]?.value === "²" ? at + 1 : null;
  const arg = skipSpace(r, at + 1);
  const close = closing(r, arg);
  if (close < 0) return r.raws[arg]?.value === "2" ? arg + 1 : null;
  const inner = skipSpace(r, arg + 1);
  return r.raws[inner]?.value === "2" && skipSpace(r, inner + 1) === close ? close + 1 : null;
}

function closeNabla(r: Reader, frame: Frame, raw: Raw): void {
  const variable = r.out[frame.at];
  r.base = -1;
  if (r.out.length !== frame.at + 1 || variable?.type !== "NAME")
    putFault(
      r,
      {
        code: "syntax/nabla",
        message: "a gradient is taken by one variable",
        hint: "∂²s/∂x∂y is a mixed second derivative",
      },
      frame.at < r.out.length ? (variable?.start ?? raw.start) : raw.start,
      raw.end,
    );
}
