import { describe, expect, it } from "vitest";
import { LADDERS, parse, reads, refuses } from "../parse/ladders.js";

const ladder = (name: string) => {
  const found = LADDERS.find((l) => l.name === name);
  if (found === undefined) throw new Error(`no ladder ${name}`);
  return found;
};

// The machines that run this differ tenfold: only what never ends is a failure.
const PATIENCE = 120_000;

describe("a hundred thousand", () => {
  it("parentheses are read", () => reads(ladder("parentheses"), 100_000), PATIENCE);
  it("terms with a fault at the end are refused there", () => refuses(ladder("sums"), 100_000), PATIENCE);
  it(
    "a line of a megabyte is read",
    () => {
      const line = `y = ${Array.from({ length: 60_000 }, (_, i) => `W_${i} x_${i}`).join(" + ")}`;
      expect(line.length).toBeGreaterThan(900_000);
      const { statements, diagnostics } = parse(line);
      expect([statements.length, diagnostics]).toEqual([1, []]);
    },
    PATIENCE,
  );
});
