import { describe, expect, it } from "vitest";
import { showCount } from "../../src/cost/polynomial.js";
import { type CostReport, costData, costReport, costText } from "../../src/graph.js";
import { parse } from "../../src/index.js";
import { layers, SCORER } from "./models.js";

const report = (source: string, sizes: Readonly<Record<string, number>> = {}, of?: string): CostReport => {
  const found = costReport(parse(source), {
    sizes: new Map(Object.entries(sizes)),
    ...(of === undefined ? {} : { of }),
  });
  if (found === null) throw new Error("no gradient");
  return found;
};
const counts = (r: CostReport) => [r.forward, r.reused, r.pathByPath].map((c) => showCount(c.multiplications));

describe("multiplications", () => {
  it("of the scorer are n m + n forward, twice the product back", () => {
    // Forward W x and u^T h; back u .* f'(z), delta x^T and W^T delta. Alone, b, W and x each work out delta.
    expect(counts(report(SCORER.source))).toEqual(["m n + n", "2 m n + n", "2 m n + 3 n"]);
    expect(showCount(report(SCORER.source).forward.calls)).toBe("n");
  });

  it("are numbers where the sizes are", () => {
    expect(counts(report(SCORER.source, { n: 100, m: 50 }))).toEqual(["5,100", "10,100", "10,300"]);
    expect(counts(report(SCORER.source, { n: 100 }))).toEqual(["100 m + 100", "200 m + 100", "200 m + 300"]);
  });

  it("grow with the square of the depth path by path, and with the depth otherwise", () => {
    const [four, eight, sixteen] = [4, 8, 16].map((L) => report(layers(L), { n: 10 }));
    const numbers = (r: CostReport | undefined) =>
      r === undefined ? [] : counts(r).map((t) => Number(t.replaceAll(",", "")));
    const growth = (a: CostReport | undefined, b: CostReport | undefined) =>
      numbers(b).map((x, i) => x / (numbers(a)[i] as number));
    const [forward, reused, paths] = growth(eight, sixteen);
    expect(forward).toBeCloseTo(2, 1);
    expect(reused).toBeCloseTo(2, 1);
    expect(paths).toBeGreaterThan(growth(four, eight)[2] as number);
    expect(paths).toBeGreaterThan(3.4);
  });

  it("double with each layer that branches", () => {
    const residual = (L: number) =>
      `x : vector(n)\n${Array.from({ length: L }, (_, i) => `W${i} : matrix(n, n)`).join("\n")}\n${Array.from(
        { length: L },
        (_, i) => `h${i} = ${i === 0 ? "x" : `h${i - 1}`} + tanh(W${i} ${i === 0 ? "x" : `h${i - 1}`})`,
      ).join("\n")}\ns = sum(h${L - 1})`;
    // Each layer: to its matrix, through it, or past it.
    expect([1, 2, 3].map((L) => report(residual(L)).paths)).toEqual([3n, 7n, 15n]);
    expect(report(residual(70)).paths).toBe(2n ** 71n - 1n);
  });

  it("count a power by squaring, a division once, a sign not at all", () => {
    const forward = (source: string) => showCount(report(source).forward.multiplications);
    expect(forward("x : vector(n); s = sum(x .^ 4)")).toBe("2 n");
    expect(forward("x : vector(n); s = sum(x ./ y)")).toBe("n");
    expect(forward("x : vector(n); s = -sum(-x)")).toBe("0");
    expect(forward("A : matrix(n, n); s = tr(A B)")).toBe("n^2");
    expect(forward("A : matrix(n, n); s = logdet(A)")).toBe("n^3");
    expect(forward("x : vector(n); s = norm2(x)")).toBe("n");
  });

  it("are not there without a gradient", () => {
    expect(costReport(parse("y = A x"))).toBe(null);
    expect(costReport(parse("x : vector(n) data; s = sum(x)"))).toBe(null);
  });
});

describe("the order of products", () => {
  it("is that of the vector first: W x before delta^T W", () => {
    const { products } = report("x : vector(m); delta : vector(n); s = delta^T W x");
    expect(products[0]?.best.map((o) => `${o.written} where ${o.when}`)).toEqual([
      "δᵀ (W x) where n < m",
      "(δᵀ W) x where m < n",
    ]);
  });

  it("is settled by stated sizes", () => {
    const source = "x : vector(m); delta : vector(n); s = delta^T W x";
    expect(report(source, { n: 3, m: 100 }).products[0]?.best.map((o) => o.written)).toEqual(["δᵀ (W x)"]);
    expect(report(source, { n: 100, m: 3 }).products[0]?.best.map((o) => o.written)).toEqual(["(δᵀ W) x"]);
  });

  it("is said with what reading from the left would cost", () => {
    const { products } = report("y = A B C x; s = sum(y)");
    const product = products.find((p) => p.product === "A B C x");
    expect(product?.best.map((o) => [o.written, o.when])).toEqual([["A (B (C x))", null]]);
    // A 4-factor chain read from the left multiplies two pairs of full matrices first.
    expect(product?.leftToRight === null).toBe(false);
  });
});

describe("the report", () => {
  it("reads as a table", () => {
    expect(
      costText(report(SCORER.source, { n: 100, m: 50 })),
    ).toBe(`s, n = 100, m = 50: 4 inputs, 7 edges, 4 paths from the output to an input

                                         multiplications   calls of functions
  forward                                5,100             100
  back, every gradient worked out once   10,100            100
  back, path by path                     10,300            300

path by path is 1.01 times the work of back propagation
`);
  });

  it("is data as well", () => {
    expect(costData(report(SCORER.source, { n: 100 }))).toMatchObject({
      of: "s",
      sizes: { n: 100 },
      forward: { multiplications: { formula: "100 m + 100", value: null }, calls: { formula: "100", value: "100" } },
      paths: "4",
      edges: 7,
    });
  });
});
