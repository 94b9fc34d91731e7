/** Offsets and 1-based ranges as an editor counts them: lines and UTF-16 units from 0. */
import type { Range, TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Range as PrintedRange } from "../notes/ranges.js";

export const rangeBetween = (document: TextDocument, start: number, end: number): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
});

export const rangeAt = ({ line, column, endLine, endColumn }: PrintedRange): Range => ({
  start: { line: line - 1, character: column - 1 },
  end: { line: endLine - 1, character: endColumn - 1 },
});

/** Whether two ranges share a place; touching counts, so that a cursor behind a word is at the word. */
export const touches = (document: TextDocument, a: Range, b: Range): boolean =>
  document.offsetAt(a.start) <= document.offsetAt(b.end) && document.offsetAt(b.start) <= document.offsetAt(a.end);

/** The least change that makes a document say something else. */
export function editTo(document: TextDocument, next: string): TextEdit {
  const now = document.getText();
  const most = Math.min(now.length, next.length);
  let start = 0;
  while (start < most && now.charCodeAt(start) === next.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && now.charCodeAt(now.length - 1 - end) === next.charCodeAt(next.length - 1 - end)) end++;
  return {
    range: rangeBetween(document, start, now.length - end),
    newText: next.slice(start, next.length - end),
  };
}
