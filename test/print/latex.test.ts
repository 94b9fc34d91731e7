import * as fc from "fast-check";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { rational } from "../../src/core/rational.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { constant } from "../../src/ops/constant.js";
import { derivative } from "../../src/ops/derivative.js";
import { diag } from "../../src/ops/diag.js";
import { differential } from "../../src/ops/differential.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard, quotient } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { norm2 } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { size } from "../../src/ops/size.js";
import { stack } from "../../src/ops/stack.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";
import { latexName, printLatex } from "../../src/print/latex.js";
import { everyOperation, expressions, names } from "./expressions.js";

const home = newContext();
const n = dim("n");
const { a, b, c, x, y, z, A, B, X, W } = names(home);
const num = (p: number, q = 1) => number(rational(p, q), home);

const accepted = (latex: string) => katex.renderToString(latex, { throwOnError: true, strict: "error" });

const SPELLINGS: readonly (readonly [Expr, string])[] = [
  [constant(home, "e"), "e"],
  [constant(home, "pi"), "\\pi"],
  [num(1, 17), "\\frac{1}{17}"],
  [num(-1, 17), "-\\frac{1}{17}"],
  [num(3, 32), "0.09375"],
  [num(-3, 32), "-0.09375"],
  [times(num(-3, 32), a), "-0.09375 a"],
  [power(size(home, dim("n^2")), num(3)), "(n^{2})^{3}"],
  [sum(c, size(home, dim("-n"))), "c - n"],
  [product(T(x), y, T(z)), "\\mathbf{x}^{\\top} (\\mathbf{y} \\mathbf{z}^{\\top})"],
  [scale(c, product(T(x), y, T(z))), "c \\mathbf{x}^{\\top} (\\mathbf{y} \\mathbf{z}^{\\top})"],
  [hadamard(symbol(home, "u", shape(n, ONE)), apply("f'", z)), "\\mathbf{u} \\circ f'(\\mathbf{z})"],
  [product(symbol(home, "delta", shape(n, ONE)), T(x)), "\\boldsymbol{\\delta} \\mathbf{x}^{\\top}"],
  [product(T(x), diag(apply("f'", z))), "\\mathbf{x}^{\\top} \\, \\operatorname{diag}(f'(\\mathbf{z}))"],
  [T(inverse(X)), "\\mathbf{X}^{-\\top}"],
  [inverse(T(X)), "(\\mathbf{X}^{\\top})^{-1}"],
  [quotient(x, y), "\\mathbf{x} \\oslash \\mathbf{y}"],
  [kron(T(B), A), "\\mathbf{B}^{\\top} \\otimes \\mathbf{A}"],
  [power(x, num(2)), "\\mathbf{x}^{\\circ 2}"],
  [times(num(1, 2), product(T(x), A, x)), "\\frac{1}{2} \\mathbf{x}^{\\top} \\mathbf{A} \\mathbf{x}"],
  [scale(times(num(2), reciprocal(c)), x), "\\frac{2}{c} \\mathbf{x}"],
  [times(num(1, 2), a, reciprocal(b)), "\\frac{a}{2 b}"],
  [times(sum(a, b), reciprocal(sum(b, c))), "\\frac{a + b}{b + c}"],
  [times(a, power(b, num(-3))), "\\frac{a}{b^{3}}"],
  [times(a, power(b, num(-1, 2))), "\\frac{a}{b^{1/2}}"],
  [power(times(a, reciprocal(b)), num(2)), "\\left(\\frac{a}{b}\\right)^{2}"],
  [times(num(2), num(3), a), "2 \\cdot 3 a"],
  [times(num(2), num(1, 2)), "2 \\cdot \\frac{1}{2}"],
  [num(1e-9), "1 \\cdot 10^{-9}"],
  [negate(sum(x, y)), "-(\\mathbf{x} + \\mathbf{y})"],
  [sum(negate(x), y), "\\mathbf{y} - \\mathbf{x}"],
  [norm2(sum(x, negate(y))), "\\lVert \\mathbf{x} - \\mathbf{y} \\rVert_2"],
  [product(A, differential(x)), "\\mathbf{A} \\, \\mathrm{d}\\mathbf{x}"],
  [derivative("jacobian", a, W), "\\frac{\\partial a}{\\partial \\mathbf{W}}"],
  [derivative("hessian", a, x), "\\frac{\\partial^{2} a}{\\partial \\mathbf{x} \\, \\partial \\mathbf{x}^{\\top}}"],
  [eye(n, home), "\\mathbf{I}_{n}"],
  [ones(n, dim("m"), home), "\\mathbf{1}_{n \\times m}"],
  [ones(ONE, n, home), "\\mathbf{1}_{n}^{\\top}"],
  [comm(n, dim("m"), home), "\\mathbf{K}_{n,m}"],
  [stack(x, y), "\\begin{bmatrix} \\mathbf{x} \\\\ \\mathbf{y} \\end{bmatrix}"],
  [scale(symbol(home, "loss", SCALAR), x), "\\mathrm{loss} \\, \\mathbf{x}"],
];

describe("LaTeX", () => {
  it.each(SPELLINGS.map(([e, latex]) => [latex, e] as const))("%s", (latex, e) => {
    expect(printLatex(e)).toBe(latex);
    accepted(latex);
  });

  const column = shape(n, ONE);
  it.each([
    ["W1", shape(n, n), "\\mathbf{W}_1"],
    ["W_2", shape(n, n), "\\mathbf{W}_2"],
    ["W12", shape(n, n), "\\mathbf{W}_{12}"],
    ["x_window", column, "\\mathbf{x}_{\\text{window}}"],
    ["yhat", column, "\\hat{\\mathbf{y}}"],
    ["y_hat", column, "\\hat{\\mathbf{y}}"],
    ["y_hat_1", SCALAR, "\\hat{y}_1"],
    ["h_t_minus_1", column, "\\mathbf{h}_{t-1}"],
    ["loss", SCALAR, "\\mathrm{loss}"],
    ["alpha", SCALAR, "\\alpha"],
    ["delta_1", column, "\\boldsymbol{\\delta}_1"],
    ["Sigma", shape(n, n), "\\boldsymbol{\\Sigma}"],
    ["Alpha", SCALAR, "\\mathrm{A}"],
    ["x_alpha", SCALAR, "x_{\\alpha}"],
    ["__proto__", SCALAR, "\\text{\\_\\_proto\\_\\_}"],
    ["constructor", SCALAR, "\\mathrm{constructor}"],
  ] as const)("the name %s", (name, of, latex) => {
    expect(latexName(name, of)).toBe(latex);
    accepted(latex);
  });

  it("is accepted by KaTeX for every operation", () => {
    for (const e of Object.values(everyOperation(home))) accepted(printLatex(e));
  });

  it("is accepted by KaTeX for random expressions", () => {
    fc.assert(
      fc.property(expressions(false), (e) => {
        accepted(printLatex(e));
      }),
      { numRuns: 300 },
    );
  });

  it("sets any name as a name: no macro, no group, no comment gets out", () => {
    const hostile = ["\\def\\x{y}", "}{", "a$b", "x%y", "a&b", "a#1", "x^2", "x~y", "\\", "{", "_", "имя", "λ̂", "名前"];
    const name = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(name, fc.constantFrom(SCALAR, column), (raw, of) => {
        const latex = latexName(raw, of);
        const html = katex.renderToString(latex, { throwOnError: true, strict: false });
        expect(html).not.toContain("katex-error");
        expect(latex.replace(/\\text\{(?:[^\\{}]|\\[\\{}$&#_%]|\\text[a-z]+ )*\}/g, "")).toMatch(
          /^(\\(mathbf|mathrm|boldsymbol|hat|tilde|bar|[A-Za-z]+)|[{}_,A-Za-z0-9+-])*$/,
        );
      }),
      { numRuns: 500 },
    );
  });
});
