/** What the eigenvalues of AᵀA say of A, which are the squares of its singular values. */
import type { Expr } from "../core/expr.js";
import { type Call, defineCall } from "../core/op.js";
import { one, two } from "../core/operands.js";
import { rational } from "../core/rational.js";
import { apply } from "./apply.js";
import { eigenvalue, eigenvalues } from "./eigen.js";
import { normF } from "./norm.js";
import { number } from "./number.js";
import { power, reciprocal } from "./power.js";
import { product } from "./product.js";
import { nuclearNorm } from "./singular.js";
import { structured } from "./structure.js";
import { times } from "./times.js";
import { total } from "./total.js";
import { T } from "./transpose.js";

const gram = (A: Expr): Expr => product(T(A), A);

/** σ_min(A) = √λ_min(AᵀA) of a square matrix: of a rectangular one it depends on which side is the longer one. */
const smallestSingularValue = defineCall({
  calls: ["sigma_min"],
  signature: "n×n -> 1×1 (n > 1)",
  hint: "of a matrix with no more columns than rows it is sqrt(eigmin(A^T A))",
  build: (args) => apply("sqrt", eigenvalue("min", gram(one(args)))),
});

/** (Σ σᵢᵖ)^(1/p), the Schatten norm: for p = 1 the nuclear norm, for p = 2 the Frobenius norm. */
const schatten = defineCall({
  calls: ["schatten"],
  signature: "n×m, 1×1 -> 1×1 (n > 1, m > 1)",
  build: (args) => {
    const [A, p] = two(args);
    if (p === number(1, A)) return nuclearNorm(A);
    if (p === number(2, A)) return normF(A);
    const half = times(number(rational(1, 2), A), p);
    return power(total(power(eigenvalues(gram(A)), half)), reciprocal(p));
  },
});

/** All singular values, the largest first, of a matrix with no fewer rows than columns: roots of the eigenvalues of AᵀA. */
const singularValues = defineCall({
  calls: ["svdvals"],
  signature: "n×m -> m×1 (n > 1, m > 1)",
  hint: "of a matrix with more columns than rows it is svdvals(A^T)",
  build: (args) => structured("flip", apply("sqrt", eigenvalues(gram(one(args))))),
});

export const GRAM_CALLS: readonly Call[] = [smallestSingularValue, singularValues, schatten];
