/** Names for what other operations say give the same answers as these, and are derived right. */
import { expect, it } from "vitest";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

const PAIRS: readonly (readonly [called: string, written: string])[] = [
  ["colsums(X)^T b", "b^T X^T ones(n)"],
  ["a^T rowmeans(X)", "a^T X ones(m) / m"],
  ["colmeans(X)^T b", "b^T X^T ones(n) / n"],
  ["a^T rownorms(X)", "a^T sqrt((X .^ 2) ones(m))"],
  ["colnorms(X)^T b", "b^T sqrt((X^T .^ 2) ones(n))"],
  ["sum(clip(X, -1, c))", "sum(min(max(X, -1), c))"],
  ["normF(khatrirao(X, Y))^2", "normF(kron(X, ones(k)) .* kron(ones(n), Y))^2"],
];

it.each(PAIRS)("%s is %s", (called, written) => {
  const model = (s: string): string =>
    `X : matrix(n, m); Y : matrix(k, m); a : vector(n); b : vector(m); c : scalar\ns = ${s}\n∂s/∂X`;
  const texts = (s: string) => derive(model(s)).results.map((r) => r.text);
  expect(texts(called)).toEqual(texts(written));
  expect(check(model(called))).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
});
