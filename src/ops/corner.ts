/** Blocks of a function of [A, B; 0, D], which hold its derivatives. */
import { type Dim, dim, ONE, plus, times } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { cols, rows } from "./slice.js";
import { beside, stack } from "./stack.js";
import { zeros } from "./zeros.js";

/** [A, B; 0, D]. */
const blocks = (A: Expr, B: Expr, D: Expr): Expr =>
  stack(beside(A, B), beside(zeros(A.shape.rows, A.shape.cols, A), D));

/** The block above the diagonal of a matrix of 2 n rows. */
const cornerOf = (M: Expr, n: Dim): Expr => cols(rows(M, ONE, n), plus(n, ONE), times(dim(2), n));

/** The block above the diagonal of f([A, B; 0, D]). */
export const corner = (f: (M: Expr) => Expr, A: Expr, B: Expr, D: Expr): Expr =>
  cornerOf(f(blocks(A, B, D)), A.shape.rows);

/**
 * L(X, E) as X moves along dX, where L is the derivative of a function f along a matrix: L(X, E) is a block of
 * f([X, E; 0, X]), so the same block of the derivative of that along [dX, 0; 0, dX] (Higham, Functions of Matrices, ch. 3).
 */
export const movedCorner = (L: (X: Expr, E: Expr) => Expr, X: Expr, E: Expr, dX: Expr): Expr =>
  cornerOf(L(blocks(X, E, X), blocks(dX, zeros(X.shape.rows, X.shape.rows, X), dX)), X.shape.rows);
