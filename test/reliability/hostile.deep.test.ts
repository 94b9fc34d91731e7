import { describe, expect, it } from "vitest";
import { atParser, endToEnd, membersEndToEnd } from "./hostile.js";
import { departures, HOSTILE_NAMES, POSITIONS } from "./names.js";

const PARTS = 20;
const parts = Array.from({ length: PARTS }, (_, k) => k);
/** Another part of the endless list of mutations on each day. */
const from = Math.floor(Date.now() / 86_400_000) * 2_000_000;

describe("mutated texts", () => {
  it.each(parts)("1,000,000 at the parser, part %i of 20", (k) => {
    expect(atParser(from + k * 50_000, 50_000).untyped).toEqual([]);
  });

  it.each(parts)("100,000 end to end, part %i of 20", (k) => {
    expect(endToEnd(from + k * 5_000, 5_000).untyped).toEqual([]);
  });

  it.each(parts)("60,000 of members whose places do not fit, part %i of 20", (k) => {
    expect(membersEndToEnd(from + k * 3_000, 3_000).untyped).toEqual([]);
  });
});

describe.each([...POSITIONS.keys()])("as %s", (position) => {
  it.each(HOSTILE_NAMES)("%s is what any name is", (name) => {
    expect(departures(position, name)).toEqual([]);
  });
});
