import { type Dim, dividedBy, ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { type Call, defineCall, defineOp, ShapeError } from "../core/op.js";
import { nth, one } from "../core/operands.js";
import { isColumn, isScalar, type Shape, shape, showShape } from "../core/shape.js";
import { apply } from "./apply.js";
import { eye } from "./eye.js";
import { hadamard } from "./hadamard.js";
import { kron } from "./kron.js";
import { ones } from "./ones.js";
import { reciprocal } from "./power.js";
import { product } from "./product.js";
import { negate, scale } from "./scale.js";
import { size } from "./size.js";
import { times } from "./times.js";
import { inner } from "./trace.js";
import { T } from "./transpose.js";
import { zeros } from "./zeros.js";

/** The rows and columns of each block, which are laid side by side without a gap. */
export const blockOf = (e: Expr) => e.data as unknown as readonly [Dim, Dim];

/** How many blocks of these rows and columns there are under one another and side by side. Throws {@link ShapeError}. */
function blocksIn(X: Expr, [rows, cols]: readonly [Dim, Dim]): Shape {
  const [under, beside] = [dividedBy(X.shape.rows, rows), dividedBy(X.shape.cols, cols)];
  if (under !== null && beside !== null) return shape(under, beside);
  const message = `a matrix of ${showShape(X.shape)} is not made of blocks of ${rows}×${cols}`;
  throw new ShapeError("shape/blocks", message, [X], "its rows and columns are multiples of those of a block");
}

/** How the language calls the operation: of all entries, of each row, or of blocks. */
export function calledOfBlocks(e: Expr, names: readonly [string, string, string]): string {
  const [rows, cols] = blockOf(e);
  const X = one(e.args).shape;
  if (cols !== X.cols) return names[2];
  return rows === X.rows ? names[0] : rows === ONE ? names[1] : names[2];
}

/** The sum of each block: (I ⊗ 1ᵀ) Y (I ⊗ 1). */
function blockSums(Y: Expr, [rows, cols]: readonly [Dim, Dim]): Expr {
  const { rows: under, cols: beside } = blocksIn(Y, [rows, cols]);
  const before = under === ONE ? ones(ONE, rows, Y) : kron(eye(under, Y), ones(ONE, rows, Y));
  const after = beside === ONE ? ones(cols, ONE, Y) : kron(eye(beside, Y), ones(cols, ONE, Y));
  return product(...(rows === ONE ? [] : [before]), Y, ...(cols === ONE ? [] : [after]));
}

/** The largest entry of each block; of one block, that of all entries. */
export const Largest = defineOp({
  name: "largest",
  title: "derivative of a largest entry",
  line: "d maxentry(x) = ismax(x)^T dx",
  cite: "Boyd & Vandenberghe, Convex Optimization, 3.2.3; of equal entries the first takes it",
  example: "x : vector(n); y = maxentry(x)",
  shape: (args, data) => blocksIn(one(args), data as unknown as readonly [Dim, Dim]),
  differential: ([X], [dX], self) => {
    if (!X || !dX) return null;
    const chosen = isLargest(X, ...blockOf(self));
    return isScalar(self.shape) ? inner(chosen, dX) : blockSums(hadamard(chosen, dX), blockOf(self));
  },
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** 1 at the largest entry of each block, at the first of several, and 0 elsewhere: it does not move. */
export const IsLargest = defineOp({
  name: "islargest",
  title: "place of a largest entry",
  line: "d ismax(x) = 0",
  cite: "definition; constant between ties",
  example: "x : vector(n); y = a^T ismax(x)",
  shape: (args, data) => {
    blocksIn(one(args), data as unknown as readonly [Dim, Dim]);
    return one(args).shape;
  },
  differential: ([X], [dX]) => (X && dX ? hadamard(zeros(X.shape.rows, X.shape.cols, X), dX) : null),
  facts: (self) =>
    isColumn(self.shape) && blockOf(self)[0] === self.shape.rows ? ["onehot", "simplex", "integer"] : ["integer"],
});

export const largest = (X: Expr, rows: Dim, cols: Dim): Expr => intern(X.home, Largest, [X], [rows, cols]);
export const isLargest = (X: Expr, rows: Dim, cols: Dim): Expr => intern(X.home, IsLargest, [X], [rows, cols]);

const ofAll = (X: Expr): Expr => largest(X, X.shape.rows, X.shape.cols);
const ofRows = (X: Expr): Expr => largest(X, ONE, X.shape.cols);
const least = (of: (X: Expr) => Expr, X: Expr): Expr => negate(of(negate(X)));

const each = (calls: readonly string[], signature: string, of: (X: Expr) => Expr): Call =>
  defineCall({ calls, signature, build: (args) => of(one(args)) });

const BLOCKS = "k n×l m, k, l = 1 -> n×m";

/** Largest and smallest entries, of all, of each row or column, and of blocks; means of blocks; the largest absolute value. */
export const LARGEST_CALLS: readonly Call[] = [
  each(["maxentry"], "n×m -> 1×1", ofAll),
  each(["minentry"], "n×m -> 1×1", (X) => least(ofAll, X)),
  each(["rowmax"], "n×m -> n×1", ofRows),
  each(["colmax"], "n×m -> m×1", (X) => ofRows(T(X))),
  each(["rowmin"], "n×m -> n×1", (X) => least(ofRows, X)),
  each(["colmin"], "n×m -> m×1", (X) => least(ofRows, T(X))),
  each(["ismax"], "n×m -> n×m", (X) => isLargest(X, X.shape.rows, X.shape.cols)),
  each(["rowismax"], "n×m -> n×m", (X) => isLargest(X, ONE, X.shape.cols)),
  defineCall({
    calls: ["maxpool"],
    signature: BLOCKS,
    build: (args, sizes) => largest(one(args), nth(sizes, 0), sizes[1] ?? ONE),
  }),
  defineCall({
    calls: ["poolismax"],
    signature: "k n×l m, k, l = 1 -> k n×l m",
    build: (args, sizes) => isLargest(one(args), nth(sizes, 0), sizes[1] ?? ONE),
  }),
  defineCall({
    calls: ["meanpool"],
    signature: BLOCKS,
    build: (args, sizes) => {
      const [X, rows, cols] = [one(args), nth(sizes, 0), sizes[1] ?? ONE];
      return scale(reciprocal(times(size(X.home, rows), size(X.home, cols))), blockSums(X, [rows, cols]));
    },
  }),
  defineCall({
    calls: ["norminf"],
    signature: "n×1 | 1×n -> 1×1",
    build: (args) => ofAll(apply("abs", one(args))),
  }),
];
