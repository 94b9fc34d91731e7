/** Which files are notes, by their endings. */
const MARKDOWN: ReadonlySet<string> = new Set([".md", ".markdown", ".qmd", ".rmd", ".mdx", ".myst"]);

export type NoteKind = "markdown" | "notebook" | "latex";

/** The kind of a note, or null for any other file. */
export function kindOf(file: string): NoteKind | null {
  const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 ? name.slice(dot).toLowerCase() : "";
  if (MARKDOWN.has(ending)) return "markdown";
  if (ending === ".ipynb") return "notebook";
  return ending === ".tex" || ending === ".ltx" ? "latex" : null;
}

/** Whether a file is JSON, whose lines hold those of the notes as strings. */
export const isNotebook = (file: string): boolean => kindOf(file) === "notebook";
