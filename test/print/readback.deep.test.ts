import { expect, it } from "vitest";
import { misread } from "./spellings.js";

it.each([0, 1, 2, 3])("answers are read back in every spelling, part %i of 4", (k) => {
  expect(misread(100_000 + k * 5000, 5000)).toEqual([]);
});
