/** Hints at slips that people make: each is part of what is said, and the text that follows it is read as it was meant. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const said = (text: string): readonly { readonly severity: string; readonly hint: string | null }[] =>
  answer(text, { steps: "none" }).diagnostics.filter((d) => d.severity !== "note");

describe("a hint", () => {
  it.each([
    [
      "x : vector(2)\ny = [1 2; 3 4] x\n∂y/∂x",
      "[1, 2; 3, 4]",
      "x : vector(2)\ny = [1, 2; 3, 4] x\n∂y/∂x",
      "[[1, 2]; [3, 4]]",
    ],
    ["A = [0 1; -2 -3]\ny = A x\n∂y/∂x", "[1, 2; 3, 4]", "A = [0, 1; -2, -3]\ny = A x\n∂y/∂x", "A"],
    ["x, a : scalar\ny = √x²+a²\ndy/dx", "√(x²+a²)", "x, a : scalar\ny = √(x²+a²)\ndy/dx", "x / y"],
    ["x, a : scalar\ny = √x²+a²\ndy/dx", "√(x²),", "x, a : scalar\ny = √(x²) + a²\ndy/dx", "x / sqrt(x^2)"],
    ["x : scalar\ny = sin²x\ndy/dx", "sin^2(x)", "x : scalar\ny = sin^2(x)\ndy/dx", "2 sin(x) cos(x)"],
    ["f = W [h, x]\n∂f/∂h", "W [h; x]", "f = W [h; x]\n∂f/∂h", null],
    ["f = W [h, x]\n∂f/∂W", "h, x : vector(n)", "h, x : vector(n)\nf = W [h, x]\n∂f/∂W", null],
    ["x_k+1 = A x_k\n∂x_{k+1}/∂x", "x_{k+1}", "x_{k+1} = A x_k\n∂x_{k+1}/∂x_k", "A"],
    ["$$L = x^2$$\n$$-y^2$$", "y = …", "$$L = x^2$$\n$$z = -y^2$$\n∂z/∂y", "-2 y"],
    ["S = Σ ε²\n∂S/∂ε", "sum(ε .^ 2)", "S = sum(ε .^ 2)\n∂S/∂ε", "2 epsilon"],
    [
      "L = Σ_i (x_i - x_m)^2\n∂L/∂x",
      "m : label(1..N)",
      "x : vector(N)\nm : label(1..N)\nL = Σ_i (x_i - x_m)^2\n∂L/∂x",
      null,
    ],
    ["L = Σ_i (x_i - x_m)^2\n∂L/∂x_m", "x_{mean}", "L = Σ_i (x_i - x_{mean})^2\n∂L/∂x_{mean}", null],
    ["L = -Σ log(p)\n∂L/∂p", "sum(…)", "L = -sum(log(p))\n∂L/∂p", null],
    [
      "y = γ ⊙ (x - μ)/σ + β\n∂y/∂x",
      "mu = mean(x), sigma = sqrt(mean((x - mu) .^ 2))",
      "mu = mean(x)\nsigma = sqrt(mean((x - mu) .^ 2))\ny = γ ⊙ (x - mu)/sigma + β\n∂y/∂x",
      null,
    ],
    ["w - η ∂L/∂w\nL = w^2", "∂L/∂w", "L = w^2\n∂L/∂w", "2 w"],
    ["x = A⁺ b\n∂x/∂b", "pinv(A)", "x = pinv(A) b\n∂x/∂b", "pinv(A)"],
    ["P⁺ = c P⁻\n∂P⁺/∂c", "P_plus", "c : scalar\nP_plus = c P_minus\n∂P_plus/∂c", "P_minus"],
    ["Y = A K^α\n∂Y/∂K", "K : scalar", "A, K : scalar\nY = A K^α\n∂Y/∂K", "A alpha K^(alpha - 1)"],
    [
      "x : vector(n)\ny = 1 / (1 + exp(-x))\n∂y/∂x",
      "ones(n) ./ (1 + exp(-x))",
      "x : vector(n)\ny = ones(n) ./ (1 + exp(-x))\n∂y/∂x",
      null,
    ],
    ["x : vector(n)\ny = 2.^x\n∂y/∂x", "exp(log(2) x)", "x : vector(n)\ny = exp(log(2) x)\n∂y/∂x", null],
    ["x : scalar\ny = e^|x|\ndy/dx", "e^(|x|)", "x : scalar\ny = e^(|x|)\ndy/dx", null],
    ["y = e^-‖x‖²\n∂y/∂x", "e^(-‖x‖)", "y = e^(-‖x‖²)\n∂y/∂x", "-2 y x"],
    ["x : scalar\ny = ∛x\ndy/dx", "cbrt(x)", "x : scalar\ny = cbrt(x)\ndy/dx", null],
    ["y ≔ x^T x", "y := …", "y := x^T x\n∂y/∂x", "2 x"],
    ["y = A† x\n∂y/∂x", "pinv(A)", "y = pinv(A) x\n∂y/∂x", "pinv(A)"],
    ["y = x .+ z\n∂y/∂x", "x + y", "x, z : vector(n)\ny = x + z\n∂y/∂x", "eye(n)"],
    ["y = A.' x\n∂y/∂x", "A'", "y = A' x\n∂y/∂x", "A^T"],
    ["s = <x, y>\n∂s/∂x", "x^T y", "s = x^T y\n∂s/∂x", "y"],
    ["r = norm(X, 'fro')\n∂r/∂X", "normF(X)", "r = normF(X)\n∂r/∂X", "X / r"],
    [
      "A : matrix(n, m)\nr = mean(A, 1)\n∂r/∂A",
      "ones(n)^T A / n",
      "A : matrix(n, m)\nr = ones(n)^T A / n\n∂r/∂A",
      null,
    ],
    ["f(x) = x^2\nf'(x)", "∂f/∂x", "f(x) = x^2\n∂f/∂x", "2 x"],
    ["f(x) = x^2\nf''", "∂²f/∂x²", "f(x) = x^2\n∂²f/∂x²", "2"],
    ["x : scalar\ny = 3 x\nd/dx[x^2]", "d/dx (…)", "x : scalar\nd/dx (x^2)", "2 x"],
    ["s = Tr[A B]\n∂s/∂A", "Tr(…)", "s = tr(A B)\n∂s/∂A", "B^T"],
    ["s = vec(X)'vec(Y)\n∂s/∂X", "X, Y : matrix(n, m)", "X, Y : matrix(n, m)\ns = vec(X)'vec(Y)\n∂s/∂X", "Y"],
    ["r = ‖x‖_∞\n∂r/∂x", "‖x‖_2", "r = ‖x‖_2\n∂r/∂x", "x / r"],
    ["r = ‖X‖_2,1\n∂r/∂X", "‖X‖_F", "r = ‖X‖_F\n∂r/∂X", "X / r"],
    ["x : scalar\ny = 1,000 x\ndy/dx", "1000", "x : scalar\ny = 1000 x\ndy/dx", "1000"],
  ])("%s", (text, hint, followed, value) => {
    expect(
      said(text)
        .map((d) => d.hint ?? "")
        .join("\n"),
    ).toContain(hint);
    expect(said(followed).filter((d) => d.severity === "error")).toEqual([]);
    const [result] = answer(followed, { steps: "none" }).results;
    if (value === null) expect(result).toBeDefined();
    else expect(result?.text).toBe(value);
  });
});

it.each([
  "f = Σ_ij A_ij x_i x_j\n∂f/∂x",
  "x : scalar\ny = 1/√(2π) exp(-x²/2)\ndy/dx",
  "λ, k : scalar\ny = λ^k e^-λ/k!\ndy/dλ",
  "x : scalar\ny = e^-x/(1+e^-x)^2\ndy/dx",
  "$f = ½ x^T x$\n∂f/∂x",
])("nothing is said of %s", (text) => expect(said(text)).toEqual([]));

it("a question by a part of a sum is one error", () =>
  expect(said("x : scalar\nd/dx sin(x)cos(x) + x").map((d) => d.severity)).toEqual(["error"]));
