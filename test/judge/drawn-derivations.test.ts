/** First wrong lines in derivations of our own: one slip of each kind, named in its line; nothing is blamed in right ones. */
import { expect, it } from "vitest";
import { stepsOf } from "../../src/judge/steps/steps.js";
import { DRAWN } from "./drawn-derivations.js";

/** Some of them; `npm run test:deep` goes over all. */
const EVERY = process.env.ALL_DRAWN === "1" ? 1 : 17;
const some = DRAWN.filter((_, i) => i % EVERY === 0);

it("blames nothing where nothing is wrong, and reads it in full", { timeout: 600_000 }, () => {
  for (const { name, text } of some) {
    const { firstWrong, notJudged } = stepsOf(text);
    expect(firstWrong, name).toBeNull();
    expect(notJudged, name).toEqual([]);
  }
});

it("names the line of a slip, and nearly always its kind", { timeout: 1_200_000 }, () => {
  const missed: string[] = [];
  const otherKind: string[] = [];
  let count = 0;
  for (const { name, text, slips } of some)
    for (const { kind, right, wrong } of slips) {
      expect(text, `${name}: ${right}`).toContain(right);
      const other = text.replace(right, () => wrong);
      const line = text.slice(0, text.indexOf(right)).split("\n").length;
      const { firstWrong } = stepsOf(other);
      count += 1;
      if (firstWrong?.line !== line)
        missed.push(`${name}, ${kind}: ${wrong.trim()}: ${firstWrong?.line ?? "nothing"}, not ${line}`);
      else if (firstWrong.mistake !== kind) otherKind.push(`${name}, ${kind}: ${wrong.trim()}: ${firstWrong.mistake}`);
    }
  expect(missed).toEqual([]);
  expect(otherKind.length, otherKind.join("\n")).toBeLessThanOrEqual(0.2 * count);
});
