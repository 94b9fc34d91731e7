/** Readings of a product that is never made: its trace, its diagonal, its sum, the sum of A ∘ B. */
import { ONE, times } from "../../core/dim.js";
import { type Algebra, isFill, ones, transposed } from "./algebra.js";
import type { ArrayExpr } from "./array.js";
import * as build from "./build.js";
import { bestTrace, LONGEST, nameOf, planned } from "./order.js";
import {
  carriedOut,
  diagonalTimes,
  dotOf,
  entriesOf,
  entrywise,
  force,
  multiply,
  opened,
  productOf,
  scaled,
} from "./products.js";
import { arrayView, isVectorView, type View, type ViewOf } from "./view.js";

/** tr(V). The trace of a product is the sum of A ∘ Bᵀ, at the cheapest place of the turned chain. */
export function traceOf(g: Algebra, v: View): ArrayExpr {
  switch (v.kind) {
    case "scalar":
      return v.node;
    case "fill":
      return build.mul(g, [v.value, build.size(g, v.rows)]);
    case "diagonal":
      return v.entries.rank === 0 ? build.mul(g, [v.entries, build.size(g, v.rows)]) : build.total(g, v.entries);
    case "kron":
      if (v.left.rows === v.left.cols && v.right.rows === v.right.cols)
        return build.mul(g, [traceOf(g, v.left), traceOf(g, v.right)]);
      return build.trace(g, force(g, v));
    case "chain": {
      const { factors, coefficient, rows, cols } = v;
      if (!factors.some((x) => x.kind === "sum")) return build.mul(g, [coefficient, traceOfProduct(g, factors)]);
      const products = opened(g, factors, rows, cols, (at, f) => bestTrace(at, f)?.cost ?? Infinity);
      return sumOfReadings(g, coefficient, products, traceOf);
    }
    case "sum":
      return sumOfReadings(g, v.coefficient, v.terms, traceOf);
    default:
      return build.trace(g, force(g, v));
  }
}

/** A sum of readings, with a coefficient. */
const sumOfReadings = (
  g: Algebra,
  coefficient: ArrayExpr,
  views: readonly View[],
  read: (g: Algebra, v: View) => ArrayExpr,
): ArrayExpr =>
  build.mul(g, [
    coefficient,
    build.add(
      g,
      views.map((v) => read(g, v)),
    ),
  ]);

function traceOfProduct(g: Algebra, f: readonly View[]): ArrayExpr {
  const best = bestTrace(g, f);
  if (best === null) return build.trace(g, force(g, productOf(g, f)));
  const { at, plan, split, key } = best;
  const last = f.length - 1;
  if (split < 0) return force(g, carriedOut(g, at, plan, 0, last, key));
  return innerOf(
    g,
    carriedOut(g, at, plan, 0, split, key),
    transposed(g, carriedOut(g, at, plan, split + 1, last, key)),
  );
}

/** The sum of A ∘ B. */
export function innerOf(g: Algebra, A: View, B: View): ArrayExpr {
  if (A.kind === "diagonal" || B.kind === "diagonal") {
    const [D, M] = A.kind === "diagonal" ? [A, B] : [B as ViewOf<"diagonal">, A];
    const m = diagonalOf(g, M);
    return isFill(m) ? build.mul(g, [m.value, build.total(g, D.entries)]) : build.dot(g, D.entries, force(g, m));
  }
  for (const [X, Y] of [
    [A, B],
    [B, A],
  ] as const) {
    if (X.kind === "fill") return build.mul(g, [X.value, totalOf(g, Y)]);
    // ⟨v 1ᵀ, Y⟩ = vᵀ Y 1.
    if (X.kind === "column") return dotOf(g, arrayView(X.vector, ONE, X.rows), multiply(g, Y, ones(g, Y.cols, ONE)));
    if (X.kind === "row")
      return dotOf(g, arrayView(X.vector, ONE, X.cols), multiply(g, transposed(g, Y), ones(g, Y.rows, ONE)));
  }
  return isVectorView(A) ? build.dot(g, force(g, A), force(g, B)) : build.inner(g, force(g, A), force(g, B));
}

/** The diagonal of a square view, as a column. */
export function diagonalOf(g: Algebra, v: View): View {
  const [rows, cols] = [v.rows, ONE];
  switch (v.kind) {
    case "fill":
      return { ...v, cols };
    case "column":
    case "row":
      return arrayView(v.vector, rows, cols);
    case "diagonal":
      return v.entries.rank === 0 ? { kind: "fill", value: v.entries, rows, cols } : arrayView(v.entries, rows, cols);
    case "chain": {
      if (!v.factors.some((x) => x.kind === "sum")) return scaled(g, v.coefficient, diagonalOfProduct(g, v.factors));
      const products = opened(g, v.factors, v.rows, v.cols);
      return scaled(
        g,
        v.coefficient,
        entrywise(
          g,
          products.map((v) => diagonalOf(g, v)),
          rows,
          cols,
          (nodes) => build.add(g, nodes),
        ),
      );
    }
    case "sum":
      return scaled(
        g,
        v.coefficient,
        entrywise(
          g,
          v.terms.map((v) => diagonalOf(g, v)),
          rows,
          cols,
          (nodes) => build.add(g, nodes),
        ),
      );
    default:
      return arrayView(build.diagvec(g, force(g, v)), rows, cols);
  }
}

/** diag(A B) is the sum of A ∘ Bᵀ along rows; diagonal factors at the ends come out. */
function diagonalOfProduct(g: Algebra, f: readonly View[]): View {
  const [first, last] = [f[0] as View, f[f.length - 1] as View];
  const rows = first.rows;
  if (f.length === 1) return diagonalOf(g, first);
  const out = first.kind === "diagonal" ? first : last.kind === "diagonal" ? last : null;
  if (out !== null) return diagonalTimes(g, out, diagonalOfProduct(g, out === first ? f.slice(1) : f.slice(0, -1)));
  if (f.length > LONGEST) return arrayView(build.diagvec(g, force(g, productOf(g, f))), rows, ONE);
  const key = nameOf(g, f);
  const plan = planned(g, f, key);
  let [best, split] = [Infinity, 0];
  for (let k = 0; k < f.length - 1; k++) {
    const cost = plan.cost(0, k) + plan.cost(k + 1, f.length - 1) + g.size(rows) * g.size((f[k] as View).cols);
    if (cost < best) [best, split] = [cost, k];
  }
  const A = carriedOut(g, f, plan, 0, split, key);
  const B = transposed(g, carriedOut(g, f, plan, split + 1, f.length - 1, key));
  if (isFill(A) && isFill(B))
    return { kind: "fill", value: build.mul(g, [A.value, B.value, build.size(g, A.cols)]), rows, cols: ONE };
  if (A.cols === ONE) return arrayView(build.mul(g, [entriesOf(g, A), entriesOf(g, B)]), rows, ONE);
  return arrayView(build.rowsums(g, build.mul(g, [entriesOf(g, A), entriesOf(g, B)])), rows, ONE);
}

/** The sum of all entries. */
export function totalOf(g: Algebra, v: View): ArrayExpr {
  switch (v.kind) {
    case "scalar":
      return v.node;
    case "fill":
      return build.mul(g, [v.value, build.size(g, times(v.rows, v.cols))]);
    case "diagonal":
      return v.entries.rank === 0 ? build.mul(g, [v.entries, build.size(g, v.rows)]) : build.total(g, v.entries);
    case "kron":
      return build.mul(g, [totalOf(g, v.left), totalOf(g, v.right)]);
    case "comm":
      return build.size(g, v.rows);
    case "chain": {
      const all = [
        ...(v.rows === ONE ? [] : [ones(g, ONE, v.rows)]),
        ...v.factors,
        ...(v.cols === ONE ? [] : [ones(g, v.cols, ONE)]),
      ];
      return build.mul(g, [v.coefficient, force(g, productOf(g, all))]);
    }
    case "sum":
      return sumOfReadings(g, v.coefficient, v.terms, totalOf);
    default:
      return build.total(g, force(g, v));
  }
}
