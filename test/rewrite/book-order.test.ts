/** The order and the brackets in which books write what is equal, and as long; and what they print. */
import { expect, it } from "vitest";
import { BOOK_FORMULAS, shown, unlikeBooks } from "./book-formulas.js";

const FORMS: readonly (readonly [about: string, model: string, form: string])[] = [
  [
    "names before functions",
    "x, a, g : scalar\np = sigmoid(x)\ny = -a (1 - p)^g log(p)\n∂y/∂x",
    "a (1 - p)^g (g p log(p) + p - 1)",
  ],
  ["A before its transpose", "A, X : matrix(n, n)\ny = tr(X A X^T)\n∂y/∂X", "X (A + A^T)"],
  ["I before K", "X : matrix(n, m)\nF = X^T X\n∂F/∂X", "(eye(m^2) + comm(m, m)) kron(eye(m), X^T)"],
  [
    "multiples of one identity together",
    "f = (eye(n) - x x^T) x\nx : vector(n)\n∂f/∂x",
    "(1 - x^T x) eye(n) - 2 x x^T",
  ],
  [
    "no bracket transposed where a name is",
    "X : matrix(m, n)\nth : vector(n)\ny : vector(m)\nU : matrix(k, n)\na : scalar\nt = th - a X^T (X th - y)\nM = 0.5 norm2(U t - v)^2\n∂M/∂th",
    "(eye(n) - a X^T X) U^T (U t - v)",
  ],
  [
    "the Hessian of log Σ exp",
    "A : matrix(n, m)\nz = exp(A x + b)\nf = log(sum(z))\n∂²f/∂x²",
    "A^T (diag(z) - z z^T / sum(z)) A / sum(z)",
  ],
  ["the Hessian of a norm", "A : matrix(m, n)\nr = A x - b\ns = norm2(r)\n∂²s/∂x²", "A^T A / s - A^T r r^T A / s^3"],
  [
    "one sign in x − a and its transpose",
    "x : vector(n)\ny = norm2(x - a)\n∂²y/∂x²",
    "eye(n) / y - (x - a) (x - a)^T / y^3",
  ],
];

it.each(FORMS)("%s", (_about, model, form) => {
  expect(shown(model)).toBe(form);
});

it("writes formulas of books as they are printed there: every eighth, all of them in book-order.deep.test.ts", () => {
  expect(unlikeBooks(BOOK_FORMULAS.filter((_, i) => i % 8 === 3))).toEqual([]);
});
