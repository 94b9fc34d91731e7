import { describe, expect, it } from "vitest";
import { expression, read } from "./show.js";

describe("precedence", () => {
  it.each([
    ["a + b - c", "(a + b - c)"],
    ["-a + b", "(- a + b)"],
    ["-a", "(-a)"],
    ["a - -b", "(a + b)"],
    ["- - a", "a"],
    ["-a .* b", "(-(a .* b))"],
    ["a .* b c ./ d", "(a .* {b c} ./ d)"],
    ["a .* -b", "(a .* (-b))"],
    ["a ⊗ b ∘ c ⊙ d ⊘ f", "(a ⊗ b .* c .* d ./ f)"],
    ["1/2 x^T A x", "{1 / 2 x^T A x}"],
    ["a/b c", "{a / b c}"],
    ["a * b @ c · d", "{a * b * c * d}"],
    ["a * -b c", "{a * (-b) c}"],
    ["-x^2", "(-x^(2))"],
    ["W x + b", "({W x} + b)"],
    ["A .* B * C", "(A .* {B * C})"],
    ["2.*x", "(2 .* x)"],
    ["2. x + 2.5x + .5 x", "({2. x} + {2.5 x} + {.5 x})"],
    ["1e-3 x + 2e x", "({1e-3 x} + {2 e x})"],
  ])("%s", (source, shown) => expect(expression(source)).toBe(shown));
});

describe("postfixes", () => {
  it.each([
    ["x^T y", "{x^T y}"],
    ["x'y", "{x' y}"],
    ["xᵀ y⁻¹ z⁻ᵀ", "{x^T y^-1 z^-T}"],
    ["X^-1 + X^{-1} + X^(-1)", "(X^-1 + X^-1 + X^-1)"],
    ["X^-T + X^{-T}", "(X^-T + X^-T)"],
    ["X^{T} + X^⊤", "(X^T + X^T)"],
    ["X^-1^T + X^T^-1", "(X^-1^T + X^T^-1)"],
    ["x²ᵀ", "x^(2)^T"],
    ["x^k + x^-2 + x^(k - 1) + x^{1/2}", "(x^(k) + x^((-2)) + x^((k - 1)) + x^({1 / 2}))"],
    ["x .^ 2 + x.^-k", "(x.^(2) + x.^((-k)))"],
    ["Xᵏ⁻¹ + X²³", "(X^((k - 1)) + X^(23))"],
    ["(A B)^T", "<{A B}>^T"],
    ["((x))^2", "<x>^(2)"],
    ["x^(T)", "x^(T)"],
    ["x^k(y)", "{x^(k) <y>}"],
    ["x''", "x''"],
    ["f″(z)", "f''(z)"],
  ])("%s", (source, shown) => expect(expression(source)).toBe(shown));

  it("^T is the transpose also where T is a variable", () => {
    expect(expression("T^T x^(T)", "T : matrix(n, n)")).toBe("{T^T x^(T)}");
  });
});

describe("factorials", () => {
  it.each([
    ["x! y", "{factorial(x) y}"],
    ["n! / (k! (n - k)!)", "{factorial(n) / <{factorial(k) factorial((n - k))}>}"],
    ["5! + exp(x)!", "(factorial(5) + factorial(exp(x)))"],
    ["((a + b))!^2", "factorial(<(a + b)>)^(2)"],
    ["\\frac{a!}{b_i!} \\log(y!)", "{frac(factorial(a), factorial(b_i)) log(factorial(y))}"],
  ])("%s", (source, shown) => expect(expression(source)).toBe(shown));

  it.each(["x!!", "!x", "x^2!", "x + !", "A'!", "|x|!"])("%s is none", (source) =>
    expect(read(`y = ${source}`).faults.join()).toContain("syntax/unexpected"),
  );
});

describe("calls and products", () => {
  it.each([
    ["f(z)", "f(z)"],
    ["f'(z) + f''(z)", "(f'(z) + f''(z))"],
    ["f (z)", "{f <z>}"],
    ["max(0, z)", "max(0, z)"],
    ["max (0, z)", "max(0, z)"],
    ["diag(f'(z))^T", "diag(f'(z))^T"],
    ["kron(A, B) vec(X)", "{kron(A, B) vec(X)}"],
    ["2(x + y)", "{2 <(x + y)>}"],
    ["(a)(b)", "{<a> <b>}"],
  ])("%s", (source, shown) => expect(expression(source)).toBe(shown));

  it("a declared variable before a parenthesis is a factor, postfixes and all", () => {
    const before = "W : matrix(n, m)\nn : size\nw : vector(n)";
    expect(expression("W(x + b)^T", before)).toBe("{W <(x + b)>^T}");
    expect(expression("X^T(X w - y)", before)).toBe("{X^T <({X w} - y)>}");
    expect(expression("W'(x)", before)).toBe("{W' <x>}");
  });

  it("a defined variable is one too, wherever it is defined", () => {
    expect(read("y = W(x)\nW = A B").shown).toEqual(["y = {W <x>}", "W = {A B}"]);
  });

  it("a size of a declaration is a variable", () => {
    expect(expression("n(x + y)", "x : vector(n)")).toBe("{n <(x + y)>}");
    expect(expression("n(x + y)", "x ∈ ℝ^n")).toBe("{n <(x + y)>}");
  });

  it("warns where a division takes only the name", () => {
    const { shown, faults } = read("w : scalar\ny = a / w(x)");
    expect(shown[1]).toBe("y = {a / w <x>}");
    expect(faults).toEqual(["2:9 warning syntax/divided"]);
  });

  it("a declared function is applied also across a space", () => {
    expect(expression("f (z)^T + f' (z)", "f : function")).toBe("(f(z)^T + f'(z))");
    expect(expression("g (z)", "g(t) = t exp(t)")).toBe("g(z)");
  });

  it("a composition of functions is a function, one with a variable is not", () => {
    expect(expression("f (z)", "g, k : function\nf = g ∘ k")).toBe("f(z)");
    expect(expression("f (z)", "g : function\nf = g ∘ tanh ∘ h\nh = g ∘ g")).toBe("f(z)");
    expect(expression("f(z)", "g : function\nk : vector(n)\nf = g ∘ k")).toBe("{f <z>}");
    expect(expression("f(z)", "f = f ∘ f")).toBe("f(z)");
  });

  it("a parameter of a function is a variable in its definition only", () => {
    expect(read("p(t) = t(1 - t)\ny = t(x)").shown).toEqual(["p(t) = {t <(1 - t)>}", "y = t(x)"]);
  });
});

describe("bars", () => {
  it.each([
    ["|a|", "|a|"],
    ["|a||b|", "{|a| |b|}"],
    ["|a| |b| + |c|", "({|a| |b|} + |c|)"],
    ["‖x‖ + ||x||", "(‖x‖ + ‖x‖)"],
    ["‖A x - b‖_2^2", "‖({A x} - b)‖_2^(2)"],
    ["‖x‖²_2 + ‖X‖_F + ‖x‖_1", "(‖x‖_2^(2) + ‖X‖_F + ‖x‖_1)"],
    ["|(|a|)|", "|<|a|>|"],
    ["||(|a| + b)||", "‖<(|a| + b)>‖"],
    ["|x|_2", "‖x‖_2"],
    ["f(|a|)|b|", "{f(|a|) |b|}"],
    ["|-a| + 2|b|", "(|(-a)| + {2 |b|})"],
  ])("%s", (source, shown) => expect(expression(source)).toBe(shown));
});

describe("blocks", () => {
  it.each([
    ["[a; b]", "[a; b]"],
    ["[A, B; C, D]^T x", "{[A, B; C, D]^T x}"],
    ["[a\n b;\n c]", "[{a b}; c]"],
    ["[1, 2; 3, 4]", "[1, 2; 3, 4]"],
  ])("%s", (source, shown) => expect(expression(source)).toBe(shown));
});

describe("constants", () => {
  it.each([
    ["1_n^T x", "{ones(n)^T x}"],
    ["𝟏ᵀ x + 0_{3}", "({ones^T x} + zeros(3))"],
    ["1ₙ", "ones(n)"],
    ["e^{x} + pi + I", "(e^(x) + pi + I)"],
    ["eye(n) ones(n, m) zeros(n)", "{eye(n) ones(n, m) zeros(n)}"],
  ])("%s", (source, shown) => expect(expression(source)).toBe(shown));
});

describe("derivatives", () => {
  it.each([
    ["∂s/∂W", "∂[s; W]"],
    ["∂s/∂h ∂h/∂z ∂z/∂b", "{∂[s; h] ∂[h; z] ∂[z; b]}"],
    ["∂²s/∂x²", "∂[s; x, x]"],
    ["∂^2 s/∂x^2 v", "{∂[s; x, x] v}"],
    ["∂²s/∂x∂y v", "{∂[s; x, y] v}"],
    ["∂²s/∂x ∂y", "∂[s; x, y]"],
    ["∂(u^T h)/∂u", "∂[{u^T h}; u]"],
    ["∂‖A x‖²/∂x", "∂[‖{A x}‖^(2); x]"],
    ["∂f(x)/∂x(y)", "{∂[f(x); x] <y>}"],
    ["∂s/∂x^T", "∂[s; x]^T"],
    ["∂s/∂x^2", "∂[s; x]^(2)"],
    ["a / ∂g(x)/∂W", "{a / ∂[g(x); W]}"],
    ["∂s/∂x / ∂t/∂x", "{∂[s; x] / ∂[t; x]}"],
    ["(∂s/∂x)/(∂t/∂x)", "{<∂[s; x]> / <∂[t; x]>}"],
    ["∂/∂u (u^T h)", "∂[{u^T h}; u]"],
    ["∂²/∂u² (u^T h)", "∂[{u^T h}; u, u]"],
    ["∇_x s", "∇[s; x]"],
    ["∇_{x} s + ∇²_x s", "(∇[s; x] + ∇[s; x, x])"],
    ["∇_x² s v", "{∇[s; x, x] v}"],
    ["∇_x f(x)^T d", "{∇[f(x); x]^T d}"],
    ["∇_x ‖x‖^2", "∇[‖x‖^(2); x]"],
  ])("%s", (source, shown) => expect(expression(source, "f : function")).toBe(shown));

  it.each([
    ["∇_x x^T A x + b", "(∇[{x^T A x}; x] + b)"],
    ["2 ∂/∂x x^T A x", "{2 ∂[{x^T A x}; x]}"],
    ["d/dx x e^x", "∂[{x e^(x)}; x]"],
    ["∂/∂x x / (1 + x)", "∂[{x / <(1 + x)>}; x]"],
    ["∂/∂x ∂/∂y x y", "∂[∂[{x y}; y]; x]"],
    ["∇_x 1/2 ‖x‖²", "∇[{1 / 2 ‖x‖^(2)}; x]"],
    ["∇_x ‖x‖² ‖x‖ + x", "(∇[{‖x‖^(2) ‖x‖}; x] + x)"],
    ["∂/∂x (x^2) y", "{∂[x^(2); x] y}"],
    ["∇_x z ∇_z s", "{∇[z; x] ∇[s; z]}"],
    ["∇_z s x^T", "{∇[s; z] x^T}"],
    ["y ∂/∂x x .* x", "{y ∂[(x .* x); x]}"],
    ["y .* ∂/∂x x .* z ⊗ x", "(y .* ∂[(x .* z ⊗ x); x])"],
    ["y ∂/∂x A x .* x + z", "({y ∂[({A x} .* x); x]} + z)"],
    ["∇_z s .* x", "(∇[s; z] .* x)"],
    ["∂/∂x (x^2) .* x", "(∂[x^(2); x] .* x)"],
    ["∂_x x^2", "∂[x^(2); x]"],
    ["∂_{x} x^2 y", "∂[{x^(2) y}; x]"],
    ["\\partial_{x} x^2 y", "∂[{x^(2) y}; x]"],
  ])("an operator in front takes the product, %s", (source, shown) =>
    expect(expression(source, "A : matrix(n, n)")).toBe(shown),
  );

  it("of a defined name, a transposition belongs to its gradient", () => {
    expect(expression("∇_x q^T d", "q = x^T x")).toBe("{∇[q; x]^T d}");
  });

  it("ds/dW is a derivative where s and W are names and ds, dW are none", () => {
    expect(read("s = sum(W)\nds/dW").shown[1]).toBe("? ∂[s; W]");
    expect(read("s = sum(W)\nd2s/dW2").shown[1]).toBe("? ∂[s; W, W]");
    expect(read("s = x^T y\nd2s/dxdy").shown[1]).toBe("? ∂[s; x, y]");
    expect(read("s = sum(W)\nds = 3\nq = ds/dW").shown[2]).toBe("q = {ds / dW}");
    expect(read("s = x + x2\nds/dx2").shown[1]).toBe("? ∂[s; x2]");
  });
});
