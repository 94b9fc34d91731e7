import { describe, expect, it } from "vitest";
import { dim } from "../../src/core/dim.js";
import { cheapestOrders, type Link, leftToRight, type Order } from "../../src/cost/chain-order.js";
import { atMost, countAt, countOf, minus, partly, plus, showCount, times, whole } from "../../src/cost/polynomial.js";
import { random } from "../../src/numeric/random.js";

const chainOf = (...sizes: readonly (string | number)[]): readonly Link[] =>
  sizes.slice(1).map((cols, i) => ({ rows: dim(sizes[i] as string), cols: dim(cols) }));

const written = (order: Order): string =>
  typeof order === "number" ? "ABCDEFGH".charAt(order) : `(${written(order.left)}${written(order.right)})`;

/** The least cost by trying every parenthesisation: independent of the tableau. */
function leastOf(sizes: readonly number[]): number {
  if (sizes.length <= 2) return 0;
  let least = Infinity;
  for (let k = 1; k < sizes.length - 1; k++) {
    const own = (sizes[0] as number) * (sizes[k] as number) * (sizes[sizes.length - 1] as number);
    least = Math.min(least, leastOf(sizes.slice(0, k + 1)) + leastOf(sizes.slice(k)) + own);
  }
  return least;
}

describe("the cheapest order of a chain", () => {
  it("is that of the textbook: 15,125 multiplications for 30×35×15×5×10×20×25", () => {
    // Cormen, Leiserson, Rivest & Stein, Introduction to Algorithms, section 15.2.
    const [best, ...rest] = cheapestOrders(chainOf(30, 35, 15, 5, 10, 20, 25));
    expect(rest).toEqual([]);
    expect(best && written(best.order)).toBe("((A(BC))((DE)F))");
    expect(best && showCount(best.cost)).toBe("15,125");
  });

  it("is the least of all parenthesisations, for stated and for symbolic sizes", () => {
    const source = random(3);
    for (let i = 0; i < 40; i++) {
      const sizes = Array.from({ length: source.whole(3, 6) }, () => source.whole(2, 9));
      expect(countAt(cheapestOrders(chainOf(...sizes))[0]?.cost ?? whole(-1), new Map())).toBe(BigInt(leastOf(sizes)));
      // Among the orders that symbols leave, one is the cheapest at these numbers.
      const names = sizes.map((_, k) => `n${k}`);
      const at = new Map(names.map((n, k) => [n, sizes[k] as number]));
      const costs = cheapestOrders(chainOf(...names)).map((o) => countAt(o.cost, at) as bigint);
      expect(costs.sort((a, b) => (a < b ? -1 : 1))[0]).toBe(BigInt(leastOf(sizes)));
    }
  });

  it("goes from the side of the vector", () => {
    expect(cheapestOrders(chainOf("n", "m", "k", 1)).map((o) => written(o.order))).toEqual(["(A(BC))"]);
    expect(cheapestOrders(chainOf(1, "m", "k", "n")).map((o) => written(o.order))).toEqual(["((AB)C)"]);
  });

  it("keeps both where the sizes decide", () => {
    const orders = cheapestOrders(chainOf(1, "n", "m", 1));
    expect(orders.map((o) => `${written(o.order)} ${showCount(o.cost)}`)).toEqual([
      "(A(BC)) m n + n",
      "((AB)C) m n + m",
    ]);
    expect(
      cheapestOrders(
        chainOf(1, "n", "m", 1),
        new Map([
          ["n", 9],
          ["m", 2],
        ]),
      ).map((o) => written(o.order)),
    ).toEqual(["((AB)C)"]);
  });

  it("uses a product that is at hand", () => {
    const orders = cheapestOrders(chainOf(1, "n", "m", 1), new Map(), (from, to) => from === 1 && to === 2);
    expect(orders.map((o) => `${written(o.order)} ${showCount(o.cost)}`)).toEqual(["(A(BC)) n"]);
  });

  it("counts a diagonal factor by its entries and the identity not at all", () => {
    const [D, I, A] = [
      { ...(chainOf("n", "n")[0] as Link), kind: "diagonal" as const },
      { ...(chainOf("n", "n")[0] as Link), kind: "identity" as const },
      chainOf("n", "m")[0] as Link,
    ];
    expect(showCount(leftToRight([D, A]))).toBe("m n");
    expect(showCount(leftToRight([I, A]))).toBe("0");
    expect(showCount(leftToRight([A, chainOf("m", "k")[0] as Link]))).toBe("k m n");
  });

  it("takes a chain of hundreds from its thin side", () => {
    const long = chainOf(...Array.from({ length: 300 }, () => "n"), 1);
    expect(cheapestOrders(long).map((o) => showCount(o.cost))).toEqual(["299 n^2"]);
  });
});

describe("counts", () => {
  const c = (text: string) => countOf(dim(text));

  it("add, multiply and print exactly, beyond what a double holds", () => {
    expect(showCount(plus(c("n"), times(c("n"), c("m"))))).toBe("m n + n");
    expect(showCount(minus(c("n"), c("n")))).toBe("0");
    expect(showCount(minus(whole(1), c("n")))).toBe("-n + 1");
    expect(showCount(times(whole(2n ** 60n), c("n")))).toBe("1,152,921,504,606,846,976 n");
    expect(
      countAt(
        times(c("n"), times(c("n"), c("m"))),
        new Map([
          ["n", 3],
          ["m", 2],
        ]),
      ),
    ).toBe(18n);
    expect(countAt(c("n"), new Map())).toBe(null);
    expect(showCount(partly(times(c("n"), c("m")), new Map([["n", 3]])))).toBe("3 m");
  });

  it("are compared for all sizes of 2 and more", () => {
    expect(atMost(c("n"), times(c("n"), c("m")))).toBe(true);
    expect(atMost(times(c("n"), c("m")), c("n"))).toBe(false);
    expect(atMost(c("n"), c("m"))).toBe(null);
    expect(atMost(plus(c("n"), c("m")), times(c("n"), c("m")))).toBe(true);
  });
});
