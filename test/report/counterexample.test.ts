import { describe, expect, it } from "vitest";
import { type CounterexampleReport, counterexampleLines, type Numbers } from "../../src/report/counterexample.js";

const report = (
  claimed: Numbers,
  derived: Numbers,
  more: Partial<CounterexampleReport> = {},
): CounterexampleReport => ({
  sizes: { n: 2 },
  inputs: {},
  letters: {},
  functions: {},
  claimed,
  derived,
  entries: [],
  equals: 1,
  ...more,
});

const filled = (rows: number, cols: number, x: number): Numbers =>
  Array.from({ length: rows }, () => Array.from({ length: cols }, () => x));

describe("a counterexample", () => {
  it("has sizes, inputs, functions, both values and the entries that differ", () => {
    const lines = counterexampleLines(
      report([[1], [2]], [[1], [0.333333]], {
        inputs: {
          t: 0.5,
          A: [
            [1, 2, 3],
            [4, 5, 6],
          ],
        },
        functions: { f: "sin(t)" },
        entries: [[2, 1]],
      }),
    );
    expect(lines).toEqual([
      "with n = 2",
      "     t = 0.5",
      "     A = [1, 2, 3; 4, 5, 6]",
      "     f(t) = sin(t)",
      "claimed  [1; 2]",
      "derived  [1; 0.3333]",
      "differs at (2, 1)",
    ]);
  });

  it("needs no place where both are numbers", () => {
    expect(counterexampleLines(report(1, 2, { sizes: {}, entries: [[1, 1]] }))).toEqual(["claimed  1", "derived  2"]);
  });

  it("leaves out what nobody would copy, and says so; the entries that differ are shown by themselves", () => {
    const lines = counterexampleLines(
      report(filled(5, 5, 1), filled(5, 5, 2), {
        inputs: { t: 3, A: filled(10, 10, 1) },
        entries: Array.from({ length: 25 }, (_, k) => [Math.floor(k / 5) + 1, (k % 5) + 1] as const),
      }),
    );
    expect(lines.slice(0, 4)).toEqual([
      "with n = 2",
      "     t = 3",
      "     1 of the inputs are too large to be shown (--format json has them)",
      "at (1, 1): claimed 1, derived 2",
    ]);
    expect(lines.at(-1)).toBe("and at 19 more entries");
  });

  it("names the first six of many places, and each of a few in large matrices", () => {
    const places = Array.from({ length: 8 }, (_, k) => [Math.floor(k / 3) + 1, (k % 3) + 1] as const);
    const small = counterexampleLines(report(filled(3, 3, 1), filled(3, 3, 2), { entries: places }));
    expect(small.at(-1)).toBe("differs at (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3) and 2 more");
    const large = counterexampleLines(report(filled(5, 5, 1), filled(5, 5, 2), { entries: [[4, 5]] }));
    expect(large).toEqual(["with n = 2", "at (4, 5): claimed 1, derived 2"]);
  });
});
