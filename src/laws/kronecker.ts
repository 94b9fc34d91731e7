/** Kronecker products, vec and the commutation matrix. */
import type { Expr } from "../core/expr.js";
import { one, two } from "../core/operands.js";
import { isColumn, isRow, sameShape } from "../core/shape.js";
import { Comm } from "../ops/comm.js";
import { Diag } from "../ops/diag.js";
import { Kron, kron } from "../ops/kron.js";
import { isOnes, ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Sum, sum } from "../ops/sum.js";
import { T } from "../ops/transpose.js";
import { Unvec } from "../ops/unvec.js";
import { Vec } from "../ops/vec.js";
import { type Law, law } from "../rewrite/law.js";
import { turnedAround } from "./canonical.js";

const theme = "Kronecker";
const cite = "Magnus & Neudecker, ch. 2-3";

/** X for c vec X (in front of it c) and b aᵀ for a ⊗ b, where that has the shape of `like`; else null. */
function undone(term: Expr, like: Expr): Expr | null {
  const { scalars, core } = scalarsOf(term);
  if (core === null) return null;
  const X = core.op === Vec ? one(core.args) : outerOf(core);
  return X !== null && sameShape(X.shape, like.shape) ? withScalars(scalars, X, term) : null;
}

/** b aᵀ for the column a ⊗ b. */
function outerOf(e: Expr): Expr | null {
  if (e.op !== Kron || !e.args.every((a) => isColumn(a.shape))) return null;
  const [a, b] = two(e.args);
  return product(b, T(a));
}

function unvecUndone(e: Expr): Expr | null {
  const v = one(e.args);
  const X = undone(v, e);
  if (X !== null) return X;
  if (isColumn(e.shape)) return isColumn(v.shape) ? v : T(v);
  if (isRow(e.shape)) return isColumn(v.shape) ? T(v) : v;
  if (isOnes(v)) return ones(e.shape.rows, e.shape.cols, v);
  if (v.op !== Sum) return null;
  // Linear: unvec(vec A + c vec B) = A + c B, where each term is undone.
  const terms = v.args.map((t) => undone(t, e)).filter((t) => t !== null);
  return terms.length === v.args.length ? sum(...terms) : null;
}

function outerUndone(e: Expr): Expr | null {
  const { op, args } = one(e.args);
  if (op !== Product) return null;
  const cut = args.findIndex((f, i) => i > 0 && isRow(f.shape) && isColumn((args[i - 1] ?? f).shape));
  return cut < 0 ? null : kron(turnedAround(args.slice(cut)), product(...args.slice(0, cut)));
}

export const KRONECKER: readonly Law[] = [
  law({
    theme,
    name: "trivial commutation matrix",
    at: Comm,
    text: ["comm(n, 1) = I", "comm(1, n) = I"],
    statement: "comm(n, 1) = I",
    cite,
    example: "v : vector(n); y = comm(n, 1) v",
  }),
  law({
    theme,
    name: "vec of a column",
    at: Vec,
    text: ["vec(α) = α", "vec(v) = v", "vec(v^T) = v", "vec(unvec(v, n, m)) = v", "vec(ones(n, m)) = ones(k)"],
    statement: "vec(v) = v, vec(v^T) = v",
    cite,
    example: "y = vec(A x)",
  }),
  law({
    theme,
    name: "unvec undoes vec",
    at: Unvec,
    statement: "unvec(vec(X), n, m) = X",
    cite,
    example: "X : matrix(n, m); y = unvec(vec(X), n, m)",
    step: unvecUndone,
  }),
  law({
    theme,
    name: "Kronecker product of identities",
    at: Kron,
    text: "I ⊗ I = I",
    cite,
    example: "y = kron(eye(n), eye(m))",
  }),
  law({
    theme,
    name: "Kronecker product of ones",
    at: Kron,
    text: "ones(n, m) ⊗ ones(p, q) = ones(k, l)",
    statement: "ones(n) ⊗ ones(m) = ones(n m)",
    cite,
    example: "y = kron(ones(n), ones(m))",
  }),
  law({
    theme,
    name: "Kronecker product of a row and a column",
    at: Kron,
    text: [
      { text: "R ⊗ X = X R", where: "R 1×n, X m×1" },
      { text: "X ⊗ R = X R", where: "R 1×n, X m×1" },
    ],
    statement: "v^T ⊗ w = w v^T",
    cite: "Magnus & Neudecker, ch. 2.2",
    example: "v : vector(n); w : vector(m); y = kron(v^T, w)",
  }),
  law({
    theme,
    name: "Kronecker product of an outer product and a column",
    at: Kron,
    text: [
      { text: "(v w') ⊗ X = v ⊗ (X w')", where: "X n×1" },
      { text: "(v w') ⊗ R = w' ⊗ (v R)", where: "R 1×n" },
    ],
    statement: "(v w^T) ⊗ x = v ⊗ (x w^T)",
    cite: "Magnus & Neudecker, ch. 2.2",
    example: "v, w : vector(n); x : vector(m); y = kron(v w^T, x)",
  }),
  // What takes v to vec(diag(v)), as it is written in the language, beside a row.
  law({
    theme,
    name: "row beside the column-wise Kronecker product",
    at: Product,
    text: [
      { text: "(R ⊗ A) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = A diag(R^T)", where: "R 1×n" },
      { text: "(A ⊗ R) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = A diag(R^T)", where: "R 1×n" },
    ],
    statement: "(v^T ⊗ A) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = A diag(v)",
    cite: "vec(A diag(w) v) = A diag(v) w",
    example: "A : matrix(m, n); v : vector(n); y = kron(v^T, A) (kron(eye(n), ones(n)) .* kron(ones(n), eye(n)))",
  }),
  // Column j of the product is a_j ⊗ e_j: the entries of A, each in a place of its own.
  law({
    theme,
    name: "column-wise Kronecker product with the identity",
    at: Product,
    text: [
      {
        text: "((diag(v) A) ⊗ I) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = diag(vec(A^T)) (v ⊗ eye(n))",
        where: "A m×n, v m×1",
      },
      {
        text: "(I ⊗ (diag(v) A)) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = diag(vec(A)) (eye(n) ⊗ v)",
        where: "A m×n, v m×1",
      },
      { text: "(A ⊗ I) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = diag(vec(A^T)) (ones(m) ⊗ eye(n))", where: "A m×n" },
      { text: "(I ⊗ A) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = diag(vec(A)) (eye(n) ⊗ ones(m))", where: "A m×n" },
    ],
    statement: "(A ⊗ I) ((I ⊗ ones(n)) .* (ones(n) ⊗ I)) = diag(vec(A^T)) (ones(m) ⊗ I)",
    cite: "vec(diag(v) X) = diag(vec(X)) (ones(m) ⊗ I) v",
    example: "A : matrix(m, n); y = kron(A, eye(n)) (kron(eye(n), ones(n)) .* kron(ones(n), eye(n)))",
  }),
  law({
    theme,
    name: "mixed product",
    at: Product,
    text: {
      text: "(A ⊗ B) (C ⊗ D) = (A C) ⊗ (B D)",
      where: "A n×m, B p×q, C m×k, D q×r",
    },
    statement: "(A ⊗ B) (C ⊗ D) = (A C) ⊗ (B D)",
    cite,
    example: "A : matrix(n, m); B : matrix(p, q); C : matrix(m, k); D : matrix(q, r); y = kron(A, B) kron(C, D)",
  }),
  // Row i of the first factor is pᵢᵀ ⊗ qᵢᵀ, column j of the second cⱼ ⊗ dⱼ: the mixed product, row by row and column by column.
  law({
    theme,
    name: "mixed product of Khatri-Rao products",
    at: Product,
    text: [
      {
        text: "((P ⊗ ones(1, q)) .* (ones(1, p) ⊗ Q)) ((C ⊗ ones(q)) .* (ones(p) ⊗ D)) = (P C) .* (Q D)",
        where: "P n×p, Q n×q, C p×m, D q×m",
      },
      {
        text: "((P ⊗ ones(1, q)) .* (ones(1, p) ⊗ Q)) (A ⊗ B) = ((P A) ⊗ ones(1, s)) .* (ones(1, r) ⊗ (Q B))",
        where: "P n×p, Q n×q, A p×r, B q×s",
      },
      {
        text: "(A ⊗ B) ((C ⊗ ones(q)) .* (ones(p) ⊗ D)) = ((A C) ⊗ ones(s)) .* (ones(r) ⊗ (B D))",
        where: "C p×n, D q×n, A r×p, B s×q",
      },
    ],
    statement: "((P ⊗ ones(1, q)) .* (ones(1, p) ⊗ Q)) (A ⊗ B) = ((P A) ⊗ ones(1, s)) .* (ones(1, r) ⊗ (Q B))",
    cite: "Khatri & Rao, Sankhyā A 30, 1968",
    example:
      "P : matrix(n, p); Q : matrix(n, q); A : matrix(p, r); B : matrix(q, s); " +
      "y = (kron(P, ones(1, q)) .* kron(ones(1, p), Q)) kron(A, B)",
  }),
  law({
    theme,
    name: "commutation matrix times vec",
    at: Product,
    text: [
      { text: "comm(m, n) vec(A) = vec(A^T)", where: "A m×n" },
      { text: "vec(A)^T comm(m, n) = vec(A^T)^T", where: "A n×m" },
    ],
    statement: "comm(m, n) vec(A) = vec(A^T)",
    cite,
    example: "A : matrix(n, m); y = comm(n, m) vec(A)",
  }),
  law({
    theme,
    name: "Kronecker product times vec",
    at: Product,
    text: [
      { text: "(A ⊗ B) vec(X) = vec(B X A^T)", where: "X n×m, A q×m, B p×n" },
      { text: "vec(X)^T (A ⊗ B) = vec(B^T X A)^T", where: "X n×m, A m×q, B n×p" },
    ],
    statement: "(A ⊗ B) vec(X) = vec(B X A^T)",
    cite,
    example: "A : matrix(p, m); B : matrix(q, n); X : matrix(n, m); y = kron(A, B) vec(X)",
  }),
  // A row beside a matrix is such a case.
  law({
    theme,
    name: "Kronecker product with a column",
    at: Product,
    text: [
      { text: "(A ⊗ X) B = (A B) ⊗ X", where: "A n×m, X p×1, B m×k" },
      { text: "(X ⊗ A) B = X ⊗ (A B)", where: "A n×m, X p×1, B m×k" },
      { text: "B (A ⊗ X) = (B A) ⊗ X", where: "A n×m, X 1×p, B k×n" },
      { text: "B (X ⊗ A) = X ⊗ (B A)", where: "A n×m, X 1×p, B k×n" },
    ],
    statement: "(A ⊗ x) B = (A B) ⊗ x",
    cite,
    example: "A : matrix(n, m); x : vector(p); B : matrix(m, k); y = kron(A, x) B",
  }),
  // To the right, and out where a side is a vector.
  law({
    theme,
    name: "commutation matrix to the right",
    at: Product,
    text: { text: "comm(p, m) (A ⊗ B) = (B ⊗ A) comm(q, n)", where: "A m×n, B p×q" },
    statement: "comm(p, m) (A ⊗ B) = (B ⊗ A) comm(q, n)",
    cite,
    example: "A : matrix(n, m); B : matrix(p, q); y = comm(p, n) kron(A, B)",
  }),
  // Here the commutation matrix that goes to the left is the identity.
  law({
    theme,
    name: "commutation matrix beside a row",
    at: Product,
    text: [
      { text: "(B ⊗ A) comm(q, n) = A ⊗ B", where: "A 1×n, B p×q" },
      { text: "(B ⊗ A) comm(q, n) = A ⊗ B", where: "A m×n, B 1×q" },
    ],
    statement: "(B ⊗ v^T) comm(q, n) = v^T ⊗ B",
    cite,
    example: "A : matrix(n, m); v : vector(p); y = kron(A, v^T) comm(m, p)",
  }),
  law({
    theme,
    name: "vec of an outer product",
    at: Vec,
    statement: "vec(v w^T) = w ⊗ v",
    cite: "Magnus & Neudecker, ch. 2.4",
    example: "v : vector(n); w : vector(m); y = vec(v w^T)",
    among: [Product],
    step: outerUndone,
  }),
  law({
    theme: "diagonal",
    name: "diagonal of ones",
    at: Diag,
    text: "diag(ones(n)) = I",
    example: "y = diag(ones(n))",
  }),
];
