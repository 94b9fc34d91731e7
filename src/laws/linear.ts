/** Operations of one operand that are linear in it: a scalar comes out, zero stays zero. */
import { type Op, withArgs } from "../core/op.js";
import { one, two } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { LowerHalf } from "../ops/cholesky.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { Kron } from "../ops/kron.js";
import { Mean } from "../ops/mean.js";
import { Scale, scale } from "../ops/scale.js";
import { Cols, Rows } from "../ops/slice.js";
import { Beside, Stack } from "../ops/stack.js";
import { Structure } from "../ops/structure.js";
import { times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { Unvec } from "../ops/unvec.js";
import { Vec } from "../ops/vec.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { type Law, law } from "../rewrite/law.js";

const theme = "linearity";
const UNARY: readonly Op[] = [Diag, Diagvec, Trace, Total, Mean, Vec, Unvec, Rows, Cols, LowerHalf, Structure];

export const scalarOut = law({
  theme,
  name: "scalar out of what is linear",
  at: [...UNARY, Kron],
  text: ["(α A) ⊗ B = α (A ⊗ B)", "A ⊗ (α B) = α (A ⊗ B)"],
  statement: "sum(c X) = c sum(X), and so tr, diag, vec, mean, ⊗",
  example: "y = vec(alpha X)",
  among: [Scale],
  step: (e) => {
    const X = one(e.args);
    if (e.op === Kron || X.op !== Scale) return null;
    const [c, A] = two(X.args);
    const rest = withArgs(e, [A]);
    return isScalar(rest.shape) ? times(c, rest) : scale(c, rest);
  },
});

const ofZero = law({
  theme,
  name: "linear in zero",
  at: [...UNARY, Kron, Stack, Beside],
  statement: "sum(0) = 0, and so tr, diag, vec, mean, ⊗",
  example: "y = vec(zeros(n, m))",
  step: (e) => {
    const vanishes = e.op === Kron ? e.args.some(isZeros) : e.args.every(isZeros);
    return vanishes ? zeros(e.shape.rows, e.shape.cols, e) : null;
  },
});

export const LINEAR: readonly Law[] = [ofZero, scalarOut];
