import { ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { isScalar, isSquare, shape, showShape } from "../core/shape.js";
import { diag, diagonalSelector } from "./diag.js";
import { eachInTurn, one } from "./linear.js";
import { T } from "./transpose.js";

/** diagvec(M), the diagonal of a square matrix as a column. */
export const Diagvec = defineOp({
  name: "diagvec",
  title: "diagonal of a matrix",
  line: "d diagvec(A) = diagvec(dA)",
  cite: "Magnus & Neudecker, ch. 8",
  example: "diagvec(A)",
  shape: (args) => {
    const A = one(args);
    if (!isSquare(A.shape) || isScalar(A.shape))
      throw new ShapeError(
        "shape/diagvec",
        `diagvec needs a square matrix, not ${showShape(A.shape)}`,
        [A],
        "diag(v) makes a diagonal matrix of a column",
      );
    return shape(A.shape.rows, ONE);
  },
  differential: eachInTurn((args) => diagvec(one(args))),
  adjoint: (ybar) => diag(ybar),
  jacobian: (_, self) => T(diagonalSelector(self)),
  facts: (self, of) => (of(one(self.args)).has("posdef") || of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** The diagonal of A. */
export const diagvec = (A: Expr): Expr => intern(A.home, Diagvec, [A], null);
