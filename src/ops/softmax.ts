import { ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { isColumn } from "../core/shape.js";
import { hadamard } from "./hadamard.js";
import { ones } from "./ones.js";
import { product } from "./product.js";
import { negate } from "./scale.js";
import { sum } from "./sum.js";
import { T } from "./transpose.js";

/** softmax(z) = exp(z) / sum(exp(z)) of a column. */
export const Softmax = defineOp({
  name: "softmax",
  title: "derivative of softmax",
  line: "d softmax(z) = (diag(p) - p p^T) dz with p = softmax(z)",
  cite: "Bishop, PRML (4.106)",
  example: "softmax(z)",
  calls: ["softmax"],
  signature: "n×1 -> n×1",
  hint: "softmaxrows(X) works row by row, softmaxcols(X) column by column",
  differential: (_, [dz], p) => (dz ? sum(hadamard(p, dz), negate(product(p, T(p), dz))) : null),
  facts: () => ["simplex", "positive"],
});

/** The softmax of each row. */
export const Softmaxrows = defineOp({
  name: "softmaxrows",
  title: "derivative of softmax by rows",
  line: "d softmaxrows(Z) = P .* (dZ - (P .* dZ) ones(m, m)) with P = softmaxrows(Z)",
  cite: "the rule of softmax, row by row",
  example: "softmaxrows(Z)",
  calls: ["softmaxrows"],
  signature: "n×m -> n×m",
  differential: (_, [dZ], P) =>
    dZ ? hadamard(P, sum(dZ, negate(product(hadamard(P, dZ), ones(P.shape.cols, P.shape.cols, P))))) : null,
  facts: (self) => (self.shape.cols === ONE ? ["positive"] : ["simplexrows", "positive"]),
});

/** The softmax of each column. */
export const Softmaxcols = defineOp({
  name: "softmaxcols",
  title: "derivative of softmax by columns",
  line: "d softmaxcols(Z) = P .* (dZ - ones(n, n) (P .* dZ)) with P = softmaxcols(Z)",
  cite: "the rule of softmax, column by column",
  example: "softmaxcols(Z)",
  calls: ["softmaxcols"],
  signature: "n×m -> n×m",
  differential: (_, [dZ], P) =>
    dZ ? hadamard(P, sum(dZ, negate(product(ones(P.shape.rows, P.shape.rows, P), hadamard(P, dZ))))) : null,
  facts: (self) => (isColumn(self.shape) ? ["simplex", "positive"] : ["positive"]),
});

export const softmax = (z: Expr): Expr => intern(z.home, Softmax, [z], null);
export const softmaxrows = (Z: Expr): Expr => intern(Z.home, Softmaxrows, [Z], null);
export const softmaxcols = (Z: Expr): Expr => intern(Z.home, Softmaxcols, [Z], null);
