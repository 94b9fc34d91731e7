import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { newContext } from "../../src/functions/library.js";
import { type Question, verify } from "../../src/numeric/verify.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { diag } from "../../src/ops/diag.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { logdet } from "../../src/ops/logdet.js";
import { norm1 } from "../../src/ops/norm.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { total } from "../../src/ops/total.js";
import { T } from "../../src/ops/transpose.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";
import { m, n, operands } from "../ops/examples.js";

const o = operands(newContext());
const [W, A] = [o.matrix("W", n, m), o.matrix("A", n, n)];
const [x, b, u] = [o.vector("x", m), o.vector("b", n), o.vector("u", n)];
const [S, D] = [o.matrix("S", n, n, "symmetric"), o.matrix("D", n, n, "diagonal")];
const P = o.matrix("P", n, n, "posdef");
const a = o.scalar("a");

const z = sum(product(W, x), b);
const s = product(T(u), apply("f", z));
const delta = hadamard(u, apply("f'", z));
const quadratic = product(T(b), A, b);
const two = (e: Expr) => scale(o.number(2), e);
const half = (e: Expr) => scale(o.number(1, 2), e);

const asked = (
  of: Expr,
  wrt: readonly Expr[],
  layout: Question["layout"] = "gradient",
  more: Partial<Question> = {},
) => ({
  of,
  wrt,
  layout,
  ...more,
});

const RIGHT: readonly (readonly [string, Question, Expr])[] = [
  ["the gradient by a matrix", asked(s, [W]), product(delta, T(x))],
  ["a gradient in Jacobian layout", asked(s, [W], "jacobian"), T(vec(product(delta, T(x))))],
  ["a gradient in denominator layout", asked(s, [W], "denominator"), vec(product(delta, T(x)))],
  ["a Jacobian", asked(z, [x], "jacobian"), W],
  ["a Jacobian in denominator layout", asked(z, [x], "denominator"), T(W)],
  ["a vector by a matrix", asked(z, [W], "jacobian"), kron(T(x), eye(n, o.home))],
  ["a matrix by a matrix", asked(T(W), [W], "jacobian"), comm(n, m, o.home)],
  ["a matrix by a scalar", asked(scale(a, W), [a]), W],
  ["a matrix by a scalar, as a column", asked(scale(a, W), [a], "jacobian"), vec(W)],
  ["a Hessian", asked(quadratic, [b, b]), sum(A, T(A))],
  ["a mixed second derivative", asked(s, [u, x]), product(diag(apply("f'", z)), W)],
  ["a Hessian times a vector", asked(quadratic, [b, b], "gradient", { direction: u }), product(sum(A, T(A)), u)],
  ["a second derivative by a scalar", asked(scale(hadamard(a, a), b), [a, a]), two(b)],
  ["a derivative that is zero", asked(s, [A]), zeros(n, n, o.home)],
  [
    "the projected gradient by a symmetric matrix",
    asked(product(T(u), S, b), [S]),
    half(sum(product(u, T(b)), product(b, T(u)))),
  ],
  [
    "the Matrix Cookbook's gradient by a symmetric matrix",
    asked(logdet(P), [P], "gradient", { symmetric: "cookbook" }),
    sum(two(inverse(P)), negate(hadamard(inverse(P), eye(n, o.home)))),
  ],
  ["the gradient by a diagonal matrix", asked(product(T(u), D, b), [D]), diag(hadamard(u, b))],
  // vec(S) and vec(Sᵀ) are one on symmetric matrices.
  ["a Jacobian by a symmetric matrix, in any form", asked(product(S, b), [S], "jacobian"), kron(eye(n, o.home), T(b))],
];

describe("derivatives are verified by differences", () => {
  it.each(RIGHT)("%s", (_, question, answer) => {
    expect(verify(answer, question)).toMatchObject({ verdict: "right", draws: 3 });
  });

  it.each(RIGHT.filter(([name]) => name !== "a derivative that is zero"))(
    "%s, with its sign flipped",
    (_, question, answer) => {
      expect(verify(negate(answer), question).verdict).toBe("wrong");
    },
  );

  it.each<[string, Question, Expr]>([
    ["a lost transpose", asked(quadratic, [b]), product(sum(A, A), b)],
    ["the transposed shape", asked(s, [W]), product(x, T(delta))],
    ["a row where the gradient is asked", asked(s, [u]), T(apply("f", z))],
    ["a missing term", asked(quadratic, [b]), product(A, b)],
    ["a free gradient of a symmetric matrix", asked(product(T(u), S, b), [S]), product(u, T(b))],
    ["the right Hessian of another order", asked(s, [u, x]), T(product(diag(apply("f'", z)), W))],
    ["a function for its derivative", asked(s, [b]), hadamard(u, apply("f", z))],
    ["an error of a millionth part", asked(s, [u]), scale(o.number(1000003, 1000000), apply("f", z))],
  ])("%s is wrong", (_, question, answer) => {
    const found = verify(answer, question);
    if (found.verdict !== "wrong") throw new Error(found.verdict);
    expect(found.departure.env.values.size).toBeGreaterThan(0);
  });

  it("an answer may stand on a kink that the output does not have", () => {
    const answer = apply("sign", apply("relu", b));
    expect(verify(answer, asked(total(apply("relu", b)), [b])).verdict).toBe("right");
    expect(verify(apply("step", negate(b)), asked(total(apply("relu", b)), [b])).verdict).toBe("wrong");
  });

  it("what cannot be drawn, or not be differentiated, is not right", () => {
    const never = apply("log", negate(apply("exp", b)));
    expect(verify(b, asked(never, [b], "jacobian"))).toMatchObject({
      verdict: "undrawn",
      why: "the argument of log is not positive",
    });
    expect(verify(apply("sign", sum(b, negate(b))), asked(norm1(sum(b, negate(b))), [b])).verdict).toBe("undrawn");
  });
});
