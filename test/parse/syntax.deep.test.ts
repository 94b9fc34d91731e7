import { describe, expect, it } from "vitest";
import { shortStrings } from "./grammar.js";
import { LADDERS, reads, refuses } from "./ladders.js";

describe("reading, at length", () => {
  it.each(LADDERS.map((l) => [l.name, l] as const))("%s, a hundred thousand", (_, ladder) => reads(ladder, 100_000));

  it.each(LADDERS.filter((l) => l.fault !== undefined).map((l) => [l.name, l] as const))(
    "%s, a hundred thousand, with a fault at the very end",
    (_, ladder) => refuses(ladder, 100_000),
  );

  it("no string of six tokens has two parses", () => {
    for (const { kinds, parses } of shortStrings(6)) if (parses > 1) expect.fail(`${parses} of ${kinds.join(" ")}`);
  });
});
