import { describe, expect, it } from "vitest";
import { operand } from "../../src/core/operands.js";
import { adjoints } from "../../src/derive/adjoints.js";
import { calledBy } from "../../src/derive/equations.js";
import { shownForm } from "../../src/derive/normal.js";
import { agree } from "../../src/judge/agree.js";
import { inMatrices } from "../../src/laws/lift.js";
import { random } from "../../src/numeric/random.js";
import { verify } from "../../src/numeric/verify.js";
import { placesOf } from "../../src/ops/binder.js";
import { Entry, entry } from "../../src/ops/entry.js";
import { printUnicode } from "../../src/print/unicode.js";
import { TARGETS, type Target } from "./index-models.js";

/** ∂y/∂x for a symbol, a member, or an entry of either. */
function answerTo({ of, by }: Target) {
  const leaf = by.op === Entry ? operand(by) : by;
  const G = adjoints(of, new Set([calledBy(leaf)]), (name) => `delta_${name}`).of(leaf);
  return shownForm(by.op === Entry ? entry(G, ...placesOf(by)) : G);
}

describe("answers with indices", () => {
  it.each(TARGETS.map((t) => [t.title, printUnicode(t.by), t] as const))("%s by %s", (_, __, target) => {
    expect(printUnicode(answerTo(target))).toBe(target.answer);
  });

  it.each(TARGETS.map((t) => [t.title, printUnicode(t.by), t] as const))(
    "%s by %s, by differences",
    (_, __, target) => {
      const { of, by } = target;
      const question = { of, wrt: [by], layout: "gradient" as const };
      // Of one class all is known: the derivative is 0, and no difference is small beside it.
      for (const N of ["skip-gram", "InfoNCE", "t-SNE"].includes(target.title) ? [2, 3] : [1, 3]) {
        const sizes = new Map(
          ["N", "K", "V", "n", "m", "d", "k"].map(
            (s, i) => [s, i % 2 === 0 ? N : target.title === "t-SNE" ? 3 : 2] as const,
          ),
        );
        const found = verify(answerTo(target), question, { sizes, draws: 2, seed: 5, tolerance: 1e-5, tries: 20 });
        expect(found).toMatchObject({ verdict: "right" });
      }
    },
  );

  it.each(TARGETS.map((t) => [t.title, printUnicode(t.by), t] as const))("%s by %s, in matrices", (_, __, target) => {
    const answer = answerTo(target);
    const lifted = inMatrices(answer);
    expect(lifted === null ? null : printUnicode(lifted)).toBe(target.lifted);
    if (lifted !== null) expect(agree(answer, lifted, { seed: 3, draws: 4 })).toMatchObject({ verdict: "agree" });
  });

  it("are the same whatever was asked of the model before", () => {
    const { next, pick } = random(7);
    for (let k = 0; k < 80; k++) {
      const target = pick(TARGETS);
      const answer = answerTo(target);
      expect(printUnicode(answer)).toBe(target.answer);
      if (next() < 0.3) inMatrices(answer);
    }
  });
});
