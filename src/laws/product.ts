/** Products: the identity, inverses beside what they undo, scalars hidden between a row and a column. */
import type { Expr } from "../core/expr.js";
import { last, one, two } from "../core/operands.js";
import { addRational, isInteger, isZero, multiplyRational, negated } from "../core/rational.js";
import { isColumn, isRow, isScalar, isSquare } from "../core/shape.js";
import { eye } from "../ops/eye.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Inverse, inverse } from "../ops/inverse.js";
import { MatrixPower, matrixpower } from "../ops/matrixpower.js";
import { isExactly, isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { isOnes, Ones } from "../ops/ones.js";
import { isNegativePower, Power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { Total, total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";
import { powerOf } from "../rewrite/term.js";
import { flipped, turnedAround } from "./canonical.js";

const theme = "product";

export const identity = law({
  theme,
  name: "identity",
  at: Product,
  text: "A… I B… = A… B…",
  throughout: true,
  statement: "A I = A",
  example: "A : matrix(n, m); y = A eye(m)",
});

/** The base and exponent of a factor: X⁻¹ → X, −1; (X²)ᵀ → Xᵀ, 2. */
function matrixPowerOf(f: Expr): { readonly base: Expr; readonly exponent: Expr } {
  if (f.op === Transpose) {
    const { base, exponent } = matrixPowerOf(one(f.args));
    return { base: flipped(base), exponent };
  }
  if (f.op === Inverse) return { base: one(f.args), exponent: number(-1, f) };
  if (f.op !== MatrixPower) return { base: f, exponent: number(1, f) };
  const [base, exponent] = two(f.args);
  return { base, exponent };
}

/** X^k with its transpose outside, the identity for k = 0. */
export function raisedMatrix(base: Expr, exponent: Expr): Expr {
  if (base.op === Transpose) return T(raisedMatrix(one(base.args), exponent));
  if (!isNumber(exponent)) return matrixpower(base, exponent);
  if (isZero(rationalOf(exponent))) return eye(base.shape.rows, base);
  if (isOne(exponent)) return base;
  return isExactly(exponent, -1) ? inverse(base) : matrixpower(base, exponent);
}

const addExponents = (a: Expr, b: Expr): Expr =>
  isNumber(a) && isNumber(b) ? number(addRational(rationalOf(a), rationalOf(b)), a) : sum(a, b);

/** The first pair of neighbouring factors of which `merged` makes one, in the product. */
function pairMerged(e: Expr, merged: (f: Expr, g: Expr) => Expr | null): Expr | null {
  for (const [i, f] of e.args.entries()) {
    const g = e.args[i + 1];
    const by = g === undefined ? null : merged(f, g);
    if (by !== null) return product(...e.args.slice(0, i), by, ...e.args.slice(i + 2));
  }
  return null;
}

/** Neighbouring powers of one square matrix: X X⁻¹ = I, X X = X². */
const powersTogether = (e: Expr): Expr | null =>
  pairMerged(e, (f, g) => {
    if (!isSquare(f.shape) || !isSquare(g.shape)) return null;
    const [p, q] = [matrixPowerOf(f), matrixPowerOf(g)];
    return p.base === q.base ? raisedMatrix(p.base, addExponents(p.exponent, q.exponent)) : null;
  });

/** An inverse beside a run of factors that it undoes: (A B)⁻¹ A B = I. */
function inverseUndone(e: Expr): Expr | null {
  for (const [i, f] of e.args.entries()) {
    const bare = f.op === Transpose ? one(f.args) : f;
    if (bare.op !== Inverse || one(bare.args).op !== Product) continue;
    const run = one(bare.args).args;
    const undone = f.op === Transpose ? run.map(flipped).reverse() : run;
    const same = (at: number) =>
      at >= 0 && at + undone.length <= e.args.length && undone.every((u, j) => e.args[at + j] === u);
    const at = same(i + 1) ? i + 1 : same(i - undone.length) ? i - undone.length : -1;
    if (at < 0) continue;
    const rest = [...e.args.slice(0, Math.min(at, i)), ...e.args.slice(Math.max(at + undone.length, i + 1))];
    return rest.length === 0 ? eye(e.shape.rows, e) : product(...rest);
  }
  return null;
}

/** A run of factors from a row to a column is a number: A x (yᵀ z) wᵀ = (yᵀ z) A x wᵀ. */
function scalarInside(e: Expr): Expr | null {
  const { args } = e;
  for (const [i, first] of args.entries()) {
    if (!isRow(first.shape)) continue;
    const behind = args.findIndex((f, k) => k >= i && isColumn(f.shape));
    if (behind < 0 || (i === 0 && behind === args.length - 1)) continue;
    const [alone, ...more] = [...args.slice(0, i), ...args.slice(behind + 1)];
    const scalar = product(...args.slice(i, behind + 1));
    if (alone !== undefined) return more.length === 0 ? scale(scalar, alone) : product(scalar, alone, ...more);
  }
  return null;
}

/** Ones on a column (or a row) add up its entries. */
function onesAddUp(e: Expr): Expr | null {
  if (!isScalar(e.shape)) return null;
  const { args } = e;
  const [first, last] = [args[0], args.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (isOnes(first)) return total(product(...(isOnes(last) ? args.slice(1, -1) : args.slice(1))));
  return isOnes(last) ? total(turnedAround(args.slice(0, -1))) : null;
}

/** xᵀ (w ∘ x⁻¹): factors that cancel entry by entry make the inner product a sum of entries. */
function innerCancels(e: Expr): Expr | null {
  if (!isScalar(e.shape) || e.args.length !== 2) return null;
  const [row, column] = two(e.args);
  const bare = row.op === Transpose ? one(row.args) : row;
  const left = row.op === Hadamard ? row.args.map(flipped) : bare.op === Hadamard ? bare.args : [flipped(row)];
  const factors = [...left, ...(column.op === Hadamard ? column.args : [column])];
  const cancels = factors.some(
    (d) => isNegativePower(d) && factors.some((f) => f !== d && powerOf(f).base === powerOf(d).base),
  );
  return cancels ? total(hadamard(...factors)) : null;
}

/** A power of a power, and of an inverse. */
function powerOfPower(e: Expr): Expr | null {
  const [X, k] = two(e.args);
  if (!isNumber(k)) return null;
  if (X.op === Inverse) return raisedMatrix(one(X.args), number(negated(rationalOf(k)), k));
  if (isExactly(k, -1)) return inverse(X);
  if (X.op !== MatrixPower || !isInteger(rationalOf(k))) return null;
  const [base, l] = two(X.args);
  return isNumber(l) ? raisedMatrix(base, number(multiplyRational(rationalOf(l), rationalOf(k)), k)) : null;
}

/** The factors in the shortest runs that are square; null where there is one run alone. */
function squareRuns(factors: readonly Expr[]): readonly Expr[] | null {
  const runs: Expr[][] = [[]];
  const n = one(factors).shape.rows;
  for (const f of factors) {
    last(runs).push(f);
    if (f.shape.cols === n) runs.push([]);
  }
  return runs.length <= 2 ? null : runs.filter((r) => r.length > 0).map((r) => product(...r));
}

/** (L Xᵀ X M)⁻¹ = M⁻¹ (Xᵀ X)⁻¹ L⁻¹ for square L and M: every square factor of what is invertible is. */
function inverseOfRuns(e: Expr): Expr | null {
  const X = one(e.args);
  const runs = X.op === Product ? squareRuns(X.args) : null;
  return runs === null ? null : product(...runs.map(inverse).reverse());
}

function inverseOfPower(e: Expr): Expr | null {
  const X = one(e.args);
  if (X.op !== MatrixPower) return null;
  const [base, k] = two(X.args);
  return raisedMatrix(base, isNumber(k) ? number(negated(rationalOf(k)), X) : times(number(-1, k), k));
}

export const inverseOfKronecker = law({
  theme: "inverse",
  name: "inverse of a Kronecker product",
  at: Inverse,
  text: "(A ⊗ B)^-1 = A^-1 ⊗ B^-1",
  where: "A square, B square",
  cite: "Magnus & Neudecker, ch. 2.2",
  example: "A : matrix(n, n); B : matrix(m, m); y = kron(A, B)^-1",
});

/** Without a stated fact nothing is orthogonal but what the other laws know. */
const hasFacts = (e: Expr): boolean => e.home.facts.size > 0;

const DIAGONALS: readonly Law[] = [
  law({
    theme: "diagonal",
    name: "row times diagonal",
    at: Product,
    text: "v' diag(w) = (v .* w)'",
    cite: "Clark, CS224N gradient notes",
    example: "y = v^T diag(w)",
  }),
  law({
    theme: "diagonal",
    name: "diagonal times column",
    at: Product,
    text: "diag(v) w = v .* w",
    cite: "Clark, CS224N gradient notes",
    example: "y = diag(v) w",
  }),
  law({
    theme: "diagonal",
    name: "diagonal times diagonal",
    at: Product,
    text: "diag(v) diag(w) = diag(v .* w)",
    cite: "Magnus & Neudecker, ch. 1-3",
    example: "y = diag(v) diag(w)",
  }),
];

const SUMS: readonly Law[] = [
  law({
    theme,
    name: "rows that sum to 1",
    at: Product,
    text: ["P ones(m, k) = ones(n, k)", "ones(k, m) P^T = ones(k, n)", "ones(k, n) Q = ones(k, 1)"],
    where: "P simplexrows, Q simplex, Q n×1",
    statement: "P ones(m, k) = ones(n, k)  (rows of P sum to 1)",
    cite: "definition of probabilities",
    example: "P : matrix(n, m) simplexrows; y = P ones(m, k)",
  }),
  // Of y ∘ v only the entry of v is left that y points at, which is yᵀ v.
  law({
    theme,
    name: "one entry",
    at: Hadamard,
    text: { text: "P .* A .* B… = (P^T (A .* B…)) P", first: hasFacts },
    where: "P onehot, P n×1",
    statement: "p .* v = (p^T v) p  (p onehot)",
    cite: "definition of a one-hot vector",
    example: "p : vector(n) onehot; v : vector(n); y = p .* v",
  }),
  law({
    theme,
    name: "a power of one entry",
    at: Product,
    text: [
      { text: "P^T (A .^ κ) = (P^T A) .^ κ", where: "P onehot, P n×1, A n×1" },
      { text: "(A .^ κ)^T P = (P^T A) .^ κ", where: "P onehot, P n×1, A n×1" },
    ],
    when: ({ of }) => isNumber(of("κ")) && rationalOf(of("κ")).numerator < 0,
    statement: "p^T (v .^ -1) = 1 / (p^T v)  (p onehot)",
    cite: "definition of a one-hot vector",
    example: "p : vector(n) onehot; v : vector(n); y = p^T (v .^ -1)",
  }),
  law({
    theme,
    name: "products of ones",
    at: Product,
    text: ["ones(n) ones(1, m) = ones(n, m)", "ones(n, k) ones(k, m) = k ones(n, m)"],
    statement: "ones(n)^T ones(n) = n",
    example: "y = ones(1, n) ones(n)",
  }),
  law({
    theme,
    name: "inner product as a sum of entries",
    at: Product,
    statement: "v^T (w ./ v) = sum(w)",
    example: "y = v^T (w ./ v)",
    within: [Power],
    step: innerCancels,
  }),
  law({
    theme,
    name: "ones add up the entries",
    at: Product,
    statement: "ones(n)^T v = sum(v)",
    example: "v : vector(n); y = ones(1, n) v",
    among: [Ones],
    step: onesAddUp,
  }),
  // Each row of n×m ones times a vector is its sum. Within a longer product something else comes first.
  law({
    theme,
    name: "ones repeat a sum",
    at: Product,
    text: [
      { text: "ones(n, m) X = sum(X) ones(n)", where: "X m×1", whole: true },
      { text: "X ones(n, m) = sum(X) ones(1, m)", where: "X 1×n", whole: true },
    ],
    statement: "ones(n, m) v = sum(v) ones(n)",
    example: "v : vector(m); y = ones(n, m) v",
  }),
];

const TOTALS: readonly Law[] = [
  law({
    theme,
    name: "the entries sum to 1",
    at: Total,
    text: [
      { text: "sum(P) = 1", where: "P simplex" },
      { text: "sum(P^T) = 1", where: "P simplex" },
      { text: "sum(P) = n", where: "P simplexrows, P n×m" },
      { text: "sum(P^T) = n", where: "P simplexrows, P n×m" },
    ],
    statement: "sum(p) = 1  (p a simplex)",
    cite: "definition of probabilities",
    example: "p : vector(n) simplex; y = sum(p)",
  }),
  law({
    theme,
    name: "sum of entries",
    at: Total,
    text: ["sum(α) = α", "sum(ones(n, m)) = n m", "sum(A^T) = sum(A)", "sum(diag(v)) = sum(v)", "sum(eye(n)) = n"],
    statement: "sum(ones(n)) = n, sum(A^T) = sum(A), sum(diag(v)) = sum(v)",
    example: "v : vector(n); y = sum(diag(v))",
  }),
  law({
    theme,
    name: "sum of a sum",
    at: Total,
    text: "sum(A + B…) = sum(A) + sum(B)…",
    example: "a, b : vector(n); y = sum(a + b)",
  }),
];

const INVERSES: readonly Law[] = [
  law({
    theme,
    name: "power of a matrix",
    at: MatrixPower,
    text: ["I^κ = I", "X^0 = I", "X^1 = X"],
    statement: "X^1 = X, X^0 = I, (X^-1)^k = X^-k",
    example: "X : matrix(n, n); y = (X^-1)^2",
    step: powerOfPower,
  }),
  law({
    theme,
    name: "inverse of what is simple",
    at: Inverse,
    text: [
      "I^-1 = I",
      "(X^-1)^-1 = X",
      "comm(m, n)^-1 = comm(n, m)",
      { text: "Q^-1 = Q^T", where: "Q orthogonal", when: ({ of }) => of("Q").op !== MatrixPower },
    ],
    statement: "(X^-1)^-1 = X, Q^-1 = Q^T for an orthogonal Q",
    example: "X : matrix(n, n); y = (X^-1)^-1",
    among: [MatrixPower],
    step: inverseOfPower,
  }),
  law({
    theme: "inverse",
    name: "inverse of a diagonal matrix",
    at: Inverse,
    text: "diag(v)^-1 = diag(v .^ -1)",
    cite: "Magnus & Neudecker, ch. 1.8",
    example: "y = diag(v)^-1",
  }),
  law({
    theme: "inverse",
    name: "inverse of a multiple",
    at: Inverse,
    text: "(α A)^-1 = α^-1 A^-1",
    cite: "Magnus & Neudecker, ch. 1.8",
    example: "A : matrix(n, n); y = (alpha A)^-1",
  }),
  law({
    theme: "inverse",
    name: "inverse of a product of square matrices",
    at: Inverse,
    text: "(A B…)^-1 = B^-1… A^-1",
    where: "A square, B square",
    cite: "Magnus & Neudecker, ch. 1.8",
    example: "A, B : matrix(n, n); y = (A B)^-1",
    among: [Product],
    step: inverseOfRuns,
  }),
  inverseOfKronecker,
];

export const PRODUCT: readonly Law[] = [
  identity,
  law({
    theme,
    name: "powers of one matrix",
    at: Product,
    statement: "X^k X^l = X^(k + l), X^-1 X = I",
    cite: "Magnus & Neudecker, ch. 1.8",
    example: "X : matrix(n, n); y = X^2 X^-1",
    step: powersTogether,
  }),
  law({
    theme,
    name: "inverse beside its matrix",
    at: Product,
    statement: "(A B)^-1 A B = I",
    cite: "Magnus & Neudecker, ch. 1.8",
    example: "A : matrix(n, m); B : matrix(m, n); y = (A B)^-1 A B",
    within: [Inverse],
    step: inverseUndone,
  }),
  law({
    theme,
    name: "orthogonal matrix",
    at: Product,
    text: [
      { text: "A… Q^T Q B… = A… B…", where: "Q orthogonal", first: hasFacts },
      { text: "A… Q Q^T B… = A… B…", where: "Q orthogonal", first: hasFacts },
      { text: "A… Q Q B… = A… B…", where: "Q orthogonal, Q symmetric", first: hasFacts },
      "A… comm(m, n) comm(n, m) B… = A… B…",
    ],
    statement: "Q^T Q = I  (Q orthogonal)",
    cite: "definition",
    example: "Q : matrix(n, n) orthogonal; y = Q^T Q",
  }),
  ...DIAGONALS,
  ...SUMS,
  law({
    theme,
    name: "row times column is a scalar",
    at: Product,
    statement: "a b^T c = (b^T c) a",
    example: "y = A b c^T d",
    step: scalarInside,
  }),
  ...TOTALS,
  ...INVERSES,
];
