/** Functions by their order, and of two numbers, are what they are made of, and are derived right. */
import { expect, it } from "vitest";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

const model = (s: string): string => `x, y : vector(n) positive; a : scalar; s = ${s}\n∂s/∂x`;
const texts = (s: string) => derive(model(s)).results.map((r) => r.text);

it.each([
  ["sum(polygamma(0, x))", "sum(digamma(x))"],
  ["sum(polygamma(2, x))", "sum(tetragamma(x))"],
  ["sum(besselj(1, x))", "sum(besselj1(x))"],
  ["sum(besseli(0, x))", "sum(besseli0(x))"],
  ["sum(besselk(1, x))", "sum(besselk1(x))"],
  ["sum(besselk_1(x))", "sum(besselk1(x))"],
  ["sum(LambertW(x))", "sum(lambertw(x))"],
  ["sum(lbeta(x, y))", "sum(lgamma(x) + lgamma(y) - lgamma(x + y))"],
  ["sum(betaln(2, x))", "sum(lgamma(2 ones(n)) + lgamma(x) - lgamma(2 ones(n) + x))"],
  ["sum(beta_fn(x, y))", "sum(exp(lbeta(x, y)))"],
  ["multigammaln(x^T y + 3, 3)", "lgamma(x^T y + 3) + lgamma(x^T y + 5/2) + lgamma(x^T y + 2)"],
])("%s is %s", (called, written) => {
  expect(texts(called)).toEqual(texts(written));
  expect(check(model(called))).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
});

it.each(["polygamma(4, x)", "polygamma(1/2, x)", "polygamma(a, x)", "besselj(2, x)", "besselk(-1, x)"])(
  "%s is refused by its order",
  (called) => {
    expect(() => derive(model(`sum(${called})`))).toThrow(
      /is known for whole numbers from 0 to \d, written as numbers/,
    );
  },
);

it.each([
  // Abramowitz & Stegun 9.1.27, 9.6.26; a planted sign, order or factor is told.
  ["x : scalar; y = besselj1(x); ∂y/∂x = besselj0(x) - besselj1(x) / x", true],
  ["x : scalar; y = besselj1(x); ∂y/∂x = besselj0(x) + besselj1(x) / x", false],
  ["x : scalar; y = besselk0(x); ∂y/∂x = besselk1(x)", false],
  ["x : scalar; y = besseli1(x); ∂y/∂x = besselj0(x) - besseli1(x) / x", false],
  ["x : scalar positive; y = lambertw(x); ∂y/∂x = lambertw(x) / (x (1 + lambertw(x)))", true],
  ["x : scalar positive; y = lambertw(x); ∂y/∂x = lambertw(x) / (1 + lambertw(x))", false],
  ["a, b : scalar positive; y = lbeta(a, b); ∂y/∂a = digamma(a) - digamma(a + b)", true],
  ["a, b : scalar positive; y = lbeta(a, b); ∂y/∂a = digamma(a) - digamma(b)", false],
])("%s is judged %s", (text, passed) => {
  expect(check(text).passed).toBe(passed);
});
