/** The elementwise functions of the language at 64 digits. */
import { type Decimal, Imprecise, type Make } from "./decimal.js";
import { besselk0, besselk1, besselSeries } from "./precise-bessel.js";
import { lgamma, polygamma } from "./precise-gamma.js";

/** erf by 2/√π e^(−x²) Σ 2^k x^(2k+1) / (2k+1)!!, whose terms are all positive; beyond 12 it is ±1 to 64 digits. */
function erf(x: Decimal, make: Make): Decimal {
  const a = x.abs();
  const sign = x.cmp(0) < 0 ? -1 : 1;
  if (a.cmp(12) > 0) return make(sign);
  let term = a;
  let sum = a;
  const square = a.times(a).times(2);
  for (let k = 1; k < 1000 && term.cmp(sum.times(1e-66)) > 0; k++) {
    term = term.times(square).div(2 * k + 1);
    sum = sum.plus(term);
  }
  return sum
    .times(2 * sign)
    .times(a.times(a).neg().exp())
    .div(make(-1).acos().sqrt());
}

/** The elementwise functions of the language. */
export const FUNCTIONS: ReadonlyMap<string, (x: Decimal, make: Make) => Decimal> = new Map<
  string,
  (x: Decimal, make: Make) => Decimal
>([
  ["exp", (x) => x.exp()],
  ["log", (x) => x.ln()],
  ["sqrt", (x) => x.sqrt()],
  ["sigmoid", (x) => x.neg().exp().plus(1).pow(-1)],
  ["softplus", (x, make) => (x.cmp(0) > 0 ? x.plus(x.neg().exp().plus(1).ln()) : x.exp().plus(make(1)).ln())],
  ["sinh", (x) => x.exp().minus(x.neg().exp()).div(2)],
  ["cosh", (x) => x.exp().plus(x.neg().exp()).div(2)],
  ["tanh", (x) => tanh(x)],
  ["erf", erf],
  ["gelu", (x, make) => x.times(erf(x.div(make(2).sqrt()), make).plus(1)).div(2)],
  ["relu", (x, make) => (x.cmp(0) > 0 ? x : make(0))],
  ["abs", (x) => x.abs()],
  ["sign", (x, make) => make(Math.sign(x.cmp(0)))],
  ["step", (x, make) => make(x.cmp(0) > 0 ? 1 : 0)],
  ["sin", (x) => x.sin()],
  ["cos", (x) => x.cos()],
  ["tan", (x) => x.tan()],
  ["asin", (x) => x.asin()],
  ["acos", (x) => x.acos()],
  ["atan", (x) => x.atan()],
  ["sec", (x) => x.cos().pow(-1)],
  ["csc", (x) => x.sin().pow(-1)],
  ["cot", (x) => x.cos().div(x.sin())],
  ["asinh", asinh],
  ["acosh", (x) => x.times(x).minus(1).sqrt().plus(x).ln()],
  ["atanh", (x) => x.plus(1).div(x.neg().plus(1)).ln().div(2)],
  ["log2", (x, make) => x.ln().div(make(2).ln())],
  ["log10", (x, make) => x.ln().div(make(10).ln())],
  ["log1p", (x) => x.plus(1).ln()],
  ["expm1", (x) => x.exp().minus(1)],
  [
    "cbrt",
    (x, make) =>
      x.isZero()
        ? x
        : x
            .abs()
            .ln()
            .div(3)
            .exp()
            .times(make(Math.sign(x.cmp(0)))),
  ],
  ["erfc", erfc],
  ["normcdf", (x, make) => erfc(x.neg().div(make(2).sqrt()), make).div(2)],
  ["normpdf", (x, make) => x.times(x).div(-2).exp().div(make(-1).acos().times(2).sqrt())],
  ["erfinv", erfinv],
  ["Gamma", (x, make) => lgamma(x, make).exp()],
  ["factorial", (x, make) => lgamma(x.plus(1), make).exp()],
  ["lgamma", lgamma],
  ["digamma", polygamma(0)],
  ["trigamma", polygamma(1)],
  ["tetragamma", polygamma(2)],
  ["pentagamma", polygamma(3)],
  ["besselj0", besselSeries(0, -1)],
  ["besselj1", besselSeries(1, -1)],
  ["besseli0", besselSeries(0, 1)],
  ["besseli1", besselSeries(1, 1)],
  ["besselk0", besselk0],
  ["besselk1", besselk1],
  ["lambertw", lambertw],
  ["elu", (x) => (x.cmp(0) > 0 ? x : x.exp().minus(1))],
  ["leakyrelu", (x) => (x.cmp(0) > 0 ? x : x.div(100))],
  ["silu", (x) => x.div(x.neg().exp().plus(1))],
  ["mish", (x) => x.times(tanh(x.exp().plus(1).ln()))],
  ["hardtanh", (x, make) => (x.cmp(1) > 0 ? make(1) : x.cmp(-1) < 0 ? make(-1) : x)],
  ["softsign", (x) => x.div(x.abs().plus(1))],
]);

/** 1 − erf(x) as far as the digits suffice. */
function erfc(x: Decimal, make: Make): Decimal {
  if (x.cmp(6) > 0) throw new Imprecise("erfc");
  return erf(x, make).neg().plus(1);
}

/** The inverse of erf by Newton's steps on erf, which double the digits; near ±1 erf itself has too few. */
function erfinv(y: Decimal, make: Make): Decimal {
  const limit = y.abs().neg().plus(1);
  if (limit.cmp(1e-8) < 0) throw new Imprecise("erfinv");
  const root = make(-1).acos().sqrt();
  let x = y;
  for (let k = 0; k < 200; k++) {
    const step = erf(x, make).minus(y).times(root).times(x.times(x).exp()).div(2);
    x = x.minus(step);
    if (step.abs().cmp(1e-60) <= 0) return x;
  }
  throw new Imprecise("erfinv");
}

/** The inverse of w e^w by Newton's steps; near its least value −1/e too few digits are left. */
function lambertw(x: Decimal, make: Make): Decimal {
  if (!x.isFinite() || x.cmp(-0.36) < 0) throw new Imprecise("lambertw");
  let w = x.cmp(3) > 0 ? x.ln() : x.cmp(0) > 0 ? x.plus(1).ln() : x;
  for (let k = 0; k < 200; k++) {
    const power = w.exp();
    const step = w
      .times(power)
      .minus(x)
      .div(power.times(w.plus(make(1))));
    w = w.minus(step);
    if (step.abs().cmp(1e-60) <= 0) return w;
  }
  throw new Imprecise("lambertw");
}

/** Of −x it is the other sign, and there nothing cancels. */
function asinh(x: Decimal): Decimal {
  const a = x.abs();
  const value = a.times(a).plus(1).sqrt().plus(a).ln();
  return x.cmp(0) < 0 ? value.neg() : value;
}

/** 1 − 2 / (e^(2x) + 1), from the side on which nothing cancels. */
export function tanh(x: Decimal): Decimal {
  const power = x.abs().times(-2).exp();
  const t = power.neg().plus(1).div(power.plus(1));
  return x.cmp(0) < 0 ? t.neg() : t;
}
