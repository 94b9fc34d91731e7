/** What stands above a name or in brackets where the signs alone do not say: a size that is an exponent, a lost superscript, MATLAB's columns. */
import { describe, expect, it } from "vitest";
import { model } from "../parse/models.js";

const codes = (text: string) => model(text).diagnostics.flatMap((d) => (d.severity === "error" ? [d.code] : []));
const equation = (text: string) => {
  const { equations, diagnostics } = model(text);
  return [equations.length, diagnostics.filter((d) => d.severity === "error").map((d) => d.message)];
};

describe("the T up to which a sum runs", () => {
  it.each(["^T", "^{T}", "^-T"])("is an exponent above what the sum raises to its letter: %s", (raised) => {
    for (const [sum, base] of [
      ["Σ_{t=1}^{T-1} γ^t r_t", "γ"],
      ["sum(t=1..T, 1/(1+y)^t)", "(1+y)"],
      ["Σ_{t=1}^{T} c (1 + y)^-t", "(1+y)"],
    ]) {
      const text = (sign: string) => `c, γ, y, V : scalar; r_t : scalar for t in 1..T; P = ${sum} + ${base}${sign} V`;
      const spelled = raised === "^-T" ? "^{(-T)}" : "^{(T)}";
      expect([raised, equation(text(raised))]).toEqual([raised, equation(text(spelled))]);
      expect(equation(text(raised))).toEqual([1, []]);
    }
  });

  it("transposes elsewhere", () => {
    const { equations } = model("γ : scalar; L = Σ_{t=1}^{T} γ^t x_t^T x_t; x_t : vector(n) for t in 1..T");
    expect(equations).toHaveLength(1);
    expect(codes("γ : scalar; L = Σ_{t=1}^{T} γ^t x_t^T x_t; x_t : vector(n) for t in 1..T")).toEqual([]);
  });
});

it.each(["y = 1/(1 + e−x)", "y = x e-x", "y = tr(A-1 B)", "y = (I - A)-1 b", "β = (S + D)-1X"])(
  "a superscript that a copied text has lost is refused: %s",
  (text) => expect(codes(text)).toEqual(["product/root"]),
);

it.each([
  "y = e - 1 + x",
  "y = e-1 + x",
  "x : scalar; y = e - x",
  "x : scalar; y = x-1 + 2",
  "y = x-1/2 z; x, z : scalar",
  "y = x-1*z; x, z : scalar",
])("a difference is one: %s", (text) => expect(codes(text)).toEqual([]));

it.each(["a, b : vector(n); V = [a -b]", "x : vector(n); f = [x -2x]", "a, b : vector(n); s = norm([a -b])"])(
  "a sign with a space on one side may separate columns: %s",
  (text) => expect(codes(text)).toEqual(["blocks/spaces"]),
);

it.each(["a, b : vector(n); V = [a - b]", "a, b : vector(n); V = 2 [a-b]", "a, b : vector(n); V = [a, -b]"])(
  "and with none, or with two, does not: %s",
  (text) => expect(codes(text)).toEqual([]),
);
