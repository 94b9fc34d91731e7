/** Parts kept together: what they keep short, that they keep its value, and that a reader sees no trace of them. */
import { describe, expect, it } from "vitest";
import { codeFor } from "../../src/codegen.js";
import type { Expr } from "../../src/core/expr.js";
import type { Shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { defaultLayout } from "../../src/derive/layout.js";
import { firstDerivative, secondDerivative, sweeper } from "../../src/derive/value.js";
import { read } from "../../src/elaborate/parse.js";
import type { Model } from "../../src/model/model.js";
import { verify } from "../../src/numeric/verify.js";
import { Group } from "../../src/ops/group.js";
import { symbol } from "../../src/ops/symbol.js";
import { EXPRESSIONS, NETWORKS } from "../reliability/sizes.js";

const text = (name: string, n: number): string => {
  const of = NETWORKS.get(name) ?? EXPRESSIONS.get(name);
  if (of === undefined) throw new Error(`no ${name}`);
  // Where f is sin, its second derivative is not zero and its slope not of one sign.
  return of(n).replace(/\bf(_\d+)?\(/g, "sin(");
};

const LONG = [
  ["residual layers", 7, "W2"],
  ["residual layers", 7, "h0"],
  ["residual layers", 7, "h3"],
  ["products f_1(x) … f_n(x) of one scalar", 11, "x"],
  ["nested exponents x^(x^(…))", 12, "x"],
] as const;

/** The output of a model and one of its names. */
function asked(model: Model, name: string): { readonly y: Expr; readonly x: Expr } {
  const named = (key: string) => symbol(model.context, key, (model.symbols.get(key) as { shape: Shape }).shape);
  return { y: named(String(model.equations.at(-1)?.name)), x: named(name) };
}

describe.each(LONG)("%s, %i of them, by %s", (name, n, by) => {
  const { y, x } = asked(read(text(name, n)), by);
  const options = { seed: 3, draws: 2, sizes: new Map([["n", 2]]) };

  it("has the gradient that differences have, with parts kept together in it", () => {
    const G = firstDerivative(y, x, defaultLayout(y, x), sweeper([x]), "projected");
    expect(walk([G]).some((e) => e.op === Group)).toBe(true);
    expect(verify(G, { of: y, wrt: [x], layout: defaultLayout(y, x) }, options).verdict).toBe("right");
  });

  it("has the second derivative that differences have", () => {
    const H = secondDerivative(y, x, x, null, sweeper([x]));
    expect(verify(H, { of: y, wrt: [x, x], layout: "jacobian" }, options).verdict).toBe("right");
  });

  it("can be emitted", () => {
    expect(codeFor(read(text(name, n)), { target: "numpy" }).diagnostics).toEqual([]);
  });
});

it("keeps nothing together where sums and products are short", () => {
  const { y, x } = asked(read(text("residual layers", 2)), "W1");
  const G = firstDerivative(y, x, "gradient", sweeper([x]), "projected");
  expect(walk([G]).filter((e) => e.op === Group)).toEqual([]);
});
