import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { rational } from "../../src/core/rational.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { derivative } from "../../src/ops/derivative.js";
import { diag } from "../../src/ops/diag.js";
import { differential } from "../../src/ops/differential.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard, quotient } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { maximum } from "../../src/ops/maximum.js";
import { norm2 } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { size } from "../../src/ops/size.js";
import { rows } from "../../src/ops/slice.js";
import { beside, stack } from "../../src/ops/stack.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { unvec } from "../../src/ops/unvec.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";
import { OutputError, printer } from "../../src/print/pretty.js";
import { printText, TEXT } from "../../src/print/text.js";

const home = newContext();
const n = dim("n");
const m = dim("m");
const scalar = (name: string) => symbol(home, name, SCALAR);
const column = (name: string, rows = n) => symbol(home, name, shape(rows, ONE));
const matrix = (name: string, rows = n, cols = n) => symbol(home, name, shape(rows, cols));
const num = (p: number, q = 1) => number(rational(p, q), home);

const [a, b, c, k] = ["a", "b", "c", "k"].map(scalar) as [Expr, Expr, Expr, Expr];
const [x, y, z] = ["x", "y", "z"].map((s) => column(s)) as [Expr, Expr, Expr];
const [A, B, X] = ["A", "B", "X"].map((s) => matrix(s)) as [Expr, Expr, Expr];
const xx = product(T(x), x);

/** Expression and the spelling that the language calls canonical. */
const SPELLINGS: readonly (readonly [Expr, string])[] = [
  // sizes as numbers
  [times(c, size(home, dim("1 - n"))), "c (1 - n)"],
  [size(home, dim("-n")), "-n"],
  [times(c, size(home, dim("-n + 1"))), "c (-n + 1)"],
  [sum(c, size(home, dim("-n"))), "c - n"],
  // inner products that divide
  [times(a, reciprocal(xx)), "a / (x^T x)"],
  [times(a, reciprocal(c), reciprocal(xx)), "a / (c x^T x)"],
  [times(a, reciprocal(xx), reciprocal(product(T(y), y))), "a / ((x^T x) (y^T y))"],
  // what is no number is shown as what could not be read either
  [num(Number.POSITIVE_INFINITY), "1e999"],
  [num(Number.NEGATIVE_INFINITY), "-1e999"],
  [num(Number.NaN), "0/0"],
  // products
  [product(A, x), "A x"],
  [product(A, sum(x, y)), "A (x + y)"],
  [product(x, T(y)), "x y^T"],
  [scale(num(2), product(A, x)), "2 A x"],
  [scale(times(num(2), a), product(A, x)), "2 a A x"],
  [scale(times(a, num(2)), x), "2 a x"],
  [product(A, scale(num(2), B)), "A (2 B)"],
  [scale(num(2), scale(a, x)), "2 (a x)"],
  [scale(num(2), hadamard(x, y)), "2 x .* y"],
  [scale(num(1), x), "1 x"],
  [times(num(2), num(3), a), "2 (3) a"],
  [times(num(-1), num(2), a), "-2 a"],
  [times(num(-1), num(1, 3), a), "-a / 3"],
  [times(num(-1), num(1), a), "-1 a"],
  [times(num(2), power(num(3), k)), "2 (3^k)"],
  [scale(xx, y), "(x^T x) y"],
  [times(a, xx), "a x^T x"],
  [times(xx, a), "(x^T x) a"],
  [times(a, xx, product(T(y), y)), "a (x^T x) (y^T y)"],
  [times(num(1, 2), product(T(x), A, x)), "0.5 x^T A x"],
  [product(T(x), y, T(z)), "x^T (y z^T)"],
  // division
  [scale(reciprocal(c), X), "X / c"],
  [times(a, reciprocal(b)), "a / b"],
  [times(a, reciprocal(b), reciprocal(c)), "a / (b c)"],
  [times(reciprocal(b), a), "a / b"],
  [reciprocal(b), "1 / b"],
  [times(num(2), reciprocal(b)), "2 / b"],
  [times(num(-1), reciprocal(b)), "-1 / b"],
  [times(num(1, 3), a), "a / 3"],
  [times(num(2, 3), a, reciprocal(b)), "(2/3) a / b"],
  [times(num(1, 2), reciprocal(b)), "0.5 / b"],
  [times(a, power(b, num(-3))), "a / b^3"],
  [power(b, num(-3)), "b^-3"],
  [times(a, power(b, num(-1, 3))), "a / b^(1/3)"],
  [power(b, num(-1, 3)), "b^(-1/3)"],
  [times(a, reciprocal(times(b, c))), "a / (b c)"],
  [times(a, reciprocal(sum(b, c))), "a / (b + c)"],
  [scale(reciprocal(c), sum(x, y)), "(x + y) / c"],
  [scale(reciprocal(c), hadamard(x, y)), "(x .* y) / c"],
  [
    scale(reciprocal(norm2(sum(product(A, x), negate(y)))), product(T(A), sum(product(A, x), negate(y)))),
    "A^T (A x - y) / norm2(A x - y)",
  ],
  [scale(times(a, reciprocal(b)), product(x, T(x))), "a x x^T / b"],
  // sums and signs
  [sum(x, negate(y)), "x - y"],
  [sum(negate(x), y), "y - x"],
  [sum(negate(x), negate(y)), "-x - y"],
  [sum(x, scale(num(-2), y), z), "x - 2 y + z"],
  [negate(x), "-x"],
  [negate(negate(x)), "-(-x)"],
  [negate(sum(x, y)), "-(x + y)"],
  [negate(hadamard(x, y)), "-x .* y"],
  [sum(x, negate(hadamard(y, z))), "x - y .* z"],
  [hadamard(x, negate(y)), "x .* (-y)"],
  [sum(a, num(-1)), "a - 1"],
  [T(negate(x)), "(-x)^T"],
  [num(-1), "-1"],
  [num(1, 3), "1/3"],
  [sum(a, num(1, 3)), "a + 1/3"],
  [num(1, 8), "0.125"],
  [num(1e-9, 1), "1e-9"],
  [num(1e300), "1e300"],
  // elementwise
  [hadamard(column("u"), apply("f'", z)), "u .* f'(z)"],
  [hadamard(product(A, x), y), "(A x) .* y"],
  [product(A, hadamard(x, y)), "A (x .* y)"],
  [quotient(x, y), "x ./ y"],
  [hadamard(reciprocal(y), x), "x ./ y"],
  [hadamard(x, reciprocal(y), z), "x ./ y .* z"],
  [reciprocal(x), "x .^ -1"],
  [hadamard(reciprocal(x), reciprocal(y)), "(x .^ -1) ./ y"],
  [quotient(ones(n, ONE, home), x), "ones(n) ./ x"],
  [power(x, num(2)), "x .^ 2"],
  [product(A, power(x, num(2))), "A (x .^ 2)"],
  [sum(x, power(y, num(2))), "x + y .^ 2"],
  [power(x, sum(k, num(-1))), "x .^ (k - 1)"],
  // postfixes
  [T(product(A, x)), "(A x)^T"],
  [inverse(X), "X^-1"],
  [T(inverse(X)), "(X^-1)^T"],
  [T(apply("f", x)), "f(x)^T"],
  [matrixpower(X, num(-2)), "X^-2"],
  [scale(k, T(matrixpower(X, sum(k, num(-1))))), "k (X^(k - 1))^T"],
  [power(xx, num(2)), "(x^T x)^2"],
  [power(scalar("s"), scalar("T")), "s^(T)"],
  [power(a, norm2(x)), "a^(norm2(x))"],
  [power(num(2), k), "2^k"],
  // calls, constants, sizes
  [apply("f''", x), "f''(x)"],
  [ones(n, ONE, home), "ones(n)"],
  [ones(ONE, n, home), "ones(1, n)"],
  [ones(n, m, home), "ones(n, m)"],
  [zeros(n, ONE, home), "zeros(n)"],
  [eye(dim("5 d"), home), "eye(5 d)"],
  [product(comm(n, m, home), vec(matrix("W", n, m))), "comm(n, m) vec(W)"],
  [kron(A, B), "kron(A, B)"],
  [unvec(vec(A), n, n), "unvec(vec(A), n, n)"],
  [trace(product(A, B)), "tr(A B)"],
  [diag(x), "diag(x)"],
  [maximum(num(0), x), "max(0, x)"],
  [rows(A, ONE, dim("r")), "rows(A, 1, r)"],
  [stack(x, y), "[x; y]"],
  [beside(A, B), "[A, B]"],
  [times(a, reciprocal(size(home, n))), "a / n"],
  [times(a, reciprocal(size(home, dim("n m")))), "a / (m n)".replace("m n", "n m")],
  [times(a, reciprocal(size(home, dim("n - 1")))), "a / (n - 1)"],
  [derivative("jacobian", column("h"), column("z")), "∂h/∂z"],
  [derivative("hessian", scalar("s"), column("z")), "∂²s/∂z²"],
  [product(A, differential(x)), "A dx"],
];

describe("plain text", () => {
  it.each(SPELLINGS.map(([e, text]) => [text, e] as const))("%s", (text, e) => {
    expect(printText(e)).toBe(text);
  });

  it("prints shared parts by name below the root, and spells out the root", () => {
    const delta = hadamard(y, apply("f'", z));
    const names = new Map([[delta, "delta"]]);
    expect(printText(product(delta, T(x)), names)).toBe("delta x^T");
    expect(printText(delta, names)).toBe("y .* f'(z)");
    const inner = product(T(x), y);
    expect(printText(scale(inner, z), new Map([[inner, "c"]]))).toBe("c z");
    expect(printText(times(num(2), power(sum(a, b), num(-1))), new Map([[sum(a, b), "c_1"]]))).toBe("2 / c_1");
    expect(printText(times(a, reciprocal(b)), new Map([[reciprocal(b), "c"]]))).toBe("a c");
  });

  it("keeps one memo for many roots", () => {
    const delta = sum(x, y);
    const show = printer(TEXT, new Map([[delta, "delta"]]));
    expect([T(delta), delta, T(delta)].map(show)).toEqual(["delta^T", "x + y", "delta^T"]);
  });

  it("prints 100,000 levels and 100,000 terms", () => {
    let deep = x;
    for (let i = 0; i < 100_000; i++) deep = apply("f", deep);
    expect(printText(deep).length).toBe(300_001);
    const terms = Array.from({ length: 100_000 }, () => x);
    expect(printText(sum(...terms)).length).toBe(400_000 - 3);
  });

  it("refuses to print a graph that is exponential as a tree", () => {
    let e: Expr = x;
    for (let i = 0; i < 200; i++) e = hadamard(apply("f", e), apply("g", e));
    expect(() => printText(e)).toThrow(OutputError);
    expect(() => printText(sum(x, y), new Map(), 3)).toThrow(OutputError);
  });
});
