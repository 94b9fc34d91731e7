import { describe, expect, it } from "vitest";
import { casesExist } from "../numeric/cases.js";
import { inAnotherForm, judgedSide, sound, toldOfSlips, truthById } from "./claims-corpus.js";

describe.skipIf(!casesExist)("every claim that one slip makes of a published answer", () => {
  it("is told rightly", () => {
    const truth = truthById();
    const faults = sound().flatMap((c) =>
      [...toldOfSlips(c, truth, () => true)].map((t) => t.fault).filter((f) => f !== null),
    );
    expect(faults).toEqual([]);
  });

  it("and in twenty other forms each answer is equal", () => {
    const faults: string[] = [];
    for (const [i, c] of sound().entries())
      for (let k = 0; k < 20; k++) {
        const text = inAnotherForm(c, 1000 * k + i);
        const verdict = text === null ? "equal" : judgedSide(c, text)?.verdict;
        if (verdict !== "equal") faults.push(`${c.id}: ${c.expected} => ${text}: ${verdict}`);
      }
    expect(faults).toEqual([]);
  });
});
