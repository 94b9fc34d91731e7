/** Every law at a thousand points: drawn ones, and ones with zeros, whole negatives and singular matrices. */
import { describe, expect, it } from "vitest";
import { evaluateDim, symbolsOf } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { agree } from "../../src/judge/agree.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { EvaluationError } from "../../src/numeric/fault.js";
import { largest, type Matrix, matrix, subtracted } from "../../src/numeric/matrix.js";
import { type Random, random } from "../../src/numeric/random.js";
import { isSymbol, nameOf } from "../../src/ops/symbol.js";
import { SHOWN_LAWS, useOf } from "../reliability/law-uses.js";

/** Entries of which many are zero, all are small whole numbers, and rows repeat, so that square matrices are singular. */
function special(rows: number, cols: number, source: Random): Matrix {
  const row = Array.from({ length: cols }, () => source.pick([-2, -1, 0, 0, 1, 2]));
  const data = Array.from({ length: rows }, () =>
    source.next() < 0.5 ? row : row.map(() => source.pick([-2, -1, 0, 0, 1, 2])),
  ).flat();
  return matrix(rows, cols, Float64Array.from(data));
}

/** The two sides at a special point; null where a stated fact forbids such a point, or there is no number. */
function atSpecial(sides: readonly [Expr, Expr], source: Random): readonly Matrix[] | null {
  // A singular matrix has no inverse, and after rounding it may seem to have one.
  if (walk([...sides]).some((e) => ["inverse", "matrixpower", "logdet"].includes(e.op.name))) return null;
  const symbols = walk([...sides]).filter(isSymbol);
  if (symbols.some((e) => (e.home.facts.get(nameOf(e))?.size ?? 0) > 0)) return null;
  const sizes = new Map<string, number>();
  for (const e of walk([...sides]))
    for (const d of [e.shape.rows, e.shape.cols])
      for (const name of symbolsOf(d)) if (!sizes.has(name)) sizes.set(name, source.whole(2, 4));
  const values = new Map(
    symbols
      .filter((e) => !e.home.definitions.has(nameOf(e)))
      .map((e) => [nameOf(e), special(evaluateDim(e.shape.rows, sizes), evaluateDim(e.shape.cols, sizes), source)]),
  );
  const functions = new Map(["f", "f'", "g", "g'"].map((name) => [name, (x: number) => x * x - x]));
  const env: Environment = { sizes, values, functions };
  try {
    const found = evaluate(sides, env);
    return found.every((A) => A.data.every((x) => Number.isFinite(x) && Math.abs(x) < 1e9)) ? found : null;
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Laws that say themselves where they do not hold: at zeros they divide by. */
const CONDITIONAL = /cancel|ratio|over its sum/;

describe.each(SHOWN_LAWS.map((law) => [`${law.theme}: ${law.name}`, law] as const))("%s", (name, law) => {
  it("holds at a thousand points", () => {
    const use = useOf(law);
    if (use === null) return;
    const found = agree(use.before, use.after, { seed: 11, draws: 700 });
    // Where the law says zero, what rounding leaves is as good as zero.
    const isRounding =
      found.verdict === "differ" &&
      Math.max(largest(found.counterexample.left), largest(found.counterexample.right)) < 1e-14;
    expect(isRounding ? "agree" : found.verdict, JSON.stringify(found)?.slice(0, 600)).not.toBe("differ");
    const source = random(13);
    for (let i = 0; i < 300; i++) {
      const sides = atSpecial([use.before, use.after], source);
      if (sides === null || CONDITIONAL.test(name)) continue;
      const [a, b] = sides as readonly [Matrix, Matrix];
      const scale = Math.max(1, largest(a), largest(b));
      expect(largest(subtracted(a, b)), `${name} at special point ${i}`).toBeLessThan(1e-8 * scale);
    }
  });
});
