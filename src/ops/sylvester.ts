import { type Expr, intern } from "../core/expr.js";
import { defineCall, defineOp } from "../core/op.js";
import { three, two } from "../core/operands.js";
import { eye } from "./eye.js";
import { inverse } from "./inverse.js";
import { kron } from "./kron.js";
import { product } from "./product.js";
import { negate } from "./scale.js";
import { sum } from "./sum.js";
import { T } from "./transpose.js";

/** sylvester(A, B, C), the X with A X + X B = C. */
export const Sylvester = defineOp({
  name: "sylvester",
  title: "solution of Sylvester's equation",
  line: "X = sylvester(A, B, C): dA X + A dX + dX B + X dB = dC",
  cite: "Kao & Hennequin, Automatic differentiation of Sylvester, Lyapunov, and algebraic Riccati equations, 2020",
  example: "tr(sylvester(A, B, C))",
  calls: ["sylvester", "solve_sylvester"],
  signature: "n×n, m×m, n×m -> n×m",
  differential: ([A, B], [dA, dB, dC], X) => {
    if (A === undefined || B === undefined) return null;
    const moved = [
      ...(dC ? [dC] : []),
      ...(dA ? [negate(product(dA, X))] : []),
      ...(dB ? [negate(product(X, dB))] : []),
    ];
    return moved.length === 0 ? null : sylvester(A, B, sum(...moved));
  },
  adjoint: (Ybar, _, self) => {
    const [A, B] = three(self.args);
    return sylvester(T(A), T(B), Ybar);
  },
  jacobian: (_, self) => {
    const [A, B] = three(self.args);
    return inverse(sum(kron(eye(B.shape.rows, A), A), kron(T(B), eye(A.shape.rows, A))));
  },
});

/** The X with A X + X B = C. */
export const sylvester = (A: Expr, B: Expr, C: Expr): Expr => intern(A.home, Sylvester, [A, B, C], null);

/** The X with A X + X Aᵀ = Q, as SciPy calls it. */
export const lyapunov = defineCall({
  calls: ["lyapunov", "lyap", "solve_continuous_lyapunov"],
  signature: "n×n, n×n -> n×n",
  build: (args) => {
    const [A, Q] = two(args);
    return sylvester(A, T(A), Q);
  },
});
