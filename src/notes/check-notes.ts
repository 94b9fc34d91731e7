/**
 * `chainrule/notes`: notes that derive and proofread themselves. Text in, findings or pages out; the
 * file system is the business of the command.
 */

import type { ProofreadOptions, Steps } from "./finding.js";
import { readLatex } from "./latex-source.js";
import { readMarkdown } from "./markdown.js";
import { readNotebook } from "./notebook.js";
import { deriveInPandoc, type PandocOptions } from "./pandoc.js";
import { type Proofread, proofread } from "./proofread.js";

export type { Place, Remark } from "./document.js";
export type { Finding, RightFormula } from "./finding.js";
export type { PandocOptions } from "./pandoc.js";
export type { Proofread, Summary } from "./proofread.js";
export { type Told, toldOf } from "./told.js";

export interface CheckNotesOptions extends Pick<ProofreadOptions, "strict" | "progress"> {
  readonly format?: "markdown" | "notebook" | "latex";
}

/**
 * Judges every derivative that a text states, by the definitions that stand before it. Never throws:
 * what cannot be read is in `summary.unread` and `remarks`.
 */
export function checkNotes(text: string, { format = "markdown", ...options }: CheckNotesOptions = {}): Proofread {
  const document =
    format === "latex" ? readLatex(text) : format === "notebook" ? readNotebook(text) : readMarkdown(text);
  return proofread(document, options);
}

/** Derives what a pandoc document (its JSON) asks, in place; the filter of pandoc and Quarto calls it. */
export const pandocFilter = (document: unknown, steps?: Steps, options?: PandocOptions): Proofread =>
  deriveInPandoc(document, steps, options);
