/** Special functions of several numbers, made of those of one: with an order that stands as a number, and the beta function. */
import type { Expr } from "../core/expr.js";
import { type Call, defineCall, ShapeError } from "../core/op.js";
import { two } from "../core/operands.js";
import { isInteger, rational, toNumber } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { apply } from "./apply.js";
import { constant } from "./constant.js";
import { isNumber, number, rationalOf } from "./number.js";
import { ones } from "./ones.js";
import { negate, scale } from "./scale.js";
import { sum } from "./sum.js";
import { times } from "./times.js";

/** The whole number that stands for an order or a dimension, from `least` to `most`. */
function wholeNumber(called: string, order: Expr, least: number, most: number): number {
  const value = isNumber(order) && isInteger(rationalOf(order)) ? toNumber(rationalOf(order)) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new ShapeError(
      "arithmetic/domain",
      `${called} is known for whole numbers from ${least} to ${most}, written as numbers`,
      [order],
    );
  return value;
}

/** A function of each entry by its order: `polygamma(1, x)` is trigamma(x). */
const byOrder = (called: string, functions: readonly string[]): Call =>
  defineCall({
    calls: [called],
    signature: "1×1, n×m -> n×m",
    hint: `the order stands first: ${called}(0, x)`,
    build: (args) => {
      const [order, x] = two(args);
      return apply(functions[wholeNumber(called, order, 0, functions.length - 1)] as string, x);
    },
  });

const lgamma = (x: Expr): Expr => apply("lgamma", x);

/** Of two operands one may be a number, for all entries of the other. */
const alike = (a: Expr, b: Expr): Expr =>
  isScalar(a.shape) && !isScalar(b.shape) ? scale(a, ones(b.shape.rows, b.shape.cols, b)) : a;

/** log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b) (Abramowitz & Stegun 6.2.2), entry by entry. */
function logBeta(args: readonly Expr[]): Expr {
  const [first, second] = two(args);
  const [a, b] = [alike(first, second), alike(second, first)];
  return sum(lgamma(a), lgamma(b), negate(lgamma(sum(a, b))));
}

/** log Γ_p(a) = p (p − 1) / 4 log π + Σ log Γ(a + (1 − j) / 2) over j = 1 … p (Muirhead, 1982, Theorem 2.1.12). */
function logMultivariateGamma(args: readonly Expr[]): Expr {
  const [a, dimension] = two(args);
  const p = wholeNumber("multigammaln", dimension, 1, 64);
  const shifted = (j: number): Expr => (j === 1 ? a : sum(a, number(rational(1 - j, 2), a)));
  const terms = Array.from({ length: p }, (_, k) => lgamma(shifted(k + 1)));
  if (p === 1) return sum(...terms);
  const head = times(number(rational(p * (p - 1), 4), a), apply("log", constant(a.home, "pi")));
  return sum(head, ...terms);
}

const OF_TWO = "n×m | number, n×m | number -> n×m";

export const SPECIAL_CALLS: readonly Call[] = [
  byOrder("polygamma", ["digamma", "trigamma", "tetragamma", "pentagamma"]),
  byOrder("besselj", ["besselj0", "besselj1"]),
  byOrder("besseli", ["besseli0", "besseli1"]),
  byOrder("besselk", ["besselk0", "besselk1"]),
  defineCall({ calls: ["lbeta", "betaln", "logbeta"], signature: OF_TWO, build: logBeta }),
  defineCall({ calls: ["beta_fn", "betafn"], signature: OF_TWO, build: (args) => apply("exp", logBeta(args)) }),
  defineCall({ calls: ["multigammaln"], signature: "1×1, 1×1 -> 1×1", build: logMultivariateGamma }),
];
