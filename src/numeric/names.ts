/**
 * Gradients checked name by name. Through many layers a gradient fades until no difference of the output can tell it
 * from zero; from one name to the next it does not: with s̄ = 1,
 *
 *     ⟨ū, du⟩ = Σ ⟨v̄, dv⟩    over the names v whose right sides hold u,
 *
 * where dv is a difference of that right side alone. Each cotangent is held against those behind it, each on its own
 * scale, and the last one is the answer. For all variables of an output that is one look at each right side.
 */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { namesIn } from "../derive/paths.js";
import { sweeper } from "../derive/value.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { directional } from "./differences.js";
import { type Environment, evaluate, meaningOf } from "./evaluate.js";
import { innerProduct, largest, type Matrix, mapped, scalarMatrix } from "./matrix.js";
import type { Random } from "./random.js";

/** Smallest cotangent whose digits are all there. */
const LEAST = 1e-280;
/** The least part of a share that differences must leave. */
const RESOLVED = 1e-7;

/** The names between an output and variables. */
interface Between {
  /** Those that depend on a variable, the output first, each before what its right side holds. */
  readonly order: readonly Expr[];
  /** In whose right sides a name stands. */
  readonly users: ReadonlyMap<Expr, readonly Expr[]>;
}

function namesBetween(y: Expr, variables: ReadonlySet<Expr>): Between {
  const uses = new Map<Expr, readonly Expr[]>();
  const usesOf = (v: Expr): readonly Expr[] => {
    const known = uses.get(v) ?? namesIn(meaningOf(v) ?? v).filter((n) => n !== v);
    uses.set(v, known);
    return known;
  };
  const moves = new Set(variables);
  const order: Expr[] = [];
  const users = new Map<Expr, Expr[]>();
  for (const v of walk([y], undefined, usesOf)) {
    const moved = usesOf(v).filter((n) => moves.has(n));
    if (moved.length === 0 && v !== y) continue;
    moves.add(v);
    order.push(v);
    for (const n of moved) {
      const those = users.get(n);
      if (those === undefined) users.set(n, [v]);
      else those.push(v);
    }
  }
  return { order: order.reverse(), users };
}

/**
 * The largest relative error on the way from `y` to each of its `gradients`, in the shape of its variable; none where
 * differences are too rough on that way, or there is no way.
 */
export function alongNames(
  y: Expr,
  gradients: ReadonlyMap<Expr, Matrix>,
  env: Environment,
  random: Random,
): ReadonlyMap<Expr, number> {
  const found = new Map<Expr, number>();
  if (!isScalar(y.shape)) return found;
  const { order, users } = namesBetween(y, new Set(gradients.keys()));
  const inner = order.filter((v) => v !== y);
  const cotangents = sweeper([...inner, ...gradients.keys()])(y);
  const barred = inner.filter((v) => cotangents.has(v));
  const named = [...new Set([...inner, ...gradients.keys()])];
  const values = evaluate([...named, ...barred.map((v) => cotangents.get(v) as Expr)], env);
  const valueAt = new Map(named.map((v, i) => [v, values[i] as Matrix]));
  const barOf = new Map([
    [y, scalarMatrix(1)],
    ...barred.map((v, i) => [v, values[named.length + i] as Matrix] as const),
  ]);
  const known = named.flatMap((v) => (isSymbol(v) ? [[nameOf(v), valueAt.get(v) as Matrix] as const] : []));
  // With every name bound a right side moves only by what is moved in it.
  const bound: Environment = { ...env, values: new Map([...env.values, ...known]) };
  /** The worst error on the way to a name whose cotangent that is, null where it is not known. */
  const errorAt = (u: Expr, bar: Matrix): number | null => {
    const D = mapped(bar, () => random.signed(0.5, 1));
    let [total, unsure, worst] = [0, 0, 0];
    for (const v of users.get(u) ?? []) {
      const vBar = barOf.get(v);
      const before = errors.get(v);
      if (vBar === undefined || before === undefined) return null;
      const change = directional(meaningOf(v) ?? v, new Map([[u, D]]), bound);
      total += innerProduct(vBar, change.value);
      unsure += largest(vBar) * largest(change.error);
      worst = Math.max(worst, before);
    }
    const size = Math.max(largest(bar), Math.abs(total));
    if (size < LEAST || !(unsure <= RESOLVED * size)) return null;
    return Math.max(worst, Math.abs(innerProduct(bar, D) - total) / size);
  };
  const errors = new Map<Expr, number>([[y, 0]]);
  for (const u of inner) {
    const bar = barOf.get(u);
    const error = bar === undefined ? null : errorAt(u, bar);
    if (error !== null) errors.set(u, error);
  }
  for (const [x, gradient] of gradients) {
    const error = errorAt(x, gradient);
    if (error !== null) found.set(x, error);
  }
  return found;
}
