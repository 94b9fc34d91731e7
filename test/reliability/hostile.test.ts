/** A sample of what `npm run test:deep` does a hundred times as often. */
import { describe, expect, it } from "vitest";
import { atParser, endToEnd, membersEndToEnd } from "./hostile.js";
import { generator, mutated, SEEDS } from "./mutate.js";

describe("mutated texts", { timeout: 240_000 }, () => {
  it("are nearly right: many differ from every model, and many are still read", () => {
    const texts = new Set(Array.from({ length: 500 }, (_, i) => mutated(generator(i))));
    expect(texts.size).toBeGreaterThan(450);
    expect([...texts].filter((t) => SEEDS.includes(t)).length).toBeLessThan(50);
  });

  it("are read or refused, and have one parse", () => {
    const { untyped, accepted } = atParser(1, 6_000);
    expect(untyped).toEqual([]);
    expect(accepted).toBeGreaterThan(600);
  });

  it("are derived, checked, drawn, emitted and proofread, or end in a ChainruleError", () => {
    const { untyped, accepted } = endToEnd(500_000, 900);
    expect(untyped).toEqual([]);
    expect(accepted).toBeGreaterThan(150);
  });

  it("of members whose places do not fit are refused by name", () => {
    expect(membersEndToEnd(1, 300).untyped).toEqual([]);
  });

  it("would be told from those that end in another error", () => {
    const { untyped } = endToEnd(1, 1, () => {
      throw new TypeError("no such thing");
    });
    expect(untyped).toHaveLength(1);
  });
});
