/** `chainrule notes build`: a folder of notes to a site, one page, or a PDF. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve, sep } from "node:path";
import { Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import type { BuiltNote, Note, ReadNote, SiteOptions } from "../notes/site.js";
import { coloured, paint, visible } from "./colour.js";
import { type CliCommand, EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { diagnosticText } from "./diagnostics.js";
import { budgets } from "./flags.js";
import { reason, sources } from "./sources.js";

interface Flags {
  readonly out: string;
  readonly page: "site" | "single" | "pdf";
  readonly steps: "chain" | "none" | "full";
  readonly draft?: boolean;
  readonly watch?: boolean;
  readonly color?: boolean;
}

export const notesBuildCommand: CliCommand = {
  name: "notes build",
  operands: "<PATH...>",
  summary: "build a site, one page or a PDF of notes; a derivative that is stated wrong fails the build",
  examples: [
    "chainrule notes build notes/ --out site",
    "chainrule notes build lecture.md --page single --out site",
    "chainrule notes build notes/ --out site --draft --watch",
  ],
  flags: (command) => {
    command
      .addOption(
        new Option("--out <dir>", "the directory of the pages; nothing is written elsewhere").makeOptionMandatory(),
      )
      .addOption(new Option("--page <kind>", "what is built").choices(["site", "single", "pdf"]).default("site"))
      .addOption(
        new Option("--steps <grain>", "how much of each way is shown")
          .choices(["chain", "none", "full"])
          .default("chain"),
      )
      .addOption(new Option("--draft", "mark what is stated wrong in the page instead of failing"))
      .addOption(new Option("--watch", "build again when a note changes"));
  },
  run: (operands, flags, world) => run(operands, flags as unknown as Flags, flags, world),
};

const STYLE = "chainrule-notes.css";
/** What was built from what: a page is built again where its entry differs. */
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

async function run(
  operands: readonly string[],
  flags: Flags,
  allFlags: Readonly<Record<string, unknown>>,
  world: World,
): Promise<ExitCode> {
  const code = await build(operands, flags, allFlags, world);
  if (flags.watch !== true) return code;
  world.err("watching for changes; Ctrl-C ends it\n");
  let waiting: NodeJS.Timeout | undefined;
  let busy = Promise.resolve<unknown>(undefined);
  const out = resolve(flags.out) + sep;
  return new Promise((done) => {
    const watchers = operands.map((operand) =>
      watch(operand, { recursive: isDirectory(operand) }, (_event, name) => {
        // What the build itself writes is no change.
        if (name !== null && isDirectory(operand) && (resolve(operand, name) + sep).startsWith(out)) return;
        clearTimeout(waiting);
        waiting = setTimeout(() => {
          busy = busy.then(() => build(operands, flags, allFlags, world)).catch((e) => world.err(`${reason(e)}\n`));
        }, 100);
      }),
    );
    process.once("SIGINT", () => {
      for (const w of watchers) w.close();
      clearTimeout(waiting);
      done(code);
    });
  });
}

function isDirectory(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

const greater = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);

async function build(
  operands: readonly string[],
  flags: Flags,
  allFlags: Readonly<Record<string, unknown>>,
  world: World,
): Promise<ExitCode> {
  // Loaded here and not above: --help and --version need no mathematics.
  const { answer } = await import("../api/answer.js");
  const { MAX_INPUT } = await import("../elaborate/parse.js");
  const { loadKatex, stylesheet } = await import("../report/katex.js");
  const site = await import("../notes/site.js");
  const { noteFiles } = await import("./notes-files.js");
  const limits = budgets(allFlags);
  const colour = coloured(flags.color, world.stderrIsTerminal, world.env);
  const out = resolve(flags.out);
  // A site that is built into the folder of its notes is not read as notes.
  const files = noteFiles(operands, (kind) => kind === "markdown").filter(
    (f) => !(resolve(f.path) + sep).startsWith(out + sep),
  );
  if (files.length === 0) throw new UsageError("there are no notes (.md) in what is named");
  const paths = new Map<string, string>();
  let worst: ExitCode = EXIT.fine;
  const texts: Note[] = [];
  const pending = sources(
    files.map((f) => f.path),
    [],
    limits.input ?? MAX_INPUT,
    world,
  );
  for (const [k, { file, read }] of pending.entries()) {
    const source = read();
    if (source.type !== "text") {
      worst = greater(worst, source.type === "unreadable" ? EXIT.file : EXIT.fault);
      world.err(diagnosticText(file, null, source.fault, colour));
      continue;
    }
    let under = file === "-" ? "notes.md" : (files[k]?.under ?? file);
    for (let n = 2; paths.has(under); n++) under = `${n}-${files[k]?.under ?? file}`;
    paths.set(under, file);
    texts.push({ file: under, text: source.text });
  }
  const notes = site.readNotes(texts);
  const labels = site.labelsOf(notes);
  const single = flags.page !== "site";
  const pictures = new Map<string, string>();
  const withPictures = new Set<string>();
  const options: SiteOptions = {
    engine: (text, o) => answer(text, { ...o, budgets: limits }),
    katex: await loadKatex(),
    draft: flags.draft === true,
    steps: flags.steps,
    picture: (note, src) => {
      const found = pictureOf(paths.get(note.file) ?? "", note, src, single, pictures);
      if (found !== null) withPictures.add(note.file);
      return found;
    },
  };

  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    world.err(`chainrule: ${visible(flags.out)} cannot be written: ${reason(error)}\n`);
    return EXIT.file;
  }
  const write = (name: string, text: string): void => {
    try {
      writeBelow(out, name, text);
    } catch (error) {
      world.err(`chainrule: ${visible(join(flags.out, name))} cannot be written: ${reason(error)}\n`);
      worst = greater(worst, EXIT.file);
    }
  };

  const record = single ? new Map<string, string>() : readRecord(out);
  const kept = new Map<string, string>();
  const shared = JSON.stringify([
    manifest.version,
    flags.steps,
    flags.draft === true,
    limits,
    notes.map((n) => [n.page, n.title]),
    [...labels],
  ]);
  const made: BuiltNote[] = [];
  let built = 0;
  let failures = 0;
  for (const [k, note] of notes.entries()) {
    const key = createHash("sha256").update(shared).update("\0").update(note.text).digest("hex");
    if (!single && record.get(note.page) === key && existsSync(join(out, note.page))) {
      kept.set(note.page, key);
      continue;
    }
    if (notes.length > 1 && world.stderrIsTerminal) world.err(`[${k + 1}/${notes.length}] ${visible(note.file)}\n`);
    const result = site.buildNote(note, notes, labels, options, single);
    report(result, paths.get(note.file) ?? note.file, flags, colour, world);
    if (result.failed && flags.draft !== true) {
      failures++;
      worst = greater(worst, EXIT.fault);
      continue;
    }
    built++;
    if (single) made.push(result);
    else {
      write(note.page, site.sitePage(result, notes, STYLE, flags.draft === true));
      // With a picture the page depends on more than its text, and is built again.
      if (!withPictures.has(note.file)) kept.set(note.page, key);
    }
  }
  for (const [name, from] of pictures) copyPicture(from, out, name, world);
  if (!single) {
    write(STYLE, site.siteStyle(stylesheet(site.ALL_FONTS)));
    if (!notes.some((n) => n.page === "index.html")) write("index.html", site.indexPage(notes, STYLE));
    write(RECORD, `${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
  } else if (failures === 0 && made.length > 0) {
    const html = site.singlePage(made, stylesheet, flags.draft === true);
    const stem = notes.length === 1 ? (notes[0] as ReadNote).page.replace(/\.html$/, "").replace(/^.*\//, "") : "notes";
    if (flags.page === "single") write(`${stem}.html`, html);
    else worst = greater(worst, pdf(html, join(out, `${stem}.pdf`), world));
  }
  const unchanged = notes.length - built - failures;
  const failed = failures === 0 ? "" : `, ${failures} failed`;
  world.err(`${built} of ${notes.length} notes built${unchanged === 0 ? "" : `, ${unchanged} unchanged`}${failed}\n`);
  return worst;
}

/** Says what is wrong with a note, each with its place. */
function report(built: BuiltNote, file: string, flags: Flags, colour: boolean, world: World): void {
  const name = visible(file);
  for (const f of built.proof.findings) {
    if (f.verdict === "equal" || f.verdict === "not judged") continue;
    const isWrong = f.verdict !== "equal up to a transpose";
    const severity =
      isWrong && flags.draft !== true ? paint(colour, "red", "error") : paint(colour, "yellow", "warning");
    world.err(
      `${paint(colour, "bold", `${name}:${f.line}`)}: ${severity}: ${visible(f.of)} = ${visible(f.text)} is ${f.verdict}\n`,
    );
    if (f.why !== null) world.err(`  ${visible(f.why)}\n`);
    if (f.right !== null) world.err(`  ${paint(colour, "cyan", "right")}: ${visible(f.right.unicode)}\n`);
  }
  for (const r of built.remarks)
    world.err(
      `${paint(colour, "bold", `${name}:${r.line}`)}: ${paint(colour, r.severity === "error" ? "red" : "yellow", r.severity)}: ${visible(r.message)}\n`,
    );
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

/** A picture that stands beside the note, in its directory or below it; no link is followed. */
function pictureOf(
  notePath: string,
  note: Note,
  src: string,
  single: boolean,
  pictures: Map<string, string>,
): string | null {
  const type = PICTURES.get(extname(src).toLowerCase());
  if (type === undefined) return null;
  try {
    const base = realpathSync(dirname(notePath));
    const path = resolve(base, src);
    const stat = lstatSync(path);
    if (!path.startsWith(base + sep) || realpathSync(path) !== path || !stat.isFile() || stat.size > LARGEST_PICTURE)
      return null;
    if (single) return `data:${type};base64,${readFileSync(path).toString("base64")}`;
    const below = note.file.includes("/") ? note.file.slice(0, note.file.lastIndexOf("/") + 1) : "";
    pictures.set(below + src, path);
    return encodeURI(src);
  } catch {
    return null;
  }
}

function copyPicture(from: string, out: string, name: string, world: World): void {
  const path = resolve(out, name);
  try {
    if (!path.startsWith(out + sep)) throw new Error("it does not lie below --out");
    writeBelow(out, name, "");
    copyFileSync(from, path);
  } catch (error) {
    world.err(`chainrule: ${visible(name)} cannot be copied: ${reason(error)}\n`);
  }
}

function readRecord(out: string): Map<string, string> {
  try {
    const record = JSON.parse(readFileSync(join(out, RECORD), "utf8")) as unknown;
    return new Map(Object.entries(record as object).filter((e): e is [string, string] => typeof e[1] === "string"));
  } catch {
    return new Map();
  }
}

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Prints a page to PDF with Chromium, where that is installed. */
function pdf(html: string, target: string, world: World): ExitCode {
  const work = mkdtempSync(join(tmpdir(), "chainrule-notes-"));
  try {
    const page = join(work, "notes.html");
    writeFileSync(page, html);
    const browsers = world.env.CHROMIUM === undefined ? BROWSERS : [world.env.CHROMIUM];
    for (const browser of browsers) {
      const result = spawnSync(
        browser,
        [
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
        ],
        { timeout: 120_000, stdio: "ignore" },
      );
      if ((result.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") continue;
      if (!existsSync(join(work, "notes.pdf"))) break;
      writeBelow(dirname(target), target.slice(dirname(target).length + 1), readFileSync(join(work, "notes.pdf")));
      return EXIT.fine;
    }
    world.err(
      "chainrule: no PDF was printed: it needs Chromium (the variable CHROMIUM names it); --page single prints from any browser\n",
    );
    return EXIT.file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
