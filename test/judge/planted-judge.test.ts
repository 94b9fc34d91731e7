/** A judge that looks at less, or less closely, must be caught by a claim that the judge as it is judges rightly. */
import { describe, expect, it } from "vitest";
import { wrongVerdict } from "./attack-verdict.js";
import { judged } from "./judge.js";
import { FAULTS, judgeWith } from "./planted-judge.js";

describe("a judge with a fault", () => {
  it.each(FAULTS.map((f) => [f.name, f] as const))("%s", { timeout: 300_000 }, async (_, fault) => {
    const { witness } = fault;
    const faulty = await judgeWith(fault);
    expect(wrongVerdict(witness, judged(witness.text)[0]?.verdict)).toBeNull();
    expect(wrongVerdict(witness, faulty(witness.text)[0]?.verdict)).not.toBeNull();
  });
});
