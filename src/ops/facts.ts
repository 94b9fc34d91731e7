/** Facts of expressions: what their operations say follows from the facts of their operands. */
import type { Expr } from "../core/expr.js";
import type { Fact, Facts } from "../core/facts.js";
import { walk } from "../core/walk.js";
import { nameOf, SymbolOp } from "./symbol.js";

const NONE: Facts = new Set();

/** Implied by each fact alone. */
const IMPLIED: ReadonlyMap<Fact, readonly Fact[]> = new Map([
  ["posdef", ["symmetric", "invertible"]],
  ["diagonal", ["symmetric"]],
  ["orthogonal", ["invertible"]],
  ["onehot", ["simplex", "integer"]],
]);

/** Facts with all that follows from them. */
export function closure(facts: Iterable<Fact>): Facts {
  const out = new Set<Fact>(facts);
  for (const f of out) for (const g of IMPLIED.get(f) ?? []) out.add(g);
  return out;
}

/** What is known of an expression by now: of a part behind a name, that may be nothing. */
const factsFrom = (x: Expr): Facts => (x.op === SymbolOp ? x.home.facts.get(nameOf(x)) : x.facts) ?? NONE;

/** All facts of an expression. A name has those that the model states. */
export function factsOf(e: Expr): Facts {
  if (e.facts !== null) return e.facts;
  if (e.op === SymbolOp) return factsFrom(e);
  let known = NONE;
  // Operands come before what holds them, so that the last one is e.
  for (const x of walk([e], (y) => y.facts !== null || y.op === SymbolOp)) {
    const facts = x.op.facts?.(x, factsFrom) ?? [];
    known = facts.length === 0 ? NONE : closure(facts);
    x.facts = known;
  }
  return known;
}
