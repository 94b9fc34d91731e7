/** Operations of one operand that are linear in it: a scalar comes out, zero stays zero. */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { isScalar } from "../core/shape.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { Kron, kron } from "../ops/kron.js";
import { Mean } from "../ops/mean.js";
import { Scale, scale } from "../ops/scale.js";
import { Cols, Rows } from "../ops/slice.js";
import { Beside, Stack } from "../ops/stack.js";
import { times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { Unvec } from "../ops/unvec.js";
import { Vec } from "../ops/vec.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { functionLaw, type Law } from "../rewrite/law.js";
import { withArgs } from "../rewrite/simplify.js";

const theme = "linearity";
const UNARY: readonly Op[] = [Diag, Diagvec, Trace, Total, Mean, Vec, Unvec, Rows, Cols];

const zeroOf = (e: Expr): Expr => zeros(e.shape.rows, e.shape.cols, e);

export const scalarOut = functionLaw(
  theme,
  "scalar out of what is linear",
  "sum(c X) = c sum(X), and so tr, diag, vec, mean, ⊗",
  [...UNARY, Kron],
  (e) => {
    if (e.op === Kron) {
      const [A, B] = [e.args[0] as Expr, e.args[1] as Expr];
      if (A.op === Scale) return scale(A.args[0] as Expr, kron(A.args[1] as Expr, B));
      return B.op === Scale ? scale(B.args[0] as Expr, kron(A, B.args[1] as Expr)) : null;
    }
    const X = e.args[0] as Expr;
    if (X.op !== Scale) return null;
    const rest = withArgs(e, [X.args[1] as Expr]);
    return isScalar(rest.shape) ? times(X.args[0] as Expr, rest) : scale(X.args[0] as Expr, rest);
  },
);

const ofZero = functionLaw(
  theme,
  "linear in zero",
  "sum(0) = 0, and so tr, diag, vec, mean, ⊗",
  [...UNARY, Kron, Stack, Beside],
  (e) => {
    if (e.op === Kron) return e.args.some(isZeros) ? zeroOf(e) : null;
    return e.args.every(isZeros) ? zeroOf(e) : null;
  },
);

export const LINEAR: readonly Law[] = [ofZero, scalarOut];
