import { ONE, times } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { operand, two } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { comm } from "./comm.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { product } from "./product.js";
import { scale } from "./scale.js";
import { T } from "./transpose.js";
import { unvec } from "./unvec.js";
import { vec } from "./vec.js";

/** A ⊗ B, the Kronecker product. */
export const Kron = defineOp({
  name: "kron",
  title: "Kronecker product rule",
  line: "d(A ⊗ B) = dA ⊗ B + A ⊗ dB",
  cite: "Magnus & Neudecker, ch. 9.14; Matrix Cookbook (39)",
  example: "kron(A, B)",
  calls: ["kron"],
  signature: "n×m, p×q -> n p×m q",
  build: (args) => kron(...two(args)),
  rebuild: (_, args) => kron(...two(args)),
  differential: eachInTurn((args) => kron(...two(args))),
  adjoint: (Ybar, i, self) => {
    const X = operand(self, i);
    return unvec(product(T(factor(i, self)), vec(Ybar)), X.shape.rows, X.shape.cols);
  },
  jacobian: factor,
  facts: (self, of) => {
    const [A, B] = two(self.args);
    return (["symmetric", "diagonal", "orthogonal", "posdef", "positive", "invertible"] as const).filter(
      (f) => of(A).has(f) && of(B).has(f),
    );
  },
});

/**
 * vec(A ⊗ B) = (I ⊗ K ⊗ I)(vec A ⊗ vec B) with K = comm(rows of B, columns of A); so the factor of
 * vec dA is (I ⊗ K ⊗ I)(I ⊗ vec B), the one of vec dB (I ⊗ K ⊗ I)(vec A ⊗ I).
 */
function factor(i: number, self: Expr): Expr {
  const [A, B] = two(self.args);
  const [n, q] = [A.shape.rows, A.shape.cols];
  const [p, r] = [B.shape.rows, B.shape.cols];
  const trivial = r === ONE || n === ONE;
  const K = trivial ? null : withoutScalars(withoutScalars(eye(q, self), comm(r, n, self)), eye(p, self));
  const spread = i === 0 ? kron(eye(times(n, q), self), vec(B)) : kron(vec(A), eye(times(p, r), self));
  return K === null ? spread : product(K, spread);
}

/** A ⊗ B where a 1×1 identity is left out. */
const withoutScalars = (A: Expr, B: Expr): Expr => (isScalar(A.shape) ? B : isScalar(B.shape) ? A : kron(A, B));

/** A ⊗ B; with a scalar the multiple. */
export const kron = (A: Expr, B: Expr): Expr => {
  if (isScalar(A.shape)) return scale(A, B);
  if (isScalar(B.shape)) return scale(B, A);
  return intern(A.home, Kron, [A, B], null);
};
