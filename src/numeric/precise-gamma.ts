/** The gamma function and its relatives at 64 digits, for positive arguments: the series of functions/gamma.ts, taken further. */
import { type Decimal, Imprecise, type Make } from "./decimal.js";

/** From here on the asymptotic series give 64 digits with TERMS of their terms. */
const SHIFT = 64;
const TERMS = 40;

/** B₂, B₄, …, as fractions of whole numbers, by Σ C(n + 1, k) B_k = 0 (Abramowitz & Stegun 23.1.3 at x = 0). */
function bernoulli(make: Make): readonly Decimal[] {
  const all = [make(1), make(1).div(-2)];
  for (let n = 2; n <= 2 * TERMS; n++) {
    let binomial = make(1);
    let sum = make(0);
    for (let k = 0; k < n; k++) {
      sum = sum.plus(binomial.times(all[k] as Decimal));
      binomial = binomial.times(n + 1 - k).div(k + 1);
    }
    all.push(sum.neg().div(n + 1));
  }
  return all.filter((_, n) => n > 0 && n % 2 === 0);
}

const positive = (x: Decimal, name: string): void => {
  if (!x.isFinite() || x.cmp(0) <= 0) throw new Imprecise(name);
};

/** log Γ(x). */
export function lgamma(x: Decimal, make: Make): Decimal {
  positive(x, "lgamma");
  let product = make(1);
  let y = x;
  for (; y.cmp(SHIFT) < 0; y = y.plus(1)) product = product.times(y);
  let series = y.minus(0.5).times(y.ln()).minus(y).plus(make(-1).acos().times(2).ln().div(2));
  let power = y;
  for (const [k, b] of bernoulli(make).entries()) {
    series = series.plus(b.div(power.times((2 * k + 2) * (2 * k + 1))));
    power = power.times(y).times(y);
  }
  return series.minus(product.ln());
}

/** The derivative of order m + 1 of log Γ. */
export const polygamma =
  (m: number) =>
  (x: Decimal, make: Make): Decimal => {
    positive(x, "polygamma");
    const factorial = Array.from({ length: m }, (_, j) => j + 1).reduce((a, b) => a * b, 1);
    let below = make(0);
    let y = x;
    for (; y.cmp(SHIFT) < 0; y = y.plus(1)) below = below.plus(make(factorial).div(y.pow(m + 1)));
    let sum = m === 0 ? y.ln().neg() : make(factorial / m).div(y.pow(m));
    sum = sum.plus(make(factorial).div(y.pow(m + 1).times(2))).plus(below);
    for (const [k, b] of bernoulli(make).entries()) {
      let ratio = m === 0 ? make(1).div(2 * k + 2) : make(1);
      for (let j = 1; j < m; j++) ratio = ratio.times(2 * k + 2 + j);
      sum = sum.plus(b.times(ratio).div(y.pow(2 * k + 2 + m)));
    }
    return m % 2 === 0 ? sum.neg() : sum;
  };
