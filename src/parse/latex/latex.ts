/**
 * The LaTeX spelling: text to the tokens that both spellings share.
 *
 * moo cuts the text into commands, letters and signs; one pass over these, with a stack for braces, puts names together
 * (faces, accents, labels, subscripts), reads arguments, and looks through what only typesets.
 */

import type moo from "moo";
import { isBuiltinFunction } from "../../functions/builtins.js";
import { letterName, subscript } from "../../names/canonical.js";
import { BELOW, MARKED_LETTER } from "../../names/letters.js";
import type { Span } from "../ast.js";
import { lexerOf } from "../lex/lexer.js";
import { latexToken, RELATIONS, type Token } from "../lex/tokens.js";
import { VULGAR } from "../lex/vulgar.js";
import { closeNabla, readNabla } from "./derivative-signs.js";
import { ONE_SIDED, putWord, readCommand, readSymbol } from "./perform.js";
import {
  breakHere,
  type Frame,
  fail,
  firstDigit,
  isSign,
  joinDifference,
  joined,
  type Modifier,
  newRow,
  pushFrame,
  put,
  putFault,
  putFilled,
  putName,
  type Raw,
  type Reader,
  SIGNS,
  type Spelling,
  scriptsOf,
  skipRemark,
  skipSpace,
  unreadable,
} from "./reader.js";
import { readReduction } from "./reductions.js";
import { type Runs, runAt } from "./runs.js";
import { closeSizes, oneCharacter, putSubscript, readSubscript, readSuperscript } from "./scripts.js";
import { withoutShorthands } from "./shorthands.js";
import { withoutSystems } from "./systems.js";
import { withLabels } from "./underbraces.js";

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
  dots: /\.\.\.?|[…⋯⋮⋱⋰]/,
  elementwisePower: /\.\^/,
  elementwise: /\.\*|\.\/|[∘⊙⊘⊗]/,
  norm: /\|\||‖/,
  equals: /:=|=/,
  arrow: /[\u2190-\u21ff\u27f5-\u27ff]/,
  other: /[\ud800-\udbff][\udc00-\udfff]|[^\n\r]/,
};

const lexer = lexerOf(RULES);

/** Where the tokens of LaTeX go, and with which names of several letters they are read. */
interface Into {
  readonly out: Token[];
  readonly spellings: Spelling[];
  readonly words: ReadonlySet<string>;
  readonly runs: Runs;
}

/** Appends the tokens of a stretch of `source`; in a display a line break is white space. */
export function latexTokens(
  source: string,
  { start, end, display }: Span & { readonly display: boolean },
  { out, spellings, words, runs }: Into,
): void {
  const pieces: Raw[] = [];
  const lex = lexer();
  lex.reset(source.slice(start, end));
  for (let t = lex.next(); t !== undefined; t = lex.next()) {
    const from = start + t.offset;
    if (t.type !== "comment")
      pieces.push({ type: t.type as string, value: t.value, start: from, end: from + t.value.length });
  }
  const typed = withLabels(pieces, runs.braced) ?? pieces;
  const paired = braces(typed);
  const plain = withoutShorthands(typed, paired);
  const rows = withoutSystems(plain ?? typed, plain === null ? paired : braces(plain));
  const longer = rows ?? plain;
  const raws = longer ?? typed;
  const r: Reader = {
    source,
    words,
    runs,
    raws,
    partner: longer === null ? paired : braces(longer),
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
    putFault(r, { code: "syntax/environment", message: `\\begin{${open.name}} is never ended` }, open);
  for (const at of r.lefts) fail(r, at, ONE_SIDED);
  for (const [t, p] of r.parts) {
    t.value = joined(p);
    t.scripts = scriptsOf(p);
    const form = p.label !== "" ? "label" : p.distinct ? "distinct" : p.sub !== "" ? "subscript" : "plain";
    const distinct = p.distinct ? { token: t, base: p.base } : null;
    spellings.push({ name: t.value, form, distinct, start: t.start, end: t.end });
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
    case "letter": {
      const run = r.modifier === null && r.face === "plain" ? runAt(r.raws, r.i, r.runs) : null;
      r.i += run?.length ?? 1;
      if (run === null) putName(r, letterName(raw.value), raw);
      else putWord(r, run.word, { start: raw.start, end: run.end });
      return;
    }
    case "below": {
      r.i++;
      putSubscript(r, subscript(raw.value), raw, raw);
      return;
    }
    default:
      if (raw.type !== "other") {
        r.i++;
        putUnicode(r, raw);
      } else readSign(r, raw);
  }
}

/** Every second `&` of a row begins another column of statements. */
function newCell(r: Reader, raw: Raw): void {
  const env = r.environments[r.environments.length - 1];
  if (env?.kind === "matrix") {
    put(r, "COMMA", ",", raw);
    return;
  }
  r.base = -1;
  if (env !== undefined && env.kind !== "aligned") return;
  const row = env ?? r;
  row.cells += 1;
  if (row.cells % 2 === 0) breakHere(r, "cell", raw, row.cells / 2);
  else if (isBetweenFactors(r)) put(r, "QUAD", "&", raw);
}

/** `x & y`: where a sign follows, `x &= y`, it stands for nothing. */
function isBetweenFactors(r: Reader): boolean {
  const before = r.out[r.out.length - 1]?.type;
  const next = r.raws[skipSpace(r, r.i)];
  return (
    (before === "NAME" || before === "NUM" || before === "RP") && (next?.type === "letter" || next?.type === "number")
  );
}

/** TeX takes one digit where braces are missing: `\frac12`, `x^23` is x² 3. */
function readNumber(r: Reader, raw: Raw): void {
  if (r.args > 0 && raw.value.length > 1) {
    const doubt = r.args === 1 ? oneCharacter("", raw.value.charAt(0), raw.value.slice(1)) : null;
    put(r, "NUM", firstDigit(raw), { start: raw.start - 1, end: raw.start }).doubt = doubt;
    return;
  }
  const power = powerOfTen(r, r.i);
  if (power !== null) {
    r.i = power;
    putPowerOfTen(r, { start: raw.start, end: r.raws[power - 1]?.end ?? raw.end });
    return;
  }
  r.i++;
  const m = r.modifier;
  r.modifier = null;
  const isSwitched = m === null && r.face === "bold" && r.frames[r.frames.length - 1]?.kind !== "modified";
  if ((m?.face === "bold" || isSwitched) && /^[01]$/.test(raw.value))
    putFilled(r, raw.value, { start: m?.start ?? raw.start, end: raw.end });
  else put(r, "NUM", raw.value, raw);
}

/** The piece behind `1e-3`, a number as programs write it, or null where none begins at `i`. */
function powerOfTen({ raws }: Reader, i: number): number | null {
  const e = raws[i + 1];
  if (e?.type !== "letter" || (e.value !== "e" && e.value !== "E")) return null;
  const sign = raws[i + 2];
  const at = isSign(sign, "-") || isSign(sign, "+") ? i + 3 : i + 2;
  return /^\d+$/.test(raws[at]?.value ?? "") ? at + 1 : null;
}

/** Refuses `1e-3` in LaTeX, which reads e − 3 letter by letter. */
function putPowerOfTen(r: Reader, span: Span): void {
  const text = r.source.slice(span.start, span.end);
  const [, digits = "", exponent = ""] = /^([^eE]*)[eE]\+?(.*)$/.exec(text) ?? [];
  const hint = `write ${digits} \\cdot 10^{${exponent}}; a product with e has spaces: ${text.replace(/([eE])([+-]?)/, " $1 $2 ")}`;
  putFault(
    r,
    { code: "syntax/numbers", message: `${text} is a number of programs, and a product in LaTeX`, hint },
    span,
  );
}

const ELEMENTWISE: ReadonlyMap<string, string> = new Map([
  ["./", "quotient"],
  ["⊘", "quotient"],
  ["⊗", "kronecker"],
]);

function putUnicode(r: Reader, raw: Raw): void {
  const base = r.base;
  const { type, value, start, end } = raw;
  switch (type) {
    case "reals":
      put(r, "REALS", value, { start, end });
      return;
    case "transposed":
    case "squared":
    case "inverse":
      put(r, "POWER", "^", { start, end: start });
      if (type === "inverse" || value.length > 1) put(r, "SIGN", "-", { start, end: start + 1 });
      if (type === "transposed") put(r, "NAME", "T", { start: end - 1, end });
      else put(r, "NUM", type === "inverse" ? "1" : value.normalize("NFKC"), { start: end - 1, end });
      r.base = base;
      return;
    case "dots":
      put(r, "DOTS", value, { start, end });
      return;
    case "elementwisePower":
      put(r, "POWER", ".^", { start, end });
      return;
    case "elementwise":
      put(r, "EW", ELEMENTWISE.get(value) ?? "hadamard", { start, end });
      return;
    case "norm":
      put(r, "NBAR", "", { start, end });
      return;
    case "equals":
      put(r, "EQ", "=", { start, end });
      return;
    default:
      put(r, "ARROW", value, { start, end });
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
  const fraction = VULGAR.get(raw.value);
  if (fraction !== undefined) {
    for (const [kind, value] of [
      ["LP", "("],
      ["NUM", fraction[0]],
      ["MUL", "/"],
      ["NUM", fraction[1]],
      ["RP", ")"],
    ] as const)
      put(r, kind, value, raw);
    return;
  }
  const sign = SIGNS.get(raw.value);
  if (raw.value === "'" || raw.value === "’" || raw.value === "′") {
    const base = r.base;
    put(r, "PRIME", "'", raw);
    r.base = base;
  } else if (raw.value === "∇") readNabla(r, raw);
  else if (raw.value === "⊤") {
    const isScript = r.out[r.out.length - 1]?.type === "POWER";
    if (!isScript) put(r, "POWER", "^", { start: raw.start, end: raw.start });
    const base = r.base;
    put(r, "NAME", "T", raw);
    if (!isScript) r.base = base;
  } else if (raw.value === "∑" || raw.value === "∏") readReduction(r, raw, raw.value === "∑" ? "sum" : "prod");
  else if (raw.value === "." && dotsFunction(r)) return;
  else if (sign === undefined || sign[0] === "FAULT")
    putFault(r, unreadable(raw.value), raw, RELATIONS.get(raw.value) ?? "");
  else put(r, sign[0], sign[1], raw);
}

/** Whether a dot before a parenthesis follows a function: `\\exp.(X)`, of each entry, is `\\exp(X)`. */
function dotsFunction(r: Reader): boolean {
  const name = r.out[r.out.length - 1];
  const next = r.raws[r.i];
  if (name?.command !== true || !isBuiltinFunction(name.value)) return false;
  if (!isSign(next, "(") && !(next?.type === "command" && next.value === "\\left")) return false;
  name.end += 1;
  return true;
}

function openBrace(r: Reader, raw: Raw): void {
  const open = r.i++;
  if ((r.partner[open] ?? -1) < 0) {
    put(r, "LC", "{", raw);
    return;
  }
  const kind = r.modifier !== null ? "modified" : r.args > 0 ? "argument" : "group";
  pushFrame(r, kind);
  r.out.push(latexToken("LC", "{", raw));
  r.base = -1;
}

function closeBrace(r: Reader, raw: Raw): void {
  const close = r.i++;
  const frame = (r.partner[close] ?? -1) < 0 ? undefined : r.frames.pop();
  if (frame === undefined) {
    put(r, "RC", "}", raw);
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
  if (frame.kind === "call" || frame.kind === "abs" || frame.kind === "norm") {
    const type = frame.kind === "call" ? "RP" : frame.kind === "abs" ? "BAR" : "NBAR";
    put(r, type, ")", raw);
    return;
  }
  if (frame.kind === "silent") return;
  if (frame.kind === "condition") {
    put(r, "RB", "]", raw);
    return;
  }
  if (frame.kind === "nabla") {
    closeNabla(r, frame, raw);
    return;
  }
  if (frame.kind === "sizes") {
    closeSizes(r, frame, raw);
    return;
  }
  if (frame.kind === "modified" && frame.modifier?.face === "bold") joinWord(r, frame);
  const isOneToken = r.out.length === frame.at + 2;
  const inner = r.out[frame.at + 1];
  const isName = isOneToken && inner?.type === "NAME" && r.parts.has(inner);
  if (frame.kind === "argument" || (frame.args > 0 && !isName)) {
    r.out.push(latexToken("RC", "}", raw));
    r.base = frame.base;
    return;
  }
  if (isOneToken && inner?.command === true && frame.args === 0) {
    r.out.length = frame.at;
    r.out.push(inner);
    r.base = frame.at;
    return;
  }
  if (isName && inner !== undefined) {
    modify(r, inner, frame.modifier, raw.end);
    if (frame.args > 0) {
      r.out.push(latexToken("RC", "}", raw));
      r.base = -1;
    } else {
      r.out.length = frame.at;
      r.out.push(inner);
      r.base = frame.at;
      joinDifference(r);
    }
    return;
  }
  if (isOneToken && inner?.type === "NUM" && /^[01]$/.test(inner.value) && frame.modifier?.face === "bold") {
    r.out.length = frame.at;
    putFilled(r, inner.value, { start: frame.modifier.start, end: raw.end });
    return;
  }
  if (r.out.length === frame.at + 1) {
    r.out.length = frame.at;
    return;
  }
  r.out.push(latexToken("RC", "}", raw));
  r.base = r.out.length - 1;
  if (frame.modifier !== null && frame.modifier.accent !== "")
    putFault(
      r,
      {
        code: "syntax/accent",
        message: `\\${frame.modifier.accent} stands over one letter`,
        hint: "give the expression a name",
      },
      { start: frame.modifier.start, end: raw.end },
    );
}

/** The letters of `\mathbf{xc}` are one name where the text has that name in plain words; else a product. */
function joinWord(r: Reader, frame: Frame): void {
  const letters = r.out.slice(frame.at + 1);
  const [first, second] = letters;
  if (first === undefined || second === undefined || r.words.size === 0) return;
  const bare = letters.every(
    (t) => (t.type === "NAME" && /^[A-Za-z]$/.test(t.value) && r.parts.has(t)) || (t.type === "NUM" && t !== first),
  );
  const word = letters.map((t) => t.value).join("");
  if (!bare || !r.words.has(word)) return;
  r.out.length = frame.at + 1;
  for (const t of letters) r.parts.delete(t);
  putName(r, word, { start: first.start, end: letters[letters.length - 1]?.end ?? first.end });
}

/** `\boxed{A x}` stays one factor; around a whole statement, or one token, the braces vanish. */
function closeThrough(r: Reader, frame: Frame, hasRelation: boolean, raw: Raw): void {
  const open = r.out[frame.at];
  if (open !== undefined && !hasRelation && r.out.length > frame.at + 2) {
    open.type = "LC";
    r.out.push(latexToken("RC", "}", raw));
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
