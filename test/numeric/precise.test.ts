import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { LIBRARY, newContext } from "../../src/functions/library.js";
import { draw, factsAt, needsOf } from "../../src/numeric/draw.js";
import { programOf } from "../../src/numeric/evaluate.js";
import { precisely } from "../../src/numeric/precise.js";
import { random } from "../../src/numeric/random.js";
import { OPERATIONS, type OpName } from "../../src/ops/all.js";
import { apply } from "../../src/ops/apply.js";
import { closure } from "../../src/ops/facts.js";
import { product } from "../../src/ops/product.js";
import { T } from "../../src/ops/transpose.js";
import { EXAMPLES, n, operands, WITH_INDICES } from "../ops/examples.js";

/** The largest difference of a value at 64 digits from that in doubles, relative to the value; null where there is none. */
function gap(e: Expr, seed: number): number | null {
  const drawn = draw([e], random(seed));
  if (!drawn.drawn) return null;
  const needs = needsOf([e], undefined);
  const found = precisely(programOf([e]), [e], drawn.env, (x) => closure(factsAt(needs, x, {})));
  const precise = found?.values[0];
  const plain = drawn.values.get(e);
  if (precise === undefined || plain === undefined) return null;
  expect([precise.rows, precise.cols]).toEqual([plain.rows, plain.cols]);
  const scale = plain.data.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-300);
  return plain.data.reduce(
    (m, x, k) => Math.max(m, Math.abs((precise.data[k]?.toNumber() ?? Number.NaN) - x) / scale),
    0,
  );
}

/** What is made of eigenvalues and singular values. */
const OF_SPECTRA: readonly OpName[] = [
  "pinv",
  "cholesky",
  "eigenvalue",
  "eigenvector",
  "eigenvalues",
  "eigenvectors",
  "specnorm",
  "leftvector",
  "rightvector",
  "nuclear",
  "polar",
  "dominanteigenvalue",
  "dominantvector",
  "qfactor",
  "rfactor",
  "lfactor",
  "ufactor",
];

/** Of these nothing is evaluated, or not at more digits than a double has. */
const NEVER: readonly OpName[] = [
  "derivative",
  "matrixfunction",
  "frechet",
  "implicit",
  ...OF_SPECTRA,
  "sylvester",
  "cross",
  "crossmatrix",
  "axial",
  "structure",
  "cumprod",
  "conv",
  "correlate",
  ...WITH_INDICES,
];

describe("values at 64 digits", () => {
  it.each(OPERATIONS.map((op) => op.name as OpName).filter((name) => !NEVER.includes(name)))("%s", (name) => {
    const gaps = EXAMPLES[name](operands(newContext())).map((e) => gap(e, 5));
    const found = gaps.filter((g) => g !== null);
    expect(found.length).toBeGreaterThan(0);
    for (const g of found) expect(g).toBeLessThan(1e-9);
  });

  it.each([...LIBRARY.keys()])("the function %s", (name) => {
    const x = operands(newContext()).vector("x", n);
    for (const seed of [1, 2, 3]) expect(gap(apply(name, x), seed)).toBeLessThan(1e-13);
  });

  it("unknown functions and their derivatives", () => {
    const x = operands(newContext()).vector("x", n);
    for (const name of ["f", "f'", "f''", "f'''"]) expect(gap(apply(name, x), 4)).toBeLessThan(1e-12);
  });

  it("keeps an orthogonal matrix orthogonal, and a distribution one, to all digits", () => {
    const o = operands(newContext());
    const Q = o.matrix("Q", n, n, "orthogonal");
    const QQ = product(T(Q), Q);
    const drawn = draw([QQ], random(3));
    if (!drawn.drawn) throw new Error(drawn.why);
    const found = precisely(programOf([QQ]), [QQ], drawn.env, () => new Set(["orthogonal"]));
    const [value] = found?.values ?? [];
    value?.data.forEach((x, k) => {
      expect(
        x
          .minus(k % (value.cols + 1) === 0 ? 1 : 0)
          .abs()
          .cmp(1e-60),
      ).toBeLessThan(0);
    });
    expect(value?.data.length).toBeGreaterThan(1);
  });
});
