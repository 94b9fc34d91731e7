import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chainrule } from "../cli/harness.js";

/** The pictures in docs/ and the commands that make them. Written anew where UPDATE_PICTURES is set. */
const PICTURES: readonly (readonly [string, readonly string[]])[] = [
  ["lecture", ["examples/graph/lecture.eq", "--at", "examples/graph/lecture.json", "--grain", "operation"]],
  ["scorer", ["examples/scorer.eq"]],
  ["scorer-at", ["examples/scorer.eq", "--at", "examples/graph/scorer.json"]],
  ["layers-12", ["examples/graph/layers-12.eq"]],
  ["lstm", ["examples/graph/lstm.eq"]],
];

describe("docs/images", () => {
  it.each(PICTURES)("graph-%s.svg is what the command draws", async (name, args) => {
    const { code, out, err } = await chainrule(["graph", ...args]);
    expect([code, err]).toEqual([0, ""]);
    const file = `docs/images/graph-${name}.svg`;
    if (process.env.UPDATE_PICTURES !== undefined) writeFileSync(file, out);
    expect(readFileSync(file, "utf8")).toBe(out);
  });
});

describe("docs/graph.md", () => {
  const page = readFileSync("docs/graph.md", "utf8");

  it("shows the tables that the commands print", async () => {
    const commands = [...page.matchAll(/^\$ chainrule (.+)\n([\s\S]*?)^```$/gm)];
    expect(commands.length).toBeGreaterThan(2);
    for (const [, command = "", shown = ""] of commands) {
      const { out } = await chainrule(command.split(" "));
      // A page may leave out the end of a long answer.
      expect(out.startsWith(shown.replace(/^…\n$/m, "")), `${command}\n${out}`).toBe(true);
    }
  });

  it("names only pictures that are there", () => {
    for (const [, name] of page.matchAll(/\]\(images\/([^)]+)\)/g)) readFileSync(`docs/images/${name}`);
  });
});
