/** Every line of a law that is text: at its own left side, with runs of several lengths, both sides have one value. */
import { describe, expect, it } from "vitest";
import { agree } from "../../src/judge/agree.js";
import { PREPARATION } from "../../src/laws/preparation.js";
import { STANDARD } from "../../src/laws/standard.js";
import { TIDY } from "../../src/laws/tidy.js";
import { printText } from "../../src/print/text.js";
import type { Law, Line } from "../../src/rewrite/law.js";
import { modelOf, usesOf } from "./lines.js";

const LAWS = new Set<Law>([...STANDARD.laws, ...PREPARATION.laws, ...TIDY.laws]);

function used(of: Law, line: Line): number {
  const uses = usesOf(of, line);
  for (const { before, after } of uses)
    expect(agree(before, after, { seed: 17, draws: 12 }), `${printText(before)} = ${printText(after)}`).toMatchObject({
      verdict: "agree",
    });
  return uses.length;
}

describe.each([...LAWS].filter((l) => l.lines.length > 0).map((l) => [l.name, l] as const))("%s", (_, of) => {
  it.each(of.lines.map((line) => [line.text, line] as const))("%s", (_text, line) => {
    expect(used(of, line), modelOf(line, 1)).toBeGreaterThan(0);
  });
});

it("some sixty laws are text", () => {
  expect([...LAWS].filter((l) => l.lines.length > 0).length).toBeGreaterThan(60);
});
