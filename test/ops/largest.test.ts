/** Largest entries of vectors, rows and blocks: their values, their ties, and what is refused. */
import { describe, expect, it } from "vitest";
import { dim, dividedBy } from "../../src/core/dim.js";
import { read } from "../../src/elaborate/parse.js";
import { derive } from "../../src/index.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { fromRows } from "../../src/numeric/matrix.js";

const X = fromRows([
  [1, 5, 2, 5],
  [7, 0, 3, 4],
  [-1, -2, -8, -8],
  [-3, -1, -9, -8],
]);

/** The value of an expression at the matrix above, row by row. */
function entriesOf(text: string): readonly number[] {
  const model = read(`X : matrix(4, 4); y = ${text}`);
  const [y] = evaluate([model.equations[0]?.symbol as never], { sizes: new Map(), values: new Map([["X", X]]) });
  return [...(y?.data ?? [])];
}

it.each([
  ["maxentry(X)", [7]],
  ["minentry(X)", [-9]],
  ["rowmax(X)", [5, 7, -1, -1]],
  ["rowmin(X)", [1, 0, -8, -9]],
  ["colmax(X)", [7, 5, 3, 5]],
  ["colmin(X)", [-3, -2, -9, -8]],
  ["maxpool(X, 2, 2)", [7, 5, -1, -8]],
  ["maxpool(X, 4, 1)", [7, 5, 3, 5]],
  ["maxpool(X, 2)", [7, 5, 3, 5, -1, -1, -8, -8]],
  ["meanpool(X, 2, 2)", [13 / 4, 14 / 4, -7 / 4, -33 / 4]],
  ["norminf(rows(X, 3, 3))", [8]],
  ["normp(rows(X, 3, 3), 3)", [(1 + 8 + 512 + 512) ** (1 / 3)]],
  ["ismax(rows(X, 1, 1))", [0, 1, 0, 0]],
  ["rowismax(X)", [0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]],
  ["poolismax(X, 2, 2)", [0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]],
])("%s", (text, expected) => {
  entriesOf(text).forEach((x, k) => {
    expect(x).toBeCloseTo(expected[k] as number, 12);
  });
  expect(entriesOf(text)).toHaveLength(expected.length);
});

describe("blocks", () => {
  const assumed = (text: string) => derive(text).assumptions.join(", ");

  it("tell the size of what they are cut from", () => {
    expect(assumed("G : matrix(p, q)\nf = sum(G .* maxpool(X, 2, 3))\n∂f/∂X")).toContain("X : matrix(2 p, 3 q)");
    expect(assumed("a : vector(n)\nf = a^T meanpool(x, 2)\n∂f/∂x")).toContain("x : vector(2 n)");
  });

  it.each([
    ["x : vector(5)\ny = maxpool(x, 2)", /5×1/],
    ["X : matrix(n, m)\ny = maxpool(X, 2, 2)", /n×m/],
    ["X : matrix(n, m)\ny = normp(X, 3)", /n×m/],
  ])("%s is refused", (text, message) => expect(() => derive(text)).toThrow(message));

  it("divide sizes that are a multiple of theirs", () => {
    const [n, m] = [dim("n"), dim("m")];
    expect(dividedBy(n, n)).toBe("1");
    expect(dividedBy(dim(6), dim(2))).toBe("3");
    expect(dividedBy("6 n m" as typeof n, "2 n" as typeof n)).toBe("3 m");
    expect(dividedBy("n m + n" as typeof n, n)).toBe("m + 1");
    expect(dividedBy(n, m)).toBeNull();
    expect(dividedBy(dim(5), dim(2))).toBeNull();
    expect(dividedBy("n + 1" as typeof n, n)).toBeNull();
  });
});

it("says which of several largest entries is taken", () => {
  const [result] = derive("x : vector(n)\ny = maxentry(x)\n∂y/∂x").results;
  expect(result?.conditions).toEqual(["at a tie the first of the largest entries of x is taken"]);
});
