/** Traces, determinants and powers under them. */
import type { Expr } from "../core/expr.js";
import { isInteger, rational } from "../core/rational.js";
import { isColumn, isRow, isSquare } from "../core/shape.js";
import { Det, det } from "../ops/det.js";
import { isEye } from "../ops/eye.js";
import { Inverse } from "../ops/inverse.js";
import { Kron } from "../ops/kron.js";
import { Logdet, logdet } from "../ops/logdet.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { NormF } from "../ops/norm.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { power } from "../ops/power.js";
import { Powersum, powersum } from "../ops/powersum.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { size } from "../ops/size.js";
import { Sum, sum } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { Trace, trace } from "../ops/trace.js";
import { Transpose } from "../ops/transpose.js";
import { zeros } from "../ops/zeros.js";
import { among, functionLaw, type Law } from "../rewrite/law.js";
import { law } from "../rewrite/read-law.js";
import { raisedMatrix } from "./product.js";

const theme = "trace";

const ofSum = functionLaw(theme, "trace of a sum", "tr(A + B) = tr(A) + tr(B)", [Trace], (e) => {
  const X = e.args[0] as Expr;
  return X.op === Sum ? sum(...X.args.map(trace)) : null;
});

/** A trace whose factors can be rotated to a row and a column is a number: tr(x yᵀ A) = yᵀ A x. */
const rankOne = functionLaw(
  theme,
  "trace of a rank-one product",
  "tr(x y^T) = y^T x",
  [Trace],
  (e) => {
    const X = e.args[0] as Expr;
    if (X.op !== Product) return null;
    for (let i = 0; i < X.args.length; i++) {
      const f = X.args[i] as Expr;
      if (isRow(f.shape)) return product(...X.args.slice(i), ...X.args.slice(0, i));
      if (isColumn(f.shape)) return product(...X.args.slice(i + 1), ...X.args.slice(0, i + 1));
    }
    return null;
  },
  "Magnus & Neudecker, ch. 1.10",
);

const ofIdentity = functionLaw(theme, "trace of the identity", "tr(eye(n)) = n", [Trace], (e) => {
  const X = e.args[0] as Expr;
  return isEye(X) ? size(e.home, X.shape.rows) : null;
});

/** Powers of one matrix at both ends of a product under a trace meet: tr(X A X) = tr(X² A). */
const rotated = functionLaw(
  theme,
  "trace rotated",
  "tr(X A X) = tr(X^2 A)",
  [Trace],
  (e) => {
    const X = e.args[0] as Expr;
    if (X.op !== Product || X.args.length < 3) return null;
    const [first, last] = [X.args[0] as Expr, X.args[X.args.length - 1] as Expr];
    const bare = (Z: Expr): Expr => (Z.op === MatrixPower ? (Z.args[0] as Expr) : Z);
    return isSquare(first.shape) && bare(first) === bare(last) ? trace(product(last, ...X.args.slice(0, -1))) : null;
  },
  "Magnus & Neudecker, ch. 1.10",
);

/** Each term Xⁱ Y Xʲ of a sum of powers has the same trace. */
const ofPowersum = functionLaw(
  theme,
  "trace of a sum of powers",
  "tr(Y X^(k-1) + X Y X^(k-2) + … + X^(k-1) Y) = k tr(X^(k-1) Y)",
  [Trace],
  (e) => {
    const P = e.args[0] as Expr;
    if (P.op !== Powersum) return null;
    const [X, k, Y] = P.args as readonly [Expr, Expr, Expr];
    const lower = isNumber(k)
      ? number(rational(rationalOf(k).numerator - rationalOf(k).denominator, rationalOf(k).denominator), k)
      : sum(k, number(-1, k));
    return times(k, trace(product(raisedMatrix(X, lower), Y)));
  },
  "Matrix Cookbook (90)",
);

/** Xᵏ⁻¹ Y + … + Y Xᵏ⁻¹, written out for a known k, closed where Y commutes with X. */
export const powersumLaw = functionLaw(
  "power",
  "sum of powers",
  "the sum of X^i Y X^(k-1-i) over i = 0 … k-1, written out; k X^(k-1) for Y = I",
  [Powersum],
  (e) => {
    const [X, k, Y] = [e.args[0] as Expr, e.args[1] as Expr, e.args[2] as Expr];
    const lower = (j: number): Expr => (isNumber(k) ? number(rationalOf(k).numerator + j, k) : sum(k, number(j, k)));
    if (Y.op === Scale) return scale(Y.args[0] as Expr, powersum(X, k, Y.args[1] as Expr));
    if (isEye(Y)) return scale(k, raisedMatrix(X, lower(-1)));
    const bare = (Z: Expr): Expr => (Z.op === Inverse || Z.op === MatrixPower ? (Z.args[0] as Expr) : Z);
    if (bare(Y) === X) {
      const j = Y.op === Inverse ? number(-1, Y) : Y.op === MatrixPower ? (Y.args[1] as Expr) : number(1, Y);
      return scale(k, product(raisedMatrix(X, lower(-1)), raisedMatrix(X, j)));
    }
    if (!isNumber(k) || !isInteger(rationalOf(k))) return null;
    const n = rationalOf(k).numerator;
    if (n === 0) return zeros(e.shape.rows, e.shape.cols, e);
    if (Math.abs(n) > LONGEST_POWER) return null;
    const terms: Expr[] = [];
    const at = (i: number) => raisedMatrix(X, number(i, k));
    if (n > 0) for (let i = 0; i < n; i++) terms.push(sandwiched(at(i), Y, at(n - 1 - i)));
    else for (let i = 1; i <= -n; i++) terms.push(scale(number(-1, k), sandwiched(at(-i), Y, at(n + i - 1))));
    return sum(...terms);
  },
  "Matrix Cookbook (90)",
);

/** Beyond this the sum is no answer for a person, and the operation is refused by name. */
const LONGEST_POWER = 64;

const sandwiched = (L: Expr, Y: Expr, R: Expr): Expr => product(...[L, Y, R].filter((f) => f === Y || !isEye(f)));

const determinants = functionLaw(
  "determinant",
  "determinant of what is simple",
  "det(A^T) = det(A), det(A^-1) = 1 / det(A), det(I) = 1",
  [Det, Logdet],
  (e) => {
    const X = e.args[0] as Expr;
    if (isEye(X)) return number(e.op === Det ? 1 : 0, e);
    if (X.op === Transpose) return e.op === Det ? det(X.args[0] as Expr) : logdet(X.args[0] as Expr);
    if (X.op === Inverse && e.op === Det) return power(det(X.args[0] as Expr), number(-1, e));
    return null;
  },
);

const determinantOfKronecker = functionLaw(
  "determinant",
  "determinant of a Kronecker product",
  "det(A ⊗ B) = det(A)^p det(B)^n  (A n×n, B p×p)",
  [Det, Logdet],
  (e) => {
    const [A, B] = (e.args[0] as Expr).args as [Expr, Expr];
    if ((e.args[0] as Expr).op !== Kron || !isSquare(A.shape) || !isSquare(B.shape)) return null;
    const [n, p] = [size(e.home, A.shape.rows), size(e.home, B.shape.rows)];
    return e.op === Det ? times(power(det(A), p), power(det(B), n)) : sum(times(p, logdet(A)), times(n, logdet(B)));
  },
  "Magnus & Neudecker, ch. 2.2",
);

/** The trace, determinant and norm of A ⊗ B, which are known from those of A and B. */
export const OF_KRONECKER: readonly Law[] = [
  law(theme, "trace of a Kronecker product", Trace, "tr(A ⊗ B) = tr(A) tr(B)", {
    where: "A square, B square",
    cite: "Magnus & Neudecker, ch. 2.2",
  }),
  among([Kron], determinantOfKronecker),
  law("norm", "norm of a Kronecker product", NormF, "normF(A ⊗ B) = normF(A) normF(B)", {
    cite: "Magnus & Neudecker, ch. 2.2",
  }),
];

export const TRACE: readonly Law[] = [
  ofSum,
  ofIdentity,
  rankOne,
  law(theme, "trace of a transpose", Trace, "tr(A') = tr(A)", { cite: "Magnus & Neudecker, ch. 1.10" }),
  law(theme, "trace of a diagonal matrix", Trace, "tr(diag(v)) = sum(v)"),
  ...OF_KRONECKER,
  rotated,
  ofPowersum,
  powersumLaw,
  determinants,
];
