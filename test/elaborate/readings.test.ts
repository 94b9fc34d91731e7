/** Refuses by name, or derives with a warning, texts that cannot be read for certain. */
import { describe, expect, it } from "vitest";
import { ChainruleError, type Diagnostic } from "../../src/core/diagnostic.js";
import { derive } from "../../src/index.js";
import { equations, model } from "../parse/models.js";

interface Outcome {
  readonly said: readonly Diagnostic[];
  readonly texts: readonly string[];
}

function outcome(text: string): Outcome {
  try {
    const { diagnostics, results } = derive(text);
    return { said: diagnostics, texts: results.map((r) => r.text) };
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    const partial = error.partial as { readonly results?: readonly { readonly text: string }[] } | null;
    return { said: error.diagnostics, texts: (partial?.results ?? []).map((r) => r.text) };
  }
}

describe("refused, with nothing derived", () => {
  it.each([
    ["y = W x\n∂y/∂w", "query/stranger", /did you mean W/],
    ["y = banded(A)\n∂y/∂A", "name/unsupported", /./],
    // The transpose of x' would be in its derivative.
    ["$y = a x'' + b x' + c x$\n$\\frac{\\partial y}{\\partial x'}$", "shape/primes", /second derivative/],
    ["h = σ(W x)\nL = norm2(y - h)^2 / (2 σ^2)\n∂L/∂W", "name/kind", /sigmoid/],
    ["L = f(x) + f^2\n∂L/∂x", "name/kind", /f_1\(…\) for the function/],
    ["$$L = \\phi(W x)^T \\phi(W x) + \\phi^2$$ $$\\frac{\\partial L}{\\partial x}$$", "name/kind", /phi \* \(…\)/],
    ["y = alpha(x) + alpha^2\n∂y/∂x", "name/kind", /f\(…\) for the function/],
    [
      "$$\\mathbf r = \\mathbf f(t)$$ $$\\frac{\\partial \\mathbf r}{\\partial t}$$",
      "name/unknown-function",
      /f : function/,
    ],
    ["$$f = |\\mathbf x-\\mathbf y|^2$$ $$\\nabla_{\\mathbf x} f$$", "shape/bars", /norm2/],
    ["y = LN(x)\n∂y/∂x", "name/unsupported", /mean/],
    ["$$y = \\mathrm{LN}(x)$$ $$\\frac{\\partial y}{\\partial x}$$", "name/unsupported", /mean/],
    ["W : matrix(n, m)\nL = ‖W‖_2^2\n∂L/∂W", "shape/norm2", /specnorm/],
    ["y = eigh(A)\n∂y/∂A", "name/unsupported", /eigvals/],
    ["$$y = \\mathrm{Foo}(x)$$ $$\\frac{\\partial y}{\\partial x}$$", "name/unknown-function", /Foo : function/],
    ["f = X(a) y\n∂f/∂a", "name/unknown-function", /X \* \(…\)/],
    ["L = ‖y - Xw‖^2 + λ ‖w‖^2\n∂L/∂w", "name/glued", /X w/],
    ["S = (y - Xβ)'(y - Xβ)\n∂S/∂β", "name/glued", /X beta/],
    ["f = x^2 y + sin(xy)\n∂f/∂x", "name/glued", /x y/],
    ["z = W1x + b\ns = u^T z + u^T x\n∂s/∂x", "name/glued", /W1 x/],
    ["E = mc^2\ndE/dm", "syntax/differential", /m c/],
    ["y = (A x)[1]\n∂y/∂x", "syntax/index", /rows/],
    ["z = tanh(W[h, x])\n∂z/∂x", "syntax/index", /W \[h; x\]/],
    ["z = W^Q x\n∂z/∂x", "syntax/raised", /W_Q/],
    ["s = b^T A^+ x\n∂s/∂b", "syntax/raised", /pinv\(A\)/],
    ["s = u^T A^- v\n∂s/∂u", "syntax/raised", /pinv\(A\)/],
    ["$$S = \\|y - X^+ y\\|^2$$ $$\\frac{\\partial S}{\\partial y}$$", "syntax/raised", /pinv\(A\)/],
    ["f = tr(exp(X))\n∂f/∂X", "function/matrix", /exp\.\(X\)/],
    [
      "$$s = \\mathbf{v}^\\top \\tan \\mathbf{A} \\mathbf{v}$$ $$\\frac{\\partial s}{\\partial \\mathbf{A}}$$",
      "function/matrix",
      /by entries/,
    ],
    ["X : matrix(n, n)\nf = tr((X X)^t X)\n∂f/∂X", "shape/raised", /\^T/],
    ["x : scalar\ny = (x^2)'\n∂y/∂x", "shape/primed", /d\/dx \(x\^2\)/],
    ["x : vector(n)\ny = (x^T x)'\n∂y/∂x", "shape/primed", /d\/dx \(x\^T x\)/],
    ["x : vector(n)\ns = x^T x\ny = 2 s'\n∂y/∂x", "shape/primed", /no transpose/],
    ["r : scalar\ny = (1 + r)^T\n∂y/∂r", "shape/raised", /\^\{\(T\)\}/],
    ["$$a = x''$$ $$\\frac{\\partial a}{\\partial x}$$", "shape/primes", /x_2/],
    ["k : vector(n)\nq : vector(m)\ns = k P q\n∂s/∂q", "shape/product", /k\^T P q/],
    ["f = (x(2) - x(1)^2)^2\n∂f/∂x", "call/entry", /x_2 .* 2 x/],
    ["x : vector(2)\ns = x(1)^2 + x(2)^2\n∂s/∂x", "call/entry", /x_1 .* 1 x/],
    ["A : matrix(2, 2)\ns = A(1)\n∂s/∂A", "call/entry", /A_\{i,j\}/],
    ["A : matrix(2, 2)\ns = A(1, 2)\n∂s/∂A", "syntax/unexpected", /A_\{1,2\}/],
    ["T : scalar\nV = x^T\n∂V/∂x", "shape/raised", /x\^\{\(T\)\}/],
    ["T = 10\nV = a^T\n∂V/∂a", "shape/raised", /a\^\{\(T\)\}/],
    ["T = 3\nB = A^T\n∂B/∂A", "shape/raised", /A\^\{\(T\)\}/],
    ["T : size\nJ = γ^T r\n∂J/∂γ", "shape/raised", /γ\^\{\(T\)\}/],
    ["w = [x y z]\n∂w/∂x", "shape/product", /commas/],
    [
      "$$f = \\sum_i(\\theta_i - \\theta_i^0)^2$$ $$\\frac{\\partial f}{\\partial\\theta_i}$$",
      "name/numbered",
      /\^\{\(0\)\}/,
    ],
    ["w : vector(n)\nf = Σ_i (w_i - w_i^0)^2\n∂f/∂w", "name/numbered", /\^\{\(0\)\}/],
    ["f = (x - x^0)^2\n∂f/∂x", "name/numbered", /\^\{\(0\)\}/],
    ["$$E = \\psi^* H \\psi$$ $$\\frac{\\partial E}{\\partial \\psi}$$", "name/kind", /psi\^T/],
    [
      "$$f = \\mathbf{z}^{*}\\mathbf{A}\\mathbf{z}$$ $$\\frac{\\partial f}{\\partial\\mathbf{z}}$$",
      "name/kind",
      /z\^T/,
    ],
    ["$$p = \\psi^*\\psi$$ $$\\frac{\\partial p}{\\partial \\psi}$$", "name/kind", /psi\^T/],
    ["$$R_0 = \\rho(F V^{-1})$$ $$\\frac{\\partial R_0}{\\partial F}$$", "function/matrix", /spectral radius/],
    ["$$c = \\kappa(\\mathbf{A})$$ $$\\frac{\\partial c}{\\partial \\mathbf{A}}$$", "function/matrix", /condition/],
    [
      "$$f = \\sum_i \\sigma_i(\\mathbf{X})$$ $$\\frac{\\partial f}{\\partial \\mathbf{X}}$$",
      "function/matrix",
      /singular/,
    ],
    ["$$f = \\sum_i \\lambda_i(A)$$ $$\\frac{\\partial f}{\\partial A}$$", "function/matrix", /eigenvalue/],
    ["s = r(A)\n∂s/∂A", "function/matrix", /rank/],
    ["$$T = [\\![A,B]\\!]$$ $$\\frac{\\partial T}{\\partial A}$$", "blocks/kruskal", /single/],
    ["$$T = \\llbracket A,B \\rrbracket$$ $$\\frac{\\partial T}{\\partial A}$$", "blocks/kruskal", /single/],
    ["$$Y = X_{(1)} - A (C \\odot B)^\\top$$ $$\\frac{\\partial Y}{\\partial A}$$", "product/khatri-rao", /\.\*/],
    ["t : scalar\nR = [cos(t) -sin(t); sin(t) cos(t)]\n∂R/∂t", "blocks/spaces", /\[cos\(t\), -sin\(t\); sin/],
    ["x, y : scalar\nw = [2*x 3*y]\n∂w/∂x", "blocks/spaces", /\[2\*x, 3\*y\]/],
    ["y = [A B; C D] x\n∂y/∂x", "blocks/spaces", /\[\(A B\); \(C D\)\]/],
  ])("%s", (text, code, hint) => {
    const { said, texts } = outcome(text);
    const errors = said.filter((d) => d.severity === "error");
    expect(errors.map((d) => d.code)).toContain(code);
    expect(errors.find((d) => d.code === code)?.hint).toMatch(hint);
    expect(texts).toEqual([]);
  });
});

describe("said, and derived", () => {
  it.each([
    ["s = c^T h_t\nh_t = tanh(W h_{t-1})\n∂s/∂W", "name/held"],
    ["X : matrix(n, n)\ns = u^T exp(X) v\n∂s/∂X", "function/entrywise"],
    ["$$r = \\gamma V' - V$$ $$\\frac{\\partial r}{\\partial \\gamma}$$", "name/prime"],
    ["a, b : vector(n)\nT = a ⊗ b\n∂T/∂a", "product/kronecker"],
    ["A : matrix(n, m)\nr = ‖A‖_1\n∂r/∂A", "function/norm"],
    ["f = x^T A x\ns = (∂f/∂x)^T b\n∂s/∂x", "name/scalar"],
    ["A = D^-1/2 W D^-1/2\nf = tr(A)\n∂f/∂W", "product/root"],
    ["x : scalar\ny = x^3/2\ndy/dx", "product/root"],
    ["y = 1/2σ^2 * x^2\ndy/dx", "product/divided"],
    ["f = m c^2\n∂f/∂m", "name/lonely"],
    ["w, y : scalar\ns = w^T y\n∂s/∂w", "number/transposed"],
    ["p = sigmoid(w^T x)\nL = -y log(p)\n∂L/∂w", "name/lonely"],
    ["x : vector(n)\ny = x b\n∂y/∂x", "name/scalar"],
    ["f = c A x + b\ng = a A^T c\n∂f/∂x", "name/second"],
    ["$$y = x^12$$ $$\\frac{\\partial y}{\\partial x}$$", "syntax/script"],
    ["x : vector(n)\nc : scalar\ny = x./s*c\n∂y/∂c", "product/mixed"],
    ["x : vector(n)\ny = x ./ s 2\n∂y/∂s", "product/mixed"],
    ["y = W ⊙ M X\n∂y/∂X", "product/mixed"],
    ["V = I R\n∂V/∂R", "name/identity"],
    ["P = I^2 R\n∂P/∂R", "name/identity"],
    ["P = V I\n∂P/∂V", "name/identity"],
    ...["P = I^2 R", "V = I R", "P = I R^2", "V = -I R"].map((f): [string, string] => [
      `R : scalar\n${f}\n∂${f[0]}/∂R`,
      "name/identity",
    ]),
    ["V : scalar\nS = I^2 V\na = S V\n∂a/∂V", "name/identity"],
    ["$$C = [\\mathbf{A}, \\mathbf{B}]$$ $$\\frac{\\partial C}{\\partial \\mathbf{A}}$$", "blocks/commutator"],
    ["$$R = -[H, \\rho]$$ $$\\frac{\\partial R}{\\partial H}$$", "blocks/commutator"],
    ...["I", "\\mathbf{I}", "\\boldsymbol{I}", "I_n"].flatMap((I) =>
      [
        `$$T = \\frac12 m v^2 + \\frac12 ${I} w^2$$ $$\\frac{\\partial T}{\\partial w}$$`,
        `$$T = \\tfrac12 \\boldsymbol\\omega^\\top ${I} \\boldsymbol\\omega$$ $$\\frac{\\partial T}{\\partial \\boldsymbol\\omega}$$`,
        `$$\\mathbf{H} = ${I} \\boldsymbol\\omega$$ $$\\frac{\\partial \\mathbf{H}}{\\partial \\boldsymbol\\omega}$$`,
        `$$s = \\frac{m y}{${I}}$$ $$\\frac{\\partial s}{\\partial y}$$`,
        `$$E = \\frac12 ${I} w^2$$ $$\\frac{\\partial E}{\\partial w}$$`,
      ].flatMap((text) =>
        I === "I_n" && /w\^2\$|m y/.test(text) ? [] : [[text, "name/identity"] as [string, string]],
      ),
    ),
    ["$$T = \\frac12 I_n \\omega_n^2$$ $$\\frac{\\partial T}{\\partial \\omega_n}$$", "name/identity"],
    ["$$f = \\beta \\frac{S I}{N}$$ $$\\frac{\\partial f}{\\partial \\beta}$$", "name/identity"],
    ["$$\\lambda = \\frac{\\beta I}{N}$$ $$\\frac{\\partial\\lambda}{\\partial\\beta}$$", "name/identity"],
    ["L = ∏ᵢ xᵢ / c\n∂L/∂c", "product/sign"],
    ["L = Πᵢ xᵢ c\n∂L/∂c", "product/sign"],
    ["A : matrix(n, n) symmetric\nA = B C\ny = x^T A x\n∂y/∂x", "fact/defined"],
    ["p : vector(n) simplex\np = exp(x)\ny = sum(p)\n∂y/∂x", "fact/defined"],
  ])("%s", (text, code) => {
    const { said, texts } = outcome(text);
    expect(said.map((d) => `${d.severity} ${d.code}`)).toContain(`warning ${code}`);
    expect(texts).toHaveLength(1);
  });

  it.each([
    "K = s exp(-D / (2 l^2))\ns, l : scalar\nD : matrix(n, m)\n∂K/∂s",
    "S = λ I\n∂S/∂λ",
    "x : scalar\ny = x^0 + x\n∂y/∂x",
    "$$y = W [h, x]^\\top v$$ $$\\frac{\\partial y}{\\partial W}$$",
    "$$H = \\sigma(X W)$$ $$\\frac{\\partial H}{\\partial W}$$",
    "A : matrix(n, m)\nB : matrix(n, p)\nC = [A, B]\n∂C/∂A",
    "$$\\Sigma = K + \\frac{\\sigma^2}{2} I$$ $$\\frac{\\partial\\Sigma}{\\partial\\sigma}$$",
    "$$\\mathbf{y} = (\\mathbf{A} + \\lambda \\mathbf{I})^{-1} \\mathbf{x}$$ $$\\frac{\\partial\\mathbf{y}}{\\partial\\mathbf{x}}$$",
    "$$\\mathbf{y} = (\\mathbf{I}_n \\otimes \\mathbf{A}) \\mathbf{x}$$ $$\\frac{\\partial\\mathbf{y}}{\\partial\\mathbf{x}}$$",
    "I : scalar\nR : scalar\nV = I R\n∂V/∂R",
    "T : size\nX : matrix(T, d)\ns = y' X w\n∂s/∂w",
    "z = [W x; V y]\n∂z/∂x",
    "s = sum(f'(z) ⊙ W^T d)\n∂s/∂d",
    "A : matrix(n, m)\nB : matrix(n, p)\nD : matrix(p, m)\nY = A .* B D\n∂Y/∂A",
    "L = ∏ᵢ c xᵢ yᵢ\n∂L/∂c",
    "c : scalar\nv : vector(n)\ny = c(2) v\n∂y/∂v",
    "p : vector(n) simplex\np = softmax(x)\ny = p^T p\n∂y/∂x",
    "S : matrix(n, n) symmetric\nS = (B C + C^T B^T + B + B^T) / 2\ny = x^T S x\n∂y/∂x",
    "$$J = \\|t - X w\\|^2 + \\alpha(w^\\top w)$$ $$\\frac{\\partial J}{\\partial w}$$",
  ])("%s without a word", (text) =>
    expect(outcome(text).said.filter((d) => d.severity !== ("note" as string))).toEqual([]),
  );
});

describe("what is stated of a defined name beyond its definition", () => {
  it.each([
    ["A : matrix(n, n) symmetric\nA = B C\ny = x^T A x\n∂y/∂x", "(A + A^T) x", null],
    ["x : vector(n) positive\nx = a - b\ny = norm1(x)\n∂y/∂a", "ones(n)", /every entry of x is positive/],
    ["A : matrix(n, n) invertible\nA = B^T B\ny = x^T A^-1 x\n∂y/∂x", "2 A^-1 x", /A is invertible/],
  ])("%s", (text, expected, condition) => {
    const [r] = derive(text).results;
    expect(r?.text).toBe(expected);
    if (condition !== null) expect(r?.conditions.join()).toMatch(condition);
  });
});

describe("a power whose exponent is defined as a whole number", () => {
  it.each([
    ["N = 3\nx : scalar\ny = x^N\n∂y/∂x", []],
    ["N = -2\nx : scalar\ny = x^N\n∂y/∂x", ["x ≠ 0"]],
    ["N = 1/2\nx : scalar\ny = x^N\n∂y/∂x", ["x > 0"]],
  ])("%s", (text, expected) => expect(derive(text).results[0]?.conditions).toEqual(expected));
});

describe("a product under a sign whose factors do not all hang on its letter", () => {
  it("is printed with its parentheses", () => {
    const [r] = derive("L = Πᵢ (xᵢ c)\n∂L/∂c").results;
    expect(r?.unicode).toBe("Σ_{i=1}^N x_i Π_{j ≠ i} (x_j c)");
  });
});

describe("a defined name applied to what it is made of is that name", () => {
  it.each([
    ["f = x^T A x\ng = 2 f(x)\n∂g/∂f", "2"],
    ["$$g = f(x)^2$$ $$f = x^\\top A x$$ $$\\frac{\\partial g}{\\partial f}$$", "2 f"],
  ])("%s", (text, expected) => expect(outcome(text).texts).toEqual([expected]));
});

describe("a prime", () => {
  it.each([
    ["$$s = (x - x')^2$$ $$\\frac{\\partial s}{\\partial x}$$", "2 (x - x_prime)"],
    ["$$\\frac{\\partial s}{\\partial x}$$ $$s = (x' - x)^2$$", "2 (x - x_prime)"],
    ["$$k(x, x') = (x - x')^2$$ $$\\frac{\\partial k}{\\partial x}$$", "2 (x - x_prime)"],
    ["x, y : vector(n)\ns = x'y\n∂s/∂x", "y"],
    ["x, y : vector(n)\ns = (x'y)'\n∂s/∂x", "y"],
    ["A : matrix(n, n)\ns = tr(A + A')\n∂s/∂A", "2 eye(n)"],
  ])("%s", (text, expected) => {
    const { said, texts } = outcome(text);
    expect(said.filter((d) => d.severity === "error")).toEqual([]);
    expect(texts).toEqual([expected]);
  });
});

describe("bars under a logarithm", () => {
  it.each([
    ["$$g = \\ln |A^T A|$$ $$\\frac{\\partial g}{\\partial A}$$", "2 A (A^T A)^-1"],
    ["S : matrix(n, n)\nf = log(|S|)\n∂f/∂S", "(S^-1)^T"],
    ["a : scalar\nf = log(|a|)\n∂f/∂a", "1 / a"],
  ])("%s", (text, expected) => expect(outcome(text).texts).toEqual([expected]));
});

describe("a number below a fraction's line, and a factor behind it", () => {
  const said = (text: string) =>
    outcome(text)
      .said.filter((d) => d.code === "product/divided")
      .map((d) => d.hint);
  it.each([
    ["k = exp(-norm2(x - y)^2/2σ²)\n∂k/∂σ", "write / (2σ²) to divide by both"],
    ["a, b : scalar\ny = a^2/2 b", "write / (2 b) to divide by both"],
    ["a, b, c : scalar\ny = a/b c", "write / (b c) to divide by both"],
    ["a, b, c : scalar\ny = a/b^2 c", "write / (b^2 c) to divide by both"],
    ["a, b, c : scalar\ny = a/b·c", "write / (b·c) to divide by both"],
    ["$y = a/b\\cdot c$", "write / (b\\cdot c) to divide by both"],
    ["x : scalar\ny = 1/(1+x)(1-x)", "write / ((1+x)(1-x)) to divide by both"],
    ["a, x : scalar\ny = a/(x/a) x", "write / ((x/a) x) to divide by both"],
    ["x, y : scalar\nz = x/(y)(x+1)", "write / ((y)(x+1)) to divide by both"],
    ["$f = 1/\\sqrt{2\\pi}\\sigma$", "write / (\\sqrt{2\\pi}\\sigma) to divide by both"],
    ["$f = 1/\\sigma\\sqrt{2\\pi}$", "write / (\\sigma\\sqrt{2\\pi}) to divide by both"],
    ["x, y : vector(n)\na, b : scalar\nc = a/b x^T y", "write / (b x^T y) to divide by both"],
    ["a, x : scalar\nc = a/|x|x", "write / (|x|x) to divide by both"],
  ])("%s is said", (text, hint) => expect(said(text)).toEqual([hint]));
  it.each([
    "x : scalar\ny = x^2/2",
    "x : scalar\ny = x^-1 / 2",
    "a, b : scalar\ny = 1/2 a b",
    "y = x^T A x/2",
    "a : scalar\ny = a/2 x",
    "a, b : scalar\ny = a/2 * b",
    "x, m, s : scalar\nc = 1/(2 s^2)(x - m)^2",
    "x, y : vector(n)\nc = 1/(n - 1) (x - y)^T (x - y)",
    "x : vector(n)\nW : matrix(n, n)\nc = 1/n x^T W x",
    "x : vector(n)\nc = 1/n ‖x‖^2",
    "J = 1/N Σ_{i=1}^{N} (x_i - m)^2",
    "a : scalar\nX : matrix(n, n)\nc = a/(1 + a) X",
  ])("%s is not", (text) => expect(said(text)).toEqual([]));
});

describe("hints are promises: the text that each suggests is derived", () => {
  it.each([
    ["L = ‖y - X w‖^2 + λ ‖w‖^2\n∂L/∂w", "2 (X^T (X w - y) + lambda w)"],
    ["z = W_Q x\n∂z/∂x", "W_Q"],
    ["σ : scalar\nh = sigmoid(W x)\nL = norm2(y - h)^2 / (2 σ^2)\n∂L/∂h", "(h - y) / sigma^2"],
    ["f = tr(exp.(X))\n∂f/∂X", "eye(n) .* exp.(X)"],
    ["y = log10.(x)\ns = sum(y)\n∂s/∂x", "(x .^ -1) / log(10)"],
    ["k : vector(n)\nq : vector(m)\ns = k^T P q\n∂s/∂q", "P^T k"],
  ])("%s", (text, expected) => expect(outcome(text).texts).toEqual([expected]));
});

it.each([
  ["f = \\operatorname{tr}(e^{\\mathbf{X}})", "f = tr(expm(X))"],
  ["f = \\mathbf{v}^\\top e^{t\\mathbf{X}} \\mathbf{v}", "f = v^T expm(t X) v"],
  ["f = \\operatorname{tr}\\sqrt{\\mathbf{X}^\\top\\mathbf{X}}", "f = tr(sqrtm(X^T X))"],
  ["f = -\\operatorname{tr}(\\mathbf{X} \\log \\mathbf{X})", "f = -tr(X logm(X))"],
])("a function of the matrix in TeX, said in a note: %s", (formula, value) => {
  const m = model(`$$${formula}$$`);
  expect(equations(m)).toEqual([value]);
  expect(m.diagnostics.map((d) => `${d.severity} ${d.code}`)).toEqual(["note reading/matrix"]);
});

it.each([
  ["\\frac{\\partial k}{\\partial x'}", "2 gamma k (x - x_prime)"],
  ["\\frac{\\partial k}{\\partial x}", "2 gamma k (x_prime - x)"],
])("of two points x and x' a derivative is by the one that it names: %s", (question, text) => {
  const { results } = derive(`$$k = \\exp(-\\gamma \\|x - x'\\|^2)$$\n$$${question}$$`);
  expect(results.map((r) => r.text)).toEqual([text]);
});
