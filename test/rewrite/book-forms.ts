/** The order, the sign and the brackets in which books write what is equal, and as long. */
import { shown } from "./book-formulas.js";

type BookForm = readonly [about: string, model: string, form: string];

export const FORMS: readonly BookForm[] = [
  [
    "a name that ends within a power",
    "X : matrix(N, d)\ny : vector(N)\nlambda : scalar\nA = X^T X + lambda eye(d)\nw = A^-1 X^T y\n∂w/∂lambda",
    "-A^-1 w",
  ],
  [
    "a name for a run of factors times a number",
    "x : vector(n)\nA : matrix(n, n) symmetric\nf = sqrt(x^T A x)\nF = A x / f\n∂F/∂x",
    "(A - F F^T) / f",
  ],
  [
    "terms that are rearrangements of one another stay apart",
    "X, A : matrix(n, m)\nf = tr(X^T X X^T A)\n∂f/∂X",
    "X X^T A + A X^T X + X A^T X",
  ],
  [
    "no bracket in terms that are rearrangements of one another",
    "X : matrix(n, m)\nB : matrix(m, k)\nC : matrix(n, n) symmetric\nf = tr(B^T X^T C X X^T C X B)\n∂f/∂X",
    "2 (C X X^T C X B B^T + C X B B^T X^T C X)",
  ],
  [
    "one column under a trace",
    "K, R : matrix(n, n) symmetric\nt : scalar\nC = K + t R\nl = -0.5 y^T C^-1 y - 0.5 logdet(C)\n∂l/∂t",
    "0.5 tr((C^-1 y (C^-1 y)^T - C^-1) R)",
  ],
  [
    "no bracket around what is read backwards",
    "X : matrix(n, N)\nS : matrix(n, n) posdef\nl = tr(S^-1 X X^T)\n∂l/∂S",
    "-S^-1 X X^T S^-1",
  ],
  ["of A B and its transpose the one with none", "X : matrix(n, n)\nf = tr(A X X^T B)\n∂f/∂X", "(A^T B^T + B A) X"],
  [
    "no transpose around terms that are their own",
    "X : matrix(n, n) symmetric\nA, B : matrix(n, n)\nf = tr(A X B X)\n∂f/∂X",
    "0.5 (B X A + (B X A)^T + A X B + (A X B)^T)",
  ],
  ["no bracket with an identity before a column", "x : vector(n)\nf = a^T x x^T x\n∂f/∂x", "(x^T x) a + 2 (a^T x) x"],
  ["the vector that two terms share", "x : vector(n)\nf = a^T x x^T b\n∂f/∂x", "(a b^T + b a^T) x"],
  [
    "a quadratic form with one sign",
    "x, m : vector(n)\nw : scalar\nS : matrix(n, n) posdef\na = w exp(-0.5 (x - m)^T S^-1 (x - m))\n∂a/∂w",
    "exp(-0.5 (x - m)^T S^-1 (x - m))",
  ],
  [
    "names before functions",
    "x, a, g : scalar\np = sigmoid(x)\ny = -a (1 - p)^g log(p)\n∂y/∂x",
    "a (1 - p)^g (g p log(p) + p - 1)",
  ],
  ["A before its transpose", "B : matrix(m, m)\nX : matrix(n, m)\ny = tr(X B X^T)\n∂y/∂X", "X (B + B^T)"],
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
  ["what is given before what is made of it", "x, b : scalar\nu = b x^2\nf = u^2\n∂f/∂x", "4 b x u"],
  [
    "a name before a function of another, entry by entry",
    "X : matrix(N, d); w : vector(d); y : vector(N)\nJ = sum(log(ones(N) + exp(-y .* (X w))))\n∂J/∂w",
    "-X^T (y .* sigmoid(-y .* (X w)))",
  ],
  ["a number that is taken away behind", "a, p : scalar positive\nf = p^2 a + log(p) - p\n∂f/∂p", "2 a p + 1 / p - 1"],
  [
    "names of a scalar product in the order of their definitions",
    "A : matrix(m, n); B : matrix(k, m)\nx, z : vector(n); t : vector(k)\nu = A x\nv = B^T t\n" +
      "f = (t^T B A x) (z^T x)\n∂f/∂x",
    "(z^T x) A^T v + (u^T v) z",
  ],
  [
    "the residual's sign, no more terms taken away",
    "X : matrix(n, m); y : vector(n); w : vector(m); c : scalar\nL = norm2(y - X w)^2 + c norm2(w)^2\n∂L/∂w",
    "2 (X^T (X w - y) + c w)",
  ],
  [
    "one sign for a sum",
    "a, b, c, x : vector(n); A : matrix(n, n); f : function\ny = x^T A (a - b - c) + sum(f(b + c - a))\n∂y/∂a",
    "A^T x - f'(b + c - a)",
  ],
  [
    "the transpose of a residual",
    "X : matrix(n, m); U : matrix(n, k); V : matrix(m, k)\nJ = normF(X - U V^T)^2\n∂J/∂V",
    "2 (U V^T - X)^T U",
  ],
  [
    "no transpose around a sum where it saves nothing",
    "X : matrix(n, n)\nf = a^T X^2 b\n∂f/∂X",
    "X^T a b^T + a b^T X^T",
  ],
  [
    "outer products hold their transposes, one step back after another",
    "A : matrix(n, n); B : matrix(n, m); C : matrix(k, n); h0 : vector(n); x1, x2, x3 : vector(m); g : vector(k)\n" +
      "h1 = A h0 + B x1; h2 = A h1 + B x2; h3 = A h2 + B x3; L = g^T C h3\n∂L/∂A",
    "delta h2^T + A^T delta h1^T + A^T (A^T delta) h0^T; delta = C^T g",
  ],
  [
    "rows scaled alike, also in a multiple of a sum",
    "X, G : matrix(n, d)\nC = X - X ones(d) ones(d)^T / d; c = sqrt((C .* C) ones(d) / d); Y = C ./ (c ones(d)^T)\n" +
      "L = sum(G .* Y)\n∂L/∂X",
    "diag(c)^-1 (G - (diag((G .* Y) ones(d)) Y + G ones(d, d)) / d)",
  ],
  [
    "a divisor that cancels with a term of the sum beside it",
    "W : matrix(k, n); x1, x2 : vector(n); y, m : scalar\nD = norm2(W x1 - W x2)\n" +
      "L = 0.5 (1 - y) D^2 + 0.5 y max(0, m - D)^2\n∂L/∂W",
    "(1 - y (1 + max(m - D, 0) / D)) W (x1 - x2) (x1 - x2)^T",
  ],
  [
    "what is projected before what is taken away",
    "Z : matrix(M, d); P : matrix(M, M)\nr = sqrt((Z .* Z) ones(d))\nU = Z ./ (r ones(d)^T)\n" +
      "L = -(sum(P .* (U U^T)) - sum(exp(U U^T))) / M\n∂L/∂Z",
    "diag(r)^-1 (C - diag((C .* U) ones(d)) U) / M; C = (2 exp.(U U^T) - P - P^T) U",
  ],
  [
    "no parentheses around an elementwise product behind a number",
    "r : vector(n); nu : scalar positive; l = -(nu + 1) / 2 sum(log(ones(n) + r .^ 2 / nu))\n∂l/∂r",
    "-(nu + 1) r ./ (nu ones(n) + r .^ 2)",
  ],
];

/** The forms that are shown otherwise. */
export const unlikeForms = (): readonly string[] =>
  FORMS.flatMap(([about, model, form]) => {
    const now = shown(model);
    return now === form ? [] : [`${about}: ${now}, not ${form}`];
  });
