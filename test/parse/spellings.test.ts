import { describe, expect, it } from "vitest";
import type { Statement } from "../../src/parse/ast.js";
import { read } from "./show.js";

/** Drops what the spelling alone decides: places, the text as typed, faces, whether a call has parentheses. */
const bare = (statements: readonly Statement[]): unknown =>
  JSON.parse(
    JSON.stringify(statements, (key, value) =>
      ["span", "typed", "face", "latex", "bare", "operator", "equals", "scripts"].includes(key) &&
      typeof value !== "string"
        ? undefined
        : key === "typed" || key === "face"
          ? undefined
          : value,
    ),
  );

const same = (a: string, b: string): void => {
  const [one, other] = [read(a), read(b)];
  expect(one.faults, a).toEqual([]);
  expect(other.faults, b).toEqual([]);
  expect(one.statements.length).toBeGreaterThan(0);
  expect(other.shown).toEqual(one.shown);
  expect(bare(other.statements)).toEqual(bare(one.statements));
};

describe("each statement of the language says the same in both spellings", () => {
  it.each([
    ["declare", "W ∈ ℝ^{n×m}", "\\mathbf{W} \\in \\mathbb{R}^{n \\times m}"],
    ["declare a vector", "x ∈ ℝᵐ", "x \\in \\mathbb{R}^m"],
    ["declare by a kind", "W : matrix(n, m)", "\\mathbf{W} : \\text{matrix}(n, m)"],
    ["facts", "A : matrix(n, n) symmetric", "A : \\mathrm{matrix}(n, n)\\, \\mathrm{symmetric}"],
    ["define", "z = W x + b", "\\mathbf{z} &= \\mathbf{W}\\mathbf{x} + \\mathbf{b} \\\\"],
    ["define a function", "s(t) = t sigmoid(t)", "s(t) = t \\operatorname{sigmoid}(t)"],
    ["compose", "f = g ∘ k", "f = g \\circ k \\,"],
    ["name a derivative", "g = ∇_x s", "\\mathbf{g} = \\nabla_{\\mathbf{x}} s"],
    ["query", "∂s/∂W", "\\frac{\\partial s}{\\partial \\mathbf{W}}"],
    ["query list", "∂s/∂W, ∂s/∂b", "\\frac{\\partial s}{\\partial W}, \\partial s/\\partial b"],
    ["query with d", "∂s/∂W", "\\frac{d s}{d W}"],
    ["query with upright d", "∂s/∂W", "\\frac{\\mathrm{d}s}{\\mathrm{d}W}"],
    ["Hessian", "∂²s/∂x²", "\\frac{\\partial^2 s}{\\partial x^2}"],
    ["Hessian with a transposition", "∂²s/∂x∂x", "\\frac{\\partial^2 s}{\\partial x \\partial x^T}"],
    ["mixed", "∂²s/∂x∂y", "\\frac{\\partial^{2} s}{\\partial x\\,\\partial y}"],
    ["Hessian-vector product", "∂²s/∂x² v", "\\frac{\\partial^2 s}{\\partial x^2} \\mathbf{v}"],
    ["Hessian by nabla", "∇²_x s", "\\nabla^2_{\\mathbf{x}} s"],
    ["operator", "∂(u^T h)/∂u", "\\frac{\\partial}{\\partial \\mathbf{u}}(\\mathbf{u}^T \\mathbf{h})"],
    ["numerator", "∂(u^T h)/∂u", "\\frac{\\partial \\mathbf{u}^T \\mathbf{h}}{\\partial \\mathbf{u}}"],
    ["claim", "∂s/∂b = u^T diag(f'(z))", "\\frac{\\partial s}{\\partial b} = u^T \\text{diag}(f'(z))"],
    ["chain of claims", "∂s/∂b = u^T\n = h", "\\frac{\\partial s}{\\partial b} &= u^T \\\\ &= h"],
    ["input", "x (input)", "\\mathbf{x} &\\text{ (input)}"],
  ])("%s", (_, plain, latex) => same(plain, latex));
});

describe("the same expression in plain text, Unicode and LaTeX", () => {
  it.each([
    ["y = x^T A x", "y = xᵀ A x", "y = x^\\top A x"],
    ["y = X^-1", "y = X⁻¹", "y = X^{-1} \\,"],
    ["y = dot(A x, b - x)", "y = ⟨A x, b − x⟩", "y = \\langle A x, b - x\\rangle"],
    ["y = dot(A, f(x, y))^2", "y = ⟨A, f(x, y)⟩²", "y = \\left\\langle A, f(x, y) \\right\\rangle_{F}^2"],
    ["y = a .* b", "y = a ∘ b", "y = a \\odot b"],
    ["y = a ./ b", "y = a ⊘ b", "y = a \\oslash b"],
    ["y = alpha x_1 + y_hat", "y = α x₁ + ŷ", "y = \\alpha x_1 + \\hat{y}"],
    ["y = ||x||_2", "y = ‖x‖₂", "y = \\lVert x \\rVert_2"],
    ["y = |a| * b", "y = |a| · b", "y = \\left|a\\right| \\cdot b"],
    ["y = f''(z)", "y = f″(z)", "y = f^{\\prime\\prime}(z) \\,"],
    ["∂²s/∂x∂y", "∂^2 s/∂x∂y", "\\partial^2 s/\\partial x \\partial y"],
    ["x : vector(n)", "x ∈ ℝⁿ", "\\vec x \\in \\R^{n}"],
    ["y = [a, b; c, d]", "y = [a, b; c, d]", "y = \\begin{bmatrix} a & b \\\\ c & d \\\\ \\end{bmatrix}"],
    ["y = [a, b; c, d]", "y = [a, b; c, d]", "y = \\begin{pmatrix*}[r] a & b \\\\ c & d \\end{pmatrix*}"],
    ["y = h_t_minus_1 + W_2", "y = hₜ₋₁ + W₂", "y = h_{t-1} + W^{(2)} \\,"],
  ])("%s", (plain, unicode, latex) => {
    same(plain, unicode);
    same(plain, latex);
  });
});

describe("which spelling", () => {
  it("a statement with a backslash is LaTeX, its neighbours are not", () => {
    expect(read("y = Wx\nz = \\alpha Wx; w = Wx").shown).toEqual(["y = Wx", "z = {alpha W x}", "w = Wx"]);
  });

  it("a statement of several lines is LaTeX when one of them is", () => {
    expect(read("z = (Wx\n + \\alpha b)\n + c\nw = Wx").shown).toEqual(["z = (<({W x} + {alpha b})> + c)", "w = Wx"]);
  });

  it.each(["$z = Wx$", "$$z = Wx$$", "\\(z = Wx\\)", "\\[z\n=\nWx\\]", "\\begin{align}\nz &= Wx\n\\end{align}"])(
    "%s is LaTeX",
    (source) => expect(read(source).shown).toEqual(["z = {W x}"]),
  );

  it("a display ends a statement, and a line that begins with an operator goes on with it", () => {
    expect(read("$y = Wx$ z = 2\n$$+ c$$").shown).toEqual(["y = {W x}", "z = (2 + c)"]);
    expect(read("$y = Wx$\n$$+ c$$ z = Wx").shown).toEqual(["y = ({W x} + c)", "z = Wx"]);
  });

  it("comments are # in plain text and % in LaTeX", () => {
    expect(read("y = x # \\foo $\n% \\bar\nz = \\alpha % = beta\nw = 1").shown).toEqual([
      "y = x",
      "z = alpha",
      "w = 1",
    ]);
  });

  it("a display that is never closed ends with its line", () => {
    const { shown, faults } = read("$y = Wx\nz = Wx");
    expect(shown).toEqual(["y = {W x}", "z = Wx"]);
    expect(faults).toEqual(["1:1 syntax/display"]);
  });
});

describe("superscripts of Unicode, above which nothing stands", () => {
  it.each([
    ["y = xⁿ⁺¹", "y = x^(n+1)"],
    ["y = x¹ᐟ²", "y = x^(1/2)"],
    ["y = x⁻¹⁄²", "y = x^(-1/2)"],
    ["y = e⁻⁽ˣ⁺ᵃ⁾", "y = e^(-(x+a))"],
    ["W ∈ ℝ²ⁿˣᵐ", "W ∈ ℝ^{2n×m}"],
  ])("%s is %s", (unicode, plain) => same(unicode, plain));

  it.each([
    ["y = e⁻ˣ²", "write ^(-x^2) or ^(-x 2)"],
    ["y = e⁻ˣ²ᐟ²", "write ^(-x^2/2) or ^(-x 2/2)"],
    ["y = x⁽ⁿ⁺¹⁾²", "write ^((n+1)^2) or ^((n+1) 2)"],
  ])("%s is refused with both readings", (source, hint) => {
    const r = read(source);
    expect(r.faults.map((f) => f.split(" ").slice(1).join(" "))).toEqual(["syntax/superscript"]);
    expect(r.hints[0]).toBe(hint);
  });

  it.each([
    ["y = x²ⁿ", "for a power in the exponent write ^(2^n)"],
    ["y = xᵃᵇ", "for a power in the exponent write ^(a^b)"],
  ])("%s is said to be a product", (source, hint) => {
    const r = read(source);
    expect(r.faults.map((f) => f.split(" ").slice(1).join(" "))).toEqual(["warning syntax/superscripts"]);
    expect(r.hints[0]).toBe(hint);
  });
});
