/** Transposes move inwards until they stand on names. */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { Comm, comm, commSizes } from "../ops/comm.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Inverse, inverse } from "../ops/inverse.js";
import { MatrixPower, matrixpower } from "../ops/matrixpower.js";
import { isOnes, Ones, ones } from "../ops/ones.js";
import { Power, power } from "../ops/power.js";
import { Powersum, powersum } from "../ops/powersum.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Beside, beside, Stack, stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { T, Transpose } from "../ops/transpose.js";
import { isZeros, Zeros, zeros } from "../ops/zeros.js";
import { among, functionLaw, type Law } from "../rewrite/law.js";
import { law } from "../rewrite/read-law.js";
import { definedScalars } from "./authored.js";
import { flipped } from "./canonical.js";

const theme = "transpose";
const inside = (e: Expr): Expr => e.args[0] as Expr;

const ofProduct = functionLaw(
  theme,
  "transpose of a product",
  "(A B)^T = B^T A^T",
  [Transpose],
  (e) => (inside(e).op === Product ? product(...inside(e).args.map(T).reverse()) : null),
  "Magnus & Neudecker, ch. 1.4",
);

const ofSum = functionLaw(theme, "transpose of a sum", "(A + B)^T = A^T + B^T", [Transpose], (e) =>
  inside(e).op === Sum ? sum(...inside(e).args.map(T)) : null,
);

const ofHadamard = functionLaw(theme, "transpose of a Hadamard product", "(A .* B)^T = A^T .* B^T", [Transpose], (e) =>
  inside(e).op === Hadamard ? hadamard(...inside(e).args.map(T)) : null,
);

export const ofScale = functionLaw(theme, "transpose of a multiple", "(c A)^T = c A^T", [Transpose], (e) => {
  const X = inside(e);
  return X.op === Scale ? scale(X.args[0] as Expr, T(X.args[1] as Expr)) : null;
});

const ofScalar = functionLaw(theme, "a scalar is its own transpose", "c^T = c", [Transpose], (e) =>
  isScalar(e.shape) ? inside(e) : null,
);

const ofSymmetric = functionLaw(theme, "symmetric matrix", "A^T = A  (A symmetric)", [Transpose], (e) =>
  factsOf(inside(e)).has("symmetric") ? inside(e) : null,
);

const ofConstants = functionLaw(theme, "transpose of ones", "ones(n, m)^T = ones(m, n)", [Transpose], (e) => {
  const X = inside(e);
  if (isOnes(X)) return ones(e.shape.rows, e.shape.cols, X);
  if (isZeros(X)) return zeros(e.shape.rows, e.shape.cols, X);
  return null;
});

const ofComm = functionLaw(
  theme,
  "transpose of a commutation matrix",
  "comm(m, n)^T = comm(n, m)",
  [Transpose],
  (e) => {
    const K = inside(e);
    if (K.op !== Comm) return null;
    const [m, n] = commSizes(K);
    return comm(n, m, K);
  },
  "Magnus & Neudecker, ch. 3.7",
);

const ofBlocks = functionLaw(theme, "transpose of blocks", "[A; B]^T = [A^T, B^T]", [Transpose], (e) => {
  const X = inside(e);
  if (X.op === Stack) return beside(...X.args.map(T));
  if (X.op === Beside) return stack(...X.args.map(T));
  return null;
});

/** (Aᵀ)⁻¹ and (Aᵀ)ᵏ carry their transpose outside, so that one spelling meets the other. */
const outOfInverse = functionLaw(
  theme,
  "inverse or power of a transpose",
  "(A^T)^-1 = (A^-1)^T, (A^T)^k = (A^k)^T",
  [Inverse, MatrixPower, Powersum, Power],
  (e) => {
    const X = inside(e);
    if (X.op !== Transpose) return null;
    const A = X.args[0] as Expr;
    if (e.op === Inverse) return T(inverse(A));
    if (e.op === MatrixPower) return T(matrixpower(A, e.args[1] as Expr));
    if (e.op === Power) return T(power(A, e.args[1] as Expr));
    return T(powersum(A, e.args[1] as Expr, T(e.args[2] as Expr)));
  },
  "Magnus & Neudecker, ch. 1.8",
);

/** xᵀ A y turns to yᵀ Aᵀ x where that needs fewer transposes, or where the author wrote it so. */
const ofScalarProduct = functionLaw(theme, "a scalar product turned", "x^T A y = y^T A^T x", [Product], (e) => {
  if (!isScalar(e.shape)) return null;
  const turned = product(...e.args.map(flipped).reverse());
  if (turned === e) return null;
  const authored = definedScalars(e.home);
  if (authored.has(e) !== authored.has(turned)) return authored.has(turned) ? turned : null;
  const transposes = (x: Expr) => x.args.filter((f) => f.op === Transpose).length;
  return transposes(turned) < transposes(e) ? turned : null;
});

export const TRANSPOSE: readonly Law[] = [
  law(theme, "double transpose", Transpose, "A'' = A"),
  ofScalar,
  among([Product], ofProduct),
  among([Sum], ofSum),
  among([Hadamard], ofHadamard),
  among([Scale], ofScale),
  law(theme, "transpose of a diagonal matrix", Transpose, "diag(v)' = diag(v)"),
  law(theme, "transpose of a Kronecker product", Transpose, "(A ⊗ B)' = A' ⊗ B'"),
  among([Ones, Zeros], ofConstants),
  among([Comm], ofComm),
  among([Stack, Beside], ofBlocks),
  ofSymmetric,
  among([Transpose], outOfInverse),
  ofScalarProduct,
];
