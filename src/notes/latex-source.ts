/** LaTeX files: their formulas, with the lines at which they stand. Nothing is run or included. */
import type { Item, NotesDocument, Prose, Remark } from "./document.js";
import { samePlace } from "./document.js";
import { exercisesOfLatex } from "./exercises.js";

const ENVIRONMENTS = "equation|align|alignat|gather|multline|eqnarray|flalign|displaymath|math|dmath";

/** Openings of formulas, comments and verbatim text, in the order of trial at each place. */
const OPENING = new RegExp(
  [
    String.raw`\\begin\{(?<verbatim>verbatim\*?|lstlisting|minted|comment)\}`,
    String.raw`\\begin\{(?<environment>(?:${ENVIRONMENTS})\*?)\}`,
    String.raw`(?<hidden>\\iffalse(?![a-zA-Z]))`,
    String.raw`\\verb\*?(?<bar>[^a-zA-Z*\s])`,
    String.raw`(?<heading>\\(?:part|chapter|section|subsection|subsubsection|frametitle)\*?(?=[{\[]))`,
    String.raw`(?<end>\\end\{document\})`,
    String.raw`(?<definition>\\(?:(?:re|provide)?newcommand|renewcommand|providecommand|DeclareMathOperator|DeclarePairedDelimiter|def)(?![a-zA-Z]))`,
    String.raw`(?<display>\\\[)`,
    String.raw`(?<inline>\\\()`,
    String.raw`\\.`,
    "(?<comment>%)",
    String.raw`(?<double>\$\$)`,
    String.raw`(?<dollar>\$)`,
  ].join("|"),
  "gs",
);

/**
 * Reads the formulas of a LaTeX file. Comments and verbatim text are passed over; macro definitions
 * are items of their own, so that those after them know them.
 */
export function readLatex(text: string): NotesDocument {
  const items: Item[] = [];
  const remarks: Remark[] = [];
  const prose: Prose[] = [];
  let section = 0;
  let said = 0;
  let line = 1;
  let counted = 0;
  const lineAt = (offset: number): number => {
    for (; counted < offset; counted++) if (text.charCodeAt(counted) === 10) line++;
    return line;
  };
  const missing = new Set<string>();
  const closeOf = (close: string, from: number, what: number): number => {
    const at = missing.has(close) ? -1 : unescaped(text, close, from);
    if (at >= 0) return at;
    if (!missing.has(close)) {
      missing.add(close);
      const message = `what opens here is never closed by ${close}`;
      remarks.push({ severity: "warning", code: "notes/unclosed", message, line: lineAt(what) });
    }
    return -1;
  };
  const begin = (at: number): void => {
    prose.push(...paragraphs(text.slice(said, at), section));
    said = at;
    section++;
  };
  const exercises = exercisesOfLatex(text);
  let passed = 0;
  const open = new RegExp(OPENING);
  for (let found = open.exec(text); found !== null; found = open.exec(text)) {
    const groups = found.groups ?? {};
    const start = found.index;
    const from = start + found[0].length;
    for (; (exercises[passed] ?? text.length) < start; passed++) begin(exercises[passed] ?? start);
    const skipTo = (close: string): void => {
      const at = text.indexOf(close, from);
      open.lastIndex = at < 0 ? text.length : at + close.length;
    };
    const formula = (close: string, kind: Item["kind"], isKept: boolean): void => {
      const at = closeOf(close, from, start);
      if (at < 0) return;
      const body = isKept ? text.slice(start, at + close.length) : text.slice(from, at);
      items.push({ kind, text: body, line: lineAt(isKept ? start : from), section, options: null });
      open.lastIndex = at + close.length;
    };
    if (groups.end !== undefined) break;
    if (groups.verbatim !== undefined) skipTo(`\\end{${groups.verbatim}}`);
    else if (groups.hidden !== undefined) skipTo("\\fi");
    else if (groups.bar !== undefined) skipTo(groups.bar);
    else if (groups.comment !== undefined) skipTo("\n");
    else if (groups.heading !== undefined) begin(start);
    else if (groups.environment !== undefined) formula(`\\end{${groups.environment}}`, "display", true);
    else if (groups.display !== undefined) formula("\\]", "display", false);
    else if (groups.inline !== undefined) formula("\\)", "inline", false);
    else if (groups.double !== undefined) formula("$$", "display", false);
    else if (groups.dollar !== undefined) formula("$", "inline", false);
    else if (groups.definition !== undefined) {
      const end = definitionEnd(text, from);
      items.push({ kind: "inline", text: text.slice(start, end), line: lineAt(start), section, options: null });
      open.lastIndex = end;
    }
  }
  prose.push(...paragraphs(text.slice(said), section));
  return { items, prose, remarks, place: samePlace };
}

/** Files that a LaTeX file includes, by the names that it gives them: `macros` of `\\input{macros}`. */
export const includedIn = (text: string): readonly string[] =>
  [
    ...text
      .replace(/(?<!\\)%.*/g, "")
      .matchAll(
        /\\(?:input|include|usepackage|RequirePackage)\s{0,20}(?:\[[^[\]]{0,200}\])?\s{0,20}\{([^{}]{1,400})\}/g,
      ),
  ].flatMap((m) => (m[1] ?? "").split(",").map((name) => name.trim()));

/** Definitions of macros in a file that another includes. */
export const macrosIn = (text: string): readonly string[] =>
  readLatex(text).items.flatMap((i) =>
    /^\\(?:(?:re|provide)?new|renew|provide|Declare|def)/.test(i.text) ? [i.text] : [],
  );

const paragraphs = (text: string, section: number): readonly Prose[] =>
  text
    .replace(/(?<!\\)%.*/g, "")
    .split(/\n\s*\n/)
    .map((p) => ({ text: p, section }));

function unescaped(text: string, close: string, from: number): number {
  for (let at = text.indexOf(close, from); at >= 0; at = text.indexOf(close, at + 1)) {
    let slashes = 0;
    while (at - slashes > from && text.charAt(at - slashes - 1) === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** The end of `\newcommand{\x}[1]{…}` or `\def\x{…}`: after its last balanced braces, at most some lines on. */
function definitionEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + 2000);
  let depth = 0;
  let last = from;
  let groups = 0;
  for (let i = from; i < limit; i++) {
    const c = text.charAt(i);
    if (c === "\\") i++;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) {
      last = i + 1;
      groups++;
      if (!/^\s*[[{]/.test(text.slice(last, last + 20)) || groups > 3) return last;
    } else if (c === "}" && depth < 0) return i;
  }
  return last;
}
