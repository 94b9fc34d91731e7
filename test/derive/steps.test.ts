import { expect, it } from "vitest";
import { checkSteps } from "./step-check.js";

it("every line to a first derivative is true, and the last one is the result", { timeout: 120_000 }, () => {
  const { faults, lines, undrawn } = checkSteps(1, 1, 200);
  expect(faults).toEqual([]);
  expect(lines).toBeGreaterThan(1500);
  expect(undrawn).toBeLessThan(40);
});

it("so is every line to a second derivative, in full or along a vector", { timeout: 120_000 }, () => {
  const { faults, lines, undrawn } = checkSteps(2, 1, 120);
  expect(faults).toEqual([]);
  expect(lines).toBeGreaterThan(500);
  expect(undrawn).toBeLessThan(20);
});
