/** `chainrule notes build`: a folder of notes to a site, one page, or a PDF. */

import { createHash } from "node:crypto";
import { existsSync, watch } from "node:fs";
import { join, resolve, sep } from "node:path";
import { Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import type { Severity } from "../core/diagnostic.js";
import type { BuiltNote, Note, ReadNote, SiteOptions } from "../notes/site.js";
import { isWrong, verdictKind } from "../report/report.js";
import { paint, visible } from "./colour.js";
import { EXIT, UsageError } from "./command.js";
import { choice, stepsOption } from "./flags.js";
import {
  copyPicture,
  madeDirectory,
  pictureBeside,
  pictureData,
  pictureName,
  readRecord,
  writePage,
  writePdf,
  writeRecord,
} from "./notes-out.js";
import { defineCommand, pendingTexts, type Run, raise, startRun, texts } from "./run.js";
import { isDirectory, reason } from "./sources.js";

interface Flags {
  readonly out: string;
  readonly page: "site" | "single" | "pdf";
  readonly steps: "chain" | "none" | "full";
  readonly draft?: boolean;
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
    new Option("--draft", "mark what is stated wrong in the page instead of failing"),
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
  world.err("watching for changes; Ctrl-C ends it\n");
  let waiting: NodeJS.Timeout | undefined;
  let busy = Promise.resolve();
  const out = resolve(flags.out) + sep;
  const again = () => build(startRun<Flags>(operands, { ...flags }, world));
  return new Promise((done) => {
    const watchers = operands.map((operand) =>
      watch(operand, { recursive: isDirectory(operand) }, (_event, name) => {
        // A page that the build itself writes is no change.
        if (name !== null && isDirectory(operand) && (resolve(operand, name) + sep).startsWith(out)) return;
        clearTimeout(waiting);
        waiting = setTimeout(() => {
          busy = busy.then(again).catch((e) => world.err(`${reason(e)}\n`));
        }, 100);
      }),
    );
    process.once("SIGINT", () => {
      for (const w of watchers) w.close();
      clearTimeout(waiting);
      done();
    });
  });
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
  const files = noteFiles(run.operands, (kind) => kind === "markdown").filter(
    (f) => !(resolve(f.path) + sep).startsWith(out),
  );
  if (files.length === 0) throw new UsageError("there are no notes (.md) in what is named");
  const paths = files.map((f) => f.path);
  const taken = new Set<string>();
  const notes: NamedNote[] = [];
  for (const { file: path, text, index } of texts(run, pendingTexts(run, MAX_INPUT, paths))) {
    const below = files[index]?.under ?? path;
    let file = path === "-" ? "notes.md" : below;
    for (let n = 2; taken.has(file); n++) file = `${n}-${below}`;
    taken.add(file);
    notes.push({ file, text, path });
  }
  return notes;
}

async function build(run: Run<Flags>): Promise<void> {
  // Loaded here and not above: --help and --version need no mathematics.
  const { loadKatex, stylesheet } = await import("../report/katex.js");
  const site = await import("../notes/site.js");
  const { flags, limits, world } = run;
  const { steps, draft = false } = flags;
  const named = await readNotes(run);
  const notes = site.readNotes(named);
  const labels = site.labelsOf(notes);
  const single = flags.page !== "site";
  const paths = new Map(named.map((n) => [n.file, n.path]));
  const pictures = new Map<string, string>();
  const withPictures = new Set<string>();
  const picture = (note: Note, src: string): string | null => {
    const beside = pictureBeside(paths.get(note.file) ?? "", src);
    const address = beside === null ? null : single ? pictureData(beside) : beside.address;
    if (beside === null || address === null) return null;
    if (!single) pictures.set(pictureName(note, src), beside.path);
    withPictures.add(note.file);
    return address;
  };
  const options: SiteOptions = { budgets: limits, katex: await loadKatex(), draft, steps, picture };
  if (!madeDirectory(run, flags.out)) return;
  const out = resolve(flags.out);
  const record = single ? new Map<string, string>() : readRecord(out);
  const kept = new Map<string, string>();
  const shared = JSON.stringify([
    manifest.version,
    steps,
    draft,
    limits,
    notes.map((n) => [n.page, n.title]),
    [...labels],
  ]);
  const pages: BuiltNote[] = [];
  const counts = { built: 0, failed: 0 };
  for (const [k, note] of notes.entries()) {
    const key = createHash("sha256").update(shared).update("\0").update(note.text).digest("hex");
    if (!single && record.get(note.page) === key && existsSync(join(out, note.page))) {
      kept.set(note.page, key);
      continue;
    }
    if (notes.length > 1 && world.stderrIsTerminal) world.err(`[${k + 1}/${notes.length}] ${visible(note.file)}\n`);
    const built = site.buildNote(note, notes, labels, options, single);
    sayFindings(run, built, paths.get(note.file) ?? note.file);
    if (built.failed && !draft) {
      counts.failed++;
      raise(run, EXIT.fault);
      continue;
    }
    counts.built++;
    if (single) pages.push(built);
    else {
      writePage(run, flags.out, note.page, site.sitePage(built, notes, STYLE, draft));
      // With a picture the page depends on more than its text, and is built again.
      if (!withPictures.has(note.file)) kept.set(note.page, key);
    }
  }
  for (const [name, from] of pictures) copyPicture(run, from, out, name);
  if (!single) {
    writePage(run, flags.out, STYLE, site.siteStyle(stylesheet(site.ALL_FONTS)));
    if (!notes.some((n) => n.page === "index.html"))
      writePage(run, flags.out, "index.html", site.indexPage(notes, STYLE));
    writeRecord(run, flags.out, kept);
  } else if (counts.failed === 0 && pages.length > 0) {
    const html = site.singlePage(pages, stylesheet, draft);
    const stem = stemOf(notes);
    if (flags.page === "single") writePage(run, flags.out, `${stem}.html`, html);
    else writePdf(run, out, `${stem}.pdf`, html);
  }
  const unchanged = notes.length - counts.built - counts.failed;
  const rest = `${unchanged === 0 ? "" : `, ${unchanged} unchanged`}${counts.failed === 0 ? "" : `, ${counts.failed} failed`}`;
  world.err(`${counts.built} of ${notes.length} notes built${rest}\n`);
}

/** The name of the one page, without its ending. */
const stemOf = ([first, ...rest]: readonly ReadNote[]): string =>
  first === undefined || rest.length > 0 ? "notes" : first.page.replace(/\.html$/, "").replace(/^.*\//, "");

/** Says what is wrong with a note, each with its place. */
function sayFindings({ flags, errColour, world }: Run<Flags>, built: BuiltNote, file: string): void {
  const tone = (severity: Severity): string => paint(errColour, severity === "error" ? "red" : "yellow", severity);
  const place = (line: number): string => paint(errColour, "bold", `${visible(file)}:${line}`);
  for (const f of built.proof.findings) {
    if (f.verdict === "equal" || f.verdict === "not judged") continue;
    const wrong = isWrong(f.verdict) && flags.draft !== true;
    const severity = tone(wrong ? "error" : verdictKind(f.verdict) === "right if" ? "note" : "warning");
    world.err(`${place(f.line)}: ${severity}: ${visible(f.of)} = ${visible(f.text)} is ${f.verdict}\n`);
    if (f.why !== null) world.err(`  ${visible(f.why)}\n`);
    if (f.right !== null) world.err(`  ${paint(errColour, "cyan", "right")}: ${visible(f.right.unicode)}\n`);
  }
  for (const r of built.remarks) world.err(`${place(r.line)}: ${tone(r.severity)}: ${visible(r.message)}\n`);
}
