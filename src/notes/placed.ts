/** A note from its text, by what it is written in, and where what is found in it stands. */
import type { PlacedNote } from "./annotations.js";
import type { NotesDocument } from "./document.js";
import type { NoteKind } from "./kinds.js";
import { readLatex } from "./latex-source.js";
import { readMarkdown } from "./markdown.js";
import { readNotebook } from "./notebook.js";
import type { Proofread } from "./proofread.js";
import { rangesIn } from "./ranges.js";

/** The reader of each kind of note; no file beside the text is read. */
export const READERS: Readonly<Record<NoteKind, (text: string) => NotesDocument>> = {
  markdown: readMarkdown,
  latex: readLatex,
  notebook: readNotebook,
};

/** What was found in a text, at its lines, with the ranges of findings; lines of a notebook are strings of JSON. */
export function placed(found: Proofread, text: string, isJson: boolean): PlacedNote {
  const ranges = rangesIn(text, isJson);
  const at = <Of extends { readonly line: number }>(of: Of) => ({ ...of, ...found.place(of.line) });
  const { findings, remarks, summary } = found;
  return {
    findings: findings.map((f) => ({ ...at(f), range: ranges(found.place(f.line).line, f.text) })),
    remarks: remarks.map(at),
    summary: { ...summary, notClaims: summary.notClaims.map(at), unread: summary.unread.map(at) },
  };
}
