/** `chainrule notes build`: a folder of notes to a site, one page, or a PDF. */

import { createHash } from "node:crypto";
import { join, resolve, sep } from "node:path";
import { Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import type { Severity } from "../core/diagnostic.js";
import { kindOf } from "../notes/kinds.js";
import type { BuiltNote, Note, ReadNote, SiteOptions } from "../notes/site.js";
import type { Language } from "../report/languages/phrases.js";
import type { ProductSign } from "../report/products.js";
import { isWrong, type Verdict, verdictKind } from "../report/report.js";
import { paint, visible } from "./colour.js";
import { EXIT, UsageError } from "./command.js";
import { choice, langOption, productsOption, stepsOption } from "./flags.js";
import { pictureBeside, pictureBytes, pictureData, pictureName, printedPdf, unwritten } from "./notes-out.js";
import { progressOn } from "./progress.js";
import { defineCommand, onTexts, pendingTexts, type Run, raise, sayDefect, startRun } from "./run.js";
import { type SiteFiles, siteFiles, writeBelow } from "./site-files.js";
import { atChanges } from "./watch.js";

type Site = typeof import("../notes/site.js");
type Labels = ReturnType<Site["labelsOf"]>;

interface Flags {
  readonly out: string;
  readonly page: "site" | "single" | "pdf";
  readonly steps: "chain" | "none" | "full";
  readonly draft?: boolean;
  readonly quiz?: boolean;
  readonly lang: Language;
  readonly products: ProductSign;
  readonly watch?: boolean;
}

export const notesBuildCommand = defineCommand<Flags>({
  name: "notes build",
  operands: "<PATH...>",
  summary: "build a site, one page or a PDF of notes; a derivative that is stated wrong fails the build",
  examples: [
    "chainrule notes build notes/ --out site",
    "chainrule notes build lecture.md --page single --out site",
    "chainrule notes build notes/ --out site --draft --watch",
  ],
  options: () => [
    new Option("--out <dir>", "the directory of the pages; nothing is written elsewhere").makeOptionMandatory(),
    choice("--page <kind>", "what is built", ["site", "single", "pdf"]),
    stepsOption("how much of each way is shown"),
    langOption(),
    productsOption(),
    new Option("--draft", "mark what is stated wrong in the page instead of failing"),
    new Option("--quiz", "fold each derivation, to be worked out on paper first"),
    new Option("--watch", "build again when a note changes"),
  ],
  run: async (run) => {
    await build(run);
    if (run.flags.watch === true) await buildAtChanges(run);
  },
});

const STYLE = "chainrule-notes.css";

/** Builds anew at each change until an interrupt; the exit code stays that of the first build. */
function buildAtChanges({ operands, flags, world }: Run<Flags>): Promise<void> {
  const out = resolve(flags.out) + sep;
  const again = () => build(startRun<Flags>(operands, { ...flags }, world));
  // A page that the build itself writes is no change.
  return atChanges(operands, world, again, (directory, name) => (resolve(directory, name) + sep).startsWith(out));
}

/** A note with the path that it was read from. */
interface NamedNote extends Note {
  readonly path: string;
}

/** The notes below the operands, each with a name of its own below the site. */
async function readNotes(run: Run<Flags>): Promise<readonly NamedNote[]> {
  const { MAX_INPUT } = await import("../elaborate/parse.js");
  const { noteFiles } = await import("./notes-files.js");
  const out = resolve(run.flags.out) + sep;
  // A site that is built into the folder of its notes is not read as notes.
  const files = noteFiles(run, (kind) => kind !== "latex").filter((f) => !(resolve(f.path) + sep).startsWith(out));
  const latex = files.find((f) => kindOf(f.path) === "latex")?.path;
  if (latex !== undefined) {
    const made = latex.replace(/\.[^.]*$/, ".md");
    const way = `pandoc ${latex} -o ${made}, and notes build ${made}`;
    throw new UsageError(`${latex} is LaTeX: notes check proofreads it, but a page is made of Markdown (${way})`);
  }
  if (files.length === 0 && run.code === EXIT.fine)
    throw new UsageError("there are no notes (.md, .ipynb) in what is named");
  const paths = files.map((f) => f.path);
  const taken = new Set<string>();
  const notes: NamedNote[] = [];
  onTexts(run, pendingTexts(run, MAX_INPUT, paths), ({ file: path, text, index }) => {
    const below = files[index]?.under ?? path;
    let file = path === "-" ? "notes.md" : below;
    for (let n = 2; taken.has(file); n++) file = `${n}-${below}`;
    taken.add(file);
    notes.push({ file, text, path });
  });
  return notes;
}

/** A build on its way: the notes, how they are drawn, and what came of them. */
interface Build {
  readonly run: Run<Flags>;
  readonly site: Site;
  readonly notes: readonly ReadNote[];
  readonly options: SiteOptions;
  /** Where a note was read from, by its name below the site. */
  readonly paths: ReadonlyMap<string, string>;
  /** The pictures that pages show, by their names below the site. */
  readonly pictures: Map<string, { readonly from: string; readonly note: string }>;
  readonly counts: { built: number; failed: number };
}

async function build(run: Run<Flags>): Promise<void> {
  // Loaded here and not above: --help and --version need no mathematics.
  const { loadKatex } = await import("../report/katex.js");
  const site = await import("../notes/site.js");
  const { flags, limits } = run;
  const { steps, lang, products, draft = false, quiz = false } = flags;
  const named = await readNotes(run);
  const counts = { built: 0, failed: 0 };
  const paths = new Map(named.map((n) => [n.file, n.path]));
  const pathOf = (note: Note): string => paths.get(note.file) ?? note.file;
  const notes = site.readNotes(named, (note, error) => {
    counts.failed++;
    sayDefect(run, pathOf(note), error);
  });
  const single = flags.page !== "site";
  const pictures: Build["pictures"] = new Map();
  const picture = (note: Note, src: string): string | null => {
    const beside = pictureBeside(pathOf(note), src);
    if (beside === null) return null;
    if (single) return pictureData(run, beside);
    pictures.set(pictureName(note, src), { from: beside.path, note: pathOf(note) });
    return beside.address;
  };
  const options: SiteOptions = {
    budgets: limits,
    katex: await loadKatex(),
    draft,
    quiz,
    steps,
    lang,
    products,
    picture,
  };
  const building: Build = { run, site, notes, options, paths, pictures, counts };
  if (single) await buildPage(building);
  else await buildSite(building, named);
  const unchanged = named.length - counts.built - counts.failed;
  const rest = `${unchanged === 0 ? "" : `, ${unchanged} unchanged`}${counts.failed === 0 ? "" : `, ${counts.failed} failed`}`;
  run.world.err(`${counts.built} of ${named.length} notes built${rest}\n`);
}

/** Builds a note and says what is wrong with it; null where it is not to be published. */
function built({ run, site, notes, options, paths, counts }: Build, note: ReadNote, labels: Labels): BuiltNote | null {
  const { world, flags } = run;
  const file = paths.get(note.file) ?? note.file;
  const progress = progressOn(world);
  progress.tell(notes.indexOf(note) + 1, notes.length, note.file);
  let page: BuiltNote | null = null;
  try {
    page = site.buildNote(note, notes, labels, options, flags.page !== "site");
  } catch (error) {
    progress.clear();
    // One note does not end the build of the others.
    sayDefect(run, file, error);
  }
  progress.clear();
  if (page !== null) sayFindings(run, page, file);
  if (page === null || (page.failed && flags.draft !== true)) {
    counts.failed++;
    raise(run, EXIT.fault);
    return null;
  }
  counts.built++;
  return page;
}

/** Pages that refer to each other, one for each note. */
async function buildSite(building: Build, named: readonly NamedNote[]): Promise<void> {
  const { stylesheet } = await import("../report/katex.js");
  const { run, site, notes, paths, pictures } = building;
  const { draft = false, quiz = false, steps, lang, products, out } = run.flags;
  const isAllRead = run.code < EXIT.file && named.length === notes.length;
  const files = written(run, out, () => siteFiles(out));
  if (files === null) return;
  const write: SiteFiles["write"] = (name, content, from) => {
    written(run, join(out, name), () => files.write(name, content, from));
  };
  const labels = site.labelsOf(notes);
  const titles = notes.map((n) => [n.page, n.title]);
  const shared = JSON.stringify([
    manifest.version,
    steps,
    lang,
    products,
    draft,
    quiz,
    run.limits,
    titles,
    [...labels],
  ]);
  for (const note of notes) {
    const key = createHash("sha256").update(shared).update("\0").update(note.text).digest("hex");
    if (files.isCurrent(note.page, key)) {
      files.keep(note.page);
      continue;
    }
    const shown = pictures.size;
    const page = built(building, note, labels);
    if (page === null) {
      files.keep(note.page);
      continue;
    }
    // With a picture the page depends on more than its text, and is built again.
    const from = { note: paths.get(note.file) ?? note.file, ...(pictures.size > shown ? {} : { key }) };
    write(note.page, site.sitePage(page, notes, STYLE, draft), from);
  }
  for (const [name, { from, note }] of pictures) {
    const bytes = pictureBytes(run, from);
    if (bytes === null) files.keep(name);
    else write(name, bytes, { note });
  }
  write(STYLE, site.siteStyle(stylesheet(site.ALL_FONTS)), {});
  if (!notes.some((n) => n.page === "index.html")) write("index.html", site.indexPage(notes, STYLE), {});
  // A note that could not be read is not gone.
  const present = isAllRead ? named.map((n) => n.path) : null;
  for (const name of written(run, out, () => files.finish(present)) ?? [])
    run.world.err(`chainrule: ${visible(join(out, name))} was changed by hand and stays, though its note is gone\n`);
}

/** All notes in one page, or in a PDF; nothing where one of them failed. */
async function buildPage(building: Build): Promise<void> {
  const { stylesheet } = await import("../report/katex.js");
  const { run, site, notes, counts } = building;
  const { draft = false, page: kind, out } = run.flags;
  const labels = site.labelsOf(notes);
  const pages = notes.flatMap((note) => built(building, note, labels) ?? []);
  if (counts.failed > 0 || pages.length === 0) return;
  const html = site.singlePage(pages, stylesheet, draft);
  const name = `${stemOf(notes)}.${kind === "single" ? "html" : "pdf"}`;
  const content = kind === "single" ? html : printedPdf(run, html);
  if (content !== null) written(run, join(out, name), () => writeBelow(out, name, content));
}

/** Calls `write`; where the file system refuses, that is reported and the answer is null. */
function written<T>(run: Run, path: string, write: () => T): T | null {
  try {
    return write();
  } catch (error) {
    unwritten(run, path, error);
    return null;
  }
}

/** The name of the one page, without its ending. */
const stemOf = ([first, ...rest]: readonly ReadNote[]): string =>
  first === undefined || rest.length > 0 ? "notes" : first.page.replace(/\.html$/, "").replace(/^.*\//, "");

/** Verdicts with which nothing is wrong. */
const UNSAID: ReadonlySet<string> = new Set<Verdict>(["equal", "not judged", "definition"]);

/** Says what is wrong with a note, each with its place. */
function sayFindings({ flags, errColour, world }: Run<Flags>, built: BuiltNote, file: string): void {
  const tone = (severity: Severity): string => paint(errColour, severity === "error" ? "red" : "yellow", severity);
  const place = (at: number): string => {
    const { line, cell } = built.proof.place(at);
    const within = cell === null ? "" : ` (cell ${cell.number}, line ${cell.line})`;
    return `${paint(errColour, "bold", `${visible(file)}:${line}`)}${within}`;
  };
  for (const f of built.proof.findings) {
    if (UNSAID.has(f.verdict)) continue;
    const wrong = isWrong(f.verdict) && flags.draft !== true;
    const severity = tone(wrong ? "error" : verdictKind(f.verdict) === "right if" ? "note" : "warning");
    world.err(`${place(f.line)}: ${severity}: ${visible(f.of)} = ${visible(f.text)} is ${f.verdict}\n`);
    if (f.why !== null) world.err(`  ${visible(f.why)}\n`);
    if (f.right !== null) world.err(`  ${paint(errColour, "cyan", "right")}: ${visible(f.right.unicode)}\n`);
  }
  for (const r of built.remarks) world.err(`${place(r.line)}: ${tone(r.severity)}: ${visible(r.message)}\n`);
}
