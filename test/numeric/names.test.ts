import { expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { firstDerivative, sweeper } from "../../src/derive/value.js";
import { read } from "../../src/elaborate/parse.js";
import { draw } from "../../src/numeric/draw.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { largest, type Matrix, scaled } from "../../src/numeric/matrix.js";
import { alongNames } from "../../src/numeric/names.js";
import { type Random, random } from "../../src/numeric/random.js";
import { symbol } from "../../src/ops/symbol.js";

/** Thirty layers with a path around the last one. */
function faded(): { readonly s: Expr; readonly h: Expr } {
  const layers = Array.from({ length: 30 }, (_, i) => `h_${i + 1} = sigmoid(W h_${i}) / 10`);
  const text = ["W : matrix(n, n)", "h_0 : vector(n)", ...layers, "s = sum(h_30 .* h_29)"].join("\n");
  const model = read(text);
  const named = (name: string) => symbol(model.context, name, model.symbols.get(name)?.shape as Expr["shape"]);
  return { s: named("s"), h: named("h_1") };
}

const along = (y: Expr, x: Expr, gradient: Matrix, ...rest: [Environment, Random]): number | null =>
  alongNames(y, new Map([[x, gradient]]), ...rest).get(x) ?? null;

it("a gradient of 1e-40 is checked on its own scale, and one wrong entry in it is seen", () => {
  const { s, h } = faded();
  const G = firstDerivative(s, h, "gradient", sweeper([h]), "projected");
  const drawn = draw([s, G], random(2));
  if (!drawn.drawn) throw new Error(drawn.why);
  const gradient = evaluate([G], drawn.env)[0] as Matrix;
  expect(largest(gradient)).toBeGreaterThan(0);
  expect(largest(gradient)).toBeLessThan(1e-30);
  expect(along(s, h, gradient, drawn.env, random(3))).toBeLessThan(1e-9);
  const slip = scaled(1, gradient);
  slip.data[0] = 1.001 * (slip.data[0] as number);
  expect(along(s, h, slip, drawn.env, random(3))).toBeGreaterThan(1e-6);
  expect(along(s, h, scaled(-1, gradient), drawn.env, random(3))).toBeGreaterThan(0.1);
});

it("an output that is no scalar has no such way", () => {
  const model = read("x : vector(n)\nz = tanh(x)");
  const [x, z] = ["x", "z"].map((name) => symbol(model.context, name, model.symbols.get(name)?.shape as Expr["shape"]));
  const drawn = draw([z as Expr], random(1));
  if (!drawn.drawn) throw new Error(drawn.why);
  expect(along(z as Expr, x as Expr, evaluate([x as Expr], drawn.env)[0] as Matrix, drawn.env, random(1))).toBeNull();
});
