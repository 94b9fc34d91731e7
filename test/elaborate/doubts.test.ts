/** Readings that are right by the rules for undeclared names, and seldom meant: said, or refused. */
import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";
import { assumed, equations, errors, hints, messages, model, strict } from "../parse/models.js";

const warnings = (...lines: string[]): string[] =>
  model(...lines)
    .diagnostics.filter((d) => d.severity === "warning")
    .map((d) => `${d.line}:${d.column} ${d.code}`);

const notes = (...lines: string[]): string[] =>
  model(...lines)
    .diagnostics.filter((d) => d.severity === "note")
    .map((d) => `${d.line}:${d.column} ${d.code}: ${d.message}`);

describe("a number beside a vector", () => {
  it.each([
    ["x : vector(n); y = 1 - x", "1:20 reading/ones: 1 is added to every entry: ones(n)"],
    ["y = A x - 2", "1:11 reading/ones: 2 is added to every entry: 2 ones(n)"],
    ["X : matrix(n, m); Y = X + 1/2", "1:27 reading/ones: 1/2 is added to every entry: 1/2 ones(n, m)"],
    ["x : vector(n); m = mean(x); y = x - m", "1:37 reading/ones: m is added to every entry: m ones(n)"],
    ["y = x .* (1 - x)", "1:11 reading/ones: 1 is added to every entry: ones(n)"],
    ["$y = 1 - \\mathbf{x}$", "1:6 reading/ones: 1 is added to every entry: ones(n)"],
    ["J = sum(log(1+exp(-y .* (X w))))", "1:13 reading/ones: 1 is added to every entry: ones(n)"],
  ])("is that many ones, which is said: %s", (text, said) => {
    expect([errors(model(text)), notes(text)]).toEqual([[], [said]]);
  });

  it.each([
    ["c, d : scalar; x : vector(n); y = x + c", "shape/sum", /c ones\(n\)/],
    ["$y = \\mathbf{x} + c$", "shape/sum", /c ones\(n\)/],
    ["p = 1 ./ (1 + exp(-X w))", "shape/quotient", /ones\(n\)/],
    ["x : vector(n); y = x^2", "shape/power", /\.\^/],
    ["$y = \\mathbf{x}^2$", "shape/power", /\.\^/],
    ["x : vector(n); y = |x|^2", "shape/power", /‖x‖; \.\^/],
  ])("is refused where it is no number and nothing defines it, or no sum: %s", (text, code, hint) => {
    const m = model(text);
    expect(errors(m).map((e) => e.split(" ")[1])).toEqual([code]);
    expect(hints(m)[0]).toMatch(hint);
  });

  it("stands for no more than one in strict mode", () => {
    const m = strict("x : vector(n)", "y = 1 - x");
    expect(errors(m)).toEqual(["2:7 shape/sum"]);
    expect(hints(m)[0]).toBe("to add it to every entry, write ones(n)");
  });

  it("makes a scalar of an undeclared name where no vector fits, which is said", () => {
    expect(assumed(model("y = x (1 - x)"))).toEqual(["x : scalar"]);
    expect(warnings("y = x (1 - x)")).toEqual(["1:5 name/scalar"]);
    expect(hints(model("y = x (x + 2)"))[0]).toBe("of a vector write 2 ones(n) in place of 2");
    for (const text of [
      "y = 1 - x^2",
      "x : scalar\ny = 1 + x",
      "y = 1 + x^T x",
      "y = 1 + lambda",
      "$y = 1 + x$",
      "s = w^T x; z = s + b",
    ])
      expect([text, warnings(text)]).toEqual([text, []]);
    expect(assumed(model("s = w^T x; z = s + b"))).toContain("b : scalar");
    expect(warnings("y = 1 - S / T")).toEqual(["1:9 name/lonely"]);
  });
});

describe("two readings of a sign above or behind a name", () => {
  it.each([
    ["y = x'", "1:5 name/prime"],
    ["$y = x' + b$\n$b = 2 c$", "1:6 name/prime"],
    ["$s = (1+r)^T x$", "1:6 number/transposed"],
    ["$y = w^T x + b$\n$w = 3$", "1:6 number/transposed"],
    ["A : matrix(n, n)\ny = A^T b\nL = sum(t=1..T, z_t^2)", "2:5 number/transposed"],
    ["x : scalar\ny = e^-x/2", "2:5 product/root"],
    ["y = e^-t/τ", "1:5 product/root"],
    ["y = 1/(1 + e^-2x)", "1:12 product/root"],
    ["y = e^2x", "1:5 product/root"],
    ["y = e^-λ t", "1:5 product/root"],
    ["y = e^λ t\n∂y/∂t", "1:5 product/root"],
    ["x : scalar\nn = 2\ny = x^2n", "3:5 product/root"],
    ["x, n : scalar\ny = x^-n/2", "2:5 product/root"],
    ["L = (yi - w xi)^2", "1:13 name/glued"],
    ["$e = \\pi(R p + t)$", "1:6 call/factor"],
    ["y = 10^2x", "1:5 product/root"],
    ["r, t : scalar\ny = (1+r)^2t", "2:5 product/root"],
    ["a, r, n : scalar\ns = a r^n-1", "2:7 product/root"],
    ["y = 1/2x", "1:7 product/divided"],
    ["y = 3/4x\n∂y/∂x", "1:7 product/divided"],
    ["y = 1/x y0", "1:7 product/divided"],
    ["x : scalar\ny = x/2(x + 1)", "2:7 product/divided"],
    ["σ, x : scalar\ny = 1/2σ^2", "2:7 product/divided"],
    ["a, b, c : scalar\ny = a / b/c", "2:9 product/divided"],
    ["a, b, c : scalar\ny = a / b*c", "2:9 product/divided"],
    ["$s = a^\\top x$\n$\\frac{\\partial s}{\\partial x^\\top}$", "2:2 query/row"],
  ])("is said: %s", (text, said) => expect(warnings(text)).toContain(said));

  it.each([
    "r, h : scalar\ny = 2 pi r + π(r + h)",
    "x, k : scalar\ny = x^k/k",
    "a, r, n : scalar\nS = a(r^n-1)/(r-1)",
    "a, n, x : scalar\ny = a*x^n-1+x",
    "x, y : scalar\nz = e^-x sin(y) + e^-x/x + e^x y\n∂z/∂x",
    "A : matrix(n, n)\nx : vector(n)\ny = A^-1x + A^2x",
    "x, y : scalar\nz = 3x^2y + x^2/2",
    "w : vector(n)\nL = λ/2‖w‖² + λ/2 ‖w‖^2",
    "x, x₀, k : scalar\nV = k/2(x−x₀)² + k/2 (x−x₀)² + 1/2(x−x₀)² + 1/2(x+1)",
    "r : scalar\nV = 4π/3 r³",
    "x : scalar\ny = 1/3x^3",
    "x : vector(n)\ny = 1/2x + x^T x x",
    "PV = sum(t=1..T, CF_t / c^t)",
    "x : vector(n)\ny = x'",
    "y = x' A x",
    "$s = (1+\\mathbf{r})^T x$",
    "A : matrix(n, n)\ny = A^T b\ns = b^T y\nL = sum(t=1..T, z_t^2)",
    "A : matrix(m, n)\ny = A^T b\nL = sum(t=1..T, z_t^2)",
    "x : scalar\ny = e^(-x)/2",
    "a, b, c : scalar\ny = a/b/c",
    "a, b, c : scalar\ny = a / b / c",
    "$y = A x$\n$\\frac{\\partial y}{\\partial x^\\top}$",
  ])("is not doubted where nobody reads it otherwise: %s", (text) => expect(warnings(text)).toEqual([]));

  it("dots between two names are no range of a letter", () => {
    expect(errors(model("f = x … y", "L = f z"))).toEqual(["1:1 syntax/dots"]);
    expect(errors(model("i = 1, …, N", "L = sum(i, x_i^2)"))).toEqual([]);
    expect(errors(model("i = a, …, N", "L = sum(i, x_i^2)"))).toEqual([]);
  });
});

it("doubts are said beside claims, of sides too", () => {
  expect(warnings("y = x (1 - x)", "∂y/∂x = 1 - 2 x")).toEqual(["1:5 name/scalar"]);
  expect(warnings("J = norm2(Y - X b)^2", "∂J/∂b = 2 X^T (X b - Y)")).toEqual(["1:11 name/flat"]);
  expect(notes("x : vector(n)", "y = x .* x", "∂y/∂x = diag(2 x + 1 - 1)")).toContain(
    "3:20 reading/ones: 1 is added to every entry: ones(n)",
  );
});

describe("bars", () => {
  it("around a square matrix are its determinant", () => {
    expect(equations(model("S : matrix(n, n)", "f = |S|"))).toEqual(["f = det(S)"]);
    expect(errors(model("S : matrix(n, m)", "f = |S|"))).toEqual(["2:5 shape/bars"]);
  });
  it("around a bold letter are asked for", () => {
    expect(errors(model("$s = |\\mathbf{x}|$"))).toEqual(["1:6 shape/bars"]);
    expect(errors(model("x : vector(n)", "y = |x|"))).toEqual([]);
  });
});

describe("a bias for each row", () => {
  const declared = "X : matrix(N, n); W : matrix(n, m); ";
  it("is put there where the sizes say so, whatever the order of the sum", () => {
    const said = "reading/ones: b is added to each row: ones(N) b^T";
    expect(notes(`${declared}b : vector(m)`, "Z = X W + b")).toEqual([`2:11 ${said}`]);
    expect(notes(`${declared}b : vector(m)`, "Z = b + X W")).toEqual([`2:5 ${said}`]);
    expect(assumed(model(declared, "Z = X W + b"))).toEqual(["b : vector(m)"]);
    expect(equations(model(`${declared}b : vector(m)`, "Z = X W + b"))).toEqual(["Z = X W + ones(N) b^T"]);
  });

  it.each(["Z = X W + b", "b : vector(N); Z = X W + b", "$\\mathbf{Z} = \\mathbf{A}\\mathbf{B} + \\mathbf{c}$"])(
    "is asked for where they do not: %s",
    (text) => {
      const m = model(text.startsWith("b") ? declared + text : text);
      expect(errors(m).map((e) => e.split(" ")[1])).toEqual(["shape/sum"]);
      expect(hints(m)[0]).toMatch(/adds it to each row.*to each column/);
    },
  );
});

it("softmax of a matrix is taken of each row, which is said, and makes no vector of it", () => {
  expect(notes("A = softmax(Q K^T) V")).toEqual([
    "1:5 reading/rows: softmax of a matrix is taken row by row: softmaxrows",
  ]);
  expect(notes("x : vector(n)", "p = softmax(x^T)")).toEqual([
    "2:5 reading/rows: softmax of a row is a row: softmaxrows",
  ]);
  expect(errors(strict("X : matrix(n, m)", "P = softmax(X)"))).toEqual(["2:5 shape/softmax"]);
  expect(errors(model("$\\mathbf{a} = \\mathrm{softmax}(\\mathbf{Q}\\mathbf{K}^\\top)$"))).toEqual(["1:15 shape/sum"]);
});

it("a name in upper case that is no matrix is said to be none", () => {
  const m = model("J = norm2(Y - X theta)^2");
  expect(messages(m)).toEqual(["Y, in upper case, comes out as a vector, n×1"]);
  expect(hints(m)[0]).toMatch(/declare it: Y : matrix\(n, m\)/);
  expect(warnings("s = S / T", "K = tanh(X)", "y = A x")).toEqual([]);
  expect(warnings("X : matrix(n, 1)", "y = X^T z")).toEqual([]);
});

it.each([
  ["s = max(x)", "logsumexp(x)"],
  ["s = \\min(\\mathbf{x})", "-logsumexp(-x)"],
])("%s, the extreme of one vector, is told what there is", (text, instead) => {
  const m = model(text);
  expect(errors(m)).toEqual(["1:5 call/arity"]);
  expect(hints(m)[0]).toContain(`${instead} is a smooth m`);
});

it("a derivative by a name that stands nowhere is told what it is taken by", () => {
  const m = model("y = x^2", "dy/dz");
  expect(errors(m)).toEqual(["2:1 syntax/differential"]);
  expect(hints(m)[0]).toBe("a derivative is taken by a name that y is made of");
});

describe("the inverse of a function", () => {
  it.each([
    ["s = f^-1(x)", "1:5 name/inverse-function"],
    ["s = f⁻¹(x)^T y", "1:5 name/inverse-function"],
    ["s = f^-1(f(x))", "1:5 name/inverse-function"],
    ["s = 2 f^(-1)(x) + f(x)", "1:7 name/inverse-function"],
    ["s = \\sigma^{-1}(\\mathbf{x})", "1:5 name/inverse-function"],
    ["f : function; s = f^-1(x)", "1:19 name/inverse-function"],
    ["f(t) = t^2; s = f^-1 (x)", "1:17 name/inverse-function"],
  ])("%s is refused, for it is no division", (text, fault) => {
    const m = model(text);
    expect(errors(m)).toEqual([fault]);
    expect(hints(m)[0]).toContain("an inverse is a function with a name of its own");
    expect(m.asked).toEqual([]);
  });

  it("is not meant by the inverse of a matrix, of a declared factor, or of one that stands elsewhere too", () => {
    for (const text of [
      "y = W^-1(x + b)",
      "a : scalar; y = a^-1(x + b)",
      "a = u^T v; y = a^-1(x + b)",
      "y = c^-1 (x + b)",
      "y = c^-1(x + b) + c x",
      "y = \\mathbf{A}^{-1}(\\mathbf{x})",
    ])
      expect([text, errors(model(text))]).toEqual([text, []]);
  });
});

describe("names that look like products without their spaces", () => {
  it.each([
    ["z = Wx + b; ∂z/∂W", "1:5 name/glued", "W x"],
    ["y = xTAx; ∂y/∂x", "1:5 name/glued", "x^T A x"],
    ["y = xᵀAx; ∂y/∂x", "1:7 name/glued", "A x"],
    ["y = x'Ax; ∂y/∂x", "1:7 name/glued", "A x"],
    ["W : matrix(n, m); x : vector(m); z = Wx", "1:38 name/glued", "W x"],
  ])("%s is refused, for the answer would not be the product's", (text, fault, product) => {
    const m = model(text);
    expect(errors(m)).toEqual([fault]);
    expect(hints(m)[0]).toBe(`a product has spaces: ${product}; a name of its own is declared`);
    expect(m.asked).toEqual([]);
  });

  it.each([
    ["f = xy + x; ∂f/∂x", "x y"],
    ["f = 3xy + 2x; ∂f/∂y", "x y"],
    ["k : scalar; f = cos(kx) + k; ∂f/∂k", "k x"],
    ["y = A sin(ωt + φ) + ω; ∂y/∂ω", "omega t"],
    ["f = α β + αβ; ∂f/∂α", "alpha beta"],
    ["γ, δ : scalar; f = γ δ + γδ; ∂f/∂γ", "gamma delta"],
    ["f = x1x2 + x1; ∂f/∂x1", "x1 x2"],
    ["f = x_1x_2 + x_1; ∂f/∂x_1", "x_1 x_2"],
    ["L = uTv + u; ∂L/∂u", "u^T v"],
    ["p = det(A - λI) + λ; ∂p/∂λ", "lambda I"],
  ])("one letter that is a name is enough: %s is refused where it is derived by", (text, shown) => {
    const m = model(text);
    expect(errors(m).map((e) => e.split(" ")[1])).toEqual(["name/glued"]);
    const [glued] = m.diagnostics.filter((d) => d.code === "name/glued");
    expect(glued?.hint).toBe(`a product has spaces: ${shown}; a name of its own is declared`);
    const split = text.replace(/xy|kx|ωt|αβ|γδ|x1x2|x_1x_2|x₁x₂|uTv|λI/, shown);
    expect([split, model(split).diagnostics.filter((d) => d.code === "name/glued")]).toEqual([split, []]);
  });

  it("one letter that is a name is said where nothing is derived by it", () => {
    expect(warnings("f = xy + x")).toEqual(["1:5 name/glued"]);
    expect(warnings("f = xy + x; ∂f/∂z; z = u; g = z u")).toEqual(["1:5 name/glued"]);
  });

  it.each([
    "f = x + dx; ∂f/∂x",
    "f = x + Δx; ∂f/∂x",
    "loss = sum(s) + lam; ∂loss/∂s",
    "f = eps + e; ∂f/∂e",
    "xc : scalar; f = x + xc; ∂f/∂x",
  ])("differentials, words and what is declared are names: %s", (text) =>
    expect(model(text).diagnostics.filter((d) => d.code === "name/glued")).toEqual([]),
  );

  it("bold letters of Unicode are names of their own", () => {
    expect(equations(model("s = 𝐱ᵀ𝐀𝐱", "Y = 𝐱₁𝐲_2ᵀ"))).toEqual(["s = x^T A x", "Y = x_1 y_2^T"]);
    expect(equations(model("y = 𝐞𝐱𝐩(𝐱)"))).toEqual(["y = exp(x)"]);
  });

  it("is only a warning where nothing is lost by it", () => {
    expect(warnings("z = Wx + b")).toEqual(["1:5 name/glued"]);
    expect(warnings("y = ab", "z = a + b")).toEqual(["1:5 name/glued"]);
  });

  it.each([
    "h = tanh(Wx x + Wh h0)",
    "q = Wq x; k = Wk x; v = Wv x",
    "Wx : matrix(n, m); z = Wx x",
    "Wx = A B; z = Wx x",
    "f = Fx(x)",
    "y = xs + ws",
  ])("weights that are called by what they multiply are names: %s", (text) => {
    expect(model(text).diagnostics.filter((d) => d.code === "name/glued")).toEqual([]);
  });
});

describe("what is differentiated by", () => {
  it("says nothing of what a name is: a function stays one", () => {
    const m = model("s = u^T f(z)", "∂s/∂f");
    expect(errors(m)).toEqual(["2:5 derivative/variable"]);
    expect(assumed(m)).toContain("f : function");
    expect(errors(model("h = f(z)", "∂f/∂z"))).toEqual(["2:2 name/function"]);
  });

  it.each(["∂s/∂W_ij", "$\\frac{\\partial s}{\\partial W_{ij}}$", "∇_{W_ij} s"])(
    "is an entry for all values of its letters: %s",
    (query) => {
      const m = model("s = u^T W x", query);
      expect(errors(m)).toEqual([]);
      const [asked] = m.asked;
      expect(asked?.type === "query" ? asked.query.letters.map((l) => l.letter) : []).toEqual(["i", "j"]);
    },
  );

  it("is a whole name, and no entry by a number of what nothing declares", () => {
    const m = model("s = u^T W x", "∂s/∂W_11");
    expect(errors(m)).toEqual(["2:5 syntax/entry"]);
    expect(hints(m)[0]).toBe("ask for the derivative by W; its entries are shown by --view index");
    expect(m.asked).toEqual([]);
  });

  it("may be a name with an index of its own, and statements of entries are still read as such", () => {
    expect(errors(model("s = u^T W_1 x", "∂s/∂W_1"))).toEqual([]);
    expect(errors(model("W_1 : matrix(n, m)", "s = u^T W_1 x", "∂s/∂W_1"))).toEqual([]);
    expect(errors(model("z = W x", "∂z_i/∂W_ij = x_j"))).toEqual([]);
  });
});

describe("a formula that begins in the middle of a statement", () => {
  it.each([
    ["y = $x", "1:5 syntax/display"],
    ["y = $x$", "1:5 syntax/display"],
    ["y = \\[x", "1:5 syntax/display"],
    ["y = A $x$", null],
  ])("%s is one fault", (text, fault) => {
    const found = errors(model(text, "z = u"));
    if (fault !== null) expect(found).toEqual([fault]);
    expect(found.length).toBeLessThan(2 + Number(fault === null));
    expect(equations(model(text, "z = u"))).toContain("z = u");
  });
});

it("e^A is said to be no matrix exponential", () => {
  expect(warnings("Y = e^A")).toEqual(["1:5 function/entrywise"]);
  expect(warnings("y = e^x", "z = e^(-a)", "Y = exp(A)")).toEqual([]);
});

describe("half of a matrix is no vector, and none is made of it", () => {
  it.each([
    ["s = norm2(X)", "shape/norm2", /normF/],
    ["s = sum((X w - y)^2)", "shape/power", /\.\^ is the power of each entry/],
  ])("%s", (text, code, hint) => {
    const m = model(text);
    expect(errors(m).map((e) => e.split(" ")[1])).toEqual([code]);
    expect(hints(m)[0]).toMatch(hint);
  });

  it("what is a column by itself is one", () => {
    for (const text of ["p = softmax(W x)", "s = norm2(A x - b)", "y = (w^T x)^2", "X : matrix(n, 1); s = norm2(X)"])
      expect([text, errors(model(text))]).toEqual([text, []]);
  });
});

describe("readings that are said", () => {
  it.each([
    ["A = [[1, 2], [3, 4]]", "1:5 blocks/nested"],
    ["$\\delta_l = (W^{(l+1)})^T x$", "1:15 syntax/label"],
  ])("%s", (text, warning) => expect(warnings(text)).toContain(warning));

  it.each(["A = [[1, 2]; [3, 4]]", "A = [[a, b], c]", "$y = W^{(k-1)}$", "y = c x ./ z"])("nothing of %s", (text) =>
    expect(warnings(text)).toEqual([]),
  );
});

it("a word of prose is none of a formula", () => {
  for (const text of ["Hessian of x^T A x", "x in R^n", "import numpy as np"])
    expect([text, errors(model(text)).map((e) => e.split(" ")[1])]).toEqual([text, ["name/prose"]]);
  expect(errors(model("in : vector(n)", "y = 2 in"))).toEqual([]);
});

it("AB is a name, which is said, and refused where the derivative by B is asked for", () => {
  expect(warnings("C = AB")).toEqual(["1:5 name/glued"]);
  expect(errors(model("∂tr(AX)/∂X"))).toEqual(["1:5 name/glued"]);
  expect(warnings("s = KL + KM")).toEqual([]);
});

it("a function with a parameter in upper case is a node of the graph", () => {
  expect(equations(model("$J(W) = \\|X W - Y\\|_F^2$", "$\\frac{\\partial J}{\\partial W}$"))).toEqual([
    "J = normF(X W - Y)^2",
  ]);
  expect(equations(model("f(X) = tr(X^-1 A)"))).toEqual(["f = tr(X^-1 A)"]);
  expect(equations(model("f(T) = T^2", "y = f(x)"))).toEqual(["y = f(x)"]);
});

it("an operator in front of a sum is told of parentheses, a transposed derivative of layouts", () => {
  expect(hints(model("$\\nabla_w \\|w\\|^2 + w^\\top b$"))[0]).toMatch(/parentheses say what is derived/);
  expect(hints(model("s = x^T x", "∂s/∂x^T"))[0]).toMatch(/--layout jacobian/);
});

it("of a transposed one, which is seldom a number", () => {
  expect(warnings("s = 1^T x")).toEqual(["1:5 number/transposed"]);
  expect(warnings("\\[ s = 1^\\top \\mathbf{x} \\]")).toEqual(["1:8 number/transposed"]);
  expect(warnings("s = ones(n)^T x; x : vector(n)")).toEqual([]);
  expect(warnings("\\[ s = \\mathbf{1}^\\top \\mathbf{x} \\]")).toEqual([]);
});

describe("signs of Unicode that stand for others", () => {
  it.each([
    ["s = ∥x∥²", "s = norm2(x)^2"],
    ["A : matrix(n, n); y = A ∗ x", "y = A x"],
    ["y = 1⁄2 x + x", "y = 0.5 x + x"],
  ])("%s", (text, equation) => expect(equations(model(text))).toEqual([equation]));

  it.each(["∇ₓ s", "∂ₓ s", "∂_x s", "∂_{x} s"])("a variable below is what is derived by: %s", (query) => {
    const m = model("s = x^T x", query);
    expect(errors(m)).toEqual([]);
    expect(m.asked).toHaveLength(1);
  });

  it("a fraction behind a number is a sum or a product, and δs/δx no d", () => {
    expect(hints(model("y = 2½ x"))).toEqual(["write (2 + 1/2) or 2 (1/2)"]);
    expect(errors(model("s = x^T x", "δs/δx"))).toEqual(["2:1 syntax/statement"]);
  });

  it("d takes what stands at places only, as ∂ does", () => {
    for (const text of [
      "s = Σᵢ₌₁ⁿ xᵢ²; ds/dx",
      "s = sum(i=1..n, j=1..m, W_ij^2); ds/dW",
      "y = sum(t=1..T, a^(T-t) x_t); dy/dx",
    ])
      expect([text, errors(model(text)), model(text).asked.length]).toEqual([text, [], 1]);
    expect(errors(model("s = sum(i=1..n, x_i^2)", "ds/dw"))).toEqual(["2:1 syntax/differential"]);
  });

  it("a declaration in other words is told how it is written", () => {
    expect(hints(model("x : ℝⁿ", "s = x^T x"))[0]).toBe("a declaration is W ∈ ℝ^{n×m}");
    expect(hints(model("x : R^n", "s = x^T x"))[0]).toBe("a declaration is W ∈ ℝ^{n×m}");
    expect(hints(model("x : real", "s = x^2"))[0]).toBe("a number is x : scalar");
  });

  it("a function without parentheses and a sum without a range are told how they are written", () => {
    expect(hints(model("y = sinx", "dy/dx"))).toEqual(["sinx is one name: sin of x is sin(x)"]);
    expect(hints(model("L = Σᵢ (xᵢ-μ)ᵀ Σ⁻¹ (xᵢ-μ)", "∂L/∂μ"))[0]).toMatch(
      /^Σ_\{i=1\}\^\{N\} x_i or sum\(i = 1\.\.N, x_i\)/,
    );
  });
});

describe("the norms below a cosine", () => {
  const U = "u, v, w : vector(n)\n";
  const both = derive(`${U}s = u^T v / (‖u‖‖v‖)\n∂s/∂u`).results[0]?.text;
  it.each(["u^T v/‖u‖‖v‖", "u^T v / ‖u‖ ‖v‖", "u^T v / ‖u‖ · ‖v‖"])("%s divides by both", (text) => {
    const { results, diagnostics } = derive(`${U}s = ${text}\n∂s/∂u`);
    expect([results.map((r) => r.text), diagnostics]).toEqual([[both], []]);
  });

  it("of other vectors is said to divide by one", () => {
    expect(messages(model(`${U}s = u^T v/‖u‖‖w‖`))).toContain("this divides by ‖u‖ alone, and multiplies by ‖w‖");
  });
});
