/** The same at other seeds each day, so that what is found is new. */
import { expect, it } from "vitest";
import { attack } from "./attack.js";
import { wrongVerdict } from "./attack-verdict.js";
import { judged } from "./judge.js";

const SEEDS = 2000;

it("judges random claims rightly", () => {
  const first = Math.floor(Date.now() / 86_400_000) * 100_000;
  const faults: string[] = [];
  for (let seed = first; seed < first + SEEDS; seed++)
    for (const isTrue of [false, true]) {
      const claim = attack(seed, isTrue);
      const fault = wrongVerdict(claim, judged(claim.text)[0]?.verdict);
      if (fault !== null) faults.push(`seed ${seed}: ${fault}`);
    }
  expect(faults).toEqual([]);
});
