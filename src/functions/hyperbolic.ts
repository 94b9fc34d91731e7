import { apply } from "../ops/apply.js";
import { less, squared, unit } from "./slopes.js";
import type { FunctionTable } from "./table.js";

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
} satisfies FunctionTable;
