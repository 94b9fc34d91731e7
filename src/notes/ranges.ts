/** Where a side stands in its file: found again by its signs, since macros, spaces and line breaks stood between it and the reader. */
import { lineStarts, locate } from "../core/diagnostic.js";

/** 1-based; the columns count UTF-16 units, the end is behind the last. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines beyond its own in which a side may begin, and characters that it may be longer in the file. */
const MOST_LINES = 60;
const SLACK = 4000;

/**
 * The range of a text that stands at or below a line; where it is not found, the line without the spaces around it.
 * `from` and `to` are offsets in the text, of whose part the range is then.
 */
export type Ranges = (line: number, typed: string, from?: number, to?: number) => Range;

/** `isJson`: lines of the text are strings of JSON, as in a notebook, with backslashes doubled. */
export function rangesIn(source: string, isJson = false): Ranges {
  const starts = lineStarts(source);
  const startOf = (line: number): number => starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0;
  const range = (start: number, end: number): Range => {
    const [a, b] = [locate(starts, start), locate(starts, end)];
    return { line: a.line, column: a.column, endLine: b.line, endColumn: b.column };
  };
  const written = (typed: string): string => signsOf(isJson ? JSON.stringify(typed).slice(1, -1) : typed);
  return (line, typed, partFrom = 0, partTo = typed.length) => {
    const signs = written(typed);
    const from = startOf(line);
    const to = Math.min(source.length, startOf(line + MOST_LINES) + SLACK);
    const text = source.slice(from, to);
    const found = signs === "" ? null : (place(text, signs, isJson, true) ?? place(text, signs, isJson, false));
    if (found !== null) {
      const before = written(typed.slice(0, partFrom));
      const until = before + written(typed.slice(partFrom, partTo));
      // Spaces before a part are none of it.
      const start = before === "" ? found.start : (matched(text, found.start, before, isJson) ?? found.start);
      const gap = /^[\s&]*/.exec(text.slice(start, found.end))?.[0].length ?? 0;
      const end = until === signs ? found.end : (matched(text, found.start, until, isJson) ?? found.end);
      return range(from + start + gap, from + Math.max(start + gap, end));
    }
    const end = starts[line] === undefined ? source.length : startOf(line + 1) - 1;
    const whole = source.slice(from, Math.max(from, end));
    const [before, after] = [whole.length - whole.trimStart().length, whole.length - whole.trimEnd().length];
    return whole.trim() === "" ? range(from, from) : range(from + before, from + whole.length - after);
  };
}

const signsOf = (text: string): string => text.replace(/[\s&]+/g, "");

/** What ends a side: its formula, another sign of equality, a row, a sentence. */
const END = /^[\s&]*(?:$|=|[$.,;}"`]|\\(?:\\|[\])n]|(?:end|q?quad|text|tag|label)(?![a-zA-Z])))/;

/** The first place where all signs stand in order with nothing but space between; `isWhole`, where they are all of a side. */
function place(
  text: string,
  signs: string,
  isJson: boolean,
  isWhole: boolean,
): { readonly start: number; readonly end: number } | null {
  const first = signs.charAt(0);
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    if (isWhole && !/=[\s&]*$/.test(text.slice(Math.max(0, start - 40), start))) continue;
    const end = matched(text, start, signs, isJson);
    if (end !== null && (!isWhole || END.test(text.slice(end, end + 60)))) return { start, end };
  }
  return null;
}

/** The end of the signs that begin at `start`; null where something else comes between. */
function matched(text: string, start: number, signs: string, isJson: boolean): number | null {
  let at = start;
  for (let k = 0; k < signs.length; at++) {
    const c = text.charAt(at);
    if (c === "") return null;
    if (c === signs.charAt(k)) k++;
    else if (isJson && /^(?:\\n|",|")/.test(text.slice(at, at + 2))) at += c === "\\" ? 1 : 0;
    else if (!/[\s&,]/.test(c) || (c === "," && !isJson)) return null;
  }
  return at;
}
