import { expect, it } from "vitest";
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

it.each([0, 1, 2, 3, 4, 5])("gradients at 250 models, part %i of 6", (k) => {
  expect(tally(gradientsAreRight, 20_000 + 250 * k, 250).faults).toEqual([]);
  expect(tally(jacobiansAreRight, 20_000 + 250 * k, 250).faults).toEqual([]);
  expect(tally(secondDerivativesAreRight, 20_000 + 50 * k, 50).faults).toEqual([]);
});

it.each([0, 1, 2, 3])("letters, places and laws at 1,000 models, part %i of 4", (k) => {
  const from = 10_000 + 1000 * k;
  expect(tally(lettersDoNotMatter, from, 1000).faults).toEqual([]);
  expect(tally(placesArePutIn, from, 1000).faults).toEqual([]);
  expect(tally(claimsAreJudged, from, 150).faults).toEqual([]);
  expect(tally(lawsKeepValues, from, 1000).faults).toEqual([]);
});
