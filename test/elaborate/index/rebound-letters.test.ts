/** Letters that two signs bind, one within the other. */
import { describe, expect, it } from "vitest";
import { derive } from "../../../src/index.js";
import { errors, hints, model } from "../../parse/models.js";

const codes = (text: string): readonly (string | undefined)[] => errors(model(text)).map((e) => e.split(" ")[1]);

describe("a letter that is bound twice", () => {
  it.each([
    "L = sum(i=1..N, sum(i=1..N, x_i y_i))",
    "L = Σ_i log(1 + Σ_j a_j Π_i y_i)",
    "L = sum(i=1..N, N sum(i=1..N, exp(z_i)))",
    "L = sum(i=1..N, x_i sum(i=1..N, A_ii y_i))",
    "L = sum(i=1..N, x_i sum(i=1..N, x_i y_i))",
    "L = sum(i=1..N, (y_i - sum(i=1..N, w_i x_i))^2)",
    String.raw`$L = \sum_{i=1}^N \sum_{i=1}^M A_{ii}$`,
    "L = sum(i=1..N, x_i y_i)\n∂L/∂x_k = sum(i=1..N, sum(i=1..N, y_i))",
    "z_i = sum(i=1..N, w_i x_i) for i in 1..N\nL = sum(k=1..N, z_k)",
    "z_i = b_i + sum(i=1..N, w_i x_i) for i in 1..N\nL = sum(k=1..N, z_k)",
    String.raw`$$z_i = \sum_{i=1}^N w_i x_i, \quad i = 1, \dots, N$$`,
  ])("is refused where either may be meant: %s", (text) => {
    expect(codes(text)).toContain("index/bound-twice");
    expect(hints(model(text)).some((h) => h?.includes("a letter of its own") === true)).toBe(true);
  });

  it.each([
    ["L = sum(i=1..N, y_i log(exp(z_i)/SUM(exp(z_@))))\n∂L/∂z_j"],
    ["L = sum(i=1..N, y_i log(a_i exp(z_i)/SUM(a_@ exp(z_@))))\n∂L/∂z_j"],
    ["L = sum(i=1..N, x_i SUM(y_@))\n∂L/∂x_k"],
    ["p_i = exp(z_i) / SUM(exp(z_@)) for i in 1..N\nL = -sum(k=1..N, y_k log(p_k))\n∂L/∂z_j"],
  ])("is the inner sign's where that sign needs it, which is said: %s", (text) => {
    const [again, own] = ["i", "l"].map((letter) =>
      derive(text.replace("SUM(", `sum(${letter}=1..N, `).replaceAll("@", letter), { steps: "none" }),
    );
    expect(again?.diagnostics.map((d) => d.code)).toContain("index/bound-again");
    expect(own?.diagnostics.map((d) => d.code)).not.toContain("index/bound-again");
    expect(again?.results.map((r) => r.text)).toEqual(own?.results.map((r) => r.text));
  });

  it.each([
    "L = (Σ_i x_i) (Σ_i y_i)",
    "L = Σ_i x_i + Σ_i y_i",
    "L = Σ_i x_i / N - Σ_i x_i^2",
    "L = sum(i=1..N, sum(j=1..N, x_i y_j))",
    "L = sum(i=1..N, sum(j != i, x_i x_j))",
    "L = Σ_i Σ_{j < i} x_i x_j",
    "a : vector(n); s = Σ_{i=1}^n (Π_{j≠i} a_j) / Π_{j=1}^n a_j",
    "z_i = sum(j=1..N, W_ij x_j) for i in 1..N\nL = sum(i=1..N, z_i)",
  ])("is none where each sign has its own part of the text: %s", (text) => {
    expect(codes(text)).toEqual([]);
    expect(model(text).diagnostics.map((d) => d.code)).not.toContain("index/bound-again");
  });
});
