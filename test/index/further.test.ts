/** Further models from LaTeX: the answers that stand in further.txt, right by differences, and read back. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";
import { FURTHER } from "./further.js";

/** `title | question | answer | the other form` a line, each followed by the equations of its cotangents. */
const expected = new Map<string, string>();
for (const line of readFileSync("test/index/further.txt", "utf8").split("\n")) {
  const [title, ask] = line.split(" | ");
  expected.set(`${title} | ${ask}`, line);
}

const lineOf = (title: string, ask: string, source: string): string => {
  const [result] = derive(source, { steps: "none" }).results;
  const equations = result?.equations.map((e) => `${e.symbol.unicode} = ${e.unicode}${e.where && ` for ${e.where}`}`);
  return [title, ask, ...(result?.forms.map((f) => f.unicode) ?? []), ...(equations ?? [])].join(" | ");
};

describe.each(FURTHER)("$title", ({ title, text, asks }) => {
  it.each(asks)("%s", (ask) => {
    const source = `${text}\n${ask}\n`;
    expect(lineOf(title, ask, source)).toBe(expected.get(`${title} | ${ask}`));
    const found = check(source);
    expect(found).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
    expect(found.counts.passed).toBeGreaterThan(1);
    const { results, where } = derive(source, { steps: "none" });
    const [result] = results;
    if (result === undefined || where.length > 0 || result.equations.length > 0) return;
    const claimed = derive(`${text}\n${ask} = ${result.text}\n`, { steps: "none" });
    expect(claimed.results[0]?.claims.map((c) => c.verdict)).toEqual(["equal"]);
  });
});
