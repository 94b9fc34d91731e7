/**
 * Claims as a lecturer writes them, right ones and wrong ones, judged by hand before they were given to
 * the judge: for each `=` whether it is equal (e), equal up to a transpose (t), ill-shaped (i), different (d),
 * not judged (n).
 */
import { expect, it } from "vitest";
import { verdictKind } from "../../src/report/report.js";
import { judged } from "./judge.js";

const L = String.raw;
const N = ["z = W x + b", "h = f(z)", "s = u^T h"];

const CLAIMS: readonly (readonly [readonly string[], string])[] = [
  [[...N, "∂s/∂b = ∂s/∂h ∂h/∂z ∂z/∂b = u^T diag(f'(z)) = (u .* f'(z))^T = f'(z)^T diag(u) = u .* f'(z)"], "eeeee"],
  [[...N, "∂s/∂W = ∂s/∂z ∂z/∂W = kron(x^T, (u .* f'(z))^T) = kron((u .* f'(z))^T, x^T)"], "eed"],
  [[...N, "∂s/∂x = ∂s/∂h ∂h/∂x = ∂h/∂x^T u = W^T diag(f'(z)) u = W diag(f'(z)) u"], "eeei"],
  [[...N, "∂²s/∂x² = W^T diag(u .* f''(z)) W = W^T diag(u) diag(f''(z)) W = diag(u .* f''(z))"], "eed"],
  [[...N, "∂²s/∂b² = diag(u .* f''(z)) = diag(u) .* diag(f''(z)) = u f''(z)^T"], "eed"],
  [[...N, "∂²s/∂b∂x = diag(u .* f''(z)) W"], "e"],
  [[...N, "∂²s/∂x∂b = W^T diag(u .* f''(z)) = diag(u .* f''(z)) W"], "et"],
  [["s = x^T A x", "∂s/∂x = (A + A^T) x = 2 A x = x^T (A + A^T) = A x + (x^T A)^T"], "edee"],
  [["A : matrix(n, n) symmetric", "s = x^T A x", "∂s/∂x = 2 A x = (A + A^T) x = 2 A^T x = 2 x^T A"], "eeee"],
  [["s = norm2(A x - b)^2", "∂s/∂x = 2 A^T (A x - b) = 2 A^T A x - 2 A^T b = 2 (A x - b)^T A = 2 A (A x - b)"], "eeei"],
  [["X : matrix(n,n)", "s = logdet(X)", "∂s/∂X = X^-T = X^-1 = (X^-1)^T = inv(X)^T"], "etee"],
  [["X : matrix(n,n)", "s = det(X)", "∂s/∂X = det(X) X^-T = det(X) inv(X^T) = det(X) X^-1"], "eet"],
  [["X : matrix(n,n)", "s = tr(X^-1)", "∂s/∂X = -(X^-1 X^-1)^T = -X^-T X^-T = -X^-2 = -(X^T)^-2 = (X^-2)^T"], "eeted"],
  [["s = tr(A X B)", "∂s/∂X = A^T B^T = (B A)^T = B A = A B"], "eeti"],
  [["A, B, X : matrix(n,n)", "s = tr(A X B X^T)", "∂s/∂X = A^T X B^T + A X B = A X (B + B^T)"], "ed"],
  [
    [
      "A, B : matrix(n,n) symmetric",
      "X : matrix(n, n)",
      "s = tr(A X B X^T)",
      "∂s/∂X = A^T X B^T + A X B = 2 A X B = A X B 2",
    ],
    "eee",
  ],
  [
    [
      "y : vector(n) simplex",
      "t : vector(n)",
      "p = softmax(t)",
      "J = -y^T log(p)",
      "∂J/∂t = p - y = softmax(t) - y = exp(t) / sum(exp(t)) - y = y - p = -(y - p)",
    ],
    "eeede",
  ],
  [
    [
      "t : vector(n)",
      "p = softmax(t)",
      "∂p/∂t = diag(p) - p p^T = diag(p) (I - ones(n) p^T) = diag(p .* (ones(n) - p)) = (I - p ones(n)^T) diag(p)",
    ],
    "eede",
  ],
  [["x : vector(n)", "s = sum(log(x))", "∂s/∂x = x .^ -1 = ones(n) ./ x = diag(x)^-1 ones(n) = 1 / x"], "eeei"],
  [
    ["x : vector(n)", "s = logsumexp(x)", "∂s/∂x = softmax(x) = exp(x) / sum(exp(x)) = exp(x - s ones(n)) = exp(x)"],
    "eeed",
  ],
  [
    ["x : vector(n)", "s = logsumexp(x)", "∂²s/∂x² = diag(softmax(x)) - softmax(x) softmax(x)^T = diag(softmax(x))"],
    "ed",
  ],
  [
    [
      "x : vector(n)",
      "y = x / norm2(x)",
      "∂y/∂x = (I - y y^T) / norm2(x) = I / norm2(x) - x x^T / norm2(x)^3 = (I - x x^T) / norm2(x)",
    ],
    "eed",
  ],
  [
    [
      "s = sum(sigmoid(W x))",
      "∂s/∂x = W^T (sigmoid(W x) .* (ones(n) - sigmoid(W x))) = W^T (sigmoid(W x) .* sigmoid(-W x)) = W^T sigmoid(W x)",
    ],
    "eed",
  ],
  [["s = sum(tanh(x))", "∂s/∂x = ones(n) - tanh(x) .^ 2 = ones(n) - tanh(x) .* tanh(x) = 1 - tanh(x)^2"], "eei"],
  [["x : vector(n)", "s = norm1(x)", "∂s/∂x = sign(x) = x ./ abs(x) = abs(x) ./ x = ones(n)"], "eeed"],
  [["h = relu(W x)", "s = u^T h", "∂s/∂x = W^T (u .* step(W x)) = W^T (u .* step(h)) = W^T (u .* h)"], "eed"],
  [
    [
      "X : matrix(n, m)",
      "w : vector(m)",
      "y : vector(n)",
      "J = norm2(X w - y)^2 / (2 n)",
      "∂J/∂w = X^T (X w - y) / n = 1/n X^T (X w - y) = X^T (X w - y)",
    ],
    "eed",
  ],
  [
    [
      "X : matrix(n, m)",
      "w : vector(m)",
      "y : vector(n)",
      "J = norm2(X w - y)^2 / (2 n)",
      "∂²J/∂w² = X^T X / n = X X^T / n",
    ],
    "ed",
  ],
  [["Z = X W", "L = sum(f(Z))", "∂L/∂W = X^T ∂L/∂Z = X^T f'(Z) = X f'(Z)"], "eei"],
  [["Z = X W", "∂Z/∂W = kron(I, X) = kron(eye(m), X) = kron(X, I)"], "eed"],
  [["Z = X W", "∂Z/∂X = kron(W^T, I) = kron(W, I)"], "et"],
  [["X : matrix(n, m)", "Y = X^T", "∂Y/∂X = comm(n, m) = comm(m, n) = I"], "etd"],
  [["a, b : vector(n)", "X : matrix(n,n) symmetric", "s = a^T X b", "∂s/∂X = 1/2 (a b^T + b a^T) = a b^T"], "ed"],
  [
    [
      L`$\mathbf{z} = \mathbf{W}\mathbf{x} + \mathbf{b}$`,
      L`$s = \mathbf{u}^\top f(\mathbf{z})$`,
      L`$\frac{\partial s}{\partial \mathbf{W}} = (\mathbf{u} \odot f'(\mathbf{z}))\mathbf{x}^\top = \mathbf{u} \odot f'(\mathbf{z})\mathbf{x}^\top = \mathbf{x}(\mathbf{u}\odot f'(\mathbf{z}))^\top$`,
    ],
    "eet",
  ],
  [
    [
      L`$$\begin{aligned} J &= \frac{1}{2} \|\mathbf{y} - \mathbf{X}\boldsymbol{\theta}\|_2^2 \\ \nabla_{\boldsymbol{\theta}} J &= -\mathbf{X}^\top (\mathbf{y} - \mathbf{X}\boldsymbol{\theta}) \\ &= \mathbf{X}^\top\mathbf{X}\boldsymbol\theta - \mathbf{X}^\top\mathbf{y} \\ &= \mathbf{X}^\top\mathbf{X}\boldsymbol\theta \end{aligned}$$`,
    ],
    "eed",
  ],
  [
    [
      L`$f = \mathbf{x}^\top \mathbf{A} \mathbf{x}$`,
      L`$\nabla^2_{\mathbf{x}} f = \mathbf{A} + \mathbf{A}^\top = 2\mathbf{A}$`,
    ],
    "ed",
  ],
  [
    [
      L`$f = \log\det\mathbf{X}$`,
      L`$\frac{\partial f}{\partial \mathbf{X}} = \mathbf{X}^{-\top} = (\mathbf{X}^{-1})^\top = \mathbf{X}^{-1}$`,
    ],
    "eet",
  ],
  [
    [
      L`$\bar{x} = \frac{1}{n}\mathbf{1}^\top \mathbf{x}$`,
      L`$\frac{\partial \bar{x}}{\partial \mathbf{x}} = \frac{1}{n}\mathbf{1} = \frac{1}{n}\mathbf{1}_n = \frac1n \mathbf{1}^\top$`,
    ],
    "eee",
  ],
  [["x : vector(n)", "M = x x^T", "∂M/∂x = kron(x, I) + kron(I, x) = 2 kron(x, I)"], "ed"],
  [
    [
      "t : scalar",
      "A : matrix(n,n)",
      "Y = (I + t A)^-1",
      "∂Y/∂t = -Y A Y = -(I + t A)^-1 A (I + t A)^-1 = -A Y^2 = Y A Y",
    ],
    "eeed",
  ],
  [
    [
      "sigma : scalar positive",
      "x, mu : vector(n)",
      "L = -n/2 log(2 pi sigma^2) - norm2(x - mu)^2 / (2 sigma^2)",
      "∂L/∂sigma = -n / sigma + norm2(x - mu)^2 / sigma^3 = n / sigma + norm2(x - mu)^2 / sigma^3",
    ],
    "ed",
  ],
  [
    [
      "sigma : scalar positive",
      "x, mu : vector(n)",
      "L = -n/2 log(2 pi sigma^2) - norm2(x - mu)^2 / (2 sigma^2)",
      "∂L/∂mu = (x - mu) / sigma^2 = (mu - x) / sigma^2",
    ],
    "ed",
  ],
  [
    [
      "S : matrix(n,n) posdef",
      "x, mu : vector(n)",
      "q = (x - mu)^T S^-1 (x - mu)",
      "∂q/∂mu = -2 S^-1 (x - mu) = 2 S^-1 (mu - x) = -2 S^-T (x - mu)",
    ],
    "eee",
  ],
  [
    [
      "S : matrix(n,n) posdef",
      "x, mu : vector(n)",
      "q = (x - mu)^T S^-1 (x - mu)",
      "∂q/∂S = -S^-1 (x - mu) (x - mu)^T S^-1 = S^-1 (x - mu) (x - mu)^T S^-1",
    ],
    "ed",
  ],
  [["Q : matrix(n,n) orthogonal", "x : vector(n)", "s = norm2(Q x)^2", "∂s/∂x = 2 x = 2 Q^T Q x = 2 Q x"], "eed"],
  [
    [
      "x, y : vector(n)",
      "c = x^T y / (norm2(x) norm2(y))",
      "∂c/∂x = y / (norm2(x) norm2(y)) - c x / norm2(x)^2 = (y - c x) / (norm2(x) norm2(y))",
    ],
    "ed",
  ],
  [["X : matrix(n, m)", "s = normF(X)^2", "∂s/∂X = 2 X = X + X = 2 X^T"], "eet"],
  [["X : matrix(n, m)", "s = normF(X)", "∂s/∂X = X / normF(X) = X / s = X"], "eed"],
  [
    [
      "A : matrix(n,n)",
      "x : vector(n)",
      "s = sum(exp(A x))",
      "g = ∂s/∂x",
      "∂g/∂x = A^T diag(exp(A x)) A = A^T (exp(A x) .* A) = ∂²s/∂x²",
    ],
    "eie",
  ],
  [["P = softmaxrows(X)", "L = tr(C^T P)", "∂L/∂X = P .* (C - (P .* C) ones(m, m)) = P .* C"], "ed"],
  [["v = W x", "s = v^T v", "∂s/∂W = 2 v x^T = 2 W x x^T = 2 v v^T = ∂s/∂v x^T"], "eede"],
  [["s = a^T x b^T x", "∂s/∂x = a b^T x + b a^T x = (a b^T + b a^T) x = 2 a b^T x"], "eed"],
  [["s = (a^T x)^3", "∂s/∂x = 3 (a^T x)^2 a = 3 a a^T x x^T a = 3 a^T x a"], "eed"],
  [["s = x^T x y^T y", "∂s/∂x = 2 (y^T y) x = 2 x y^T y = 2 tr(y y^T) x = 2 x^T (y^T y)"], "eeee"],
  [
    [
      "z1 = W1 x",
      "h1 = relu(z1)",
      "z2 = W2 h1",
      "p = softmax(z2)",
      "y : vector(k) simplex",
      "J = cross_entropy(y, p)",
      "∂J/∂W1 = ((W2^T (p - y)) .* step(z1)) x^T = W2^T (p - y) .* step(z1) x^T = (W2^T (p - y)) x^T",
    ],
    "eed",
  ],
  [["f(x) = 3 x^2", "y = f(t)", "t : scalar", "∂y/∂t = 6 t = 3 t"], "ed"],
  [["y = x^3", "x : scalar", "dy/dx = 3 x^2 = 3 x^3 / x = x^2"], "eed"],
  [
    [
      "X : matrix(n, p)",
      "b : vector(p)",
      "e = y - X b",
      "S = e^T e",
      "∂S/∂b = -2 X^T e = -2 X^T y + 2 X^T X b = -2 X^T y + X^T X b",
    ],
    "eed",
  ],
  [
    [
      "s = sum((x - mu ones(n)) .^ 2)",
      "mu : scalar",
      "x : vector(n)",
      "∂s/∂mu = -2 sum(x - mu ones(n)) = 2 n mu - 2 sum(x) = -2 (x - mu ones(n))",
    ],
    "eed",
  ],
  [
    [
      "A : matrix(n, n) invertible",
      "b : vector(n)",
      "x = A^-1 b",
      "s = c^T x",
      "∂s/∂A = -A^-T c x^T = -(A^-T c) b^T A^-T = -x c^T A^-1",
    ],
    "eet",
  ],
  [["s = u^T f(W x)", "∂s/∂W = ones(n) x^T"], "d"],
  [["K = A B", "∂K/∂A = kron(B^T, I) = B^T ⊗ I = I ⊗ B"], "eed"],
  [["X : matrix(n,n)", "Y = X X", "∂Y/∂X = kron(X^T, I) + kron(I, X) = 2 kron(I, X)"], "ed"],
  [
    [
      L`$$\begin{aligned} \mathbf{z} &= \mathbf{W}\mathbf{x} + \mathbf{b} \\ \hat{\mathbf{y}} &= \sigma(\mathbf{z}) \\ J &= \tfrac{1}{2}\lVert \hat{\mathbf{y}} - \mathbf{y}\rVert^2 \\ \frac{\partial J}{\partial \mathbf{z}} &= (\hat{\mathbf{y}} - \mathbf{y}) \odot \hat{\mathbf{y}} \odot (1 - \hat{\mathbf{y}}) = (\hat{\mathbf{y}} - \mathbf{y}) \odot (1 - \hat{\mathbf{y}}) \\ \frac{\partial J}{\partial \mathbf{W}} &= \boldsymbol{\delta}\mathbf{x}^\top \\ \frac{\partial J}{\partial \mathbf{b}} &= \boldsymbol{\delta} \end{aligned}$$`,
    ],
    "edee",
  ],
  [
    [
      L`$\mathcal{L} = -\log p$`,
      L`$p = \frac{e^{s}}{e^{s} + c}$`,
      L`$\frac{\partial \mathcal{L}}{\partial s} = p - 1 = -(1-p)$`,
    ],
    "ee",
  ],
  [
    [
      L`$\mathbf{Q} \in \mathbb{R}^{n\times n}$`,
      L`$\mathbf{x}\in\mathbb{R}^n$`,
      L`$f = \frac{1}{2}\mathbf{x}^\top\mathbf{Q}\mathbf{x} + \mathbf{c}^\top\mathbf{x}$`,
      L`$\nabla_{\mathbf x} f = \mathbf{Q}\mathbf{x} + \mathbf{c} = \frac12(\mathbf{Q}+\mathbf{Q}^\top)\mathbf{x} + \mathbf{c}$`,
    ],
    "de",
  ],
  [
    [
      L`$J = \frac{1}{2m}(\mathbf{X}\boldsymbol\theta - \mathbf{y})^T(\mathbf{X}\boldsymbol\theta - \mathbf{y})$`,
      L`$\frac{\partial J}{\partial \boldsymbol\theta} = \frac{1}{m}\mathbf{X}^T(\mathbf{X}\boldsymbol\theta - \mathbf{y})$`,
    ],
    "e",
  ],
  [
    [
      L`$J = \frac{1}{n}\|\mathbf{X}\mathbf{w}-\mathbf{y}\|^2 + \lambda\|\mathbf{w}\|^2$`,
      L`$\frac{\partial J}{\partial \mathbf{w}} = \frac{2}{n}\mathbf{X}^T(\mathbf{X}\mathbf{w}-\mathbf{y}) + 2\lambda\mathbf{w} = \frac{2}{n}\mathbf{X}^T(\mathbf{X}\mathbf{w}-\mathbf{y}) + \lambda\mathbf{w}$`,
    ],
    "ed",
  ],
  [
    [
      "z = W x + b",
      "a = sigmoid(z)",
      "L = norm2(a - y)^2 / 2",
      "∂L/∂W = (a - y) .* a .* (ones(n) - a) x^T = ((a - y) .* a .* (ones(n) - a)) x^T = ((a - y) .* sigmoid(z) .* (ones(n) - a)) x^T",
    ],
    "eee",
  ],
  [["P = X (X^T X)^-1 X^T", "s = y^T P y", "∂s/∂y = 2 P y = (P + P^T) y = 2 P^T y = P y"], "eeed"],
  [["X : matrix(n,p)", "s = logdet(X^T X)", "∂s/∂X = 2 X (X^T X)^-1 = 2 (X^T X)^-1 X^T"], "et"],
  [["s = tr(X^T A X)", "∂s/∂X = A X + A^T X = (A + A^T) X = 2 A X"], "eed"],
  [["s = tr((A X + B)^T (A X + B))", "∂s/∂X = 2 A^T (A X + B) = 2 A^T A X + 2 A^T B = 2 A (A X + B)^T"], "eei"],
  [
    [
      "a, x : vector(n)",
      "s = a^T x / (x^T x)",
      "∂s/∂x = a / (x^T x) - 2 (a^T x) x / (x^T x)^2 = (a - 2 s x) / (x^T x) = (a - s x) / (x^T x)",
    ],
    "eed",
  ],
  [["s = norm2(x - y)", "∂s/∂x = (x - y) / norm2(x - y) = (x - y) / s = (x - y)^T / s = x - y"], "eeed"],
  [["x : vector(n)", "s = sum(x .^ 3)", "∂²s/∂x² = 6 diag(x) = diag(6 x) = 6 x = 6 I x"], "eedd"],
  [["X : matrix(n, m)", "s = sum(X .^ 2)", "∂²s/∂X² = 2 eye(n m) = 2 kron(eye(m), eye(n)) = 2 I = 2 eye(n)"], "eeed"],
  [["X : matrix(n,n)", "s = tr(X X)", "∂²s/∂X² = 2 comm(n, n) = 2 eye(n^2)"], "ed"],
  [
    [
      "X : matrix(n,n)",
      "s = logdet(X)",
      "∂²s/∂X² = -comm(n, n) kron(X^-T, X^-1) = -kron(X^-1, X^-T) comm(n,n) = -kron(X^-T, X^-1) ",
    ],
    "eed",
  ],
  [
    [
      "W : matrix(k, n)",
      "y = softmax(W x)",
      "∂y/∂x = (diag(y) - y y^T) W = diag(y) W - y y^T W = W^T (diag(y) - y y^T) = diag(y) W",
    ],
    "eetd",
  ],
  [["W : matrix(k, n)", "y = relu(W x)", "∂y/∂x = diag(step(W x)) W = step(W x) .* W = W"], "eid"],
  [["s = 1/2 (x - m)^T P (x - m)", "P : matrix(n,n) symmetric", "∂s/∂m = -P (x - m) = P (m - x) = P (x - m)"], "eed"],
  [
    [
      "H = X W1",
      "A = relu(H)",
      "O = A W2",
      "L = normF(O - T)^2",
      "∂L/∂W1 = X^T ((2 (O - T) W2^T) .* step(H)) = 2 X^T ((O - T) W2^T .* step(H)) = X^T ∂L/∂H = 2 X^T (O - T) W2^T",
    ],
    "eeed",
  ],
  [
    [
      "q = W x",
      "s = log(sum(exp(q)))",
      "∂s/∂W = softmax(q) x^T = exp(q) x^T / sum(exp(q)) = exp(q - s ones(n)) x^T = softmax(q) x",
    ],
    "eeei",
  ],
  [["t : scalar", "x : vector(n)", "y = t x", "∂y/∂t = x = x^T = t"], "etd"],
  [
    [
      "t : scalar",
      "A : matrix(n, n)",
      "s = tr(A^2) t^2",
      "∂s/∂t = 2 t tr(A^2) = 2 t tr(A A) = 2 t sum(A .* A^T) = 2 tr(A)^2 t",
    ],
    "eeed",
  ],
  [
    ["a, b, c : vector(n)", "s = a^T (b .* c)", "∂s/∂b = a .* c = diag(a) c = diag(c) a = c^T diag(a) = a^T c"],
    "eeeed",
  ],
  [
    [
      "x : vector(n)",
      "A : matrix(n,n)",
      "s = x^T A x",
      "∂s/∂A = x x^T = kron(x, x)^T = vec(x x^T)^T = kron(x^T, x^T) = x^T x",
    ],
    "eeeed",
  ],
  [
    [
      "X : matrix(n,n) diagonal",
      "s = tr(A X)",
      "A : matrix(n,n)",
      "∂s/∂X = diag(diagvec(A)) = A .* I = A^T .* I = A^T",
    ],
    "eeed",
  ],
  [["X : matrix(n,n) symmetric", "s = logdet(X)", "∂s/∂X = X^-1 = 2 X^-1 - X^-1 .* I = X^-T"], "eee"],
  [
    ["X : matrix(n,n) symmetric", "A : matrix(n,n)", "s = tr(A X)", "∂s/∂X = A + A^T - A .* I = (A + A^T)/2 = A^T"],
    "eed",
  ],
  [["y : vector(n)", "X : matrix(n,p)", "b = (X^T X)^-1 X^T y", "∂b/∂y = (X^T X)^-1 X^T = X (X^T X)^-1"], "et"],
  [["u, v : vector(n)", "M = u v^T", "∂M/∂u = kron(v, I) = v ⊗ I = kron(I, v)"], "eed"],
  [["x : vector(n)", "s = sum(abs(x) .^ 3)", "∂s/∂x = 3 x .* abs(x) = 3 sign(x) .* x .^ 2 = 3 x .^ 2"], "eed"],
  [["x : scalar", "y = exp(-x^2 / 2) / sqrt(2 pi)", "dy/dx = -x y = -x exp(-x^2/2) / sqrt(2 pi) = x y"], "eed"],
  [
    [
      "x : scalar positive",
      "a : scalar",
      "y = x^a",
      "∂y/∂a = x^a log(x) = y log(x) = a x^(a-1)",
      "∂y/∂x = a x^(a-1) = a y / x",
    ],
    "eedee",
  ],
  [
    [
      "p : scalar",
      "l = k log(p) + (n - k) log(1 - p)",
      "k : scalar",
      "n : scalar",
      "∂l/∂p = k/p - (n-k)/(1-p) = (k - n p) / (p (1-p)) = k/p + (n-k)/(1-p)",
    ],
    "eed",
  ],
  [["z = W x + b", "h = f(z)", "s = u^T h", "∂s/∂x = (∂z/∂x)^T ∂s/∂z = ∂s/∂z ∂z/∂x = W^T ∂s/∂z = W ∂s/∂z"], "eeei"],
  [
    [
      "h1 = tanh(W h0 + U x1)",
      "h2 = tanh(W h1 + U x2)",
      "L = c^T h2",
      "∂L/∂W = (c .* (ones(n) - h2 .^ 2)) h1^T + ((W^T (c .* (ones(n) - h2 .^ 2))) .* (ones(n) - h1 .^ 2)) h0^T = (c .* (ones(n) - h2 .^ 2)) h1^T",
    ],
    "ed",
  ],
  [
    [
      "Q : matrix(t, d)",
      "K : matrix(t, d)",
      "S = Q K^T / sqrt(d)",
      "L = sum(S .* G)",
      "∂L/∂Q = G K / sqrt(d) = G K = K^T G / sqrt(d)",
    ],
    "edd",
  ],
  [
    [
      "A : matrix(n,n) orthogonal",
      "x, b : vector(n)",
      "s = norm2(A x - b)^2",
      "∂s/∂x = 2 (x - A^T b) = 2 A^T (A x - b) = 2 x - 2 A b",
    ],
    "eed",
  ],
  [
    [
      "x : vector(n) positive",
      "s = sum(x .* log(x))",
      "∂s/∂x = log(x) + ones(n) = log(x) + 1 = log(e x) = 1 + log(x) = log(x) - 1",
    ],
    "eeeed",
  ],
  [
    [
      L`$\mathbf{h} = \tanh(\mathbf{W}\mathbf{x})$`,
      L`$s = \mathbf{v}^{\top}\mathbf{h}$`,
      L`$\frac{\partial s}{\partial \mathbf{x}} = \mathbf{v}^\top \operatorname{diag}(1 - \mathbf{h}^2)\mathbf{W}$`,
    ],
    "i",
  ],
  [
    [
      L`$\mathbf{h} = \tanh(\mathbf{W}\mathbf{x})$`,
      L`$s = \mathbf{v}^{\top}\mathbf{h}$`,
      L`$\frac{\partial s}{\partial \mathbf{x}} = \mathbf{v}^\top \operatorname{diag}(\mathbf{1} - \mathbf{h}^{\circ 2})\mathbf{W} = \mathbf{v}^\top \operatorname{diag}(\mathbf{1} - \mathbf{h}\odot\mathbf{h})\mathbf{W} = \mathbf{W}^\top((\mathbf{1}-\mathbf{h}^{\odot 2})\odot \mathbf{v})$`,
    ],
    "eee",
  ],
  [
    [
      L`$s = \mathbf{a}^\top \mathbf{X} \mathbf{b}$`,
      L`$\frac{\partial s}{\partial \mathbf{X}} = \mathbf{a}\mathbf{b}^\top = \mathbf{a} \otimes \mathbf{b} = \mathbf{b}\mathbf{a}^\top$`,
    ],
    "edt",
  ],
  [
    [
      L`$s = \mathbf{a}^\top \mathbf{X}^{-1} \mathbf{b}$`,
      L`$\frac{\partial s}{\partial \mathbf{X}} = -\mathbf{X}^{-\top}\mathbf{a}\mathbf{b}^\top\mathbf{X}^{-\top} = -(\mathbf{X}^{-1}\mathbf{b}\mathbf{a}^\top\mathbf{X}^{-1})^\top = -\mathbf{X}^{-1}\mathbf{a}\mathbf{b}^\top\mathbf{X}^{-1}$`,
    ],
    "eed",
  ],
  [[L`$f = \ln|\det \mathbf{X}|$`, L`$\frac{\partial f}{\partial\mathbf{X}} = \mathbf{X}^{-T}$`], "e"],
  [
    [L`$f = \operatorname{tr}(\mathbf{X}^\top\mathbf{X})$`, L`$\frac{\partial f}{\partial\mathbf{X}} = 2\mathbf{X}$`],
    "e",
  ],
  [
    [
      L`$f = \mathrm{Tr}\left(\mathbf{A}\mathbf{X}\right)$`,
      L`$\frac{\partial f}{\partial\mathbf{X}} = \mathbf{A}^{\mathsf T} = \mathbf A$`,
    ],
    "et",
  ],
  [
    [
      L`$f = \|\mathbf{A}\mathbf{x} - \mathbf{b}\|_2$`,
      L`$\nabla_{\mathbf{x}} f = \frac{\mathbf{A}^\top(\mathbf{A}\mathbf{x}-\mathbf{b})}{\|\mathbf{A}\mathbf{x}-\mathbf{b}\|_2} = \frac{\mathbf{A}^\top(\mathbf{A}\mathbf{x}-\mathbf{b})}{f} = \frac{\mathbf{A}^\top(\mathbf{A}\mathbf{x}-\mathbf{b})}{2 f}$`,
    ],
    "eed",
  ],
  [
    [
      L`$p = \sigma(\mathbf{w}^\top\mathbf{x})$`,
      L`$L = -y\log p - (1-y)\log(1-p)$`,
      L`$\frac{\partial L}{\partial\mathbf{w}} = (p - y)\mathbf{x} = (\sigma(\mathbf{w}^\top\mathbf{x}) - y)\mathbf{x} = (y-p)\mathbf{x}$`,
    ],
    "eed",
  ],
  [
    [
      L`$J = -\log\sigma(\mathbf{u}_o^\top\mathbf{v}_c) - \mathbf{1}^\top\log\sigma(-\mathbf{U}^\top\mathbf{v}_c)$`,
      L`$\frac{\partial J}{\partial \mathbf{v}_c} = (\sigma(\mathbf{u}_o^\top\mathbf{v}_c) - 1)\mathbf{u}_o + \mathbf{U}\sigma(\mathbf{U}^\top\mathbf{v}_c)$`,
    ],
    "e",
  ],
  [
    [
      L`$\hat{\mathbf{y}} = \operatorname{softmax}(\mathbf{U}^\top\mathbf{v})$`,
      L`$\mathbf{y} \in \mathbb{R}^{n}$`,
      L`$J = -\mathbf{y}^\top\log\hat{\mathbf{y}}$`,
      L`$\frac{\partial J}{\partial\mathbf{v}} = \mathbf{U}(\hat{\mathbf{y}} - \mathbf{y})$`,
    ],
    "d",
  ],
  [
    [
      "y : vector(n) simplex",
      L`$\hat{\mathbf{y}} = \operatorname{softmax}(\mathbf{U}^\top\mathbf{v})$`,
      L`$J = -\mathbf{y}^\top\log\hat{\mathbf{y}}$`,
      L`$\frac{\partial J}{\partial\mathbf{v}} = \mathbf{U}(\hat{\mathbf{y}} - \mathbf{y})$`,
      L`$\frac{\partial J}{\partial\mathbf{U}} = \mathbf{v}(\hat{\mathbf{y}} - \mathbf{y})^\top = (\hat{\mathbf{y}} - \mathbf{y})\mathbf{v}^\top$`,
    ],
    "eet",
  ],
  [["s = u^T f(W x + b)", "∂s/∂W = δ x^T", "∂s/∂b = δ"], "nn"],
  [["z = W x + b", "s = u^T f(z)", "∂s/∂z = δ^T", "∂s/∂x = δ^T W"], "ee"],
  [["z = W x + b", "s = u^T f(z)", "delta = u .* f'(z)", "∂s/∂W = delta x^T = x delta^T = delta^T x"], "eti"],
  [["x : vector(n)", "s = norm2(x)^2", "∂²s/∂x² = 2 I_n = 2 I = 2 eye(n) = 2 I_m = I_n"], "eeeed"],
  [["X : matrix(n, n)", "s = tr(X^3)", "∂s/∂X = 3 (X^2)^T = 3 (X^T)^2 = 3 X^T X^T = 3 X^2"], "eeet"],
  [["X : matrix(n, n)", "k : scalar integer positive", "s = tr(X^k)", "∂s/∂X = k (X^(k-1))^T = k X^(k-1)"], "et"],
  [
    [
      "x : vector(n)",
      "y = A x",
      "s = max(sum(y), 0)",
      "∂s/∂x = step(sum(y)) A^T ones(n) = A^T ones(n)",
      "A : matrix(n,n)",
    ],
    "ed",
  ],
  [["x, m : vector(n)", "d = x - m", "s = d^T d", "∂s/∂x = 2 d = ∂s/∂d = ∂s/∂d ∂d/∂x = -∂s/∂m = 2 (x + m)"], "eeeed"],
  [
    [
      "x : vector(n)",
      "v = x / sum(x)",
      "∂v/∂x = I / sum(x) - x ones(n)^T / sum(x)^2 = (I - v ones(n)^T) / sum(x) = I / sum(x)",
    ],
    "eed",
  ],
  [["A : matrix(m, n)", "x : vector(n)", "y = A x", "s = y^T y", "∂²s/∂x² = 2 A^T A = 2 A A^T = A^T A"], "edd"],
  [
    [
      "A : matrix(m, n)",
      "x : vector(n)",
      "s = norm2(A x)^2",
      "∂²s/∂x∂A = 2 kron(x^T, A^T) + 2 kron(I, (A x)^T) = 2 kron(x^T, A^T)",
    ],
    "ed",
  ],
  [["c = cos(t)", "t : scalar", "y = c^2 + sin(t)^2", "dy/dt = 0 = 2 c"], "ed"],
  [
    [
      "w : vector(n)",
      "X : matrix(N, n)",
      "y : vector(N)",
      "L = sum(log(ones(N) + exp(-y .* (X w))))",
      "∂L/∂w = -X^T (y .* sigmoid(-y .* (X w))) = -X^T (y ./ (ones(N) + exp(y .* (X w)))) = X^T (y .* sigmoid(-y .* (X w)))",
    ],
    "eed",
  ],
  [
    [
      "X : matrix(n, p)",
      "H = X (X^T X)^-1 X^T",
      "y : vector(n)",
      "r = (I - H) y",
      "s = r^T r",
      "∂s/∂y = 2 (I - H) y = 2 r = 2 (I - H)^2 y = -2 H y",
    ],
    "eeed",
  ],
  [
    [
      "M : matrix(n,n) symmetric",
      "x : vector(n)",
      "r = x^T M x / (x^T x)",
      "∂r/∂x = 2 (M x - r x) / (x^T x) = 2/(x^T x) (M - r I) x = 2 M x / (x^T x)",
    ],
    "eed",
  ],
  [
    [
      "S : matrix(n,n) posdef",
      "X : matrix(n, n)",
      "s = logdet(X^T S X)",
      "∂s/∂X = 2 X^-T = 2 S X (X^T S X)^-1 = 2 X^-1",
    ],
    "eet",
  ],
  [
    [
      "f : function",
      "g : function",
      "y = f(g(t))",
      "t : scalar",
      "dy/dt = f'(g(t)) g'(t) = g'(t) f'(g(t)) = f'(g(t)) = f'(t) g'(t)",
    ],
    "eedd",
  ],
  [
    [
      "f : function",
      "y = f(A x)",
      "A : matrix(m,n)",
      "∂y/∂x = diag(f'(A x)) A = A diag(f'(A x)) = (f'(A x) ones(n)^T) .* A",
    ],
    "eie",
  ],
  [
    [
      "B : matrix(n,n)",
      "x : vector(n)",
      "q = x^T B x",
      "s = exp(-q)",
      "∂s/∂x = -s (B + B^T) x = -exp(-q) (B x + B^T x) = -2 s B x",
    ],
    "eed",
  ],
  [["s = x^T y", "ds/dx = y = y^T = x"], "eed"],
  [
    ["X : matrix(n,m)", "s = sum(X ones(m))", "∂s/∂X = ones(n) ones(m)^T = ones(n,m) = ones(m,n)^T = ones(n,m) / n"],
    "eeed",
  ],
  [
    [
      "s = mean((y - X b) .^ 2)",
      "X : matrix(n,p)",
      "∂s/∂b = -2/n X^T (y - X b) = -2 X^T (y - X b) / n = 2/n X^T (X b - y) = -2 X^T (y - X b)",
    ],
    "eeed",
  ],
];

const LETTERS = {
  equal: "e",
  "equal up to a transpose": "t",
  "ill-shaped": "i",
  different: "d",
  "not judged": "n",
  "right if": "f",
  condition: "c",
  definition: "c",
  value: "c",
} as const;

it.each(CLAIMS)("%j", (lines, verdicts) => {
  const found = judged(...lines);
  expect(
    found.map((j) => LETTERS[verdictKind(j.verdict)]).join(""),
    found.map((j) => `${j.side.text}: ${j.verdict}, ${j.why}`).join("\n"),
  ).toBe(verdicts);
});
