import katex from "katex";
import { describe, expect, it } from "vitest";
import { type Dim, dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import {
  addPlaces,
  constantPlace,
  label,
  lessPlace,
  letterIndex,
  placeOf,
  shifted,
  sizeAt,
} from "../../src/core/place.js";
import { rational } from "../../src/core/rational.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { entry } from "../../src/ops/entry.js";
import { family } from "../../src/ops/family.js";
import { atLeast, delta, iverson } from "../../src/ops/iverson.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { pi } from "../../src/ops/pi.js";
import { placeNumber } from "../../src/ops/place.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { gradientFunction, scalarFunction } from "../../src/ops/scalarfunction.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";
import { unit } from "../../src/ops/unit.js";
import { printLatex } from "../../src/print/latex.js";
import { learnLetter } from "../../src/print/letters.js";
import { printText } from "../../src/print/text.js";
import { printUnicode } from "../../src/print/unicode.js";

const home = newContext();
const [N, d, L] = [dim("N"), dim("d"), dim("L")];
const letter = (l: string, lo: Dim = ONE, hi: Dim = N) => letterIndex("formal", l, lo, hi);
const [i, j, l] = [letter("i"), letter("j"), letter("l", ONE, L)];
const [pi_, pj, pl] = [placeOf(i), placeOf(j), placeOf(l)];
const x = family(home, { name: "x", shape: shape(d, ONE), formals: [letter("i")] });
const r = family(home, { name: "r", shape: SCALAR, formals: [letter("i"), letter("j")] });
const n = (p: typeof pl) => sizeAt("n", p);
const W = family(home, { name: "W", shape: shape(n(pl), n(shifted(pl, -1))), formals: [l], raised: 1 });
const w = symbol(home, "w", shape(d, ONE));
const y = symbol(home, "y", shape(N, ONE));
const A = symbol(home, "A", shape(N, N));
const yi = placeOf(label("c", [pi_], ONE, N));
const residual = (p: typeof pi_): Expr => sum(product(T(w), member(x, p)), negate(entry(y, p)));
const mu = family(home, { name: "mu_hat", shape: SCALAR, formals: [letter("i")] });
const dz = family(home, { name: "eta_z", shape: shape(d, ONE), formals: [letter("i")] });
const half = number(rational(1, 2), home);

const CASES: readonly (readonly [Expr, string, string, string])[] = [
  [member(x, shifted(pi_, 1)), "x_{i+1}", "x_{i+1}", "\\mathbf{x}_{i+1}"],
  [member(r, pi_, pj), "r_{i,j}", "r_ij", "r_{ij}"],
  [member(r, pi_, lessPlace(constantPlace(N), pj)), "r_{i,-j+N}", "r_{i,−j+N}", "r_{i,-j+N}"],
  [member(W, shifted(pl, -1)), "W^[l-1]", "W^[l−1]", "\\mathbf{W}^{[l-1]}"],
  [entry(member(W, pl), pi_, pj), "W^[l]_{i,j}", "W^[l]_ij", "W^{[l]}_{ij}"],
  [entry(member(x, pi_), pj), "(x_i)_j", "(x_i)_j", "(\\mathbf{x}_{i})_{j}"],
  [member(mu, pi_), "mu_hat_i", "μ̂_i", "\\hat{\\mu}_{i}"],
  [member(dz, shifted(pi_, 1)), "eta_z_{i+1}", "η^z_{i+1}", "\\boldsymbol{\\eta}^{z}_{i+1}"],
  [entry(A, pi_, pj), "A_{i,j}", "A_ij", "A_{ij}"],
  [entry(product(A, y), yi), "(A y)_{c_i}", "(A y)_{c_i}", "(\\mathbf{A} \\mathbf{y})_{c_{i}}"],
  [unit(pi_, N, home), "unit(i, N)", "e_i", "\\mathbf{e}_{i}"],
  [delta(pi_, pj, home), "[i = j]", "δ_ij", "\\delta_{ij}"],
  [delta(yi, pj, home), "[j = c_i]", "[j = c_i]", "[j = c_{i}]"],
  [iverson("≠", shifted(lessPlace(pi_, pj), -1), home), "[i != j + 1]", "[i ≠ j + 1]", "[i \\ne j + 1]"],
  [atLeast(pi_, constantPlace(dim(2)), home), "[i >= 2]", "[i ≥ 2]", "[i \\ge 2]"],
  [atLeast(constantPlace(N), shifted(pi_, 1), home), "[i < N]", "[i < N]", "[i < N]"],
  [placeNumber(shifted(pi_, -1), home), "i - 1", "i − 1", "i - 1"],
  [
    sigma(i, scale(residual(pi_), member(x, pi_))),
    "sum(i=1..N, (w^T x_i - y_i) x_i)",
    "Σ_{i=1}^N (wᵀ x_i − y_i) x_i",
    "\\sum_{i=1}^{N} (\\mathbf{w}^{\\top} \\mathbf{x}_{i} - y_{i}) \\mathbf{x}_{i}",
  ],
  [
    times(half, sigma(i, power(residual(pi_), number(2, home)))),
    "0.5 sum(i=1..N, (w^T x_i - y_i)^2)",
    "0.5 Σ_{i=1}^N (wᵀ x_i − y_i)²",
    "\\frac{1}{2} \\sum_{i=1}^{N} (\\mathbf{w}^{\\top} \\mathbf{x}_{i} - y_{i})^{2}",
  ],
  [
    times(sigma(i, entry(y, pi_)), placeNumber(pj, home)),
    "sum(i=1..N, y_i) j",
    "j Σ_{i=1}^N y_i",
    "j \\sum_{i=1}^{N} y_{i}",
  ],
  [
    times(sigma(i, entry(y, pi_)), reciprocal(sigma(i, power(entry(y, pi_), number(2, home))))),
    "sum(i=1..N, y_i) / sum(i=1..N, y_i^2)",
    "(Σ_{i=1}^N y_i) / (Σ_{i=1}^N y_i²)",
    "\\frac{\\sum_{i=1}^{N} y_{i}}{\\sum_{i=1}^{N} y_{i}^{2}}",
  ],
  [
    product(T(sigma(i, scale(entry(y, pi_), member(x, pi_)))), w),
    "sum(i=1..N, y_i x_i)^T w",
    "(Σ_{i=1}^N y_i x_i)ᵀ w",
    "\\left(\\sum_{i=1}^{N} y_{i} \\mathbf{x}_{i}\\right)^{\\top} \\mathbf{w}",
  ],
  [
    sigma(i, times(iverson("≠", lessPlace(pi_, pj), home), entry(y, pi_))),
    "sum(i=1..N, i != j, y_i)",
    "Σ_{i ≠ j} y_i",
    "\\sum_{i \\ne j} y_{i}",
  ],
  [
    sigma(
      letter("i", dim(2)),
      times(atLeast(placeOf(letter("i", dim(2))), pj, home), entry(y, placeOf(letter("i", dim(2))))),
    ),
    "sum(i=2..N, i >= j, y_i)",
    "Σ_{i=2, i ≥ j}^N y_i",
    "\\sum_{i=2, i \\ge j}^{N} y_{i}",
  ],
  [
    pi(i, power(entry(y, pi_), iverson("≠", lessPlace(pi_, pj), home))),
    "prod(i=1..N, i != j, y_i)",
    "Π_{i ≠ j} y_i",
    "\\prod_{i \\ne j} y_{i}",
  ],
  [
    sigma(i, sum(entry(y, pi_), placeNumber(pj, home))),
    "sum(i=1..N, y_i + j)",
    "Σ_{i=1}^N (y_i + j)",
    "\\sum_{i=1}^{N} (y_{i} + j)",
  ],
  [
    sigma(i, sigma(j, entry(A, pi_, pj))),
    "sum(i=1..N, sum(j=1..N, A_{i,j}))",
    "Σ_{i=1}^N Σ_{j=1}^N A_ij",
    "\\sum_{i=1}^{N} \\sum_{j=1}^{N} A_{ij}",
  ],
  [
    sum(sigma(i, entry(y, pi_)), sigma(i, times(entry(y, pi_), sigma(j, entry(y, pj))))),
    "sum(i=1..N, y_i) + sum(i=1..N, y_i sum(j=1..N, y_j))",
    "Σ_{i=1}^N y_i + Σ_{i=1}^N y_i Σ_{j=1}^N y_j",
    "\\sum_{i=1}^{N} y_{i} + \\sum_{i=1}^{N} y_{i} \\sum_{j=1}^{N} y_{j}",
  ],
  [
    scalarFunction("loss", [member(x, pi_)], [pi_]),
    "loss_i(x_i)",
    "loss_i(x_i)",
    "\\mathrm{loss}_{i}(\\mathbf{x}_{i})",
  ],
  [gradientFunction(scalarFunction("ell", [w])), "∇ell(w)", "∇ℓ(w)", "\\nabla \\ell(\\mathbf{w})"],
  [ones(n(shifted(pl, 1)), ONE, home), "ones(n_{l+1})", "ones(n_{l+1})", "\\mathbf{1}_{n_{l+1}}"],
  [
    sigma(letter("q", ONE, n(pl)), entry(member(W, pl), placeOf(letter("q", ONE, n(pl))), addPlaces(pj, pl))),
    "sum(i=1..n_l, W^[l]_{i,j+l})",
    "Σ_{i=1}^{n_l} W^[l]_{i,j+l}",
    "\\sum_{i=1}^{n_{l}} W^{[l]}_{i,j+l}",
  ],
  [
    apply("exp", negate(sigma(i, entry(y, pi_)))),
    "exp(-sum(i=1..N, y_i))",
    "exp(−Σ_{i=1}^N y_i)",
    "\\exp\\left(-\\sum_{i=1}^{N} y_{i}\\right)",
  ],
];

describe("indices", () => {
  it.each(CASES)("%#", (e, text, unicode, latex) => {
    expect({ text: printText(e), unicode: printUnicode(e), latex: printLatex(e) }).toEqual({ text, unicode, latex });
    katex.renderToString(latex, { throwOnError: true, strict: "error" });
  });

  it("have letters clear of names below, and the model's own first", () => {
    const own = newContext();
    const v = symbol(own, "i", shape(N, ONE));
    expect(printText(sigma(i, entry(v, pi_)))).toBe("sum(j=1..N, i_j)");
    learnLetter(own, "t", i);
    expect(printText(sigma(i, entry(v, pi_)))).toBe("sum(t=1..N, i_t)");
    expect(printText(sigma(i, times(entry(v, pi_), sigma(j, entry(v, pj)))))).toBe("sum(t=1..N, i_t sum(j=1..N, i_j))");
  });

  it("have a letter in a part of a sum that is shown alone", () => {
    const s = sigma(i, sigma(j, entry(A, pi_, pj)));
    expect(printUnicode(s.args[0] as Expr)).toBe("Σ_{j=1}^N A_ij");
  });

  it("do not depend on what was printed before", () => {
    const inner = sigma(j, entry(y, pj));
    const both = sum(inner, sigma(i, times(entry(y, pi_), inner)));
    expect(printText(both)).toBe("sum(i=1..N, y_i) + sum(i=1..N, y_i sum(j=1..N, y_j))");
    expect(printText(inner)).toBe("sum(i=1..N, y_i)");
  });

  it("are written [i = j] where the model has a δ", () => {
    const own = newContext();
    family(own, { name: "delta", shape: SCALAR, formals: [letter("t")] });
    expect(printUnicode(delta(pi_, pj, own))).toBe("[i = j]");
  });
});
