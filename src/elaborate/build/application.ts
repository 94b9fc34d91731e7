/** A function of the model or of the language, with its primes, applied to a value. */
import type { Context, Expr } from "../../core/expr.js";
import { walk } from "../../core/walk.js";
import { Apply, apply } from "../../ops/apply.js";
import { ones } from "../../ops/ones.js";
import { zeros } from "../../ops/zeros.js";

/** Applies a function of the model or of the language, with its primes, to a value. */
export type Application = (home: Context, name: string, primes: number, Z: Expr) => Expr;

/**
 * Applies a function that is not composed of others. A primed built-in is its derivative written
 * out, once for each prime; other primes are part of the name.
 */
export const plainApplication: Application = (home, name, primes, Z) => {
  const known = home.functions.get(name);
  if (primes === 0 || known === undefined || known.formula !== undefined)
    return apply(`${name}${"'".repeat(primes)}`, Z);
  let slope = slopeOf(apply(name, Z), Z);
  for (let i = 1; i < primes; i++) slope = slopeOf(slope, Z);
  return slope;
};

/**
 * The derivative of an elementwise expression of Z, entry by entry: its differential where every
 * entry of dZ is 1.
 */
function slopeOf(e: Expr, Z: Expr): Expr {
  const { rows, cols } = Z.shape;
  const d = new Map<Expr, Expr | null>([[Z, ones(rows, cols, Z)]]);
  for (const x of walk([e], (y) => y === Z)) {
    const parts = x.args.map((a) => d.get(a) ?? null);
    const known = x.op === Apply && x.args[0] === Z ? x.home.functions.get(x.data as string)?.slope : null;
    if (known) d.set(x, known(Z, x));
    else d.set(x, parts.every((p) => p === null) ? null : (x.op.differential?.(x.args, parts, x) ?? null));
  }
  return d.get(e) ?? zeros(rows, cols, Z);
}
