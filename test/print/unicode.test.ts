import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { rational } from "../../src/core/rational.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { derivative } from "../../src/ops/derivative.js";
import { differential } from "../../src/ops/differential.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard, quotient } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { norm2, normF } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";
import { printUnicode, unicodeName } from "../../src/print/unicode.js";
import { everyOperation, expressions, names } from "./expressions.js";

const home = newContext();
const n = dim("n");
const { a, b, x, y, z, A, B, X, W } = names(home);
const num = (p: number, q = 1) => number(rational(p, q), home);
const column = (name: string) => symbol(home, name, shape(n, ONE));

const SPELLINGS: readonly (readonly [Expr, string])[] = [
  [hadamard(column("u"), apply("f'", z)), "u ∘ f′(z)"],
  [product(column("delta"), T(x)), "δ xᵀ"],
  [T(inverse(X)), "(X⁻¹)ᵀ"],
  [apply("f''''", a), "f′′′′(a)"],
  [matrixpower(X, num(-2)), "X⁻²"],
  [quotient(x, y), "x ⊘ y"],
  [kron(T(B), product(A, X)), "Bᵀ ⊗ (A X)"],
  [negate(x), "−x"],
  [sum(x, negate(y)), "x − y"],
  [times(num(2), num(3), a), "2 · 3 a"],
  [times(a, power(b, num(-3))), "a / b³"],
  [power(a, num(1, 3)), "a^(1/3)"],
  [power(a, num(-1, 2)), "a^−0.5"],
  [power(x, num(2)), "x .^ 2"],
  [scale(reciprocal(norm2(sum(x, y))), x), "x / ‖x + y‖₂"],
  [normF(W), "‖W‖_F"],
  [apply("abs", apply("abs", a)), "abs(|a|)"],
  [eye(n, home), "Iₙ"],
  [eye(dim("N"), home), "I_N"],
  [eye(dim("n^2"), home), "eye(n²)"],
  [ones(n, ONE, home), "1ₙ"],
  [ones(n, dim("m"), home), "ones(n, m)"],
  [ones(ONE, n, home), "1ₙᵀ"],
  [ones(ONE, dim("5 d"), home), "ones(5 d)ᵀ"],
  [T(scale(num(2), ones(ONE, n, home))), "(2 · 1ₙᵀ)ᵀ"],
  [scale(num(2), ones(n, ONE, home)), "2 · 1ₙ"],
  [derivative("jacobian", symbol(home, "s", SCALAR), W), "∂s/∂W"],
  [derivative("hessian", symbol(home, "s", SCALAR), x), "∂²s/∂x²"],
  [differential(column("theta")), "dθ"],
];

describe("Unicode", () => {
  it.each(SPELLINGS.map(([e, text]) => [text, e] as const))("%s", (text, e) => {
    expect(printUnicode(e)).toBe(text);
  });

  it.each([
    ["W1", "W₁"],
    ["W_12", "W₁₂"],
    ["y_hat", "ŷ"],
    ["yhat", "ŷ"],
    ["h_t_minus_1", "hₜ₋₁"],
    ["x_i", "xᵢ"],
    ["x_window", "x_window"],
    ["x_max", "x_max"],
    ["W_h_2", "W_h_2"],
    ["theta_0", "θ₀"],
    ["Sigma", "Σ"],
    ["loss", "loss"],
    ["loss_hat", "loss_hat"],
    ["__proto__", "__proto__"],
  ])("the name %s is %s", (name, shown) => {
    expect(unicodeName(name)).toBe(shown);
  });

  it("prints every operation and random expressions on one line", () => {
    for (const e of Object.values(everyOperation(home))) expect(printUnicode(e)).not.toMatch(/\n|undefined/);
    fc.assert(
      fc.property(expressions(false), (e) => {
        expect(printUnicode(e)).not.toMatch(/\n|undefined/);
      }),
      { numRuns: 200 },
    );
  });
});
