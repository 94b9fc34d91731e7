/** `notes check --jobs` and `--shard`: what is found does not depend on who finds it; a thread that dies costs one note. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Crew, crewOf, inOrder } from "../../src/cli/crew.js";
import { bundled } from "./bundled.js";
import { chainrule, scratch } from "./harness.js";

const { path, file } = scratch();
const { command } = bundled();

/** Right and wrong notes of three kinds, a chapter that needs the macros of its book, and two that cannot be read. */
function library(): string {
  const note = (k: number): string =>
    `# Note ${k}\n\n$y = \\mathbf{a}^T \\mathbf{x} + ${k}$ and $\\frac{\\partial y}{\\partial \\mathbf{x}} = ${k % 3 === 0 ? 2 : ""} \\mathbf{a}$\n`;
  for (let k = 1; k <= 12; k++) file(`${k}.md`, note(k));
  const cells = [{ cell_type: "markdown", metadata: {}, source: [note(3)] }];
  file("13.ipynb", JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  file("14-book.tex", "\\newcommand{\\vx}{\\mathbf{x}}\n\\input{15-chapter}\n");
  file("15-chapter.tex", "$y = \\mathbf{a}^T \\vx$ and $\\frac{\\partial y}{\\partial \\vx} = 3 \\mathbf{a}$\n");
  file("16.md", new Uint8Array([0x23, 0xff, 0xfe, 0x0a]));
  file("17.md", `${note(1)}${"x".repeat(3000)}`);
  return path("");
}

const directory = library();
const args = ["notes", "check", directory, "--max-input", "2500"];
const jsonl = [...args, "--format", "jsonl"];
const one = (...flags: string[]) => chainrule([...args, ...flags]);

// One crew for all tests: a thread takes longer to start than to read a note.
let threads: Promise<Crew> | null = null;
const crew = async (size: number): Promise<Crew> => {
  threads ??= crewOf(command, size);
  return { ...(await threads), end: async () => {} };
};
afterAll(async () => (await threads)?.end());
const several = (...flags: string[]) => chainrule([...args, ...flags, "--jobs", "2"], { crew });

describe("notes check in several threads", () => {
  it.each(["text", "json", "jsonl", "sarif", "github"])(
    "finds what one process finds, in its order (%s)",
    async (format) => {
      const alone = await one("--format", format);
      expect(await several("--format", format)).toEqual(alone);
      expect([alone.code, alone.out === "", alone.err.split("\n").length > 2]).toEqual([1, false, true]);
    },
  );

  it("is the command that is shipped", async () => {
    // The command lies in a directory of its own, and its threads are a package that stays outside of it.
    const env = { ...process.env, NODE_PATH: resolve("node_modules") };
    const { status, stdout } = spawnSync(process.execPath, [command, ...jsonl, "--jobs", "2"], {
      encoding: "utf8",
      env,
    });
    const alone = await one("--format", "jsonl");
    expect([status, stdout]).toEqual([alone.code, alone.out]);
  });

  it("keeps silent what a baseline knows", async () => {
    const known = path("known.json");
    expect((await several("--baseline", known)).code).toBe(1);
    const alone = await one("--baseline", known, "--format", "jsonl");
    expect(await several("--baseline", known, "--format", "jsonl")).toEqual(alone);
    expect(alone.out).not.toContain('"verdict":"different"');
  });

  it("reads standard input where there are threads", async () => {
    const stdin = "$y = \\mathbf{a}^T \\mathbf{x}$, $\\frac{\\partial y}{\\partial \\mathbf{x}} = 2 \\mathbf{a}$\n";
    const { code, out } = await chainrule(["notes", "check", "-", "--jobs", "2"], { stdin, crew });
    expect([code, out.includes("different")]).toEqual([1, true]);
  });

  it.each([
    ["ends its thread", "process.exit(7)", "exited with code"],
    ["takes all memory", "const all = []; for (;;) all.push(new Array(1e5).fill(all.length))", "memory"],
    ["throws", "throw new RangeError('Maximum call stack size exceeded')", "Maximum call stack"],
  ])("loses one note that %s, says which, and finds the rest", async (_, crash, said) => {
    const module = file(
      "crashing.cjs",
      `const { work } = require(${JSON.stringify(command)});
module.exports.work = (job) => { if (job.file.endsWith("/6.md")) { ${crash} } return work(job); };\n`,
    );
    const whole = await chainrule(jsonl);
    const failing = (size: number) => crewOf(module, size, { maxOldGenerationSizeMb: 128 });
    const { code, out, err } = await chainrule([...jsonl, "--jobs", "2"], { crew: failing });
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`6\\.md: error: internal error: .*${said}`));
    const [lines, expected] = [out.split("\n"), whole.out.split("\n")];
    const at = expected.findIndex((l) => l.includes("/6.md"));
    expect(JSON.parse(lines[at] ?? "")).toMatchObject({ claims: [], diagnostics: [{ code: "internal/defect" }] });
    expect(lines.with(at, "")).toEqual(expected.with(at, ""));
  });
});

describe("notes check of a part", () => {
  it("the parts together are the whole, and none overlaps", async () => {
    const whole = (await chainrule(jsonl)).out.trim().split("\n");
    expect(whole).toHaveLength(readdirSync(directory).filter((f) => /\.(?:md|tex|ipynb)$/.test(f)).length);
    for (const of of [3, 32]) {
      const parts: string[] = [];
      for (let part = 1; part <= of; part++) {
        const { out } = await chainrule([...jsonl, "--shard", `${part}/${of}`]);
        parts.push(...out.split("\n").filter((l) => l !== ""));
      }
      expect(parts.sort()).toEqual([...whole].sort());
    }
  });

  it.each(["0/3", "4/3", "3", "1/0", "x/2", "1.5/2"])("%s is no part", async (part) => {
    expect((await chainrule(["notes", "check", directory, "--shard", part])).code).toBe(2);
  });

  it("writes no baseline, which would know a part alone", async () => {
    const { code, err } = await chainrule([
      "notes",
      "check",
      directory,
      "--shard",
      "1/2",
      "--baseline",
      path("new.json"),
    ]);
    expect([code, err.includes("baseline")]).toEqual([2, true]);
  });
});

describe("--format jsonl", () => {
  it("writes a line for each note as soon as it is known", async () => {
    const pieces: string[] = [];
    const { out } = await chainrule(jsonl, {
      said: (text) => pieces.push(text),
    });
    expect(pieces.join("")).toBe(out);
    const files = pieces.map((p) => JSON.parse(p).file);
    expect(files).toHaveLength(17);
    const json = JSON.parse((await one("--format", "json")).out);
    expect(pieces.map((p) => JSON.parse(p))).toEqual(json);
  });
});

describe("answers in order", () => {
  it("come in the order of the questions, with few under way, whichever fails", async () => {
    let under = 0;
    let most = 0;
    const ask = async (k: number): Promise<number> => {
      most = Math.max(most, ++under);
      await new Promise((done) => setTimeout(done, (k * 7) % 5));
      under--;
      if (k % 4 === 0) throw new Error(`no ${k}`);
      return k;
    };
    const seen: unknown[] = [];
    for await (const [k, settled] of inOrder(
      Array.from({ length: 40 }, (_, i) => i),
      6,
      ask,
    ))
      seen.push([k, settled.type === "failed" ? "failed" : settled.answer]);
    expect(seen).toEqual(Array.from({ length: 40 }, (_, k) => [k, k % 4 === 0 ? "failed" : k]));
    expect(most).toBe(6);
  });
});
