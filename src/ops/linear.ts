/** Differentials shared by the operations that are linear in each operand. */

import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { nth } from "../core/operands.js";
import { has } from "../core/own.js";
import { Sum, sum } from "./sum.js";

type Rule = NonNullable<Op["differential"]>;

/** `d op(A, B) = op(dA, B) + op(A, dB)`: the operation with one differential in turn, at place `at`. */
export function eachInTurn(build: (args: readonly Expr[], self: Expr, at: number) => Expr): Rule {
  const rule: Rule = (args, d, self) => {
    const terms: Expr[] = [];
    for (let i = 0; i < d.length; i++) {
      const dA = d[i] as Expr | null;
      if (dA === null) continue;
      const operands = args.slice();
      operands[i] = dA;
      terms.push(build(operands, self, i));
    }
    return terms.length === 0 ? null : sum(...terms);
  };
  return Object.assign(rule, { inTurn: true });
}

/**
 * Whether an adjoint can be read off the operation itself: where its differential is the operation
 * with one operand's in turn, the cotangent of X in Y = A X B is Aᵀ Ȳ Bᵀ without a look at A dX B.
 */
export const isLinearInEach = ({ adjoint, differential }: Op): boolean =>
  adjoint !== undefined &&
  differential !== undefined &&
  (has(differential, "inTurn") || differential === Sum.differential);

/** A nested product of more factors than this stays a part: flattening layer by layer would be quadratic. */
const MOST_FLAT = 64;

/** The factors with nested ones of the same operation opened. */
export function flattened(op: Op, factors: readonly Expr[]): readonly Expr[] {
  for (let i = 0; i < factors.length; i++) {
    if (opens(op, nth(factors, i))) return factors.flatMap((f) => (opens(op, f) ? f.args : [f]));
  }
  return factors;
}

const opens = (op: Op, f: Expr): boolean => f.op === op && f.args.length <= MOST_FLAT;
