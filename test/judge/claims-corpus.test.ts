import { describe, expect, it } from "vitest";
import { casesExist } from "../numeric/cases.js";
import { inAnotherForm, judgedSide, sound, toldOfSlips, truthById } from "./claims-corpus.js";

describe.skipIf(!casesExist)("claims of the published problems (skipped without ../shared/cases)", () => {
  it("each published answer is equal", { timeout: 120_000 }, () => {
    const found = sound().map((c) => [c.id, judgedSide(c, c.expected)] as const);
    expect(found.filter(([, j]) => j?.verdict !== "equal").map(([id]) => id)).toEqual([]);
    const byLaws = found.filter(([, j]) => j?.by === "laws").length;
    expect(byLaws / found.length).toBeGreaterThan(0.9);
  });

  it("200 of them in another form are all equal", { timeout: 120_000 }, () => {
    let count = 0;
    const faults: string[] = [];
    for (const [i, c] of sound().entries()) {
      const text = inAnotherForm(c, i) ?? inAnotherForm(c, 1000 + i);
      if (text === null) continue;
      count += 1;
      const verdict = judgedSide(c, text)?.verdict;
      if (verdict !== "equal") faults.push(`${c.id}: ${c.expected} => ${text}: ${verdict}`);
    }
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(200);
  });

  it("with a slip of sign, factor, transpose or order all are told rightly", { timeout: 120_000 }, () => {
    const truth = truthById();
    const tally = new Map<string, number>();
    const faults: string[] = [];
    for (const [k, c] of sound().entries()) {
      // Every second one; all of them, with every slip, stand in the deep tests.
      if (k % 2 === 1 || c.expected.length > 400) continue;
      for (const { slip, verdict, fault } of toldOfSlips(c, truth, (_, i) => i === k % 3)) {
        if (fault !== null) faults.push(fault);
        else if (verdict !== "equal") tally.set(slip, (tally.get(slip) ?? 0) + 1);
      }
    }
    expect(faults).toEqual([]);
    expect([...tally.values()].reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(200);
    expect([...tally.keys()].sort()).toEqual(["factor", "order", "sign", "transpose"]);
  });
});
