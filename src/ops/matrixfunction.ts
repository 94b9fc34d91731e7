import { dim, ONE, plus, times } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { type Call, defineCall, defineOp } from "../core/op.js";
import { nth, one, two } from "../core/operands.js";
import { rational } from "../core/rational.js";
import { entries, isScalar } from "../core/shape.js";
import { apply } from "./apply.js";
import { corner, movedCorner } from "./corner.js";
import { eye } from "./eye.js";
import { hadamard } from "./hadamard.js";
import { inverse } from "./inverse.js";
import { kron } from "./kron.js";
import { number } from "./number.js";
import { reciprocal } from "./power.js";
import { negate, scale } from "./scale.js";
import { cols, rows } from "./slice.js";
import { beside, stack } from "./stack.js";
import { sum } from "./sum.js";
import { T } from "./transpose.js";
import { zeros } from "./zeros.js";

/** Functions of matrices by the functions of numbers that they continue. */
const MATRIX_FUNCTIONS = ["exp", "log", "sqrt", "sin", "cos", "sinh", "cosh"] as const;

/** Whether a function of numbers is one of matrices, too. */
export const isMatrixFunction = (name: string): name is MatrixFunctionName =>
  (MATRIX_FUNCTIONS as readonly string[]).includes(name);

export type MatrixFunctionName = (typeof MATRIX_FUNCTIONS)[number];

/** What follows for the result from the facts of the matrix. */
const FACTS: Readonly<Record<MatrixFunctionName, (has: (f: Fact) => boolean) => readonly Fact[]>> = {
  exp: (has) => (has("symmetric") ? ["posdef", "symmetric", "invertible"] : ["invertible"]),
  log: () => [],
  sqrt: (has) => (["posdef", "invertible"] as const).filter(has),
  sin: () => [],
  cos: () => [],
  sinh: () => [],
  cosh: (has) => (has("symmetric") ? ["posdef", "symmetric", "invertible"] : []),
};

/** Those that are no function of every matrix. */
export const isPartial = (f: MatrixFunctionName): boolean => f === "log" || f === "sqrt";

/** f(X) of a square matrix: by the power series of f, or by its eigenvalues, and not entry by entry. */
export const MatrixFunction = defineOp({
  name: "matrixfunction",
  title: "function of a matrix",
  line: "d f(X) = L_f(X, dX), the derivative of f at X along dX; tr(L_f(X, dX)) = tr(f'(X) dX)",
  cite: "Higham, Functions of Matrices, ch. 3",
  example: "tr(expm(X))",
  signature: "n×n -> n×n",
  differential: ([X], [dX], self) => (X && dX ? frechet(functionOf(self), X, dX) : null),
  facts: (self, of) => {
    const facts = of(one(self.args));
    const kept = (["symmetric", "diagonal"] as const).filter((f) => facts.has(f));
    return [...new Set<Fact>([...kept, ...FACTS[functionOf(self)]((f) => facts.has(f))])];
  },
});

/** L_f(X, E), the derivative of f at X along E: linear in E, and E f′(X) where E commutes with X. */
export const Frechet = defineOp({
  name: "frechet",
  title: "derivative of a function of a matrix along another",
  line: "L_f(X, E), the block above the diagonal of f([X, E; 0, X])",
  cite: "Higham, Functions of Matrices, (3.16)",
  example: "u^T expm_frechet(X, Z) u",
  signature: "n×n, n×n -> n×n",
  differential: ([X, E], [dX, dE], self) => {
    if (X === undefined || E === undefined) return null;
    const f = functionOf(self);
    const along = dE ? [frechet(f, X, dE)] : [];
    const moved = dX ? [movedCorner((A, B) => frechet(f, A, B), X, E, dX)] : [];
    return along.length + moved.length === 0 ? null : sum(...along, ...moved);
  },
  adjoint: (Ybar, _, self) => frechet(functionOf(self), T(two(self.args)[0]), Ybar),
  // vec(Xⁱ E Xʲ) = (Xᵀ ⊗ I)ʲ (I ⊗ X)ⁱ vec E: the same block, of two matrices that commute.
  jacobian: (_, self) => {
    const [X] = two(self.args);
    const one = eye(X.shape.rows, X);
    const f = (M: Expr): Expr => matrixFunction(functionOf(self), M);
    return corner(f, kron(T(X), one), eye(entries(X.shape), X), kron(one, X));
  },
});

export const functionOf = (e: Expr): MatrixFunctionName => e.data as MatrixFunctionName;

/** The name under which the language calls it. */
export const calledFunction = (e: Expr): string => `${functionOf(e)}m${e.op === Frechet ? "_frechet" : ""}`;

/** f(X): of a number, the function itself. */
export const matrixFunction = (f: MatrixFunctionName, X: Expr): Expr =>
  isScalar(X.shape) ? apply(f, X) : intern(X.home, MatrixFunction, [X], f);

/** L_f(X, E). */
export const frechet = (f: MatrixFunctionName, X: Expr, E: Expr): Expr =>
  isScalar(X.shape) ? hadamard(slopeOf(f, X), E) : intern(X.home, Frechet, [X, E], f);

const SLOPES: Readonly<Record<MatrixFunctionName, (X: Expr) => Expr>> = {
  exp: (X) => matrixFunction("exp", X),
  log: (X) => inverted(X),
  sqrt: (X) => scale(number(rational(1, 2), X), inverted(matrixFunction("sqrt", X))),
  sin: (X) => matrixFunction("cos", X),
  cos: (X) => negate(matrixFunction("sin", X)),
  sinh: (X) => matrixFunction("cosh", X),
  cosh: (X) => matrixFunction("sinh", X),
};

const inverted = (A: Expr): Expr => (isScalar(A.shape) ? reciprocal(A) : inverse(A));

/** f′(X), which is the derivative of f at X along I. */
export const slopeOf = (f: MatrixFunctionName, X: Expr): Expr => SLOPES[f](X);

/** sin, cos, sinh and cosh as blocks of the exponential of [0, A; ∓A, 0] and [0, A; A, 0] (Higham, ch. 12.6). */
const IN_EXPONENTIAL: Partial<Record<MatrixFunctionName, { readonly sign: 1 | -1; readonly beside: boolean }>> = {
  sin: { sign: -1, beside: true },
  cos: { sign: -1, beside: false },
  sinh: { sign: 1, beside: true },
  cosh: { sign: 1, beside: false },
};

/** The same by exponentials; null for what is no block of one. */
export function byExponential(e: Expr): Expr | null {
  const found = IN_EXPONENTIAL[functionOf(e)];
  if (found === undefined) return null;
  const n = nth(e.args, 0).shape.rows;
  const nothing = zeros(n, n, e);
  const rotated = (A: Expr): Expr => stack(beside(nothing, A), beside(found.sign === 1 ? A : negate(A), nothing));
  const [X, E] = e.args.map(rotated) as [Expr, Expr | undefined];
  const whole = E === undefined ? matrixFunction("exp", X) : frechet("exp", X, E);
  const top = rows(whole, ONE, n);
  return found.beside ? cols(top, plus(n, ONE), times(dim(2), n)) : cols(top, ONE, n);
}

/** expm, logm, sqrtm, sinm and so on, and their derivatives along a matrix, as SciPy calls them. */
export const MATRIX_CALLS: readonly Call[] = MATRIX_FUNCTIONS.flatMap((f) => [
  defineCall({
    calls: [`${f}m`],
    signature: "n×n -> n×n",
    build: (args) => matrixFunction(f, one(args)),
  }),
  defineCall({
    calls: [`${f}m_frechet`],
    signature: "n×n, n×n -> n×n",
    build: (args) => frechet(f, ...two(args)),
  }),
]);
