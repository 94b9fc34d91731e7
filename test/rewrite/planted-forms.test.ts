/** The forms that books print see faults in the last steps before an answer: every ninth here, all in planted-forms.deep.test.ts. */
import { expect, it } from "vitest";
import { FAULTS, seenIn } from "./planted-forms.js";

it.each(FAULTS.filter((_, i) => i % 9 === 2).map((f) => [f.name, f] as const))("%s", async (_, fault) => {
  expect(await seenIn(fault)).toBeGreaterThan(0);
});
