/** The operations that a law's text can name, and how each is built. */
import type { Dim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { one, two } from "../core/operands.js";
import { Adjugate, adjugate } from "../ops/adjugate.js";
import { Cholesky, cholesky, LowerHalf, lowerHalf } from "../ops/cholesky.js";
import { Comm, comm } from "../ops/comm.js";
import { Det, det } from "../ops/det.js";
import { Diag, diag } from "../ops/diag.js";
import { Diagvec, diagvec } from "../ops/diagvec.js";
import { Eye, eye } from "../ops/eye.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Inverse, inverse } from "../ops/inverse.js";
import { Kron, kron } from "../ops/kron.js";
import { Logdet, logdet } from "../ops/logdet.js";
import { LFactor, lFactor, UFactor, uFactor } from "../ops/lu.js";
import { MatrixPower, matrixpower } from "../ops/matrixpower.js";
import { Mean, mean } from "../ops/mean.js";
import { Norm2, NormF, norm2, normF } from "../ops/norm.js";
import { Ones, ones } from "../ops/ones.js";
import { Pinv, pinv } from "../ops/pinv.js";
import { Power, power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { QFactor, qFactor, RFactor, rFactor } from "../ops/qr.js";
import { Scale, scale } from "../ops/scale.js";
import { NuclearNorm, nuclearNorm, Polar, polar, SpectralNorm, spectralNorm } from "../ops/singular.js";
import { Cols, cols, Rows, rows } from "../ops/slice.js";
import { Beside, beside, Stack, stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times } from "../ops/times.js";
import { Total, total } from "../ops/total.js";
import { Trace, trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { Unvec, unvec } from "../ops/unvec.js";
import { Vec, vec } from "../ops/vec.js";
import { Zeros, zeros } from "../ops/zeros.js";

/** Operations called by a name; of all but the first operand of those with sizes, the operand is a size. */
export const CALLED: ReadonlyMap<string, Op> = new Map<string, Op>([
  ["diag", Diag],
  ["diagvec", Diagvec],
  ["tr", Trace],
  ["det", Det],
  ["logdet", Logdet],
  ["sum", Total],
  ["mean", Mean],
  ["vec", Vec],
  ["kron", Kron],
  ["norm2", Norm2],
  ["normF", NormF],
  ["pinv", Pinv],
  ["adj", Adjugate],
  ["chol", Cholesky],
  ["lowerhalf", LowerHalf],
  ["specnorm", SpectralNorm],
  ["nuclear", NuclearNorm],
  ["polar", Polar],
  ["qfactor", QFactor],
  ["rfactor", RFactor],
  ["lfactor", LFactor],
  ["ufactor", UFactor],
]);

/** Operations with sizes: how many operands stand before them. */
export const SIZED: ReadonlyMap<string, { readonly op: Op; readonly operands: number }> = new Map([
  ["ones", { op: Ones as Op, operands: 0 }],
  ["zeros", { op: Zeros, operands: 0 }],
  ["eye", { op: Eye, operands: 0 }],
  ["comm", { op: Comm, operands: 0 }],
  ["unvec", { op: Unvec, operands: 1 }],
  ["rows", { op: Rows, operands: 1 }],
  ["cols", { op: Cols, operands: 1 }],
]);

/** Operations whose value is a scalar. */
export const SCALAR_VALUED: ReadonlySet<Op> = new Set<Op>([
  Trace,
  Det,
  Logdet,
  Total,
  Mean,
  Times,
  Norm2,
  NormF,
  SpectralNorm,
  NuclearNorm,
]);

type Build = (args: readonly Expr[]) => Expr;
const unary =
  (build: (X: Expr) => Expr): Build =>
  (args) =>
    build(one(args));
const binary =
  (build: (X: Expr, Y: Expr) => Expr): Build =>
  (args) =>
    build(...two(args));
const many =
  (build: (...args: readonly Expr[]) => Expr): Build =>
  (args) =>
    build(...args);

const BUILD: ReadonlyMap<Op, Build> = new Map<Op, Build>([
  [Sum, many(sum)],
  [Times, many(times)],
  [Product, many(product)],
  [Hadamard, many(hadamard)],
  [Stack, many(stack)],
  [Beside, many(beside)],
  [Scale, binary(scale)],
  [Power, binary(power)],
  [MatrixPower, binary(matrixpower)],
  [Kron, binary(kron)],
  [Transpose, unary(T)],
  [Inverse, unary(inverse)],
  [Diag, unary(diag)],
  [Diagvec, unary(diagvec)],
  [Trace, unary(trace)],
  [Det, unary(det)],
  [Logdet, unary(logdet)],
  [Total, unary(total)],
  [Mean, unary(mean)],
  [Vec, unary(vec)],
  [Norm2, unary(norm2)],
  [NormF, unary(normF)],
  [Pinv, unary(pinv)],
  [Adjugate, unary(adjugate)],
  [Cholesky, unary(cholesky)],
  [LowerHalf, unary(lowerHalf)],
  [SpectralNorm, unary(spectralNorm)],
  [NuclearNorm, unary(nuclearNorm)],
  [Polar, unary(polar)],
  [QFactor, unary(qFactor)],
  [RFactor, unary(rFactor)],
  [LFactor, unary(lFactor)],
  [UFactor, unary(uFactor)],
]);

/** The operation at these operands. Throws where a law's text names one that it cannot build. */
export function built(op: Op, args: readonly Expr[]): Expr {
  const build = BUILD.get(op);
  if (build === undefined) throw new SyntaxError(`a law cannot build ${op.name}`);
  return build(args);
}

/** The operation with sizes at these, in the context of `at`. */
export function builtWithSizes(op: Op, args: readonly Expr[], sizes: readonly Dim[], at: Expr): Expr {
  const [m, n] = sizes as readonly [Dim, Dim];
  if (op === Eye) return eye(m, at);
  if (op === Ones) return ones(m, n, at);
  if (op === Zeros) return zeros(m, n, at);
  if (op === Comm) return comm(m, n, at);
  if (op === Unvec) return unvec(one(args), m, n);
  return op === Rows ? rows(one(args), m, n) : cols(one(args), m, n);
}

/** The value of an empty run among the operands of an operation, of the shape of `at`. */
export function emptyOf(op: Op, at: Expr): Expr {
  if (op === Product) return eye(at.shape.rows, at);
  return op === Sum ? zeros(at.shape.rows, at.shape.cols, at) : ones(at.shape.rows, at.shape.cols, at);
}
