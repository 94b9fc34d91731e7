import { rational } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { number } from "../ops/number.js";
import { power, reciprocal } from "../ops/power.js";
import { sum } from "../ops/sum.js";
import { less, squared, unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

const half = rational(-1, 2);

export const HYPERBOLIC = {
  sinh: {
    latex: "\\sinh",
    line: "sinh'(z) = cosh(z)",
    cite: "definition",
    slope: (Z) => apply("cosh", Z),
    value: Math.sinh,
  },
  cosh: {
    latex: "\\cosh",
    line: "cosh'(z) = sinh(z)",
    cite: "definition",
    positive: true,
    slope: (Z) => apply("sinh", Z),
    value: Math.cosh,
  },
  tanh: {
    latex: "\\tanh",
    line: "tanh'(z) = 1 - tanh(z) .^ 2",
    cite: "Bishop, PRML (5.60)",
    slope: (Z, y) => less(unit(Z), squared(y)),
    value: Math.tanh,
  },
  asinh: {
    yields: true,
    aliases: ["arsinh", "arcsinh"],
    line: "asinh'(z) = 1 / sqrt(1 + z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => power(sum(unit(Z), squared(Z)), number(half, Z)),
    value: Math.asinh,
  },
  acosh: {
    yields: true,
    aliases: ["arcosh", "arccosh"],
    domain: { of: "slope", is: "above one" },
    line: "acosh'(z) = 1 / sqrt(z .^ 2 - 1)",
    cite: "inverse function rule",
    slope: (Z) => power(less(squared(Z), unit(Z)), number(half, Z)),
    value: Math.acosh,
  },
  atanh: {
    yields: true,
    aliases: ["artanh", "arctanh"],
    domain: { of: "value", is: "inside one" },
    line: "atanh'(z) = 1 / (1 - z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => reciprocal(less(unit(Z), squared(Z))),
    value: Math.atanh,
  },
} satisfies FunctionTable;
