import type { BuiltinFunction } from "../core/expr.js";
import { rational } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { number } from "../ops/number.js";
import { power, reciprocal } from "../ops/power.js";
import { negate } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { less, squared, unit } from "./slopes.js";

const half = rational(-1, 2);

export const TRIGONOMETRIC: readonly BuiltinFunction[] = [
  { name: "sin", line: "sin'(z) = cos(z)", cite: "definition", slope: (Z) => apply("cos", Z), value: Math.sin },
  {
    name: "cos",
    line: "cos'(z) = -sin(z)",
    cite: "definition",
    slope: (Z) => negate(apply("sin", Z)),
    value: Math.cos,
  },
  {
    name: "tan",
    line: "tan'(z) = 1 + tan(z) .^ 2",
    cite: "quotient rule on sin / cos",
    slope: (Z, y) => sum(unit(Z), squared(y)),
    value: Math.tan,
  },
  {
    name: "asin",
    line: "asin'(z) = 1 / sqrt(1 - z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => power(less(unit(Z), squared(Z)), number(half, Z)),
    value: Math.asin,
  },
  {
    name: "acos",
    line: "acos'(z) = -1 / sqrt(1 - z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => negate(power(less(unit(Z), squared(Z)), number(half, Z))),
    value: Math.acos,
  },
  {
    name: "atan",
    line: "atan'(z) = 1 / (1 + z .^ 2)",
    cite: "inverse function rule",
    slope: (Z) => reciprocal(sum(unit(Z), squared(Z))),
    value: Math.atan,
  },
];
