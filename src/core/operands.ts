/**
 * Operands by their number, and values by a key that is there.
 *
 * An operation takes as many operands as it has been built with, which the types do not know: what
 * is missing is a fault of the program and throws, instead of travelling on as undefined.
 */
import type { Expr } from "./expr.js";

function missing(what: string): never {
  throw new RangeError(`nothing stands ${what}`);
}

/** An element that is there. */
export const nth = <T>(list: readonly T[], i: number): T => list[i] ?? missing(`at place ${i} of ${list.length}`);

export const last = <T>(list: readonly T[]): T => nth(list, list.length - 1);

export const one = (args: readonly Expr[]): Expr => nth(args, 0);
export const two = (args: readonly Expr[]): readonly [Expr, Expr] => [nth(args, 0), nth(args, 1)];
export const three = (args: readonly Expr[]): readonly [Expr, Expr, Expr] => [nth(args, 0), nth(args, 1), nth(args, 2)];

/** One operand of a node, by default the first. */
export const operand = (e: Expr, i = 0): Expr => nth(e.args, i);

/** The value of a key that is there. */
export const lookup = <K, V>(map: ReadonlyMap<K, V>, key: K): V => map.get(key) ?? missing("under a key");
