/** Gates, layers and displays whose plain reading is one that hardly anybody means: each is said or refused, and no other. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const codes = (text: string): readonly string[] =>
  answer(text, { steps: "none" })
    .diagnostics.filter((d) => d.severity !== "note")
    .map((d) => d.code);
const values = (text: string): readonly string[] => answer(text, { steps: "none" }).results.map((r) => r.text);

describe("vectors in brackets behind a matrix", () => {
  it.each([
    "f = σ(W [h, x] + b)\n∂f/∂W",
    "f_t = σ(W_f[h_{t-1}, x_t] + b_f)\n∂f_t/∂b_f",
    "$f_t = \\sigma(W_f \\cdot [h_{t-1}, x_t] + b_f)$\n$\\frac{\\partial f_t}{\\partial W_f}$",
    "f_t = W_f [h_{t-1}, x_t]\n∂f_t/∂W_f",
  ])("may stand above one another: %s", (text) => {
    const { results, diagnostics } = answer(text, { steps: "none" });
    expect(results).toEqual([]);
    expect(diagnostics.map((d) => d.code)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:blocks\/beside|syntax\/index)$/)]),
    );
  });

  it.each([
    "h, x : vector(n)\nf = W [h, x]\n∂f/∂W",
    "f = W [A, B]\n∂f/∂W",
    "$f = W \\begin{bmatrix} h & x \\end{bmatrix}$\n$\\frac{\\partial f}{\\partial W}$",
    "f = W [h; x]\n∂f/∂W",
    "f = c [a, b]\nc : scalar\n∂f/∂c",
    "y = A [x_1, x_2]\n∂y/∂A",
  ])("are what they say: %s", (text) => {
    expect(codes(text)).not.toContain("blocks/beside");
    expect(values(text)).toHaveLength(1);
  });
});

describe("the mean and the deviation of a layer", () => {
  it.each([
    "y = γ ⊙ (x - μ)/σ + β\n∂y/∂x",
    "x_n = (x - mu_B)/sqrt(sigma_B^2 + eps)\n∂x_n/∂x",
    "$\\hat x = \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}}$\n$y = \\gamma \\odot \\hat x + \\beta$\n$\\frac{\\partial y}{\\partial x}$",
    "$\\hat x_i = \\frac{x_i - \\mu_B}{\\sqrt{\\sigma_B^2 + \\epsilon}}$\n$\\frac{\\partial \\hat x_i}{\\partial x_i}$",
    "z = W v\ny = γ ⊙ (z - μ)/σ + β\n∂y/∂v",
    "μ = mean(x)\ny = (x - μ)/sqrt(σ^2 + ε)\n∂y/∂x",
  ])("are said to be held: %s", (text) => expect(codes(text)).toContain("name/held"));

  it.each([
    "z = (x - μ)/σ\n∂z/∂x",
    "y = γ ⊙ (x - μ)/σ + β\n∂y/∂γ",
    "x = μ + σ .* ε\n∂x/∂σ",
    "μ = mean(x)\nσ = sqrt(mean((x - μ) .^ 2))\ny = γ ⊙ (x - μ)/σ + β\n∂y/∂x",
    "μ, σ : scalar\ny = γ ⊙ (x - μ)/σ + β\n∂y/∂x",
    "mu_B = 1/m sum(i=1..m, x_i)\nsigma_B = sqrt(1/m sum(i=1..m, (x_i - mu_B)^2))\n$\\hat x_i = \\frac{x_i - \\mu_B}{\\sqrt{\\sigma_B^2 + \\epsilon}}$\n$\\frac{\\partial \\hat x_i}{\\partial x_i}$",
  ])("are numbers, or follow x: %s", (text) => expect(codes(text)).not.toContain("name/held"));
});

describe("a display that begins with a minus", () => {
  it.each(["$$L = x^2$$\n$$-y^2$$", "L = x^2\n\n$$\n- y^2\n$$", "\\[ L = x^2 \\] \\[ - y^2 \\]", "$L = x^2$ $- y^2$"])(
    "goes on with none before it in silence: %s",
    (text) => {
      expect(codes(text)).toContain("syntax/display");
      expect(values(text)).toEqual([]);
    },
  );

  it.each([
    ["$$L = x^2$$\n\n$$\\cdot y$$", 2],
    ["$$L = x^2$$\n\n$$+ y$$", 2],
    ["$$-x^2 + 3 x$$", 1],
    ["$$\\begin{aligned} L &= x^2 \\\\ &- y^2 \\end{aligned}$$", 2],
    ["L = x^2\n- y^2", 2],
  ])("may be the first, or a row: %s", (text, count) => {
    expect(codes(text)).not.toContain("syntax/display");
    expect(values(text)).toHaveLength(count);
  });
});

describe("a name below which a name of the text stands", () => {
  it.each([
    ["h = tanh(W x)\nh_x = W h\n∂h_x/∂W", "∂h_x/∂W"],
    ["h = tanh(W_1 x)\nh_q = W_2 h\n∂h_q/∂W_1", "∂h_q/∂W_1"],
  ])("is called as it is: %s", (text, left) => {
    expect(answer(text, { steps: "none" }).results.map((r) => r.left.text)).toEqual([left]);
  });

  it("is a member where its letter stands on the right, or a sum runs over it", () => {
    expect(values("c : scalar\nL_i = c x_i\nL = Σ_i L_i\n∂L/∂x")).toEqual(["c ones(N)"]);
    expect(values("c : scalar\nL_i = c\nL = sum(i=1..N, L_i)\n∂L/∂c")).toEqual(["N"]);
  });
});

describe("Σ in front of a square, or of entries", () => {
  it.each([
    "$y_i = \\beta x_i + \\varepsilon_i$\nS = Σ ε²\n∂S/∂β",
    "S = Σ x^2\n∂S/∂x",
    "S = Π p²\n∂S/∂p",
    "L = -Σ log(p)\n∂L/∂p",
    "L = Σ |y - ŷ|\n∂L/∂ŷ",
    "μ = (1/n) Σ x\n∂μ/∂x",
    "m = Σ x / n\n∂m/∂x",
    "S = Σ x\n∂S/∂x",
  ])("is the sign of a sum: %s", (text) => {
    expect(codes(text)).toContain("name/unsupported");
    expect(values(text)).toEqual([]);
  });

  it.each([
    "y = Σ x\n∂y/∂x",
    "L = xᵀ Σ x\n∂L/∂x",
    "d = xᵀ Σ x / n\n∂d/∂x",
    "A = U Σ Vᵀ\n∂A/∂Σ",
    "$L = \\Sigma x$\n$\\frac{\\partial L}{\\partial x}$",
    "Sigma : matrix(n, n)\nx : scalar\nL = Σ x²\n∂L/∂x",
  ])("and in front of a vector a matrix: %s", (text) => expect(values(text)).toHaveLength(1));
});

describe("logarithms to a base, and elasticities", () => {
  it.each([
    ["$y = \\log_{10} x$\n$\\frac{dy}{dx}$", "1 / (log(10) x)"],
    ["$y = -\\log_2(x)$\n$\\frac{dy}{dx}$", "-1 / (log(2) x)"],
  ])("%s", (text, value) => expect(values(text)).toEqual([value]));

  it.each([
    "$Y = a K^b$\n$\\frac{\\partial \\ln Y}{\\partial \\ln K}$",
    "$Y = a K^b$\n$E = \\frac{d\\ln Y}{d\\ln K}$",
    "Y = a K^b\n∂ln(Y)/∂ln(K)",
    "Y = a K^b\n∂log Y/∂log K",
  ])("%s is refused by what it is", (text) => {
    const { results, diagnostics } = answer(text, { steps: "none" });
    expect(results.filter((r) => /ln|log/.test(r.left.text))).toEqual([]);
    expect(diagnostics.map((d) => d.message).join()).toContain("not by its logarithm");
  });
});

describe("an x_m beside x_i", () => {
  it.each(["L = Σ_i (x_i - x_m)^2\n∂L/∂x", "$S = \\sum_{i=1}^n (x_m - x_i)^2$\n$\\frac{\\partial S}{\\partial x_k}$"])(
    "is said to be an entry: %s",
    (text) => expect(codes(text)).toContain("reading/picked"),
  );

  it.each([
    "p_m = exp(x_m) / sum(i=1..n, exp(x_i))\n∂p_m/∂x",
    "L = -x_m + log(sum(i=1..n, exp(x_i)))\n∂L/∂x",
    "x : vector(n)\nm : label(1..n)\nL = sum(i=1..n, (x_i - x_m)^2)\n∂L/∂x",
    "L = sum(i=1..n, (x_i - y_m)^2)\n∂L/∂x",
    "L = sum(j=1..K, max(0, s_j - s_y + 1))\n∂L/∂s",
    "L = sum(i=1..n, y_m (x_i - x_m)^2)\n∂L/∂x",
    "x_mean = mean(x)\nL = sum(i=1..n, (x_i - x_mean)^2)\n∂L/∂x",
  ])("is one without a doubt: %s", (text) => {
    expect(codes(text)).not.toContain("reading/picked");
    expect(values(text)).toHaveLength(1);
  });
});

describe("an identity above what divides", () => {
  it.each(["B = μ_0 I/(2 π r)\n∂B/∂r", "$B = \\frac{\\mu_0 I}{2\\pi r}$\n$\\frac{dB}{dr}$"])(
    "is a current more likely: %s",
    (text) => expect(codes(text)).toContain("name/identity"),
  );

  it.each([
    "$S = \\frac{1}{n} I$\n$\\frac{dS}{dn}$",
    "S = σ^2 I\n∂S/∂σ",
    "$K = A + \\frac{\\lambda I}{n}$\n$\\frac{\\partial K}{\\partial \\lambda}$",
  ])("and not in a multiple: %s", (text) => expect(codes(text)).not.toContain("name/identity"));
});

describe("a vector by its letter in front of a number", () => {
  it.each([
    "L = max(0, 1 − y wᵀx) + λ‖w‖²\n∂L/∂w",
    "L = log(1 + exp(-y w^T x)) + λ‖w‖^2\n∂L/∂w",
    "J = y w^T x + c ‖w‖^2\n∂J/∂w",
  ])("is said to make a vector of a loss: %s", (text) => {
    const { diagnostics } = answer(text, { steps: "none" });
    const [said] = diagnostics.filter((d) => d.code === "name/lonely");
    expect(said?.message).toContain("is taken for a vector for its letter alone");
    const names = /say so: ([^:]+) : scalar/.exec(said?.hint ?? "")?.[1];
    expect(values(`${names} : scalar\n${text}`)).toHaveLength(1);
    expect(codes(`${names} : scalar\n${text}`)).toEqual([]);
  });

  it.each([
    "L = (y − wᵀx)² + λ‖w‖²\n∂L/∂w",
    "v = y w^T x + λ ‖w‖^2\n∂v/∂w",
    "L = y^T w x^T z\n∂L/∂w",
    "y : vector(n)\nL = y w^T x\n∂L/∂w",
  ])("is one of vectors, or a number: %s", (text) => expect(codes(text)).not.toContain("name/lonely"));
});

describe("a quotient of two names that begin with d", () => {
  it.each(["J = -D dC/dx", "y = 2 x^b\nε = dlny/dlnx"])("is said to be one: %s", (text) =>
    expect(codes(text)).toContain("name/rate"),
  );

  it.each(["dx : scalar\nv = dx/dt\n∂v/∂dx", "v = dx/dt\n∂v/∂dx", "y = x^2\nv = dy/dx\n∂v/∂x", "r = d_1/d_2"])(
    "and is not where the text has them: %s",
    (text) => expect(codes(text)).not.toContain("name/rate"),
  );
});
