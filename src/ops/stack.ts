import { type Dim, ONE, plus } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { nth, operand } from "../core/operands.js";
import { isScalar, shape, showShape } from "../core/shape.js";
import { eye } from "./eye.js";
import { kron } from "./kron.js";
import { eachInTurn } from "./linear.js";
import { cols, rows } from "./slice.js";
import { Transpose } from "./transpose.js";
import { zeros } from "./zeros.js";

const total = (sizes: readonly Dim[]): Dim => sizes.reduce(plus);

/** [A; B; …], blocks under one another. */
export const Stack = defineOp({
  name: "stack",
  title: "stacked blocks",
  line: "d [A; B] = [dA; dB]",
  cite: "Magnus & Neudecker, ch. 1.11",
  example: "u : vector(n); v : vector(m); y = [u; v]",
  shape: (args) => {
    const first = nth(args, 0);
    for (const t of args) {
      if (t.shape.cols !== first.shape.cols)
        throw new ShapeError("shape/stack", `cannot stack ${showShape(first.shape)} on ${showShape(t.shape)}`, [
          first,
          t,
        ]);
    }
    return shape(total(args.map((t) => t.shape.rows)), first.shape.cols);
  },
  differential: eachInTurn((args, _, at) => stack(...args.map((t, j) => (j === at ? t : blank(t))))),
  adjoint: (Ybar, i, self) => {
    const before = self.args.slice(0, i).map((t) => t.shape.rows);
    return rows(Ybar, ...window(before, operand(self, i).shape.rows));
  },
  jacobian: (i, self) => {
    const X = operand(self, i);
    const E = stack(
      ...self.args.map((t, j) => (j === i ? eye(X.shape.rows, X) : zeros(t.shape.rows, X.shape.rows, X))),
    );
    return X.shape.cols === ONE ? E : kron(eye(X.shape.cols, X), E);
  },
  facts: (self, of) => [
    ...(self.args.every((t) => of(t).has("positive")) ? (["positive"] as const) : []),
    ...(isMirrored(self.args, (e) => of(e).has("symmetric")) ? (["symmetric"] as const) : []),
  ],
});

/** Whether block (j, i) is the transpose of block (i, j): [A, B; Bᵀ, C] with A and C symmetric. */
function isMirrored(rows: readonly Expr[], symmetric: (e: Expr) => boolean): boolean {
  const blocks = rows.map((r) => (r.op === Beside ? r.args : [r]));
  return blocks.every(
    (row, i) =>
      row.length === rows.length &&
      row.every((A, j) => {
        if (i === j) return isScalar(A.shape) || symmetric(A);
        const B = nth(nth(blocks, j), i);
        const isOne = A === B && (isScalar(A.shape) || symmetric(A));
        return isOne || (A.op === Transpose && operand(A) === B) || (B.op === Transpose && operand(B) === A);
      }),
  );
}

/** [A, B, …], blocks side by side. */
export const Beside = defineOp({
  name: "beside",
  title: "blocks side by side",
  line: "d [A, B] = [dA, dB]",
  cite: "Magnus & Neudecker, ch. 1.11",
  example: "A : matrix(n, m); B : matrix(n, p); y = [A, B]",
  shape: (args) => {
    const first = nth(args, 0);
    for (const t of args) {
      if (t.shape.rows !== first.shape.rows)
        throw new ShapeError("shape/beside", `cannot put ${showShape(first.shape)} beside ${showShape(t.shape)}`, [
          first,
          t,
        ]);
    }
    return shape(first.shape.rows, total(args.map((t) => t.shape.cols)));
  },
  differential: eachInTurn((args, _, at) => beside(...args.map((t, j) => (j === at ? t : blank(t))))),
  adjoint: (Ybar, i, self) => {
    const before = self.args.slice(0, i).map((t) => t.shape.cols);
    return cols(Ybar, ...window(before, operand(self, i).shape.cols));
  },
  jacobian: (i, self) => {
    const X = operand(self, i);
    const E = stack(
      ...self.args.map((t, j) => (j === i ? eye(X.shape.cols, X) : zeros(t.shape.cols, X.shape.cols, X))),
    );
    return X.shape.rows === ONE ? E : kron(E, eye(X.shape.rows, X));
  },
  facts: (self, of) => (self.args.every((t) => of(t).has("positive")) ? ["positive"] : []),
});

/** First and last row (or column) of a block behind others, counted from 1. */
function window(before: readonly Dim[], size: Dim): readonly [Dim, Dim] {
  const start = before.length === 0 ? null : total(before);
  return start === null ? [ONE, size] : [plus(start, ONE), plus(start, size)];
}

const blank = (t: Expr) => zeros(t.shape.rows, t.shape.cols, t);

/** Blocks under one another; one block is itself. */
export const stack = (...blocks: readonly Expr[]): Expr =>
  blocks.length === 1 ? nth(blocks, 0) : intern(nth(blocks, 0).home, Stack, blocks, null);

/** Blocks side by side; one block is itself. */
export const beside = (...blocks: readonly Expr[]): Expr =>
  blocks.length === 1 ? nth(blocks, 0) : intern(nth(blocks, 0).home, Beside, blocks, null);
