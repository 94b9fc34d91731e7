import { expect, it } from "vitest";
import { check } from "./program-check.js";

it("the derivative of a random program is what differences say", { timeout: 120_000 }, () => {
  const { faults, right, undrawn } = check(1, 1, 400, 5);
  expect(faults).toEqual([]);
  expect(right).toBeGreaterThan(330);
  expect(undrawn).toBeLessThan(40);
});

it("so is its second derivative, mixed or along a vector", { timeout: 120_000 }, () => {
  const { faults, right, undrawn } = check(2, 1, 150, 4);
  expect(faults).toEqual([]);
  expect(right).toBeGreaterThan(90);
  expect(undrawn).toBeLessThan(40);
});
