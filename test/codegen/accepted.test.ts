/** Random models in every language that can run here: their numbers, and inputs of wrong shapes; more in accepted.deep.test.ts. */
import { describe, expect, it } from "vitest";
import { faultsOf, RUNNERS, texts } from "./accepted.js";

describe("random models give their numbers and refuse wrong shapes by name", () => {
  // PyTorch takes seconds to load.
  for (const runner of RUNNERS.filter((r) => r.target !== "pytorch" && r.target !== "jax"))
    it.skipIf(!runner.runs)(
      `as ${runner.target}${runner.runs ? "" : ": not run, it is not on this machine"}`,
      async () => {
        const { faults, refused } = await faultsOf(runner, texts(1, 8));
        expect(faults).toEqual([]);
        expect(refused).toBeGreaterThan(20);
      },
    );
});
