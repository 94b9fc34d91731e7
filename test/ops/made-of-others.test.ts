/** Names for what other operations say give the same answers as these, and are derived right. */
import { expect, it } from "vitest";
import { check } from "../../src/check.js";
import { read } from "../../src/elaborate/parse.js";
import { derive } from "../../src/index.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { fromRows } from "../../src/numeric/matrix.js";

const PAIRS: readonly (readonly [called: string, written: string])[] = [
  ["colsums(X)^T b", "b^T X^T ones(n)"],
  ["a^T rowmeans(X)", "a^T X ones(m) / m"],
  ["colmeans(X)^T b", "b^T X^T ones(n) / n"],
  ["a^T rownorms(X)", "a^T sqrt((X .^ 2) ones(m))"],
  ["colnorms(X)^T b", "b^T sqrt((X^T .^ 2) ones(n))"],
  ["sum(clip(X, -1, 2))", "sum(min(max(X, -1), 2))"],
  ["sum(clip(X, Z, 2))", "sum(min(max(X, Z), 2))"],
  ["sigma_min(S)", "sqrt(eigmin(S^T S))"],
  ["schatten(X, 1)", "nuclear(X)"],
  ["schatten(X, 2)", "normF(X)"],
  ["schatten(S, 3)", "sum(eigvals(S^T S) .^ (3/2))^(1/3)"],
  ["normF(khatrirao(X, Y))^2", "normF(kron(X, ones(k)) .* kron(ones(n), Y))^2"],
];

it("has the values of the singular values", () => {
  const model = read("A : matrix(2, 2); s = sigma_min(A); p = schatten(A, 4)");
  const env = {
    sizes: new Map(),
    values: new Map([
      [
        "A",
        fromRows([
          [3, 0],
          [4, 5],
        ]),
      ],
    ]),
  };
  const values = evaluate(
    model.equations.map((q) => q.symbol),
    env,
  ).map((M) => M.data[0] as number);
  expect(values[0]).toBeCloseTo(Math.sqrt(5), 10);
  expect(values[1]).toBeCloseTo((45 ** 2 + 5 ** 2) ** (1 / 4), 10);
});

it.each(PAIRS)("%s is %s", (called, written) => {
  const by = called.includes("S") ? "S" : "X";
  const model = (s: string): string =>
    `S : matrix(n, n); X, Z : matrix(n, m); Y : matrix(k, m); a : vector(n); b : vector(m); c : scalar\ns = ${s}\n∂s/∂${by}`;
  const texts = (s: string) => derive(model(s)).results.map((r) => r.text);
  expect(texts(called)).toEqual(texts(written));
  expect(check(model(called))).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
});
