/**
 * Equations with one operation each: `z = W x + b` as v₁ = W x, z = v₁ + b.
 *
 * The finer grain of the graph is the coarser one of a longer list of equations, so values,
 * gradients and drawings know only one kind of graph. What is no operation to a reader stays with
 * the operation that uses it: transposes, signs and divisors.
 */

import type { Context, Expr } from "../core/expr.js";
import { intern } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { walk } from "../core/walk.js";
import { cheapestOrders, LONGEST, type Order } from "../cost/chain-order.js";
import { Hadamard } from "../ops/hadamard.js";
import { Norm2, NormF } from "../ops/norm.js";
import { isExactly } from "../ops/number.js";
import { isReciprocal, Power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { SymbolOp, symbol } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { Trace } from "../ops/trace.js";
import { Transpose } from "../ops/transpose.js";

/** `name = value`; `made` where the name is ours, for an operation that the model does not name. */
export interface Assignment {
  readonly name: string;
  readonly symbol: Expr;
  readonly value: Expr;
  readonly made: boolean;
}

/** An expression built anew in another context. */
export function transplanted(home: Context, memo: Map<Expr, Expr>, e: Expr): Expr {
  for (const x of walk([e], (y) => memo.has(y)))
    memo.set(
      x,
      intern(
        home,
        x.op,
        x.args.map((a) => memo.get(a) as Expr),
        x.data,
        x.args.length === 0 ? x.shape : undefined,
      ),
    );
  return memo.get(e) as Expr;
}

/** −X and −x. */
export const isNegation = (e: Expr): boolean =>
  (e.op === Scale || e.op === Times) && e.args.length === 2 && isExactly(e.args[0] as Expr, -1);

const divides = (op: Expr["op"]): boolean => op === Times || op === Scale || op === Hadamard;

/** Names v1, v2, … in the family's first letter that no name of the model begins a number with. */
function fresh(taken: ReadonlySet<string>): () => string {
  const used = [...taken].map((name) => name.replace(/_(?=\d+$)/, ""));
  const family =
    ["v", "a", "t", "q", "v_op"].find((f) => !used.some((n) => n.replace(/(?<!\d)\d+$/, "") === f)) ?? "v_op";
  let k = 0;
  return () => {
    k += 1;
    while (taken.has(`${family}_${k}`) || taken.has(`${family}${k}`)) k += 1;
    return `${family}_${k}`;
  };
}

/** The list with one operation an equation, in an order in which each uses only earlier ones. */
export function singleOperations(
  equations: readonly Assignment[],
  taken: ReadonlySet<string>,
  sizes: ReadonlyMap<string, number> = new Map(),
): readonly Assignment[] {
  const name = fresh(taken);
  const out: Assignment[] = [];
  /** A part of a right side as it stands in another: a name, or a name with a sign or a transpose. */
  const forms = new Map<Expr, Expr>();
  const standsAlone = partsOnTheirOwn(equations);
  const withinOne = new Set([...tracedProducts(equations), ...squaredNorms(equations)]);

  const make = (value: Expr, named: { readonly name: string; readonly symbol: Expr } | null): Expr => {
    const given = named ?? { name: name(), symbol: null };
    const s = given.symbol ?? symbol(value.home, given.name, value.shape);
    out.push({ name: given.name, symbol: s, value, made: named === null });
    return s;
  };
  const binary = (factors: readonly Expr[]): readonly [Expr, Expr] => {
    const chosen = cheapestOrders(
      factors.map((f) => f.shape),
      sizes,
    )[0];
    const built = (order: Order): Expr => {
      // No deeper than the longest chain that is taken apart.
      if (typeof order === "number") return factors[order] as Expr;
      return make(product(built(order.left), built(order.right)), null);
    };
    const order = chosen?.order as { readonly left: Order; readonly right: Order };
    return [built(order.left), built(order.right)];
  };
  const operation = (e: Expr): Expr => {
    const operands = e.args.map((a) => forms.get(a) as Expr);
    return e.op === Product && operands.length > 2 && operands.length <= LONGEST
      ? product(...binary(operands))
      : withArgs(e, operands);
  };

  for (const { name: own, symbol: s, value } of equations) {
    for (const e of walk([value], (x) => forms.has(x))) {
      if (e === value) continue;
      const first = e.args[0];
      if (first === undefined) forms.set(e, e);
      else if (e.op === Transpose || isNegation(e) || (isReciprocal(e) && !standsAlone.has(e)))
        forms.set(
          e,
          withArgs(
            e,
            e.args.map((a) => forms.get(a) as Expr),
          ),
        );
      else if (withinOne.has(e)) forms.set(e, operation(e));
      else forms.set(e, make(operation(e), null));
    }
    const known = forms.get(value);
    if (known !== undefined || value.op === SymbolOp) {
      make(known ?? value, { name: own, symbol: s });
      continue;
    }
    // The same written out elsewhere is not this name: it has a node of its own, as it has a derivative of its own.
    make(value.args.length === 0 ? value : operation(value), { name: own, symbol: s });
  }
  return out;
}

/** Reciprocals that are more than a divisor: they stand in a sum, in a function, or as a whole right side. */
function partsOnTheirOwn(equations: readonly Assignment[]): ReadonlySet<Expr> {
  const out = new Set<Expr>();
  for (const e of walk(equations.map((q) => q.value)))
    if (!divides(e.op)) for (const a of e.args) if (isReciprocal(a)) out.add(a);
  return out;
}

/** Norms of which only the square is taken: ‖r‖² is one operation, smooth where ‖r‖ is not. */
function squaredNorms(equations: readonly Assignment[]): ReadonlySet<Expr> {
  const isNorm = (e: Expr) => e.op === Norm2 || e.op === NormF;
  const [squared, bare] = [new Set<Expr>(), new Set(equations.map((q) => q.value))];
  for (const e of walk(equations.map((q) => q.value)))
    for (const a of e.args) if (isNorm(a)) (e.op === Power && isExactly(e.args[1] as Expr, 2) ? squared : bare).add(a);
  return new Set([...squared].filter((e) => !bare.has(e)));
}

/** Products of which only the trace is taken: tr(A B) is one operation of n m multiplications, without A B. */
function tracedProducts(equations: readonly Assignment[]): ReadonlySet<Expr> {
  const [traced, whole] = [new Set<Expr>(), new Set(equations.map((q) => q.value))];
  for (const e of walk(equations.map((q) => q.value)))
    for (const a of e.args) if (a.op === Product) (e.op === Trace ? traced : whole).add(a);
  return new Set([...traced].filter((e) => !whole.has(e)));
}
