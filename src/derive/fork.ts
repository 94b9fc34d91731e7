/**
 * A copy of a model in which one name is free: without its definition and without the facts that
 * bind its entries. A derivative that is differentiated again must be worked out there, or a
 * fact (Xᵀ = X⁻¹) or a name (h for its right side) that holds only at the point is differentiated.
 */

import { type Context, context, type Expr, intern } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { lookup } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { keepSymmetric } from "../ops/eigen.js";
import { factsOf } from "../ops/facts.js";
import { definitionOf, nameOf } from "../ops/symbol.js";
import { copyImplicit } from "./implicit.js";
import { expandedDefinitions } from "./linearise.js";

/** Facts that tie entries of a variable to each other; an inequality (positive, invertible) does not. */
const BINDING: ReadonlySet<Fact> = new Set<Fact>([
  "symmetric",
  "diagonal",
  "orthogonal",
  "posdef",
  "simplex",
  "simplexrows",
]);

/** Whether what is known of a variable holds only where it is, and not around it. */
export const isBound = (x: Expr): boolean => definitionOf(x) !== null || [...factsOf(x)].some((f) => BINDING.has(f));

/** The same expression in another context. */
export function transplant(e: Expr, home: Context): Expr {
  const out = new Map<Expr, Expr>();
  for (const x of walk([e]))
    out.set(
      x,
      intern(
        home,
        x.op,
        x.args.map((a) => lookup(out, a)),
        x.data,
        x.shape,
      ),
    );
  return lookup(out, e);
}

/** A context of its own in which the name `free` is an input with free entries. */
export function forked(home: Context, free: Expr): Context {
  const fork = context(home.functions, home.maxNodes);
  const own = nameOf(free);
  for (const [name, facts] of home.facts)
    fork.facts.set(name, name === own ? new Set([...facts].filter((f) => !BINDING.has(f))) : facts);
  const expanded = expandedDefinitions(home);
  for (const [name, value] of home.definitions)
    if (name !== own) fork.definitions.set(name, transplant(expanded.get(value) ?? value, fork));
  copyImplicit(home, fork, (e) => transplant(e, fork), own);
  keepSymmetric(fork, (e) => factsOf(transplant(e, home)).has("symmetric"));
  return fork;
}
