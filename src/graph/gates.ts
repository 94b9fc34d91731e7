/**
 * Gates by how they pass on the gradient that arrives: sum distributes, max routes, product swaps
 * (CS224N, lecture on backpropagation; CS231n, "Patterns in backward flow").
 */
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import { Apply } from "../ops/apply.js";
import { Hadamard } from "../ops/hadamard.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Beside, Stack } from "../ops/stack.js";
import { Sum } from "../ops/sum.js";
import { SymbolOp } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { Transpose } from "../ops/transpose.js";
import { isNegation } from "./operations.js";

export type GateKind = "sum" | "product" | "extremum" | "function" | "stack" | "copy" | "other";

export interface Gate {
  readonly kind: GateKind;
  /** The sign on the node: `+`, `×`, `max`, `tanh`. */
  readonly sign: string;
  /** A word for the picture: `distributes`; null where there is no short word. */
  readonly word: string | null;
  /** A sentence for the table; null where the rule says nothing beyond its line. */
  readonly note: string | null;
}

const NOTES = {
  sum: ["distributes", "a sum distributes: every summand receives the upstream gradient as it is"],
  product: ["swaps", "multiply gate: swaps the factors: each receives the upstream gradient times the other"],
  extremum: ["routes", "routes: the operand that is taken receives the upstream gradient, the other one 0"],
  function: ["scales", "an elementwise function scales each entry of the upstream gradient by its slope there"],
  stack: ["splits", "stacked blocks split: each block receives its own part of the upstream gradient"],
  copy: [null, null],
  other: [null, null],
} as const satisfies Record<GateKind, readonly [string | null, string | null]>;

const gate = (kind: GateKind, sign: string, note: string | null = NOTES[kind][1]): Gate => ({
  kind,
  sign,
  word: NOTES[kind][0],
  note,
});

/** A name, or a name under transposes, signs and divisors. */
const isOperand = (e: Expr): boolean =>
  walk([e]).every((x) => x.args.length <= 1 || isNegation(x) || x.op.name === "power") &&
  walk([e]).every((x) => x.args.length === 0 || x.op === Transpose || isNegation(x) || x.op.name === "power");

const moves = (e: Expr): boolean => walk([e]).some((x) => x.op === SymbolOp);

/** The gate of a right side that is a single operation; null where it is several. */
export function gateOf(value: Expr): Gate | null {
  if (value.op === SymbolOp) return gate("copy", "=");
  const [first] = value.args;
  if (value.op === Trace && first?.op === Product && first.args.length === 2 && first.args.every(isOperand))
    return first.args.filter(moves).length > 1 ? gate("product", "tr ×") : gate("other", "tr ×");
  if (!value.args.every(isOperand)) return null;
  const moving = value.args.filter(moves);
  if (value.op === Sum) return gate("sum", "+");
  if (value.op === Product || value.op === Times || value.op === Scale || value.op === Hadamard) {
    if (isNegation(value)) return gate("other", "−");
    const sign = value.op === Hadamard ? "∘" : "×";
    return moving.length > 1 ? gate("product", sign) : gate("other", sign);
  }
  if (value.op === Maximum || value.op === Minimum) {
    const name = value.op === Maximum ? "max" : "min";
    return gate("extremum", name, `${name} ${NOTES.extremum[1]}`);
  }
  if (value.op === Apply) return gate("function", value.data as string);
  if (value.op === Stack || value.op === Beside) return gate("stack", "[ ]");
  if (value.op === Total)
    return gate("sum", "Σ", "a sum of entries distributes: every entry receives the upstream gradient");
  return gate("other", signOf(value));
}

/** The names of operations as the language writes them where the operation's own is another. */
const SIGNS = new Map([
  ["trace", "tr"],
  ["transpose", "ᵀ"],
  ["inverse", "⁻¹"],
  ["power", "^"],
  ["matrixpower", "^"],
  ["norm1", "‖·‖₁"],
  ["norm2", "‖·‖"],
  ["normF", "‖·‖"],
  ["kron", "⊗"],
]);

const signOf = (value: Expr): string => SIGNS.get(value.op.name) ?? value.op.name;

/** The note where a value goes more than one way. */
export const BRANCHES = "its value goes several ways, so the gradients that come back are added";
