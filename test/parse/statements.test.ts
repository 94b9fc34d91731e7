import { describe, expect, it } from "vitest";
import { read } from "./show.js";

const shown = (source: string): readonly string[] => {
  const r = read(source);
  expect(r.faults, source).toEqual([]);
  return r.shown;
};

describe("declarations", () => {
  it.each([
    ["a : scalar", ["a : scalar"]],
    ["x, y : vector(n)", ["x, y : vector(n)"]],
    ["W : matrix(n, m)", ["W : matrix(n, m)"]],
    ["W : matrix (n, m)", ["W : matrix(n, m)"]],
    ["f, g : function", ["f, g : function"]],
    ["n : size", ["n : size"]],
    ["W : matrix", ["W : matrix"]],
    ["x : vector(5 d + 1)", ["x : vector(({5 d} + 1))"]],
    ["W ∈ ℝ^{n×m}", ["W : matrix(n, m)"]],
    ["W ∈ ℝ^(2 n × m)", ["W : matrix({2 n}, m)"]],
    ["W ∈ ℝⁿˣᵐ", ["W : matrix(n, m)"]],
    ["x ∈ ℝ^3", ["x : vector(3)"]],
    ["x ∈ R^n", ["x : vector(n)"]],
    ["a ∈ ℝ", ["a : scalar"]],
    ["x, y ∈ ℝⁿ positive data", ["x, y : vector(n) positive data"]],
    ["A : matrix(n, n) symmetric, invertible", ["A : matrix(n, n) symmetric invertible"]],
    ["x : vector(n), y, z : vector(m) data", ["x : vector(n)", "y, z : vector(m) data"]],
    ["vector : scalar", ["vector : scalar"]],
    ["x, y (input)", ["x, y (input)"]],
    ["x (input), y : scalar", ["x (input)", "y : scalar"]],
  ])("%s", (source, statements) => expect(shown(source)).toEqual(statements));
});

describe("definitions, queries and claims", () => {
  it.each([
    ["z = W x", ["z = {W x}"]],
    ["z := W x", ["z = {W x}"]],
    ["swish(t) = t sigmoid(t)", ["swish(t) = {t sigmoid(t)}"]],
    ["g(x, y) = x y", ["g(x, y) = {x y}"]],
    ["f(\\mathbf x) = \\mathbf{x}^T A \\mathbf{x}", ["f(x) = {x^T A x}"]],
    ["∂s/∂W, ∂s/∂b", ["? ∂[s; W]", "? ∂[s; b]"]],
    ["∂s/∂W, ∂s/∂b = u", ["? ∂[s; W]", "? ∂[s; b] = u"]],
    ["∂s/∂b = u = v = w", ["? ∂[s; b] = u = v = w"]],
    ["∂s/∂b = \n u\n = v", ["? ∂[s; b] = u = v"]],
    ["(∂s/∂b)^T = u", ["? <∂[s; b]>^T = u"]],
    ["y = x, z = y", ["y = x", "z = y"]],
    ["g = ∂s/∂x", ["g = ∂[s; x]"]],
    ["0.5*x'*A*x", ["y = {0.5 * x' * A * x}"]],
    ["a^b", ["y = a^(b)"]],
    ["A*exp(x)", ["y = {A * exp(x)}"]],
    ["(y.*v)'*x", ["s = {<(y .* v)>' * x}"]],
    ["norm2(A*x-y)^2", ["s = norm2(({A * x} - y))^(2)"]],
    ["sum(log(exp(-y.*(X*w)) + vector(1)))", ["s = sum(log((exp((-(y .* <{X * w}>))) + vector(1))))"]],
    ["tr(A*X'*B*X*C)", ["y = tr({A * X' * B * X * C})"]],
    ["\\frac{\\partial}{\\partial \\mathbf{z}} (f(\\mathbf{z}))", ["? ∂[f(z); z]"]],
  ])("%s", (source, statements) => {
    const r = read(source);
    expect(r.faults).toEqual([]);
    expect(r.shown).toEqual(statements);
  });

  it("an expression alone is named clear of the model, and said to be", () => {
    expect(read("x y").notices.map((n) => n.code)).toEqual(["syntax/unnamed"]);
    expect(read("y s f r").shown).toEqual(["y_1 = {y s f r}"]);
  });
});

describe("where statements end", () => {
  it.each([
    ["a = 1; b = 2;; c = 3", ["a = 1", "b = 2", "c = 3"]],
    ["a = 1 # b = 2\n\n\n# c = 3\nd = 4", ["a = 1", "d = 4"]],
    ["a = 1\r\nb = 2\rc = 3", ["a = 1", "b = 2", "c = 3"]],
    ["a = b\n + c\n - d\n .* e", ["a = (b + c - (d .* e))"]],
    ["a = b +\n c\nd = e", ["a = (b + c)", "d = e"]],
    ["a = f(\n b,\n c\n)", ["a = f(b, c)"]],
    ["a = f(b\n + c)\nd = 1", ["a = f((b + c))", "d = 1"]],
    ["a = [b;\n c]\nd = 1", ["a = [b; c]", "d = 1"]],
    ["a = sum(\n ∂b/∂c\n)", ["a = sum(∂[b; c])"]],
    ["→ ↓ →\na = 1", ["a = 1"]],
  ])("%j", (source, statements) => expect(shown(source)).toEqual(statements));

  it("a final = … is dropped with a notice", () => {
    const r = read("$\\frac{\\partial h}{\\partial x} = A = \\dots$");
    expect(r.shown).toEqual(["? ∂[h; x] = A"]);
    expect(r.notices.map((n) => n.code)).toEqual(["syntax/dots"]);
    expect(read("∂h/∂x = ...").shown).toEqual(["? ∂[h; x]"]);
  });

  it.each([
    ["\\frac{\\partial f}{\\partial x} = [\\frac{\\partial f}{\\partial x_1}, \\dots]", "dots"],
    ["y = x_1 + \\cdots + x_n", "dots"],
    ["x = [x_1, …, x_n]", "dots"],
    ["x_{1,\\dots,n} = \\mathbf{x}", "dots"],
    ["\\left(\\frac{\\partial f}{\\partial x}\\right)_{ij} = x", "entrywise"],
    ["(A)_{ij} = x", "entrywise"],
    ["∂z_i/∂W_{ij} = x_j", "entrywise"],
    ["\\frac{\\partial f_i}{\\partial x_j} = 1", "entrywise"],
  ])("%s is a scheme", (source, reason) => {
    const r = read(source);
    expect(r.faults).toEqual([]);
    expect(r.shown).toEqual([`scheme: ${reason}`]);
    expect(r.notices.map((n) => n.code)).toEqual([`syntax/${reason}`]);
  });

  it("an index of a name that the model uses is no entry", () => {
    expect(shown("s = sum(z_i)\n∂s/∂z_i")).toEqual(["s = sum(z_i)", "? ∂[s; z_i]"]);
    expect(shown("z_i : vector(n)\n∂s/∂z_i")).toEqual(["z_i : vector(n)", "? ∂[s; z_i]"]);
  });
});

describe("displays", () => {
  it("rows end statements, and a row that begins with an operator goes on", () => {
    expect(shown("$$a = b \\\\ = c$$ ".replace("a", "\\frac{\\partial a}{\\partial x}"))).toEqual([
      "? ∂[a; x] = b = c",
    ]);
    expect(shown("$$a &= b \\\\ &+ c \\\\[2pt] d &= e$$")).toEqual(["a = (b + c)", "d = e"]);
  });

  it("two models stand side by side", () => {
    const source = `\\begin{aligned} s &= u^T h & t &= v \\\\ h &= f(z) & v &= w \\\\ & & &+ x \\\\ &+ b \\end{aligned}`;
    expect(shown(source)).toEqual(["s = {u^T h}", "t = v", "h = (f(z) + b)", "v = (w + x)"]);
  });

  it("a second & that aligns a term does not end the statement", () => {
    expect(shown("\\begin{aligned} y &= a & + b \\\\ z &= c & + d \\end{aligned}")).toEqual([
      "y = (a + b)",
      "z = (c + d)",
    ]);
  });

  it("brackets reach over rows", () => {
    expect(shown("\\begin{aligned} y &= \\left( a \\\\ &\\quad + b \\right) \\\\ z &= c \\end{aligned}")).toEqual([
      "y = <(a + b)>",
      "z = c",
    ]);
  });

  it.each([
    ["$$a = b, \\quad c = d$$", ["a = b", "c = d"]],
    ["$$a = b \\qquad c$$", ["a = {b c}"]],
    ["$$a = [b \\quad c \\quad d]$$", ["a = [b, c, d]"]],
    ["$$a = [\\quad b, \\quad c \\quad\\quad]$$", ["a = [b, c]"]],
    ["$$a = b \\Rightarrow c = d$$", ["a = b", "c = d"]],
    ["$$\\therefore a = b.$$", ["a = b"]],
    ["$$x \\in \\mathbb{R}^n, \\quad y \\in \\mathbb{R}^m$$", ["x : vector(n)", "y : vector(m)"]],
    ["$$\\begin{aligned} a &= b, \\\\ c &= d. \\end{aligned}$$", ["a = b", "c = d"]],
    ["\\begin{eqnarray} a &=& b \\\\ c &=& d \\end{eqnarray}", ["a = b", "c = d"]],
    ["$$\\boxed{a = b} \\quad \\boxed{c = d}$$", ["a = b", "c = d"]],
    ["$$\\boxed{\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}}$$", ["a = b", "c = d"]],
    ["$$a = \\boxed{b + c} d$$", ["a = {<(b + c)> d}"]],
    ["$$a = \\color{red}{b} \\textcolor{blue}{c} \\tag{1} \\label{eq:a} \\nonumber$$", ["a = {b c}"]],
    ["$$a = \\underbrace{W x}_{\\text{linear}} + \\displaystyle b \\,\\!\\;$$", ["a = (<{W x}> + b)"]],
    ["$$a \\overset{!}{=} b \\stackrel{\\text{def}}{=} b$$".replace(" \\stackrel{\\text{def}}{=} b", ""), ["a = b"]],
  ])("%s", (source, statements) => expect(shown(source)).toEqual(statements));

  it("a row of arrows is skipped, and the next goes on with the statement before", () => {
    const source =
      "\\begin{aligned} \\frac{\\partial s}{\\partial b} &= u \\\\ &\\quad \\downarrow \\quad \\downarrow \\\\ &= v \\end{aligned}";
    const r = read(source);
    expect(r.shown).toEqual(["? ∂[s; b] = u = v"]);
    expect(r.notices.map((n) => n.code)).toEqual(["syntax/prose"]);
  });
});

describe("LaTeX expressions", () => {
  it.each([
    ["\\log \\det X^{-1}", "log(det(X^-1))"],
    ["\\tanh z \\cdot x", "{tanh(z) * x}"],
    ["\\log\\left(x\\right)^2", "log(x)^(2)"],
    ["\\operatorname{tr}(A B)", "tr({A B})"],
    ["\\max(0, z)", "max(0, z)"],
    ["\\arctan x + \\ln x", "(atan(x) + log(x))"],
    ["f\\!\\left(x\\right)", "f(x)"],
    ["f (x)", "f(x)"],
    ["\\exp\\{-x\\}", "exp((-x))"],
    ["\\frac{a}{b} \\frac12 \\frac ab \\tfrac{1}{n}", "{frac(a, b) frac(1, 2) frac(a, b) frac(1, n)}"],
    ["\\frac{\\mathbf a}{\\hat b}", "frac(a, b_hat)"],
    ["\\sqrt{x} + \\sqrt2 + \\sqrt[3]{x}", "(sqrt(x) + sqrt(2) + <x>^(frac(1, 3)))"],
    ["x^{1/2} + e^{-x}", "(x^({1 / 2}) + e^((-x)))"],
    ["x^\\mathsf{T} x^{\\mathrm T} x^\\intercal x^{-\\top}", "{x^T x^T x^T x^-T}"],
    ["x^\\frac{1}{2}", "x^(frac(1, 2))"],
    ["\\left|a\\right|\\lvert b\\rvert", "{|a| |b|}"],
    ["\\left|\\left|a\\right| + b\\right|", "|(|a| + b)|"],
    ["\\|X\\|_F + \\|x\\|_2^2 + \\|x\\|^2_2", "(‖X‖_F + ‖x‖_2^(2) + ‖x‖_2^(2))"],
    ["\\mathbf{1}_n^T x + \\mathbf 1 + \\mathbb{1}_m + \\mathbf{0}", "({ones(n)^T x} + ones + ones(m) + zeros)"],
    ["\\begin{pmatrix} A & B \\\\ C & D \\end{pmatrix}", "[A, B; C, D]"],
    ["\\left[\\begin{array}{cc} a & b \\end{array}\\right]", "[[a, b]]"],
    ["2e^{3} + 2 e 3", "({2 e^(3)} + {2 e 3})"],
    ["f'(z) + f^\\prime(z) + f^{\\prime\\prime}(z)", "(f'(z) + f'(z) + f''(z))"],
    ["{x + y} z {}", "{<(x + y)> z}"],
    ["A \\otimes B \\oslash C", "(A ⊗ B ./ C)"],
    ["\\frac{\\partial}{\\partial x}(x^T x) y", "{∂[{x^T x}; x] y}"],
    ["\\frac{\\partial s}{\\partial x^T}", "∂[s; x]"],
    ["\\nabla_x s + \\nabla_{\\mathbf x}^2 s + \\nabla^{2}_x s", "(∇[s; x] + ∇[s; x, x] + ∇[s; x, x])"],
    [
      "\\frac{\\partial \\mathbf{h}}{\\partial \\mathbf{z}}\\frac{\\partial \\mathbf{z}}{\\partial \\mathbf{b}}",
      "{∂[h; z] ∂[z; b]}",
    ],
    ["\\frac{d}{n}", "frac(d, n)"],
    ["\\frac{d s}{d W + 1}", "frac({d s}, ({d W} + 1))"],
  ])("%s", (source, text) => expect(shown(`y = ${source} \\,`)).toEqual([`y = ${text}`]));

  it("warns where a bare operator stands before two factors", () => {
    const r = read("y = \\operatorname{tr} A x");
    expect(r.shown).toEqual(["y = tr({A x})"]);
    expect(r.faults).toEqual(["1:5 warning syntax/bare-call"]);
    expect(read("y = \\operatorname{tr} A B").faults).toEqual([]);
    expect(read("y = \\log x \\log z").faults).toEqual([]);
    expect(read("y = \\sin 2x + 1").shown).toEqual(["y = (sin({2 x}) + 1)"]);
    expect(read("y = \\tanh W x").shown).toEqual(["y = {tanh(W) x}"]);
    expect(read("y = \\sin{2} x").shown).toEqual(["y = {sin(2) x}"]);
  });

  it.each([
    ["x^23", "{x^(2) 3}", "^{23}"],
    ["x_23", "{x_2 3}", "_{23}"],
    ["x^1.5", "{x^(1) .5}", "^{1.5}"],
    ["W_ij x", "{W_i j x}", "_{ij}"],
    ["e^ax", "{e^(a) x}", "^{ax}"],
    ["\\frac 123 x", "{frac(1, 2) 3 x}", "{23}"],
  ])("says of %s that TeX takes one character", (source, text, braces) => {
    const r = read(`$y = ${source}$`);
    expect(r.shown).toEqual([`y = ${text}`]);
    expect(r.faults.map((f) => f.split(" ").slice(1).join(" "))).toEqual(["warning syntax/script"]);
    expect(r.hints[0]).toContain(braces);
  });

  it.each(["x^{23}", "x^2y", "w_ix_i", "x_iy_j", "x^Ty", "\\frac12 x", "x^-12", "a^n_i", "x^2 3", "x_1x_2"])(
    "says nothing of %s",
    (source) => expect(read(`$z = ${source}$`).faults).toEqual([]),
  );

  it.each([
    ["\\log x/y", "\\log(x/y) or \\log(x)"],
    ["\\log 1 + x", "\\log(1 + x) or \\log(1)"],
    ["\\sin ax", "\\sin(ax) or \\sin(a)"],
    ["\\operatorname{tr} A I", "\\operatorname{tr}(A I) or \\operatorname{tr}(A)"],
  ])("says both readings of %s", (source, both) => {
    const r = read(`$z = ${source}$`);
    expect(r.faults.map((f) => f.split(" ").slice(1).join(" "))).toEqual(["warning syntax/bare-call"]);
    expect(r.hints[0]).toBe(`parentheses say what it is taken of: ${both}`);
  });

  it("refuses numbers as programs write them where they read otherwise", () => {
    for (const [text, hint] of [
      ["y = 1e3x", "write 1e3 x"],
      ["y = 1e-3x", "write 1e-3 x"],
      ["y = 1_000 x", "write 1000"],
      ["y = 2_000_000 x", "write 2000000"],
      ["$y = 1e-3 x$", "write 1 \\cdot 10^{-3}; a product with e has spaces: 1 e - 3"],
    ] as const) {
      const r = read(text);
      expect([text, r.faults.map((f) => f.split(" ")[1]), r.hints[0]]).toEqual([text, ["syntax/numbers"], hint]);
    }
    expect(read("y = 1e-3 x").faults).toEqual([]);
  });

  it("d is a size where the model says so, and a differential where it is upright", () => {
    expect(shown("d : size\ny = \\frac{d s}{d W}")[1]).toBe("y = frac({d s}, {d W})");
    expect(shown("d : size\ny = \\frac{\\mathrm d s}{\\mathrm d W}")[1]).toBe("y = ∂[s; W]");
  });
});
