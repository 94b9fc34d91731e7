/** Which files `notes` reads: those named, and in a directory every note, in the order of their names. */
import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { NotesDocument } from "../notes/document.js";
import { kindOf, type NoteKind } from "../notes/kinds.js";
import { includedIn, macrosIn, readLatex } from "../notes/latex-source.js";
import { READERS } from "../notes/placed.js";
import { EXIT } from "./command.js";
import { wholeSource } from "./diagnostics.js";
import { type Run, raise, say } from "./run.js";
import { isDirectory, reason } from "./sources.js";

/** A note: its path, and its path below the operand that led to it. */
export interface NoteFile {
  readonly path: string;
  readonly under: string;
}

/**
 * The notes that the command line names. Directories are searched without following a link: a link may lead out of
 * them, or round in a circle. Hidden directories and `node_modules` are left out; one that cannot be read is said.
 */
export function noteFiles(run: Run, wanted: (kind: NoteKind) => boolean): readonly NoteFile[] {
  const found = new Map<string, NoteFile>();
  for (const operand of run.operands) {
    if (operand === "-" || !isDirectory(operand)) {
      if (!found.has(operand)) found.set(operand, { path: operand, under: basename(operand) });
      continue;
    }
    const todo: NoteFile[] = [{ path: operand, under: "" }];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const below: NoteFile[] = [];
      for (const entry of entriesOf(run, at.path)) {
        const path = join(at.path, entry.name);
        const under = at.under === "" ? entry.name : `${at.under}/${entry.name}`;
        if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
        if (entry.isDirectory()) below.push({ path, under });
        const kind = entry.isFile() ? kindOf(entry.name) : null;
        if (kind !== null && wanted(kind) && !found.has(path)) found.set(path, { path, under });
      }
      for (const directory of below.reverse()) todo.push(directory);
    }
  }
  return [...found.values()];
}

/** Chapter 2 before chapter 10: numbers within names by what they count, the rest letter by letter. */
function inOrder(a: string, b: string): number {
  const [x, y] = [a, b].map((name) => name.replace(/\d+/g, (n) => n.padStart(12, "0")));
  return (x as string) < (y as string) ? -1 : 1;
}

/** Lists a directory in the order of the names; one that cannot be read is reported and counts as empty. */
function entriesOf(run: Run, directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => inOrder(a.name, b.name));
  } catch (error) {
    raise(run, EXIT.file);
    say(run, directory, null, wholeSource("file/unreadable", `cannot be read: ${reason(error)}`));
    return [];
  }
}

/** What a LaTeX file may take macros from besides the files below it. */
export interface Beside {
  /** Directories that the command line names. */
  readonly roots: readonly string[];
  /** Files that it is a part of, the innermost first. */
  readonly wholes: readonly string[];
}

const ALONE: Beside = { roots: [], wholes: [] };

/** The document of a text, by the ending of its file; standard input is Markdown. */
export function readNote(file: string, text: string, beside: Beside = ALONE): NotesDocument {
  const kind = kindOf(file);
  if (kind !== "latex") return READERS[kind ?? "markdown"](text);
  const macros = [...macrosAbove(beside), ...includedMacros(file, text, beside.roots)];
  return macros.length === 0 ? readLatex(text) : { ...readLatex(text), macros };
}

/** The files among those that are read that each is a part of: a chapter knows the macros of its book. */
export function wholesAmong(paths: readonly string[]): (file: string) => Beside["wholes"] {
  const found = new Map<string, string>();
  const all = new Set(paths.map((p) => resolve(p)));
  for (const path of paths) {
    const text = kindOf(path) === "latex" ? textOf(path) : null;
    for (const name of text === null ? [] : includedIn(text))
      for (const ending of ["", ".tex"]) {
        const part = resolve(dirname(path), name + ending);
        if (part !== resolve(path) && all.has(part) && !found.has(part)) found.set(part, path);
      }
  }
  return (file) => {
    const wholes: string[] = [];
    for (let at = found.get(resolve(file)); at !== undefined; at = found.get(resolve(at))) {
      if (wholes.length === DEEPEST_INCLUDED) break;
      wholes.push(at);
    }
    return wholes;
  };
}

/** Files that include one another, at most, from a book to a chapter. */
const DEEPEST_INCLUDED = 4;

/** Macros of the files that a file is a part of, the outermost first. */
function macrosAbove({ roots, wholes }: Beside): readonly string[] {
  const above: (readonly string[])[] = [];
  for (const whole of wholes) {
    const text = textOf(whole);
    if (text === null) break;
    above.unshift([...includedMacros(whole, text, roots), ...macrosIn(text)]);
  }
  return above.flat();
}

/** Files that one note may include, and characters of one of them. */
const MOST_INCLUDED = 40;
const LARGEST_INCLUDED = 1_000_000;

/**
 * Definitions of macros in files that a LaTeX file includes and that stand beside it or below, or anywhere below a
 * directory that the command line names. What is not there or not readable defines nothing, as a package of the system.
 */
function includedMacros(file: string, text: string, roots: readonly string[]): readonly string[] {
  const allowed = [dirname(resolve(file)), ...roots.map((r) => resolve(r))];
  const seen = new Set<string>();
  const read = (base: string, source: string): readonly string[] =>
    includedIn(source).flatMap((name) => {
      for (const path of ["", ".tex", ".sty"].map((ending) => resolve(base, name + ending))) {
        if (!allowed.some((root) => path.startsWith(root + sep)) || seen.has(path)) continue;
        if (seen.size >= MOST_INCLUDED) return [];
        const included = textOf(path);
        if (included === null) continue;
        seen.add(path);
        return [...read(base, included), ...macrosIn(included)];
      }
      return [];
    });
  return read(dirname(resolve(file)), text);
}

/** The text of a plain file that is no link; null where there is none. */
function textOf(path: string): string | null {
  try {
    const stat = lstatSync(path);
    return stat.isFile() && stat.size <= LARGEST_INCLUDED ? readFileSync(path, "utf8") : null;
  } catch {
    return null;
  }
}
