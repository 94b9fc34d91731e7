import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import { progressOn } from "../../src/cli/progress.js";
import { width } from "../../src/report/columns.js";
import { chainrule } from "./harness.js";

const CLEAR = "\r\u001b[K";
const NOTE =
  "# Note\n\n$y = \\mathbf{a}^T \\mathbf{x}$ and $\\frac{\\partial y}{\\partial \\mathbf{x}} = \\mathbf{a}$\n";
const TEXT = "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂b, ∂s/∂W";
const terminal = { stderrIsTerminal: true } as const;

const work = mkdtempSync(join(tmpdir(), "chainrule-progress-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** What is left on a terminal that knows of the return and of the end of a line. */
const screen = (written: string): string =>
  written
    .split("\n")
    .map((line) => line.split(CLEAR).at(-1))
    .join("\n");

function written(columns: number | undefined, parts: readonly string[], of = parts.length, stderrIsTerminal = true) {
  let text = "";
  const err = (more: string): void => {
    text += more;
  };
  const progress = progressOn({ err, stderrIsTerminal, columns });
  for (const [i, part] of parts.entries()) progress.tell(i + 1, of, part);
  const before = screen(text);
  progress.clear();
  progress.clear();
  return { text, before, after: screen(text) };
}

describe("progress", () => {
  it("is one line that the next is written over, and none at the end", () => {
    expect(written(80, ["a", "b"])).toEqual({
      text: `${CLEAR}[1/2] a${CLEAR}[2/2] b${CLEAR}`,
      before: "[2/2] b",
      after: "",
    });
  });

  it("is nothing beside a terminal, and of work in one part", () => {
    expect(written(80, ["a", "b"], 2, false).text).toBe("");
    expect(written(80, ["a"]).text).toBe("");
  });

  it.each([7, 20, undefined])("does not wrap in %s columns, and shows no control character", (columns) => {
    const { before } = written(columns, ["x", `노트/\u001b[2J${"미분".repeat(100)}\nb.md`]);
    expect(width(before)).toBeLessThan(columns ?? 80);
    expect(before).not.toContain("\u001b");
    expect(before).not.toContain("\n");
  });

  it("takes a terminal that was told no width for one of 80 columns", () => {
    const parts = ["a", "미분".repeat(100)];
    expect(written(0, parts)).toEqual(written(undefined, parts));
    expect(written(1, parts).before).toBe("");
  });

  it("names each derivative of a check", async () => {
    const { err, out } = await chainrule(["check", "-e", TEXT], terminal);
    expect(err).toBe(`${CLEAR}[1/2] ∂s/∂b${CLEAR}[2/2] ∂s/∂W${CLEAR}`);
    expect(await chainrule(["check", "-e", TEXT])).toMatchObject({ err: "", out });
    const told: unknown[] = [];
    check(TEXT, { progress: (...part) => told.push(part) });
    expect(told).toEqual([
      [1, 2, "∂s/∂b"],
      [2, 2, "∂s/∂W"],
    ]);
  });

  it("names each note that is checked or built, and leaves what is said", async () => {
    for (const name of ["a.md", "b.md"]) writeFileSync(join(work, name), NOTE);
    const checked = await chainrule(["notes", "check", work], terminal);
    expect(checked.err).toContain(`[2/2] ${join(work, "b.md")}`.slice(0, 60));
    expect(screen(checked.err)).toBe("");
    expect(await chainrule(["notes", "check", work])).toMatchObject({ err: "", out: checked.out });
    const built = await chainrule(["notes", "build", work, "--out", join(work, "site")], terminal);
    expect(built.err).toContain("[1/2] a.md");
    expect(screen(built.err)).toBe("2 of 2 notes built\n");
  });
});
