import { describe, expect, it } from "vitest";
import { EXPRESSIONS, isAffine, NETWORKS, sizeOf } from "../reliability/sizes.js";

it.each([...NETWORKS])("%s, a thousand and more", (_, text) => {
  const at = [1000, 2000, 3000].map((n) => sizeOf(text(n)));
  for (const of of ["answers", "edges", "lines"] as const) {
    const counted = at.map((s) => s[of]) as unknown as readonly [number, number, number];
    expect([of, counted, isAffine(counted)]).toEqual([of, counted, true]);
  }
});

describe("a thousand", () => {
  it.each([...EXPRESSIONS])("%s", (_, text) => {
    const size = sizeOf(text(1000));
    expect(size.answers + size.edges).toBeLessThanOrEqual(8 * size.model);
  });
});
