/** A note from its text, by what it is written in, and where what is found in it stands. */
import type { Placed } from "./annotations.js";
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

/** What was found in a text, with the ranges of its findings in it; lines of a notebook are strings of JSON. */
export function placed(found: Proofread, text: string, isJson: boolean): Placed {
  const ranges = rangesIn(text, isJson);
  return { found, rangeOf: (f) => ranges(found.place(f.line).line, f.text) };
}
