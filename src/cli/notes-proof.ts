/** Proofreading one note: all that it needs comes with it, and what is found is data, so that a thread may do it. */
import type { Budgets } from "../api/answer.js";
import type { PlacedNote } from "../notes/annotations.js";
import { isNotebook } from "../notes/kinds.js";
import { placed } from "../notes/placed.js";
import { proofread } from "../notes/proofread.js";
import { type Beside, readNote } from "./notes-files.js";
import type { Source } from "./sources.js";

/** A note to proofread. */
export interface Job {
  readonly file: string;
  /** The most bytes that it may have. */
  readonly most: number;
  readonly beside: Beside;
  readonly strict: boolean;
  readonly budgets: Budgets;
}

/** What became of a note: its findings, or why it cannot be read. */
export type Proof = { readonly type: "proof"; readonly note: PlacedNote } | Exclude<Source, { readonly type: "text" }>;

export function proofOf({ file, beside, strict, budgets }: Job, source: Source): Proof {
  if (source.type !== "text") return source;
  const { text } = source;
  return {
    type: "proof",
    note: placed(proofread(readNote(file, text, beside), { strict, budgets }), text, isNotebook(file)),
  };
}
