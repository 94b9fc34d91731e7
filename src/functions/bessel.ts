/** Bessel functions of order 0 and 1, by integrals whose sums converge as fast as powers of e (Trefethen & Weideman, 2014). */
import type { Expr } from "../core/expr.js";
import { apply } from "../ops/apply.js";
import { hadamard } from "../ops/hadamard.js";
import { reciprocal } from "../ops/power.js";
import { negate } from "../ops/scale.js";
import { less } from "./slopes.js";
import type { FunctionTable } from "./table.js";

type Order = 0 | 1;

/** The mean of f over a quarter turn by the midpoint rule: exact to rounding where 4 × count is above the waves of f. */
function meanOfQuarter(count: number, f: (angle: number) => number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += f((Math.PI * (k + 0.5)) / (2 * count));
  return sum / count;
}

/** From here on the terms of the expansion at infinity fall below rounding. */
const FAR = 25;

/** J_n(x) for a large x (Abramowitz & Stegun 9.2.5, 9.2.9, 9.2.10). */
function farBesselj(n: Order, x: number): number {
  let term = 1;
  let [even, odd] = [1, 0];
  for (let k = 1; k <= 20; k++) {
    term *= (4 * n - (2 * k - 1) ** 2) / (8 * k * x);
    const signed = k % 4 < 2 ? term : -term;
    if (k % 2 === 0) even += signed;
    else odd += signed;
  }
  const angle = x - (n / 2 + 1 / 4) * Math.PI;
  return Math.sqrt(2 / (Math.PI * x)) * (even * Math.cos(angle) - odd * Math.sin(angle));
}

/** J_n(x) as an integral over angles (9.1.18, 9.1.21). */
function besselj(n: Order, x: number): number {
  const a = Math.abs(x);
  const wave = (s: number): number => (n === 0 ? Math.cos(a * s) : Math.sin(a * s) * s);
  const value = a < FAR ? meanOfQuarter(20, (angle) => wave(Math.sin(angle))) : farBesselj(n, a);
  return n === 1 && x < 0 ? -value : value;
}

/** I_n(x) (9.6.16, 9.6.19): no term has another sign, so nothing cancels. */
const besseli = (n: Order, x: number): number =>
  meanOfQuarter(60, (angle) => {
    const s = Math.sin(angle);
    return n === 0 ? Math.cosh(x * s) : Math.sinh(x * s) * s;
  });

/** K_n(x) for x > 0 (9.6.24) by the trapezoidal rule, as far as the integrand is more than rounding. */
function besselk(n: Order, x: number): number {
  if (!(x > 0)) return Number.NaN;
  const steps = 240;
  const step = Math.acosh(1 + 45 / x) / steps;
  let sum = 0.5;
  for (let k = 1; k <= steps; k++) {
    const t = k * step;
    sum += Math.exp(-2 * x * Math.sinh(t / 2) ** 2) * (n === 0 ? 1 : Math.cosh(t));
  }
  return Math.exp(-x) * step * sum;
}

/** f / z, entry by entry. */
const overArgument = (f: Expr, Z: Expr): Expr => hadamard(f, reciprocal(Z));

export const BESSEL = {
  besselj0: {
    aliases: ["besselj_0"],
    line: "besselj0'(z) = -besselj1(z)",
    cite: "Abramowitz & Stegun 9.1.28",
    slope: (Z) => negate(apply("besselj1", Z)),
    value: (x) => besselj(0, x),
  },
  besselj1: {
    aliases: ["besselj_1"],
    line: "besselj1'(z) = besselj0(z) - besselj1(z) ./ z",
    cite: "Abramowitz & Stegun 9.1.27",
    slope: (Z, y) => less(apply("besselj0", Z), overArgument(y, Z)),
    value: (x) => besselj(1, x),
  },
  besseli0: {
    aliases: ["besseli_0"],
    positive: true,
    line: "besseli0'(z) = besseli1(z)",
    cite: "Abramowitz & Stegun 9.6.27",
    slope: (Z) => apply("besseli1", Z),
    value: (x) => besseli(0, x),
  },
  besseli1: {
    aliases: ["besseli_1"],
    line: "besseli1'(z) = besseli0(z) - besseli1(z) ./ z",
    cite: "Abramowitz & Stegun 9.6.26",
    slope: (Z, y) => less(apply("besseli0", Z), overArgument(y, Z)),
    value: (x) => besseli(1, x),
  },
  besselk0: {
    aliases: ["besselk_0"],
    positive: true,
    domain: { of: "value", is: "positive" },
    line: "besselk0'(z) = -besselk1(z)",
    cite: "Abramowitz & Stegun 9.6.27",
    slope: (Z) => negate(apply("besselk1", Z)),
    value: (x) => besselk(0, x),
  },
  besselk1: {
    aliases: ["besselk_1"],
    positive: true,
    domain: { of: "value", is: "positive" },
    line: "besselk1'(z) = -besselk0(z) - besselk1(z) ./ z",
    cite: "Abramowitz & Stegun 9.6.26",
    slope: (Z, y) => less(negate(apply("besselk0", Z)), overArgument(y, Z)),
    value: (x) => besselk(1, x),
  },
} satisfies FunctionTable;
