/** The gamma function, its logarithm and the derivatives of that, for positive arguments. */
import type { Expr } from "../core/expr.js";
import { apply } from "../ops/apply.js";
import { hadamard } from "../ops/hadamard.js";
import { sum } from "../ops/sum.js";
import { unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

/** The Bernoulli numbers B₂, B₄, …: with these and SHIFT the asymptotic series are exact to rounding. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
/** From here on the asymptotic series are used; what is below is brought here by recurrence. */
const SHIFT = 12;

/** log Γ(x) by Stirling's series (Abramowitz & Stegun 6.1.41), after log Γ(x + 1) = log Γ(x) + log x. */
function lgamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let product = 1;
  let y = x;
  for (; y < SHIFT; y++) product *= y;
  const series = BERNOULLI.reduce((s, b, k) => s + b / ((2 * k + 2) * (2 * k + 1) * y ** (2 * k + 1)), 0);
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}

/** Γ(x): the product of whole numbers, else by its logarithm from 1 to 2, where that is small. */
function gamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x > 172) return Number.POSITIVE_INFINITY;
  let product = 1;
  let y = x;
  for (; y > 2; y--) product *= y - 1;
  for (; y < 1; y++) product /= y;
  return y === 1 || y === 2 ? product : product * Math.exp(lgamma(y));
}

/**
 * The derivative of order m + 1 of log Γ, ψ⁽ᵐ⁾(x), by its asymptotic series (Abramowitz & Stegun 6.3.18, 6.4.11) after
 * ψ⁽ᵐ⁾(x + 1) = ψ⁽ᵐ⁾(x) + (−1)^m m! / x^(m+1) (6.4.6).
 */
function polygamma(m: number, x: number): number {
  if (!(x > 0)) return Number.NaN;
  const sign = m % 2 === 0 ? -1 : 1;
  const factorial = gamma(m + 1);
  let below = 0;
  let y = x;
  for (; y < SHIFT; y++) below += factorial / y ** (m + 1);
  const head = m === 0 ? -Math.log(y) : gamma(m) / y ** m;
  // (2k + m − 1)! / (2k)!, which is 1 / (2k) for m = 0.
  const series = BERNOULLI.reduce((s, b, k) => {
    let ratio = m === 0 ? 1 / (2 * k + 2) : 1;
    for (let j = 1; j < m; j++) ratio *= 2 * k + 2 + j;
    return s + (b * ratio) / y ** (2 * k + 2 + m);
  }, 0);
  return sign * (head + factorial / (2 * y ** (m + 1)) + series + below);
}

const POSITIVE = { of: "value", is: "positive" } as const;

/** ψ⁽ᵐ⁾ with the next one as its slope. */
const order = (m: number, line: string, slope: ((Z: Expr) => Expr) | null) =>
  ({
    domain: POSITIVE,
    line,
    cite: "Abramowitz & Stegun 6.3.1, 6.4.1",
    slope,
    value: (x: number) => polygamma(m, x),
  }) as const;

export const GAMMA = {
  Gamma: {
    yields: "applied",
    latex: "\\Gamma",
    domain: POSITIVE,
    positive: true,
    line: "Gamma'(z) = Gamma(z) .* digamma(z)",
    cite: "Abramowitz & Stegun 6.3.1",
    slope: (Z, y) => hadamard(y, apply("digamma", Z)),
    value: gamma,
  },
  factorial: {
    yields: true,
    domain: { of: "value", is: "above minus one" },
    positive: true,
    line: "factorial'(z) = factorial(z) .* digamma(1 + z)",
    cite: "z! = Gamma(z + 1)",
    slope: (Z, y) => hadamard(y, apply("digamma", sum(unit(Z), Z))),
    value: (x) => gamma(x + 1),
  },
  lgamma: {
    yields: true,
    aliases: ["gammaln", "loggamma", "lngamma"],
    domain: POSITIVE,
    line: "lgamma'(z) = digamma(z)",
    cite: "definition of digamma; Abramowitz & Stegun 6.3.1",
    slope: (Z) => apply("digamma", Z),
    value: lgamma,
  },
  digamma: order(0, "digamma'(z) = trigamma(z)", (Z) => apply("trigamma", Z)),
  trigamma: { ...order(1, "trigamma'(z) = tetragamma(z)", (Z) => apply("tetragamma", Z)), positive: true },
  tetragamma: order(2, "tetragamma'(z) = pentagamma(z)", (Z) => apply("pentagamma", Z)),
  pentagamma: {
    ...order(3, "pentagamma(z) = tetragamma'(z)", null),
    positive: true,
    why: "derivatives of log gamma go to order 4 here",
  },
} satisfies FunctionTable;
