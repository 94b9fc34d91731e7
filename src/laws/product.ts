/** Products: the identity, inverses beside what they undo, scalars hidden between a row and a column. */
import { ONE } from "../core/dim.js";
import { bitOf, type Expr, mayHold } from "../core/expr.js";
import { addRational, isInteger, isZero, negated, type Rational, rational } from "../core/rational.js";
import { isColumn, isRow, isScalar, isSquare } from "../core/shape.js";
import { Comm, comm, commSizes } from "../ops/comm.js";
import { Diag } from "../ops/diag.js";
import { Eye, eye, isEye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Inverse, inverse } from "../ops/inverse.js";
import { MatrixPower, matrixpower } from "../ops/matrixpower.js";
import { isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { isOnes, Ones, ones } from "../ops/ones.js";
import { Power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scale } from "../ops/scale.js";
import { size } from "../ops/size.js";
import { Beside, Stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { Total, total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { among, functionLaw, type Law, within } from "../rewrite/law.js";
import { law } from "../rewrite/read-law.js";
import { powerOf } from "../rewrite/term.js";
import { flipped } from "./canonical.js";

const theme = "product";

export const identity = functionLaw(theme, "identity", "A I = A", [Product], (e) => {
  const rest = e.args.filter((f) => !isEye(f));
  if (rest.length === e.args.length) return null;
  return rest.length === 0 ? (e.args[0] as Expr) : product(...rest);
});

/** The base and exponent of a factor: X⁻¹ → X, −1; (X²)ᵀ → Xᵀ, 2. */
function matrixPowerOf(f: Expr): { readonly base: Expr; readonly exponent: Expr } {
  if (f.op === Transpose) {
    const { base, exponent } = matrixPowerOf(f.args[0] as Expr);
    return { base: flipped(base), exponent };
  }
  if (f.op === Inverse) return { base: f.args[0] as Expr, exponent: number(-1, f) };
  if (f.op === MatrixPower) return { base: f.args[0] as Expr, exponent: f.args[1] as Expr };
  return { base: f, exponent: number(1, f) };
}

/** X^k with its transpose outside, the identity for k = 0. */
export function raisedMatrix(base: Expr, exponent: Expr): Expr {
  if (base.op === Transpose) return T(raisedMatrix(base.args[0] as Expr, exponent));
  if (!isNumber(exponent)) return matrixpower(base, exponent);
  const k = rationalOf(exponent);
  if (isZero(k)) return eye(base.shape.rows, base);
  if (isOne(exponent)) return base;
  if (k.numerator === -1 && k.denominator === 1) return inverse(base);
  return matrixpower(base, exponent);
}

const addExponents = (a: Expr, b: Expr): Expr =>
  isNumber(a) && isNumber(b) ? number(addRational(rationalOf(a), rationalOf(b)), a) : sum(a, b);

/** Neighbouring powers of one square matrix: X X⁻¹ = I, X X = X². */
const matrixPowers = functionLaw(
  theme,
  "powers of one matrix",
  "X^k X^l = X^(k + l), X^-1 X = I",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (!isSquare(f.shape) || !isSquare(g.shape)) continue;
      const [p, q] = [matrixPowerOf(f), matrixPowerOf(g)];
      if (p.base !== q.base) continue;
      return product(
        ...e.args.slice(0, i),
        raisedMatrix(p.base, addExponents(p.exponent, q.exponent)),
        ...e.args.slice(i + 2),
      );
    }
    return null;
  },
  "Magnus & Neudecker, ch. 1.8",
);

/** An inverse beside a run of factors that it undoes: (A B)⁻¹ A B = I. */
const inverseOfRun = functionLaw(
  theme,
  "inverse beside its matrix",
  "(A B)^-1 A B = I",
  [Product],
  (e) => {
    for (let i = 0; i < e.args.length; i++) {
      const f = e.args[i] as Expr;
      const bare = f.op === Transpose ? (f.args[0] as Expr) : f;
      if (bare.op !== Inverse || (bare.args[0] as Expr).op !== Product) continue;
      const run = (bare.args[0] as Expr).args;
      const undone = f.op === Transpose ? run.map(flipped).reverse() : run;
      const same = (at: number) =>
        at >= 0 && at + undone.length <= e.args.length && undone.every((u, j) => e.args[at + j] === u);
      const at = same(i + 1) ? i + 1 : same(i - undone.length) ? i - undone.length : -1;
      if (at < 0) continue;
      const rest = [...e.args.slice(0, Math.min(at, i)), ...e.args.slice(Math.max(at + undone.length, i + 1))];
      return rest.length === 0 ? eye(e.shape.rows, e) : product(...rest);
    }
    return null;
  },
  "Magnus & Neudecker, ch. 1.8",
);

const COMM = bitOf(Comm);

const orthogonal = functionLaw(
  theme,
  "orthogonal matrix",
  "Q^T Q = I  (Q orthogonal)",
  [Product],
  (e) => {
    if (e.home.facts.size === 0 && !mayHold(e, COMM)) return null;
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op === Comm && g.op === Comm) {
        const [[m, n], [p, q]] = [commSizes(f), commSizes(g)];
        if (m !== q || n !== p) continue;
      } else if (!factsOf(f).has("orthogonal") || flipped(f) !== g) continue;
      const rest = [...e.args.slice(0, i), ...e.args.slice(i + 2)];
      return rest.length === 0 ? eye(e.shape.rows, e) : product(...rest);
    }
    return null;
  },
  "definition",
);

/** A run of factors from a row to a column is a number: A x (yᵀ z) wᵀ = (yᵀ z) A x wᵀ. */
const scalarInside = functionLaw(theme, "row times column is a scalar", "a b^T c = (b^T c) a", [Product], (e) => {
  const last = e.args.length;
  for (let i = 0; i < last; i++) {
    if (!isRow((e.args[i] as Expr).shape)) continue;
    for (let j = i + 1; j <= last; j++) {
      if (!isColumn((e.args[j - 1] as Expr).shape)) continue;
      if (i === 0 && j === last) break;
      const rest = [...e.args.slice(0, i), ...e.args.slice(j)];
      const scalar = product(...e.args.slice(i, j));
      return rest.length === 1 ? scale(scalar, rest[0] as Expr) : product(scalar, ...rest);
    }
  }
  return null;
});

const onesProducts = functionLaw(theme, "products of ones", "ones(n)^T ones(n) = n", [Product], (e) => {
  for (let i = 0; i + 1 < e.args.length; i++) {
    const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
    if (!isOnes(f) || !isOnes(g)) continue;
    const block = ones(f.shape.rows, g.shape.cols, f);
    const merged = f.shape.cols === ONE ? block : scaledBy(size(e.home, f.shape.cols), block);
    const rest = [...e.args.slice(0, i), merged, ...e.args.slice(i + 2)];
    return product(...rest);
  }
  return null;
});

const scaledBy = (c: Expr, X: Expr) => (isScalar(X.shape) ? times(c, X) : scale(c, X));

/** Ones on a column (or a row) add up its entries. */
const onesTimes = functionLaw(theme, "ones add up the entries", "ones(n)^T v = sum(v)", [Product], (e) => {
  if (!isScalar(e.shape)) return null;
  const [first, last] = [e.args[0] as Expr, e.args[e.args.length - 1] as Expr];
  if (isOnes(first) && isOnes(last)) return total(product(...e.args.slice(1, -1)));
  if (isOnes(first)) return total(e.args.length === 2 ? last : product(...e.args.slice(1)));
  if (isOnes(last))
    return total(e.args.length === 2 ? flipped(first) : product(...e.args.slice(0, -1).map(flipped).reverse()));
  return null;
});

/** n×k ones times a vector: each row is the sum. */
const onesMatrixTimes = functionLaw(theme, "ones repeat a sum", "ones(n, m) v = sum(v) ones(n)", [Product], (e) => {
  const k = e.args.length;
  const [first, last] = [e.args[0] as Expr, e.args[k - 1] as Expr];
  if (k === 2 && isOnes(first) && isColumn(last.shape) && !isRow(first.shape))
    return scale(total(last), ones(first.shape.rows, ONE, e));
  if (k === 2 && isOnes(last) && isRow(first.shape) && !isColumn(last.shape))
    return scale(total(first), ones(ONE, last.shape.cols, e));
  return null;
});

/** xᵀ (w ∘ x⁻¹): factors that cancel entry by entry make the inner product a sum of entries. */
const innerCancels = functionLaw(
  theme,
  "inner product as a sum of entries",
  "v^T (w ./ v) = sum(w)",
  [Product],
  (e) => {
    if (!isScalar(e.shape) || e.args.length !== 2) return null;
    const [row, column] = [e.args[0] as Expr, e.args[1] as Expr];
    const bare = row.op === Transpose ? (row.args[0] as Expr) : row;
    const left = row.op === Hadamard ? row.args.map(flipped) : bare.op === Hadamard ? bare.args : [flipped(row)];
    const factors = [...left, ...(column.op === Hadamard ? column.args : [column])];
    const divisors = factors.filter(
      (f) => f.op === Power && isNumber(f.args[1] as Expr) && rationalOf(f.args[1] as Expr).numerator < 0,
    );
    const cancels = divisors.some((d) => factors.some((f) => f !== d && powerOf(f).base === d.args[0]));
    return cancels ? total(hadamard(...factors)) : null;
  },
);

/** P .* T summed over rows of a row-stochastic T: what the rows of T sum to is known. */
const rowsSumToOne = functionLaw(
  theme,
  "rows that sum to 1",
  "P ones(m, k) = ones(n, k)  (rows of P sum to 1)",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      const rows = isOnes(g) && factsOf(f).has("simplexrows");
      const cols = isOnes(f) && factsOf(flipped(g)).has("simplexrows") && g.op === Transpose;
      const column = isOnes(f) && factsOf(g).has("simplex");
      if (!rows && !cols && !column) continue;
      return product(...e.args.slice(0, i), ones(f.shape.rows, g.shape.cols, e), ...e.args.slice(i + 2));
    }
    return null;
  },
  "definition of probabilities",
);

const sumKnown = functionLaw(
  theme,
  "entries that sum to 1",
  "sum(p) = 1  (p a simplex)",
  [Total],
  (e) => {
    const X = e.args[0] as Expr;
    const bare = X.op === Transpose ? (X.args[0] as Expr) : X;
    if (factsOf(bare).has("simplex") && !isScalar(X.shape)) return number(1, e);
    return factsOf(bare).has("simplexrows") && !isScalar(X.shape) ? size(e.home, bare.shape.rows) : null;
  },
  "definition of probabilities",
);

const sumPlain = functionLaw(
  theme,
  "sum of entries",
  "sum(ones(n)) = n, sum(A^T) = sum(A), sum(diag(v)) = sum(v)",
  [Total],
  (e) => {
    const X = e.args[0] as Expr;
    if (isScalar(X.shape)) return X;
    if (isOnes(X)) return times(size(e.home, X.shape.rows), size(e.home, X.shape.cols));
    if (X.op === Transpose || X.op === Diag) return total(X.args[0] as Expr);
    return isEye(X) ? size(e.home, X.shape.rows) : null;
  },
);

/** What is linear passes through a sum of entries. */
const sumLinear = functionLaw(theme, "sum of a sum", "sum(A + B) = sum(A) + sum(B)", [Total], (e) => {
  const X = e.args[0] as Expr;
  if (X.op === Sum) return sum(...X.args.map(total));
  return null;
});

const blocksTimes = functionLaw(
  theme,
  "blocks times blocks",
  "[A, B] [C; D] = A C + B D",
  [Product],
  (e) => {
    for (let i = 0; i + 1 < e.args.length; i++) {
      const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
      if (f.op !== Beside || g.op !== Stack || f.args.length !== g.args.length) continue;
      if (!f.args.every((a, j) => a.shape.cols === (g.args[j] as Expr).shape.rows)) continue;
      const combined = sum(...f.args.map((a, j) => product(a, g.args[j] as Expr)));
      return product(...e.args.slice(0, i), combined, ...e.args.slice(i + 2));
    }
    return null;
  },
  "Magnus & Neudecker, ch. 1.11",
);

/** Whole powers of what is itself simple. */
const powersOfMatrices = functionLaw(
  theme,
  "power of a matrix",
  "X^1 = X, X^0 = I, (X^-1)^k = X^-k",
  [MatrixPower],
  (e) => {
    const [X, k] = [e.args[0] as Expr, e.args[1] as Expr];
    if (X.op === Inverse && isNumber(k)) return raisedMatrix(X.args[0] as Expr, number(negated(rationalOf(k)), k));
    if (isEye(X)) return X;
    if (!isNumber(k)) return null;
    const r: Rational = rationalOf(k);
    if (isZero(r)) return eye(X.shape.rows, X);
    if (isOne(k)) return X;
    if (r.numerator === -1 && r.denominator === 1) return inverse(X);
    if (X.op === MatrixPower && isInteger(r)) {
      const l = X.args[1] as Expr;
      if (isNumber(l))
        return raisedMatrix(
          X.args[0] as Expr,
          number(rational(rationalOf(l).numerator * r.numerator, rationalOf(l).denominator), k),
        );
    }
    return null;
  },
);

const inverses = functionLaw(
  theme,
  "inverse of what is simple",
  "(X^-1)^-1 = X, Q^-1 = Q^T for an orthogonal Q",
  [Inverse],
  (e) => {
    const X = e.args[0] as Expr;
    if (isEye(X)) return X;
    if (X.op === Inverse) return X.args[0] as Expr;
    if (X.op === MatrixPower) {
      const k = X.args[1] as Expr;
      const opposite = isNumber(k) ? number(negated(rationalOf(k)), X) : times(number(-1, k), k);
      return raisedMatrix(X.args[0] as Expr, opposite);
    }
    if (X.op === Comm) {
      const [m, n] = commSizes(X);
      return comm(n, m, X);
    }
    if (factsOf(X).has("orthogonal")) return T(X);
    return null;
  },
);

const inverseOfProduct = functionLaw(
  "inverse",
  "inverse of a product of square matrices",
  "(A B)^-1 = B^-1 A^-1  (A square, B square)",
  [Inverse],
  (e) => {
    const X = e.args[0] as Expr;
    return X.op === Product && X.args.every((f) => isSquare(f.shape))
      ? product(...X.args.map(inverse).reverse())
      : null;
  },
  "Magnus & Neudecker, ch. 1.8",
);

export const inverseOfKronecker = law(
  "inverse",
  "inverse of a Kronecker product",
  Inverse,
  "(A ⊗ B)^-1 = A^-1 ⊗ B^-1",
  { where: "A square, B square", cite: "Magnus & Neudecker, ch. 2.2" },
);

export const PRODUCT: readonly Law[] = [
  among([Eye], identity),
  matrixPowers,
  within([Inverse], inverseOfRun),
  orthogonal,
  law("diagonal", "row times diagonal", Product, "v' diag(w) = (v .* w)'", { cite: "Clark, CS224N gradient notes" }),
  law("diagonal", "diagonal times column", Product, "diag(v) w = v .* w", { cite: "Clark, CS224N gradient notes" }),
  law("diagonal", "diagonal times diagonal", Product, "diag(v) diag(w) = diag(v .* w)"),
  among([Ones], rowsSumToOne),
  among([Ones], onesProducts),
  within([Power], innerCancels),
  among([Ones], onesTimes),
  among([Ones], onesMatrixTimes),
  scalarInside,
  among([Beside], blocksTimes),
  sumKnown,
  sumPlain,
  sumLinear,
  powersOfMatrices,
  inverses,
  law("inverse", "inverse of a diagonal matrix", Inverse, "diag(v)^-1 = diag(v .^ -1)", {
    cite: "Magnus & Neudecker, ch. 1.8",
  }),
  law("inverse", "inverse of a multiple", Inverse, "(α A)^-1 = α^-1 A^-1", { cite: "Magnus & Neudecker, ch. 1.8" }),
  inverseOfProduct,
  inverseOfKronecker,
];
