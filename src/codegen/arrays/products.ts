/**
 * Products of views that know what they are: diag(v) A scales rows, A⁻¹ b is a solve, (A ⊗ B) vec X is B X Aᵀ,
 * 1 1ᵀ A are sums of columns.
 */
import { type Dim, ONE, times } from "../../core/dim.js";
import { has } from "../../core/own.js";
import { isZero, MINUS_UNIT, UNIT } from "../../core/rational.js";
import { type Algebra, isFill, ones, type Plan, remembered, transposed } from "./algebra.js";
import type { ArrayExpr } from "./array.js";
import * as build from "./build.js";
import { blank, costOfProduct, formingCost, LONGEST, nameOf, planned } from "./order.js";
import {
  arrayView,
  isMatrixView,
  isScalarView,
  isVectorView,
  rankOf,
  scalarView,
  type View,
  type ViewOf,
} from "./view.js";

/** The array of a view: rank 0, 1 or 2 as its sizes are. */
export const force = (g: Algebra, v: View): ArrayExpr => remembered(g, v, () => arrayOf(g, v));

function arrayOf(g: Algebra, v: View): ArrayExpr {
  switch (v.kind) {
    case "scalar":
    case "array":
      return v.node;
    case "fill":
      return build.fill(g, v.value, {
        rank: rankOf(v),
        rows: v.cols === ONE || v.rows !== ONE ? v.rows : v.cols,
        cols: isMatrixView(v) ? v.cols : ONE,
      });
    case "column":
      return build.column(g, v.vector, v.cols);
    case "row":
      return build.row(g, v.vector, v.rows);
    case "diagonal":
      return v.entries.rank === 0 ? build.scaled(g, v.entries, build.eye(g, v.rows)) : build.diagonal(g, v.entries);
    case "inverse": {
      const inverse = build.inverse(g, v.factored);
      return v.transposed ? build.transpose(g, inverse) : inverse;
    }
    case "kron":
      return kronArray(g, v);
    case "comm": {
      const K = build.comm(g, v.m, v.n);
      const behind = v.after === ONE ? K : build.kron(g, K, build.eye(g, v.after));
      return v.before === ONE ? behind : build.kron(g, build.eye(g, v.before), behind);
    }
    case "chain":
      return force(g, multiplied(g, v));
    case "sum":
      return build.mul(g, [v.coefficient, force(g, added(g, v.terms, v.rows, v.cols))]);
  }
}

/** An array that is a matrix whatever its sizes. */
export function matrixOf(g: Algebra, v: View): ArrayExpr {
  const node = force(g, v);
  if (node.rank === 2) return build.whole(g, node);
  return v.cols === ONE ? build.ascol(g, node) : build.asrow(g, node);
}

function kronArray(g: Algebra, { left, right }: ViewOf<"kron">): ArrayExpr {
  if (isVectorView(left) && isVectorView(right)) {
    const [v, w] = [force(g, left), force(g, right)];
    const [vIsColumn, wIsColumn] = [left.cols === ONE, right.cols === ONE];
    if (vIsColumn === wIsColumn) return build.kron(g, v, w);
    return vIsColumn ? build.outer(g, v, w) : build.outer(g, w, v);
  }
  return build.kron(g, matrixOf(g, left), matrixOf(g, right));
}

export function scaled(g: Algebra, s: ArrayExpr, v: View): View {
  if (build.isNumber(s, UNIT)) return v;
  switch (v.kind) {
    case "scalar":
      return scalarView(build.mul(g, [s, v.node]));
    case "array":
      return { ...v, node: build.mul(g, [s, v.node]) };
    case "fill":
      return { ...v, value: build.mul(g, [s, v.value]) };
    case "column":
    case "row":
      return { ...v, vector: build.mul(g, [s, v.vector]) };
    case "diagonal":
      return { ...v, entries: build.mul(g, [s, v.entries]) };
    case "chain":
    case "sum":
      return { ...v, coefficient: build.mul(g, [s, v.coefficient]) };
    case "kron":
      return { ...v, left: scaled(g, s, v.left) };
    case "inverse":
    case "comm":
      return arrayView(build.mul(g, [s, force(g, v)]), v.rows, v.cols);
  }
}

/** c A B ⋯ with nothing multiplied yet; what is nothing but a number or an identity is taken out. */
export function chain(g: Algebra, views: readonly View[], rows: Dim, cols: Dim): View {
  const factors: View[] = [];
  const scalars: ArrayExpr[] = [];
  const add = (v: View): void => {
    if (v.kind === "chain") {
      if (!build.isNumber(v.coefficient, UNIT)) scalars.push(v.coefficient);
      v.factors.forEach(add);
    } else if (v.kind === "diagonal" && v.entries.rank === 0) {
      if (!build.isNumber(v.entries, UNIT)) scalars.push(v.entries);
    } else if (v.kind === "fill") {
      if (!build.isNumber(v.value, UNIT)) scalars.push(v.value);
      if (v.cols === ONE || v.rows === ONE) factors.push({ ...v, value: build.one(g) });
      else factors.push(ones(g, v.rows, ONE), ones(g, ONE, v.cols));
    } else if (v.kind === "sum") {
      if (!build.isNumber(v.coefficient, UNIT)) scalars.push(v.coefficient);
      factors.push({ ...v, coefficient: build.one(g) });
    } else factors.push(v);
  };
  views.forEach(add);
  const coefficient = scalars.length === 0 ? build.one(g) : build.mul(g, scalars);
  if (factors.length === 0) return { kind: "diagonal", entries: coefficient, rows, cols };
  if (factors.length === 1) return scaled(g, coefficient, factors[0] as View);
  return { kind: "chain", factors, coefficient, rows, cols };
}

/** A B. */
export function multiply(g: Algebra, A: View, B: View): View {
  const [rows, cols] = [A.rows, B.cols];
  if (isScalarView(A)) return scaled(g, force(g, A), B);
  if (isScalarView(B)) return scaled(g, force(g, B), A);
  if (A.kind === "diagonal") return diagonalTimes(g, A, B);
  if (B.kind === "diagonal") return timesDiagonal(g, A, B);
  if (A.rows === ONE && B.cols === ONE) return scalarView(dotOf(g, A, B));
  if (A.cols === ONE) return outerOf(g, A, B);
  if (B.cols === ONE) return arrayOrFill(timesVector(g, A, B), rows, cols);
  if (A.rows === ONE) return arrayOrFill(timesVector(g, transposed(g, B), A), rows, cols);
  if (A.kind === "column") return outerOf(g, arrayView(A.vector, rows, ONE), multiply(g, ones(g, ONE, A.cols), B));
  if (B.kind === "row") return outerOf(g, multiply(g, A, ones(g, A.cols, ONE)), arrayView(B.vector, ONE, cols));
  if (A.kind === "row") return spreadRows(g, multiply(g, arrayView(A.vector, ONE, A.cols), B), rows);
  if (A.kind === "fill") return spreadRows(g, multiply(g, { ...A, rows: ONE }, B), rows);
  if (A.kind === "comm") return arrayView(commuteRows(g, A, force(g, B)), rows, cols);
  if (B.kind === "comm") return transposed(g, multiply(g, transposed(g, B), transposed(g, A)));
  if (A.kind === "inverse" && !g.inverts(A.factored))
    return arrayView(build.solve(g, A.factored, force(g, B), A.transposed), rows, cols);
  if (B.kind === "inverse" && !g.inverts(B.factored))
    return transposed(g, multiply(g, transposed(g, B), transposed(g, A)));
  if (A.kind === "kron") return arrayView(kronTimes(g, A, B), rows, cols);
  if (B.kind === "kron") return transposed(g, multiply(g, transposed(g, B), transposed(g, A)));
  return arrayView(build.matmul(g, force(g, A), force(g, B)), rows, cols);
}

/** 1 vᵀ for a row v. */
const spreadRows = (g: Algebra, v: View, rows: Dim): View => ({ kind: "row", vector: force(g, v), rows, cols: v.cols });

const arrayOrFill = (v: ArrayExpr | View, rows: Dim, cols: Dim): View =>
  has(v, "kind") ? { ...v, rows, cols } : arrayView(v, rows, cols);

export function diagonalTimes(g: Algebra, D: ViewOf<"diagonal">, B: View): View {
  const [d, rows, cols] = [D.entries, B.rows, B.cols];
  if (B.kind === "diagonal") return { ...B, entries: build.mul(g, [d, B.entries]) };
  if (B.cols === ONE) return arrayView(build.mul(g, [d, B.kind === "fill" ? B.value : force(g, B)]), rows, cols);
  if (B.kind === "fill") return { kind: "column", vector: build.mul(g, [d, B.value]), rows, cols };
  if (B.kind === "column") return { ...B, vector: build.mul(g, [d, B.vector]) };
  if (B.kind === "row") return arrayView(build.outer(g, d, B.vector), rows, cols);
  return arrayView(build.mul(g, [build.column(g, d, cols), force(g, B)]), rows, cols);
}

/** A diag(v), which scales columns. */
function timesDiagonal(g: Algebra, A: View, D: ViewOf<"diagonal">): View {
  const isPlain =
    A.rows === ONE || A.kind === "diagonal" || A.kind === "fill" || A.kind === "column" || A.kind === "row";
  if (isPlain) return transposed(g, diagonalTimes(g, D, transposed(g, A)));
  return arrayView(build.mul(g, [force(g, A), build.row(g, D.entries, A.rows)]), A.rows, A.cols);
}

/** vᵀ w of a row and a column. */
export function dotOf(g: Algebra, v: View, w: View): ArrayExpr {
  if (isFill(v) && isFill(w)) return build.mul(g, [v.value, w.value, build.size(g, v.cols)]);
  if (isFill(v)) return build.mul(g, [v.value, build.total(g, force(g, w))]);
  if (isFill(w)) return build.mul(g, [w.value, build.total(g, force(g, v))]);
  return build.dot(g, force(g, v), force(g, w));
}

/** v wᵀ of a column and a row. */
function outerOf(g: Algebra, v: View, w: View): View {
  const [rows, cols] = [v.rows, w.cols];
  if (isFill(v) && isFill(w)) return { kind: "fill", value: build.mul(g, [v.value, w.value]), rows, cols };
  if (isFill(v)) return { kind: "row", vector: build.mul(g, [v.value, force(g, w)]), rows, cols };
  if (isFill(w)) return { kind: "column", vector: build.mul(g, [w.value, force(g, v)]), rows, cols };
  return arrayView(build.outer(g, force(g, v), force(g, w)), rows, cols);
}

/** A v for a matrix A; `v` is a vector of either orientation. */
function timesVector(g: Algebra, A: View, v: View): ArrayExpr | View {
  if (A.kind === "column" || A.kind === "fill" || A.kind === "row") {
    const w: View = A.kind === "row" ? arrayView(A.vector, ONE, A.cols) : ones(g, ONE, A.cols);
    const s = dotOf(g, w, asColumn(g, v));
    if (A.kind === "column") return build.mul(g, [s, A.vector]);
    return { kind: "fill", value: A.kind === "fill" ? build.mul(g, [A.value, s]) : s, rows: A.rows, cols: ONE };
  }
  if (A.kind === "comm") return commuteVector(g, A, force(g, v));
  if (A.kind === "kron") return kronTimesVector(g, A, force(g, v));
  if (A.kind === "inverse" && !g.inverts(A.factored)) return build.solve(g, A.factored, force(g, v), A.transposed);
  const M = force(g, A);
  return isFill(v) ? build.mul(g, [v.value, build.rowsums(g, M)]) : build.matvec(g, M, force(g, v));
}

const asColumn = (g: Algebra, v: View): View => (v.cols === ONE ? v : transposed(g, v));

/** comm(m, n) vec(X) = vec(Xᵀ). */
const commuteVector = (g: Algebra, K: ViewOf<"comm">, v: ArrayExpr): ArrayExpr =>
  K.before === ONE && K.after === ONE
    ? build.vec(g, build.transpose(g, build.unvec(g, v, K.m, K.n)))
    : build.vec(g, commuteRows(g, K, build.ascol(g, v)));

const commuteRows = (g: Algebra, { m, n, before, after }: ViewOf<"comm">, A: ArrayExpr): ArrayExpr =>
  build.commute(g, [m, n, before, after], A);

/** (A ⊗ B) vec X = vec(B X Aᵀ). */
function kronTimesVector(g: Algebra, { left: A, right: B }: ViewOf<"kron">, v: ArrayExpr): ArrayExpr {
  const thin = rearranged(g, A, B, v);
  if (thin !== null) return build.vec(g, force(g, thin));
  const X = arrayView(build.unvec(g, v, B.cols, A.cols), B.cols, A.cols);
  return build.vec(g, force(g, chain(g, [B, X, transposed(g, A)], B.rows, A.rows)));
}

/**
 * (I ⊗ vec(B)ᵀ) k and (vec(A)ᵀ ⊗ I) k where k = (I ⊗ K ⊗ I) (vec(X) ⊗ vec(Y)), which is how the
 * derivatives of (A ⊗ B) vec X by A and by B come: unvec gives Yᵀ B X and Y A Xᵀ, and the long
 * Kronecker product is never made. Null where the operands are others.
 */
function rearranged(g: Algebra, left: View, right: View, k: ArrayExpr): View | null {
  const moved = k.kernel === "vec" ? k.args[0] : undefined;
  const column = moved?.kernel === "commute" ? moved.args[0] : undefined;
  const flat = column?.kernel === "ascol" ? column.args[0] : undefined;
  if (moved === undefined || flat?.kernel !== "kron" || flat.rank !== 1) return null;
  const [p, s, q, r] = moved.dims as readonly [Dim, Dim, Dim, Dim];
  const [x, y] = flat.args as readonly [ArrayExpr, ArrayExpr];
  if (y.rows !== times(r, p) || x.rows !== times(s, q)) return null;
  const matrix = (v: ArrayExpr, rows: Dim, cols: Dim): View => arrayView(build.unvec(g, v, rows, cols), rows, cols);
  const [Y, X] = [matrix(y, r, p), matrix(x, s, q)];
  const isEye = (v: View): boolean => v.kind === "diagonal" && build.isNumber(v.entries, UNIT);
  if (isEye(left) && right.rows === ONE && right.cols === times(r, s))
    return chain(g, [transposed(g, Y), matrix(force(g, right), r, s), X], p, q);
  if (isEye(right) && left.rows === ONE && left.cols === times(p, q))
    return chain(g, [Y, matrix(force(g, left), p, q), transposed(g, X)], r, s);
  return null;
}

function kronTimes(g: Algebra, K: ViewOf<"kron">, C: View): ArrayExpr {
  const { left: A, right: B } = K;
  return build.kronapply(g, matrixOf(g, A), matrixOf(g, B), force(g, C));
}

/** The product of the stretch i…j by a plan. The depth is the length of the chain, which is bounded. */
export function carriedOut(g: Algebra, f: readonly View[], plan: Plan, i: number, j: number, key: string): View {
  if (i === j) return f[i] as View;
  const k = plan.split(i, j);
  const made = multiply(g, carriedOut(g, f, plan, i, k, key), carriedOut(g, f, plan, k + 1, j, key));
  g.computed(nameOf(g, f.slice(i, j + 1)), key);
  return made;
}

/** Products into which sums are opened at most. */
const MOST_TERMS = 16;

/**
 * The factors with each sum among them either an array or, where that is less work, opened:
 * (A + u vᵀ) x is A x + u (vᵀ x). One view for each product that is left.
 */
export function opened(
  g: Algebra,
  f: readonly View[],
  rows: Dim,
  cols: Dim,
  measure: (g: Algebra, f: readonly View[]) => number = costOfProduct,
): readonly View[] {
  const out: View[] = [];
  const todo: (readonly View[])[] = [f];
  const cost = (factors: readonly View[]): number => {
    const product = chain(
      g,
      factors.map((v) => (v.kind === "sum" ? blank(g, v) : v)),
      rows,
      cols,
    );
    return product.kind === "chain" ? measure(g, product.factors) : 0;
  };
  for (let factors = todo.pop(); factors !== undefined; factors = todo.pop()) {
    const [before, S, after] = aroundSum(factors);
    if (S === null) {
      out.push(chain(g, factors, rows, cols));
      continue;
    }
    const put = (v: View): readonly View[] => [...before, v, ...after];
    const isLess = (): boolean => {
      const whole = formingCost(g, S) + cost(put(blank(g, S)));
      const byTerms = S.terms.reduce((sum, t) => sum + cost(put(t)), 0);
      return byTerms + 0.5 * g.size(rows) * g.size(cols) * (S.terms.length - 1) < whole;
    };
    // Of a product that is too long to look at, each sum is an array.
    if (factors.length <= LONGEST && out.length + todo.length + S.terms.length <= MOST_TERMS && isLess())
      // A sum within a sum has a coefficient of its own.
      todo.push(...S.terms.map((t) => put(scaled(g, S.coefficient, t))).reverse());
    else todo.push(put(arrayView(force(g, S), S.rows, S.cols)));
  }
  return out;
}

/** The first sum among factors, with those before and after it. */
function aroundSum(factors: readonly View[]): readonly [readonly View[], ViewOf<"sum"> | null, readonly View[]] {
  const at = factors.findIndex((v) => v.kind === "sum");
  const S = factors[at];
  return S?.kind === "sum" ? [factors.slice(0, at), S, factors.slice(at + 1)] : [factors, null, []];
}

/** A + B + ⋯ as an array (or what is less): what is diagonal is added to the diagonal of the rest. */
function added(g: Algebra, terms: readonly View[], rows: Dim, cols: Dim): View {
  if (rows !== ONE && terms.every((v) => v.kind === "diagonal"))
    return {
      kind: "diagonal",
      entries: build.add(
        g,
        terms.map((v) => (v as ViewOf<"diagonal">).entries),
      ),
      rows,
      cols,
    };
  const rest = terms.filter((v) => v.kind !== "diagonal");
  const diagonals = terms.flatMap((v) => (v.kind === "diagonal" ? [v.entries] : []));
  const total = entrywise(g, rest, rows, cols, (nodes) => build.add(g, nodes));
  return diagonals.length === 0
    ? total
    : arrayView(build.adddiagonal(g, force(g, total), build.add(g, diagonals)), rows, cols);
}

/** Kinds that a product may make use of before they are arrays. */
const LAZY: ReadonlySet<View["kind"]> = new Set(["chain", "sum", "inverse", "kron", "comm", "diagonal"]);

/** A + B + ⋯: of matrices that are not yet arrays a sum that waits. */
export function sumOf(g: Algebra, terms: readonly View[], rows: Dim, cols: Dim): View {
  const isPlain = rows === ONE || cols === ONE || terms.every((v) => v.kind === "diagonal");
  if (isPlain || !terms.some((v) => LAZY.has(v.kind))) return added(g, terms, rows, cols);
  return { kind: "sum", terms, coefficient: build.one(g), rows, cols };
}

/** The product of factors without a coefficient. */
export function productOf(g: Algebra, f: readonly View[]): View {
  const [first, last] = [f[0] as View, f[f.length - 1] as View];
  if (f.some((v) => v.kind === "sum")) {
    const products = opened(g, f, first.rows, last.cols);
    return products.length === 1
      ? multiplied(g, products[0] as ViewOf<"chain">)
      : added(g, products, first.rows, last.cols);
  }
  if (f.length > LONGEST) {
    if (last.cols === ONE || first.rows !== ONE) return f.slice(0, -1).reduceRight((x, A) => multiply(g, A, x), last);
    return f.slice(1).reduce((x, A) => multiply(g, x, A), first);
  }
  const key = nameOf(g, f);
  return carriedOut(g, f, planned(g, f, key), 0, f.length - 1, key);
}

/** A chain multiplied. Its coefficient goes to the smallest thing that it may multiply. */
function multiplied(g: Algebra, { factors: f, coefficient, rows, cols }: ViewOf<"chain">): View {
  if (coefficient.number !== null && isZero(coefficient.number))
    return { kind: "fill", value: coefficient, rows, cols };
  if (f.some((v) => v.kind === "sum")) {
    const products = opened(g, f, rows, cols);
    if (products.length === 1) return multiplied(g, scaled(g, coefficient, products[0] as View) as ViewOf<"chain">);
    if (rows === ONE || cols === ONE) return scaled(g, coefficient, added(g, products, rows, cols));
    return added(
      g,
      products.map((p) => scaled(g, coefficient, p)),
      rows,
      cols,
    );
  }
  if (
    build.isNumber(coefficient, UNIT) ||
    build.isNumber(coefficient, MINUS_UNIT) ||
    f.length > LONGEST ||
    rows === ONE ||
    cols === ONE
  )
    return scaled(g, coefficient, productOf(g, f));
  const key = nameOf(g, f);
  const plan = planned(g, f, key);
  const k = plan.split(0, f.length - 1);
  const [L, R] = [carriedOut(g, f, plan, 0, k, key), carriedOut(g, f, plan, k + 1, f.length - 1, key)];
  const [l, r, whole] = [g.size(L.rows) * g.size(L.cols), g.size(R.rows) * g.size(R.cols), g.size(rows) * g.size(cols)];
  if (L.kind !== "fill" && L.kind !== "inverse" && l < whole && l <= r)
    return multiply(g, scaled(g, coefficient, L), R);
  if (R.kind !== "fill" && R.kind !== "inverse" && r < whole) return multiply(g, L, scaled(g, coefficient, R));
  return scaled(g, coefficient, multiply(g, L, R));
}

/** An operand of an entrywise kernel: build.one(g) number stands for all entries of a fill. */
export const entriesOf = (g: Algebra, v: View): ArrayExpr => (v.kind === "fill" ? v.value : force(g, v));

/** f of the entries of views of build.one(g) shape (or scalars, which stand for all entries). */
export function entrywise(
  g: Algebra,
  views: readonly View[],
  rows: Dim,
  cols: Dim,
  f: (nodes: readonly ArrayExpr[]) => ArrayExpr,
): View {
  const isFlat = (v: View): boolean => v.kind === "fill" || v.kind === "scalar";
  const flat = (v: View): ArrayExpr => (v.kind === "fill" ? v.value : force(g, v));
  if (views.every(isFlat)) {
    const value = f(views.map(flat));
    return rows === ONE && cols === ONE ? scalarView(value) : { kind: "fill", value, rows, cols };
  }
  return arrayView(f(views.map(flat)), rows, cols);
}
