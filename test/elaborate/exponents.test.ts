/** Where an exponent that is typed without parentheses ends: said or refused wherever it may be read on. */
import { describe, expect, it } from "vitest";
import { model } from "../parse/models.js";

const KINDS = "k, β, μ, x, m, y, n, p, a, ρ, τ : scalar";

const said = (formula: string, by = "x"): string =>
  model(KINDS, `f = ${formula}`, `∂f/∂${by}`)
    .diagnostics.filter((d) => d.code === "product/root")
    .map((d) => d.severity)
    .join(" ");

const table = <T extends string>(...lists: readonly (readonly T[])[]): readonly string[] =>
  lists.reduce<readonly string[]>((all, list) => all.flatMap((a) => list.map((b) => a + b)), [""]);

describe("an exponent that may take what it touches", () => {
  const exponentials = table(["e^", "2^"], ["-k", "-β", "-2", "-½"], ["(x-m)", "(x - m)^2", "(x-μ)²"]);
  const factors = table(["e^", "2^", "10^"], ["2", "-2", "-½", "3"], ["x", "x^2", "y"]);
  const times = table(["e^"], ["-k", "-2", "-0.5", "2"], ["*x", "*x^2"]);
  const behind = ["e^-½ (x-μ)²", "e^-0.5 (x - m)^2", "e^-k x", "a^2x", "x^2n", "e^k(x-2)", "e^2(x+1)"];
  it("is said, whatever the base is and whatever follows", () => {
    const silent = [...exponentials, ...factors, ...times, ...behind].filter((f) => said(f) !== "warning");
    expect(silent).toEqual([]);
  });

  it.each(["p^y (1-p)^1-y", "p^y*(1-p)^1-y", "k x^a m^1-a", "x^1−β/(1−β)", "x^1-2", "-x^1+n"])(
    "nobody writes a first power: %s is refused",
    (f) => expect([said(f), model(KINDS, `f = ${f}`, "∂f/∂p").asked]).toEqual(["error", []]),
  );

  it.each(["p^k (1-p)^n-k", "p^k*(1 - p)^n-k", "x^a-1 (1-x)^β-1", "x^a-1*e^(-β x)", "a x^n-1 + 2"])(
    "%s is said to end before the sign",
    (f) => expect(said(f)).toMatch(/^warning( warning)?$/),
  );
});

describe("a quotient behind an exponent", () => {
  const bases = ["x", "y", "(k x + m)", "(x/a)", "(Σ_i z_i^ρ)"];
  const roots = table(bases, ["^1", "^-1"], ["/2", "/ρ", "/n", "/(n+1)", "/(2 ρ)"]);
  const fractions = table(bases, ["^3/2", "^4/3", "^5/3", "^2/3", "^3/4", "^-5/3", "^-2/3", "^5/2"]);
  const rates = table(["e^-", "2^-"], ["x", "(x-m)", "(a x)", "(x²)"], ["/τ", "/(k y)", "/(2 τ^2)", "/2", "*τ"]).filter(
    (f) => !/^2.*\*/.test(f),
  );
  const spaced = table(["e^-x", "e^-(x-m)", "y^1"], [" / τ", " / (k n)", "/ τ", " /τ"]);
  it("is said for every base and divisor", () =>
    expect([...roots, ...fractions, ...rates, ...spaced].filter((f) => said(f) !== "warning")).toEqual([]));

  it.each([
    "x^3/3 + x^4/4",
    "x^3/6 + x^5/120",
    "x^2/2",
    "x^2/4",
    "x^k/k",
    "e^-x/(1+e^-x)",
    "e^-x/(1+e^-x)^2",
    "k^n e^-k/n!",
  ])("%s is as it stands", (f) => expect(said(f)).toBe(""));

  it("is that of the inverse where a matrix has no root of a letter", () =>
    expect(model("X : matrix(n, n)", "c : scalar", "s = b^T X^-1/c b", "∂s/∂b").diagnostics).toEqual([]));
});

describe("a sum behind an exponent, over what names it", () => {
  it.each(["x^n+1/(n+1)", "x^n-1/(n-1)", "x^n+1/n", "a x^n+1/(n+1)"])("%s is said", (f) =>
    expect(said(f)).toBe("warning"),
  );
  it.each(["x^n + 1/(n+1)", "x^n+1/2", "x^n+y/(n+1)"])("%s is as it stands", (f) => expect(said(f)).toBe(""));
});

describe("a function above", () => {
  const applied = table(["x^", "e^", "(x+1)^", "2^-", "h(x)^"], ["g(x)", "g(2x)", "sin(x)", "h(x+1)", "φ(x)"]);
  it("is refused, and read in parentheses of its own", () => {
    expect(applied.filter((f) => said(f) !== "error")).toEqual([]);
    const followed = applied.map((f) => f.replace(/\^(-?[^^]*)$/, "^($1)"));
    expect(followed.flatMap((f) => model("x : scalar", `y = ${f}`, "∂y/∂x").diagnostics)).toEqual([]);
  });
  it("is one by a declaration, too, and a number by one is none", () => {
    expect(model("x : scalar", "u : function", "y = x^u(x)").diagnostics.map((d) => d.code)).toEqual(["product/root"]);
    expect(model("x, f : scalar", "y = x^f(x)", "∂y/∂x").diagnostics).toEqual([]);
  });
});

it.each([
  "e^-x(x+1)",
  "e^x(y+1)",
  "e^x (x+1)",
  "2^x(x+1)",
  "2^n(x+1)",
  "10^-2(x+1)",
  "e^-x*x",
  "e^-x*sin(y)",
  "e^-k * x",
  "10^-3*x",
  "x^2y",
  "k^2x",
  "m^2(x+1)",
  "x^2-y",
  "x^2 - 1",
  "e^x-1",
  "a+k*x^1+m*x^2",
  "x^1 - y",
  "x^n-y",
  "p^k (1-p)^(n-k)",
  "(1-p)^-n(1+x)",
])("%s is as it stands", (f) => expect(said(f)).toBe(""));
