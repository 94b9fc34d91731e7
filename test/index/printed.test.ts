/** The targets from their text as papers print it: the answers in the book's form, and their text read back. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { derive } from "../../src/index.js";
import { TARGETS } from "./targets.js";

const ANSWERS = "test/index/targets.txt";

/** `title | question | answer | the other form` a line. */
const expected = new Map(
  readFileSync(ANSWERS, "utf8")
    .split("\n")
    .filter((l) => l !== "")
    .map((l) => {
      const [title, ask, ...forms] = l.split(" | ");
      return [`${title} | ${ask}`, forms] as const;
    }),
);

describe.each(TARGETS)("$title", ({ title, text, asks }) => {
  test.each(asks)("%s", (ask) => {
    const { results, where, diagnostics } = derive(`${text}\n${ask}\n`, { steps: "none" });
    const [result] = results;
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(result?.forms.map((f) => f.unicode)).toEqual(expected.get(`${title} | ${ask}`));
    if (result === undefined || ask.startsWith("$") || where.length > 0 || result.equations.length > 0) return;
    const claimed = derive(`${text}\n${ask} = ${result.text}\n`, { steps: "none" });
    expect(claimed.results[0]?.claims.map((c) => c.verdict)).toEqual(["equal"]);
  });
});
