/** Answers no longer than the books' where a form is found that shares more, and right by differences. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { check } from "../../src/check.js";

/** A question, and how the book writes the answer. */
const FORMS: readonly (readonly [name: string, source: string, text: string])[] = [
  ["a difference and its opposite", "J = norm2(W x - W y)^2\n∂J/∂W", "2 W (x - y) (x - y)^T"],
  [
    "terms of a factor that stand alone",
    "L = -log(sigmoid(u^T i - u^T j))\n∂L/∂u",
    "(sigmoid(u^T i - u^T j) - 1) (i - j)",
  ],
  [
    "divisors that cancel within each other",
    "nu : scalar positive\nc : scalar\nl = -c log(1 + x^T x / nu)\n∂l/∂x",
    "-2 c x / (nu + x^T x)",
  ],
  ["the complement of a named sigmoid", "w : vector(n)\nf = 1 / (1 + exp(-(w^T x)))\n∂f/∂w", "f (1 - f) x"],
  ["factors with a name", "s = sigmoid(V x)\ny = (W x) .* s\nL = g^T y\n∂L/∂V", "(g .* y .* (ones(n) - s)) x^T"],
  ["the tangent", "x : vector(n)\nf = sum(log(cosh(x)))\n∂f/∂x", "tanh(x)"],
  ["two diagonals in one", "v : vector(n)\ns = tr(A diag(v)) + tr(B diag(v))\n∂s/∂v", "diagvec(A + B)"],
  ["the diagonal of two transposes", "x : vector(m)\ns = tr(A diag(x) B)\n∂s/∂x", "diagvec(B A)"],
  ["a diagonal within a product", "x : vector(n)\ns = tr(A diag(x) B diag(x))\n∂s/∂x", "(A^T .* B + B^T .* A) x"],
  [
    "a quadratic form under vec",
    "X : matrix(n, m)\nA : matrix(m, m)\nB : matrix(n, n)\ny = vec(X)^T kron(A, B) vec(X)\n∂y/∂X",
    "B X A^T + B^T X A",
  ],
  [
    "an outer product under unvec",
    "X : matrix(n, m)\na : vector(m)\nb : vector(n)\ny = kron(a, b)^T vec(X)\n∂y/∂X",
    "b a^T",
  ],
  ["a row beside a commutation matrix", "X : matrix(n, m)\nf = X^T a\n∂f/∂X", "kron(eye(m), a^T)"],
  [
    "the log-determinant of a Kronecker product",
    "A : matrix(p, p)\nX : matrix(n, n)\ny = logdet(kron(A, X))\n∂y/∂X",
    "p (X^-1)^T",
  ],
  ["the norm of a Kronecker product", "X : matrix(n, m)\ny = normF(kron(A, X))^2\n∂y/∂X", "2 normF(A)^2 X"],
  [
    "the trace of the inverse of a Kronecker product",
    "A : matrix(p, p)\nX : matrix(n, n)\ny = tr(kron(A, X)^-1)\n∂y/∂X",
    "-tr(A^-1) (X^-2)^T",
  ],
];

describe.each(FORMS)("%s", (_, source, text) => {
  it("is written as the book does", () => expect(answer(source).results[0]?.text).toBe(text));
  it("is right", () => {
    const found = check(source).checks.filter((l) => l.kind === "derivative");
    expect(found.map((l) => l.outcome)).toEqual(["passed"]);
  });
});

it("a sigmoid of the opposite sign keeps a name of its own", () => {
  const source = "z : vector(n)\ny = sigmoid(z)\nq = sigmoid(-z)\ns = sum(y .* q)\n∂s/∂z";
  expect(answer(source).results[0]?.text).not.toContain("sigmoid");
});

it("says that the derivative of a constant gradient is zero, and why", () => {
  const [r] = answer("y = a^T x\n∂²y/∂x²").results;
  expect(r?.steps.at(-1)?.title).toBe("derivative of a constant");
});

it("an inner product and the sum of its entries are one, and need no line between them", () => {
  const source = "X : matrix(N, n)\nb : scalar\na = relu(X w + b ones(N))\nv = y - a\nC = 1 / N sum(v .^ 2)\n∂C/∂b";
  expect(answer(source).results[0]?.steps.map((s) => s.title)).not.toContain("the same, written another way");
});
