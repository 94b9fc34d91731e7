/** Debian's pandoc in each of its formats, and nbconvert after it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { isHere } from "./install.js";
import {
  expectBuilt,
  expectHarmless,
  expectPicture,
  hostileNote,
  note,
  PANDOC,
  PLAIN,
  pictureIn,
  wrongNote,
} from "./note.js";

const FILTER = resolve("integrations/pandoc-filter.js");
const hasPandoc = isHere("pandoc");
const hasLatex = isHere("pdflatex") && isHere("rsvg-convert") && isHere("pdftotext", "-v");
const hasNbconvert = isHere("jupyter-nbconvert");

/** A run in a new folder. */
function pandoc(text: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-pandoc-"));
  writeFileSync(join(folder, "note.md"), text);
  const all = ["--filter", FILTER, "note.md", "-s", "--metadata", "title=Notes", ...args];
  const run = spawnSync("pandoc", all, { cwd: folder, encoding: "utf8", env: { ...process.env, ...env } });
  return {
    folder,
    status: run.status,
    said: run.stderr,
    read: (file: string) => readFileSync(join(folder, file), "utf8"),
  };
}

const NOTE = note(PANDOC);

describe.skipIf(!hasPandoc)(`pandoc${hasPandoc ? "" : " (not here)"}`, () => {
  it("writes HTML with formulas and the picture within", () => {
    const { status, said, read } = pandoc(NOTE, ["--mathml", "-o", "note.html"]);
    expect(said).toBe("");
    expect(status).toBe(0);
    const html = read("note.html");
    expectBuilt(
      html.replace(/<annotation[\s\S]*?<\/annotation>|<pre[\s\S]*?<\/pre>/g, "").replace(/\s+/g, " "),
      /<math /g,
    );
    expectPicture(pictureIn(html));
    expect(html).toContain('id="fig:scorer"');
  });

  it("reads options behind the fence as those within", () => {
    const behind = NOTE.replace(
      "{.chainrule}",
      '{.chainrule #fig:scorer show="graph" caption="The scorer as a graph"}',
    ).replace(/show: graph\nlabel: .*\ncaption: .*\n/, "");
    const html = ["--mathml", "-o", "note.html"];
    expect(pandoc(behind, html).read("note.html")).toBe(pandoc(NOTE, html).read("note.html"));
  });

  it("writes Word documents with formulas and the picture", () => {
    const { folder, status } = pandoc(NOTE, ["-o", "note.docx"]);
    expect(status).toBe(0);
    const list = spawnSync("python3", ["-m", "zipfile", "-e", "note.docx", "docx"], { cwd: folder });
    expect(list.status).toBe(0);
    const document = readFileSync(join(folder, "docx/word/document.xml"), "utf8");
    expect(document.match(/<m:oMath>/g)?.length).toBeGreaterThanOrEqual(10);
    expect(document).not.toContain("show: graph");
    const media = readdirSync(join(folder, "docx/word/media"));
    const svg = media.find((f) => f.endsWith(".svg"));
    expectPicture(svg === undefined ? undefined : readFileSync(join(folder, "docx/word/media", svg), "utf8"));
  });

  it("writes slides", () => {
    const html = pandoc(NOTE, ["-t", "revealjs", "-o", "slides.html"]).read("slides.html");
    expect(html.match(/class="math display"/g)?.length).toBeGreaterThanOrEqual(5);
    expectPicture(pictureIn(html));
  });

  it.skipIf(!hasLatex)(
    `writes PDF by LaTeX${hasLatex ? "" : " (pdflatex, rsvg-convert or pdftotext is not here)"}`,
    () => {
      const { folder, status, said } = pandoc(NOTE, ["-o", "note.pdf"]);
      expect(said).toBe("");
      expect(status).toBe(0);
      const text = spawnSync("pdftotext", ["-layout", "note.pdf", "-"], { cwd: folder, encoding: "utf8" }).stdout;
      for (const words of ["chain rule", "The scorer as a graph", "is a result in a sentence", "∂s/∂W = (∂s/∂z) xᵀ"])
        expect(text.replace(/\s+/g, " ")).toContain(words);
      expect(text).not.toContain("show: graph");
      const tex = pandoc(NOTE, ["-o", "note.tex"]);
      expect(tex.read("note.tex")).toMatch(/\\includegraphics.*\{chainrule-figures\/[0-9a-f]+\.pdf\}/);
    },
  );

  it.skipIf(!hasNbconvert)(`writes notebooks that nbconvert draws${hasNbconvert ? "" : " (not here)"}`, () => {
    const { folder, status } = pandoc(NOTE, ["-o", "note.ipynb"]);
    expect(status).toBe(0);
    const made = spawnSync("jupyter-nbconvert", ["--to", "html", "note.ipynb"], { cwd: folder, encoding: "utf8" });
    expect(made.stderr).toContain("Writing");
    const html = readFileSync(join(folder, "note.html"), "utf8");
    expect(html).toContain("is equal in gradient layout: by rewriting");
    expectPicture(pictureIn(html));
  });

  it("fails at a wrong claim, and names the line where the file is given to notes check", () => {
    const { text, line } = wrongNote(PANDOC);
    const { folder, status, said } = pandoc(text, ["-o", "note.html"]);
    expect(status).not.toBe(0);
    expect(said).toContain("= 3 u is different");
    expect(said).toContain("chainrule notes check FILE names the lines");
    const command = resolve("dist/cli.cjs");
    const checked = spawnSync(process.execPath, [command, "notes", "check", "note.md"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(checked.stdout).toContain(`note.md:${line}`);
    expect(pandoc(text, ["-o", "note.html"], { CHAINRULE_DRAFT: "1" }).status).toBe(0);
  });

  it("fails at a fence that pandoc takes for text", () => {
    const { status, said } = pandoc(note(PLAIN), ["-o", "note.html"]);
    expect(status).not.toBe(0);
    expect(said).toContain("write ```{.chainrule .steps}");
  });

  it("lets a hostile note do nothing", () => {
    const { status, read } = pandoc(hostileNote(PANDOC), ["--mathml", "-o", "note.html"]);
    expect(status).toBe(0);
    expectHarmless(read("note.html"));
  });
});
