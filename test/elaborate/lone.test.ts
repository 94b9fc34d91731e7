/** `V(r)`, `f^2(x)`: one name in parentheses behind a name that may be a function. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

function said(text: string): readonly (readonly [string, string])[] {
  return answer(text, { steps: "none" })
    .diagnostics.filter((d) => d.severity !== "note")
    .map((d) => [d.severity, d.code] as const);
}

const answersOf = (text: string) => answer(text, { steps: "none" }).results.map((r) => r.text);

const BLACK_SCHOLES = `S, K, r, σ, T : scalar
d_1 = (log(S / K) + (r + σ^2 / 2) T) / (σ sqrt(T))
C = S N(d_1)
∂C/∂S`;

describe("a name that is no function, before one name in parentheses", () => {
  it.each([
    ["V = k / r\nE = V(q)\n∂E/∂q", "error", "call/value"],
    ["$V = k/r$ \n $E = V(r_1) + V(r_2)$\n$\\frac{\\partial E}{\\partial r_1}$", "error", "call/value"],
    ["u, x : scalar\nv = u x\ny = v(2 u) + x\n∂y/∂x", "ok", ""],
    ["x : scalar\nv = x^2\ny = v(2 x)\n∂y/∂x", "error", "call/value"],
    ["r = norm2(x)\nE = U(r)\n∂E/∂x", "error", "name/unknown-function"],
    ["$u = x^2$ \n $y = \\alpha(u)$\n$\\frac{dy}{dx}$", "error", "name/unknown-function"],
    ["$d_1 = \\log(S/K)$ \n $C = S \\Phi(d_1)$\n$\\frac{\\partial C}{\\partial S}$", "error", "name/unknown-function"],
    ["E = x + V(x)\n∂E/∂x", "error", "name/unknown-function"],
    ["y = A x(t)\n∂y/∂x", "error", "name/unknown-function"],
    ["k, θ, x : scalar\np = x^k / (Q(k) θ^k)\n∂p/∂x", "warning", "call/factor"],
    ["$y = \\sigma^2(z)$\n$\\frac{dy}{dz}$", "error", "call/value"],
    ["x : scalar\ny = a^2(x)\n∂y/∂x", "error", "call/value"],
    [
      "$L = \\sum_{i=1}^n \\log \\Phi(x_i^\\top β)$\n$\\frac{\\partial L}{\\partial β}$",
      "error",
      "name/unknown-function",
    ],
    ["x : scalar\ny = Φ((x-μ)/σ)\ndy/dx", "error", "name/unknown-function"],
    ["x, α, β : scalar\ny = Φ(α + β x)\ndy/dx", "error", "name/unknown-function"],
    ["w, p : scalar\ny = U(w - p)\ndy/dp", "error", "name/unknown-function"],
    ["x, a : scalar\nz : vector(n)\ny = K(a - 1) z x\ndy/dx", "warning", "call/factor"],
    ["E = V(x - x_0)\ndE/dx", "warning", "call/factor"],
    ["y = Q(x/σ)\ndy/dx", "warning", "call/factor"],
    ["$y = \\Psi(x - c t)$\n$\\frac{dy}{dx}$", "error", "name/unknown-function"],
    ["L = sum(i=1..N, a(i) x_i)\n∂L/∂x_j", "error", "call/value"],
    ["x : vector(n)\nL = sum(i=1..n, x(i)^2)\n∂L/∂x", "error", "call/value"],
    ["$L = \\sum_{t=1}^T \\sum_i \\alpha_t(i) x_i$\n$\\frac{\\partial L}{\\partial x_k}$", "error", "call/value"],
  ] as const)("%s", (text, severity, code) => {
    if (severity === "ok") expect(said(text).filter(([, c]) => c === "call/factor")).toEqual([]);
    else expect(said(text)).toContainEqual([severity, code]);
    if (severity === "error") expect(answersOf(text)).toEqual([]);
  });

  it.each([
    ["V, k, r : scalar\nE = V(r)\n∂E/∂r", "what is declared is a factor"],
    ["a, x : scalar\ny = a (x)\n∂y/∂x", "as is a declared scalar"],
    ["x, y, λ : scalar\ng = x + y\nL = x y + λ(g)\n∂L/∂λ", "a multiplier"],
    ["x : scalar\ny = x^2\nz = y(x) + 1\n∂z/∂x", "y(x) names the y that is made of x"],
    ["x, w : scalar\np = sigmoid(w x)\nL = -log(p)\nJ = L(w) + w^2\n∂J/∂w", "also over other names"],
    ["w : scalar\ny = β(w - 1)\n∂y/∂w", "a sum is multiplied"],
    ["X : matrix(n, m)\ny = X b + X(b^T c)^2 c\n∂y/∂b", "a matrix that stands elsewhere"],
    ["y = W(h + u)\n∂y/∂h", "a matrix before a sum of columns"],
    ["y = A(B x)\n∂y/∂x", "a matrix before a product"],
    ["Φ : matrix(n, m)\nx, μ : scalar\ny = Φ(x - μ)\n∂y/∂x", "a declared matrix"],
    ["y = V(x - c)\nz = V x\n∂y/∂x", "a matrix that stands by itself"],
    ["f(k) = k^2\nL = sum(i=1..N, f(i) x_i)\n∂L/∂x_j", "a function of a place"],
  ])("is silent: %s, %s", (text) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toHaveLength(1);
  });

  it("over other names names its value", () => {
    expect(answersOf("w : scalar\np = 3 w\nL = p^2\nJ = L(w) + w^2\n∂J/∂w")).toEqual(["6 p + 2 w"]);
  });
});

describe("its hints lead where they say", () => {
  it.each([
    [`N : function\n${BLACK_SCHOLES}`, ["N'(d_1)"]],
    [BLACK_SCHOLES.replace("N(d_1)", "N * (d_1)"), ["N"]],
    ["L = sum(i=1..N, a_i x_i)\n∂L/∂x_j", ["a_j"]],
    ["Phi : function\nx : scalar\ny = Φ((x-μ)/σ)\ndy/dx", ["Phi'((x - mu) / sigma) / sigma"]],
    ["x, μ, σ : scalar\ny = Φ * ((x-μ)/σ)\ndy/dx", ["Phi / sigma"]],
    ["V : function\nx, x_0 : scalar\nE = V(x - x_0)\ndE/dx", ["V'(x - x_0)"]],
    [
      "Phi : function\nL = sum(i=1..n, log(Phi(x_i^T β)))\nβ : vector(d)\n∂L/∂β",
      ["sum(i=1..n, Phi'(x_i^T beta) x_i / Phi(x_i^T beta))"],
    ],
    ["V(t) = k / t\nE = V(r_1) + V(r_2)\n∂E/∂r_1", ["-k / r_1^2"]],
    ["α : function\nx : scalar\nu = x^2\ny = α(u)\n∂y/∂x", ["alpha'(u)"]],
    ["x : scalar\nu = x^2\ny = normcdf(u)\n∂y/∂x", ["normpdf(u)"]],
    ["x : scalar\na : function\ny = (a(x))^2\n∂y/∂x", ["a'(x)"]],
    ["x : scalar\ny = a^2 * (x)\n∂y/∂x", ["a^2"]],
  ])("%s", (text, [part]) => {
    expect(said(text).filter(([severity]) => severity === "error")).toEqual([]);
    const [first] = answersOf(text);
    expect(first).toContain(part);
  });
});

describe("a power before the argument of a function", () => {
  it.each([
    ["x : scalar\ny = f^2(x)\n∂y/∂x", "2 f(x) f'(x)"],
    ["x : scalar\ny = f²(x)\n∂y/∂x", "2 f(x) f'(x)"],
    ["$f(t) = t^3 + t$ \n $y = f^2(x)$\n$\\frac{dy}{dx}$", "2 f(x) f'(x)"],
    ["x : scalar\nf(x) = x^2\ng(x) = f^2(x)\n∂g/∂x", "2 f(x) f'(x)"],
    ["$y = g^2(x) h(x)$\n$\\frac{dy}{dx}$", "g(x) (2 h(x) g'(x) + g(x) h'(x))"],
  ])("%s is that of the value, and said", (text, expected) => {
    expect(said(text)).toEqual([["warning", "call/raised"]]);
    expect(answersOf(text)).toEqual([expected]);
  });

  it("is the same as the power behind it, for letters of functions and exponents", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("f", "g", "h", "F", "\\phi", "f_1"),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom("x", "t"),
        (f, k, x) => {
          const ask = (formula: string) => answersOf(`$y = ${formula}$\n$\\frac{dy}{d${x}}$`);
          expect(ask(`${f}^{${k}}(${x})`)).toEqual(ask(`(${f}(${x}))^{${k}}`));
        },
      ),
      { numRuns: 20, seed: 3 },
    );
  });
});
