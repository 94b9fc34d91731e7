import { expect, it } from "vitest";
import { checkSteps } from "./step-check.js";

it("every line to a first derivative of 6,000 models is true", () => {
  expect(checkSteps(1, 1000, 7000).faults).toEqual([]);
});

it("every line to a second derivative of 3,000 models is true", () => {
  expect(checkSteps(2, 1000, 4000).faults).toEqual([]);
});
