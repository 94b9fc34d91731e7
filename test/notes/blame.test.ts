/** A proofreader that blames what is right is switched off: what must not be blamed, each beside a mistake that is. */
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const verdicts = (text: string, format: "markdown" | "latex" = "markdown") =>
  checkNotes(text, { format }).findings.map((f) => f.verdict);

const d = (of: string, by: string, right: string) => `$\\frac{\\partial ${of}}{\\partial ${by}} = ${right}$`;

describe("facts that the text states", () => {
  const form = d("(x^T S x)", "x", "2 S x");
  it.each([
    "Let $S = S^T$.",
    "Suppose that $S^\\top = S$.",
    "The matrix $S$ is symmetric.",
    "For a symmetric $S$ we have this.",
    "With covariance $S$ we go on.",
    "행렬 $S$는 대칭이다.",
    "设 $S$ 是对称矩阵。",
    "$S$ は対称行列とする。",
    "Die Matrix $S$ ist symmetrisch.",
    "Пусть $S$ — симметричная матрица.",
    "Sea $S$ una matriz simétrica.",
    "Soit $S$ une matrice symétrique.",
    "$S \\in \\mathbb{S}^n$ is given.",
    "$S \\succ 0$ is given.",
    "Let $R$ and $S$ be symmetric.",
  ])("%s", (stated) => {
    expect(verdicts(`${stated}\n\n${form}`)).toEqual(["equal"]);
    expect(verdicts(`${stated}\n\n${d("(x^T S x)", "x", "3 S x")}`)).toEqual(["different"]);
  });

  it.each(["$S$ не симметрична.", "$S$ n'est pas symétrique.", "$S$ no es simétrica."])("denied: %s", (stated) => {
    expect(verdicts(`${stated}\n\n${form}`)).toEqual(["different"]);
  });

  it("are those of the names they are said of", () => {
    const text = `Let $R$ be symmetric and $S$ any matrix.\n\n${d("(x^T R x)", "x", "2 R x")} ${form}`;
    expect(verdicts(text)).toEqual(["equal", "right if S is symmetric"]);
  });

  it("one-hot targets", () => {
    const model = "$q = \\mathrm{softmax}(s)$, $J = -y^T \\log q$";
    for (const stated of ["a one-hot $y$", "where $1^T y = 1$", "원-핫 벡터 $y$", "$\\sum_k y_k = 1$"])
      expect(verdicts(`${model}, ${stated}.\n\n${d("J", "s", "q - y")} ${d("J", "s", "y - q")}`)).toEqual([
        "equal",
        "different",
      ]);
  });
});

describe("a lone missing fact is a note", () => {
  it("where nothing but the symmetric part matters, and never where the text denies it", () => {
    expect(verdicts(d("(x^T A x)", "x", "2 A x"))).toEqual(["right if A is symmetric"]);
    expect(verdicts(d("\\mathrm{tr}(X A X^T)", "X", "2 X A"))).toEqual(["right if A is symmetric"]);
    expect(verdicts(`$A$ is not symmetric.\n\n${d("(x^T A x)", "x", "2 A x")}`)).toEqual(["different"]);
  });

  it("not for a matrix that maps one vector to another, nor for the variable", () => {
    const map = "$y = W x$, $E = \\frac12 \\| y \\|^2$, $W \\in \\mathbb{R}^{n \\times n}$.";
    expect(verdicts(`${map}\n\n${d("E", "x", "W y")}`)).not.toContain("right if W is symmetric");
    expect(verdicts(d("(a^T X b)", "X", "b a^T"))).not.toContain("right if X is symmetric");
  });
});

describe("losses that nobody defines", () => {
  const up = (z: string) => `\\frac{\\partial L}{\\partial ${z}}`;
  it("are judged for every loss", () => {
    const layer = "$Z = X Y$.";
    expect(verdicts(`${layer}\n\n${d("L", "X", `${up("Z")} Y^T`)}`)).toEqual(["equal"]);
    expect(verdicts(`${layer}\n\n${d("L", "Y", `X^T ${up("Z")}`)}`)).toEqual(["equal"]);
    expect(verdicts(`${layer}\n\n${d("L", "X", `2 ${up("Z")} Y^T`)}`)).toEqual(["different"]);
    expect(verdicts(`$y = x + F x$.\n\n${d("L", "x", `F^T ${up("y")}`)}`)).toEqual(["different"]);
    expect(verdicts(`$u = W x$, $v = W u$, $g = ${up("v")}$.\n\n${d("L", "W", "g u^T + W^T g x^T")}`)).toEqual([
      "equal",
    ]);
  });

  it("and not where no definition links them", () => {
    expect(verdicts(`${d("L", "X", `${up("Z")} Y^T`)}`)).toEqual(["not judged"]);
  });
});

describe("what is no claim, or may be meant otherwise", () => {
  const J = "$J(\\theta) = \\frac12 \\| A \\theta - b \\|^2$";
  it("a side that is 0 is a condition", () => {
    expect(verdicts(`${J}. Set ${d("J", "\\theta", "0")}`)).toEqual(["condition"]);
    expect(verdicts(`${J}. Set ${d("J", "\\theta", "A^T (A \\theta - b) = 0")}`)).toEqual(["equal", "condition"]);
    expect(verdicts(`${J}. Set ${d("J", "\\theta", "A^T (A \\theta + b) = 0")}`)).toEqual(["different", "condition"]);
  });

  it("letters may be numbers where nothing speaks of entries", () => {
    expect(verdicts(`$P = \\frac{n R T}{V}$, so ${d("P", "T", "\\frac{n R}{V}")}`)).toEqual(["equal"]);
    expect(verdicts(`$P = \\frac{n R T}{V}$, so ${d("P", "T", "\\frac{n R}{V^2}")}`)).toEqual(["different"]);
  });

  it("a number beside a vector is meant entry by entry", () => {
    const h = "$h = \\sigma(W x)$";
    expect(verdicts(`${h}\n\n${d("h", "x", "\\mathrm{diag}(h \\odot (1 - h)) W")}`)).toEqual(["equal"]);
    expect(verdicts(`${h}\n\n${d("h", "x", "\\mathrm{diag}(h \\odot (1 + h)) W")}`)).not.toContain("equal");
  });

  it("what is defined in another section, with no right claim of this one that rests on it", () => {
    const text = `$y = \\mathbf{x}^T \\mathbf{x}$\n\n# Next\n\n${d("y", "\\mathbf{x}", "3 \\mathbf{x}")}`;
    expect(verdicts(text)).toEqual(["not judged"]);
    expect(verdicts(`${text}\n\n${d("y", "\\mathbf{x}", "2 \\mathbf{x}")}`)).toEqual(["different", "equal"]);
  });
});

describe("what is the note's own", () => {
  it("a derivative within a side of what does not depend on its variable: a link is missing", () => {
    const model = "$y = g(x)$, $z = f(g(x))$, $w = y^2$.";
    expect(
      verdicts(`${model}\n\n${d("z", "x", "\\frac{\\partial z}{\\partial y} \\frac{\\partial y}{\\partial x}")}`),
    ).toEqual(["not judged"]);
    expect(verdicts(`${model}\n\n${d("w", "x", "3 y g'(x)")}`)).toEqual(["different"]);
  });

  it("a matrix that only the claim speaks of", () => {
    const model = "$y = f(\\mathbf{u})$, $\\mathbf{u} = g(\\mathbf{x})$.";
    const claim =
      "$\\nabla_{\\mathbf{x}} y = \\mathbf{A} \\nabla_{\\mathbf{u}} y$, where $\\mathbf{A} \\in \\mathbb{R}^{n \\times m}$ holds the derivatives.";
    expect(verdicts(`${model} ${claim}`)).toEqual(["not judged"]);
  });

  it("a slope of a function that nobody defines", () => {
    expect(verdicts(d("\\phi(z)", "z", "-2 z \\phi(z)"))).toEqual(["not judged"]);
    expect(verdicts(`$\\phi(z) = e^{-z^2}$ ${d("\\phi(z)", "z", "-2 z \\phi(z)")}`)).toEqual(["equal"]);
    expect(verdicts(`$\\phi(z) = e^{-z^2}$ ${d("\\phi(z)", "z", "2 z \\phi(z)")}`)).toEqual(["different"]);
    expect(verdicts(`$h = \\phi(z)$, $s = h^2$ ${d("s", "z", "2 h")}`)).toEqual(["different"]);
  });

  it("a formula that says anew what is differentiated", () => {
    const model = "$p = \\theta^3$. Now another:";
    const claim = `$\\frac{d p}{d \\theta} = \\frac{d}{d \\theta} (\\theta^9 (1 - \\theta)^4) = 9 \\theta^8 (1-\\theta)^4 - 4 \\theta^9 (1-\\theta)^3$`;
    expect(verdicts(`${model} ${claim}`)).not.toContain("different");
  });

  it("a relative that the same formula defines", () => {
    const both = "$$f_c(x) = c + x \\hspace{1in} \\frac{df}{dx} = 1$$";
    expect(verdicts(`$f(x) = x^2$\n\n${both}`)).toEqual(["not judged"]);
  });

  it("a fact that is said only of a later section, or of what is differentiated by", () => {
    const text =
      "$q = \\mathrm{tr}(W^T S W)$. Let $S = S^T, R = R^T$.\n\n$$\\frac{\\partial q}{\\partial W} = 2 S W$$\n\n# Later\n\nLet $W$ be symmetric.";
    expect(verdicts(text)).toEqual(["equal"]);
    expect(verdicts(text.replace("Let $S", "Let $W$ be symmetric, $S"))).toEqual(["equal"]);
  });

  it("a fact of what is defined besides", () => {
    const text = "$S = A + B$ and $S = S^T$. $q = x^T S x$.";
    expect(verdicts(`${text} ${d("q", "x", "2 S x")}`)).toEqual(["equal"]);
    expect(verdicts(`${text} ${d("q", "x", "3 S x")}`)).toEqual(["different"]);
  });
});

describe("numbers in a note", () => {
  it("are rounded as far as they are written, and losses that are added are numbers among matrices", () => {
    const f = "With a vector $v$: $f(x) = \\tanh(x)$, so";
    expect(verdicts(`${f} $f'(4) = 0.0013$`)).toEqual(["equal"]);
    expect(verdicts(`${f} $f'(4) = 0.0014$`)).toEqual(["different"]);
    expect(
      verdicts(
        "The matrix $W$. $J = L + s$: $\\frac{\\partial J}{\\partial L} = 1 \\; \\textrm{and} \\; \\frac{\\partial J}{\\partial s} = 1$",
      ),
    ).toEqual(["equal", "equal"]);
  });

  it("1 in bold is the identity where a column does not fit", () => {
    const f = "$f(\\mathbf{x}) = \\frac{1}{2} \\|\\mathbf{x}\\|^2$,";
    expect(verdicts(`${f} $\\nabla^2 f = \\mathbf{1}$`)).toEqual(["equal"]);
    expect(verdicts(`${f} $\\nabla^2 f = 2 \\mathbf{1}$`)).not.toEqual(["equal"]);
  });
});

it("a claim further down may mean what a name stood for before its last definitions", () => {
  const text = "$L = x^2$ $L = x^3$ $L = x^4$ $L = \\log x$ $L = x$\n\n";
  const later = " $M = y$ $M = y^2$ $M = y^3$ $M = y^4$ $M = y^5$";
  expect(verdicts(`${text}${d("L", "x", "1/x")}${later}`)).toEqual(["equal"]);
  expect(verdicts("$u = f(x) = 3x^2 - 4x$; $f'(1) = 2$ and $\\frac{du}{dx} = 6x - 4$")).toEqual(["equal", "equal"]);
});

it("a claim is not about what its names were before the section, or the claim's twin, defined them anew", () => {
  const square = `$y = x^2$. Then ${d("y", "x", "2x")}.`;
  expect(verdicts(`# One\n\n${square}\n\n# Two\n\n$y = x^3$. Then ${d("y", "x", "2x")}.`)).toEqual([
    "equal",
    "different",
  ]);
  expect(verdicts(`# One\n\n${square}\n\n# Two\n\n$y = x^3$. Then ${d("y", "x", "3x^2")}.`)).toEqual([
    "equal",
    "equal",
  ]);
  expect(verdicts(`${square} Now let $y = x^3$. Then ${d("y", "x", "2x")}.`)).toEqual(["equal", "different"]);
});

describe("names that stand for several things in a note", () => {
  const model = "# Model\n\n$w = 1$, $x = 3$, $y = w x$, $e = y - 1$, $L = e^2$\n\n";
  const slope = d("L", "w", "2 e x");

  it("a number ends no meaning: the derivative is judged by what the name stood for", () => {
    const at = (value: string) => verdicts(`${model}${slope}\n\n# Values\n\n$e = 2$\n\n${d("L", "w", value)}`);
    expect(at("12")).toEqual(["equal", "equal"]);
    expect(at("8")).toEqual(["equal", "not judged"]);
  });

  it("what was stated before is recalled where it is stated again", () => {
    const again = (value: string) =>
      verdicts(`${model}${d("L", "w", value)}\n\n# Other\n\n$L = w^3$\n\n# Steps\n\n${d("L", "w", value)}`);
    expect(again("12")).toEqual(["equal", "equal"]);
    expect(again("8")).not.toContain("equal");
  });

  it("a section that defines a name further down means that, whatever it is in others", () => {
    const where = (side: string) =>
      verdicts(`# One\n\n$v = x^3$\n\n# Two\n\n$L = v^2$, so that ${d("L", "x", side)} where $v = w x$.`);
    expect(where("2 v w")).toEqual(["equal"]);
    expect(where("2 w^2 x")).toEqual(["equal"]);
    expect(where("3 v w")).not.toEqual(["equal"]);
  });
});

it("a letter is a point of the variable where the side speaks of nothing else", () => {
  const f = "$f(x) = x^3$\n\n";
  expect(verdicts(`${f}$f'(v) = 3 v^2$`)).toEqual(["equal"]);
  expect(verdicts(`${f}$f^{\\prime}\\left(v\\right) = 3 v^2$`)).toEqual(["equal"]);
  expect(verdicts(`${f}$\\left.\\frac{df}{dx}\\right|_{x=v} = \\frac{6 v^2}{2}$`)).toEqual(["equal"]);
  expect(verdicts(`${f}$f'(v) = 2 v^2$`)).toEqual(["different"]);
  expect(verdicts(`${f}$f'(v) = 2 c v + b$`)).toEqual(["not judged"]);
  expect(verdicts(`${f}$f'(v) = 3 v^2 + x$`)).toEqual(["not judged"]);
});

it("beside a sum with a number × is a product of numbers, and of vectors it is none", () => {
  const a = "$a = \\sigma(w \\times x + b)$\n\n";
  const slope = (side: string) => d("a", "w", side);
  expect(verdicts(a + slope("a \\times (1 - a) \\times x"))).toEqual(["equal"]);
  expect(verdicts(a + slope("a \\times (1 + a) \\times x"))).toEqual(["different"]);
  expect(verdicts(`${a}With vectors: ${slope("a \\times (1 + a) \\times x")}`)).toEqual(["not judged"]);
  expect(verdicts(`$u = r \\times s$, ${d("u", "r", "s \\times r")}`)).toEqual(["not judged"]);
});

it("a letter that nothing counts is a label beside a sum over its siblings", () => {
  const text = "$J = -\\log \\sigma(u_o^T v) - \\sum_{k=1}^{K} \\log \\sigma(-u_k^T v)$.";
  expect(verdicts(`${text} ${d("J", "u_o", "-(1 - \\sigma(u_o^T v)) v")}`)).toEqual(["equal"]);
  expect(verdicts(`${text} ${d("J", "u_o", "(1 - \\sigma(u_o^T v)) v")}`)).toEqual(["different"]);
});

describe("readings of courses", () => {
  it("a value at a point that is not said, a shape of no layout, a function that a formula defines anew", () => {
    expect(verdicts("$f(x) = x^2$. Here $\\nabla f(x_k) = [6, 8]^T$.")).toEqual(["not judged"]);
    const rows =
      "The matrix $X$. " +
      d("[w_i^T X_i^T X_i w_i + \\lambda (w_i^T I - 1)]", "\\mathbf{w_i}", "2 X_i^T X_i w_i + \\lambda I");
    expect(verdicts(rows)).not.toContain("different");
    const anew = d("F_i(X)", "X_j", "\\frac{\\partial}{\\partial X_j} ( \\frac{e^{z_i / T}}{\\sum_l e^{z_l / T}} )");
    expect(verdicts(anew)).toEqual(["not judged"]);
  });

  it("a chain whose first side says what is differentiated is judged by it", () => {
    const chain = (side: string) =>
      d("\\xi", "y", `\\frac{\\partial (-t \\log y - (1-t) \\log(1-y))}{\\partial y} = ${side}`);
    expect(verdicts(chain("-\\frac{t}{y} + \\frac{1-t}{1-y}"))).toEqual(["definition", "equal"]);
    expect(verdicts(chain("\\frac{t}{y} + \\frac{1-t}{1-y}"))).toEqual(["definition", "different"]);
  });

  it("a number assigned to a name may be a value of it", () => {
    const text = "If $t = 0$ nothing is left. $\\xi = t^2 y$, ";
    expect(verdicts(`${text}${d("\\xi", "y", "t^2")}`)).toEqual(["equal"]);
    expect(verdicts(`$c = 2$, $f = c x^2$, ${d("f", "x", "4 x")}`)).toEqual(["equal"]);
    expect(verdicts(`$c = 2$, $f = c x^2$, ${d("f", "x", "2 x")}`)).toEqual(["different"]);
  });

  it("and values, shapes and functions that are wrong are blamed", () => {
    expect(verdicts(`$f(\\mathbf{x}) = \\mathbf{x}^T \\mathbf{x}$. ${d("f", "\\mathbf{x}", "3 \\mathbf{x}")}`)).toEqual(
      ["different"],
    );
    expect(verdicts(`$f = x^T x$, ${d("f", "x_i", "x_i")}, ${d("f", "x_i", "2 x_i")}.`)).toEqual([
      "different",
      "equal",
    ]);
  });
});

describe("definitions that a claim does not speak of", () => {
  const claims = (...formulas: string[]) => formulas.map((f) => `$$${f}$$`).join("\n\n");
  const gradient = "\\nabla f(x) = \\frac12 (A + A^T) x - b";

  it("of a letter that another section uses for something else", () => {
    const other = "# Order\n\n$$A = B C D, \\quad y = A x$$\n\n# Form\n\n";
    const own = "$f(x) = \\frac12 x^T A x - b^T x$\n\n";
    expect(verdicts(other + own + claims(gradient))).toEqual(["equal"]);
    expect(verdicts(other + own + claims("\\nabla f(x) = \\frac12 (A + A^T) x + b"))).toEqual(["different"]);
  });

  it("of a multiplier for which the text solves further down", () => {
    const model = "$S$ is symmetric. $$L = v^T S v - \\lambda (v^T v - 1) - \\alpha u^T v$$\n\n";
    const solved = "\n\n$$\\alpha = 2 u^T S v$$";
    const side = (factor: string) => `\\frac{\\partial L}{\\partial v} = 2 S v - ${factor} v - \\alpha u`;
    expect(verdicts(model + claims(side("2 \\lambda")) + solved)).toEqual(["equal"]);
    expect(verdicts(model + claims(side("2")) + solved)).toEqual(["different"]);
  });

  it("of a cell with nothing but a heading, which begins a section of a notebook", () => {
    const cell = (source: string) => ({ cell_type: "markdown", metadata: {}, source: [source] });
    const cells = ["# One", "$$\\frac{dg}{dw} = 4 w^3 + 2$$", "# Two", "$$g(w) = |w|$$"].map(cell);
    const text = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
    expect(checkNotes(text, { format: "notebook" }).findings.map((f) => f.verdict)).toEqual(["not judged"]);
  });
});

describe("sides that say less, or more, than a derivative", () => {
  it("a chain that ends in the value at a point", () => {
    expect(verdicts("$s = x^2$\n\n$\\frac{ds}{dx} = 2 x = 6$")).toEqual(["equal", "not judged"]);
    expect(verdicts("$s = 3 x$\n\n$\\frac{ds}{dx} = 3 = 6$")).toEqual(["equal", "different"]);
  });

  it("an operator in front of a product, and a prime behind parentheses", () => {
    const norm = (side: string) =>
      `$\\nabla_x \\frac12 \\|A x - b\\|^2 = \\frac12 \\nabla_x (A x - b)^T (A x - b) ${side}$`;
    expect(verdicts(norm("= A^T (A x - b)"))).toEqual(["equal", "equal"]);
    expect(verdicts(norm("= A (A x - b)"))).not.toEqual(["equal", "equal"]);
    const log =
      "$L = -y \\log a - (1 - y) \\log(1 - a)$\n\n$\\frac{\\partial L}{\\partial a} = (-y \\log a - (1-y) \\log (1-a))'$";
    expect(verdicts(log)).toEqual(["not judged"]);
  });

  it("differentials, by the rules of all claims", () => {
    const form = "$f(x) = x^T A x$\n\n";
    expect(verdicts(`${form}$$df = x^T (A + A^T) dx$$\n\n$$df = \\langle (A + A^T) x, dx \\rangle$$`)).toEqual([
      "equal",
      "equal",
    ]);
    expect(verdicts(`${form}$$df = 2 x^T A dx$$`)).toEqual(["right if A is symmetric"]);
    expect(verdicts(`${form}$$df = x^T (A - A^T) dx$$`)).toEqual(["different"]);
    const trace = (second: string) =>
      `$$d\\operatorname{tr}(X Y) = \\operatorname{tr}(dX\\, Y) + \\operatorname{tr}(${second})$$`;
    expect(verdicts(trace("X\\, dY"))).toEqual(["equal"]);
    expect(verdicts(trace("Y\\, dX"))).not.toEqual(["equal"]);
    expect(verdicts("$d(e^x) = e^x dx$")).toEqual(["equal"]);
    expect(verdicts("$U^T U = I$\n\n$dU^T U = (U^T dU)^T$")).toEqual(["not judged"]);
  });
});

describe("gradients that do not say by what they are taken", () => {
  it("are judged by the customary variable, and blamed by none", () => {
    expect(verdicts("$\\nabla (x^T A x) = (A + A^T) x$")).toEqual(["equal"]);
    expect(verdicts("$\\nabla \\mathrm{tr}(A^T X) = \\nabla \\mathrm{tr}(X A^T) = A$")).toEqual(["equal", "equal"]);
    expect(verdicts("$\\nabla^2 (x^T A x) = A + A^T$")).toEqual(["equal"]);
    expect(verdicts("$\\nabla (x^T A x) = 3 (A + A^T) x$")).toEqual(["not judged"]);
  });
});

describe("functions of several definitions", () => {
  const logistic = "$\\frac{d}{dz} g(z) = g(z) (1 - g(z))$";

  it("a claim before them all, or after one of another section, is not blamed", () => {
    const below = "$g(z) = \\max(0, z)$ and then $g(z) = \\max(0.1 z, z)$.";
    expect(verdicts(`# A\n\n${logistic}\n\n${below}`)).toEqual(["not judged"]);
    expect(verdicts(`# I\n\n$g(z) = z$\n\n# A\n\nAt $z = 10$ it is flat.\n\n${logistic}`)).toEqual(["not judged"]);
    expect(verdicts(`# A\n\n$g(z) = z$, ${logistic}`)).toEqual(["different"]);
  });

  it("a value at a point defines nothing anew", () => {
    const f = "$f(x) = \\frac12 x^T A x - b^T x$\n\n$f(x_0) = \\frac12 x_0^T A x_0 - b^T x_0$\n\n";
    expect(verdicts(`${f}$\\nabla f(x) = \\frac12 (A + A^T) x - b$`)).toEqual(["equal"]);
    expect(verdicts(`${f}$\\nabla f(x) = \\frac12 (A + A^T) x + b$`)).toEqual(["different"]);
  });

  it("cases with words, and a case for the other letters", () => {
    const slope = (a: string, b: string) =>
      `$g(z) = \\max(0, z)$ has $g'(z) = \\begin{cases} ${a} & \\text{if z < 0} \\\\ ${b} & \\text{if z > 0} \\\\ \\text{undefined} & \\text{if z = 0} \\end{cases}$`;
    expect(verdicts(slope("0", "1"))).toEqual(["equal"]);
    expect(verdicts(slope("1", "0"))).toEqual(["different"]);
  });
});

describe("what a side rests on", () => {
  const above = "$G = \\frac{\\partial L}{\\partial A}$, $A = \\mathrm{ReLU}(H)$, $H = X W$\n\n";

  it("nobody is blamed for a name that nothing defines behind one that is defined", () => {
    const claim = "$\\frac{\\partial L}{\\partial W} = X^\\top D$";
    expect(verdicts(`${above}$D = G \\odot \\mathbb{1}(H > 0)$, ${claim}`)).toEqual(["equal"]);
    expect(verdicts(`${above}$D = G_A \\odot \\mathbb{1}(H > 0)$, ${claim}`)).toEqual(["not judged"]);
    expect(verdicts(`${above}$D = G \\odot H$, ${claim}`)).toEqual(["different"]);
  });

  it("a letter below a matrix is one of its rows, and the sum of them that of its columns", () => {
    const batch = "$Y = X W + b$, $G = \\frac{\\partial L}{\\partial Y}$\n\n";
    const bias = (side: string) => `${batch}$\\frac{\\partial L}{\\partial b} = ${side}$`;
    expect(verdicts(bias("G^\\top \\mathbf{1}"))).toEqual(["equal"]);
    expect(verdicts(bias("\\sum_{i=1}^B G_i"))).toEqual(["equal"]);
    expect(verdicts(bias("\\sum_{i=1}^{B} (G)_i"))).not.toContain("different");
    expect(verdicts(bias("2 G^\\top \\mathbf{1}"))).toEqual(["different"]);
    expect(verdicts(bias("\\frac{1}{B} \\sum_{i=1}^B G_i"))).not.toContain("equal");
  });

  it("a prime behind a name is one more way to write the derivative", () => {
    expect(verdicts("$f(x) = 3x^2$, $$f'(x) = y' = 6x$$")).toEqual(["not judged", "equal"]);
  });

  it("one plain letter is a number, whatever the text speaks of elsewhere", () => {
    const words = "A matrix of weights in a network, and a vector.\n\n";
    expect(verdicts(`${words}$g(w) = e^w$, $\\frac{d^2}{dw^2} g(w) = e^w$`)).toEqual(["equal"]);
    expect(verdicts(`${words}$g(w) = e^w$, $\\frac{d^2}{dw^2} g(w) = 2 e^w$`)).toEqual(["different"]);
  });
});

describe("lists", () => {
  const own = "Let $f(x) = x^T A x$. Then $\\nabla f = (A + A^T) x$.";
  const other = "For the squared norm, $\\nabla f = 2 x$.";

  it("of exercises, each with a function of its own, lend one another no definition", () => {
    const latex = `\\begin{enumerate}\n\\item ${own}\n\\item ${other}\n\\end{enumerate}`;
    expect(verdicts(latex, "latex")).toEqual(["equal", "not judged"]);
    expect(verdicts(`1. ${own}\n2. ${other}\n`)).toEqual(["equal", "not judged"]);
  });

  it("of exercises are blamed for what they define themselves", () => {
    const wrong = "Let $f(x) = x^T x$. Then $\\nabla f = 3 x$.";
    expect(verdicts(`1. ${own}\n2. ${wrong}\n`)).toEqual(["equal", "different"]);
  });

  it("of steps go on with what stands above", () => {
    const steps = "1. Let $f(x) = x^T A x$.\n2. Then $\\nabla f = 3 A^T x$.\n";
    expect(verdicts(steps)).toEqual(["different"]);
  });
});

it("a gradient within a side is no number, though every other letter could be one", () => {
  const note = "Let $h(y) = f(Ty)$.\n\n$$\\nabla h = T\\, \\nabla f(Ty)$$\n\n$$\\nabla h = T^T\\, \\nabla f(Ty)$$\n";
  expect(verdicts(note)).toEqual(["ill-shaped", "equal"]);
});

describe("a list of definitions, each with its derivative", () => {
  const list = (second: string): string =>
    [
      "$$\\begin{aligned}",
      `z = x + y &\\quad\\Rightarrow\\quad ${"\\frac{\\partial z}{\\partial x} = 1"} \\\\`,
      `z = x y &\\quad\\Rightarrow\\quad \\frac{\\partial z}{\\partial x} = ${second} \\\\`,
      "z = x^3 &\\quad\\Rightarrow\\quad \\frac{\\partial z}{\\partial x} = 3 x^2",
      "\\end{aligned}$$",
    ].join("\n");

  it("is about the definition in front of each", () => {
    expect(verdicts(list("y"))).toEqual(["equal", "equal", "equal"]);
    const { findings } = checkNotes(list("2 y"), { format: "markdown" });
    expect(findings.map((f) => f.verdict)).toEqual(["equal", "different", "equal"]);
    expect(findings[1]?.right?.text).toBe("∂z/∂x = y");
  });

  it("by formulas that stand one after another in a section", () => {
    const rows = (first: string): string =>
      `$f(x) = 1/x$ gives $f'(x) = ${first}$, and $f(x) = e^x$ gives $f'(x) = e^x$.`;
    expect(verdicts(rows("-1/x^2"))).toEqual(["equal", "equal"]);
    expect(verdicts(rows("1/x^2"))).toEqual(["different", "equal"]);
  });
});

describe("what only looks like a definition or one name", () => {
  it("a word in parentheses that touches what it multiplies, and no remark", () => {
    const note = (apart: string): string =>
      `Solve $v = W^{-T}${apart}\\text{(something)}$ for $g(p) = u^T W^{-1} p$.\n\n$\\nabla g(p) = 2 v u$`;
    expect(verdicts(note(""))).toEqual(["not judged"]);
    expect(verdicts(note(" u \\quad "))).toEqual(["ill-shaped"]);
  });

  it("a conditional for each letter of a sum", () => {
    const text = `$P(w_o \\mid w_c) = \\frac{\\exp(\\mathbf{u}_o^\\top \\mathbf{v})}{\\sum_{i=1}^N \\exp(\\mathbf{u}_i^\\top \\mathbf{v})}$.\n\n$$\\frac{\\partial \\log P(w_o \\mid w_c)}{\\partial \\mathbf{v}} = \\mathbf{u}_o - \\sum_{j=1}^N P(w_j \\mid w_c) \\mathbf{u}_j$$`;
    for (const v of verdicts(text)) expect(["equal", "not judged"]).toContain(v);
  });

  it("commas and semicolons of full width", () => {
    const note = (second: string): string =>
      `$y = x^2 w$\n\n$$\\frac{\\partial y}{\\partial x} = 2 x w\\;\uff0c \\frac{\\partial y}{\\partial w} = ${second}$$`;
    expect(verdicts(note("x^2"))).toEqual(["equal", "equal"]);
    expect(verdicts(note("2 x^2"))).toEqual(["equal", "different"]);
  });
});
