import { expect, it } from "vitest";
import { check } from "./program-check.js";

it.each(Array.from({ length: 16 }, (_, k) => k))("20,000 derivatives of random programs, part %i of 16", (k) => {
  const from = 10_000 + k * 1250;
  const { faults, right } = check(1, from, from + 1250, 7);
  expect(faults).toEqual([]);
  expect(right).toBeGreaterThan(1000);
});

it.each(Array.from({ length: 8 }, (_, k) => k))("4,000 second derivatives, part %i of 8", (k) => {
  const from = 100_000 + k * 500;
  const { faults, right } = check(2, from, from + 500, 5);
  expect(faults).toEqual([]);
  expect(right).toBeGreaterThan(380);
});
