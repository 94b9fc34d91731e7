import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import { parseExpression } from "../../src/parse/syntax.js";
import { expression, read, show } from "../parse/show.js";

describe("a fault, its place, its sentence and its hint", () => {
  it.each([
    ["y = X^Ty", "1:7 syntax/transpose", /Ty is one name/, /\^T y/],
    ["y = x^T_i", "1:7 syntax/transpose", /T_i is one name/, /x_i\^T/],
    ["y = A[1]", "1:6 syntax/index", /brackets/, /rows\(A, i, j\)/],
    ["y = \\alpha A[1]", "1:13 syntax/index", /brackets/, /rows\(A, i, j\)/],
    ["y = 2 3", "1:7 syntax/numbers", /side by side/, /2 \* 3/],
    ["y = \\log^a x", "1:9 syntax/operator-power", /power of log/, /\(\\log x\)\^2/],
    ["y = \\log_3 x", "1:5 syntax/operator-script", /subscript on log/, /without/],
    ["y = \\left. x \\right|_{x=0}", "1:5 syntax/one-sided", /one side/, /value at a point/],
    ["y = \\left( x \\right.", "1:5 syntax/one-sided", /one side/, /\\right\)/],
    ["y = \\left( x", "1:5 syntax/one-sided", /one side/, /\\right\)/],
    ["y = x \\right)", "1:7 syntax/one-sided", /one side/, /./],
    ["y = x^2^3", "1:8 syntax/tower", /power of a power/, /\(x\^2\)\^3/],
    ["y = x^-1^2", "1:9 syntax/tower", /power of a power/, /./],
    ["y = z = x", "1:7 syntax/two-equals", /one =/, /derivative/],
    ["A x = b", "1:1 syntax/left-side", /left side of a definition is one name/, /name = expression/],
    ["f(x + y) = b", "1:1 syntax/left-side", /one name/, /./],
    ["f'(x) = b", "1:1 syntax/left-side", /one name/, /./],
    ["g(x, x) = x", "1:6 syntax/parameter", /x stands twice/, null],
    ["y =", "1:4 syntax/end", /nothing stands on the right side/, null],
    ["y = x +", "1:8 syntax/end", /ends where an expression is expected/, null],
    ["y = x^", "1:7 syntax/end", /an exponent is expected/, null],
    ["y = x^^T", "1:7 syntax/unexpected", /unexpected \^: an exponent is expected here/, null],
    ["y = f(, x)", "1:7 syntax/unexpected", /unexpected ,: an expression/, null],
    ["y = f()", "1:7 syntax/unexpected", /unexpected \): an expression/, /between parentheses/],
    ["y = kron(A, )", "1:13 syntax/unexpected", /unexpected \): an expression/, null],
    ["a, b = f(x)", "1:6 syntax/unexpected", /unexpected =/, /one statement defines one name/],
    ["y == x", "1:4 syntax/unexpected", /unexpected =/, /one = defines a name/],
    ["x : vector(n) = 3", "1:15 syntax/unexpected", /unexpected =/, /two statements/],
    ["y = x,", "1:6 syntax/comma", /behind this comma/, null],
    ["y = x ** 2", "1:7 syntax/power", /\*\*/, /x\^2/],
    ["y = x % 3", "1:7 syntax/character", /%/, /begins with #/],
    ["y = x § 3", "1:7 syntax/character", /the character § means nothing/, null],
    ["y = \u0007x", "1:5 syntax/character", /U\+0007/, null],
    ["ds/dW", "1:1 syntax/differential", /there is no s in the text/, /s = …; ∂s\/∂W$/],
    ["dtheta/dx", "1:1 syntax/differential", /there is no theta/, /theta = …; ∂theta\/∂x$/],
    ["y = log det(X)", "1:5 syntax/parentheses", /log needs parentheses/, /logdet\(X\), or log\(det\(X\)\)/],
    ["y = ln det(X)", "1:5 syntax/parentheses", /ln needs parentheses/, /logdet\(X\)/],
    ["y = ‖X‖_nuc", "1:7 syntax/norm", /the nuclear norm ‖·‖_nuc/, /‖X‖_F/],
    ["y = 2 + _*", "1:9 syntax/subscript", /belongs to nothing/, /W_1/],
    ["y = tanh z", "1:5 syntax/parentheses", /tanh needs parentheses/, /tanh\(z\)/],
    ["y = ∂W x/∂x", "1:8 syntax/unexpected", /\/ is expected/, null],
    ["∂W x/∂x", "1:4 syntax/unexpected", /\/ is expected/, /∂\(W x\)\/∂x/],
    ["∂s/∂(W x)", "1:5 syntax/variable", /taken by a name/, /name/],
    ["∂^3 s/∂x^3", "1:2 syntax/order", /first and second/, /./],
    ["∂²s/∂x", "1:1 syntax/order", /two variables/, /∂²s\/∂x∂y/],
    ["∇s", "1:1 syntax/nabla", /by which variable/, /∇_x s/],
    ["y = \\nabla f", "1:5 syntax/nabla", /by which variable/, /nabla_/],
    ["y = \\nabla_{x y} f", "1:13 syntax/nabla", /one variable/, /∂x∂y/],
    ["y = |x", "1:5 syntax/unclosed", /this \| is never closed/, /parentheses/],
    ["y = x‖", "1:6 syntax/unclosed", /‖ is never closed/, /./],
    ["y = ‖x‖_3", "1:7 syntax/norm", /‖·‖_3/, /‖x‖_1/],
    ["y = x + _2", "1:9 syntax/subscript", /belongs to nothing/, /W_1/],
    ["y = (A x", "1:5 syntax/unclosed", /this \( is never closed/, /\) is missing/],
    ["y = ((x + y)^T (x - y)", "1:5 syntax/unclosed", /\( is never closed/, /\)/],
    ["y = [a; b", "1:5 syntax/unclosed", /\[ is never closed/, /\]/],
    ["y = \\begin{bmatrix} a", "1:5 syntax/unclosed", /never closed/, /\\end/],
    ["y = A x)", "1:8 syntax/stray-bracket", /\) closes nothing/, null],
    ["y = (A x]", "1:9 syntax/bracket-kind", /\( is closed by \]/, /\)/],
    ["A : matrx(n, n)", "1:5 syntax/kind", /matrx is not a kind/, /did you mean matrix/],
    ["A : symmetric(n, n)", "1:5 syntax/kind", /symmetric is not a kind/, /A : matrix\(n, n\) symmetric/],
    ["A : matrix(n)", "1:5 syntax/kind", /two sizes, not 1/, /kinds are/],
    ["a : scalar(3)", "1:5 syntax/kind", /no size, not 1/, /kinds are/],
    ["x : vector()", "1:12 syntax/unexpected", /expected/, /./],
    ["A : matrix(n, n) symetric", "1:18 syntax/fact", /symetric is not a fact/, /did you mean symmetric/],
    ["A : matrix(n, n) nice", "1:18 syntax/fact", /nice is not a fact/, /facts are/],
    ["x", "1:1 syntax/statement", /says nothing/, /y = …/],
    ["y = 1\nA x", "2:1 syntax/statement", /says nothing/, /y = …/],
    ["y = \\foo x", "1:5 syntax/command", /\\foo is not known/, /write out/],
    ["y = \\alhpa", "1:5 syntax/command", /\\alhpa is not known/, /\\alpha/],
    ["\\newcommand{\\x}{y}", "1:1 syntax/macro", /macro/, /./],
    ["y = \\begin{vmatrix} a \\end{vmatrix}", "1:5 syntax/environment", /vmatrix is not read/, /det\(A\)/],
    ["y = \\begin{bmatrix} a \\end{pmatrix}", "1:23 syntax/environment", /is ended by/, null],
    ["y = \\hat{x + y}", "1:5 syntax/accent", /over one letter/, /name/],
    ["y = a \\approx b", "1:7 syntax/relation", /only = and ∈/, /./],
    ["$y = x", "1:1 syntax/display", /this \$ is never closed/, /./],
    ["s = \\langle x\\rangle", "1:5 syntax/angle", /angle brackets/, /x\^T y/],
    ["s = \\left\\langle x, y\\right\\rangle_M", "1:5 syntax/angle", /angle brackets/, /dot\(x, y\)/],
    ["s = ⟨x⟩", "1:5 syntax/angle", /angle brackets/, /dot\(x, y\)/],
    ["B = A.T", "1:6 syntax/attribute", /\.T is not read/, /A\^T/],
    ["$B = A.T$", "1:7 syntax/attribute", /\.T is not read/, /A\^T/],
    ["y = np.exp(x)", "1:7 syntax/attribute", /\.exp is not read/, /it is exp\(x\)/],
    ["y = x.dot(w)", "1:6 syntax/attribute", /\.dot/, /x\^T y/],
    ["y = a.b", "1:6 syntax/attribute", /\.b is not read/, /names have no dots/],
    ["y = \\cos^{-1} x", "1:9 syntax/operator-power", /power of cos/, /\\arccos/],
    ["y = \\log_3 x", "1:5 syntax/operator-script", /subscript on log/, /\\log\(x\) \/ \\log\(3\)/],
    ["\\min_x \\|A x\\|^2", "1:1 syntax/operator-script", /subscript on min/, /state the function/],
    ["B = A^\\dagger", "1:7 syntax/operator", /pseudo-inverse/, /pinv/],
    ["B = A^+", "1:8 syntax/end", /expected/, /pseudo-inverse/],
    ["B = A^*", "1:7 syntax/unexpected", /exponent is expected/, /transpose is \^T/],
    ["B = A^H", "1:7 syntax/conjugate", /\^H is not read/, /\^T/],
    ["y = sin^a(x)", "1:8 syntax/operator-power", /power of sin/, /sin\(x\) \.\^ 2/],
    ["y = tan^-1(x)", "1:8 syntax/operator-power", /power of tan/, /atan/],
    ["y = A \\ b", "1:7 syntax/left-division", /no division/, /A\^-1 b/],
    ["x = A\\b", "1:6 syntax/command", /\\b is not known/, /A\^-1 b/],
    ["y = x // note", "1:8 syntax/unexpected", /unexpected \//, /begins with #/],
    ["y = softmax(x, axis=1)", "1:20 syntax/unexpected", /unexpected =/, /arguments have no names/],
    ["y = x > 0", "1:7 syntax/character", />/, /step\(x\)/],
    ["$y = \\mathbf{x}^t A$", "1:17 syntax/transpose", /\^t is read as a power/, /\^T/],
    ["$y = x^t A x$", "1:8 syntax/transpose", /\^t is read as a power/, /\^T/],
    ["$$f = x & y$$", "1:9 syntax/cell", /& stands within a product/, /without it/],
    ["\\frac{\\delta f}{\\delta x}", "1:1 syntax/variation", /quotient/, /\\partial s/],
    ["\\frac{\\partial Y}{\\partial \\operatorname{vec}(X)}", "1:28 syntax/variable", /by a name/, /vec/],
    ["f = \\begin{cases} x & x > 0 \\\\ 0 & 0 \\end{cases}", "1:38 syntax/unexpected", /expected here/, null],
    ["y = x^3\nd^3y/dx^3", "2:1 syntax/order", /first and second/, /./],
    ["J = \\mathbb{E}[x]", "1:5 syntax/operator", /expectations/, /mean\(x\)/],
    ["y = \\ker A", "1:5 syntax/operator", /not part of the language/, /./],
  ])("%s", (source, fault, message, hint) => {
    const r = read(source);
    const [at = "", code = ""] = fault.split(" ");
    expect([r.faults[0], r.faults.length]).toEqual([`${at} ${code}`, 1]);
    expect(r.messages[0]).toMatch(message);
    if (hint === null) expect(r.hints[0]).toBeNull();
    else expect(r.hints[0]).toMatch(hint);
  });
});

it("punctuation between two displays says nothing", () => {
  const r = read("$\\mathbf x \\in \\mathbb{R}^{n}$, $A \\in \\mathbb{R}^{n \\times n}$.");
  expect(r.faults).toEqual([]);
  expect(r.shown).toEqual(["x : vector(n)", "A : matrix(n, n)"]);
});

it("H is an exponent where it is a name of the model", () => {
  expect(read("H : scalar\ny = a^H").faults).toEqual([]);
});

it("a built-in that LaTeX reads letter by letter is warned of", () => {
  const r = read("$t = r$ $y = A tr(z)$");
  expect(r.shown[1]).toEqual("y = {A t r(z)}");
  expect(r.faults).toEqual(["1:16 warning syntax/letters"]);
  expect(r.hints[0]).toMatch(/\\operatorname\{tr\}/);
  expect(read("$y = A softmax(z)$").shown).toEqual(["y = {A softmax(z)}"]);
  expect(read("$y = \\operatorname{tr}(A) t r(x)$").faults).toEqual([]);
  expect(read("$y = tr(A)$").shown).toEqual(["y = tr(A)"]);
});

describe("several faults in one go", () => {
  it("what they do not touch is read", () => {
    const r = read("a = tanh(x\nb = 2 3\nc = W x\nd = x^\n∂c/∂x");
    expect(r.shown).toEqual(["c = {W x}", "? ∂[c; x]"]);
    expect(r.faults).toEqual(["1:9 syntax/unclosed", "2:7 syntax/numbers", "4:7 syntax/end"]);
    expect(r.broken.map((b) => b.name)).toEqual(["a", "b", "d"]);
  });

  it("an open bracket ends with the line that starts a statement, be it a query", () => {
    expect(read("a = tanh(x\n∂a/∂x").shown).toEqual(["? ∂[a; x]"]);
    expect(read("a = tanh(x\n+ y\nx, z : vector(n)").shown).toEqual(["x, z : vector(n)"]);
    expect(read("a = [x; y\nW ∈ ℝ^{n×m}").shown).toEqual(["W : matrix(n, m)"]);
    expect(read("a = f(x; b = 2").shown).toEqual(["b = 2"]);
  });

  it("its closing bracket further down is no second fault", () => {
    expect(read("(((\nx = 1\n)))").faults).toEqual(["1:1 syntax/unclosed"]);
  });

  it("an unknown fact leaves the declaration", () => {
    const r = read("A : matrix(n, n) symetric invertible");
    expect(r.shown).toEqual(["A : matrix(n, n) invertible"]);
  });

  it("a statement full of faults says only the first few", () => {
    expect(read(`y = ${"2 ".repeat(100)}`).faults.length).toBeLessThan(10);
    expect(read(`y = ${")".repeat(100)}`).faults.length).toBe(1);
  });

  it("one text's fault does not show up in another", () => {
    expect(read("y = (").faults).toEqual(["1:5 syntax/unclosed"]);
    expect(read("y = x").faults).toEqual([]);
    expect(read("\\begin{aligned} y").faults.length).toBe(1);
    expect(read("y = \\alpha").faults).toEqual([]);
  });
});

describe("parseExpression", () => {
  const known = { variables: new Set(["W", "x"]), functions: new Set(["f"]) };
  const parse = (source: string): string => {
    const report = reporter(source);
    const e = parseExpression(source, known, report);
    return e === null ? report.diagnostics.map((d) => d.code).join() : show(e);
  };

  it.each([
    ["u .* f'(z)", "(u .* f'(z))"],
    ["W(x)^T + f (z)", "({W <x>^T} + f(z))"],
    ["x", "x"],
    ["∂s/∂x", "∂[s; x]"],
    ["v' diag(w)", "{v' diag(w)}"],
    ["\\mathbf{u} \\circ f'(\\mathbf{z})", "(u .* f'(z))"],
    ["-2", "(-2)"],
    ["3", "3"],
    ["", "syntax/end"],
    ["y = x", "syntax/unexpected"],
    ["x; y", "syntax/unexpected"],
    ["x : scalar", "syntax/unexpected"],
    ["x + …", "syntax/sketch"],
    ["(x", "syntax/unclosed"],
  ])("%s", (source, shown) => expect(parse(source)).toBe(shown));

  it("reads what the printers write", () => {
    expect(expression("2 x^T A^-1 .* (B ./ C) .^ -2 - diag(f''(z)) W")).toBe(
      "(({2 x^T A^-1} .* <(B ./ C)>.^((-2))) - {diag(f''(z)) W})",
    );
  });
});
