/** Traces, determinants and powers under them. */
import type { Expr } from "../core/expr.js";
import { nth, one, three, two } from "../core/operands.js";
import { isInteger, rational } from "../core/rational.js";
import { Det } from "../ops/det.js";
import { isEye } from "../ops/eye.js";
import { Inverse } from "../ops/inverse.js";
import { Logdet } from "../ops/logdet.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { NormF } from "../ops/norm.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { Powersum, powersum } from "../ops/powersum.js";
import { product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { Trace } from "../ops/trace.js";
import { zeros } from "../ops/zeros.js";
import { type Law, law } from "../rewrite/law.js";
import { commute, tracedAlong } from "./matrix-functions.js";
import { raisedMatrix } from "./product.js";

const theme = "trace";

/** Beyond this the sum is no answer for a person. */
const LONGEST_POWER = 64;

const sandwiched = (L: Expr, Y: Expr, R: Expr): Expr => product(...[L, Y, R].filter((f) => f === Y || !isEye(f)));

/** j for Y = X^j; null where Y is no power of X. */
function powerIn(Y: Expr, X: Expr): Expr | null {
  if (Y === X) return number(1, Y);
  if (Y.op === Inverse && one(Y.args) === X) return number(-1, Y);
  if (Y.op !== MatrixPower) return null;
  const [base, j] = two(Y.args);
  return base === X ? j : null;
}

/** Xᵏ⁻¹ Y + … + Y Xᵏ⁻¹, written out for a known k, closed where Y commutes with X. */
function powersWritten(e: Expr): Expr | null {
  const [X, k, Y] = three(e.args);
  const lower = (j: number): Expr => (isNumber(k) ? number(rationalOf(k).numerator + j, k) : sum(k, number(j, k)));
  if (Y.op === Scale) {
    const [c, Z] = two(Y.args);
    return scale(c, powersum(X, k, Z));
  }
  if (isEye(Y)) return scale(k, raisedMatrix(X, lower(-1)));
  const j = powerIn(Y, X);
  if (j !== null) return scale(k, product(raisedMatrix(X, lower(-1)), raisedMatrix(X, j)));
  if (!isNumber(k) && commute(X, Y)) return scale(k, product(raisedMatrix(X, lower(-1)), Y));
  if (!isNumber(k) || !isInteger(rationalOf(k))) return null;
  const n = rationalOf(k).numerator;
  if (n === 0) return zeros(e.shape.rows, e.shape.cols, e);
  if (Math.abs(n) > LONGEST_POWER) return null;
  const at = (i: number) => raisedMatrix(X, number(i, k));
  const terms = Array.from({ length: Math.abs(n) }, (_, i) =>
    n > 0 ? sandwiched(at(i), Y, at(n - 1 - i)) : scale(number(-1, k), sandwiched(at(-(i + 1)), Y, at(n + i))),
  );
  return sum(...terms);
}

/** Each term Xⁱ Y Xʲ of a sum of powers has the same trace. */
const traceOfPowers = (e: Expr): Expr | null =>
  tracedAlong(e, Powersum, (P, X, traced) => {
    const k = nth(P.args, 1);
    const r = isNumber(k) ? rationalOf(k) : null;
    const lower = r === null ? sum(k, number(-1, k)) : number(rational(r.numerator - r.denominator, r.denominator), k);
    return times(k, traced(raisedMatrix(X, lower)));
  });

export const powersumLaw = law({
  theme: "power",
  name: "sum of powers",
  at: Powersum,
  statement: "powersum(X, k, Y) = Y X^(k-1) + X Y X^(k-2) + … + X^(k-1) Y, k X^(k-1) Y for X Y = Y X",
  cite: "Matrix Cookbook (90)",
  example: "X : matrix(n, n); Y : matrix(n, n); y = powersum(X, 3, Y)",
  step: powersWritten,
});

/** The trace, determinant and norm of A ⊗ B, which are known from those of A and B. */
export const OF_KRONECKER: readonly Law[] = [
  law({
    theme,
    name: "trace of a Kronecker product",
    at: Trace,
    text: "tr(A ⊗ B) = tr(A) tr(B)",
    where: "A square, B square",
    cite: "Magnus & Neudecker, ch. 2.2",
    example: "A : matrix(n, n); B : matrix(m, m); y = tr(kron(A, B))",
  }),
  law({
    theme: "determinant",
    name: "determinant of a Kronecker product",
    at: [Det, Logdet],
    text: ["det(A ⊗ B) = det(A)^p det(B)^n", "logdet(A ⊗ B) = p logdet(A) + n logdet(B)"],
    where: "A n×n, B p×p",
    statement: "det(A ⊗ B) = det(A)^p det(B)^n  (A n×n, B p×p)",
    cite: "Magnus & Neudecker, ch. 2.2",
    example: "A : matrix(n, n); B : matrix(m, m); y = det(kron(A, B))",
  }),
  law({
    theme: "norm",
    name: "norm of a Kronecker product",
    at: NormF,
    text: "normF(A ⊗ B) = normF(A) normF(B)",
    cite: "Magnus & Neudecker, ch. 2.2",
    example: "A : matrix(n, m); B : matrix(p, q); y = normF(kron(A, B))",
  }),
];

export const TRACE: readonly Law[] = [
  law({
    theme,
    name: "trace of a sum",
    at: Trace,
    text: "tr(A + B…) = tr(A) + tr(B)…",
    example: "A, B : matrix(n, n); y = tr(A + B)",
  }),
  law({ theme, name: "trace of the identity", at: Trace, text: "tr(eye(n)) = n", example: "y = tr(eye(n))" }),
  // Where the factors can be rotated to a row and a column it is a number: tr(x yᵀ A) = yᵀ A x.
  law({
    theme,
    name: "trace of a rank-one product",
    at: Trace,
    text: "tr(A… R B…) = R B… A…",
    where: "R 1×n",
    statement: "tr(x y^T) = y^T x",
    cite: "Magnus & Neudecker, ch. 1.10",
    example: "x, z : vector(n); y = tr(x z^T)",
  }),
  law({
    theme,
    name: "trace of a transpose",
    at: Trace,
    text: "tr(A') = tr(A)",
    cite: "Magnus & Neudecker, ch. 1.10",
    example: "y = tr(A^T)",
  }),
  law({
    theme,
    name: "trace of a diagonal matrix",
    at: Trace,
    text: "tr(diag(v)) = sum(v)",
    cite: "Magnus & Neudecker, ch. 1-3",
    example: "y = tr(diag(v))",
  }),
  ...OF_KRONECKER,
  // Powers of one matrix at both ends of a product meet.
  law({
    theme,
    name: "trace rotated",
    at: Trace,
    text: [
      "tr(X A B… X) = tr(X X A B…)",
      "tr(X^κ A B… X) = tr(X X^κ A B…)",
      "tr(X A B… X^κ) = tr(X^κ X A B…)",
      "tr(X^κ A B… X^λ) = tr(X^λ X^κ A B…)",
    ],
    statement: "tr(X A X) = tr(X^2 A)",
    cite: "Magnus & Neudecker, ch. 1.10",
    example: "X, A : matrix(n, n); y = tr(X A X)",
  }),
  law({
    theme,
    name: "trace of a sum of powers",
    at: Trace,
    statement: "tr(powersum(X, k, Y)) = k tr(X^(k-1) Y), tr(powersum(X, k, Y) Z) = k tr(X^(k-1) Z Y)  (X Z = Z X)",
    cite: "Matrix Cookbook (90)",
    example: "X : matrix(n, n); Y : matrix(n, n); k : scalar integer; y = tr(powersum(X, k, Y))",
    step: traceOfPowers,
  }),
  powersumLaw,
  law({
    theme: "determinant",
    name: "determinant of what is simple",
    at: [Det, Logdet],
    text: ["det(A^T) = det(A)", "det(A^-1) = det(A)^-1", "det(I) = 1", "logdet(A^T) = logdet(A)", "logdet(I) = 0"],
    statement: "det(A^T) = det(A), det(A^-1) = 1 / det(A), det(I) = 1",
    example: "y = det(A^T)",
  }),
];
