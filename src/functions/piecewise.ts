import type { Expr } from "../core/expr.js";
import { apply } from "../ops/apply.js";
import { zeros } from "../ops/zeros.js";
import type { FunctionTable } from "./table.js";

const nought = (Z: Expr) => zeros(Z.shape.rows, Z.shape.cols, Z);

export const PIECEWISE = {
  relu: {
    aliases: ["ReLU"],
    line: "relu'(z) = step(z)",
    cite: "subgradient 0 at 0",
    slope: (Z) => apply("step", Z),
    kink: { at: 0, taken: "relu'(0) = 0" },
    value: (x) => Math.max(x, 0),
  },
  abs: {
    line: "abs'(z) = sign(z)",
    cite: "subgradient 0 at 0",
    slope: (Z) => apply("sign", Z),
    kink: { at: 0, taken: "abs'(0) = 0" },
    value: Math.abs,
  },
  sign: {
    line: "sign'(z) = 0",
    cite: "away from 0, where it jumps",
    slope: nought,
    kink: { at: 0, taken: "sign'(0) = 0", jump: true },
    value: Math.sign,
  },
  step: {
    line: "step'(z) = 0",
    cite: "away from 0, where it jumps",
    slope: nought,
    kink: { at: 0, taken: "step'(0) = 0", jump: true },
    value: (x) => (x > 0 ? 1 : 0),
  },
} satisfies FunctionTable;
