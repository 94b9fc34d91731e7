/**
 * Operands by their number.
 *
 * An operation takes as many operands as it has been built with, which the types do not know: what
 * is not there is a fault of the program and throws, instead of travelling on as undefined.
 */
import type { Expr } from "./expr.js";

const missing = (i: number, count: number): never => {
  throw new RangeError(`no operand ${i + 1} among ${count}`);
};

/** One expression of a list. */
export const at = (list: readonly Expr[], i: number): Expr => list[i] ?? missing(i, list.length);

export const one = (args: readonly Expr[]): Expr => at(args, 0);
export const two = (args: readonly Expr[]): readonly [Expr, Expr] => [at(args, 0), at(args, 1)];
export const three = (args: readonly Expr[]): readonly [Expr, Expr, Expr] => [at(args, 0), at(args, 1), at(args, 2)];
export const last = (args: readonly Expr[]): Expr => at(args, args.length - 1);

/** One operand of a node, counted from 0; the only one or the first if nothing is said. */
export const operand = (e: Expr, i = 0): Expr => at(e.args, i);
