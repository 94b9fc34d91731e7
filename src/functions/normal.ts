/** Functions of the normal distribution. */
import type { Expr } from "../core/expr.js";
import { rational } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { constant } from "../ops/constant.js";
import { hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { power } from "../ops/power.js";
import { negate, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { squared, unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

/** c π^(−1/2) exp(−Z² / q), the density up to its factor. */
const bell = (Z: Expr, c: Expr, q: number): Expr =>
  scale(
    times(c, power(constant(Z.home, "pi"), number(rational(-1, 2), Z))),
    apply("exp", q === 1 ? negate(squared(Z)) : scale(number(rational(-1, q), Z), squared(Z))),
  );

/**
 * erf to 1e-15: near 0 by 2/√π e^(−x²) Σ 2^k x^(2k+1) / (2k+1)!! (Abramowitz & Stegun 7.1.6, whose
 * terms are all positive: the alternating series loses digits), beyond by its continued fraction.
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < SERIES) {
    let term = a;
    let total = a;
    for (let k = 1; k < 120 && term > 1e-18 * total; k++) {
      term *= (2 * a * a) / (2 * k + 1);
      total += term;
    }
    return (Math.sign(x) * 2 * total * Math.exp(-a * a)) / Math.sqrt(Math.PI);
  }
  return Math.sign(x) * (1 - tail(a));
}

/** Beyond this the continued fraction is exact to rounding. */
const SERIES = 3;

/** 1 − erf(a) by its continued fraction (Abramowitz & Stegun 7.1.14), of which a small a needs more terms. */
function tail(a: number): number {
  let f = 0;
  for (let k = a < SERIES ? 600 : 60; k >= 1; k--) f = k / 2 / (a + f);
  return Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + f));
}

/** 1 − erf(x), with all its digits where erf(x) is nearly 1. */
const erfc = (x: number): number => (x < 0.5 ? 1 - erf(x) : tail(x));

/** The inverse of erf: Winitzki's formula, then Halley's steps, from the tail where erf is nearly 1. */
function erfinv(y: number): number {
  if (!(Math.abs(y) < 1)) return Math.abs(y) === 1 ? y * Number.POSITIVE_INFINITY : Number.NaN;
  const l = Math.log1p(-y * y);
  const a = 2 / (Math.PI * 0.147) + l / 2;
  let x = Math.abs(y) < 0.1 ? 0.886 * y : Math.sign(y) * Math.sqrt(Math.sqrt(a * a - l / 0.147) - a);
  for (let k = 0; k < 3; k++) {
    const off = Math.abs(x) < 0.5 ? erf(x) - y : x > 0 ? 1 - y - erfc(x) : erfc(-x) - (1 + y);
    const step = (off * Math.sqrt(Math.PI) * Math.exp(x * x)) / 2;
    x -= step / (1 + x * step);
  }
  return x;
}

export const NORMAL = {
  erf: {
    line: "erf'(z) = 2 / sqrt(pi) exp(-z .^ 2)",
    cite: "definition of erf",
    slope: (Z) => bell(Z, number(2, Z), 1),
    value: erf,
  },
  erfc: {
    yields: true,
    line: "erfc'(z) = -2 / sqrt(pi) exp(-z .^ 2)",
    cite: "erfc(z) = 1 - erf(z)",
    positive: true,
    slope: (Z) => negate(bell(Z, number(2, Z), 1)),
    value: erfc,
  },
  normcdf: {
    yields: true,
    positive: true,
    line: "normcdf'(z) = normpdf(z)",
    cite: "definition; normcdf(z) = erfc(-z / sqrt(2)) / 2",
    slope: (Z) => apply("normpdf", Z),
    value: (x) => erfc(-x / Math.SQRT2) / 2,
  },
  normpdf: {
    positive: true,
    line: "normpdf'(z) = -z .* normpdf(z)",
    cite: "normpdf(z) = exp(-z .^ 2 / 2) / sqrt(2 pi)",
    slope: (Z, y) => negate(hadamard(Z, y)),
    value: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
  },
  erfinv: {
    yields: true,
    domain: { of: "value", is: "inside one" },
    line: "erfinv'(z) = sqrt(pi) / 2 exp(erfinv(z) .^ 2)",
    cite: "derivative of the inverse of erf",
    slope: (Z, y) =>
      scale(
        times(number(rational(1, 2), Z), power(constant(Z.home, "pi"), number(rational(1, 2), Z))),
        apply("exp", squared(y)),
      ),
    value: erfinv,
  },
  gelu: {
    line: "gelu'(z) = (1 + erf(z / sqrt(2))) / 2 + z .* exp(-z .^ 2 / 2) / sqrt(2 pi)",
    cite: "Hendrycks & Gimpel; gelu(z) = z (1 + erf(z / sqrt(2))) / 2",
    slope: (Z) => {
      const root = power(number(2, Z), number(rational(-1, 2), Z));
      const cumulative = scale(number(rational(1, 2), Z), sum(unit(Z), apply("erf", scale(root, Z))));
      return sum(cumulative, hadamard(Z, bell(Z, root, 2)));
    },
    value: (x) => (x * (1 + erf(x / Math.SQRT2))) / 2,
  },
} satisfies FunctionTable;
