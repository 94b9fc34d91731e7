/** Deriving again at each change of a file, however an editor writes it. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chainrule, echo } from "./harness.js";

const directory = mkdtempSync(join(tmpdir(), "chainrule-cli-watch-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("derive --watch", () => {
  it("derives again when a file is written, or another is put in its place, until it is ended", {
    timeout: 60_000,
  }, async () => {
    const file = join(directory, "net.eq");
    const beside = join(directory, "other.eq");
    writeFileSync(file, "first");
    const library = echo();
    let end = (): void => {};
    const ended = new Promise<void>((done) => {
      end = done;
    });
    const seen = (count: number): Promise<void> =>
      expect.poll(() => library.calls.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
    const run = chainrule(["derive", file, "--watch"], { library, ended });
    await seen(1);
    // The watch begins after the first answer.
    await new Promise((done) => setTimeout(done, 500));
    writeFileSync(file, "second");
    await seen(2);
    writeFileSync(beside, "third");
    renameSync(beside, file);
    await seen(3);
    end();
    const { code, err } = await run;
    expect([code, err]).toEqual([0, "watching for changes; Ctrl-C ends it\n"]);
    expect(library.calls.map((c) => c.source)).toEqual(expect.arrayContaining(["first", "second", "third"]));
  });

  it("is for files", async () => {
    for (const args of [["-"], ["-e", "s = x"], []]) {
      const { code, err } = await chainrule(["derive", ...args, "--watch"], { library: echo() });
      expect([code, err.includes("--watch is for files")]).toEqual([2, true]);
    }
  });
});
