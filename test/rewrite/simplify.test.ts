/** The normal form and the shortest form of random expressions: same value, no law left to apply, no loops. */
import { expect, it } from "vitest";
import { type Context, context, type Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { transplant } from "../../src/derive/fork.js";
import { agree } from "../../src/judge/agree.js";
import { STANDARD } from "../../src/laws/standard.js";
import { random } from "../../src/numeric/random.js";
import { printText } from "../../src/print/text.js";
import { lengthOf } from "../../src/rewrite/length.js";
import { shorten } from "../../src/rewrite/shorten.js";
import { linesOf, simplify } from "../../src/rewrite/simplify.js";
import { randomModel } from "../numeric/programs.js";

const SIZES = new Map([
  ["n", 2],
  ["m", 3],
  ["p", 4],
]);

/** The right sides of random models, each in a context that knows it by no name. */
function* expressions(from: number, to: number): Generator<{ seed: number; e: Expr }> {
  for (let seed = from; seed < to; seed++) {
    const { home, output } = randomModel(random(seed), 5, ["symmetric", "positive", "simplex", "orthogonal"]);
    const value = home.definitions.get(String(output.data)) ?? output;
    const fresh: Context = context(home.functions);
    for (const [name, facts] of home.facts) fresh.facts.set(name, facts);
    yield { seed, e: transplant(value, fresh) };
  }
}

const judged = (seed: number, a: Expr, b: Expr) => agree(a, b, { seed, draws: 2, sizes: SIZES, tries: 40 });

it("keeps the value, and leaves no law that applies", { timeout: 60_000 }, () => {
  let compared = 0;
  for (const { seed, e } of expressions(1, 300)) {
    const normal = simplify(e, STANDARD);
    const found = judged(seed, e, normal);
    if (found.verdict === "agree") compared += 1;
    expect(found.verdict, `seed ${seed}: ${printText(e)} became ${printText(normal)}`).not.toBe("differ");
    for (const x of walk([normal])) {
      expect(simplify(x, STANDARD), `seed ${seed}: a part of a normal form is normal`).toBe(x);
      for (const law of STANDARD.at.get(x.op) ?? []) {
        const after = law.apply(x);
        expect(after === null || after === x, `seed ${seed}: ${law.name} goes on at ${printText(x)}`).toBe(true);
      }
    }
  }
  expect(compared).toBeGreaterThan(200);
});

it("is idempotent, also in a context of its own", { timeout: 60_000 }, () => {
  for (const { seed, e } of expressions(300, 500)) {
    const normal = simplify(e, STANDARD);
    const home = context(e.home.functions);
    for (const [name, facts] of e.home.facts) home.facts.set(name, facts);
    const again = transplant(normal, home);
    expect(simplify(again, STANDARD), `seed ${seed}: ${printText(normal)}`).toBe(again);
  }
});

it("is read out law by law, each line equal to the one before", { timeout: 60_000 }, () => {
  for (const { seed, e } of expressions(500, 580)) {
    let before = e;
    for (const line of linesOf(e, STANDARD)) {
      const found = judged(seed, before, line.whole);
      expect(found.verdict, `seed ${seed}: ${line.law.name}: ${printText(before)} = ${printText(line.whole)}`).not.toBe(
        "differ",
      );
      before = line.whole;
    }
    expect(before).toBe(simplify(e, STANDARD));
  }
});

it("the shortest form has the same value and is no longer", { timeout: 60_000 }, () => {
  for (const { seed, e } of expressions(580, 900)) {
    const normal = simplify(e, STANDARD);
    const short = shorten(normal, STANDARD);
    expect(
      judged(seed, normal, short).verdict,
      `seed ${seed}: ${printText(normal)} became ${printText(short)}`,
    ).not.toBe("differ");
    expect(lengthOf(short), `seed ${seed}: ${printText(normal)} became ${printText(short)}`).toBeLessThanOrEqual(
      lengthOf(normal),
    );
  }
});
