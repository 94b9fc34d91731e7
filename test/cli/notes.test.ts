import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chainrule } from "./harness.js";

const work = mkdtempSync(join(tmpdir(), "chainrule-notes-test-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

let count = 0;
function folder(files: Readonly<Record<string, string>>): string {
  const dir = join(work, `d${++count}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(dir, name, ".."), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

const RIGHT =
  "# Right\n\n$y = \\mathbf{a}^T \\mathbf{x}$ and $\\frac{\\partial y}{\\partial \\mathbf{x}} = \\mathbf{a}$\n";
const WRONG = RIGHT.replace("= \\mathbf{a}$\n", "= 2 \\mathbf{a}$\n").replace("Right", "Wrong");

describe("chainrule notes check", () => {
  it("names file, line, verdict, reason and the right formula, and exits 1", async () => {
    const dir = folder({ "a.md": RIGHT, "b/c.md": WRONG });
    const { code, out } = await chainrule(["notes", "check", dir]);
    expect(code).toBe(1);
    expect(out).toContain(`${join(dir, "b/c.md")}:3:77: different`);
    expect(out).toContain("2 times the derivative");
    expect(out).toContain("right  ∂y/∂x = a");
    expect(out).toContain("1 derivative stated: 1 different");
  });

  it("exits 0 where all is right; JSON has every claim", async () => {
    const dir = folder({ "a.tex": RIGHT });
    const { code, out } = await chainrule(["notes", "check", "--format", "json", join(dir, "a.tex")]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ claims: [{ line: 3, verdict: "equal", of: "∂y/∂x" }], diagnostics: [] }]);
  });

  it("follows no link and exits 3 for a file that is missing", async () => {
    const dir = folder({ "a.md": RIGHT });
    symlinkSync(folder({ "x.md": WRONG }), join(dir, "linked"));
    symlinkSync(join(dir, "a.md"), join(dir, "b.md"));
    const { code, out } = await chainrule(["notes", "check", dir]);
    expect([code, out.match(/stated/g)?.length]).toEqual([0, 1]);
    expect((await chainrule(["notes", "check", join(dir, "none.md")])).code).toBe(3);
    expect((await chainrule(["notes", "check", folder({ "a.txt": "" })])).code).toBe(2);
  });
});

describe("findings for machines", () => {
  const TURNED = RIGHT.replace(
    "= \\mathbf{a}$\n",
    "= \\mathbf{a}^T$ and $\\frac{\\partial y}{\\partial \\mathbf{a}} = 3 \\mathbf{x}$\n",
  );

  it("have ranges in JSON", async () => {
    const dir = folder({ "a.md": WRONG });
    const { out } = await chainrule(["notes", "check", dir, "--format", "json"]);
    const [claim] = JSON.parse(out)[0].claims;
    const line = WRONG.split("\n")[2] as string;
    expect(claim).toMatchObject({ line: 3, endLine: 3, cell: null });
    expect(line.slice(claim.column - 1, claim.endColumn - 1)).toBe("2 \\mathbf{a}");
  });

  it("are one log of SARIF for all notes", async () => {
    const dir = folder({ "a b.md": WRONG, "c.md": RIGHT, "d.md": WRONG });
    const { code, out } = await chainrule(["notes", "check", dir, "--format", "sarif"]);
    const log = JSON.parse(out);
    expect(code).toBe(1);
    expect(log.version).toBe("2.1.0");
    expect(log.runs[0].results).toHaveLength(2);
    const [result] = log.runs[0].results;
    expect(result).toMatchObject({ ruleId: "claim/different", level: "error", ruleIndex: 0 });
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    expect(artifactLocation.uri).toMatch(/^file:\/\/.*\/a%20b\.md$/);
    expect(region).toEqual({ startLine: 3, startColumn: 77, endLine: 3, endColumn: 89 });
  });

  it("are workflow commands of GitHub, with what would end a property escaped", async () => {
    const dir = folder({ "a,b.md": WRONG });
    const { code, out } = await chainrule(["notes", "check", dir, "--format", "github"]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^::error file=[^,:]*a%2Cb\.md,line=3,endLine=3,col=77,endColumn=89,title=claim\/different::∂y\/∂x = [^\n]*\n$/,
    );
  });

  it("fail for a transpose where --exact-shape asks", async () => {
    const dir = folder({
      "a.md": TURNED.replace("3 \\mathbf{x}", "\\mathbf{x}").replace(
        "= \\mathbf{a}^T",
        "= 0.5 (\\mathbf{a}^T)^T + 0.5 \\mathbf{a}",
      ),
    });
    expect((await chainrule(["notes", "check", dir, "--exact-shape"])).code).toBe(0);
  });

  it("are silent where a baseline knows them, as often as it does, and wherever the run starts", async () => {
    const dir = folder({ "a.md": WRONG, "b.md": RIGHT });
    const known = join(dir, "known.json");
    const check = (...flags: string[]) => chainrule(["notes", "check", dir, "--baseline", known, ...flags]);
    expect((await check()).code).toBe(1);
    const written = readFileSync(known, "utf8");
    expect(JSON.parse(written).findings).toEqual(["a.md: claim/different ∂y/∂x = 2 \\mathbf{a}"]);
    const again = await check();
    expect([again.code, again.out.includes("different")]).toEqual([0, false]);
    expect((await check("--format", "sarif")).out).toContain('"results": []');
    expect((await check("--format", "github")).out).toBe("");
    // Moved by two lines it is known; said once more, in another file or otherwise it is not.
    writeFileSync(join(dir, "a.md"), `\n\n${WRONG}`);
    expect((await check()).code).toBe(0);
    writeFileSync(join(dir, "a.md"), `${WRONG}\n${WRONG.split("\n")[2]}\n`);
    expect((await check("--format", "github")).out.match(/::error/g)).toHaveLength(1);
    writeFileSync(join(dir, "b.md"), WRONG);
    expect((await check("--format", "github")).out).toContain("b.md");
    expect(readFileSync(known, "utf8")).toBe(written);
  });

  it("need a baseline that can be read and written", async () => {
    const dir = folder({ "a.md": RIGHT, "bad.json": "{}" });
    expect((await chainrule(["notes", "check", dir, "--baseline", join(dir, "bad.json")])).code).toBe(3);
    expect((await chainrule(["notes", "check", dir, "--baseline", join(dir, "no/where.json")])).code).toBe(3);
  });
});

describe("a LaTeX file that includes others", () => {
  const MACROS = "\\newcommand{\\vx}{\\mathbf{x}}\n\\newcommand{\\dd}[2]{\\frac{\\partial #1}{\\partial #2}}\n";
  const BODY =
    "$y = \\mathbf{a}^T \\vx$, $\\dd{y}{\\vx} = 2 \\mathbf{a}$, $\\dd{y}{\\vx} = 3 \\mathbf{a} - \\mathbf{0}$\n\\iffalse $y = 1$ \\fi\n";

  it("knows the macros that they define, and shows sides as typed", async () => {
    const dir = folder({
      "main.tex": `\\usepackage{amsmath,style/course}\n${BODY}`,
      "style/course.sty": `\\input{style/more}\n% \\input{never}\n`,
      "style/more.tex": MACROS,
    });
    const { out } = await chainrule(["notes", "check", join(dir, "main.tex"), "--format", "json"]);
    const [note] = JSON.parse(out);
    expect(note.claims.map((c: { verdict: string }) => c.verdict)).toEqual(["different", "different"]);
    expect(note.claims[0]).toMatchObject({ text: "2 \\mathbf{a}", line: 2, column: 40 });
    expect(note.diagnostics).toEqual([]);
  });

  it("knows those of the book that it is a chapter of, where both are read", async () => {
    const dir = folder({
      "book.tex": "\\include{symbols}\n\\include{part}\n",
      "symbols.tex": MACROS,
      "part.tex": "\\input{one/chapter}\n",
      "one/chapter.tex": BODY,
    });
    const claims = async (path: string) =>
      JSON.parse((await chainrule(["notes", "check", path, "--format", "json"])).out).flatMap(
        (n: { claims: { verdict: string }[] }) => n.claims.map((c) => c.verdict),
      );
    expect(await claims(dir)).toEqual(["different", "different"]);
    expect(await claims(join(dir, "one/chapter.tex"))).toEqual([]);
  });

  it("reads none from elsewhere than beside it and below the directory that is named", async () => {
    const dir = folder({
      "course/main.tex": `\\input{../macros}\n${BODY}`,
      "macros.tex": MACROS,
      "secret.tex": MACROS,
    });
    symlinkSync(join(dir, "secret.tex"), join(dir, "course/link.tex"));
    const stated = async (path: string) =>
      JSON.parse((await chainrule(["notes", "check", path, "--format", "json"])).out)[0].claims.length;
    expect(await stated(join(dir, "course/main.tex"))).toBe(0);
    const whole = JSON.parse((await chainrule(["notes", "check", dir, "--format", "json"])).out);
    expect(whole.flatMap((n: { claims: unknown[] }) => n.claims)).toHaveLength(2);
    writeFileSync(join(dir, "course/main.tex"), `\\input{link}\n${BODY}`);
    expect(await stated(join(dir, "course/main.tex"))).toBe(0);
  });
});

describe("chainrule notes build", () => {
  it("makes a site; a wrong note fails with its place and the rest is built", async () => {
    const dir = folder({ "a.md": `${RIGHT}\n[w](b/c.md)\n`, "b/c.md": WRONG });
    const out = join(work, "site1");
    const first = await chainrule(["notes", "build", dir, "--out", out]);
    expect(first.code).toBe(1);
    expect(first.err).toContain(`${join(dir, "b/c.md")}:3: error: ∂y/∂x = 2 \\mathbf{a} is different`);
    expect(first.err).toContain("1 of 2 notes built, 1 failed");
    expect(readdirSync(out).sort()).toEqual([".chainrule-notes.json", "a.html", "chainrule-notes.css", "index.html"]);
    const page = readFileSync(join(out, "a.html"), "utf8");
    expect(page).toContain('<a href="b/c.html">w</a>');
    expect(page).toContain("<math ");
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);

    const draft = await chainrule(["notes", "build", dir, "--out", out, "--draft"]);
    expect(draft.code).toBe(0);
    expect(readFileSync(join(out, "b/c.html"), "utf8")).toContain("<strong>different</strong>");
  });

  it("builds again only what changed", async () => {
    const dir = folder({ "a.md": RIGHT, "b.md": RIGHT.replace("Right", "Other") });
    const out = join(work, "site2");
    await chainrule(["notes", "build", dir, "--out", out]);
    const before = statSync(join(out, "a.html")).mtimeMs;
    expect((await chainrule(["notes", "build", dir, "--out", out])).err).toBe("0 of 2 notes built, 2 unchanged\n");
    writeFileSync(join(dir, "b.md"), `${RIGHT.replace("Right", "Other")}\nMore.\n`);
    expect((await chainrule(["notes", "build", dir, "--out", out])).err).toBe("1 of 2 notes built, 1 unchanged\n");
    expect(statSync(join(out, "a.html")).mtimeMs).toBe(before);
    rmSync(join(out, "a.html"));
    expect((await chainrule(["notes", "build", dir, "--out", out])).err).toBe("1 of 2 notes built, 1 unchanged\n");
  });

  it("one page holds everything, and refers within itself", async () => {
    const dir = folder({ "a.md": `${RIGHT}\n$$ z = 1 $$ {#eq:z}\n`, "b.md": "# B\n\nSee @eq:z and [a](a.md).\n" });
    const out = join(work, "single");
    expect((await chainrule(["notes", "build", dir, "--out", out, "--page", "single"])).code).toBe(0);
    const page = readFileSync(join(out, "notes.html"), "utf8");
    expect(page).toContain('<a class="cn-ref" href="#ref-eq-z">(1)</a>');
    expect(page).toContain('<a href="#part-a">a</a>');
    expect(page).not.toContain("<link");
  });

  it("takes pictures along that stand beside the note, and no others", async () => {
    const png = "iVBORw0KGgo=";
    const dir = folder({
      "notes/a.md": "![in](p.png) ![up](../q.png) ![abs](/etc/p.png) ![link](l.png)\n",
      "q.png": png,
      "notes/p.png": png,
    });
    symlinkSync(join(dir, "q.png"), join(dir, "notes/l.png"));
    const out = join(work, "pictures");
    const { err } = await chainrule(["notes", "build", join(dir, "notes"), "--out", out]);
    expect(readdirSync(out).sort()).toEqual([
      ".chainrule-notes.json",
      "a.html",
      "chainrule-notes.css",
      "index.html",
      "p.png",
    ]);
    expect(err).toContain("the picture ../q.png is not shown");
    expect(readFileSync(join(out, "a.html"), "utf8").match(/<img/g)).toHaveLength(1);
  });

  it("writes nothing through a link that leads out of --out", async () => {
    const dir = folder({ "sub/a.md": RIGHT });
    const out = folder({ "keep.txt": "" });
    const outside = folder({ "keep.txt": "" });
    symlinkSync(outside, join(out, "sub"));
    const { code, err } = await chainrule(["notes", "build", dir, "--out", out]);
    expect(code).toBe(3);
    expect(err).toContain("a link leads out of --out");
    expect(readdirSync(outside)).toEqual(["keep.txt"]);
  });

  it("the course of this project builds, and everything it states is right", { timeout: 60_000 }, async () => {
    const out = join(work, "course");
    const { code, err } = await chainrule(["notes", "build", "docs/course", "--out", out]);
    expect(err).toBe("14 of 14 notes built\n");
    expect(code).toBe(0);
    const check = await chainrule(["notes", "check", "docs/course", "--format", "json"]);
    const claims = (JSON.parse(check.out) as { claims: { verdict: string }[] }[]).flatMap((f) => f.claims);
    expect(claims.length).toBeGreaterThanOrEqual(20);
    expect(claims.filter((c) => !["equal", "definition", "not judged"].includes(c.verdict))).toEqual([]);
    // The chapters of sums, time and layers say some lines that only a reader can judge.
    expect(claims.filter((c) => c.verdict === "not judged").length).toBeLessThan(5);
    for (const name of readdirSync(out).filter((f) => f.endsWith(".html"))) {
      const page = readFileSync(join(out, name), "utf8");
      expect(page, name).not.toContain("cr-source");
      expect(page, name).not.toContain("cr-fault");
    }
    expect(existsSync(join(out, "7-attention.html"))).toBe(true);
  });
});

describe("derivations and worksheets", () => {
  const note = (side: string) =>
    `# Notes\n\n\`\`\`chainrule\nx, y : vector(n)\nL = x^T y\n∂L/∂y\n\`\`\`\n\n\`\`\`chainrule steps\nx, y : vector(n)\ns = x^T y\n\n∂s/∂x = ${side}\n\`\`\`\n`;

  it("the first wrong line of a derivation is named, marked in a draft, and fails the build", async () => {
    const dir = mkdtempSync(join(tmpdir(), "chainrule-steps-"));
    const file = join(dir, "a.md");
    writeFileSync(file, note("2 y"));
    const checked = await chainrule(["notes", "check", file]);
    expect(checked.code).toBe(1);
    expect(checked.out + checked.err).toMatch(
      /a\.md:13: error: the first wrong line of this derivation: a factor is wrong/,
    );
    expect((await chainrule(["notes", "build", file, "--out", join(dir, "out")])).code).toBe(1);
    const draft = await chainrule(["notes", "build", file, "--out", join(dir, "out"), "--draft"]);
    expect(draft.code).toBe(0);
    const page = readFileSync(join(dir, "out/a.html"), "utf8");
    expect(page).toContain('<mark class="cr-wrong">∂s/∂x = 2 y</mark>');
    writeFileSync(file, note("y"));
    expect((await chainrule(["notes", "check", file])).code).toBe(0);
  });

  it("--quiz folds each derivation under its question", async () => {
    const dir = mkdtempSync(join(tmpdir(), "chainrule-quiz-"));
    const file = join(dir, "a.md");
    writeFileSync(file, note("y"));
    expect((await chainrule(["notes", "build", file, "--out", join(dir, "out"), "--quiz"])).code).toBe(0);
    expect(readFileSync(join(dir, "out/a.html"), "utf8")).toContain('<details class="cn-quiz"><summary>Work out ');
  });
});
