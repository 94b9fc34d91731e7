/** Facts of expressions: what their operations say follows from the facts of their operands. */
import { type Expr, memoOf } from "../core/expr.js";
import type { Fact, Facts } from "../core/facts.js";
import { walk } from "../core/walk.js";
import { nameOf, SymbolOp } from "./symbol.js";

const NONE: Facts = new Set();
const KEY = Symbol("facts");

/** What follows from each fact alone. */
const IMPLIED: ReadonlyMap<Fact, readonly Fact[]> = new Map([
  ["posdef", ["symmetric", "invertible"]],
  ["diagonal", ["symmetric"]],
  ["orthogonal", ["invertible"]],
]);

/** Facts with all that follows from them. */
export function closure(facts: Iterable<Fact>): Facts {
  const out = new Set<Fact>(facts);
  for (const f of out) for (const g of IMPLIED.get(f) ?? []) out.add(g);
  return out;
}

/** What is known of an expression. A name answers with what the model says of it. */
export function factsOf(e: Expr): Facts {
  const memo = memoOf(e.home, KEY, () => new Map<Expr, Facts>());
  const known = memo.get(e);
  if (known !== undefined) return known;
  const of = (x: Expr): Facts => (x.op === SymbolOp ? (x.home.facts.get(nameOf(x)) ?? NONE) : (memo.get(x) ?? NONE));
  if (e.op === SymbolOp) return of(e);
  for (const x of walk([e], (y) => memo.has(y))) {
    if (x.op === SymbolOp) continue;
    const facts = x.op.facts?.(x, of) ?? [];
    memo.set(x, facts.length === 0 ? NONE : closure(facts));
  }
  return memo.get(e) ?? NONE;
}
