/** A document that is open in an editor, with what is known of it. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { saidOf } from "../live/answers.js";
import type { Said } from "../live/messages.js";
import { type Session, sessionOf } from "../live/session.js";
import type { PlacedNote } from "../notes/annotations.js";
import type { NotesDocument } from "../notes/document.js";
import { kindOf, type NoteKind } from "../notes/kinds.js";
import { placed, READERS } from "../notes/placed.js";
import { type Proofread, proofread } from "../notes/proofread.js";
import type { Pen } from "../report/answer.js";

/** Characters that are read anew after each pause in typing. */
const MOST_EQUATIONS = 200_000;
const MOST_NOTE = 2_000_000;

export interface OpenEquations {
  readonly type: "equations";
  readonly document: TextDocument;
  readonly session: Session;
  readonly said: Said;
}

export interface OpenNote {
  readonly type: "note";
  readonly document: TextDocument;
  readonly kind: NoteKind;
  readonly notes: NotesDocument;
  readonly proof: Proofread;
  readonly placed: PlacedNote;
}

export type Opened =
  | OpenEquations
  | OpenNote
  | { readonly type: "large"; readonly document: TextDocument }
  | { readonly type: "other"; readonly document: TextDocument };

const KINDS: ReadonlyMap<string, NoteKind> = new Map([
  ["markdown", "markdown"],
  ["quarto", "markdown"],
  ["rmd", "markdown"],
  ["mdx", "markdown"],
  ["latex", "latex"],
  ["tex", "latex"],
]);

/** Nothing is drawn for an editor. */
const NO_PEN: Pen = { formula: () => "", part: () => "", read: () => "" };

/** What a document is, by the language that the editor says, then by its name; null for neither equations nor a note. */
export function languageOf({ languageId, uri }: TextDocument): "equations" | NoteKind | null {
  const path = uri.split(/[?#]/, 1)[0] ?? "";
  if (languageId === "chainrule" || /\.eq$/i.test(path)) return "equations";
  return kindOf(path) ?? KINDS.get(languageId) ?? null;
}

/** Reads and judges a document. Never throws for what it says. */
export async function opened(document: TextDocument): Promise<Opened> {
  const language = languageOf(document);
  const text = document.getText();
  if (language === null) return { type: "other", document };
  if (text.length > (language === "equations" ? MOST_EQUATIONS : MOST_NOTE)) return { type: "large", document };
  if (language === "equations") {
    const judge = async () => (await import("../judge/claims.js")).judge;
    const session = await sessionOf({ text, way: "chain" }, { draw: NO_PEN, judge });
    return { type: "equations", document, session, said: saidOf(session) };
  }
  const notes = READERS[language](text);
  const proof = proofread(notes, { steps: "chain" });
  return { type: "note", document, kind: language, notes, proof, placed: placed(proof, text, language === "notebook") };
}
