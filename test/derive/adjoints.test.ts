/** Gradients over equations: recursions differentiated as recursions, right for every value of every letter. */
import { describe, expect, it } from "vitest";
import { adjoints } from "../../src/derive/adjoints.js";
import { calledBy } from "../../src/derive/equations.js";
import { verify } from "../../src/numeric/verify.js";
import { bothWays, RECURSIONS } from "./recursion-models.js";

const naming = (name: string, only: boolean): string => (only ? "delta" : `delta_${name}`);

describe.each(RECURSIONS)("$title", ({ output, by }) => {
  const of = adjoints(output, new Set(Object.values(by).map(calledBy)), naming);

  it.each(Object.entries(by))("by %s is right by differences, lengths of 1 among them", (_, x) => {
    const answer = of.of(x);
    for (const seed of [1, 2, 3])
      expect(verify(answer, { of: output, wrt: [x], layout: "gradient" }, { seed, draws: 2 })).toMatchObject({
        verdict: "right",
      });
  });
});

describe("equations without an order", () => {
  it("are refused by their names", () => {
    const { output, by } = bothWays();
    expect(() => adjoints(output, new Set(Object.values(by).map(calledBy)), naming)).toThrow(
      /^h: there is no order in which these equations can be worked out/u,
    );
  });
});
