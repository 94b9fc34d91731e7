import { describe, expect, it } from "vitest";
import { stepsOf } from "../../src/judge/steps/steps.js";
import { RIGHT_STEPS } from "./right-steps.js";

/** Slips of the pen, each where it can be made first in a side. */
const SLIPS: readonly (readonly [string, (side: string) => string])[] = [
  ["a minus is a plus", (s) => s.replace(" - ", " + ")],
  ["a plus is a minus", (s) => s.replace(" + ", " - ")],
  ["a transpose is lost", (s) => s.replace("^T", "")],
  ["a 2 is lost", (s) => s.replace(/(?<![\w.^/])2 /, "")],
  [
    "the sign is wrong",
    (s) => (s.includes(" + ") || s.includes(" - ") || s.trim().startsWith("-") ? s : ` -${s.trim()}`),
  ],
  ["half of it", (s) => (/^ *-/.test(s) ? s : ` 1/2 (${s.trim().replace(/(?= for |$)/, ")")}`)],
];

/** The side that a mutated line ends in is wrong there, and nothing before it is. */
function* planted(): Generator<{ readonly name: string; readonly text: string; readonly line: number }> {
  for (const [style, text] of Object.entries(RIGHT_STEPS)) {
    // Recursions take their time: steps.test.ts has slips in them.
    if (text.includes("$") || style === "time") continue;
    const lines = text.split("\n");
    const blank = lines.indexOf("");
    for (const [i, line] of lines.entries()) {
      // The = of a range, sum(i=1..n, …), stands between no spaces.
      const at = ` ${line}`.lastIndexOf(" = ") + 1;
      if (i <= blank || at === 0 || /^\w+ = [^=]*$/.test(line.replace(/^d(?:[A-Z]\w*|[a-z]\d*) =/, "∂ ="))) continue;
      for (const [slip, by] of SLIPS) {
        const side = by(line.slice(at));
        // A row for a column, as a whole side, is no mistake.
        if (side === line.slice(at) || side.trim() === line.slice(at).trim().replace(/\^T$/, "")) continue;
        const other = lines.map((l, k) => (k === i ? line.slice(0, at) + side : l)).join("\n");
        yield { name: `${style}, line ${i + 1}: ${slip}`, text: other, line: i + 1 };
      }
    }
  }
}

describe("one slip in a right derivation", () => {
  it("is found in its line, and never before", { timeout: 300_000 }, () => {
    const missed: string[] = [];
    let count = 0;
    for (const { name, text, line } of planted()) {
      const { firstWrong } = stepsOf(text);
      count += 1;
      if (firstWrong?.line !== line) missed.push(`${name}: ${firstWrong?.line ?? "nothing"}`);
    }
    expect(count).toBeGreaterThan(60);
    expect(missed).toEqual([]);
  });
});
