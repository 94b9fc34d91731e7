/** Which files `notes` reads: those named, and in a directory every note, in the order of their names. */
import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type { NotesDocument } from "../notes/document.js";
import { readLatex } from "../notes/latex-source.js";
import { readMarkdown } from "../notes/markdown.js";
import { readNotebook } from "../notes/notebook.js";
import { isDirectory } from "./sources.js";

const MARKDOWN: ReadonlySet<string> = new Set([".md", ".markdown", ".qmd", ".rmd", ".mdx", ".myst"]);

/** Files below a directory that are looked at; more is a whole disk and not a folder of notes. */
const MOST_FILES = 20_000;
const DEEPEST = 40;

export type NoteKind = "markdown" | "notebook" | "latex";

function kindOf(file: string): NoteKind | null {
  const ending = extname(file).toLowerCase();
  if (MARKDOWN.has(ending)) return "markdown";
  if (ending === ".ipynb") return "notebook";
  return ending === ".tex" || ending === ".ltx" ? "latex" : null;
}

/** A note: its path, and its path below the operand that led to it. */
export interface NoteFile {
  readonly path: string;
  readonly under: string;
}

/**
 * The notes that operands name. Directories are searched without following a link: a link may lead
 * out of them, or round in a circle. Hidden directories and `node_modules` are left out.
 */
export function noteFiles(operands: readonly string[], wanted: (kind: NoteKind) => boolean): readonly NoteFile[] {
  const found: NoteFile[] = [];
  const seen = new Set<string>();
  const add = (path: string, under: string): void => {
    if (seen.has(path) || found.length >= MOST_FILES) return;
    seen.add(path);
    found.push({ path, under });
  };
  for (const operand of operands) {
    if (operand === "-" || !isDirectory(operand)) {
      add(operand, basename(operand));
      continue;
    }
    const todo: { path: string; under: string; depth: number }[] = [{ path: operand, under: "", depth: 0 }];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const entries = readdirSync(at.path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
      const below: typeof todo = [];
      for (const entry of entries) {
        const path = join(at.path, entry.name);
        const under = at.under === "" ? entry.name : `${at.under}/${entry.name}`;
        if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
        if (entry.isDirectory() && at.depth < DEEPEST) below.push({ path, under, depth: at.depth + 1 });
        const kind = entry.isFile() ? kindOf(entry.name) : null;
        if (kind !== null && wanted(kind)) add(path, under);
      }
      todo.push(...below.reverse());
    }
  }
  return found;
}

/** The document of a text, by the ending of its file; standard input is Markdown. */
export function readNote(file: string, text: string): NotesDocument {
  const kind = kindOf(file);
  if (kind === "notebook") return readNotebook(text);
  return kind === "latex" ? readLatex(text) : readMarkdown(text);
}
