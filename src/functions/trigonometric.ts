import { rational } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { power, reciprocal } from "../ops/power.js";
import { negate } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { less, squared, unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

const half = rational(-1, 2);

export const TRIGONOMETRIC = {
  sin: { latex: "\\sin", line: "sin'(z) = cos(z)", cite: "definition", slope: (Z) => apply("cos", Z), value: Math.sin },
  cos: {
    latex: "\\cos",
    line: "cos'(z) = -sin(z)",
    cite: "definition",
    slope: (Z) => negate(apply("sin", Z)),
    value: Math.cos,
  },
  tan: {
    latex: "\\tan",
    poles: true,
    line: "tan'(z) = 1 + tan(z) .^ 2",
    cite: "quotient rule on sin / cos",
    slope: (Z, y) => sum(unit(Z), squared(y)),
    value: Math.tan,
  },
  asin: {
    latex: "\\arcsin",
    domain: { of: "slope", is: "within one" },
    line: "asin'(z) = 1 / sqrt(1 - z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => power(less(unit(Z), squared(Z)), number(half, Z)),
    value: Math.asin,
  },
  acos: {
    latex: "\\arccos",
    domain: { of: "slope", is: "within one" },
    line: "acos'(z) = -1 / sqrt(1 - z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => negate(power(less(unit(Z), squared(Z)), number(half, Z))),
    value: Math.acos,
  },
  atan: {
    latex: "\\arctan",
    line: "atan'(z) = 1 / (1 + z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => reciprocal(sum(unit(Z), squared(Z))),
    value: Math.atan,
  },
  sec: {
    yields: true,
    latex: "\\sec",
    poles: true,
    line: "sec'(z) = sec(z) .* tan(z)",
    cite: "quotient rule on 1 / cos",
    slope: (Z, y) => hadamard(y, apply("tan", Z)),
    value: (x) => 1 / Math.cos(x),
  },
  csc: {
    yields: true,
    latex: "\\csc",
    aliases: ["cosec"],
    poles: true,
    line: "csc'(z) = -cos(z) .* csc(z) .^ 2",
    cite: "quotient rule on 1 / sin",
    slope: (Z, y) => negate(hadamard(apply("cos", Z), squared(y))),
    value: (x) => 1 / Math.sin(x),
  },
  cot: {
    yields: true,
    latex: "\\cot",
    aliases: ["cotan"],
    poles: true,
    line: "cot'(z) = -(1 + cot(z) .^ 2)",
    cite: "quotient rule on cos / sin",
    slope: (Z, y) => negate(sum(unit(Z), squared(y))),
    value: (x) => 1 / Math.tan(x),
  },
} satisfies FunctionTable;
