import { describe, expect, it } from "vitest";
import { hold, RELATIONS, unsettled } from "./metamorphic.js";

describe.each([...RELATIONS.keys()])("%s", (name) => {
  it.each([0, 1, 2, 3])("at 250 deeper models, part %i of 4", (k) => {
    const { broken } = hold(name, 50_000 + k * 250, 250, 5);
    expect(broken).toEqual([]);
  });
});

it("what is simple stays as it is, at 1,000 models", () => {
  expect(unsettled(50_000, 1000, 5)).toEqual([]);
});
