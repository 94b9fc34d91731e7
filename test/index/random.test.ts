/** Random models with indices; `npm run test:deep` takes more of them. */
import { describe, expect, it } from "vitest";
import { gradientsAreRight, lawsKeepValues, lettersDoNotMatter, placesArePutIn, tally } from "./random-checks.js";

describe("of random models with indices", { timeout: 60_000 }, () => {
  it("the letters do not matter", () => {
    expect(tally(lettersDoNotMatter, 1, 60).faults).toEqual([]);
  });

  it("a number put for an index gives the value there", () => {
    const { faults, looked } = tally(placesArePutIn, 1, 40);
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(20);
  });

  it("gradients are what differences say, for every value of every letter", () => {
    const { faults, looked } = tally(gradientsAreRight, 1, 40);
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(30);
  });

  it("every step of a law keeps the value, whatever stands beyond the ranges", () => {
    const { faults, looked } = tally(lawsKeepValues, 1, 120);
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(80);
  });
});
