import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { diag, diagonalSelector } from "./diag.js";
import { eachInTurn } from "./linear.js";
import { T } from "./transpose.js";

/** diagvec(M), the diagonal of a square matrix as a column. */
export const Diagvec = defineOp({
  name: "diagvec",
  title: "diagonal of a matrix",
  line: "d diagvec(A) = diagvec(dA)",
  cite: "Magnus & Neudecker, ch. 8",
  example: "diagvec(A)",
  calls: ["diagvec"],
  signature: "n×n -> n×1 (n > 1)",
  hint: "diag(v) makes a diagonal matrix of a column",
  differential: eachInTurn((args) => diagvec(one(args))),
  adjoint: (ybar) => diag(ybar),
  jacobian: (_, self) => T(diagonalSelector(self)),
  facts: (self, of) => (of(one(self.args)).has("posdef") || of(one(self.args)).has("positive") ? ["positive"] : []),
});

/** The diagonal of A. */
export const diagvec = (A: Expr): Expr => intern(A.home, Diagvec, [A], null);
