/** Notes among the files that `derive` and `check` read: their models are taken from them. */
import type { NotesDocument } from "../notes/document.js";
import { isNotebook, kindOf } from "../notes/kinds.js";
import type { Ranges } from "../notes/ranges.js";
import type { Pending } from "./sources.js";

/** The reader of notes, and what is derived and checked of them. */
export interface DocumentLibrary {
  /** Null for a file that is no note, and for one that holds neither mathematics nor a block: it is equations. */
  readonly documentOf: (
    file: string,
    text: string,
  ) => { readonly document: NotesDocument; readonly ranges: Ranges } | null;
  readonly answer: typeof import("../notes/document-report.js").answerDocument;
  readonly check: typeof import("../notes/document-report.js").checkDocument;
}

/** Loads the reader where a note is among the files; Markdown takes longer to load than a model to be answered. */
export async function documentLibrary(pending: readonly Pending[]): Promise<DocumentLibrary | null> {
  if (pending.every((p) => kindOf(p.file) === null)) return null;
  const [{ answerDocument, checkDocument }, { holdsMathematics }, { rangesIn }, { readNote }] = await Promise.all([
    import("../notes/document-report.js"),
    import("../notes/models.js"),
    import("../notes/ranges.js"),
    import("./notes-files.js"),
  ]);
  return {
    documentOf: (file, text) => {
      if (kindOf(file) === null) return null;
      const document = readNote(file, text);
      const isEquations = !isNotebook(file) && !holdsMathematics(document);
      return isEquations ? null : { document, ranges: rangesIn(text, isNotebook(file)) };
    },
    answer: answerDocument,
    check: checkDocument,
  };
}
