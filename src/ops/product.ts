import { ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { last, nth, operand } from "../core/operands.js";
import { isScalar, isSquare, shape, showShape } from "../core/shape.js";
import { eye } from "./eye.js";
import { kron } from "./kron.js";
import { eachInTurn, flattened } from "./linear.js";
import { Scale, scale } from "./scale.js";
import { Sum } from "./sum.js";
import { definitionOf } from "./symbol.js";
import { times } from "./times.js";
import { T, Transpose } from "./transpose.js";

/** A B ⋯ C, shape-chained factors; linear in each of them. */
export const Product = defineOp({
  name: "product",
  title: "product rule",
  line: "d(A B) = dA B + A dB",
  cite: "Magnus & Neudecker, ch. 8; Matrix Cookbook (37)",
  example: "A B x",
  shape: (args) => {
    for (let i = 1; i < args.length; i++) {
      const [A, B] = [nth(args, i - 1), nth(args, i)];
      if (A.shape.cols !== B.shape.rows)
        throw new ShapeError("shape/product", `cannot multiply ${showShape(A.shape)} by ${showShape(B.shape)}`, [A, B]);
    }
    return shape(nth(args, 0).shape.rows, last(args).shape.cols);
  },
  rebuild: (_, args) => product(...args),
  differential: eachInTurn((args) => product(...args)),
  adjoint: (Ybar, i, { args }) => {
    const factors: Expr[] = [];
    for (let k = i - 1; k >= 0; k--) factors.push(T(nth(args, k)));
    factors.push(Ybar);
    for (let k = args.length - 1; k > i; k--) factors.push(T(nth(args, k)));
    return product(...factors);
  },
  jacobian: (i, self) => {
    const X = operand(self, i);
    return sandwich(self.args.slice(0, i), X, self.args.slice(i + 1));
  },
  facts: (self, of) => {
    const every = (["orthogonal", "diagonal", "invertible"] as const).filter((f) =>
      self.args.every((a) => of(a).has(f)),
    );
    const symmetric = (e: Expr) => of(e.op === Transpose ? operand(e) : e).has("symmetric");
    return isPalindrome(self.args, symmetric) || (isSquare(self.shape) && isPalindrome(opened(self.args), symmetric))
      ? [...every, "symmetric"]
      : every;
  },
});

/** A product of more factors is not looked at behind its names. */
const MOST_OPENED = 12;

/** The factors with those of named products in their place: X M as X (Xᵀ X)⁻¹ Xᵀ where M = (Xᵀ X)⁻¹ Xᵀ. */
function opened(factors: readonly Expr[]): readonly Expr[] {
  let list = factors;
  for (let grown = true; grown; ) {
    grown = false;
    list = list.flatMap((f) => {
      const X = f.op === Transpose ? operand(f) : f;
      const value = definitionOf(X);
      if (value?.op !== Product) return [f];
      grown = true;
      return f === X ? value.args : value.args.map(T).reverse();
    });
    if (list.length > MOST_OPENED) return factors;
  }
  return list;
}

/** Whether one is the transpose of the other: by its form, or a sum term by term, (x − μ) and xᵀ − μᵀ. */
function areTransposes(X: Expr, Y: Expr): boolean {
  if (isTransposeOf(Y, X) || isTransposeOf(X, Y)) return true;
  if (X.op !== Sum || Y.op !== Sum || X.args.length !== Y.args.length || X.args.length > MOST_TERMS) return false;
  return new Set(X.args).size === X.args.length && X.args.every((x) => Y.args.some((y) => areTerms(x, y)));
}

/** Terms of a sum that are looked at; each is looked for among all of the other sum. */
const MOST_TERMS = 8;

const isTransposeOf = (Y: Expr, X: Expr): boolean => Y.op === Transpose && Y.args[0] === X;

/** The same for terms, of which either may be a multiple: −μ and −μᵀ. */
function areTerms(x: Expr, y: Expr): boolean {
  const [c, X] = x.op === Scale ? x.args : [null, x];
  const [d, Y] = y.op === Scale ? y.args : [null, y];
  return c === d && X !== undefined && Y !== undefined && (isTransposeOf(Y, X) || isTransposeOf(X, Y));
}

/** Whether the factors read the same from the right when each is transposed: Xᵀ A X with A symmetric. */
function isPalindrome(factors: readonly Expr[], symmetric: (e: Expr) => boolean): boolean {
  const n = factors.length;
  return factors.slice(0, Math.ceil(n / 2)).every((f, i) => {
    const g = nth(factors, n - 1 - i);
    if (i === n - 1 - i) return symmetric(f);
    return areTransposes(f, g) || (f === g && symmetric(f));
  });
}

/** Rᵀ ⊗ L, the matrix M with vec(L dX R) = M vec dX; the trivial side is left out where X is a column or a row. */
export function sandwich(left: readonly Expr[], X: Expr, right: readonly Expr[]): Expr {
  const L = left.length === 0 ? null : product(...left);
  const R = right.length === 0 ? null : T(product(...right));
  if (L !== null && R === null && X.shape.cols === ONE) return L;
  if (R !== null && L === null && X.shape.rows === ONE) return R;
  return kron(R ?? eye(X.shape.cols, X), L ?? eye(X.shape.rows, X));
}

/** The product of factors: nested products are flattened, scalar factors go in front as a multiple. */
export function product(...factors: readonly Expr[]): Expr {
  if (factors.length === 1) return nth(factors, 0);
  for (let i = 0; i < factors.length; i++) if (isScalar(nth(factors, i).shape)) return scaled(factors);
  const flat = flattened(Product, factors);
  return intern(nth(flat, 0).home, Product, flat, null);
}

/** The same where scalars are among the factors: they go in front. */
function scaled(factors: readonly Expr[]): Expr {
  const scalars = factors.filter((f) => isScalar(f.shape));
  const rest = factors.filter((f) => !isScalar(f.shape));
  return rest.length === 0 ? times(...scalars) : scale(times(...scalars), product(...rest));
}
