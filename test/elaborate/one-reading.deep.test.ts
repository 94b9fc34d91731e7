/** Many models in random typography: see one-reading.test.ts. */
import { expect, it } from "vitest";
import { orders, readings } from "./typeset.js";

it("three thousand models have one reading each", { timeout: 600_000 }, () => {
  expect(readings(40, 3040).slice(0, 5)).toEqual([]);
});

it("and in any order what shows nowhere that it is a vector", { timeout: 600_000 }, () => {
  expect(orders(40, 3040).slice(0, 5)).toEqual([]);
});
