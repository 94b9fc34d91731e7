/** Answers as books print them, for models whose normal form is far from it. */
import { expect, it } from "vitest";
import { derive } from "../../src/index.js";

const ANSWERS: readonly (readonly [name: string, source: string, answer: string])[] = [
  [
    "logistic loss with the sigmoid written out",
    `w, x : vector(n)
     y : scalar
     s = 1 / (1 + exp(-w^T x))
     L = -y log(s) - (1 - y) log(1 - s)
     ∂L/∂w`,
    "(s - y) x",
  ],
  [
    "cross entropy of a one-hot label",
    `z : vector(n)
     y : vector(n) onehot
     p = softmax(z)
     L = -y^T log(p)
     ∂L/∂z`,
    "p - y",
  ],
  [
    "layer norm with the root written out",
    `x, g : vector(n)
     eps : scalar
     mu = sum(x) / n
     v = sum((x - mu ones(n)) .^ 2) / n
     xh = (x - mu ones(n)) / sqrt(v + eps)
     L = g^T xh
     ∂L/∂x`,
    "(g - (L xh + sum(g) ones(n)) / n) / sqrt(v + eps)",
  ],
  [
    "Sharpe ratio",
    `mu, w : vector(n)
     S : matrix(n, n) symmetric
     rf : scalar
     r = (mu^T w - rf) / sqrt(w^T S w)
     ∂r/∂w`,
    "mu / sqrt(c) - r S w / c",
  ],
  [
    "annihilator of a regression, whose symmetry a name hides",
    `X : matrix(n, p)
     H = (X^T X)^-1 X^T
     M = eye(n) - X H
     ∂M/∂X`,
    "-(eye(n^2) + comm(n, n)) kron(H^T, M)",
  ],
  [
    "a scaled matrix by its scales",
    `a : vector(n)
     X : matrix(n, p)
     Y = diag(a) X
     ∂Y/∂a`,
    "diag(vec(X)) kron(ones(p), eye(n))",
  ],
  [
    "whitened rows",
    `X, G : matrix(n, d)
     g : vector(d)
     C = X - ones(n, n) X / n
     s = sqrt((C .* C)^T ones(n) / n)
     H = C ./ (ones(n) s^T)
     L = sum(G .* (H .* (ones(n) g^T)))
     ∂L/∂X`,
    "(G - (H diag((G .* H)^T ones(n)) + ones(n, n) G) / n) diag(g ./ s)",
  ],
  [
    "portfolio weights by the covariance",
    `A : matrix(n, n)
     a, b : vector(n)
     f = A^-1 b / (a^T A^-1 b)
     ∂f/∂A`,
    "kron(f^T, (f a^T - eye(n)) A^-1)",
  ],
  [
    "a number that terms share in part",
    "x : vector(n); t : scalar; h = exp(t x^T x)\n∂²h/∂x²",
    "2 t h (2 t x x^T + eye(n))",
  ],
  [
    "a Hessian of a logarithm",
    "A : matrix(n, n) symmetric; x : vector(n); f = log(x^T A x)\n∂²f/∂x²",
    "(2 A - 4 A x x^T A / c) / c",
  ],
  ["the Jacobian of a softmax by its parts", "z : vector(n); a = exp(z); p = a / sum(a)\n∂p/∂z", "diag(p) - p p^T"],
  ["reciprocals of squares", "x, u : vector(n); f = u ./ x\n∂f/∂x", "-diag(u ./ (x .^ 2))"],
  ["a Hessian of logarithms", "p : vector(n); f = sum(log(p))\n∂²f/∂p²", "-diag(p .^ -2)"],
  [
    "ridge regression, the loss's terms in their order and no sign between them",
    "X : matrix(n, m); y : vector(n); w : vector(m); lam : scalar; L = norm2(y - X w)^2 + lam norm2(w)^2\n∂L/∂w",
    "2 (X^T (X w - y) + lam w)",
  ],
  [
    "a scaled matrix and an outer product apart",
    "A : matrix(m, n); B : matrix(k, m); x, z : vector(n); t : vector(k); u = A x; v = B^T t; " +
      "f = (t^T B A x) (z^T x)\n∂f/∂x",
    "(z^T x) A^T v + (u^T v) z",
  ],
  [
    "rms norm of rows, which a diagonal matrix scales throughout",
    "X, G : matrix(n, d); c = sqrt((X .* X) ones(d) / d); Y = X ./ (c ones(d)^T); L = sum(G .* Y)\n∂L/∂X",
    "diag(c)^-1 (G - diag((G .* Y) ones(d)) Y / d)",
  ],
  [
    "Student's t, no fraction within its divisor",
    "r : vector(n); nu : scalar positive; l = -(nu + 1) / 2 sum(log(ones(n) + r .^ 2 / nu))\n∂l/∂r",
    "-(nu + 1) r ./ (nu ones(n) + r .^ 2)",
  ],
  ["a decimal of seven digits", "x : scalar; f = 0.0335362 x^2\n∂f/∂x", "0.0670724 x"],
];

it.each(ANSWERS)("%s", (_, source, answer) => {
  const { results, diagnostics } = derive(source);
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(results.map((r) => r.text)).toEqual([answer]);
});
