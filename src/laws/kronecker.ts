/** Kronecker products, vec and the commutation matrix. */
import { minus, ONE, plus, times as timesDim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { isColumn, isRow, isScalar, sameShape } from "../core/shape.js";
import { Comm, comm, commSizes } from "../ops/comm.js";
import { Diag } from "../ops/diag.js";
import { eye, isEye } from "../ops/eye.js";
import { Kron, kron } from "../ops/kron.js";
import { isOnes, ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { Cols, Rows } from "../ops/slice.js";
import { Beside, Stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { T, Transpose } from "../ops/transpose.js";
import { Unvec } from "../ops/unvec.js";
import { Vec, vec } from "../ops/vec.js";
import { among, functionLaw, type Law } from "../rewrite/law.js";
import { scalarsOf, withScalars } from "../rewrite/term.js";
import { flipped } from "./canonical.js";

const theme = "Kronecker";
const cite = "Magnus & Neudecker, ch. 2-3";

const vecOfVector = functionLaw(
  theme,
  "vec of a column",
  "vec(v) = v, vec(v^T) = v",
  [Vec],
  (e) => {
    const X = e.args[0] as Expr;
    if (isScalar(X.shape) || isColumn(X.shape)) return X;
    if (isRow(X.shape)) return X.op === Transpose ? (X.args[0] as Expr) : T(X);
    if (X.op === Unvec) return X.args[0] as Expr;
    if (isOnes(X)) return ones(timesDim(X.shape.rows, X.shape.cols), ONE, X);
    return null;
  },
  cite,
);

/** X for c vec X (in front of it c) and b aᵀ for a ⊗ b, where that has the shape of `like`; else null. */
function undone(term: Expr, like: Expr): Expr | null {
  const { scalars, core } = scalarsOf(term);
  if (core === null) return null;
  const X = core.op === Vec ? (core.args[0] as Expr) : outerOf(core);
  return X !== null && sameShape(X.shape, like.shape) ? withScalars(scalars, X, term) : null;
}

/** b aᵀ for the column a ⊗ b. */
const outerOf = (e: Expr): Expr | null =>
  e.op === Kron && e.args.every((a) => isColumn(a.shape)) ? product(e.args[1] as Expr, T(e.args[0] as Expr)) : null;

const unvecOfVec = functionLaw(
  theme,
  "unvec undoes vec",
  "unvec(vec(X), n, m) = X",
  [Unvec],
  (e) => {
    const v = e.args[0] as Expr;
    const X = undone(v, e);
    if (X !== null) return X;
    if (isColumn(e.shape)) return isColumn(v.shape) ? v : T(v);
    if (isRow(e.shape)) return isColumn(v.shape) ? T(v) : v;
    if (isOnes(v)) return ones(e.shape.rows, e.shape.cols, v);
    // Linear: unvec(vec A + c vec B) = A + c B, where each term is undone.
    if (v.op === Sum && v.args.every((t) => undone(t, e) !== null))
      return sum(...v.args.map((t) => undone(t, e) as Expr));
    return null;
  },
  cite,
);

const ofIdentities = functionLaw(
  theme,
  "Kronecker product of identities",
  "I ⊗ I = I",
  [Kron],
  (e) => (e.args.every(isEye) ? eye(e.shape.rows, e) : null),
  cite,
);

const ofOnes = functionLaw(
  theme,
  "Kronecker product of ones",
  "ones(n) ⊗ ones(m) = ones(n m)",
  [Kron],
  (e) => (e.args.every(isOnes) ? ones(e.shape.rows, e.shape.cols, e) : null),
  cite,
);

/** (A ⊗ B)(C ⊗ D) = A C ⊗ B D, where the sizes fit. */
const mixedProduct = functionLaw(
  theme,
  "mixed product",
  "(A ⊗ B) (C ⊗ D) = (A C) ⊗ (B D)",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op !== Kron || g.op !== Kron) continue;
      const [[A, B], [C, D]] = [f.args as [Expr, Expr], g.args as [Expr, Expr]];
      if (A.shape.cols !== C.shape.rows || B.shape.cols !== D.shape.rows) continue;
      const both = kron(product(A, C), product(B, D));
      return product(...e.args.slice(0, i), both, ...e.args.slice(i + 2));
    }
    return null;
  },
  cite,
);

/** (A ⊗ x) B with B of A's columns, x a column: A B ⊗ x; a row beside a matrix is such a case. */
const partialProduct = functionLaw(
  theme,
  "Kronecker product with a column",
  "(A ⊗ x) B = (A B) ⊗ x",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op === Kron) {
        const [A, B] = f.args as [Expr, Expr];
        if (isColumn(B.shape) && A.shape.cols === g.shape.rows)
          return product(...e.args.slice(0, i), kron(product(A, g), B), ...e.args.slice(i + 2));
        if (isColumn(A.shape) && B.shape.cols === g.shape.rows)
          return product(...e.args.slice(0, i), kron(A, product(B, g)), ...e.args.slice(i + 2));
      }
      if (g.op === Kron) {
        const [A, B] = g.args as [Expr, Expr];
        if (isRow(B.shape) && f.shape.cols === A.shape.rows)
          return product(...e.args.slice(0, i), kron(product(f, A), B), ...e.args.slice(i + 2));
        if (isRow(A.shape) && f.shape.cols === B.shape.rows)
          return product(...e.args.slice(0, i), kron(A, product(f, B)), ...e.args.slice(i + 2));
      }
    }
    return null;
  },
  cite,
);

/** (A ⊗ B) vec X = vec(B X Aᵀ). */
const kronTimesVec = functionLaw(
  theme,
  "Kronecker product times vec",
  "(A ⊗ B) vec(X) = vec(B X A^T)",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op === Kron && g.op === Vec) {
        const [A, B] = f.args as [Expr, Expr];
        const X = g.args[0] as Expr;
        if (B.shape.cols !== X.shape.rows || A.shape.cols !== X.shape.cols) continue;
        return product(...e.args.slice(0, i), vec(product(B, X, T(A))), ...e.args.slice(i + 2));
      }
      if (g.op === Kron && f.op === Transpose && (f.args[0] as Expr).op === Vec) {
        const [A, B] = g.args as [Expr, Expr];
        const X = (f.args[0] as Expr).args[0] as Expr;
        if (B.shape.rows !== X.shape.rows || A.shape.rows !== X.shape.cols) continue;
        return product(...e.args.slice(0, i), T(vec(product(T(B), X, A))), ...e.args.slice(i + 2));
      }
    }
    return null;
  },
  cite,
);

const commTimesVec = functionLaw(
  theme,
  "commutation matrix times vec",
  "comm(m, n) vec(A) = vec(A^T)",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op === Comm && g.op === Vec) {
        const [m, n] = commSizes(f);
        const X = g.args[0] as Expr;
        if (X.shape.rows === m && X.shape.cols === n)
          return product(...e.args.slice(0, i), vec(T(X)), ...e.args.slice(i + 2));
      }
      if (g.op === Comm && f.op === Transpose && (f.args[0] as Expr).op === Vec) {
        const [m, n] = commSizes(g);
        const X = (f.args[0] as Expr).args[0] as Expr;
        if (X.shape.rows === n && X.shape.cols === m)
          return product(...e.args.slice(0, i), T(vec(T(X))), ...e.args.slice(i + 2));
      }
    }
    return null;
  },
  cite,
);

/** K (A ⊗ B) = (B ⊗ A) K: the commutation matrix goes to the right, and out where a side is a vector. */
const commRight = functionLaw(
  theme,
  "commutation matrix to the right",
  "comm(p, m) kron(A, B) = kron(B, A) comm(q, n)",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op !== Comm || g.op !== Kron) continue;
      const [p, m] = commSizes(f);
      const [A, B] = g.args as [Expr, Expr];
      if (A.shape.rows !== m || B.shape.rows !== p) continue;
      return product(...e.args.slice(0, i), kron(B, A), comm(B.shape.cols, A.shape.cols, e), ...e.args.slice(i + 2));
    }
    return null;
  },
  cite,
);

/** (B ⊗ A) K = K (A ⊗ B), where the K that goes to the left is the identity: A or B is a row. */
const commOut = functionLaw(
  theme,
  "commutation matrix beside a row",
  "kron(B, v^T) comm(q, n) = kron(v^T, B)",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op !== Kron || g.op !== Comm) continue;
      const [B, A] = f.args as [Expr, Expr];
      const [q, n] = commSizes(g);
      if ((!isRow(A.shape) && !isRow(B.shape)) || B.shape.cols !== q || A.shape.cols !== n) continue;
      return product(...e.args.slice(0, i), kron(A, B), ...e.args.slice(i + 2));
    }
    return null;
  },
  cite,
);

const vecOfOuter = functionLaw(
  theme,
  "vec of an outer product",
  "vec(v w^T) = w ⊗ v",
  [Vec],
  (e) => {
    const X = e.args[0] as Expr;
    if (X.op !== Product) return null;
    const cut = X.args.findIndex((f, i) => i > 0 && isRow(f.shape) && isColumn((X.args[i - 1] as Expr).shape));
    if (cut < 0) return null;
    return kron(product(...X.args.slice(cut).map(flipped).reverse()), product(...X.args.slice(0, cut)));
  },
  "Magnus & Neudecker, ch. 2.4",
);

const trivialComm = functionLaw(
  theme,
  "trivial commutation matrix",
  "comm(n, 1) = I",
  [Comm],
  (e) => (commSizes(e).some((d) => d === ONE) ? eye(e.shape.rows, e) : null),
  cite,
);

/** A slice of blocks that is one of the blocks. */
const sliceOfBlocks = functionLaw(
  "block",
  "slice of blocks",
  "rows([A; B], 1, n) = A  (A has n rows)",
  [Rows, Cols],
  (e) => {
    const X = e.args[0] as Expr;
    if (X.op !== (e.op === Rows ? Stack : Beside)) return null;
    const [from, to] = e.data as unknown as readonly [string, string];
    let at = ONE;
    for (const block of X.args) {
      const length = e.op === Rows ? block.shape.rows : block.shape.cols;
      const end = minus(plus(at, length), ONE);
      if (at === from && end === to) return block;
      at = plus(end, ONE);
    }
    return null;
  },
);

const sliceOfAll = functionLaw(
  "block",
  "slice of everything",
  "rows(A, 1, n) = A  (A has n rows)",
  [Rows, Cols],
  (e) => {
    const X = e.args[0] as Expr;
    const [from, to] = e.data as unknown as readonly [string, string];
    return from === ONE && to === (e.op === Rows ? X.shape.rows : X.shape.cols) ? X : null;
  },
);

const diagOfOnes = functionLaw("diagonal", "diagonal of ones", "diag(ones(n)) = I", [Diag], (e) => {
  const v = e.args[0] as Expr;
  return isOnes(v) ? eye(e.shape.rows, e) : null;
});

export const KRONECKER: readonly Law[] = [
  trivialComm,
  vecOfVector,
  unvecOfVec,
  ofIdentities,
  ofOnes,
  among([Kron], mixedProduct),
  among([Comm], commTimesVec),
  among([Kron], kronTimesVec),
  among([Kron], partialProduct),
  among([Comm], commRight),
  among([Comm], commOut),
  among([Product], vecOfOuter),
  sliceOfAll,
  sliceOfBlocks,
  diagOfOnes,
];
