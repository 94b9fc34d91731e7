import { type Dim, evaluateDim, minus, ONE, plus } from "../core/dim.js";
import { type Data, type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { one } from "../core/operands.js";
import { showShape } from "../core/shape.js";
import { eye } from "./eye.js";
import { kron } from "./kron.js";
import { eachInTurn } from "./linear.js";
import { beside, stack } from "./stack.js";
import { T } from "./transpose.js";
import { zeros } from "./zeros.js";

/** The first and the last row (or column) of a slice. */
export const boundsOf = (e: Expr) => e.data as unknown as readonly [Dim, Dim];

/** Refuses a slice that is known to lie outside; with symbolic sizes it cannot be known. */
function withinBounds(what: string, X: Expr, data: Data, size: Dim): void {
  const [from, to] = data as unknown as readonly [Dim, Dim];
  const known = (d: Dim) => (/^-?\d+$/.test(d) ? evaluateDim(d, new Map()) : null);
  const [i, j, n, length] = [known(from), known(to), known(size), known(plus(minus(to, from), ONE))];
  const past = known(minus(size, to));
  if (
    (i !== null && i < 1) ||
    (i !== null && j !== null && j < i) ||
    (length !== null && length < 1) ||
    (j !== null && n !== null && j > n) ||
    (past !== null && past < 0)
  )
    throw new ShapeError("shape/slice", `${what} ${from} to ${to} of a ${showShape(X.shape)} do not exist`, [X]);
}

/** rows(A, i, j), the i-th to the j-th row. */
export const Rows = defineOp({
  name: "rows",
  title: "rows of a matrix",
  line: "d rows(A, i, j) = rows(dA, i, j)",
  cite: "Magnus & Neudecker, ch. 1.11",
  example: "rows(A, 1, 2)",
  calls: ["rows"],
  signature: "n×m, i, j -> j - i + 1×m",
  misfit: ([shown], [from, to]) => `rows ${from} to ${to} of ${shown} do not exist`,
  refuse: (args, data) => withinBounds("rows", one(args), data, one(args).shape.rows),
  differential: eachInTurn((args, self) => rows(one(args), ...boundsOf(self))),
  adjoint: (Ybar, _, self) => {
    const X = one(self.args);
    return stack(...embedded(Ybar, self, X.shape.rows, (k) => zeros(k, X.shape.cols, X)));
  },
  jacobian: (_, self) => {
    const X = one(self.args);
    const E = beside(...embedded(eye(self.shape.rows, X), self, X.shape.rows, (k) => zeros(self.shape.rows, k, X)));
    return X.shape.cols === ONE ? E : kron(eye(X.shape.cols, X), E);
  },
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** cols(A, i, j), the i-th to the j-th column. */
export const Cols = defineOp({
  name: "cols",
  title: "columns of a matrix",
  line: "d cols(A, i, j) = cols(dA, i, j)",
  cite: "Magnus & Neudecker, ch. 1.11",
  example: "cols(A, 1, 2)",
  calls: ["cols"],
  signature: "n×m, i, j -> n×j - i + 1",
  misfit: ([shown], [from, to]) => `columns ${from} to ${to} of ${shown} do not exist`,
  refuse: (args, data) => withinBounds("columns", one(args), data, one(args).shape.cols),
  differential: eachInTurn((args, self) => cols(one(args), ...boundsOf(self))),
  adjoint: (Ybar, _, self) => {
    const X = one(self.args);
    return beside(...embedded(Ybar, self, X.shape.cols, (k) => zeros(X.shape.rows, k, X)));
  },
  jacobian: (_, self) => {
    const X = one(self.args);
    const E = T(stack(...embedded(eye(self.shape.cols, X), self, X.shape.cols, (k) => zeros(k, self.shape.cols, X))));
    return X.shape.rows === ONE ? E : kron(E, eye(X.shape.rows, X));
  },
  facts: (self, of) => (of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** The block between zeros that stand for what the slice leaves out. */
function embedded(block: Expr, slice: Expr, size: Dim, nought: (k: Dim) => Expr): readonly Expr[] {
  const [from, to] = boundsOf(slice);
  const before = minus(from, ONE);
  const after = minus(size, to);
  return [...(before === "0" ? [] : [nought(before)]), block, ...(after === "0" ? [] : [nought(after)])];
}

/** The rows from `from` to `to` of A, counted from 1. */
export const rows = (A: Expr, from: Dim, to: Dim): Expr => intern(A.home, Rows, [A], [from, to]);

/** The columns from `from` to `to` of A, counted from 1. */
export const cols = (A: Expr, from: Dim, to: Dim): Expr => intern(A.home, Cols, [A], [from, to]);
