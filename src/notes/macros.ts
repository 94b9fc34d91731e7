/**
 * Macros of notes: `\newcommand{\W}{\mathbf{W}}` and its kin, written out before a formula is read
 * or drawn. KaTeX never sees a definition, so none can change what another formula shows.
 */
import { has } from "../core/own.js";

interface Macro {
  readonly parameters: number;
  readonly body: string;
  /** What the first argument is where it is left out; null where it never is. */
  readonly first: string | null;
}

export type Macros = ReadonlyMap<string, Macro>;

export interface Expansion {
  /** The formula with definitions taken out and macros written out; null where that is refused. */
  readonly text: string | null;
  readonly refused: readonly string[];
  readonly macros: Macros;
}

/** Characters that macros may make of one formula. */
const MAX_LENGTH = 20_000;
const MAX_EXPANSIONS = 2000;

const DEFINES =
  /\\(?:((?:re|provide)?newcommand|renewcommand|providecommand|DeclareMathOperator|DeclarePairedDelimiter)\*?|def)(?![a-zA-Z])/;
const REFUSED = /\\([gex]def|let|futurelet|global|long|newenvironment|renewenvironment|catcode|csname)(?![a-zA-Z])/;

/** The balanced group that opens at `at`, without its braces, or null. */
function groupAt(text: string, at: number): { readonly body: string; readonly end: number } | null {
  if (text.charAt(at) !== "{") return null;
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "\\") i++;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return { body: text.slice(at + 1, i), end: i + 1 };
  }
  return null;
}

const blank = (text: string, at: number): number => {
  let i = at;
  while (/\s/.test(text.charAt(i))) i++;
  return i;
};

/** Reads one definition at `start`: what it defines, or why it is refused. */
function definitionAt(
  text: string,
  start: number,
  head: string,
): { readonly end: number; readonly name: string; readonly macro: Macro } | { readonly refused: string } {
  let at = blank(text, start + head.length);
  const isOperator = head.startsWith("\\DeclareMath");
  const group = groupAt(text, at);
  const named = /^\\(?:[a-zA-Z]+|.)/s.exec(group === null ? text.slice(at, at + 100) : group.body.trim());
  if (named === null) return { refused: `${head} names no command` };
  const name = named[0];
  at = blank(text, group === null ? at + name.length : group.end);
  let parameters = 0;
  let first: string | null = null;
  if (head.startsWith("\\DeclarePaired")) {
    const open = groupAt(text, at);
    const close = open === null ? null : groupAt(text, blank(text, open.end));
    if (open === null || close === null) return { refused: `${name} has no two delimiters` };
    const body = `\\left${open.body} #1 \\right${close.body}`;
    return { end: close.end, name, macro: { parameters: 1, body, first } };
  }
  if (head.startsWith("\\def")) {
    const given = /^(?:#[1-9])*/.exec(text.slice(at, at + 40))?.[0] ?? "";
    parameters = given.length / 2;
    at = blank(text, at + given.length);
  } else {
    const counted = /^\[([1-9])\]/.exec(text.slice(at, at + 3));
    if (counted !== null) {
      parameters = Number(counted[1]);
      at = blank(text, at + 3);
    }
    if (text.charAt(at) === "[") {
      const end = text.indexOf("]", at);
      if (end < 0 || parameters === 0) return { refused: `the arguments of ${name} are not closed` };
      first = text.slice(at + 1, end);
      at = blank(text, end + 1);
    }
  }
  const body = groupAt(text, at);
  if (body === null) return { refused: `the definition of ${name} has no body in braces` };
  return {
    end: body.end,
    name,
    macro: { parameters, body: isOperator ? `\\operatorname{${body.body}}` : body.body, first },
  };
}

/** Takes the definitions out of a formula and writes out the macros that are known, old and new. */
export function expandMacros(source: string, known: Macros): Expansion {
  let macros = known;
  const refused: string[] = [];
  let text = source;
  const banned = REFUSED.exec(text);
  if (banned !== null) return { text: null, refused: [`${banned[0]} is not read in notes`], macros };
  for (let found = DEFINES.exec(text); found !== null; found = DEFINES.exec(text)) {
    const read = definitionAt(text, found.index, found[0]);
    if (has(read, "refused")) return { text: null, refused: [...refused, read.refused], macros };
    if (new RegExp(`${escaped(read.name)}(?![a-zA-Z])`).test(read.macro.body))
      refused.push(`${read.name} calls itself`);
    else macros = new Map(macros).set(read.name, read.macro);
    // Line breaks stay, so that the lines after the definition keep their numbers.
    text = text.slice(0, found.index) + lineBreaks(text.slice(found.index, read.end)) + text.slice(read.end);
  }
  if (macros.size === 0) return { text, refused, macros };
  const written = writtenOut(text, macros);
  if (written === null) refused.push("its macros write out without end, or to more than a page");
  return { text: written, refused, macros };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const lineBreaks = (text: string): string => text.replace(/[^\n]/g, "");

function writtenOut(source: string, macros: Macros): string | null {
  let text = source;
  let from = 0;
  for (let count = 0; count < MAX_EXPANSIONS; ) {
    const command = /\\(?:[a-zA-Z]+|[^a-zA-Z])/gs;
    command.lastIndex = from;
    const found = command.exec(text);
    if (found === null) return text;
    const macro = macros.get(found[0]);
    if (macro === undefined) {
      from = command.lastIndex;
      continue;
    }
    count++;
    let at = command.lastIndex;
    const args: string[] = [];
    if (macro.first !== null) {
      const open = blank(text, at);
      const close = text.charAt(open) === "[" ? text.indexOf("]", open) : -1;
      args.push(close < 0 ? macro.first : text.slice(open + 1, close));
      if (close >= 0) at = close + 1;
    }
    // A star of delimiters asks for those that grow, as all do here.
    if (text.charAt(at) === "*" && macro.body.startsWith("\\left")) at++;
    for (let k = args.length; k < macro.parameters; k++) {
      at = blank(text, at);
      const group = groupAt(text, at);
      const single = group === null ? (/^\\[a-zA-Z]+|^./s.exec(text.slice(at, at + 100))?.[0] ?? "") : "";
      args.push(group === null ? single : group.body);
      at = group === null ? at + single.length : group.end;
    }
    const called = text.slice(found.index, at);
    const body = macro.body
      .replace(/\s+/g, (w) => (w.includes("\n") ? " " : w))
      .replace(/#([1-9])/g, (_, n: string) => args[Number(n) - 1] ?? "");
    // A command at the end of the body must not run into a letter that follows.
    const gap = /\\[a-zA-Z]+$/.test(body) && /[a-zA-Z]/.test(text.charAt(at)) ? " " : "";
    const kept = lineBreaks(called).slice(lineBreaks(body).length);
    text = text.slice(0, found.index) + body + gap + kept + text.slice(at);
    if (text.length > MAX_LENGTH + source.length) return null;
    from = found.index;
  }
  return null;
}
