/** Sums with dots are sums where the first and last term say so, and sketches elsewhere. */

import { describe, expect, it } from "vitest";
import { withoutDots } from "../../src/notes/dots.js";
import { checkNotes } from "../../src/notes.js";
import { growsBy, MOST_GROWTH } from "../growth.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);

describe("sums with dots", () => {
  it.each([
    ["x_1^2 + \\dots + x_n^2", "\\sum_{i=1}^{n} x_i^2"],
    ["\\sqrt{x_{1}^2 + x_2^2 + \\cdots + x_n^2}", "\\sqrt{ \\sum_{i=1}^{n} x_{i}^2 }"],
    ["c + w_1 x_1 + … + w_K x_K = y", "c + \\sum_{i=1}^{K} w_i x_i = y"],
    ["a_{1j} b_1 + \\ldots + a_{nj} b_n", "\\sum_{i=1}^{n} a_{ij} b_i"],
  ])("%s", (typed, written) => {
    expect(withoutDots(typed).replace(/\s+/g, " ").trim()).toBe(written);
  });

  it.each(["x_1 + \\dots + y_n", "1 + 2 + \\dots + n", "x_1 - \\dots - x_n", "x_1, \\dots, x_n", "x_2 + \\dots + x_n"])(
    "%s stays",
    (typed) => {
      expect(withoutDots(typed)).toBe(typed);
    },
  );

  it("cost time by length alone", () => {
    for (const text of [
      (n: number) => "+ \\dots ".repeat(n),
      (n: number) => `${"(".repeat(4 * n)} + \\dots +`,
      (n: number) => "x_1 + \\dots + y_n ".repeat(n),
    ])
      expect(growsBy(1500, withoutDots, text)).toBeLessThan(MOST_GROWTH);
  });

  it("are judged", () => {
    const length = "Let $r = \\|x\\| = \\sqrt{x_1^2 + \\dots + x_n^2}$ and $u = x / r$.";
    const d = (of: string, by: string, right: string) => `$\\frac{\\partial ${of}}{\\partial ${by}} = ${right}$`;
    expect(verdicts(`${length} ${d("r", "x_i", "x_i / r")}`)).toEqual(["equal"]);
    expect(verdicts(`${length} ${d("r^2", "x_i", "x_i")}`)).toEqual(["different"]);
    expect(verdicts(`${length} ${d("u_i", "x_j", "\\frac{\\delta_{ij} - u_i u_j}{r}")}`)).toEqual(["equal"]);
  });
});

describe("spellings of notes", () => {
  const d = (of: string, by: string, right: string) => `$$\\frac{\\partial ${of}}{\\partial ${by}} = ${right}$$`;
  it("a density that counts is a family, a divergence is one name", () => {
    const policy = "$\\pi(a \\mid \\theta) = e^{\\theta_a} / \\sum_b e^{\\theta_b}$";
    const by = (right: string) => d("\\log \\pi(a \\mid \\theta)", "\\theta_b", right);
    expect(verdicts(`${policy}\n\n${by("\\mathbf{1}\\{a = b\\} - \\pi(b \\mid \\theta)")}`)).toEqual(["equal"]);
    expect(verdicts(`${policy}\n\n${by("\\mathbf{1}\\{a = b\\} - \\pi(a \\mid \\theta)")}`)).toEqual(["different"]);
    const divergence = "$D(p \\| q) = \\sum_{k=1}^{K} p_k \\ln \\frac{p_k}{q_k}$";
    expect(verdicts(`${divergence}\n\n${d("D", "q_k", "-\\frac{p_k}{q_k}")}`)).toEqual(["equal"]);
    expect(verdicts(`${divergence}\n\n${d("D", "q_k", "\\frac{p_k}{q_k}")}`)).toEqual(["different"]);
  });

  it("a_ij is an entry of A, and X_kl says that X is a matrix", () => {
    const form = "$f(x) = \\sum_{i=1}^n \\sum_{j=1}^n a_{ij} x_i x_j$";
    expect(verdicts(`${form}\n\n${d("f", "x", "(A + A^T) x")}`)).toEqual(["equal"]);
    expect(verdicts(`${form}\n\n${d("f", "x", "2 A x")}`)).not.toContain("equal");
    expect(verdicts(d("\\det X", "X_{kl}", "\\det(X) (X^{-1})_{lk}"))).toEqual(["equal"]);
    expect(verdicts(d("\\det X", "X_{kl}", "\\det(X) (X^{-1})_{kl}"))).toEqual(["different"]);
  });

  it("plain lines with sums over an index", () => {
    const text = (right: string) => `L = -Σᵢ yᵢ log(ŷᵢ), ŷ = softmax(z), y one-hot.\n\n∂L/∂ŷᵢ = ${right}`;
    expect(verdicts(text("-yᵢ/ŷᵢ"))).toEqual(["equal"]);
    expect(verdicts(text("yᵢ/ŷᵢ"))).toEqual(["different"]);
  });
});
