import type { Expr } from "../core/expr.js";
import { rational } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { minimum } from "../ops/maximum.js";
import { number } from "../ops/number.js";
import { power } from "../ops/power.js";
import { scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { zeros } from "../ops/zeros.js";
import { less, unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

const nought = (Z: Expr) => zeros(Z.shape.rows, Z.shape.cols, Z);

export const PIECEWISE = {
  relu: {
    aliases: ["ReLU"],
    line: "relu'(z) = step(z)",
    cite: "subgradient 0 at 0",
    slope: (Z) => apply("step", Z),
    kinks: [{ at: 0, taken: "relu'(0) = 0" }],
    value: (x) => Math.max(x, 0),
  },
  abs: {
    line: "abs'(z) = sign(z)",
    cite: "subgradient 0 at 0",
    slope: (Z) => apply("sign", Z),
    kinks: [{ at: 0, taken: "abs'(0) = 0" }],
    value: Math.abs,
  },
  sign: {
    line: "sign'(z) = 0",
    cite: "away from 0, where it jumps",
    slope: nought,
    kinks: [{ at: 0, taken: "sign'(0) = 0", jump: true }],
    value: Math.sign,
  },
  step: {
    line: "step'(z) = 0",
    cite: "away from 0, where it jumps",
    slope: nought,
    kinks: [{ at: 0, taken: "step'(0) = 0", jump: true }],
    value: (x) => (x > 0 ? 1 : 0),
  },
  leakyrelu: {
    yields: true,
    aliases: ["LeakyReLU", "leaky_relu", "leakyReLU", "LeakyRelu", "lrelu"],
    line: "leakyrelu'(z) = 0.01 + 0.99 step(z)",
    cite: "Maas, Hannun & Ng; the slope is 0.01 where z is not positive",
    slope: (Z) =>
      sum(scale(number(rational(1, 100), Z), unit(Z)), scale(number(rational(99, 100), Z), apply("step", Z))),
    kinks: [{ at: 0, taken: "leakyrelu'(0) = 0.01" }],
    value: (x) => (x > 0 ? x : 0.01 * x),
  },
  elu: {
    yields: true,
    aliases: ["ELU"],
    line: "elu'(z) = exp(min(z, 0))",
    cite: "Clevert, Unterthiner & Hochreiter; elu(z) = exp(z) - 1 where z is negative, else z",
    slope: (Z) => apply("exp", minimum(Z, number(0, Z))),
    value: (x) => (x > 0 ? x : Math.expm1(x)),
  },
  hardtanh: {
    yields: true,
    aliases: ["Hardtanh", "HardTanh", "hard_tanh"],
    line: "hardtanh'(z) = step(1 - abs(z))",
    cite: "hardtanh(z) = min(max(z, -1), 1)",
    slope: (Z) => apply("step", less(unit(Z), apply("abs", Z))),
    kinks: [
      { at: -1, taken: "hardtanh'(-1) = 0" },
      { at: 1, taken: "hardtanh'(1) = 0" },
    ],
    value: (x) => Math.min(Math.max(x, -1), 1),
  },
  softsign: {
    yields: true,
    aliases: ["Softsign", "SoftSign"],
    line: "softsign'(z) = 1 / (1 + abs(z)) .^ 2",
    cite: "softsign(z) = z / (1 + |z|)",
    slope: (Z) => power(sum(unit(Z), apply("abs", Z)), number(-2, Z)),
    value: (x) => x / (1 + Math.abs(x)),
  },
} satisfies FunctionTable;
