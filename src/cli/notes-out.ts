/** Prepares the files of a site besides its pages: pictures that stand beside notes, and a PDF. */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve, sep } from "node:path";
import type { Note } from "../notes/site.js";
import { visible } from "./colour.js";
import { EXIT } from "./command.js";
import { type Run, raise } from "./run.js";
import { reason } from "./sources.js";

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

/** Says that a file of the site could not be written. */
export function unwritten(run: Run, path: string, error: unknown): void {
  run.world.err(`chainrule: ${visible(path)} cannot be written: ${reason(error)}\n`);
  raise(run, EXIT.file);
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

/** The bytes of a picture; null, and said, where it cannot be read. */
export function pictureBytes(run: Run, path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    run.world.err(`chainrule: ${visible(path)} cannot be read: ${reason(error)}\n`);
    raise(run, EXIT.file);
    return null;
  }
}

/** The address that holds the picture itself; null where it cannot be read. */
export function pictureData(run: Run, { path, type }: Picture): string | null {
  const bytes = pictureBytes(run, path);
  return bytes === null ? null : `data:${type};base64,${bytes.toString("base64")}`;
}

/** The name below the site of a picture that a note names. */
export const pictureName = ({ file }: Note, src: string): string =>
  (file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "") + src;

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The page as PDF by Chromium, where that is installed; null, and said, where none was printed. */
export function printedPdf(run: Run, html: string): Uint8Array | null {
  const work = mkdtempSync(join(tmpdir(), "chainrule-notes-"));
  try {
    const page = join(work, "notes.html");
    writeFileSync(page, html);
    const { CHROMIUM } = run.world.env;
    for (const browser of CHROMIUM === undefined ? BROWSERS : [CHROMIUM]) {
      const result = spawnSync(browser, printing(work, page), { timeout: 120_000, stdio: "ignore" });
      if ((result.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") continue;
      // One that was stopped may have left half a file.
      if (result.status !== 0 || !existsSync(join(work, "notes.pdf"))) break;
      return readFileSync(join(work, "notes.pdf"));
    }
    run.world.err(
      "chainrule: no PDF was printed: it needs Chromium (the variable CHROMIUM names it); --page single prints from any browser\n",
    );
    raise(run, EXIT.file);
    return null;
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
