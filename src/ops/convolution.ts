import { minus, ONE, plus } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { type Call, defineCall, defineOp, NotDifferentiable } from "../core/op.js";
import { two } from "../core/operands.js";
import { isColumn } from "../core/shape.js";
import { eye } from "./eye.js";
import { kron } from "./kron.js";
import { eachInTurn } from "./linear.js";
import { T } from "./transpose.js";

/** A map of one column for all columns of the operand: each on its own. */
const forEach = (X: Expr, M: Expr): Expr => (isColumn(X.shape) ? M : kron(eye(X.shape.cols, X), M));

/** Refuses the derivative by a vector that several columns share, which no question asks for. */
function alone(X: Expr, name: string): void {
  if (!isColumn(X.shape))
    throw new NotDifferentiable(name, `${name} of several columns has no derivative by the vector that they share`);
}

/** conv(a, b), the full convolution: y_k is the sum of a_i b_j with i + j = k + 1. Of a matrix that of each column. */
export const Convolution = defineOp({
  name: "conv",
  title: "convolution",
  line: "d conv(a, b) = conv(da, b) + conv(a, db)",
  cite: "Goodfellow, Bengio & Courville, Deep Learning, ch. 9.5",
  example: "a : vector(n); b : vector(k); y = sum(conv(a, b))",
  signature: "n×m, k×1 -> n + k - 1×m",
  differential: eachInTurn((args) => conv(...two(args))),
  adjoint: (Ybar, i, self) => {
    const [A, b] = two(self.args);
    if (i === 0) return correlate(Ybar, b);
    alone(A, "conv");
    return correlate(Ybar, A);
  },
  jacobian: (i, self) => {
    const [A, b] = two(self.args);
    if (i === 0) return forEach(A, conv(eye(A.shape.rows, A), b));
    alone(A, "conv");
    return conv(eye(b.shape.rows, b), A);
  },
});

/** correlate(x, w), w laid beside x wherever it fits: y_k is the sum of x_{k+j−1} w_j. Of a matrix that of each column. */
export const Correlation = defineOp({
  name: "correlate",
  title: "correlation",
  line: "d correlate(x, w) = correlate(dx, w) + correlate(x, dw)",
  cite: "Goodfellow, Bengio & Courville, Deep Learning, ch. 9.5",
  example: "x : vector(n + 2); w : vector(3); y = sum(correlate(x, w))",
  signature: "n×m, k×1 -> n - k + 1×m; n×1, k×m -> n - k + 1×m",
  differential: eachInTurn((args) => correlate(...two(args))),
  // On the way back to x the other operand is turned round.
  adjoint: (Ybar, i, self) => {
    const [x, w] = two(self.args);
    alone(i === 0 ? w : x, "correlate");
    return i === 0 ? conv(Ybar, w) : correlate(x, Ybar);
  },
  jacobian: (i, self) => {
    const [x, w] = two(self.args);
    alone(i === 0 ? w : x, "correlate");
    if (i === 1) return forEach(w, correlate(x, eye(w.shape.rows, w)));
    const count = plus(minus(x.shape.rows, w.shape.rows), ONE);
    return forEach(x, T(conv(eye(count, x), w)));
  },
});

export const conv = (a: Expr, b: Expr): Expr => intern(a.home, Convolution, [a, b], null);
export const correlate = (x: Expr, w: Expr): Expr => intern(x.home, Correlation, [x, w], null);

/** Both as they are called: no vector is a number. */
export const CONVOLUTION_CALLS: readonly Call[] = [
  defineCall({
    calls: ["conv", "convolve"],
    signature: "n×m, k×1 -> n + k - 1×m (n > 1, k > 1)",
    build: (args) => conv(...two(args)),
  }),
  defineCall({
    calls: ["correlate"],
    signature: "n×1, k×m -> n - k + 1×m (n > 1, k > 1); n×m, k×1 -> n - k + 1×m (n > 1, k > 1)",
    build: (args) => correlate(...two(args)),
  }),
];
