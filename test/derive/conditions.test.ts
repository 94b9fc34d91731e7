/** Conditions that are known: true ones are not printed, false ones refuse. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { walk } from "../../src/core/walk.js";
import { rangeOf } from "../../src/laws/range.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { scalarMatrix } from "../../src/numeric/matrix.js";
import { model } from "../parse/models.js";
import { generator } from "../reliability/mutate.js";

const conditions = (text: string) => answer(text).results.map((r) => r.conditions);
const codes = (text: string) =>
  answer(text)
    .diagnostics.filter((d) => d.severity === "error")
    .map((d) => d.code);

describe("a condition that is known to hold", () => {
  it.each([
    "x : vector(n)\ny = log(x^T x + 1)\n∂y/∂x",
    "y = log(norm2(x)^2 + exp(a))\na : scalar\n∂y/∂x",
    "x : scalar\ny = 1/(x^2 + 1)\n∂y/∂x",
    "x : scalar\ny = sqrt(2 + sin(x)^2)\n∂y/∂x",
    "x : scalar\ns = 1 + x^2\ny = log(s)\n∂y/∂x",
  ])("is not printed: %s", (text) => expect(conditions(text)).toEqual([[]]));

  it.each([
    ["x : scalar\ny = log(x^2)\n∂y/∂x", ["x² > 0"]],
    ["x : scalar\ny = log(1 + sin(x))\n∂y/∂x", ["1 + sin(x) > 0"]],
    ["x : scalar\ny = 1/(1 - x^2)\n∂y/∂x", ["1 − x² ≠ 0"]],
  ])("is printed where it is not: %s", (text, said) => expect(conditions(text)[0]?.slice(0, 1)).toEqual(said));
});

describe("a condition that holds nowhere", () => {
  it.each([
    ["x : scalar\ny = log(-x^2)\n∂y/∂x", "derive/nowhere"],
    ["a : scalar\ny = log(a - a)\n∂y/∂a", "derive/nowhere"],
    ["f = x^T A x\ns = 1/(f - f)\n∂s/∂x", "derive/nowhere"],
    ["x : scalar\ny = sqrt(-exp(x) - 1)\n∂y/∂x", "derive/nowhere"],
    ["y = log(0) + x\n∂y/∂x", "arithmetic/domain"],
    ["y = asin(2) x\n∂y/∂x", "arithmetic/domain"],
    ["y = (-2)^0.5 x\n∂y/∂x", "arithmetic/domain"],
    ["y = sqrt(1 - 3) x\n∂y/∂x", "arithmetic/domain"],
  ])("refuses: %s", (text, code) => {
    expect(codes(text)).toEqual([code]);
    expect(answer(text).results).toEqual([]);
  });
});

it("signs hold at numbers", () => {
  const random = generator(7);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const grown = (depth: number): string => {
    if (depth === 0) return pick(["x", "z", "2", "1/3"]);
    const [a, b] = [grown(depth - 1), grown(depth - 1)];
    return pick([
      `(${a}) + (${b})`,
      `(${a}) - (${b})`,
      `(${a}) * (${b})`,
      `(${a})^2`,
      `(${a})^3`,
      `exp(sin(${a}))`,
      `abs(${a})`,
      `relu(${a})`,
      `tanh(${a})`,
      `max(${a}, ${b})`,
      `min(${a}, ${b})`,
      `step(${a})`,
      `-(${a})`,
    ]);
  };
  let told = 0;
  for (let i = 0; i < 300; i++) {
    const text = `x, z : scalar; y = ${grown(1 + (i % 4))}`;
    const value = model(text).equations[0]?.value;
    if (value === undefined) continue;
    for (const e of walk([value])) {
      const { low, high, zero } = rangeOf(e);
      const [negative, positive] = [low < 0, high > 0];
      if (!(negative && zero && positive)) told += 1;
      for (const [x, z] of [
        [0, 0],
        [-1.3, 0.4],
        [0.7, 2],
        [2, -3],
        [-0.5, -0.2],
      ] as const) {
        const env = new Map([
          ["x", scalarMatrix(x)],
          ["z", scalarMatrix(z)],
        ]);
        const n = evaluate([e], { values: env, sizes: new Map() })[0]?.data[0] as number;
        // Rounding may take a sum of small terms to 0 or beyond.
        if (Math.abs(n) < 1e-12 && n !== 0) continue;
        const holds = n > 0 ? positive : n < 0 ? negative : zero;
        expect([text, x, z, n, holds]).toEqual([text, x, z, n, true]);
      }
    }
  }
  expect(told).toBeGreaterThan(500);
});
