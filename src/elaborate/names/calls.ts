/** The named operations of the language: how many operands, what shape, which builder. */
import { type Dim, minus, ONE, plus, times as timesDim } from "../../core/dim.js";
import type { Expr } from "../../core/expr.js";
import { entries, isColumn, isRow, isScalar, SCALAR, type Shape, shape } from "../../core/shape.js";
import { BUILTIN_BY_NAME } from "../../names/builtins.js";
import { crossEntropy } from "../../ops/crossentropy.js";
import { det } from "../../ops/det.js";
import { diag } from "../../ops/diag.js";
import { diagvec } from "../../ops/diagvec.js";
import { hadamard } from "../../ops/hadamard.js";
import { inverse } from "../../ops/inverse.js";
import { kron } from "../../ops/kron.js";
import { logdet } from "../../ops/logdet.js";
import { logsumexp } from "../../ops/logsumexp.js";
import { maximum, minimum } from "../../ops/maximum.js";
import { mean } from "../../ops/mean.js";
import { norm1, norm2, normF } from "../../ops/norm.js";
import { reciprocal } from "../../ops/power.js";
import { product } from "../../ops/product.js";
import { cols, rows } from "../../ops/slice.js";
import { softmax, softmaxcols, softmaxrows } from "../../ops/softmax.js";
import { times } from "../../ops/times.js";
import { total } from "../../ops/total.js";
import { trace } from "../../ops/trace.js";
import { T } from "../../ops/transpose.js";
import { unvec } from "../../ops/unvec.js";
import { vec } from "../../ops/vec.js";
import type { Scope, Show } from "../scope.js";
import { resolved } from "../scope.js";
import { type Blame, decide, diagonal, equal, sameShapes, square } from "../shapes/infer.js";
import { hasUnknown } from "../shapes/unify.js";

export interface Operation {
  /** Operands, and sizes behind them. */
  readonly values: number;
  readonly sizes: number;
  /** What is wrong when the shapes do not fit: `tr needs a square matrix, not …`. */
  readonly needs: (shapes: readonly Shape[], sizes: readonly Dim[], show: Show) => string;
  readonly hint?: string;
  /** The shape of the result, or null where a fault was reported. */
  readonly shape: (
    scope: Scope,
    shapes: readonly Shape[],
    sizes: readonly Dim[],
    blame: Blame,
  ) => Shape | null | "false";
  readonly build: (args: readonly Expr[], sizes: readonly Dim[]) => Expr;
}

const first = (shapes: readonly Shape[]): Shape => shapes[0] as Shape;
const one = (args: readonly Expr[]): Expr => args[0] as Expr;
const two = (args: readonly Expr[]): readonly [Expr, Expr] => [args[0] as Expr, args[1] as Expr];
const size = (sizes: readonly Dim[], i: number): Dim => sizes[i] as Dim;

const anything = () => "";

/** Any shape to a number. */
const reduction = (build: (X: Expr) => Expr): Operation => ({
  values: 1,
  sizes: 0,
  needs: anything,
  shape: () => SCALAR,
  build: (args) => build(one(args)),
});

const ofSquare = (name: string, result: (s: Shape) => Shape, build: (X: Expr) => Expr, hint?: string): Operation => ({
  values: 1,
  sizes: 0,
  needs: (shapes, _, show) => `${name} needs a square matrix, not ${show(first(shapes))}`,
  ...(hint === undefined ? {} : { hint }),
  shape: (scope, shapes, _, blame) => (square(scope, first(shapes), blame) ? result(first(shapes)) : "false"),
  build: (args) => build(one(args)),
});

const ofColumn = (name: string, result: (s: Shape) => Shape, build: (X: Expr) => Expr, hint?: string): Operation => ({
  values: 1,
  sizes: 0,
  needs: (shapes, _, show) => `${name} needs a column vector, not ${show(first(shapes))}`,
  ...(hint === undefined ? {} : { hint }),
  shape: (scope, shapes, _, blame) => (equal(scope, first(shapes).cols, ONE, blame) ? result(first(shapes)) : "false"),
  build: (args) => build(one(args)),
});

/** Two operands of one shape. */
const alike = (name: string, result: (s: Shape) => Shape, build: (a: Expr, b: Expr) => Expr): Operation => ({
  values: 2,
  sizes: 0,
  needs: (shapes, _, show) => `${name} of ${shapes.map(show).join(" and ")}: the shapes differ`,
  shape: (scope, shapes, _, blame) =>
    sameShapes(scope, first(shapes), shapes[1] as Shape, blame) ? result(first(shapes)) : "false",
  build: (args) => build(...two(args)),
});

const same = (s: Shape) => s;
const toScalar = () => SCALAR;

const slice = (
  name: string,
  result: (s: Shape, length: Dim) => Shape,
  build: (A: Expr, from: Dim, to: Dim) => Expr,
): Operation => ({
  values: 1,
  sizes: 2,
  needs: (shapes, sizes, show) => `${name} ${sizes.join(" to ")} of ${show(first(shapes))} do not exist`,
  shape: (_, shapes, sizes) => {
    const length = plus(minus(size(sizes, 1), size(sizes, 0)), ONE);
    return /^(-|0$)/.test(length) && !/ /.test(length) ? "false" : result(first(shapes), length);
  },
  build: (args, sizes) => build(one(args), size(sizes, 0), size(sizes, 1)),
});

/** Entry by entry where the shapes are alike: aᵀ b of columns, else the sum of a ∘ b. */
function dot(a: Expr, b: Expr): Expr {
  if (isScalar(a.shape)) return times(a, b);
  return isColumn(a.shape) ? product(T(a), b) : total(hadamard(a, b));
}

/** Operations by their canonical names. What is applied entry by entry is in the table of functions. */
export const CALLS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["sum", reduction(total)],
  ["mean", reduction(mean)],
  ["norm1", reduction(norm1)],
  ["normF", reduction(normF)],
  ["norm", reduction((X) => (isColumn(X.shape) || isRow(X.shape) ? norm2(X) : normF(X)))],
  [
    "norm2",
    {
      ...ofColumn("norm2", toScalar, norm2, "normF is the Frobenius norm of a matrix"),
      needs: (shapes, _, show) => `norm2 needs a vector, not ${show(first(shapes))}`,
      shape: (scope, shapes, _, blame) => {
        const X = resolved(scope, first(shapes));
        if (isRow(X)) return SCALAR;
        return equal(scope, X.cols, ONE, blame) ? SCALAR : "false";
      },
    },
  ],
  [
    "logsumexp",
    ofColumn("logsumexp", toScalar, logsumexp, "of a matrix it would be taken row by row or column by column"),
  ],
  ["softmax", ofColumn("softmax", same, softmax, "softmaxrows(X) works row by row, softmaxcols(X) column by column")],
  ["softmaxrows", { ...reduction(softmaxrows), shape: (_, shapes) => first(shapes) }],
  ["softmaxcols", { ...reduction(softmaxcols), shape: (_, shapes) => first(shapes) }],
  [
    "diag",
    {
      values: 1,
      sizes: 0,
      needs: (shapes, _, show) => `diag needs a column vector or a square matrix, not ${show(first(shapes))}`,
      shape: (scope, shapes, _, blame) =>
        decide(scope, [first(shapes).rows, first(shapes).cols], blame, (last) =>
          diagonal(scope, first(shapes), blame, last),
        ),
      build: (args) => (isColumn(one(args).shape) ? diag(one(args)) : diagvec(one(args))),
    },
  ],
  [
    "diagvec",
    {
      ...ofSquare("diagvec", (s) => shape(s.rows, ONE), diagvec, "diag(v) makes a diagonal matrix of a column"),
      shape: (scope, shapes, _, blame) => {
        const X = resolved(scope, first(shapes));
        return !isScalar(X) && square(scope, X, blame) ? shape(X.rows, ONE) : "false";
      },
    },
  ],
  ["tr", ofSquare("tr", toScalar, trace, "did you mean tr(X^T X), or sum(X)?")],
  ["det", ofSquare("det", toScalar, det, "did you mean det(X^T X)?")],
  ["logdet", ofSquare("logdet", toScalar, logdet, "did you mean logdet(X^T X)?")],
  [
    "inv",
    ofSquare("inv", same, (X) => (isScalar(X.shape) ? reciprocal(X) : inverse(X)), "did you mean (X^T X)^-1 X^T?"),
  ],
  ["vec", { ...reduction(vec), shape: (_, shapes) => shape(entries(first(shapes)), ONE) }],
  [
    "kron",
    {
      values: 2,
      sizes: 0,
      needs: anything,
      shape: (_, shapes) => kronecker(first(shapes), shapes[1] as Shape),
      build: (args) => kron(...two(args)),
    },
  ],
  ["dot", alike("dot", toScalar, dot)],
  ["cross_entropy", alike("cross_entropy", toScalar, crossEntropy)],
  ["max", alike("max", same, maximum)],
  ["min", alike("min", same, minimum)],
  [
    "unvec",
    {
      values: 1,
      sizes: 2,
      needs: (shapes, sizes, show) =>
        `unvec needs a vector of ${timesDim(size(sizes, 0), size(sizes, 1))} entries, not ${show(first(shapes))}`,
      shape: (scope, shapes, sizes, blame) => {
        const v = resolved(scope, first(shapes));
        const [n, m] = [size(sizes, 0), size(sizes, 1)];
        const oriented = v.rows === ONE && !hasUnknown(v.cols) ? v.rows : v.cols;
        return equal(scope, oriented, ONE, blame) && equal(scope, entries(v), timesDim(n, m), blame)
          ? shape(n, m)
          : "false";
      },
      build: (args, sizes) => unvec(one(args), size(sizes, 0), size(sizes, 1)),
    },
  ],
  ["rows", slice("rows", (s, k) => shape(k, s.cols), rows)],
  ["cols", slice("columns", (s, k) => shape(s.rows, k), cols)],
]);

/** The shape of A ⊗ B. */
export const kronecker = (a: Shape, b: Shape): Shape => shape(timesDim(a.rows, b.rows), timesDim(a.cols, b.cols));

/** Constants that take sizes: how many, at least and at most. */
export const FILLS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["eye", [1, 1]],
  ["ones", [1, 2]],
  ["zeros", [1, 2]],
  ["comm", [2, 2]],
]);

/** The one name of a built-in that has several spellings: `ln` is log. */
export const canonical = (name: string): string => BUILTIN_BY_NAME.get(name)?.name ?? name;

/** Which arguments of a built-in are sizes: those from this position on, or none. */
export function sizesFrom(name: string): number | null {
  if (FILLS.has(name)) return 0;
  const call = CALLS.get(name);
  return call !== undefined && call.sizes > 0 ? call.values : null;
}
