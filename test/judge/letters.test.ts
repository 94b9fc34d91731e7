import { describe, expect, it } from "vitest";
import { type Dim, dim, minus, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { constantPlace, type Index, lessPlace, letterIndex, placeOf, shifted } from "../../src/core/place.js";
import { shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { derive } from "../../src/index.js";
import { everywhere } from "../../src/judge/everywhere.js";
import { areAskedElsewhere, conditionText, holdingOf } from "../../src/judge/letters.js";
import { entry } from "../../src/ops/entry.js";
import { delta, iverson } from "../../src/ops/iverson.js";
import { number } from "../../src/ops/number.js";
import { power } from "../../src/ops/power.js";
import { negate } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";

const N = dim("N");
const asked = (letter: string, lo: Dim = ONE, hi: Dim = N): Index => letterIndex("asked", letter, lo, hi);
const [i, j] = [asked("i"), asked("j")];
const home = newContext();
const x = symbol(home, "x", shape(N, ONE));
const two = number(2, home);

/** Σ (x_{k+1} − x_k)², the total variation. */
const k = letterIndex("formal", "k", ONE, minus(N, ONE));
const step = (p: Expr, q: Expr): Expr => sum(p, negate(q));
const variation = sigma(k, power(step(entry(x, shifted(placeOf(k), 1)), entry(x, placeOf(k))), two));
const [here, before, after] = [0, -1, 1].map((by) => entry(x, shifted(placeOf(j), by))) as [Expr, Expr, Expr];
const hasBefore = iverson("≥", shifted(placeOf(j), -2), home);
const hasAfter = iverson("≥", lessPlace(constantPlace(N), shifted(placeOf(j), 1)), home);
const inside = sum(times(two, step(here, before)), negate(times(two, step(after, here))));
const slope = sum(times(hasBefore, two, step(here, before)), negate(times(hasAfter, two, step(after, here))));

describe("a claim with letters", () => {
  it("holds for all of their values, or for none", () => {
    const options = { axes: [j] };
    expect(everywhere(slope, slope, [variation], options).verdict).toBe("same");
    expect(holdingOf(slope, slope, [variation], {})).toMatchObject({ holds: null, failed: 0 });
    const wrong = times(two, slope);
    expect(everywhere(wrong, slope, [variation], options).verdict).toBe("differ");
    // At N = 1 the derivative is 0, and so is twice that.
    expect(holdingOf(wrong, slope, [variation], { sizes: new Map([["N", 3]]) })).toMatchObject({
      holds: null,
      held: 0,
    });
  });

  it("holds for a part of them, and says which", () => {
    const found = holdingOf(inside, slope, [variation], {});
    expect(found.holds).toBe("2 <= j <= N - 1");
    expect(conditionText(found.holds as string)).toBe("2 ≤ j ≤ N − 1");
    expect([...(found.counterexample?.env.letters ?? [])]).toEqual([[j, 1]]);
    // There is no x_0.
    expect(found.counterexample?.left.data[0]).toBeNaN();
    expect(everywhere(inside, slope, [variation], { axes: [j] }).verdict).toBe("differ");
  });

  it("holds for all of them where the letter is limited to that part", () => {
    const m = asked("m", dim(2), minus(N, ONE));
    const [p, q, r] = [0, -1, 1].map((by) => entry(x, shifted(placeOf(m), by))) as [Expr, Expr, Expr];
    const limited = sum(times(two, step(p, q)), negate(times(two, step(r, p))));
    expect(everywhere(limited, limited, [variation], { axes: [m] }).verdict).toBe("same");
  });

  it("knows whether other claims of the text are for the rest", () => {
    const { failing } = holdingOf(inside, slope, [variation], {});
    const by = [here];
    const [first, last] = [constantPlace(ONE), constantPlace(N)].map((p) => [entry(x, p)]) as [Expr[], Expr[]];
    expect(areAskedElsewhere(by, [first, last], failing)).toBe(true);
    expect(areAskedElsewhere(by, [first], failing)).toBe(false);
    expect(areAskedElsewhere(by, [[entry(x, placeOf(asked("m")))]], failing)).toBe(true);
    expect(areAskedElsewhere(by, [[entry(x, placeOf(asked("m", dim(2))))]], failing)).toBe(false);
    expect(areAskedElsewhere(by, [by], failing)).toBe(false);
    const other = symbol(home, "z", shape(N, ONE));
    expect(areAskedElsewhere(by, [[entry(other, placeOf(asked("m")))]], failing)).toBe(false);
  });

  it("tells equal letters from others", () => {
    const [p, q] = [entry(x, placeOf(i)), entry(x, placeOf(j))];
    const softmax = times(p, step(delta(placeOf(i), placeOf(j), home), q));
    const diagonal = times(p, step(number(1, home), q));
    const off = negate(times(p, q));
    expect(holdingOf(diagonal, softmax, [p], {}).holds).toBe("i = j");
    expect(holdingOf(off, softmax, [p], {}).holds).toBe("i != j");
  });

  it("says nothing where no short condition fits", () => {
    const odd = times(iverson("=", lessPlace(placeOf(j), constantPlace(dim(3))), home), here);
    const found = holdingOf(odd, here, [sigma(k, entry(x, placeOf(k)))], {});
    expect(found.holds).toBeNull();
    expect(found.held).toBeGreaterThan(0);
    expect(found.failed).toBeGreaterThan(0);
  });
});

describe("a claim with letters in a text", () => {
  const verdicts = (text: string) => derive(text).results.flatMap((r) => r.claims.map((c) => [c.verdict, c.holds]));
  const VARIATION = "x : vector(N)\nf = sum(i=1..N-1, (x_{i+1} - x_i)^2)\n";
  const SOFTMAX = "z : vector(K)\np_i = exp(z_i) / sum(k=1..K, exp(z_k)) for i in 1..K\n";

  it("is equal, different, or different but for some of their values", () => {
    expect(verdicts(`${SOFTMAX}∂p_i/∂z_j = p_i ([i = j] - p_j)`)).toEqual([["equal", null]]);
    expect(verdicts(`${SOFTMAX}∂p_i/∂z_j = p_i (1 - p_j)`)).toEqual([["different", "i = j"]]);
    expect(verdicts(`${VARIATION}∂f/∂x_j = 2 (x_j - x_{j-1}) - 2 (x_{j+1} - x_j)`)).toEqual([
      ["different", "2 <= j <= N - 1"],
    ]);
  });

  it("is equal where claims for the ends stand beside it, and only then", () => {
    const inner = "∂f/∂x_j = 2 (x_j - x_{j-1}) - 2 (x_{j+1} - x_j)";
    const ends = "∂f/∂x_1 = 2 (x_1 - x_2)\n∂f/∂x_N = 2 (x_N - x_{N-1})";
    expect(verdicts(`${VARIATION}${inner}\n${ends}`)[0]).toEqual(["equal", "2 <= j <= N - 1"]);
    expect(verdicts(`${SOFTMAX}∂p_i/∂z_j = p_i (1 - p_j)\n∂p_i/∂z_j = -p_i p_j`)).toEqual([
      ["different", "i = j"],
      ["different", "i != j"],
    ]);
  });
});

describe("a claim that fails only beyond the ranges of small models", () => {
  const SUM = "x : vector(n)\nf = sum(x .^ 2)";

  it.each(["2 x_j + [j = 17]", "2 x_j [j <= 20]", "2 x_j [j != 7]", "2 x_j + [j > 40]"])("%s is different", (side) => {
    const [result] = derive(`${SUM}\n∂f/∂x_j = ${side}`, { steps: "none" }).results;
    expect(result?.claims[0]?.verdict).toBe("different");
  });

  it("is not excused by a claim that does not speak of where it fails", () => {
    const text = SUM.replace("vector(n)", "vector(20)");
    const { results } = derive(`${text}\n∂f/∂x_j = 2 x_j + 3 [j >= 15]\n∂f/∂x_1 = 2 x_1`, { steps: "none" });
    expect(results.map((r) => r.claims[0]?.verdict)).toEqual(["different", "equal"]);
  });
});
