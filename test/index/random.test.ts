/** Random models with indices; `npm run test:deep` takes more of them. */
import { describe, expect, it } from "vitest";
import {
  claimsAreJudged,
  gradientsAreRight,
  jacobiansAreRight,
  lawsKeepValues,
  lettersDoNotMatter,
  placesArePutIn,
  secondDerivativesAreRight,
  tally,
} from "./random-checks.js";

/** Seeds of models that once were wrong. */
const ONCE_WRONG = [100_973, 300_111, 300_317];

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

  it.each(ONCE_WRONG)("also of the model %i", (seed) => {
    expect(gradientsAreRight(seed).fault).toBeNull();
    expect(lawsKeepValues(seed).fault).toBeNull();
  });

  it("so are Jacobians of vectors and second derivatives", () => {
    expect(tally(jacobiansAreRight, 1, 30).faults).toEqual([]);
    expect(tally(secondDerivativesAreRight, 1, 10).faults).toEqual([]);
  });

  it("the judge calls right answers equal and slips different", () => {
    const { faults, looked } = tally(claimsAreJudged, 1, 15);
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(8);
  });

  it("every step of a law keeps the value, whatever stands beyond the ranges", () => {
    const { faults, looked } = tally(lawsKeepValues, 1, 120);
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(80);
  });
});
