/** Runs of factors that the terms of a sum of outer products share are bracketed, so that they are read once: B b cᵀ + A (B b) dᵀ + A (A (B b)) eᵀ. */

import { ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { Group } from "../ops/group.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";

/** The factors that make the column of an outer product; none for anything else. */
function columnOf(term: Expr): readonly Expr[] {
  const { core } = scalarsOf(term);
  if (core?.op !== Product) return [];
  const end = core.args.findIndex((f) => f.shape.cols === ONE);
  return end < 0 || end === core.args.length - 1 ? [] : core.args.slice(0, end + 1);
}

const endsIn = (column: readonly Expr[], run: readonly Expr[]): boolean =>
  run.length <= column.length && run.every((f, i) => column[column.length - run.length + i] === f);

/** The factors of a column, each run of them that ends other columns too in a bracket. */
function bracketedRuns(column: readonly Expr[], others: readonly (readonly Expr[])[]): readonly Expr[] {
  let factors: readonly Expr[] = [];
  for (let i = column.length - 1; i >= 0; i--) {
    factors = [column[i] as Expr, ...factors];
    const alike = others.filter((other) => endsIn(other, column.slice(i))).length;
    // Of two terms each is read at a glance: A x xᵀ − P A x xᵀ.
    const enough = factors.some((f) => f.op === Group) ? 1 : 2;
    if (factors.length > 1 && alike >= enough) {
      const run = product(...factors);
      factors = [intern(run.home, Group, [run], null)];
    }
  }
  return factors;
}

/** The terms of a sum with the runs that they share in brackets. */
export function runsTogether(terms: readonly Expr[]): readonly Expr[] {
  const columns = terms.map(columnOf);
  return terms.map((term, i) => {
    const column = columns[i] as readonly Expr[];
    const factors = bracketedRuns(
      column,
      columns.filter((_, k) => k !== i),
    );
    if (factors.length === column.length) return term;
    const { scalars, core } = scalarsOf(term);
    return withScalars(scalars, product(...factors, ...(core as Expr).args.slice(column.length)), term);
  });
}
