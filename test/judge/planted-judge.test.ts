/** A judge that looks at less, or less closely, must be caught by the attack within its fixed seeds. */
import { describe, expect, it } from "vitest";
import { attack } from "./attack.js";
import { wrongVerdict } from "./attack-verdict.js";
import { FAULTS, judgeWith } from "./planted-judge.js";

/** Seeds of the attack, false and true claims of each. */
const SEEDS = 300;

describe("a judge with a fault", () => {
  it.each(FAULTS.map((f) => [f.name, f] as const))("%s", { timeout: 300_000 }, async (_, fault) => {
    const judged = await judgeWith(fault);
    for (let seed = 1; seed <= SEEDS; seed++)
      for (const isTrue of [false, true]) {
        const claim = attack(seed, isTrue);
        if (wrongVerdict(claim, judged(claim.text)[0]?.verdict) !== null) return;
      }
    expect.fail(`${SEEDS} seeds do not see it`);
  });
});
