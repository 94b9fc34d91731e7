/** Operations that are short for others: what has no use for their own names takes these. */
import { type Dim, dim, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { one, three, two } from "../core/operands.js";
import { Axial, Cross, CrossMatrix, crossMatrix } from "./cross.js";
import { eye } from "./eye.js";
import { inverse } from "./inverse.js";
import { kron } from "./kron.js";
import { byExponential, Frechet, MatrixFunction } from "./matrixfunction.js";
import { product } from "./product.js";
import { negate } from "./scale.js";
import { cols, rows } from "./slice.js";
import { beside, stack } from "./stack.js";
import { sum } from "./sum.js";
import { Sylvester } from "./sylvester.js";
import { T } from "./transpose.js";
import { unvec } from "./unvec.js";
import { vec } from "./vec.js";
import { zeros } from "./zeros.js";

const [I1, I2, I3] = [ONE, dim(2), dim(3)] as const;

const SPELLED = new Map<Op, (e: Expr) => Expr | null>([
  [Cross, ({ args }) => product(crossMatrix(two(args)[0]), two(args)[1])],
  [MatrixFunction, byExponential],
  [Frechet, byExponential],
  [CrossMatrix, ({ args }) => inEntries(one(args))],
  [
    Axial,
    ({ args }) => {
      const at = (i: Dim, j: Dim): Expr => cols(rows(one(args), i, i), j, j);
      const apart = (i: Dim, j: Dim): Expr => sum(at(i, j), negate(at(j, i)));
      return stack(apart(I3, I2), apart(I1, I3), apart(I2, I1));
    },
  ],
  [
    Sylvester,
    ({ args, shape }) => {
      const [A, B, C] = three(args);
      const J = sum(kron(eye(B.shape.rows, A), A), kron(T(B), eye(A.shape.rows, A)));
      return unvec(product(inverse(J), vec(C)), shape.rows, shape.cols);
    },
  ],
]);

function inEntries(a: Expr): Expr {
  const [x, y, z] = [I1, I2, I3].map((i) => rows(a, i, i)) as [Expr, Expr, Expr];
  const nought = zeros(ONE, ONE, a);
  return stack(beside(nought, negate(z), y), beside(z, nought, negate(x)), beside(negate(y), x, nought));
}

/** The same in other operations; null for what is no abbreviation. */
export const spelledOut = (e: Expr): Expr | null => SPELLED.get(e.op)?.(e) ?? null;
