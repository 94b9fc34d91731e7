/**
 * Products, in the cheapest order, of views that know what they are: diag(v) A scales rows, A⁻¹ b is
 * a solve, (A ⊗ B) vec X is B X Aᵀ, 1 1ᵀ A are sums of columns, and a trace of a product is a sum.
 *
 * The order is found by dynamic programming over the chain (Godbole 1973; Cormen et al., ch. 15.2).
 * Sizes that are not given count as one large number, which puts vectors first.
 */

import { type Dim, ONE, times } from "../../core/dim.js";
import { has } from "../../core/own.js";
import { isZero, MINUS_UNIT, UNIT } from "../../core/rational.js";
import type { ArrayExpr } from "./array.js";
import type { Build } from "./build.js";
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

/** What the order of products is decided by. */
export interface Choices {
  readonly size: (d: Dim) => number;
  /** Whether the inverse of this factorised matrix is needed as an array anyway. */
  readonly inverts: (factored: ArrayExpr) => boolean;
  /** Whether another product computes this stretch of factors. */
  readonly known: (stretch: string, chain: string) => boolean;
  /** Told of each stretch that is computed, for the next round. */
  readonly computed: (stretch: string, chain: string) => void;
}

/** Chains longer than this are multiplied from the side of a vector; the exact order costs their cube. */
const LONGEST = 24;
/** Traces of longer products are not turned round. */
const LONGEST_TRACE = 8;

export function algebra(b: Build, choices: Choices) {
  const forced = new Map<View, ArrayExpr>();
  const { size } = choices;
  const one = b.one;

  // ---------------------------------------------------------------- to arrays

  /** The array of a view: rank 0, 1 or 2 as its sizes are. */
  function force(v: View): ArrayExpr {
    const known = forced.get(v);
    if (known !== undefined) return known;
    const made = arrayOf(v);
    forced.set(v, made);
    return made;
  }

  function arrayOf(v: View): ArrayExpr {
    switch (v.kind) {
      case "scalar":
      case "array":
        return v.node;
      case "fill":
        return b.fill(v.value, {
          rank: rankOf(v),
          rows: v.cols === ONE || v.rows !== ONE ? v.rows : v.cols,
          cols: isMatrixView(v) ? v.cols : ONE,
        });
      case "column":
        return b.column(v.vector, v.cols);
      case "row":
        return b.row(v.vector, v.rows);
      case "diagonal":
        return v.entries.rank === 0 ? b.scaled(v.entries, b.eye(v.rows)) : b.diagonal(v.entries);
      case "inverse": {
        const inverse = b.inverse(v.factored);
        return v.transposed ? b.transpose(inverse) : inverse;
      }
      case "kron":
        return kronArray(v);
      case "comm": {
        const K = b.comm(v.m, v.n);
        const behind = v.after === ONE ? K : b.kron(K, b.eye(v.after));
        return v.before === ONE ? behind : b.kron(b.eye(v.before), behind);
      }
      case "chain":
        return force(multiplied(v));
      case "sum":
        return b.mul([v.coefficient, force(added(v.terms, v.rows, v.cols))]);
    }
  }

  /** An array that is a matrix whatever its sizes. */
  function matrixOf(v: View): ArrayExpr {
    const node = force(v);
    if (node.rank === 2) return b.whole(node);
    return v.cols === ONE ? b.ascol(node) : b.asrow(node);
  }

  function kronArray({ left, right }: ViewOf<"kron">): ArrayExpr {
    if (isVectorView(left) && isVectorView(right)) {
      const [v, w] = [force(left), force(right)];
      const [vIsColumn, wIsColumn] = [left.cols === ONE, right.cols === ONE];
      if (vIsColumn === wIsColumn) return b.kron(v, w);
      return vIsColumn ? b.outer(v, w) : b.outer(w, v);
    }
    return b.kron(matrixOf(left), matrixOf(right));
  }

  // ---------------------------------------------------------------- turned and scaled

  function transposed(v: View): View {
    const turned = { rows: v.cols, cols: v.rows };
    switch (v.kind) {
      case "scalar":
      case "diagonal":
        return v;
      case "array":
        return { ...v, ...turned, node: b.transpose(v.node) };
      case "fill":
        return { ...v, ...turned };
      case "column":
      case "row":
        return { ...v, ...turned, kind: v.kind === "row" ? "column" : "row" };
      case "inverse":
        return { ...v, ...turned, transposed: !v.transposed && !b.isSymmetric(v.factored.args[0] as ArrayExpr) };
      case "kron":
        return { ...v, ...turned, left: transposed(v.left), right: transposed(v.right) };
      case "comm":
        return { ...v, m: v.n, n: v.m };
      case "chain":
        return { ...v, ...turned, factors: v.factors.map(transposed).reverse() };
      case "sum":
        return { ...v, ...turned, terms: v.terms.map(transposed) };
    }
  }

  function scaled(s: ArrayExpr, v: View): View {
    if (b.isNumber(s, UNIT)) return v;
    switch (v.kind) {
      case "scalar":
        return scalarView(b.mul([s, v.node]));
      case "array":
        return { ...v, node: b.mul([s, v.node]) };
      case "fill":
        return { ...v, value: b.mul([s, v.value]) };
      case "column":
      case "row":
        return { ...v, vector: b.mul([s, v.vector]) };
      case "diagonal":
        return { ...v, entries: b.mul([s, v.entries]) };
      case "chain":
      case "sum":
        return { ...v, coefficient: b.mul([s, v.coefficient]) };
      case "kron":
        return { ...v, left: scaled(s, v.left) };
      case "inverse":
      case "comm":
        return arrayView(b.mul([s, force(v)]), v.rows, v.cols);
    }
  }

  /** c A B ⋯ with nothing multiplied yet; what is nothing but a number or an identity is taken out. */
  function chain(views: readonly View[], rows: Dim, cols: Dim): View {
    const factors: View[] = [];
    const scalars: ArrayExpr[] = [];
    const add = (v: View): void => {
      if (v.kind === "chain") {
        if (!b.isNumber(v.coefficient, UNIT)) scalars.push(v.coefficient);
        v.factors.forEach(add);
      } else if (v.kind === "diagonal" && v.entries.rank === 0) {
        if (!b.isNumber(v.entries, UNIT)) scalars.push(v.entries);
      } else if (v.kind === "fill") {
        if (!b.isNumber(v.value, UNIT)) scalars.push(v.value);
        if (v.cols === ONE || v.rows === ONE) factors.push({ ...v, value: one });
        else factors.push(ones(v.rows, ONE), ones(ONE, v.cols));
      } else if (v.kind === "sum") {
        if (!b.isNumber(v.coefficient, UNIT)) scalars.push(v.coefficient);
        factors.push({ ...v, coefficient: one });
      } else factors.push(v);
    };
    views.forEach(add);
    const coefficient = scalars.length === 0 ? one : b.mul(scalars);
    if (factors.length === 0) return { kind: "diagonal", entries: coefficient, rows, cols };
    if (factors.length === 1) return scaled(coefficient, factors[0] as View);
    return { kind: "chain", factors, coefficient, rows, cols };
  }

  const ones = (rows: Dim, cols: Dim): View => ({ kind: "fill", value: one, rows, cols });
  const isFill = (v: View): v is ViewOf<"fill"> => v.kind === "fill";

  // ---------------------------------------------------------------- two factors

  /** A B. */
  function multiply(A: View, B: View): View {
    const [rows, cols] = [A.rows, B.cols];
    if (isScalarView(A)) return scaled(force(A), B);
    if (isScalarView(B)) return scaled(force(B), A);
    if (A.kind === "diagonal") return diagonalTimes(A, B);
    if (B.kind === "diagonal") return timesDiagonal(A, B);
    if (A.rows === ONE && B.cols === ONE) return scalarView(dotOf(A, B));
    if (A.cols === ONE) return outerOf(A, B);
    if (B.cols === ONE) return arrayOrFill(timesVector(A, B), rows, cols);
    if (A.rows === ONE) return arrayOrFill(timesVector(transposed(B), A), rows, cols);
    if (A.kind === "column") return outerOf(arrayView(A.vector, rows, ONE), multiply(ones(ONE, A.cols), B));
    if (B.kind === "row") return outerOf(multiply(A, ones(A.cols, ONE)), arrayView(B.vector, ONE, cols));
    if (A.kind === "row") return spreadRows(multiply(arrayView(A.vector, ONE, A.cols), B), rows);
    if (A.kind === "fill") return spreadRows(multiply({ ...A, rows: ONE }, B), rows);
    if (A.kind === "comm") return arrayView(commuteRows(A, force(B)), rows, cols);
    if (B.kind === "comm") return transposed(multiply(transposed(B), transposed(A)));
    if (A.kind === "inverse" && !choices.inverts(A.factored))
      return arrayView(b.solve(A.factored, force(B), A.transposed), rows, cols);
    if (B.kind === "inverse" && !choices.inverts(B.factored)) return transposed(multiply(transposed(B), transposed(A)));
    if (A.kind === "kron") return arrayView(kronTimes(A, B), rows, cols);
    if (B.kind === "kron") return transposed(multiply(transposed(B), transposed(A)));
    return arrayView(b.matmul(force(A), force(B)), rows, cols);
  }

  /** 1 vᵀ for a row v. */
  const spreadRows = (v: View, rows: Dim): View => ({ kind: "row", vector: force(v), rows, cols: v.cols });
  const arrayOrFill = (v: ArrayExpr | View, rows: Dim, cols: Dim): View =>
    has(v, "kind") ? { ...v, rows, cols } : arrayView(v, rows, cols);

  function diagonalTimes(D: ViewOf<"diagonal">, B: View): View {
    const [d, rows, cols] = [D.entries, B.rows, B.cols];
    if (B.kind === "diagonal") return { ...B, entries: b.mul([d, B.entries]) };
    if (B.cols === ONE) return arrayView(b.mul([d, B.kind === "fill" ? B.value : force(B)]), rows, cols);
    if (B.kind === "fill") return { kind: "column", vector: b.mul([d, B.value]), rows, cols };
    if (B.kind === "column") return { ...B, vector: b.mul([d, B.vector]) };
    if (B.kind === "row") return arrayView(b.outer(d, B.vector), rows, cols);
    return arrayView(b.mul([b.column(d, cols), force(B)]), rows, cols);
  }

  /** A diag(v), which scales columns. */
  function timesDiagonal(A: View, D: ViewOf<"diagonal">): View {
    const isPlain =
      A.rows === ONE || A.kind === "diagonal" || A.kind === "fill" || A.kind === "column" || A.kind === "row";
    if (isPlain) return transposed(diagonalTimes(D, transposed(A)));
    return arrayView(b.mul([force(A), b.row(D.entries, A.rows)]), A.rows, A.cols);
  }

  /** vᵀ w of a row and a column. */
  function dotOf(v: View, w: View): ArrayExpr {
    if (isFill(v) && isFill(w)) return b.mul([v.value, w.value, b.size(v.cols)]);
    if (isFill(v)) return b.mul([v.value, b.total(force(w))]);
    if (isFill(w)) return b.mul([w.value, b.total(force(v))]);
    return b.dot(force(v), force(w));
  }

  /** v wᵀ of a column and a row. */
  function outerOf(v: View, w: View): View {
    const [rows, cols] = [v.rows, w.cols];
    if (isFill(v) && isFill(w)) return { kind: "fill", value: b.mul([v.value, w.value]), rows, cols };
    if (isFill(v)) return { kind: "row", vector: b.mul([v.value, force(w)]), rows, cols };
    if (isFill(w)) return { kind: "column", vector: b.mul([w.value, force(v)]), rows, cols };
    return arrayView(b.outer(force(v), force(w)), rows, cols);
  }

  /** A v for a matrix A; `v` is a vector of either orientation. */
  function timesVector(A: View, v: View): ArrayExpr | View {
    if (A.kind === "column" || A.kind === "fill" || A.kind === "row") {
      const w: View = A.kind === "row" ? arrayView(A.vector, ONE, A.cols) : ones(ONE, A.cols);
      const s = dotOf(w, asColumn(v));
      if (A.kind === "column") return b.mul([s, A.vector]);
      return { kind: "fill", value: A.kind === "fill" ? b.mul([A.value, s]) : s, rows: A.rows, cols: ONE };
    }
    if (A.kind === "comm") return commuteVector(A, force(v));
    if (A.kind === "kron") return kronTimesVector(A, force(v));
    if (A.kind === "inverse" && !choices.inverts(A.factored)) return b.solve(A.factored, force(v), A.transposed);
    const M = force(A);
    return isFill(v) ? b.mul([v.value, b.rowsums(M)]) : b.matvec(M, force(v));
  }

  const asColumn = (v: View): View => (v.cols === ONE ? v : transposed(v));

  /** comm(m, n) vec(X) = vec(Xᵀ). */
  const commuteVector = (K: ViewOf<"comm">, v: ArrayExpr): ArrayExpr =>
    K.before === ONE && K.after === ONE ? b.vec(b.transpose(b.unvec(v, K.m, K.n))) : b.vec(commuteRows(K, b.ascol(v)));
  const commuteRows = ({ m, n, before, after }: ViewOf<"comm">, A: ArrayExpr): ArrayExpr =>
    b.commute([m, n, before, after], A);

  /** (A ⊗ B) vec X = vec(B X Aᵀ). */
  function kronTimesVector({ left: A, right: B }: ViewOf<"kron">, v: ArrayExpr): ArrayExpr {
    const thin = rearranged(A, B, v);
    if (thin !== null) return b.vec(force(thin));
    const X = arrayView(b.unvec(v, B.cols, A.cols), B.cols, A.cols);
    return b.vec(force(chain([B, X, transposed(A)], B.rows, A.rows)));
  }

  /**
   * (I ⊗ vec(B)ᵀ) k and (vec(A)ᵀ ⊗ I) k where k = (I ⊗ K ⊗ I) (vec(X) ⊗ vec(Y)), which is how the
   * derivatives of (A ⊗ B) vec X by A and by B come: unvec gives Yᵀ B X and Y A Xᵀ, and the long
   * Kronecker product is never made. Null where the operands are others.
   */
  function rearranged(left: View, right: View, k: ArrayExpr): View | null {
    const moved = k.kernel === "vec" ? k.args[0] : undefined;
    const column = moved?.kernel === "commute" ? moved.args[0] : undefined;
    const flat = column?.kernel === "ascol" ? column.args[0] : undefined;
    if (moved === undefined || flat?.kernel !== "kron" || flat.rank !== 1) return null;
    const [p, s, q, r] = moved.dims as readonly [Dim, Dim, Dim, Dim];
    const [x, y] = flat.args as readonly [ArrayExpr, ArrayExpr];
    if (y.rows !== times(r, p) || x.rows !== times(s, q)) return null;
    const matrix = (v: ArrayExpr, rows: Dim, cols: Dim): View => arrayView(b.unvec(v, rows, cols), rows, cols);
    const [Y, X] = [matrix(y, r, p), matrix(x, s, q)];
    const isEye = (v: View): boolean => v.kind === "diagonal" && b.isNumber(v.entries, UNIT);
    if (isEye(left) && right.rows === ONE && right.cols === times(r, s))
      return chain([transposed(Y), matrix(force(right), r, s), X], p, q);
    if (isEye(right) && left.rows === ONE && left.cols === times(p, q))
      return chain([Y, matrix(force(left), p, q), transposed(X)], r, s);
    return null;
  }

  function kronTimes(K: ViewOf<"kron">, C: View): ArrayExpr {
    const { left: A, right: B } = K;
    return b.kronapply(matrixOf(A), matrixOf(B), force(C));
  }

  // ---------------------------------------------------------------- many factors

  /** A name for a stretch of factors: the same for its transpose, which is the same work. */
  function nameOf(factors: readonly View[]): string {
    const keys = factors.map(keyOf);
    const turned = factors.map((f) => keyOf(transposed(f))).reverse();
    const [name = ""] = [keys.join(" "), turned.join(" ")].sort();
    return name;
  }

  function keyOf(v: View): string {
    switch (v.kind) {
      case "fill":
        return `1:${v.rows},${v.cols}`;
      case "diagonal":
        return `diag${v.entries.id}`;
      case "inverse":
        return `inv${v.factored.id}${v.transposed ? "T" : ""}`;
      case "kron":
        return `(${keyOf(v.left)}⊗${keyOf(v.right)})`;
      case "comm":
        return `comm${v.m},${v.n},${v.before},${v.after}`;
      case "chain":
        return `(${v.factors.map(keyOf).join(" ")})`;
      case "sum":
        return `(${v.coefficient.id} ${v.terms.map(keyOf).join("+")})`;
      default:
        return String(force(v).id);
    }
  }

  interface Plan {
    readonly cost: (i: number, j: number) => number;
    readonly split: (i: number, j: number) => number;
  }

  /** The multiplications of a product of the stretch i…k by the stretch k+1…j. */
  function costOf(
    f: readonly View[],
    i: number,
    k: number,
    j: number,
    diagonal: readonly (readonly boolean[])[],
  ): number {
    const [r, inside, c] = [size((f[i] as View).rows), size((f[k] as View).cols), size((f[j] as View).cols)];
    const [left, right] = [f[i] as View, f[j] as View];
    if (diagonal[i]?.[k] && diagonal[k + 1]?.[j]) return r;
    if (diagonal[i]?.[k] || diagonal[k + 1]?.[j]) return r * c;
    // A column of ones beside a row spreads it, which costs nothing.
    if (inside === 1 && ((i === k && isFill(left)) || (k + 1 === j && isFill(right)))) return 0;
    if ((i === k && isFill(left)) || (k + 1 === j && isFill(right))) return 0.5 * r * inside * c;
    if (i === k && left.kind === "kron") return kronCost(left) * c;
    if (k + 1 === j && right.kind === "kron") return kronCost(right) * r;
    if ((i === k && left.kind === "comm") || (k + 1 === j && right.kind === "comm")) return 0.5 * r * c;
    return r * inside * c;
  }

  function kronCost({ left: A, right: B }: ViewOf<"kron">): number {
    const n = (d: Dim) => size(d);
    const byA = A.kind === "diagonal" ? 0 : n(A.rows) * n(A.cols) * n(B.cols);
    const byB = B.kind === "diagonal" ? 0 : n(A.rows) * n(B.rows) * n(B.cols);
    return byA + byB;
  }

  /** Costs and splits of every stretch. */
  function planned(f: readonly View[], key: string): Plan {
    const n = f.length;
    const costs: number[][] = f.map(() => new Array<number>(n).fill(0));
    const splits: number[][] = f.map(() => new Array<number>(n).fill(0));
    const costAt = (i: number, j: number): number => (costs[i] as number[])[j] as number;
    const diagonal = f.map((_, i) => {
      let all = true;
      return f.map((v, j) => {
        if (j < i) return false;
        all = all && v.kind === "diagonal";
        return all;
      });
    });
    for (let length = 2; length <= n; length++)
      for (let i = 0; i + length <= n; i++) {
        const j = i + length - 1;
        let best = Infinity;
        for (let k = i; k < j; k++) {
          const cost = costAt(i, k) + costAt(k + 1, j) + costOf(f, i, k, j, diagonal);
          // Of equal ways the one that reads from the left.
          if (cost <= best) {
            best = cost;
            (splits[i] as number[])[j] = k;
          }
        }
        const free = length < n && choices.known(nameOf(f.slice(i, j + 1)), key);
        (costs[i] as number[])[j] = free ? 0 : best;
      }
    return { cost: costAt, split: (i, j) => (splits[i] as number[])[j] as number };
  }

  /** The product of the stretch i…j by a plan. The depth is the length of the chain, which is bounded. */
  function carriedOut(f: readonly View[], plan: Plan, i: number, j: number, key: string): View {
    if (i === j) return f[i] as View;
    const k = plan.split(i, j);
    const made = multiply(carriedOut(f, plan, i, k, key), carriedOut(f, plan, k + 1, j, key));
    choices.computed(nameOf(f.slice(i, j + 1)), key);
    return made;
  }

  // ---------------------------------------------------------------- sums among the factors

  /** What a product of factors costs; sums among them count as arrays. */
  const costOfProduct = (f: readonly View[]): number => planned(f, "").cost(0, f.length - 1);

  /** An array of these sizes that is there already, to be counted with. */
  const blank = ({ rows, cols }: View): View =>
    arrayView({ ...one, id: -1, kernel: "input", rank: 2, rows, cols }, rows, cols);

  const entries = (v: { readonly rows: Dim; readonly cols: Dim }): number => size(v.rows) * size(v.cols);

  /** What it costs to have a view as an array. An addition counts half a multiplication here. */
  function formingCost(v: View): number {
    switch (v.kind) {
      case "chain":
        return costOfProduct(v.factors.map((x) => (x.kind === "sum" ? blank(x) : x)));
      case "sum":
        return v.terms.reduce((s, t) => s + formingCost(t), 0) + 0.5 * entries(v) * (v.terms.length - 1);
      case "inverse":
        return entries(v) * size(v.rows);
      case "kron":
      case "comm":
        return entries(v);
      default:
        return 0;
    }
  }

  /** Products into which sums are opened at most. */
  const MOST_TERMS = 16;

  /**
   * The factors with each sum among them either an array or, where that is less work, opened:
   * (A + u vᵀ) x is A x + u (vᵀ x). One view for each product that is left.
   */
  function opened(
    f: readonly View[],
    rows: Dim,
    cols: Dim,
    measure: (f: readonly View[]) => number = costOfProduct,
  ): readonly View[] {
    const out: View[] = [];
    const todo: (readonly View[])[] = [f];
    const cost = (g: readonly View[]): number => {
      const made = chain(
        g.map((v) => (v.kind === "sum" ? blank(v) : v)),
        rows,
        cols,
      );
      return made.kind === "chain" ? measure(made.factors) : 0;
    };
    for (let g = todo.pop(); g !== undefined; g = todo.pop()) {
      const at = g.findIndex((v) => v.kind === "sum");
      const S = g[at];
      if (S === undefined || S.kind !== "sum") {
        out.push(chain(g, rows, cols));
        continue;
      }
      const rest = g;
      const put = (v: View): readonly View[] => [...rest.slice(0, at), v, ...rest.slice(at + 1)];
      const isLess = (): boolean => {
        const whole = formingCost(S) + cost(put(blank(S)));
        const byTerms = S.terms.reduce((s, t) => s + cost(put(t)), 0);
        return byTerms + 0.5 * size(rows) * size(cols) * (S.terms.length - 1) < whole;
      };
      // Of a product that is too long to look at, each sum is an array.
      if (g.length <= LONGEST && out.length + todo.length + S.terms.length <= MOST_TERMS && isLess())
        // A sum within a sum has a coefficient of its own.
        todo.push(...S.terms.map((t) => put(scaled(S.coefficient, t))).reverse());
      else todo.push(put(arrayView(force(S), S.rows, S.cols)));
    }
    return out;
  }

  /** A + B + ⋯ as an array (or what is less): what is diagonal is added to the diagonal of the rest. */
  function added(terms: readonly View[], rows: Dim, cols: Dim): View {
    if (rows !== ONE && terms.every((v) => v.kind === "diagonal"))
      return { kind: "diagonal", entries: b.add(terms.map((v) => (v as ViewOf<"diagonal">).entries)), rows, cols };
    const rest = terms.filter((v) => v.kind !== "diagonal");
    const diagonals = terms.flatMap((v) => (v.kind === "diagonal" ? [v.entries] : []));
    const total = entrywise(rest, rows, cols, b.add);
    return diagonals.length === 0 ? total : arrayView(b.adddiagonal(force(total), b.add(diagonals)), rows, cols);
  }

  /** Kinds that a product may make use of before they are arrays. */
  const LAZY: ReadonlySet<View["kind"]> = new Set(["chain", "sum", "inverse", "kron", "comm", "diagonal"]);

  /** A + B + ⋯: of matrices that are not yet arrays a sum that waits. */
  function sumOf(terms: readonly View[], rows: Dim, cols: Dim): View {
    const isPlain = rows === ONE || cols === ONE || terms.every((v) => v.kind === "diagonal");
    if (isPlain || !terms.some((v) => LAZY.has(v.kind))) return added(terms, rows, cols);
    return { kind: "sum", terms, coefficient: one, rows, cols };
  }

  /** The product of factors without a coefficient. */
  function productOf(f: readonly View[]): View {
    const [first, last] = [f[0] as View, f[f.length - 1] as View];
    if (f.some((v) => v.kind === "sum")) {
      const products = opened(f, first.rows, last.cols);
      return products.length === 1
        ? multiplied(products[0] as ViewOf<"chain">)
        : added(products, first.rows, last.cols);
    }
    if (f.length > LONGEST) {
      if (last.cols === ONE || first.rows !== ONE) return f.slice(0, -1).reduceRight((x, A) => multiply(A, x), last);
      return f.slice(1).reduce((x, A) => multiply(x, A), first);
    }
    const key = nameOf(f);
    return carriedOut(f, planned(f, key), 0, f.length - 1, key);
  }

  /** A chain multiplied. Its coefficient goes to the smallest thing that it may multiply. */
  function multiplied({ factors: f, coefficient, rows, cols }: ViewOf<"chain">): View {
    if (coefficient.number !== null && isZero(coefficient.number))
      return { kind: "fill", value: coefficient, rows, cols };
    if (f.some((v) => v.kind === "sum")) {
      const products = opened(f, rows, cols);
      if (products.length === 1) return multiplied(scaled(coefficient, products[0] as View) as ViewOf<"chain">);
      if (rows === ONE || cols === ONE) return scaled(coefficient, added(products, rows, cols));
      return added(
        products.map((p) => scaled(coefficient, p)),
        rows,
        cols,
      );
    }
    if (
      b.isNumber(coefficient, UNIT) ||
      b.isNumber(coefficient, MINUS_UNIT) ||
      f.length > LONGEST ||
      rows === ONE ||
      cols === ONE
    )
      return scaled(coefficient, productOf(f));
    const key = nameOf(f);
    const plan = planned(f, key);
    const k = plan.split(0, f.length - 1);
    const [L, R] = [carriedOut(f, plan, 0, k, key), carriedOut(f, plan, k + 1, f.length - 1, key)];
    const [l, r, whole] = [size(L.rows) * size(L.cols), size(R.rows) * size(R.cols), size(rows) * size(cols)];
    if (L.kind !== "fill" && L.kind !== "inverse" && l < whole && l <= r) return multiply(scaled(coefficient, L), R);
    if (R.kind !== "fill" && R.kind !== "inverse" && r < whole) return multiply(L, scaled(coefficient, R));
    return scaled(coefficient, multiply(L, R));
  }

  // ---------------------------------------------------------------- readings of a product

  /** tr(V). The trace of a product is the sum of A ∘ Bᵀ, at the cheapest place of the turned chain. */
  function traceOf(v: View): ArrayExpr {
    switch (v.kind) {
      case "scalar":
        return v.node;
      case "fill":
        return b.mul([v.value, b.size(v.rows)]);
      case "diagonal":
        return v.entries.rank === 0 ? b.mul([v.entries, b.size(v.rows)]) : b.total(v.entries);
      case "kron":
        if (v.left.rows === v.left.cols && v.right.rows === v.right.cols)
          return b.mul([traceOf(v.left), traceOf(v.right)]);
        return b.trace(force(v));
      case "chain": {
        const { factors, coefficient, rows, cols } = v;
        if (!factors.some((x) => x.kind === "sum")) return b.mul([coefficient, traceOfProduct(factors)]);
        const products = opened(factors, rows, cols, (f) => bestTrace(f)?.cost ?? Infinity);
        return b.mul([coefficient, b.add(products.map(traceOf))]);
      }
      case "sum":
        return b.mul([v.coefficient, b.add(v.terms.map(traceOf))]);
      default:
        return b.trace(force(v));
    }
  }

  function traceOfProduct(f: readonly View[]): ArrayExpr {
    const best = bestTrace(f);
    if (best === null) return b.trace(force(productOf(f)));
    const { at, plan, split, key } = best;
    const last = f.length - 1;
    if (split < 0) return force(carriedOut(at, plan, 0, last, key));
    return innerOf(carriedOut(at, plan, 0, split, key), transposed(carriedOut(at, plan, split + 1, last, key)));
  }

  interface TracePlan {
    readonly cost: number;
    /** The factors, turned round. */
    readonly at: readonly View[];
    readonly plan: Plan;
    /** The last factor of the left of two parts; −1 where the whole is a number. */
    readonly split: number;
    readonly key: string;
  }

  /** The cheapest turn and split of the trace of a product; null where it is too long to look. */
  function bestTrace(f: readonly View[]): TracePlan | null {
    const n = f.length;
    const turns = n <= LONGEST_TRACE ? n : 1;
    let best: TracePlan | null = null;
    for (let s = 0; s < turns; s++) {
      const at = [...f.slice(s), ...f.slice(0, s)];
      const key = `tr ${nameOf(at)}`;
      if (n > LONGEST) break;
      const plan = planned(at, key);
      const [r, last] = [size((at[0] as View).rows), n - 1];
      if ((at[0] as View).rows === ONE) {
        const cost = plan.cost(0, last);
        if (best === null || cost < best.cost) best = { cost, at, plan, split: -1, key };
        continue;
      }
      for (let k = 0; k < last; k++) {
        const diagonal = [at.slice(0, k + 1), at.slice(k + 1)].some((part) => part.every((x) => x.kind === "diagonal"));
        const own = diagonal ? r : r * size((at[k] as View).cols);
        const cost = plan.cost(0, k) + plan.cost(k + 1, last) + own;
        if (best === null || cost < best.cost || (cost === best.cost && best.at === at))
          best = { cost, at, plan, split: k, key };
      }
    }
    return best;
  }

  /** The sum of A ∘ B. */
  function innerOf(A: View, B: View): ArrayExpr {
    if (A.kind === "diagonal" || B.kind === "diagonal") {
      const [D, M] = A.kind === "diagonal" ? [A, B] : [B as ViewOf<"diagonal">, A];
      const m = diagonalOf(M);
      return isFill(m) ? b.mul([m.value, b.total(D.entries)]) : b.dot(D.entries, force(m));
    }
    for (const [X, Y] of [
      [A, B],
      [B, A],
    ] as const) {
      if (X.kind === "fill") return b.mul([X.value, totalOf(Y)]);
      // ⟨v 1ᵀ, Y⟩ = vᵀ Y 1.
      if (X.kind === "column") return dotOf(arrayView(X.vector, ONE, X.rows), multiply(Y, ones(Y.cols, ONE)));
      if (X.kind === "row") return dotOf(arrayView(X.vector, ONE, X.cols), multiply(transposed(Y), ones(Y.rows, ONE)));
    }
    return isVectorView(A) ? b.dot(force(A), force(B)) : b.inner(force(A), force(B));
  }

  /** The diagonal of a square view, as a column. */
  function diagonalOf(v: View): View {
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
        if (!v.factors.some((x) => x.kind === "sum")) return scaled(v.coefficient, diagonalOfProduct(v.factors));
        const products = opened(v.factors, v.rows, v.cols);
        return scaled(v.coefficient, entrywise(products.map(diagonalOf), rows, cols, b.add));
      }
      case "sum":
        return scaled(v.coefficient, entrywise(v.terms.map(diagonalOf), rows, cols, b.add));
      default:
        return arrayView(b.diagvec(force(v)), rows, cols);
    }
  }

  /** diag(A B) is the sum of A ∘ Bᵀ along rows; diagonal factors at the ends come out. */
  function diagonalOfProduct(f: readonly View[]): View {
    const [first, last] = [f[0] as View, f[f.length - 1] as View];
    const rows = first.rows;
    if (f.length === 1) return diagonalOf(first);
    const out = first.kind === "diagonal" ? first : last.kind === "diagonal" ? last : null;
    if (out !== null) return diagonalTimes(out, diagonalOfProduct(out === first ? f.slice(1) : f.slice(0, -1)));
    if (f.length > LONGEST) return arrayView(b.diagvec(force(productOf(f))), rows, ONE);
    const key = nameOf(f);
    const plan = planned(f, key);
    let [best, split] = [Infinity, 0];
    for (let k = 0; k < f.length - 1; k++) {
      const cost = plan.cost(0, k) + plan.cost(k + 1, f.length - 1) + size(rows) * size((f[k] as View).cols);
      if (cost < best) [best, split] = [cost, k];
    }
    const A = carriedOut(f, plan, 0, split, key);
    const B = transposed(carriedOut(f, plan, split + 1, f.length - 1, key));
    if (isFill(A) && isFill(B))
      return { kind: "fill", value: b.mul([A.value, B.value, b.size(A.cols)]), rows, cols: ONE };
    if (A.cols === ONE) return arrayView(b.mul([entriesOf(A), entriesOf(B)]), rows, ONE);
    return arrayView(b.rowsums(b.mul([entriesOf(A), entriesOf(B)])), rows, ONE);
  }

  /** An operand of an entrywise kernel: one number stands for all entries of a fill. */
  const entriesOf = (v: View): ArrayExpr => (v.kind === "fill" ? v.value : force(v));

  /** The sum of all entries. */
  function totalOf(v: View): ArrayExpr {
    switch (v.kind) {
      case "scalar":
        return v.node;
      case "fill":
        return b.mul([v.value, b.size(times(v.rows, v.cols))]);
      case "diagonal":
        return v.entries.rank === 0 ? b.mul([v.entries, b.size(v.rows)]) : b.total(v.entries);
      case "kron":
        return b.mul([totalOf(v.left), totalOf(v.right)]);
      case "comm":
        return b.size(v.rows);
      case "chain": {
        const all = [
          ...(v.rows === ONE ? [] : [ones(ONE, v.rows)]),
          ...v.factors,
          ...(v.cols === ONE ? [] : [ones(v.cols, ONE)]),
        ];
        return b.mul([v.coefficient, force(productOf(all))]);
      }
      case "sum":
        return b.mul([v.coefficient, b.add(v.terms.map(totalOf))]);
      default:
        return b.total(force(v));
    }
  }

  /** f of the entries of views of one shape (or scalars, which stand for all entries). */
  function entrywise(
    views: readonly View[],
    rows: Dim,
    cols: Dim,
    f: (nodes: readonly ArrayExpr[]) => ArrayExpr,
  ): View {
    const isFlat = (v: View): boolean => v.kind === "fill" || v.kind === "scalar";
    const flat = (v: View): ArrayExpr => (v.kind === "fill" ? v.value : force(v));
    if (views.every(isFlat)) {
      const value = f(views.map(flat));
      return rows === ONE && cols === ONE ? scalarView(value) : { kind: "fill", value, rows, cols };
    }
    return arrayView(f(views.map(flat)), rows, cols);
  }

  return {
    force,
    /** The array that a view has become, if it has. */
    made: (v: View): ArrayExpr | undefined => (v.kind === "scalar" || v.kind === "array" ? v.node : forced.get(v)),
    matrixOf,
    transposed,
    scaled,
    chain,
    multiply,
    traceOf,
    diagonalOf,
    totalOf,
    entrywise,
    sumOf,
    entriesOf,
    innerOf,
  };
}

export type Algebra = ReturnType<typeof algebra>;
