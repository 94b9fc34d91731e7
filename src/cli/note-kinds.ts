/** Which files are notes, by their endings. */
import { extname } from "node:path";

const MARKDOWN: ReadonlySet<string> = new Set([".md", ".markdown", ".qmd", ".rmd", ".mdx", ".myst"]);

export type NoteKind = "markdown" | "notebook" | "latex";

/** The kind of a note, or null for any other file. */
export function kindOf(file: string): NoteKind | null {
  const ending = extname(file).toLowerCase();
  if (MARKDOWN.has(ending)) return "markdown";
  if (ending === ".ipynb") return "notebook";
  return ending === ".tex" || ending === ".ltx" ? "latex" : null;
}

/** Whether a file is JSON, whose lines hold those of the notes as strings. */
export const isNotebook = (file: string): boolean => kindOf(file) === "notebook";
