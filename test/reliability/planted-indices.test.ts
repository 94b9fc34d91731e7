/** Answers over indices see faults in binders, sweeps and ends: every fifth here, all in planted-indices.deep.test.ts. */
import { expect, it } from "vitest";
import { indexAnswers } from "./index-answers-of.js";
import { FAULTS, isSeen } from "./planted-indices.js";

const sound = indexAnswers();

it("they agree with differences without a fault", () => {
  for (const line of sound) expect(line).not.toMatch(/Error|"(?:failed|notJudged)":[1-9]/);
});

it.each(FAULTS.filter((_, i) => i % 5 === 1).map((f) => [f.name, f] as const))(
  "%s",
  { timeout: 120_000 },
  async (_, fault) => {
    expect(await isSeen(fault, sound)).toBe(true);
  },
);
