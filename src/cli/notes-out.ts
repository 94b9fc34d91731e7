/** The directory that `notes build` writes: pages, pictures and the record of them, and nothing outside it. */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve, sep } from "node:path";
import type { Note } from "../notes/site.js";
import { visible } from "./colour.js";
import { EXIT } from "./command.js";
import { type Run, raise } from "./run.js";
import { reason } from "./sources.js";

/** The pages and what they were built from: a page is built again where its entry differs. */
const RECORD = ".chainrule-notes.json";
const PICTURES: ReadonlyMap<string, string> = new Map([
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".gif", "image/gif"],
  [".webp", "image/webp"],
  [".avif", "image/avif"],
]);
/** A picture larger than this is not taken along. */
const LARGEST_PICTURE = 20_000_000;

/** Makes the directory; says so where that fails. */
export function madeDirectory(run: Run, given: string): boolean {
  try {
    mkdirSync(resolve(given), { recursive: true });
    return true;
  } catch (error) {
    unwritten(run, given, error);
    return false;
  }
}

/** Writes a file below `given`, the directory as the command line names it. */
export function writePage(run: Run, given: string, name: string, text: string): void {
  try {
    writeBelow(resolve(given), name, text);
  } catch (error) {
    unwritten(run, join(given, name), error);
  }
}

function unwritten(run: Run, path: string, error: unknown): void {
  run.world.err(`chainrule: ${visible(path)} cannot be written: ${reason(error)}\n`);
  raise(run, EXIT.file);
}

/** Writes a file of the site. Throws where a link in `out` leads out of it. */
function writeBelow(out: string, name: string, text: string | Uint8Array): void {
  const path = resolve(out, name);
  if (!path.startsWith(out + sep)) throw new Error("it does not lie below --out");
  mkdirSync(dirname(path), { recursive: true });
  const real = realpathSync(dirname(path)) + sep;
  if (!real.startsWith(realpathSync(out) + sep) || isLink(path)) throw new Error("a link leads out of --out");
  writeFileSync(path, text);
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

export interface Picture {
  readonly path: string;
  readonly type: string;
  /** As a page writes it. */
  readonly address: string;
}

/** A picture that stands beside the note, in its directory or below it; no link is followed. */
export function pictureBeside(notePath: string, src: string): Picture | null {
  const type = PICTURES.get(extname(src).toLowerCase());
  if (type === undefined) return null;
  try {
    const base = realpathSync(dirname(notePath));
    const path = resolve(base, src);
    const stat = lstatSync(path);
    const isTaken = path.startsWith(base + sep) && realpathSync(path) === path && stat.isFile();
    return isTaken && stat.size <= LARGEST_PICTURE ? { path, type, address: encodeURI(src) } : null;
  } catch {
    return null;
  }
}

/** The address that holds the picture itself; null where it cannot be read. */
export function pictureData({ path, type }: Picture): string | null {
  try {
    return `data:${type};base64,${readFileSync(path).toString("base64")}`;
  } catch {
    return null;
  }
}

/** The name below the site of a picture that a note names. */
export const pictureName = ({ file }: Note, src: string): string =>
  (file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "") + src;

export function copyPicture(run: Run, from: string, out: string, name: string): void {
  const path = resolve(out, name);
  try {
    if (!path.startsWith(out + sep)) throw new Error("it does not lie below --out");
    writeBelow(out, name, "");
    copyFileSync(from, path);
  } catch (error) {
    run.world.err(`chainrule: ${visible(name)} cannot be copied: ${reason(error)}\n`);
  }
}

export function readRecord(out: string): ReadonlyMap<string, string> {
  try {
    const record = JSON.parse(readFileSync(join(out, RECORD), "utf8")) as unknown;
    return new Map(Object.entries(record as object).filter((e): e is [string, string] => typeof e[1] === "string"));
  } catch {
    return new Map();
  }
}

export const writeRecord = (run: Run, given: string, record: ReadonlyMap<string, string>): void =>
  writePage(run, given, RECORD, `${JSON.stringify(Object.fromEntries(record), null, 1)}\n`);

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Prints a page to PDF with Chromium, where that is installed. */
export function writePdf(run: Run, out: string, name: string, html: string): void {
  const work = mkdtempSync(join(tmpdir(), "chainrule-notes-"));
  try {
    const page = join(work, "notes.html");
    writeFileSync(page, html);
    const { CHROMIUM } = run.world.env;
    for (const browser of CHROMIUM === undefined ? BROWSERS : [CHROMIUM]) {
      const result = spawnSync(browser, printing(work, page), { timeout: 120_000, stdio: "ignore" });
      if ((result.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") continue;
      if (!existsSync(join(work, "notes.pdf"))) break;
      writeBelow(out, name, readFileSync(join(work, "notes.pdf")));
      return;
    }
    run.world.err(
      "chainrule: no PDF was printed: it needs Chromium (the variable CHROMIUM names it); --page single prints from any browser\n",
    );
    raise(run, EXIT.file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const printing = (work: string, page: string): readonly string[] => [
  "--headless",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // As root, as in a container, Chromium has no sandbox; the page runs one script of ours.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  `--user-data-dir=${join(work, "profile")}`,
  "--no-pdf-header-footer",
  `--print-to-pdf=${join(work, "notes.pdf")}`,
  `file://${page}`,
];
