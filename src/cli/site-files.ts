/**
 * The files of a site: nothing is made outside its directory, a kill leaves each as it was or whole, and what is not
 * ours is never taken away.
 *
 * Before a file is written, its hash goes to a journal; a build that ends gathers the journal into the record. The next
 * one believes a file only where its bytes have the hash that stands there.
 */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { has } from "../core/own.js";

const RECORD = ".chainrule-notes.json";
const JOURNAL = ".chainrule-notes.journal";
/** Files are written here and renamed: one at a time, so one name does, and the next build finds what a kill left. */
const PARTIAL = ".chainrule-notes.partial";

/** The record of a file that a build wrote, by which the next build knows it again. */
interface Entry {
  readonly name: string;
  /** The note that it was made for, relative to the site; empty for what belongs to the site as a whole. */
  readonly owner: string;
  /** Names all that it was built from; empty where a key cannot hold that, so that the file is built anew. */
  readonly key: string;
  readonly hash: string;
}

export interface SiteFiles {
  /** Whether the file stands there as it was written from what has this key. */
  readonly isCurrent: (name: string, key: string) => boolean;
  /** Throws where it cannot be written, or a link leads out of the site. */
  readonly write: (
    name: string,
    content: string | Uint8Array,
    from: { readonly note?: string; readonly key?: string },
  ) => void;
  /** Says that the file belongs to the site though it was not written now. */
  readonly keep: (name: string) => void;
  /**
   * Ends the build. Files that it neither wrote nor kept are taken away where their note is gone or is one of `notes`
   * (null: not all could be read, and none is taken away); gives the names of those that somebody has changed since,
   * which stay.
   */
  readonly finish: (notes: readonly string[] | null) => readonly string[];
}

/** Opens the directory of a site, which is made. Throws what the system says. */
export function siteFiles(directory: string): SiteFiles {
  const out = resolve(directory);
  mkdirSync(out, { recursive: true });
  rmSync(join(out, PARTIAL), { force: true });
  // A build that was killed may have written any of several versions of a file: all are ours.
  const before = new Map<string, Entry[]>();
  for (const e of [...recorded(out, RECORD), ...recorded(out, JOURNAL)]) {
    const versions = before.get(e.name);
    if (versions === undefined) before.set(e.name, [e]);
    else versions.push(e);
  }
  const now = new Map<string, readonly Entry[]>();
  const standing = (name: string): Entry | undefined => {
    const hash = hashOf(out, name);
    return hash === null ? undefined : before.get(name)?.findLast((e) => e.hash === hash);
  };
  return {
    isCurrent: (name, key) => standing(name)?.key === key,
    write: (name, content, { note, key = "" }) => {
      const path = safePath(out, name);
      const entry: Entry = { name, owner: note === undefined ? "" : ownerOf(out, note), key, hash: digest(content) };
      addToJournal(out, entry);
      replaceFile(out, path, content);
      now.set(name, [entry]);
    },
    keep: (name) => {
      const entries = before.get(name);
      if (entries !== undefined) now.set(name, entries);
    },
    finish: (notes) => {
      const present = new Set(notes?.map((n) => ownerOf(out, n)));
      const changed: string[] = [];
      for (const [name, entries] of before) {
        if (now.has(name)) continue;
        const isGone =
          notes !== null &&
          entries.every(({ owner }) => owner === "" || present.has(owner) || !exists(resolve(out, owner)));
        if (!isGone) now.set(name, entries);
        else if (standing(name) !== undefined) takeAway(out, name);
        else if (exists(join(out, name))) changed.push(name);
      }
      const record = [...now.values()].flat();
      replaceFile(out, safePath(out, RECORD), `${JSON.stringify({ files: record }, null, 1)}\n`);
      rmSync(join(out, JOURNAL), { force: true });
      return changed;
    },
  };
}

/** Writes one file below a directory that is made. Throws where a link leads out of it. */
export function writeBelow(directory: string, name: string, content: string | Uint8Array): void {
  const out = resolve(directory);
  mkdirSync(out, { recursive: true });
  replaceFile(out, safePath(out, name), content);
}

/** The path of a file below `out`, whose directories are made; no part of it is a link. */
function safePath(out: string, name: string): string {
  const path = resolve(out, name);
  if (!path.startsWith(out + sep)) throw new Error("it does not lie below --out");
  const parts = relative(out, path).split(sep);
  let at = realpathSync(out);
  for (const [k, part] of parts.entries()) {
    at = join(at, part);
    const kind = lstatSync(at, { throwIfNoEntry: false });
    if (kind?.isSymbolicLink() === true) throw new Error("a link leads out of --out");
    if (k < parts.length - 1 && kind === undefined) mkdirSync(at);
  }
  return at;
}

/** Writes beside the file and renames: a kill or a full disk leaves what was there. */
function replaceFile(out: string, path: string, content: string | Uint8Array): void {
  const partial = join(out, PARTIAL);
  rmSync(partial, { force: true });
  try {
    writeFileSync(partial, content, { flag: "wx" });
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function addToJournal(out: string, entry: Entry): void {
  appendFileSync(safePath(out, JOURNAL), `${JSON.stringify(entry)}\n`);
}

/** The entries of the record or, a line each, of the journal; none where it is damaged, so that all is built again. */
function recorded(out: string, name: string): readonly Entry[] {
  const text = contentOf(out, name)?.toString("utf8") ?? "";
  const lines = name === JOURNAL ? text.split("\n") : [text];
  return lines.flatMap((line) => {
    try {
      const data = JSON.parse(line) as unknown;
      const listed = name === JOURNAL ? [data] : (data as { readonly files?: unknown } | null)?.files;
      return Array.isArray(listed) ? listed.filter(isEntry) : [];
    } catch {
      // The last line of a journal may be cut short.
      return [];
    }
  });
}

const isEntry = (data: unknown): data is Entry =>
  typeof data === "object" &&
  data !== null &&
  (["name", "owner", "key", "hash"] as const).every(
    (k) => has(data as Partial<Entry>, k) && typeof (data as Partial<Entry>)[k] === "string",
  );

/** The bytes of a regular file below `out`; null where there is none, or a link on the way. */
function contentOf(out: string, name: string): Buffer | null {
  const path = resolve(out, name);
  try {
    if (!path.startsWith(out + sep) || realpathSync(path) !== join(realpathSync(out), relative(out, path))) return null;
    return lstatSync(path).isFile() ? readFileSync(path) : null;
  } catch {
    return null;
  }
}

function hashOf(out: string, name: string): string | null {
  const content = contentOf(out, name);
  return content === null ? null : digest(content);
}

const digest = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** Takes a file away, and the directories that are empty then. */
function takeAway(out: string, name: string): void {
  rmSync(resolve(out, name), { force: true });
  try {
    for (let at = dirname(resolve(out, name)); at.startsWith(out + sep); at = dirname(at)) rmdirSync(at);
  } catch {
    // Something else stands in it.
  }
}

/** Standard input is no file that could be gone. */
const ownerOf = (out: string, note: string): string => (note === "-" ? "-" : relative(out, resolve(note)));

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
