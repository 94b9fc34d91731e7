/** Every operation, by name: the list that printers, evaluators and the catalogue must cover. */
import type { Call } from "../core/op.js";
import { Adjugate } from "./adjugate.js";
import { ALONG_CALLS } from "./along.js";
import { Apply } from "./apply.js";
import { Cholesky, LowerHalf } from "./cholesky.js";
import { Comm } from "./comm.js";
import { Constant } from "./constant.js";
import { CONVOLUTION_CALLS, Convolution, Correlation } from "./convolution.js";
import { Axial, Cross, CrossMatrix } from "./cross.js";
import { CrossEntropy } from "./crossentropy.js";
import { Cumprod } from "./cumprod.js";
import { Derivative } from "./derivative.js";
import { Det } from "./det.js";
import { Diag, diagonal } from "./diag.js";
import { Diagvec } from "./diagvec.js";
import { Differential } from "./differential.js";
import { DominantEigenvalue, DominantVector } from "./dominant.js";
import { dot } from "./dot.js";
import { EIGEN_CALLS, Eigengaps, Eigenvalue, Eigenvalues, Eigenvector, Eigenvectors } from "./eigen.js";
import { Entry } from "./entry.js";
import { Eye } from "./eye.js";
import { Fit } from "./fit.js";
import { GRAM_CALLS } from "./gram-spectrum.js";
import { Group } from "./group.js";
import { Hadamard } from "./hadamard.js";
import { Implicit } from "./implicit.js";
import { Inverse } from "./inverse.js";
import { Iverson } from "./iverson.js";
import { Kron } from "./kron.js";
import { IsLargest, LARGEST_CALLS, Largest } from "./largest.js";
import { Logdet } from "./logdet.js";
import { Logsumexp } from "./logsumexp.js";
import { LFactor, UFactor } from "./lu.js";
import { MADE_OF_OTHERS } from "./made-of-others.js";
import { Frechet, MATRIX_CALLS, MatrixFunction } from "./matrixfunction.js";
import { MatrixPower } from "./matrixpower.js";
import { Maximum, Minimum } from "./maximum.js";
import { Mean } from "./mean.js";
import { Member } from "./member.js";
import { Norm1, Norm2, NormF, norm, normp } from "./norm.js";
import { NumberOp } from "./number.js";
import { Ones } from "./ones.js";
import { Pi } from "./pi.js";
import { Pinv } from "./pinv.js";
import { PlaceOp } from "./place.js";
import { Power } from "./power.js";
import { Powersum } from "./powersum.js";
import { Product } from "./product.js";
import { QFactor, RFactor } from "./qr.js";
import { GradientFunction, ScalarFunction } from "./scalarfunction.js";
import { Scale } from "./scale.js";
import { Sigma } from "./sigma.js";
import { condition, LeftVector, NuclearNorm, Polar, RightVector, SpectralNorm } from "./singular.js";
import { Size } from "./size.js";
import { Cols, Rows } from "./slice.js";
import { Softmax, Softmaxcols, Softmaxrows } from "./softmax.js";
import { leastSquares, solve } from "./solve.js";
import { SPECIAL_CALLS } from "./special.js";
import { Beside, Stack } from "./stack.js";
import { STRUCTURE_CALLS, Structure } from "./structure.js";
import { Sum } from "./sum.js";
import { lyapunov, Sylvester } from "./sylvester.js";
import { SymbolOp } from "./symbol.js";
import { Times } from "./times.js";
import { Total } from "./total.js";
import { Trace } from "./trace.js";
import { Transpose } from "./transpose.js";
import { Unit } from "./unit.js";
import { Unvec } from "./unvec.js";
import { Vec } from "./vec.js";
import { Zeros } from "./zeros.js";

export const OPERATIONS = [
  SymbolOp,
  NumberOp,
  Constant,
  Size,
  Eye,
  Ones,
  Zeros,
  Comm,
  Differential,
  Group,
  Sum,
  Times,
  Scale,
  Product,
  Transpose,
  Hadamard,
  Power,
  Apply,
  Maximum,
  Minimum,
  Diag,
  Diagvec,
  Trace,
  Det,
  Logdet,
  Inverse,
  MatrixPower,
  Powersum,
  MatrixFunction,
  Frechet,
  Implicit,
  Pinv,
  Adjugate,
  Cholesky,
  LowerHalf,
  Eigenvalue,
  Eigenvector,
  Eigenvalues,
  Eigenvectors,
  Eigengaps,
  SpectralNorm,
  LeftVector,
  RightVector,
  NuclearNorm,
  Polar,
  DominantEigenvalue,
  DominantVector,
  QFactor,
  RFactor,
  LFactor,
  UFactor,
  Cumprod,
  Largest,
  IsLargest,
  Sylvester,
  Cross,
  CrossMatrix,
  Axial,
  Structure,
  Convolution,
  Correlation,
  Total,
  Mean,
  Norm1,
  Norm2,
  NormF,
  Vec,
  Unvec,
  Kron,
  Stack,
  Beside,
  Rows,
  Cols,
  Softmax,
  Softmaxrows,
  Softmaxcols,
  Logsumexp,
  CrossEntropy,
  Derivative,
  Member,
  Entry,
  Unit,
  Iverson,
  PlaceOp,
  Sigma,
  Pi,
  ScalarFunction,
  GradientFunction,
  Fit,
] as const;

/** Names for a choice between operations. */
const CHOICES: readonly Call[] = [
  norm,
  normp,
  diagonal,
  dot,
  ...ALONG_CALLS,
  ...MADE_OF_OTHERS,
  ...SPECIAL_CALLS,
  ...MATRIX_CALLS,
  ...EIGEN_CALLS,
  condition,
  ...GRAM_CALLS,
  solve,
  leastSquares,
  lyapunov,
  ...STRUCTURE_CALLS,
  ...CONVOLUTION_CALLS,
  ...LARGEST_CALLS,
];

/** Operations and choices with a name of the language. */
export const CALLS: readonly Call[] = [...CHOICES, ...OPERATIONS].filter((c) => c.calls.length > 0);

/** The name of an operation: the key of every printer's and evaluator's table. */
export type OpName = (typeof OPERATIONS)[number]["name"];
