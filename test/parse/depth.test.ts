import { describe, expect, it } from "vitest";
import { LADDERS, parse, reads, refuses } from "./ladders.js";

describe("depth and length", { timeout: 120_000 }, () => {
  it.each(LADDERS.map((l) => [l.name, l] as const))("%s, ten thousand", (_, ladder) => reads(ladder, 10_000));

  it.each(LADDERS.filter((l) => l.fault !== undefined).map((l) => [l.name, l] as const))(
    "%s, one thousand, with a fault at the very end",
    (_, ladder) => refuses(ladder, 1000),
  );

  it("an unclosed bracket of many is said once, at the outermost", () => {
    const { diagnostics } = parse(`y = ${"(".repeat(10_000)}x\nz = 1`);
    expect(diagnostics.map((d) => [d.code, d.line, d.column])).toEqual([["syntax/unclosed", 1, 5]]);
  });
});
