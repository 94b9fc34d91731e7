/** Superscripts and subscripts: what belongs to a name, and what to an expression. */

import { LETTER_COMMANDS, letterName, subscript } from "../../names/canonical.js";
import { WORD_PART } from "../../names/letters.js";
import type { Script, Span } from "../ast.js";
import { type Fault, latexToken, RELATIONS, type Token } from "../lex/tokens.js";
import { command } from "./commands.js";
import {
  attach,
  CLOSERS,
  closing,
  type Frame,
  fail,
  firstDigit,
  isSign,
  joined,
  latexScript,
  pushFrame,
  put,
  putFault,
  putFilled,
  putName,
  type Raw,
  type Reader,
  skipSpace,
} from "./reader.js";
import { doubtPower, isMatrixAt, isOperand } from "./signed.js";

export function readSuperscript(r: Reader, raw: Raw): void {
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
    if (isTr(r, name, at + 1, close)) {
      put(r, "POWER", "^", raw);
      putTransposed(r, close + 1, r.raws[at] as Raw);
      r.base = base;
      return;
    }
    const isName = name !== undefined && r.parts.has(name);
    const label = isName ? (labelAt(r, at + 1) ?? raisedLabel(r, name, at + 1, close)) : null;
    if (label !== null && name !== undefined) {
      const end = r.raws[close]?.end ?? raw.end;
      attach(r, name, { label: label.text, typed: labelScript(r, at + 1, label) }, end);
      r.i = skipSpace(r, label.after);
      // a^{[l](i)}: of layer l and sample i.
      for (let next = labelAt(r, r.i); next !== null && r.i < close; next = labelAt(r, r.i)) {
        attach(r, name, { label: next.text, typed: labelScript(r, r.i, next) }, end);
        r.i = skipSpace(r, next.after);
      }
      if (r.i === close) {
        r.i = close + 1;
        r.base = base;
        return;
      }
    } else r.i = at + 1;
    // `x^{\circ 2}`, each entry squared, as `x .^ 2` is printed.
    const ring = skipSpace(r, r.i);
    const elementwise = RINGS.has(r.raws[ring]?.value ?? "") && skipSpace(r, ring + 1) < close;
    if (elementwise) r.i = ring + 1;
    put(r, "POWER", elementwise ? ".^" : "^", raw);
    r.modifier = null;
    pushFrame(r, "argument", base);
    const brace = r.raws[at] ?? raw;
    r.out.push(latexToken("LC", "{", brace));
    r.base = -1;
    return;
  }
  if (arg?.type === "command" && arg.value === "\\prime") {
    r.i = at + 1;
    put(r, "PRIME", "'", arg);
    r.base = base;
    return;
  }
  const label = arg !== undefined && name !== undefined && r.parts.has(name) ? raisedLabel(r, name, at, at + 1) : null;
  if (label !== null && name !== undefined) {
    attach(r, name, { label: label.text, typed: labelScript(r, at, label) }, r.raws[label.after - 1]?.end ?? raw.end);
    r.i = label.after;
    r.base = base;
    return;
  }
  put(r, "POWER", "^", raw);
  if (arg === undefined) return;
  if (isSign(arg, "-") || isSign(arg, "−")) {
    put(r, "SIGN", "-", arg);
    r.i = skipSpace(r, at + 1);
    const next = r.raws[r.i];
    if (next !== undefined && /^\d+$/.test(next.value)) {
      r.i++;
      put(r, "NUM", next.value, next);
      r.base = base;
    } else if (next !== undefined) {
      putScriptLetter(r, next, base);
      doubtPower(r, next, name);
    }
    return;
  }
  if (arg.type === "number") {
    if (arg.value.length === 1) {
      r.i = at + 1;
      put(r, "NUM", arg.value, arg);
    } else {
      const doubt = oneCharacter("^", arg.value.charAt(0), arg.value.slice(1));
      put(r, "NUM", firstDigit(arg), { start: arg.start - 1, end: arg.start }).doubt = doubt;
    }
    r.base = base;
    return;
  }
  putScriptLetter(r, arg, base);
}

/** Says that TeX takes one character of what stands behind a sign without braces. */
export function oneCharacter(sign: string, taken: string, left: string): Fault {
  return {
    code: "syntax/script",
    message: `TeX takes one character without braces: ${sign}${taken}${left} is ${sign}{${taken}} ${left}`,
    hint: `${sign}{${taken}${left}} takes them all, ${sign}{${taken}} ${left} says what is read`,
  };
}

/** A letter as an exponent; behind `e^a` another letter was to be one as well, more likely than not. */
function putScriptLetter(r: Reader, arg: Raw, base: number): void {
  if (!putLetter(r, arg)) return;
  r.base = base;
  const [e, next, t] = [base < 0 ? undefined : r.out[base], r.raws[r.i], r.out[r.out.length - 1]];
  if (e?.value === "e" && e.face !== "bold" && arg.type === "letter" && next?.type === "letter" && t !== undefined)
    t.doubt = oneCharacter("^", arg.value, next.value);
}

/** Whether `W_ij` was to have two indices: the letter behind the first is one of indices, and has no script of its own. */
function isSecondIndex(r: Reader, at: number): boolean {
  const [raw, next] = [r.raws[at], r.raws[at + 1]];
  return raw?.type === "letter" && /^[i-nt]$/.test(raw.value) && !isSign(next, "_") && !isSign(next, "^");
}

interface Label {
  readonly text: string;
  readonly after: number;
}

/** A label above a name, as it stands from piece `from` on, without the brackets around it. */
function labelScript(r: Reader, from: number, { text, after }: Label): Script {
  const at = skipSpace(r, from);
  const open = r.raws[at];
  const bracket = isSign(open, "(") ? "(" : isSign(open, "[") ? "[" : null;
  const start = (bracket === null ? open?.start : open?.end) ?? 0;
  const last = r.raws[after - 1];
  return latexScript(r.source, { start, end: (bracket === null ? last?.end : last?.start) ?? start }, text, bracket);
}

const STARS: ReadonlySet<string> = new Set(["*", "\\ast", "\\star", "∗", "⋆"]);

/**
 * Reads a label above a name: a star, a word, a capital, a letter that is a label elsewhere in the text, and any
 * letter above a bold letter or a matrix that never stands without it, in plain text neither. Null for an exponent.
 */
function raisedLabel(r: Reader, t: Token, from: number, to: number): Label | null {
  const at = skipSpace(r, from);
  const raw = r.raws[at];
  if (raw === undefined || at >= to || (t.value === "e" && t.face !== "bold")) return null;
  const { labels, bare, letters, signed, raised, powers, layered } = r.runs;
  if (STARS.has(raw.value)) return { text: "star", after: at + 1 };
  const isLast = skipSpace(r, at + 1) >= to;
  // a^0 = x beside a^l = …; without braces TeX takes one digit.
  if (
    raw.type === "number" &&
    isLast &&
    layered.has(t.value) &&
    (raw.value.length === 1 || r.raws[from - 1]?.value === "{")
  )
    return { text: raw.value, after: at + 1 };
  if (isSign(raw, "+") || isSign(raw, "-")) {
    // `\hat x^-`, `P^-`: an estimate before it is corrected, also where nothing defines it.
    const isBefore =
      (r.parts.get(t)?.accent ?? "") !== "" || (isSign(raw, "-") && (/^\p{Lu}/u.test(t.value) || t.face === "bold"));
    const isAlone = r.raws[from - 1]?.value === "{" || !isOperand(r.raws[at + 1]) || isMatrixAt(r, at + 1);
    // Between braces it is nothing else, whatever letter it is above.
    const isBraced = isSign(raw, "-") && r.raws[from - 1]?.value === "{";
    return isLast && (isBraced || signed.has(t.value + raw.value) || (isBefore && isAlone))
      ? { text: raw.value === "+" ? "plus" : "minus", after: at + 1 }
      : null;
  }
  const c = raw.type === "command" ? command(raw.value.slice(1)) : null;
  if (c?.does === "text") {
    // Of `b^{\\operatorname{max}(x)}` the word is an operation.
    const label = wordLabel(r, at);
    return label !== null && isSign(r.raws[skipSpace(r, label.after)], "(") ? null : label;
  }
  const letter = raw.type === "letter" ? letterName(raw.value) : c?.does === "letter" ? c.name : null;
  if (letter === null) return null;
  const isArray = t.face === "bold" || /^\p{Lu}/u.test(t.value);
  const isAlways = labels.has(raw.value);
  if (isLast) {
    if (letter === "T" || letter === "H") return null;
    const isCapital = /^[A-Z]$/.test(letter) && (isArray || !letters.has(letter) || layered.has(t.value));
    const parts = r.parts.get(t);
    const asWritten = parts === undefined ? t.value : joined(parts);
    const isTime = letter === "t" && ![...(raised.get(t.value) ?? [])].some((x) => x !== "t");
    // K^n beside x^n: what is an exponent above one letter is no label above another.
    const isExponent = (t.face !== "bold" && powers.has(raw.value)) || isGiven(r.source, raw);
    const isOnly = isArray && !isTime && !bare.has(t.value) && !r.words.has(asWritten) && !isExponent;
    return isAlways || isCapital || isOnly ? { text: letter, after: at + 1 } : null;
  }
  if (isAlways) return shiftedLabel(r, letter, at, to);
  let end = at;
  while (end < to && r.raws[end]?.type === "letter") end++;
  const word = r.raws
    .slice(at, end)
    .map((x) => x.value)
    .join("");
  const isWord = /^[A-Za-z]{3,}$/.test(word) && skipSpace(r, end) >= to && ![...word].every((x) => letters.has(x));
  return isWord ? { text: word, after: end } : null;
}

/** `k = 3`: a letter that is a number is no label. */
const isGiven = (source: string, { type, value }: Raw): boolean =>
  type === "letter" &&
  new RegExp(
    String.raw`(?:^|[\n;$]|\\)[ \t]{0,20}${value}[ \t]{0,20}:?=[ \t]{0,20}\d{1,9}[ \t]{0,20}(?:$|[\n;$.]|\\)`,
  ).test(source);

/** `l+1`, `l - 1` up to the end of a script. */
function shiftedLabel(r: Reader, letter: string, at: number, to: number): Label | null {
  const sign = skipSpace(r, at + 1);
  const number = skipSpace(r, sign + 1);
  const isShift = isSign(r.raws[sign], "+") || isSign(r.raws[sign], "-");
  if (!isShift || r.raws[number]?.type !== "number" || skipSpace(r, number + 1) < to) return null;
  return { text: subscript(`${letter}${r.raws[sign]?.value}${r.raws[number]?.value}`), after: number + 1 };
}

/** `\\text{old}` above a name; a T is a transposition. */
function wordLabel(r: Reader, at: number): Label | null {
  const open = skipSpace(r, at + 1);
  const end = closing(r, open);
  if (end < 0) return null;
  const word = LABEL.exec(r.source.slice(r.raws[open]?.end, r.raws[end]?.start))?.[1];
  return word === undefined || /^(?:T|t|tr|H)$/.test(word) ? null : { text: subscript(word), after: end + 1 };
}

const RINGS: ReadonlySet<string> = new Set(["\\circ", "\\odot", "∘", "⊙"]);

/** A letter, a Greek letter or a transposition sign as a script without braces. */
function putLetter(r: Reader, arg: Raw): boolean {
  if (arg.type === "letter") {
    r.i++;
    putName(r, letterName(arg.value), arg);
    return true;
  }
  if (arg.type !== "command") return false;
  const c = command(arg.value.slice(1));
  if (c?.does === "letter") {
    r.i++;
    putName(r, c.name, arg);
    return true;
  }
  if (c?.does === "token" && c.type === "NAME") {
    r.i++;
    put(r, "NAME", c.value, arg);
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
  put(r, "NAME", "T", { start: arg.start, end: r.raws[after - 1]?.end ?? arg.end });
  return true;
}

/** `X^{tr}`: nothing else is written so above a bold letter, a matrix or a bracket. */
function isTr(r: Reader, base: Token | undefined, from: number, to: number): boolean {
  const isBase = base !== undefined && (base.face === "bold" || /^\p{Lu}/u.test(base.value) || CLOSERS.has(base.type));
  const letters = r.raws.slice(from, to).filter((x) => x.type !== "space");
  return isBase && letters.map((x) => x.value).join("") === "tr";
}

/** Puts primes, if nothing but `\prime` stands from `from` to `to`. */
function putPrimes(r: Reader, from: number, to: number): boolean {
  const primes: Raw[] = [];
  for (let i = skipSpace(r, from); i < to; i = skipSpace(r, i + 1)) {
    const raw = r.raws[i];
    if (raw === undefined || (raw.value !== "\\prime" && raw.value !== "'")) return false;
    primes.push(raw);
  }
  for (const p of primes) put(r, "PRIME", "'", p);
  return primes.length > 0;
}

/** The one word of a text within the parentheses of a label. */
const LABEL = new RegExp(String.raw`^\s*(${WORD_PART}+)\s*$`);

/** `(2)` or `[l]` at the beginning of a superscript: one whole number or one name in parentheses. */
function labelAt(r: Reader, from: number): { readonly text: string; readonly after: number } | null {
  const open = skipSpace(r, from);
  const close = isSign(r.raws[open], "(") ? ")" : isSign(r.raws[open], "[") ? "]" : null;
  if (close === null) return null;
  const several = severalAt(r, open, close);
  if (several !== null) return several;
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
  let end = skipSpace(r, after);
  const number = skipSpace(r, end + 1);
  const isShift = isSign(r.raws[end], "+") || isSign(r.raws[end], "-");
  // In parentheses l + 1 is a power, unless l is a label elsewhere.
  if (
    text !== null &&
    isShift &&
    r.raws[number]?.type === "number" &&
    (close === "]" || r.runs.labels.has(raw.value))
  ) {
    text = subscript(`${text}${r.raws[end]?.value}${r.raws[number]?.value}`);
    end = skipSpace(r, number + 1);
  }
  return text !== null && isSign(r.raws[end], close) ? { text, after: end + 1 } : null;
}

/** Pieces of a label that is more than a letter. */
const LONGEST_LABEL = 24;

/** `[l+1]`, `[t, i]`, `(i,j)`: square brackets are never an exponent, nor is a list. */
function severalAt(r: Reader, open: number, close: string): Label | null {
  let at = open + 1;
  while (at < open + LONGEST_LABEL && r.raws[at] !== undefined && !isSign(r.raws[at], close)) at++;
  if (!isSign(r.raws[at], close)) return null;
  const inside = r.raws.slice(open + 1, at).filter((x) => x.type !== "space");
  const isLabel = inside.length > 1 && inside.every((x) => x.type === "letter" || x.type === "number" || isOfPlace(x));
  if (!isLabel || (close === ")" && !inside.every((x, i) => (x.value === ",") === (i % 2 === 1)))) return null;
  const text = labelText(r, open + 1, at);
  return text === null ? null : { text: subscript(text), after: at + 1 };
}

const isOfPlace = (x: Raw): boolean =>
  (x.type === "other" && "+-,".includes(x.value)) || (x.type === "command" && LETTER_COMMANDS.has(x.value.slice(1)));

export function readSubscript(r: Reader, raw: Raw): void {
  const at = skipSpace(r, r.i + 1);
  const arg = r.raws[at];
  const close = closing(r, at);
  let text: string | null;
  let doubt: Fault | null = null;
  const from = (close >= 0 ? arg?.end : arg?.start) ?? raw.end;
  const cross = close >= 0 ? skipSpace(r, at + 1) : at;
  const bracket = r.out[r.base];
  if (bracket?.type === "RB" && ["\\times", "×"].includes(r.raws[cross]?.value ?? "")) {
    bracket.sub = "×";
    r.i = (close >= 0 ? close : cross) + 1;
    return;
  }
  if (close >= 0 && (openSizes(r, at, close) || openCondition(r, at, close))) return;
  if (close >= 0) {
    text = labelText(r, at + 1, close);
    r.i = close + 1;
  } else if (arg === undefined) {
    text = "";
    r.i = at;
  } else if (arg.type === "number" && arg.value.length > 1) {
    doubt = oneCharacter("_", arg.value.charAt(0), arg.value.slice(1));
    text = firstDigit(arg);
    r.i = at;
  } else {
    if (arg.type === "letter" && /^[i-nt]$/.test(arg.value) && isSecondIndex(r, at + 1))
      doubt = oneCharacter("_", arg.value, r.raws[at + 1]?.value ?? "");
    r.i = at + 1;
    const brace = skipSpace(r, at + 1);
    const end =
      arg.type === "command" && LETTER_COMMANDS.get(arg.value.slice(1)) === undefined ? closing(r, brace) : -1;
    if (end >= 0) r.i = end + 1;
    text = labelText(r, at, end >= 0 ? end : at + 1);
  }
  const end = r.raws[r.i - 1]?.end ?? raw.end;
  const to = close >= 0 ? (r.raws[close]?.start ?? end) : Math.max(from + 1, end);
  if (text === null) put(r, "DOTS", "…", { start: raw.start, end });
  else {
    const t = r.out[r.base];
    if (t !== undefined && doubt !== null) t.doubt = doubt;
    putSubscript(r, subscript(text), { start: raw.start, end }, { start: from, end: to });
  }
}

/** Constants of the language that carry their sizes as a subscript. */
const SIZED: ReadonlyMap<string, string> = new Map([
  ["ones", "ones"],
  ["zeros", "zeros"],
  ["I", "eye"],
  ["K", "comm"],
]);

/**
 * `\mathbf{1}_{n \times m}`, `\mathbf{I}_{n m}`, `\mathbf{K}_{p q,m}`: the subscript is read as the sizes
 * of a call, `ones(n, m)`. One letter, number or word stays part of the name, and so does everything
 * below a letter that may be a name.
 */
function openSizes(r: Reader, at: number, close: number): boolean {
  const base = r.base;
  const t = base < 0 ? undefined : r.out[base];
  const constant =
    t?.type === "NAME" && t.face === "bold" && base === r.out.length - 1 ? SIZED.get(t.value) : undefined;
  if (t === undefined || constant === undefined) return false;
  const parts = r.parts.get(t);
  if (parts !== undefined && parts.accent + parts.sub + parts.label !== "") return false;
  const atoms = atomsOf(r, at + 1, close);
  if (atoms === null || !isSizes(constant, atoms)) return false;
  r.parts.delete(t);
  t.value = constant;
  r.i = at + 1;
  r.out.push(latexToken("LP", "(", { start: t.end, end: t.end }));
  pushFrame(r, "sizes", base);
  return true;
}

/** `1_{[k \ne i]}`, `\mathbf{1}_{y = k}`: a condition below an indicator, as brackets behind it. */
function openCondition(r: Reader, at: number, close: number): boolean {
  const t = r.base < 0 || r.base !== r.out.length - 1 ? undefined : r.out[r.base];
  const isIndicator = (t?.type === "NUM" && t.value === "1") || (t?.type === "NAME" && /^(?:ones|I)$/.test(t.value));
  if (!isIndicator || !r.raws.slice(at + 1, close).some(isRelation)) return false;
  const first = r.raws[skipSpace(r, at + 1)];
  const isBracketed = /^(?:\[|\(|\\\{|\\left|\\lbrack)$/.test(first?.value ?? "");
  r.i = at + 1;
  pushFrame(r, isBracketed ? "silent" : "condition");
  if (!isBracketed) r.out.push(latexToken("LB", "[", r.raws[at] as Raw));
  r.base = -1;
  return true;
}

function isRelation({ type, value }: Raw): boolean {
  const c = type === "command" ? command(value.slice(1)) : null;
  return type === "equals" || RELATIONS.has(value) || (c?.does === "fault" && c.relation !== undefined);
}

/** Spells the content of braces: `a` for a letter or a number, the signs as they are; null for anything else. */
function atomsOf(r: Reader, from: number, to: number): string | null {
  let out = "";
  for (let i = skipSpace(r, from); i < to; i = skipSpace(r, i + 1)) {
    const raw = r.raws[i] as Raw;
    const c = raw.type === "command" ? command(raw.value.slice(1)) : null;
    const brace = c?.does === "text" || c?.does === "font" ? skipSpace(r, i + 1) : to;
    const end = brace < to ? closing(r, brace) : -1;
    if (end >= 0) {
      // A word in upright letters is one name, as `C` is.
      out += "a";
      i = end;
    } else if (raw.type === "letter" || raw.type === "number" || c?.does === "letter") out += "a";
    else if (raw.value === "\\times" || raw.value === "×") out += "x";
    else if (raw.type === "other" && "+-,()_^{}".includes(raw.value)) out += raw.value;
    else if (!(c?.does === "skip" || raw.value === "\\,")) return null;
  }
  return out;
}

/** Whether a subscript can only be sizes: `n × m`, and `n m` or `n + 1` where no name is indexed so. */
function isSizes(constant: string, atoms: string): boolean {
  const [, item = "", ...others] = /^([^x,]*)(?:[x,](.*))?$/.exec(atoms) ?? [];
  const second = others[0];
  const compound = (s: string) => /a[_^{(]*a|[+-]/.test(s.replace(/_\{?a\}?/g, ""));
  if (atoms === "" || atoms === "a" || item === "") return false;
  if (constant === "comm") return second !== undefined && !atoms.includes("x") && (compound(item) || compound(second));
  if (atoms.includes("x")) return true;
  if (constant === "eye") return second === undefined && compound(item) && !/^a-a$/.test(item);
  return second !== undefined || compound(item);
}

/** The end of a subscript of sizes: `×` separates them, and a square needs one. */
export function closeSizes(r: Reader, frame: Frame, raw: Raw): void {
  const isEye = r.out[frame.base]?.value === "eye";
  for (let i = frame.at; i < r.out.length; i++) {
    const t = r.out[i] as Token;
    if (t.type !== "TIMES") continue;
    if (isEye) {
      r.out.length = i;
      break;
    }
    t.type = "COMMA";
    t.value = ",";
  }
  r.out.push(latexToken("RP", ")", raw));
  r.base = r.out.length - 1;
}

/** Puts a subscript, from `_` to its end, whose text without braces stands at `inner`. */
export function putSubscript(r: Reader, text: string, { start, end }: Span, inner: Span): void {
  const base = r.base;
  const t = base < 0 ? undefined : r.out[base];
  // Behind what cannot be read, its scripts are no fault of their own.
  if (t === undefined && r.out[r.out.length - 1]?.type === "FAULT") return;
  if (t === undefined || text === "") {
    const message = text === "" ? "this subscript cannot be read" : "this subscript belongs to nothing";
    putFault(r, { code: "syntax/subscript", message, hint: "a subscript stands behind a name: W_{1}" }, { start, end });
  } else if (t.command && isParametric(r, t, text)) {
    named(r, t);
    attach(r, t, { sub: text, typed: latexScript(r.source, inner, text, null) }, end);
  } else if (t.command && t.value === "log" && (text === "2" || text === "10")) {
    t.value = `log${text}`;
    t.end = end;
  } else if (t.command) {
    fail(r, base, {
      code: "syntax/operator-script",
      message: `a subscript on ${t.value} is not read`,
      hint: operatorHint(t.value, text),
    });
  } else if (r.parts.has(t)) {
    attach(r, t, { sub: text, typed: latexScript(r.source, inner, text, null) }, end);
    const pair = /^_\{?([^{}]+)\}?$/.exec(r.source.slice(start, end));
    if (t.face === "bold" && t.value === "K" && pair?.[1]?.includes(",") === true) t.sub = pair[1];
  } else if (CLOSERS.has(t.type) || t.type === "RC") {
    t.sub = text;
    t.scripts = { base: "", below: [latexScript(r.source, inner, text, null)], above: [] };
  } else if ((t.type === "NUM" || t.face === "bold") && base === r.out.length - 1) {
    const digit = t.type === "NUM" ? t.value : t.value === "zeros" ? "0" : "1";
    r.out.length = base;
    putFilled(r, `${digit}_${text}`, { start: t.start, end });
  } else putFault(r, { code: "syntax/subscript", message: "this subscript belongs to nothing" }, { start, end });
}

/** `\\mathrm{Swish}_1`, `\\operatorname{ELU}_\\alpha`: a word with a number or a Greek letter below is one of many functions. */
function isParametric(r: Reader, t: Token, text: string): boolean {
  const isWord =
    /^[A-Z]\w+$/.test(t.value) && r.source.charAt(t.start) === "\\" && !r.source.startsWith(t.value, t.start + 1);
  return isWord && (/^\d+$/.test(text) || LETTER_COMMANDS.has(text));
}

/** Makes a name of what was an operator: what the text defines under it is none of the language. */
function named(r: Reader, t: Token): void {
  t.command = false;
  r.parts.set(t, { base: t.value, accent: "", sub: "", label: "", distinct: false, below: [], above: [] });
}

function operatorHint(name: string, text: string): string {
  if (name === "log") return `write log without it, or \\log(x) / \\log(${text})`;
  if (name === "min" || name === "max")
    return "an optimum is not part of the language: state the function whose derivative is wanted";
  return `write ${name} without it`;
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
      if (c?.does === "letter" || c?.does === "operator") text += c.name;
      else if (c?.does === "prime") text += "'";
      else if (c?.does === "text") inText = closing(r, skipSpace(r, i + 1));
      else if (name === "mid" || name === "vert") text += "|";
      else if (c === null) text += `_${name}_`;
    } else if (raw.type === "space") text += i < inText ? "_" : "";
    else if (raw.type === "letter") text += i < inText ? raw.value : letterName(raw.value);
    else if (raw.type === "number" || raw.type === "below") text += raw.value;
    else if (raw.type === "other" && raw.value !== "{" && raw.value !== "}") text += raw.value;
    else if (raw.type !== "newline" && raw.type !== "other") text += "_";
  }
  return text;
}
