/** Bessel functions of order 0 and 1 at 64 digits, by their power series. */
import { type Decimal, Imprecise, type Make } from "./decimal.js";

type Order = 0 | 1;

/** Beyond this the terms of the series cancel too many digits. */
const LARGEST = 25;

/** Euler's constant. */
const EULER = "0.57721566490153286060651209008240243104215933593992359880576723488486772677766467";

function within(x: Decimal): void {
  if (!x.isFinite() || x.abs().cmp(LARGEST) > 0) throw new Imprecise("a Bessel function");
}

/** (x/2)^n times the sum of c_k (±x²/4)^k / (k! (k + n)!) (Abramowitz & Stegun 9.1.10, 9.6.10). */
function series(n: Order, sign: 1 | -1, x: Decimal, make: Make, c: (k: number) => Decimal): Decimal {
  const quarter = x.times(x).times(sign).div(4);
  let term = make(1);
  let sum = c(0);
  for (let k = 1; k < 400; k++) {
    term = term.times(quarter).div(k * (k + n));
    const more = term.times(c(k));
    sum = sum.plus(more);
    if (more.abs().cmp(1e-70) < 0) break;
  }
  return n === 0 ? sum : sum.times(x).div(2);
}

/** J_n for the sign −1, I_n for 1. */
export const besselSeries =
  (n: Order, sign: 1 | -1) =>
  (x: Decimal, make: Make): Decimal => {
    within(x);
    const one = make(1);
    return series(n, sign, x, make, () => one);
  };

/** K₀(x) = −(log(x/2) + γ) I₀(x) + Σ H_k (x²/4)^k / k!² (9.6.13). */
export function besselk0(x: Decimal, make: Make): Decimal {
  within(x);
  if (x.cmp(0) <= 0) throw new Imprecise("besselk0");
  const harmonic = [make(0)];
  const harmonicAt = (k: number): Decimal => {
    for (let j = harmonic.length; j <= k; j++) harmonic.push((harmonic[j - 1] as Decimal).plus(make(1).div(j)));
    return harmonic[k] as Decimal;
  };
  const logarithm = x.div(2).ln().plus(make(EULER));
  return series(0, 1, x, make, harmonicAt).minus(logarithm.times(besselSeries(0, 1)(x, make)));
}

/** K₁(x) by the Wronskian, I₀ K₁ + I₁ K₀ = 1 / x (9.6.15). */
export function besselk1(x: Decimal, make: Make): Decimal {
  const [I0, I1] = [besselSeries(0, 1)(x, make), besselSeries(1, 1)(x, make)];
  return make(1)
    .div(x)
    .minus(I1.times(besselk0(x, make)))
    .div(I0);
}
