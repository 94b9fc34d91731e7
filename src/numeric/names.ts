/**
 * A gradient checked name by name. Through many layers it fades until no difference of the output
 * can tell it from zero; from one name to the next it does not: with s̄ = 1,
 *
 *     ⟨ū, du⟩ = Σ ⟨v̄, dv⟩    over the names v whose right sides hold u,
 *
 * where dv is a difference of that right side alone. Each cotangent is held against those behind
 * it, each on its own scale, and the last one is the answer.
 */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { pathsTo } from "../derive/paths.js";
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

/** The largest relative error on the way from `y` to a `gradient` by x, or null where differences are too rough. */
export function alongNames(y: Expr, x: Expr, gradient: Matrix, env: Environment, random: Random): number | null {
  if (!isScalar(y.shape)) return null;
  const paths = pathsTo(y, x);
  const between = paths.between.filter((v) => v !== y);
  const cotangents = sweeper([...between, x])(y);
  const bars = between.map((v) => cotangents.get(v));
  if (bars.some((b) => b === undefined)) return null;
  const names = [...between, x];
  const values = evaluate([...names, ...(bars as Expr[])], env);
  const barOf = new Map<Expr, Matrix>([
    [y, scalarMatrix(1)],
    [x, gradient],
  ]);
  for (const [i, v] of between.entries()) barOf.set(v, values[names.length + i] as Matrix);
  const known = names.flatMap((v, i) => (isSymbol(v) ? [[nameOf(v), values[i] as Matrix] as const] : []));
  // With every name bound a right side moves only by what is moved in it.
  const bound: Environment = { ...env, values: new Map([...env.values, ...known]) };
  let worst = 0;
  for (const u of names) {
    const bar = barOf.get(u) as Matrix;
    const D = mapped(bar, () => random.signed(0.5, 1));
    let total = 0;
    let unsure = 0;
    for (const v of [...between, y]) {
      if (paths.uses.get(v)?.includes(u) !== true) continue;
      const vBar = barOf.get(v) as Matrix;
      const change = directional(meaningOf(v) ?? v, new Map([[u, D]]), bound);
      total += innerProduct(vBar, change.value);
      unsure += largest(vBar) * largest(change.error);
    }
    const size = Math.max(largest(bar), Math.abs(total));
    if (size < LEAST || !(unsure <= RESOLVED * size)) return null;
    worst = Math.max(worst, Math.abs(innerProduct(bar, D) - total) / size);
  }
  return worst;
}
