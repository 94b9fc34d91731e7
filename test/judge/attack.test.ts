/** Random claims of known truth, at fixed seeds: none that is false is equal, none that is true is anything else. */
import { expect, it } from "vitest";
import { attack } from "./attack.js";
import { wrongVerdict } from "./attack-verdict.js";
import { judged } from "./judge.js";

const SEEDS = 60;

it("judges random claims rightly", { timeout: 120_000 }, () => {
  const faults: string[] = [];
  let open = 0;
  for (let seed = 1; seed <= SEEDS; seed++)
    for (const isTrue of [false, true]) {
      const claim = attack(seed, isTrue);
      const verdict = judged(claim.text)[0]?.verdict;
      // What no number shows is rightly left open.
      if (verdict === "not judged" && claim.kind !== "faint") open += 1;
      const fault = wrongVerdict(claim, verdict);
      if (fault !== null) faults.push(`seed ${seed}: ${fault}`);
    }
  expect(faults).toEqual([]);
  expect(open).toBeLessThanOrEqual(SEEDS / 30);
});
