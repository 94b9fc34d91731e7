/** The form that is shown, brought to its shortest form once more: it has the same value and is no longer. */
import { expect, it } from "vitest";
import { type Context, context, type Expr } from "../../src/core/expr.js";
import { transplant } from "../../src/derive/fork.js";
import { shownForm } from "../../src/derive/normal.js";
import { agree } from "../../src/judge/agree.js";
import { random } from "../../src/numeric/random.js";
import { printText } from "../../src/print/text.js";
import { lengthOf } from "../../src/rewrite/length.js";
import { randomModel } from "../numeric/programs.js";

const SIZES = new Map([
  ["n", 2],
  ["m", 3],
  ["p", 4],
]);

/** A context with the names and facts of another; without the definition of `but`. */
function likeHome(home: Context, but: string): Context {
  const fresh = context(home.functions);
  for (const [name, facts] of home.facts) fresh.facts.set(name, facts);
  for (const [name, value] of home.definitions) if (name !== but) fresh.definitions.set(name, transplant(value, fresh));
  return fresh;
}

/** The last right side of random models, in a context that knows the other names. */
function* written(from: number, to: number): Generator<{ seed: number; e: Expr; but: string }> {
  for (let seed = from; seed < to; seed++) {
    const { home, output } = randomModel(random(seed), 5, ["symmetric", "positive", "simplex", "orthogonal"]);
    const but = String(output.data);
    const value = home.definitions.get(but) ?? output;
    yield { seed, e: transplant(value, likeHome(home, but)), but };
  }
}

it("grows by nothing when it is simplified again, in a model with names", { timeout: 120_000 }, () => {
  let compared = 0;
  for (const { seed, e, but } of written(1, 400)) {
    const shown = shownForm(e);
    const again = shownForm(transplant(shown, likeHome(e.home, but)));
    const what = `seed ${seed}: ${printText(e)} is shown as ${printText(shown)}, and that as ${printText(again)}`;
    expect(lengthOf(again), what).toBeLessThanOrEqual(lengthOf(shown));
    const found = agree(shown, transplant(again, shown.home), { seed, draws: 2, sizes: SIZES, tries: 40 });
    expect(found.verdict, what).not.toBe("differ");
    if (found.verdict === "agree") compared += 1;
  }
  expect(compared).toBeGreaterThan(250);
});
