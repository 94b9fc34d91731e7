/** Every planted fault in binders, in the sweep over equations with letters and in its ends is seen. */
import { expect, it } from "vitest";
import { indexAnswers } from "./index-answers-of.js";
import { FAULTS, isSeen } from "./planted-indices.js";

const sound = indexAnswers();

it.each(FAULTS.map((f) => [f.name, f] as const))("%s", { timeout: 120_000 }, async (_, fault) => {
  expect(await isSeen(fault, sound)).toBe(true);
});
