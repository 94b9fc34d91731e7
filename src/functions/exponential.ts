import type { Expr } from "../core/expr.js";
import { rational } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { power, reciprocal } from "../ops/power.js";
import { scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { less, squared, unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

/** 1 / (z log(b)). */
const slopeToBase =
  (b: number) =>
  (Z: Expr): Expr =>
    reciprocal(scale(apply("log", number(b, Z.home)), Z));

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * Lambert's W, the inverse of w e^w from its least value −1/e at w = −1 on: near that its series in √(2 (e x + 1)), elsewhere
 * a logarithm, and then Halley's steps (Corless and others, Adv. Comput. Math. 5, 1996).
 */
function lambertw(x: number): number {
  const above = Math.E * x + 1;
  if (!(above >= 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const p = Math.sqrt(2 * above);
  const far = (): number => (x < 3 ? 0.75 * Math.log1p(x) : Math.log(x) - Math.log(Math.log(x)));
  let w = x < -0.2 ? -1 + p - p ** 2 / 3 + (11 / 72) * p ** 3 : far();
  for (let k = 0; k < 5 && w > -1; k++) {
    const e = Math.exp(w);
    const off = w * e - x;
    w -= off / (e * (w + 1) - ((w + 2) * off) / (2 * w + 2));
  }
  return w;
}

export const EXPONENTIAL = {
  exp: {
    latex: "\\exp",
    line: "exp'(z) = exp(z)",
    cite: "definition",
    positive: true,
    slope: (_, y) => y,
    value: Math.exp,
  },
  log: {
    latex: "\\log",
    aliases: ["ln"],
    domain: { of: "value", is: "positive" },
    line: "log'(z) = 1 / z",
    cite: "definition",
    slope: (Z) => reciprocal(Z),
    value: Math.log,
  },
  sqrt: {
    domain: { of: "slope", is: "positive" },
    line: "sqrt'(z) = 1 / (2 sqrt(z))",
    cite: "power rule with k = 1/2",
    slope: (Z, y) => scale(number(rational(1, 2), Z), power(y, number(-1, Z))),
    value: Math.sqrt,
  },
  sigmoid: {
    line: "sigmoid'(z) = sigmoid(z) .* (1 - sigmoid(z))",
    cite: "Bishop, PRML (4.88)",
    positive: true,
    slope: (Z, y) => hadamard(y, less(unit(Z), y)),
    value: sigmoid,
  },
  softplus: {
    line: "softplus'(z) = sigmoid(z)",
    cite: "softplus(z) = log(1 + exp(z))",
    positive: true,
    slope: (Z) => apply("sigmoid", Z),
    value: softplus,
  },
  log2: {
    yields: true,
    aliases: ["log_2"],
    domain: { of: "value", is: "positive" },
    line: "log2'(z) = 1 / (log(2) z)",
    cite: "log2(z) = log(z) / log(2)",
    slope: slopeToBase(2),
    value: Math.log2,
  },
  log10: {
    yields: true,
    aliases: ["log_10"],
    domain: { of: "value", is: "positive" },
    line: "log10'(z) = 1 / (log(10) z)",
    cite: "log10(z) = log(z) / log(10)",
    slope: slopeToBase(10),
    value: Math.log10,
  },
  log1p: {
    yields: true,
    domain: { of: "value", is: "above minus one" },
    line: "log1p'(z) = 1 / (1 + z)",
    cite: "log1p(z) = log(1 + z)",
    slope: (Z) => reciprocal(sum(unit(Z), Z)),
    value: Math.log1p,
  },
  expm1: {
    yields: true,
    line: "expm1'(z) = exp(z)",
    cite: "expm1(z) = exp(z) - 1",
    slope: (Z) => apply("exp", Z),
    value: Math.expm1,
  },
  cbrt: {
    yields: true,
    line: "cbrt'(z) = 1 / (3 cbrt(z) .^ 2)",
    cite: "power rule with k = 1/3",
    slope: (Z, y) => scale(number(rational(1, 3), Z), power(y, number(-2, Z))),
    value: Math.cbrt,
  },
  silu: {
    yields: true,
    aliases: ["SiLU", "swish", "Swish"],
    line: "silu'(z) = sigmoid(z) + silu(z) .* (1 - sigmoid(z))",
    cite: "Elfwing, Uchibe & Doya; silu(z) = z sigmoid(z)",
    slope: (Z, y) => sum(apply("sigmoid", Z), hadamard(y, less(unit(Z), apply("sigmoid", Z)))),
    value: (x) => x * sigmoid(x),
  },
  mish: {
    yields: true,
    aliases: ["Mish"],
    line: "mish'(z) = tanh(softplus(z)) + z .* sigmoid(z) .* (1 - tanh(softplus(z)) .^ 2)",
    cite: "Misra; mish(z) = z tanh(softplus(z))",
    slope: (Z) => {
      const gate = apply("tanh", apply("softplus", Z));
      return sum(gate, hadamard(Z, apply("sigmoid", Z), less(unit(Z), squared(gate))));
    },
    value: (x) => x * Math.tanh(softplus(x)),
  },
  lambertw: {
    yields: true,
    aliases: ["LambertW"],
    domain: { of: "value", is: "above minus one over e" },
    line: "lambertw'(z) = 1 / (z + exp(lambertw(z)))",
    cite: "derivative of the inverse of w exp(w); Corless and others, Adv. Comput. Math. 5, 1996",
    slope: (Z, y) => reciprocal(sum(Z, apply("exp", y))),
    value: lambertw,
  },
} satisfies FunctionTable;
