/** Transposes move inwards until they stand on names. */

import { one } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { Inverse } from "../ops/inverse.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { Power } from "../ops/power.js";
import { Powersum, powersum } from "../ops/powersum.js";
import { Product } from "../ops/product.js";
import { T, Transpose } from "../ops/transpose.js";
import { definedScalars } from "../rewrite/authored.js";
import { type Law, law } from "../rewrite/law.js";
import { turnedAround } from "./canonical.js";

const theme = "transpose";

export const ofScale = law({
  theme,
  name: "transpose of a multiple",
  at: Transpose,
  text: "(α A)^T = α A^T",
  statement: "(c A)^T = c A^T",
  example: "y = (alpha A)^T",
});

export const TRANSPOSE: readonly Law[] = [
  law({
    theme,
    name: "double transpose",
    at: Transpose,
    text: "A'' = A",
    statement: "(A')' = A",
    cite: "Magnus & Neudecker, ch. 1-3",
    example: "y = A^T^T",
  }),
  law({
    theme,
    name: "a scalar is its own transpose",
    at: Transpose,
    text: "α^T = α",
    statement: "c^T = c",
    example: "y = (x^T z)^T",
  }),
  law({
    theme,
    name: "transpose of a product",
    at: Transpose,
    text: "(A B…)^T = B^T… A^T",
    cite: "Magnus & Neudecker, ch. 1.4",
    example: "y = (A B)^T",
  }),
  law({
    theme,
    name: "transpose of a sum",
    at: Transpose,
    text: "(A + B…)^T = A^T + B^T…",
    example: "A, B : matrix(n, m); y = (A + B)^T",
  }),
  law({
    theme,
    name: "transpose of a Hadamard product",
    at: Transpose,
    text: "(A .* B…)^T = A^T .* B^T…",
    example: "A, B : matrix(n, m); y = (A .* B)^T",
  }),
  ofScale,
  law({
    theme,
    name: "transpose of a diagonal matrix",
    at: Transpose,
    text: "diag(v)' = diag(v)",
    cite: "Magnus & Neudecker, ch. 1-3",
    example: "y = diag(v)^T",
  }),
  law({
    theme,
    name: "transpose of a Kronecker product",
    at: Transpose,
    text: "(A ⊗ B)' = A' ⊗ B'",
    cite: "Magnus & Neudecker, ch. 1-3",
    example: "y = kron(A, B)^T",
  }),
  law({
    theme,
    name: "transpose of ones",
    at: Transpose,
    text: ["ones(n, m)^T = ones(m, n)", "zeros(n, m)^T = zeros(m, n)"],
    statement: "ones(n, m)^T = ones(m, n)",
    example: "A : matrix(n, m); y = ones(n, k)^T A",
  }),
  law({
    theme,
    name: "transpose of a commutation matrix",
    at: Transpose,
    text: "comm(m, n)^T = comm(n, m)",
    cite: "Magnus & Neudecker, ch. 3.7",
    example: "A : matrix(n, m); y = comm(n, m)^T vec(A^T)",
  }),
  law({
    theme,
    name: "transpose of blocks",
    at: Transpose,
    text: ["[A; B…]^T = [A^T, B^T…]", "[A, B…]^T = [A^T; B^T…]"],
    statement: "[A; B]^T = [A^T, B^T]",
    example: "A : matrix(n, m); B : matrix(p, m); y = [A; B]^T",
  }),
  law({
    theme,
    name: "symmetric matrix",
    at: Transpose,
    text: "A^T = A",
    where: "A symmetric",
    example: "A : matrix(n, n) symmetric; y = A^T",
  }),
  // A transpose stands outside, so that one spelling meets the other.
  law({
    theme,
    name: "inverse or power of a transpose",
    at: [Inverse, MatrixPower, Powersum, Power],
    text: ["(A^T)^-1 = (A^-1)^T", "(A^T)^κ = (A^κ)^T", "(A^T) .^ κ = (A .^ κ)^T"],
    statement: "(A^T)^-1 = (A^-1)^T, (A^T)^k = (A^k)^T",
    cite: "Magnus & Neudecker, ch. 1.8",
    example: "A : matrix(n, n); y = (A^T)^-1",
    among: [Transpose],
    step: (e) => {
      const [X, k, Y] = e.args;
      if (e.op !== Powersum || X?.op !== Transpose || k === undefined || Y === undefined) return null;
      return T(powersum(one(X.args), k, T(Y)));
    },
  }),
  law({
    theme,
    name: "a scalar product turned",
    at: Product,
    statement: "x^T A y = y^T A^T x",
    example: "y = x^T A^T z",
    // Where that needs fewer transposes, or where the author wrote it so.
    step: (e) => {
      if (!isScalar(e.shape)) return null;
      const turned = turnedAround(e.args);
      if (turned === e) return null;
      const authored = definedScalars(e.home);
      if (authored.has(e) !== authored.has(turned)) return authored.has(turned) ? turned : null;
      const transposes = (x: typeof e) => x.args.filter((f) => f.op === Transpose).length;
      return transposes(turned) < transposes(e) ? turned : null;
    },
  }),
];
