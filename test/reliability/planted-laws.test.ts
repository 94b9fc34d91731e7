/**
 * The check of the laws, checked: the right side of every law is made wrong in every small way, and each time the check
 * by numbers must see it. A wrong that has the same value at every draw is no fault.
 */
import { expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { sameShape } from "../../src/core/shape.js";
import { agree } from "../../src/judge/agree.js";
import type { Law } from "../../src/rewrite/law.js";
import { usesOf } from "../laws/lines.js";
import { mutants } from "../ops/mutants.js";
import { SHOWN_LAWS, useOf } from "./law-uses.js";

/** Faults planted at most in one law, and in one line of its text: a long right side has hundreds, all of a kind. */
const MOST = 24;
const MOST_OF_LINE = 6;

const differs = (a: Expr, b: Expr, seed: number, draws: number): boolean => {
  if (!sameShape(a.shape, b.shape)) return true;
  return agree(a, b, { seed, draws }).verdict === "differ";
};

it("planted faults in the right side of every law are seen", { timeout: 240_000 }, () => {
  const survived: string[] = [];
  let planted = 0;
  let laws = 0;
  /** Laws of whose right side no fault was planted that a value tells. */
  const spared: string[] = [];
  const plant = (law: Law, use: { readonly before: Expr; readonly after: Expr }, most: number) => {
    const all = mutants(use.after);
    const step = Math.max(1, Math.floor(all.length / most));
    for (const [i, { what, expr }] of all.entries()) {
      if (i % step !== 0) continue;
      // What a shape rule refuses is seen without numbers; a wrong of the same value, by other numbers, is none.
      if (typeof expr !== "string" && !differs(use.after, expr, 1000, 4)) continue;
      planted += 1;
      if (typeof expr !== "string" && !differs(use.before, expr, 7, 6)) survived.push(`${law.name}: ${what}`);
    }
  };
  for (const law of SHOWN_LAWS) {
    const use = useOf(law);
    if (use === null) continue;
    laws += 1;
    const before = planted;
    plant(law, use, MOST);
    for (const line of law.lines) {
      const longest = usesOf(law, line).at(-1);
      if (longest !== undefined) plant(law, longest, MOST_OF_LINE);
    }
    if (planted === before) spared.push(law.name);
  }
  expect(spared).toEqual([]);
  expect(survived).toEqual([]);
  expect(laws).toBeGreaterThan(80);
  expect(planted).toBeGreaterThan(350);
});
