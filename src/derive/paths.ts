/** How the names of a model hang together between an output and a variable. */
import { type Expr, memoOf } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { SymbolOp } from "../ops/symbol.js";
import { dependence, rightSideOf } from "./linearise.js";
import { shortSideOf } from "./log-softmax.js";

/** The names in an expression, each once, in the order of a walk. */
export const namesIn = (e: Expr): readonly Expr[] => walk([e]).filter((x) => x.op === SymbolOp);

/** How the names between an output and a variable hang together. */
export interface Paths {
  /** The names (and the output) that depend on x, output last; x itself is not among them. */
  readonly between: readonly Expr[];
  /** For each of them, the names in its right side that depend on x (or are x). */
  readonly uses: ReadonlyMap<Expr, readonly Expr[]>;
}

/** The right side of a name on the way to x, or the expression itself. */
export function rightHandOf(y: Expr, x: Expr | null = null): Expr {
  const value = rightSideOf(y);
  if (value === null) return y;
  const short = shortSideOf(y, value);
  return short === null || (x !== null && short.without.has(x)) ? value : short.value;
}

export function pathsTo(y: Expr, x: Expr): Paths {
  const { active } = dependence([y], new Set([x]), "cut");
  const uses = new Map<Expr, readonly Expr[]>();
  const usesOf = (v: Expr): readonly Expr[] => {
    const known = uses.get(v);
    if (known !== undefined) return known;
    const found = namesIn(rightHandOf(v, x)).filter((n) => active.has(n) && n !== v);
    uses.set(v, found);
    return found;
  };
  const between = walk([y], (v) => v === x, usesOf).filter((v) => v !== x);
  for (const v of between) usesOf(v);
  return { between, uses };
}

/** The names on the way from x that every path to the output goes through: no other name is used across them. */
export function bottlenecks({ between, uses }: Paths, x: Expr): ReadonlySet<Expr> {
  const at = new Map(between.map((v, i) => [v, i + 1]));
  const across = new Array<number>(between.length + 2).fill(0);
  for (const [i, v] of between.entries())
    for (const n of uses.get(v) ?? []) {
      const from = n === x ? 0 : (at.get(n) ?? 0);
      across[from + 1] = (across[from + 1] as number) + 1;
      across[i + 1] = (across[i + 1] as number) - 1;
    }
  let open = 0;
  return new Set(
    between.filter((_, i) => {
      open += across[i + 1] as number;
      return open === 0;
    }),
  );
}

/** The names behind an output: in whose right sides each of them stands, and where it comes in the order of the model. */
export interface Users {
  readonly of: ReadonlyMap<Expr, readonly Expr[]>;
  readonly position: ReadonlyMap<Expr, number>;
}

const USERS = Symbol("the names behind an output");

/** One walk for all variables: many results of a deep model ask for their users, and few for the whole way. */
export function usersBehind(y: Expr): Users {
  const memo = memoOf(y.home, USERS, () => new Map<Expr, Users>());
  const known = memo.get(y);
  if (known !== undefined) return known;
  const uses = new Map<Expr, readonly Expr[]>();
  const usesOf = (v: Expr): readonly Expr[] => {
    const names = uses.get(v) ?? namesIn(rightHandOf(v)).filter((n) => n !== v);
    uses.set(v, names);
    return names;
  };
  const order = walk([y], undefined, usesOf);
  const of = new Map<Expr, Expr[]>();
  for (const v of order)
    for (const n of usesOf(v)) {
      const those = of.get(n);
      if (those === undefined) of.set(n, [v]);
      else those.push(v);
    }
  const users: Users = { of, position: new Map(order.map((v, i) => [v, i])) };
  memo.set(y, users);
  return users;
}

/** The chain y, h, z, …, x where there is one path only; null where paths branch. */
export function singlePath(y: Expr, x: Expr, paths: Paths): readonly Expr[] | null {
  const chain = [y];
  for (let v = y; v !== x; ) {
    const next: readonly Expr[] = paths.uses.get(v) ?? [];
    if (next.length !== 1) return null;
    v = nth(next, 0);
    chain.push(v);
  }
  return chain;
}
