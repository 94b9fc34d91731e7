/** A judge that looks at less, or less closely, must be caught by the attack within its fixed seeds. */
import { describe, expect, it } from "vitest";
import { type Attack, attack } from "./attack.js";
import { wrongVerdict } from "./attack-verdict.js";
import { FAULTS, judgeWith } from "./planted-judge.js";

/** Seeds of the attack, false and true claims of each. */
const SEEDS = 300;

/** The claims, each made once for all faults. */
const made: Attack[] = [];
function* claims(): Generator<Attack> {
  for (let k = 0; k < 2 * SEEDS; k++) {
    if (k === made.length) made.push(attack(Math.floor(k / 2) + 1, k % 2 === 1));
    yield made[k] as Attack;
  }
}

describe("a judge with a fault", () => {
  it.each(FAULTS.map((f) => [f.name, f] as const))("%s", { timeout: 300_000 }, async (_, fault) => {
    const judged = await judgeWith(fault);
    for (const claim of claims()) if (wrongVerdict(claim, judged(claim.text)[0]?.verdict) !== null) return;
    expect.fail(`${SEEDS} seeds do not see it`);
  });
});
