import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { norm2 } from "../../src/ops/norm.js";
import { reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { T } from "../../src/ops/transpose.js";
import { printer } from "../../src/print/pretty.js";
import { share } from "../../src/print/share.js";
import { TEXT } from "../../src/print/text.js";

const home = newContext();
const n = dim("n");
const column = (name: string) => symbol(home, name, shape(n, ONE));
const matrix = (name: string) => symbol(home, name, shape(n, n));
const [x, y, z] = ["x", "y", "z"].map(column) as [Expr, Expr, Expr];
const [A, B] = ["A", "B"].map(matrix) as [Expr, Expr];
const none = new Set<string>();

/** The shared parts and then the roots, as a user sees them. */
function shown(roots: readonly Expr[], options: Parameters<typeof share>[1]): string[] {
  const { where, names } = share(roots, options);
  const show = printer(TEXT, names);
  return [...where.map(({ name, value }) => `${name} = ${show(value)}`), ...roots.map((r) => names.get(r) ?? show(r))];
}

describe("shared parts", () => {
  const delta = hadamard(x, apply("f'", z));

  it("names a cotangent of two operations that stands in two results", () => {
    expect(shown([product(delta, T(y)), delta], { taken: none, prefer: new Set([delta]) })).toEqual([
      "delta = x .* f'(z)",
      "delta y^T",
      "delta",
    ]);
  });

  it("repeats small parts, and a cotangent that stands once", () => {
    expect(shown([product(delta, T(y)), delta], { taken: none })).toEqual(["(x .* f'(z)) y^T", "x .* f'(z)"]);
    expect(shown([product(delta, T(y))], { taken: none, prefer: new Set([delta]) })).toEqual(["(x .* f'(z)) y^T"]);
  });

  it("counts places in print: what stands only within a shared part stands once", () => {
    const inner = sum(product(A, x), product(B, y));
    const outer = apply("f", inner);
    expect(shown([product(A, outer), product(B, outer)], { taken: none })).toEqual(["c = f(A x + B y)", "A c", "B c"]);
  });

  it("names what is negated, transposed or divided by, not its minus, transpose or reciprocal", () => {
    const r = sum(product(A, x), negate(y));
    const s = norm2(r);
    expect(
      shown([sum(x, negate(product(B, r))), sum(y, negate(product(B, r))), T(product(B, r))], { taken: none }),
    ).toEqual(["c = B (A x - y)", "x - c", "y - c", "c^T"]);
    expect(shown([scale(reciprocal(s), x), scale(reciprocal(s), y)], { taken: none })).toEqual([
      "c = norm2(A x - y)",
      "x / c",
      "y / c",
    ]);
  });

  it("numbers cotangents in the order of the network and lists them in the order of use", () => {
    const d2 = hadamard(x, apply("f'", y));
    const d1 = hadamard(product(T(A), d2), apply("f'", z));
    const roots = [product(d2, T(x)), product(d1, T(y)), d2, d1];
    expect(shown(roots, { taken: none, prefer: new Set([d1, d2]) })).toEqual([
      "delta_2 = x .* f'(y)",
      "delta_1 = (A^T delta_2) .* f'(z)",
      "delta_2 x^T",
      "delta_1 y^T",
      "delta_2",
      "delta_1",
    ]);
  });

  it("names the cotangents of a long result one by one, and leaves those of a short one where they stand", () => {
    const chain = (layers: number) => {
      const links: Expr[] = [];
      let bar: Expr = y;
      for (let l = layers; l > 0; l--) {
        bar = product(T(A), hadamard(bar, apply("f'", sum(product(B, column(`h_${l}`)), z))));
        links.push(bar, hadamard(bar, x));
      }
      return { root: product(bar, T(x)), prefer: new Set(links) };
    };
    const short = chain(4);
    expect(shown([short.root], { taken: none, prefer: short.prefer })).toHaveLength(1);
    const long = chain(6);
    // What has fewer than four operations of its own stays in its place: the name is for the link that brings a layer.
    expect(shown([long.root], { taken: none, prefer: long.prefer })).toEqual([
      "delta_1 = A^T (y .* f'(B h_6 + z))",
      ...[5, 4, 3, 2].map((l) => `delta_${7 - l} = A^T (delta_${6 - l} .* f'(B h_${l} + z))`),
      "A^T (delta_5 .* f'(B h_1 + z)) x^T",
    ]);
    // Without cotangents there is nothing to name it after.
    expect(shown([long.root], { taken: none })).toHaveLength(1);
  });

  it("keeps clear of the model's names, however their numbers are written", () => {
    const roots = [product(delta, T(y)), delta];
    const named = (...taken: string[]) =>
      share(roots, { taken: new Set(taken), prefer: new Set([delta]) }).where.map((w) => w.name);
    expect(named("delta")).toEqual(["eta"]);
    expect(named("delta1")).toEqual(["eta"]);
    expect(named("delta_1")).toEqual(["eta"]);
    expect(named("delta_max")).toEqual(["delta"]);
    expect(named("delta", "eta", "kappa", "rho", "tau", "delta_1")).toEqual(["delta_2"]);
  });

  it("takes parts that have a name already as that name", () => {
    const r = sum(product(A, x), negate(y));
    const known = new Map([[r, "r"]]);
    expect(shown([apply("f", r), apply("g", r)], { taken: none, known })).toEqual(["f(r)", "g(r)"]);
  });

  it("keeps a doubling chain linear, however small each link", () => {
    let e: Expr = x;
    for (let i = 0; i < 200; i++) e = hadamard(apply("f", e), apply("g", e));
    const lines = shown([e], { taken: none });
    expect(lines.join("\n").length).toBeLessThan(20_000);
  });

  it("keeps all gradients of a network of 2,000 layers linear", () => {
    const sizes: number[] = [];
    for (const L of [1000, 2000]) {
      let d = hadamard(x, apply("f'", column(`z_${L}`)));
      const deltas = [d];
      for (let i = L - 1; i >= 1; i--) {
        d = hadamard(product(T(matrix(`W_${i + 1}`)), d), apply("f'", column(`z_${i}`)));
        deltas.unshift(d);
      }
      const roots = deltas.flatMap((v, i) => [product(v, T(column(`h_${i}`))), v]);
      const lines = shown(roots, { taken: none, prefer: new Set(deltas) });
      expect(lines[0]).toBe(`delta_${L} = x .* f'(z_${L})`);
      sizes.push(lines.join("\n").length);
    }
    const [small, large] = sizes as [number, number];
    expect(large / small).toBeLessThan(2.2);
  });
});
