/** Sums, means and lengths along the rows or the columns of a matrix, each as a column of numbers. */
import { type Dim, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { type Call, defineCall } from "../core/op.js";
import { one } from "../core/operands.js";
import { apply } from "./apply.js";
import { number } from "./number.js";
import { ones } from "./ones.js";
import { power, reciprocal } from "./power.js";
import { product } from "./product.js";
import { scale } from "./scale.js";
import { size } from "./size.js";
import { T } from "./transpose.js";

/** X 1, the sum of each row. */
const rowSumsOf = (X: Expr): Expr => product(X, ones(X.shape.cols, ONE, X));

/** X 1 / m. */
const rowMeansOf = (X: Expr): Expr => scale(reciprocal(sizeAs(X, X.shape.cols)), rowSumsOf(X));

const sizeAs = (X: Expr, d: Dim): Expr => size(X.home, d);

/** √((X ∘ X) 1), not differentiable at a row of zeros. */
const rowNormsOf = (X: Expr): Expr => apply("sqrt", rowSumsOf(power(X, number(2, X))));

/** What is taken of each row, and under other names of each column. */
const along = (rows: readonly string[], columns: readonly string[], of: (X: Expr) => Expr): readonly Call[] => [
  defineCall({ calls: rows, signature: "n×m -> n×1", build: (args) => of(one(args)) }),
  defineCall({ calls: columns, signature: "n×m -> m×1", build: (args) => of(T(one(args))) }),
];

export const ALONG_CALLS: readonly Call[] = [
  ...along(["rowsums", "rowsum"], ["colsums", "colsum"], rowSumsOf),
  ...along(["rowmeans", "rowmean"], ["colmeans", "colmean"], rowMeansOf),
  ...along(["rownorms", "rownorm"], ["colnorms", "colnorm"], rowNormsOf),
];
