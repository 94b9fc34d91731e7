/** Each fault in the last steps before an answer is seen by some form that books print. */
import { expect, it } from "vitest";
import { FAULTS, seenIn } from "./planted-forms.js";

it.each(FAULTS.map((f) => [f.name, f] as const))("%s", { timeout: 120_000 }, async (_, fault) => {
  expect(await seenIn(fault)).toBeGreaterThan(0);
});
