/** Letters that print otherwise: bold beside plain, forms of Greek letters, numbers and letters above names. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { dim, ONE } from "../../src/core/dim.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { latexName } from "../../src/print/latex.js";
import { unicodeName } from "../../src/print/unicode.js";

const read = (text: string) => answer(text, { steps: "none" });
const said = (text: string) =>
  read(text)
    .diagnostics.filter((d) => d.severity !== "note")
    .map((d) => `${d.severity} ${d.code}`);
const answersOf = (text: string) => read(text).results.map((r) => r.text);

describe("bold beside plain", () => {
  it.each([
    [
      "$r = \\|\\mathbf r\\|$\n$U = -k/r$\n$\\frac{\\partial U}{\\partial \\mathbf r}$",
      "-U r_bold / r^2",
      "-\\frac{U}{r^{2}} \\mathbf{r}",
    ],
    ["k : scalar\nr = ‖𝐫‖\nU = -k/r\n∂U/∂𝐫", "-U r_bold / r^2", null],
    ["r : vector(3)\n$r = \\|\\mathbf r\\|$\n$U = -k/r$\n$\\nabla_{\\mathbf r} U$", "-U r_bold / r^2", null],
    ["$v = \\|\\mathbf v\\|$\n$K = \\frac12 m v^2$\n$\\nabla_{\\mathbf v} K$", "m v_bold", null],
  ])("%s defines the plain one by the bold one", (text, expected, latex) => {
    expect(said(text)).toEqual([]);
    const [result] = read(text).results;
    expect(result?.text).toBe(expected);
    if (latex !== null) expect(result?.latex).toContain("\\mathbf{r}");
  });

  it.each([
    ["$L = \\mathbf x^\\top A x$\n$\\frac{\\partial L}{\\partial \\mathbf x}$", "(A + A^T) x"],
    ["$L = \\mathbf x^\\top \\mathbf x$\n$\\frac{\\partial L}{\\partial x}$", "2 x"],
    ["$\\mathbf{y} = \\mathbf{W}\\mathbf{x}$\n$\\frac{\\partial y}{\\partial x}$", "W"],
  ])("%s is one name, set in haste", (text, expected) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual([expected]);
  });

  it("is said to be two names where one formula has both", () => {
    const text = "$E = k x^2 + \\mathbf x^\\top \\mathbf x$\n$\\frac{\\partial E}{\\partial x}$";
    expect(said(text)).toEqual(["warning name/faces"]);
    expect(answersOf(text)).toEqual(["2 k x"]);
  });

  it("is said to be one name where only that fits", () => {
    const text =
      "$s = \\mathbf x^\\top \\mathbf x + \\|x - \\mathbf a\\|^2$\n$\\frac{\\partial s}{\\partial \\mathbf x}$";
    expect(said(text)).toEqual(["warning name/faces"]);
    expect(answersOf(text)).toEqual(["4 x - 2 a"]);
  });

  it("prints by its face", () => {
    expect(latexName("r_bold", shape(dim("n"), ONE))).toBe("\\mathbf{r}");
    expect(latexName("r", SCALAR)).toBe("r");
    expect(unicodeName("r_bold")).toBe("𝐫");
    expect([latexName("ell", SCALAR), unicodeName("ell_1")]).toEqual(["\\ell", "ℓ₁"]);
  });

  it("tells letters apart whatever they are", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(..."abcfhknpqrsuvwxyz"),
        fc.constantFrom("mathbf", "boldsymbol", "vec"),
        (c, face) => {
          const U = c === "u" ? "w" : "u";
          const text = `$${c} = \\|\\${face}{${c}}\\|$\n$${U} = ${c}^2$\n$\\frac{\\partial ${U}}{\\partial \\${face}{${c}}}$`;
          expect([said(text), answersOf(text)]).toEqual([[], [`2 ${c}_bold`]]);
        },
      ),
      { numRuns: 12, seed: 5 },
    );
  });
});

describe("forms of one letter", () => {
  it.each(["φϕ", "εϵ", "θϑ", "ρϱ", "κϰ", "σς"])("%s in one text are refused", (pair) => {
    const [a, b] = [...pair];
    expect(said(`y = ${a} + ${b}^2\n∂y/∂${a}`)).toContain("error name/forms");
    expect(answersOf(`y = ${a} + ${b}^2\n∂y/∂${a}`)).toEqual([]);
    expect(said(`x : scalar\ny = x ${b}^2\n∂y/∂x`)).toEqual([]);
  });

  it("of two spellings are one", () => {
    expect(said("$y = \\varphi^2$\n∂y/∂φ")).toEqual([]);
    expect(answersOf("$y = \\phi^2$\n∂y/∂φ")).toEqual(["2 phi"]);
  });
});

describe("signs of subscripts", () => {
  it.each([
    ["x_{\\le t}", "x_t"],
    ["x_{<t}", "x_{\\leq t}"],
    ["x_{\\neq i}", "x_i"],
    ["x_{(i)}", "x_i"],
    ["x_{\\hat i}", "x_i"],
    ["x_{\\partial\\Omega}", "x_\\Omega"],
    ["x_{i\\cdot}", "x_{i}"],
    ["x_{i.}", "x_{.j}"],
    ["p_{1|2}", "p_{1,2}"],
    ["x_{1/2}", "x_{1,2}"],
  ])("%s beside %s is refused, for names do not keep them", (one, other) => {
    for (const [a, b] of [[one, other] as const, [other, one] as const]) {
      const text = `$y = a ${a} + b ${b}$\n$\\frac{\\partial y}{\\partial a}$`;
      expect(said(text)).toContain("error name/forms");
      expect(answersOf(text)).toEqual([]);
    }
    const alone = `$y = a ${one}$\n$\\frac{\\partial y}{\\partial a}$`;
    expect(said(alone)).toEqual([]);
  });

  it.each([
    ["x_{\\max}", "x_{\\mathrm{max}}"],
    ["p_{i|j}", "p_{i\\mid j}"],
    ["x_{\\leq t}", "x_{\\le t}"],
    ["h_{t-1}", "h_{t - 1}"],
    ["x_{1/2}", "x_{1/2}"],
  ])("%s and %s are one name", (one, other) => {
    const text = `$y = a ${one} + b ${other}$\n$\\frac{\\partial y}{\\partial ${one}}$`;
    expect([said(text), answersOf(text)]).toEqual([[], ["a + b"]]);
  });

  it.each(["T_{1/2}", "x_{0.95}", "x_{n^2}", "x_{1:t}", "x_(1/2)", "x_(i)"])(
    "%s of plain text is no product",
    (name) => {
      const text = `y = a + ${name}\n∂y/∂a`;
      expect(said(text)).toContain("error syntax/subscript");
      expect(answersOf(text)).toEqual([]);
    },
  );
});

describe("above a name", () => {
  it.each([
    ["L = norm(W^(2) x)^2\n∂L/∂x", "error name/numbered"],
    ["$y = x^t x$\n$\\frac{\\partial y}{\\partial x}$", "error syntax/transpose"],
    ["$y = f(x)$\n$z = f^{(2)}(x)$\n$\\frac{dz}{dx}$", "error name/numbered"],
  ])("%s is refused", (text, code) => {
    expect(said(text)).toContain(code);
    expect(answersOf(text)).toEqual([]);
  });

  it.each([
    ["x : scalar\ny = x^(2)\n∂y/∂x", "2 x"],
    ["L = ‖W⁽²⁾ x‖²\n∂L/∂x", "2 W_2^T W_2 x"],
    ["h⁽¹⁾ = tanh(W⁽¹⁾ x)\ny = W⁽²⁾ h⁽¹⁾\n∂y/∂h⁽¹⁾", "W_2"],
    ["m : scalar\nc = 3×10⁸\nE = m c²\n∂E/∂m", "c^2"],
    ["$c = 3 \\times 10^8$\n$E = m c^2$\n$\\frac{dE}{dm}$", "c^2"],
    ["t : scalar\n$y = x^t x$\n$\\frac{\\partial y}{\\partial x}$", "x^t (t + 1)"],
    ["$k = 3$\n$y = x^T A^k x$\n$\\frac{\\partial y}{\\partial x}$", "(A^k + (A^k)^T) x"],
    ["$z = f^{(2)}(f^{(1)}(x))$\n$\\frac{dz}{dx}$", "f_2'(f_1(x)) f_1'(x)"],
    ["T = 3; B = A^{(T)}\ny = B x\n∂y/∂x", "B"],
    ["A : matrix(n, n)\nT = 3; B = A'\ny = B x\n∂y/∂x", "B"],
  ])("%s is read", (text, expected) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual([expected]);
  });
});

describe("functions and bars of arrays", () => {
  it.each([
    ["y = exp(A) x\n∂y/∂x", ["warning function/entrywise"]],
    ["y = log(A) x\n∂y/∂x", ["warning function/entrywise"]],
    ["$y = \\exp(A) x$\n$\\frac{\\partial y}{\\partial x}$", ["error function/matrix"]],
    ["y = exp(Q K^T) V\n∂y/∂V", []],
    ["A : matrix(n, m)\ny = exp(A) x\n∂y/∂x", []],
    ["x, y : vector(n)\nd = |x - y|\n∂d/∂x", ["warning function/norm"]],
    ["x : vector(n)\ns = sum(|x|)\n∂s/∂x", []],
    ["A : matrix(n, n)\ny = σ_1(A)\n∂y/∂A", ["error function/matrix"]],
    ["$y = \\sigma_{\\max}(A)$\n$\\frac{\\partial y}{\\partial A}$", []],
    ["$y = \\sigma_{\\min}(A)$\n$\\frac{\\partial y}{\\partial A}$", []],
    ["h = σ_1(W x)\ny = v^T σ_2(U h)\n∂y/∂x", []],
    ["x : vector(2)\nA = [0,5; 1,5]\ny = A x\n∂y/∂x", ["warning blocks/decimals"]],
    ["x : vector(2)\nA = [0,1; 1,0]\ny = A x\n∂y/∂x", []],
    [
      "$\\mathbf y = W x + b$\n$L = \\|\\mathbf y - \\mathbf t\\|^2$\n$\\frac{\\partial L}{\\partial W}$",
      ["warning name/flat"],
    ],
  ])("%s: %j", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each([
    "p = 1/((2π)^(d/2) |Σ|^(1/2)) exp(-1/2 (x-μ)^T Σ^-1 (x-μ))\n∂p/∂x",
    "$p = \\frac{1}{\\sqrt{(2\\pi)^k |\\Sigma|}} \\exp\\left(-\\frac12 (x-\\mu)^T \\Sigma^{-1} (x-\\mu)\\right)$\n$\\frac{\\partial p}{\\partial x}$",
    "$p(x) = (2\\pi)^{-d/2} |\\Sigma|^{-1/2} \\exp(-\\frac12 (x-\\mu)^T \\Sigma^{-1} (x-\\mu))$\n$\\frac{\\partial p}{\\partial x}$",
  ])("%s has a determinant", (text) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual(["0.5 p (Sigma^-1 + (Sigma^-1)^T) (mu - x)"]);
  });
});

describe("a derivative that is written as a name", () => {
  it.each([
    ["$x = l\\sin\\theta$\n$T = \\frac12 m \\dot x^2$\n$\\frac{\\partial T}{\\partial \\theta}$"],
    ["$x = t^2$\n$v = \\dot x$\n$\\frac{dv}{dt}$"],
    ["$u = x^2 y$\n$L = u_x + u_{xx}$\n$\\frac{\\partial L}{\\partial x}$"],
  ])("%s is refused where the base is defined", (text) => {
    expect(said(text)).toContain("error name/rate");
    expect(answersOf(text)).toEqual([]);
  });

  it.each([
    ["$L = \\frac12 m \\dot x^2 - m g x$\n$\\frac{\\partial L}{\\partial \\dot x}$", "m x_dot"],
    [
      "$x = \\theta^2$\n$T = m (\\frac{\\partial x}{\\partial \\theta} \\dot\\theta)^2$\n$\\frac{\\partial T}{\\partial \\dot\\theta}$",
      "8 m theta_dot x",
    ],
  ])("%s has inputs", (text, expected) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual([expected]);
  });
});

describe("estimates and bold letters", () => {
  it("a sign above a letter with a hat, and above a matrix, is a label", () => {
    expect(
      answersOf("$\\hat{x} = \\hat{x}^- + K(z - H\\hat{x}^-)$\n$\\frac{\\partial \\hat{x}}{\\partial z}$"),
    ).toEqual(["K"]);
    expect(answersOf("$y = x^{-a}$\n$\\frac{dy}{dx}$")).toEqual(["-a x^(-a - 1)"]);
  });

  it("a bold letter that comes out as a matrix is said", () => {
    const text =
      "$\\hat{\\boldsymbol\\beta} = (X^\\top X)^{-1} X^\\top y$\n$\\frac{\\partial \\hat{\\boldsymbol\\beta}}{\\partial y}$";
    expect(said(text)).toEqual(["warning name/flat"]);
    expect(said(`y : vector(n)\n${text}`)).toEqual([]);
  });

  it("hints spell Greek letters", () => {
    const [d] = read("I = e^(-μx)\ndI/dx").diagnostics.filter((x) => x.code === "syntax/differential");
    expect(d?.hint).toContain("mu x");
  });
});

describe("a letter above a capital", () => {
  const capital = (formula: string) => answersOf(`$$${formula}$$\n$$\\frac{dy}{dn}$$`);
  it.each(["y = \\frac{x^n}{K^n+x^n}", "y = \\frac{K^n}{K^{n}+[L]^n}", "y = K^n + (1 + r)^n", "y = a^n b - 2 K^{n}"])(
    "that is an exponent elsewhere is one: %s",
    (formula) => {
      const small = capital(formula.replaceAll("K", "k"));
      expect(capital(formula).map((a) => a.replaceAll("K", "k"))).toEqual(small);
      expect(small[0]).toContain("log(k)");
    },
  );

  it.each([
    [
      "$$\\mathbf y = \\mathbf{W}^g \\mathbf{x} + a^g \\mathbf b$$\n$$\\frac{\\partial \\mathbf y}{\\partial \\mathbf x}$$",
      "W_g",
    ],
    ["$$y = \\sum_{k=1}^n a^k R^k w_k$$\n$$\\frac{\\partial y}{\\partial w_k}$$", "R^[k]"],
    ["$$y = W^f x$$\n$$\\frac{\\partial y}{\\partial x}$$", "W_f"],
  ])("is a label else: %s", (text, name) => expect(answersOf(text)[0]).toContain(name));
});

describe("signs of sums and of expectations", () => {
  it.each([
    ["S = Σ x_i²\n∂S/∂x_i", "error name/unsupported"],
    ["a : scalar\nS = Σ(y_i - a x_i)²\n∂S/∂a", "error name/unsupported"],
    ["L = Π pᵢ\n∂L/∂pᵢ", "error name/unsupported"],
    ["$v = E[X^2]$\n$\\frac{\\partial v}{\\partial X}$", "error syntax/operator"],
  ])("%s is refused", (text, code) => {
    expect(said(text)).toContain(code);
    expect(answersOf(text)).toEqual([]);
  });

  it.each([
    ["S = Σ_i x_i²\n∂S/∂x_i", "2 x_i"],
    ["y = Σ(x - μ)\n∂y/∂x", "Sigma"],
    ["Sigma : matrix(n, n)\nx_i : vector(n) for i in 1..N\ny_i = Σ x_i\n∂y_i/∂x_i", "Sigma"],
    ["E : matrix(n, n)\n$v = E[x + b]$\n$\\frac{\\partial v}{\\partial x}$", "E"],
  ])("%s is read", (text, expected) => {
    expect(said(text)).toEqual([]);
    expect(answersOf(text)).toEqual([expected]);
  });

  it("says of a zero that a name moves with the variable", () => {
    const model = "y_i = β_0 + β_1 x_i + ε_i\nS = Σ_i (y_i - β_0 - β_1 x_i)^2\n∂S/∂β_1";
    expect(said(model)).toEqual(["warning derive/cancels"]);
    expect(said("x : scalar\ny = sin(x)^2 + cos(x)^2\n∂y/∂x")).toEqual([]);
  });
});

describe("letters that are numbers", () => {
  it.each([
    ["$E = \\sigma T^4$\n$\\frac{dE}{dT}$", ["warning name/lonely"]],
    ["E = σ T⁴\n∂E/∂T", ["warning name/lonely"]],
    ["$q = a \\sqrt{\\frac{2 D S}{H}}$\n$\\frac{\\partial q}{\\partial D}$", ["warning name/lonely"]],
    ["T : scalar\nE = σ T⁴\n∂E/∂T", []],
    ["Y = α A X\n∂Y/∂X", []],
    ["$f = \\operatorname{tr}(\\alpha X^3)$\n$\\frac{\\partial f}{\\partial X}$", []],
    ["Y = A X^2 B\n∂Y/∂X", []],
    ["y = 3 x 10^5\nz = y", ["error name/unsupported"]],
  ])("%s: %j", (text, expected) => expect(said(text)).toEqual(expected));
});
