/** Many random models in every language that can run here, also with sums and families where it has code for them. */
import { describe, expect, it } from "vitest";
import { codeOf, faultsOf, indexedTexts, RUNNERS, texts } from "./accepted.js";
import { pythonHas, runPython } from "./run-python.js";

describe("random models give their numbers and refuse wrong shapes by name", () => {
  for (const runner of RUNNERS)
    it.skipIf(!runner.runs)(
      `as ${runner.target}${runner.runs ? "" : ": not run, it is not on this machine"}`,
      async () => {
        expect((await faultsOf(runner, texts(1000, 120))).faults).toEqual([]);
      },
    );
});

describe.skipIf(!pythonHas("numpy"))("random models with sums and families pass their own test", () => {
  it.each(["numpy", "jax", ...(pythonHas("torch") ? (["pytorch"] as const) : [])] as const)("as %s", (target) => {
    const all = indexedTexts(1000, 60);
    const made = all.map((text) => codeOf(text, target));
    expect(made.flatMap((m) => m.diagnostics)).toEqual([]);
    const answers = runPython(made.map(({ code }) => ({ code, inputs: {}, functions: {}, call: ["self_test"] })));
    expect(all.filter((_, k) => answers[k]?.self_test !== true)).toEqual([]);
  });
});
