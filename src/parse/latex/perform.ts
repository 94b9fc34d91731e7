/** Puts out the tokens of LaTeX commands: words, fractions, delimiters, environments. */

import { nearest } from "../../core/nearest.js";
import { builtinInAnyCase, isBuiltinFunction, isYieldingFunction } from "../../functions/builtins.js";
import { letterName } from "../../names/canonical.js";
import { LETTER, WORD_PART } from "../../names/letters.js";
import type { Span } from "../ast.js";
import { ANGLES } from "../lex/angles.js";
import { type Fault, type LexicalKind, latexToken } from "../lex/tokens.js";
import { type Command, command, commandNames, environment, hasColumnArgument } from "./commands.js";
import { readNabla, readPartial } from "./derivative-signs.js";
import {
  breakHere,
  closing,
  fail,
  isSign,
  newRow,
  pushFrame,
  put,
  putFault,
  putName,
  putProse,
  type Raw,
  type Reader,
  SIGNS,
  skipRemark,
  skipSpace,
  unreadable,
} from "./reader.js";
import { readReduction } from "./reductions.js";

export function readCommand(r: Reader, raw: Raw): void {
  const name = raw.value.slice(1);
  const c = command(name);
  r.i++;
  if (c !== null) perform(r, raw, name, c);
  else if (isBuiltinFunction(name) || isYieldingFunction(name)) {
    putOperator(r, name, raw);
    openCall(r);
  } else {
    const close = nearest(name, commandNames());
    // `A\\b` in a plain text.
    const divides = !r.display && name.length === 1 && /[A-Za-z0-9)'\]]/.test(r.source.charAt(raw.start - 1));
    const hint = divides
      ? (LEFT_DIVISION.hint ?? "")
      : close === null
        ? "write out what it stands for"
        : `did you mean \\${close}?`;
    putFault(r, { code: "syntax/command", message: `the command \\${name} is not known`, hint }, raw);
  }
}

/** `\\tr{A X}`: the braces behind a macro for an operator are its parentheses. */
function openCall(r: Reader): void {
  const at = skipSpace(r, r.i);
  if (closing(r, at) < 0) return;
  r.i = at + 1;
  r.out.push(latexToken("LP", "(", r.raws[at] as Raw));
  pushFrame(r, "call");
}

function putOperator(r: Reader, name: string, span: Span): void {
  const t = put(r, "NAME", name, span);
  t.command = true;
  t.face = "text";
  r.base = r.out.length - 1;
}

function perform(r: Reader, raw: Raw, name: string, c: Command): void {
  switch (c.does) {
    case "letter": {
      const sign = c.name === "Sigma" ? "sum" : c.name === "Pi" ? "prod" : null;
      if (sign !== null && bindsBelow(r)) readReduction(r, raw, sign);
      else putName(r, c.name, raw);
      return;
    }
    case "token":
      put(r, c.type, c.value, raw);
      return;
    case "operator":
      putOperator(r, c.name, raw);
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
      if (c.face === "plain") readRoman(r);
      return;
    case "bars":
      openBars(r, c.type, raw);
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
      put(r, "FRAC", "", raw);
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
      readPartial(r, raw);
      return;
    case "nabla":
      readNabla(r, raw);
      return;
    case "prime": {
      const base = r.base;
      put(r, "PRIME", "'", raw);
      r.base = base;
      return;
    }
    case "row":
      newRow(r, raw);
      return;
    case "angle":
      putAngle(r, c.opens, raw);
      return;
    case "reduction":
      readReduction(r, raw, c.name);
      return;
    case "fault":
      putFault(r, { code: c.code, message: c.message, hint: c.hint }, raw, c.relation);
      if (c.code === "syntax/macro") skipLine(r);
  }
}

/** `\Sigma_{i=1}^n` is typed for a sum: nothing else has an equation below it. */
function bindsBelow(r: Reader): boolean {
  const at = skipSpace(r, r.i);
  const open = skipSpace(r, at + 1);
  const close = isSign(r.raws[at], "_") ? closing(r, open) : -1;
  return close >= 0 && r.raws.slice(open, close).some((x) => x.type === "equals");
}

/** `⟨x, y⟩` is an inner product; other angle brackets are a fault once, and brackets, so that nothing more is said of what stands between them. */
function putAngle(r: Reader, opens: boolean, span: Span): void {
  if (!opens) {
    put(r, "RP", ")", span);
    skipNormOfInner(r);
    return;
  }
  if (isInner(r)) putOperator(r, "dot", span);
  else putFault(r, ANGLES, span);
  put(r, "LP", "(", span);
}

const angleOf = (raw: Raw | undefined): Command | null => {
  const c = raw?.type === "command" ? command(raw.value.slice(1)) : null;
  return c?.does === "angle" ? c : null;
};

/** Whether what stands from here to the closing angle bracket is two expressions with a comma between them. */
function isInner(r: Reader): boolean {
  let depth = 0;
  let commas = 0;
  for (let i = r.i; i < r.raws.length; i++) {
    const raw = r.raws[i] as Raw;
    const angle = angleOf(raw);
    if (angle?.does === "angle" && !angle.opens && depth === 0) return commas === 1 && hasPlainScript(r, i + 1);
    if (isSign(raw, "(") || isSign(raw, "[") || isSign(raw, "{") || (angle?.does === "angle" && angle.opens)) depth++;
    else if (isSign(raw, ")") || isSign(raw, "]") || isSign(raw, "}") || angle?.does === "angle") depth--;
    else if (isSign(raw, ",") && depth === 0) commas++;
    else if (raw.type === "row" || isSign(raw, "|") || (raw.type === "command" && raw.value === "\\mid")) return false;
    if (depth < 0) return false;
  }
  return false;
}

/** The inner product of Euclid and Frobenius goes by no subscript, F or 2; others are by a metric of their own. */
const hasPlainScript = (r: Reader, at: number): boolean =>
  !isSign(r.raws[skipSpace(r, at)], "_") || normScript(r, at) !== null;

/** Where a subscript F or 2 ends that stands at a place. */
function normScript(r: Reader, at: number): number | null {
  const from = skipSpace(r, at);
  if (!isSign(r.raws[from], "_")) return null;
  const open = skipSpace(r, from + 1);
  const close = closing(r, open);
  const end = close < 0 ? open + 1 : close + 1;
  const text = r.source.slice(r.raws[open]?.start ?? 0, r.raws[end - 1]?.end ?? 0);
  return /^\{?\s{0,9}(?:\\(?:mathrm|text|rm)\s{0,9}\{?\s{0,9})?[F2]\s{0,9}\}?\s{0,9}\}?$/.test(text) ? end : null;
}

function skipNormOfInner(r: Reader): void {
  const end = normScript(r, r.i);
  if (end !== null) r.i = end;
}

/** `{\\rm tr}`: the letters behind the switch are one word. */
function readRoman(r: Reader): void {
  const from = skipSpace(r, r.i);
  let to = from;
  while (r.raws[to]?.type === "letter") to++;
  const letters = r.raws.slice(from, to);
  const word = letters.map((raw) => raw.value).join("");
  if (letters.length < 2 || !/^[A-Za-z]+$/.test(word)) return;
  r.i = to;
  putWord(r, word, { start: (letters[0] as Raw).start, end: (letters.at(-1) as Raw).end });
}

/** A word that is set as one: an operation that is known by it, or a name. */
export function putWord(r: Reader, word: string, span: Span): void {
  const builtin = builtinInAnyCase(word);
  if (builtin !== null) putOperator(r, builtin, span);
  else if (isYieldingFunction(word)) putOperator(r, word, span);
  else putName(r, word, span, "text");
}

/** `\\norm{x}`, `\\abs{x}`: bars around the braces. */
function openBars(r: Reader, type: "BAR" | "NBAR", raw: Raw): void {
  let at = skipSpace(r, r.i);
  if (isSign(r.raws[at], "*")) at = skipSpace(r, at + 1);
  if (closing(r, at) < 0) {
    putOperator(r, type === "BAR" ? "abs" : "norm", raw);
    return;
  }
  r.i = at + 1;
  put(r, type, "(", raw);
  pushFrame(r, type === "BAR" ? "abs" : "norm");
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

/** `[r]` behind `\\begin{pmatrix*}`: how its columns are aligned, and no entry. */
function skipAlignment(r: Reader): void {
  if (r.environments[r.environments.length - 1]?.name.endsWith("*") !== true) return;
  const at = skipSpace(r, r.i);
  const [open, letter, close] = [r.raws[at], r.raws[at + 1], r.raws[at + 2]];
  if (isSign(open, "[") && /^[lcr]$/.test(letter?.value ?? "") && isSign(close, "]")) r.i = at + 3;
}

function openThrough(r: Reader, remarks: boolean): void {
  const at = skipSpace(r, r.i);
  if (closing(r, at) < 0) return;
  r.i = at + 1;
  const args = r.args;
  pushFrame(r, "through", -1, remarks);
  r.args = args;
  r.out.push(latexToken("NOTHING", "{", { start: r.raws[at]?.start ?? 0, end: r.raws[at]?.end ?? 0 }));
}

/** A text that is a name. */
const WORD = new RegExp(`^${LETTER}(?:${WORD_PART}|[_-])*$`);

/** `\text{if z < 0}`: a condition with its word, and no other words in it. */
const WORDED_CONDITION =
  /^(?:(?:if|for|when|where|falls)\s)?(?:[A-Za-z]{0,2}[^A-Za-z<>≤≥]){0,40}[A-Za-z]{0,2}[<>≤≥](?:[A-Za-z]{0,2}[^A-Za-z<>≤≥]){0,40}[A-Za-z]{0,2}$/;

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
    put(r, "INPUT", "input", { start: raw.start, end });
  } else if (builtinInAnyCase(canonical) !== null || (isYieldingFunction(canonical) && word === content)) {
    r.i = close + 1;
    putWord(r, canonical, { start: raw.start, end });
  } else if (name === "textbf" && /^[A-Za-z0-9]$/.test(content)) {
    // A letter in a formula is that letter in any face.
    r.modifier = {
      face: "bold",
      distinct: false,
      accent: r.modifier?.accent ?? "",
      start: r.modifier?.start ?? raw.start,
    };
  } else if (!isMathematics && WORDED_CONDITION.test(word)) {
    const said = /^[a-z]{2,9}(?=\s)/.exec(word)?.[0].length ?? 0;
    r.i = skipSpace(r, at + 1) + said;
    // The braces say nothing: what stands in them is a part of the row.
    (r.raws[close] as Raw).type = "space";
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
    putProse(r, { start: raw.start, end });
  } else {
    r.i = close + 1;
    // A word set off by spaces is read by people, not a name.
    const isProse = !isMathematics && content.length > 1 && (word !== content || CONNECTIVES.has(word.toLowerCase()));
    if (isProse) putProse(r, { start: raw.start, end });
    else if (word === "T") put(r, "NAME", "T", { start: raw.start, end });
    else putName(r, [...canonical].map(letterName).join(""), { start: raw.start, end }, "text");
  }
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
        { start: raw.start, end: r.raws[open]?.end ?? raw.end },
      );
      return;
    }
  }
  put(r, "SQRT", root === "2" ? "" : root, raw);
  r.args = 1;
}

export const ONE_SIDED: Fault = {
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
    if (partner !== undefined && isOpen && isCases(r, partner)) return;
    if (partner !== undefined && (isLost || isOpen)) {
      if (!isLost) fail(r, partner, ONE_SIDED);
      skipRemark(r);
      return;
    }
  }
  const delimiter = isOpen ? null : delimiterOf(next);
  const angle = next?.type === "command" ? command(next.value.slice(1)) : null;
  if (angle?.does === "angle") {
    putAngle(r, side === "left", { start: raw.start, end: next?.end ?? raw.end });
    if (side === "left") r.lefts.push(r.out.length - 1);
    return;
  }
  if (isOpen || (side === "right" && partner === undefined))
    putFault(r, ONE_SIDED, { start: raw.start, end: next?.end ?? raw.end });
  else if (delimiter === null)
    putFault(
      r,
      { code: "syntax/delimiter", message: `\\${side} needs a bracket or a bar` },
      { start: raw.start, end: next.end },
    );
  else {
    const isBar = delimiter === "BAR" || delimiter === "NBAR";
    put(r, delimiter, isBar ? (side === "left" ? "(" : ")") : next.value, { start: raw.start, end: next.end });
  }
  if (side === "left") r.lefts.push(r.out.length - 1);
}

/** `\left\{ \begin{array}{ll} … \end{array} \right.` is how cases were written before they had a name. */
function isCases(r: Reader, left: number): boolean {
  const [brace, open] = [r.out[left], r.out[left + 1]];
  const isArray = open?.type === "LB" && open.value === "matrix" && r.out[r.out.length - 1]?.type === "RB";
  if (brace?.value !== "\\{" || !isArray) return false;
  brace.type = "NOTHING";
  open.value = "cases";
  return true;
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

const LEFT_DIVISION: Fault = {
  code: "syntax/left-division",
  message: "\\ is no division here",
  hint: "the solution of A x = b is A^-1 b",
};

export function readSymbol(r: Reader, raw: Raw): void {
  r.i++;
  switch (raw.value) {
    case "\\{":
      put(r, "LP", "(", raw);
      return;
    case "\\}":
      put(r, "RP", ")", raw);
      return;
    case "\\|":
      put(r, "NBAR", "", raw);
      return;
    case "\\(":
    case "\\)":
    case "\\[":
    case "\\]":
      breakHere(r, "region", raw);
      return;
    case "\\ ":
      // In a text without any command it is MATLAB's division from the left.
      if (!r.display && !r.raws.some((x) => x.type === "command" || x.type === "row"))
        putFault(r, LEFT_DIVISION, { start: raw.start, end: raw.start + 1 });
      return;
    default:
      if (!/^\\[,;:!>\s/"-]$/.test(raw.value)) putFault(r, unreadable(raw.value), raw);
  }
}

function readEnvironment(r: Reader, raw: Raw, side: "begin" | "end"): void {
  const at = skipSpace(r, r.i);
  const close = closing(r, at);
  if (close < 0) {
    putFault(r, { code: "syntax/environment", message: `\\${side} needs the name of an environment in braces` }, raw);
    return;
  }
  const name = r.raws
    .slice(at + 1, close)
    .map((x) => x.value)
    .join("")
    .trim();
  const end = r.raws[close]?.end ?? raw.end;
  r.i = close + 1;
  if (side === "begin") {
    const kind = environment(name);
    r.environments.push({ name, kind, cells: 0, start: raw.start, end });
    if (hasColumnArgument(name)) skipArguments(r, 1);
    else if (kind === "matrix") skipAlignment(r);
    if (kind === "matrix") put(r, "LB", /cases/.test(name) ? "cases" : "matrix", { start: raw.start, end });
    else if (kind === "unread") {
      const hint = /vmatrix$/i.test(name) ? "a determinant is det(A)" : "matrices and aligned equations are read";
      putFault(
        r,
        { code: "syntax/environment", message: `the environment ${name} is not read`, hint },
        { start: raw.start, end },
      );
    }
    r.base = -1;
    return;
  }
  const env = r.environments[r.environments.length - 1];
  if (env === undefined || env.name !== name) {
    const message =
      env === undefined ? `\\end{${name}} ends nothing` : `\\begin{${env.name}} is ended by \\end{${name}}`;
    putFault(r, { code: "syntax/environment", message }, { start: raw.start, end });
  }
  r.environments.pop();
  if (env?.kind === "matrix") {
    if (r.out[r.out.length - 1]?.type === "SEMI") r.out.pop();
    put(r, "RB", "]", { start: raw.start, end });
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
    put(r, "REALS", "ℝ", { start: raw.start, end });
  } else if (isAlone && /^[EPV]$/.test(letter?.value ?? "")) {
    r.i = close >= 0 ? close + 1 : inner + 1;
    const hint = "a mean over entries is mean(x); an expectation may be given a name";
    putFault(
      r,
      { code: "syntax/operator", message: "probabilities and expectations are not read", hint },
      { start: raw.start, end },
    );
  } else r.modifier = { face: letter?.value === "1" ? "bold" : "plain", distinct: false, accent: "", start: raw.start };
}
