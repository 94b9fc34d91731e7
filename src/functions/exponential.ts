import { rational } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { power, reciprocal } from "../ops/power.js";
import { scale } from "../ops/scale.js";
import { less, unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

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
    value: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  },
  softplus: {
    line: "softplus'(z) = sigmoid(z)",
    cite: "softplus(z) = log(1 + exp(z))",
    positive: true,
    slope: (Z) => apply("sigmoid", Z),
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  },
} satisfies FunctionTable;
