/** Functions that a model defines, `swish(t) = t sigmoid(t)`: expressions of their parameters. */
import type { Expr, Formula, ModelFunction } from "../core/expr.js";
import { lookup } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { apply } from "../ops/apply.js";
import { nameOf } from "../ops/symbol.js";

/** Operations beyond which a formula is refused: its derivatives, which repeat its parts, would fill pages. */
export const MAX_SIZE = 500;

/** Derivatives that a model may name or a derivation may need: f', f'' and what Hessians of f' ask for. */
export const ORDERS = 4;

/** Nodes of the expression written out, without the sharing. */
export function sizeOf(value: Expr): number {
  const sizes = new Map<Expr, number>();
  for (const e of walk([value]))
    sizes.set(
      e,
      e.args.reduce((n, a) => n + lookup(sizes, a), 1),
    );
  return lookup(sizes, value);
}

/**
 * The function `name(…) = formula` and its derivatives, as entries of a context's table. The slope of
 * f is the function f', which has a name of its own; `text` is the formula as the model has it.
 */
export function modelFunction(name: string, formula: Formula, text: string): readonly ModelFunction[] {
  const cite = `${name}(${formula.parameters.map(nameOf).join(", ")}) = ${text}`;
  return Array.from({ length: ORDERS + 1 }, (_, primes): ModelFunction => {
    const primed = `${name}${"'".repeat(primes)}`;
    return {
      name: primed,
      cite,
      formula,
      primes,
      slope: primes === ORDERS ? null : (Z) => apply(`${primed}'`, Z),
      ...(primes === ORDERS ? { why: `only ${ORDERS} derivatives of ${name} are taken` } : {}),
    };
  });
}
