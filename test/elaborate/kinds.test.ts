import { describe, expect, it } from "vitest";
import { assumed, equations, errors, hints, messages, model, shapeOf, strict, symbols } from "../parse/models.js";

describe("names that are not declared", () => {
  it("have their kinds by case, alphabet and use", () => {
    expect(assumed(model("y = W x + b", "s = lambda u^T f(y)", "G = Gamma^T Gamma"))).toEqual([
      "W : matrix(n, m)",
      "x : vector(m)",
      "b : vector(n)",
      "lambda : scalar",
      "u : vector(n)",
      "f : function",
      "Gamma : matrix(p, q)",
    ]);
    expect(assumed(model("y = θ_1 x + yhat"))).toEqual(["theta_1 : scalar", "x : vector(n)", "yhat : vector(n)"]);
  });

  it("touch a parenthesis as functions only where they always do", () => {
    expect(errors(model("y = w(x)", "z = w + x"))).toEqual(["1:6 shape/product"]);
    expect(assumed(model("y = w(x)", "z = w'(x)"))).toEqual(["w : function", "x : vector(n)"]);
  });

  it("in upper case are matrices before a parenthesis, and functions where they are primed", () => {
    expect(equations(model("x : vector(n)", "W : matrix(n, 1)", "y = W(x + x)^T"))).toEqual(["y = W (x + x)^T"]);
    expect(equations(model("y = (x + b)^T W", "z = W(x + b)"))).toEqual(["y = (x + b)^T W", "z = W (x + b)"]);
    expect(assumed(model("y = F(x)", "z = F'(x)"))).toEqual(["F : function", "x : vector(n)"]);
  });

  it("in LaTeX are vectors where they are bold, scalars where they are not", () => {
    expect(assumed(model(String.raw`$y = a \mathbf{x}^T \mathbf{v}$`))).toEqual([
      "a : scalar",
      "x : vector(n)",
      "v : vector(n)",
    ]);
    expect(assumed(model("$y = x^T v$", String.raw`$z = \mathbf{w}$`))).toEqual([
      "x : vector(n)",
      "v : vector(n)",
      "w : vector(m)",
    ]);
    expect(assumed(model("$y = a v$", String.raw`$z = \mathbf{w}$`))).toEqual([
      "a : scalar",
      "v : scalar",
      "w : vector(n)",
    ]);
    expect(assumed(model(String.raw`$r = \boldsymbol{\theta}^T \vec{x}$`))).toEqual([
      "theta : vector(n)",
      "x : vector(n)",
    ]);
    expect(assumed(model(String.raw`$r = x^T \mathbf{x}$`))).toEqual(["x : vector(n)"]);
    expect(assumed(model("y = W x", String.raw`$\frac{\partial y}{\partial x}$`))).toEqual([
      "W : matrix(n, m)",
      "x : vector(m)",
    ]);
  });

  it("with an arrow are vectors in either case, and with Δ what their letter is", () => {
    expect(assumed(model(String.raw`$W = \vec{F}^T \vec d$`))).toEqual(["F : vector(n)", "d : vector(n)"]);
    expect(assumed(model("a = F⃗ / m"))).toEqual(["F : vector(n)", "m : scalar"]);
    expect(assumed(model("y = J Δx", "Y = A ΔX", "v = u Δt"))).toEqual([
      "J : matrix(n, m)",
      "Deltax : vector(m)",
      "A : matrix(p, q)",
      "DeltaX : matrix(q, r)",
      "u : vector(k)",
      "Deltat : scalar",
    ]);
  });

  it.each([
    [String.raw`$s = \mathbf a \cdot \mathbf b$`, "s = a^T b"],
    [String.raw`$s = m (\mathbf x - \mathbf y) \cdot \mathbf n / r$`, "s = m (x - y)^T n / r"],
    [String.raw`$s = A \vec a \cdot B \vec b$`, "s = (A a)^T B b"],
    ["x, y : vector(n); s = 2 x · y", "s = 2 x^T y"],
    ["x : vector(n); y = A · x", "y = A x"],
    [String.raw`$z = \mathbf W \cdot \mathbf x + \mathbf b$`, "z = W x + b"],
    [String.raw`$z = \mathbf w^T \cdot \mathbf x$`, "z = w^T x"],
  ])("with a dot between two vectors make their inner product: %s", (text, read) => {
    const m = model(text);
    expect([errors(m), equations(m)]).toEqual([[], [read]]);
  });

  it.each([
    ["$y = x^T A x$", ["x : vector(n)", "A : matrix(n, n)"]],
    ["$y = x^T v$", ["x : vector(n)", "v : vector(n)"]],
    ["$z = W x + b$", ["W : matrix(n, m)", "x : vector(m)", "b : vector(n)"]],
    ["$y = \\sigma(w^T x + b)$", ["sigma : sigmoid", "w : vector(n)", "x : vector(n)", "b : scalar"]],
    ["$J(\\theta) = \\|X\\theta - y\\|^2$", ["theta : vector(m)", "X : matrix(n, m)", "y : vector(n)"]],
    ["$r = \\lambda x^T x$", ["lambda : scalar", "x : vector(n)"]],
    ["$y = m x + c$", ["m : scalar", "x : scalar", "c : scalar"]],
    ["$y = a x^2 + b x + c$", ["a : scalar", "x : scalar", "b : scalar", "c : scalar"]],
    ["$Y = c X$", ["c : scalar", "X : matrix(n, m)"]],
    ["$f(t) = t^2$ \n $y = f(x)$", ["x : scalar"]],
  ])("in LaTeX without a bold letter are read by case, scalars where nothing says more: %s", (text, kinds) => {
    const m = model(text);
    expect([errors(m), assumed(m).sort()]).toEqual([[], [...kinds].sort()]);
  });

  it.each([
    [String.raw`$f = <c> \mathbf{w}^\top\mathbf{w}$`, String.raw`$\mathbf{g} = \frac{\partial f}{\partial\mathbf{w}}$`],
    [
      String.raw`$f = \frac{<c>}{2}\operatorname{tr}(\mathbf{F}^\top\mathbf{F})$`,
      String.raw`$\mathbf{P} = \frac{\partial f}{\partial\mathbf{F}}$`,
    ],
    [
      String.raw`$f = <c> \mathbf{x}^\top\mathbf{A}\mathbf{x}$`,
      String.raw`$\mathbf{g} = \frac{\partial f}{\partial\mathbf{x}}, \mathbf{H} = \frac{\partial\mathbf{g}}{\partial\mathbf{x}}$`,
    ],
    [String.raw`$\mathbf{p} = \begin{bmatrix} 2\cos <c> \\ \sin <c> \end{bmatrix}$`],
    [
      String.raw`$\mathbf{R} = \begin{bmatrix} \cos <c> & -<c> \\ <c> & 1 \end{bmatrix}$`,
      String.raw`$\mathbf{y} = \mathbf{R}\mathbf{x}$`,
    ],
    [String.raw`$\mathbf{y} = \begin{bmatrix} <c> & 2 \end{bmatrix}\mathbf{x}$`],
    [String.raw`$\mathbf{p} = \begin{bmatrix} <c> \\ <c>^2 \end{bmatrix}, s = \|\mathbf{p} - \mathbf{q}\|^2$`],
  ])("plain beside bold ones are scalars whatever is set in bold on the left, Greek as Latin: %s", (...lines) => {
    const read = (letter: string) => model(...lines.map((l) => l.replaceAll("<c>", letter)));
    for (const [letter, name] of [
      ["c", "c"],
      [String.raw`\lambda `, "lambda"],
    ] as const) {
      expect(errors(read(letter))).toEqual([]);
      expect(assumed(read(letter))).toContain(`${name} : scalar`);
    }
    expect(read(String.raw`\lambda `).equations.length).toBe(read("c").equations.length);
  });

  it.each([
    [String.raw`$\mathbf{y} = \mathbf{x} + <T>\mathbf{A}\mathbf{x}$`, "scalar"],
    [String.raw`$\mathbf{y} = \mathbf{x} + \tfrac{<T>}{2}\mathbf{A}\mathbf{x}$`, "scalar"],
    [String.raw`$\mathbf{B} = (\mathbf{C} + <T>\mathbf{A})^{-1}$`, "scalar"],
    [String.raw`$\mathbf{Y} = \mathbf{X} <T>$`, "matrix(n, m)"],
    [String.raw`$\mathbf{Y} = \mathbf{X} + <T>$`, "matrix(n, m)"],
    [String.raw`$\mathbf{y} = <T>\mathbf{A}\mathbf{x}, s = \operatorname{tr}(<T>)$`, "matrix(n, n)"],
    [String.raw`$\mathbf{y} = <T>\mathbf{x}$`, "matrix(n, m)"],
  ])("plain in upper case beside bold matrices are scalars where only numbers stand: %s", (text, kind) => {
    const m = model(text.replaceAll("<T>", "T "));
    expect(errors(m)).toEqual([]);
    expect(assumed(m)).toContainEqual(
      expect.stringMatching(
        new RegExp(`^T : ${kind.replace(/[a-z], [a-z]/, "., .").replace(/[()]/g, String.raw`\$&`)}$`),
      ),
    );
    expect(assumed(model(text.replaceAll("<T>", String.raw`\Sigma `)))).toContainEqual(
      expect.stringContaining("Sigma : matrix"),
    );
  });

  it("of a difference in LaTeX are one name with it, where Δ stands nowhere else", () => {
    const kinds = (text: string) => assumed(model(text)).join("; ");
    expect(kinds(String.raw`$\mathbf{y} = \mathbf{x} + \Delta t\,\mathbf{A}\mathbf{x}$`)).toContain("Deltat : scalar");
    expect(kinds(String.raw`$s = \Delta\mathbf{x}^\top \Delta\mathbf{x}$`)).toBe("Deltax : vector(n)");
    expect(kinds(String.raw`$s = \mathbf{x}^\top \Delta \mathbf{x}$`)).toContain("Delta : matrix(n, n)");
    expect(kinds(String.raw`$\Delta = b^2 - 4 a c, y = \Delta x$`)).not.toContain("Deltax");
  });

  it.each([
    String.raw`$f = \frac{1}{2}\|\mathbf{w}\|^2 + C\sum_{i=1}^n \max(0, 1 - y_i(\mathbf{w}^\top\mathbf{x}_i + b))$`,
    String.raw`$f = C\sum_{i=1}^n \log(1 + e^{-y_i\mathbf{w}^\top\mathbf{x}_i}) + \mathbf{w}^\top\mathbf{w}$`,
  ])("in upper case are scalars as a whole in front of a sum that is added to a number: %s", (text) => {
    expect(errors(model(text))).toEqual([]);
    expect(assumed(model(text))).toContain("C : scalar");
  });

  it("in upper case with a prime before a vector are transposed", () => {
    const m = model(String.raw`$\mathbf{g} = \mathbf{Z}'(\mathbf{y} - \mathbf{X}\boldsymbol\beta)$`);
    expect([errors(m), assumed(m)[0]]).toEqual([[], "Z : matrix(n, m)"]);
    expect(errors(model("$g = Z'(y - X b)/n$"))).toEqual([]);
    expect(errors(model("L = U'(c - h) + c"))).toEqual(["1:5 name/kind"]);
  });

  it("are two names in bold and plain where one cannot be two kinds, which is said", () => {
    for (const text of [String.raw`$r = \mathbf{x}^T \mathbf{x} + x^2$`, String.raw`$r = \mathbf{x} + x \mathbf{w}$`]) {
      const both = model(text);
      expect(errors(both)).toEqual([]);
      expect(both.diagnostics.map((d) => d.code)).toEqual(["name/faces"]);
      expect(symbols(both).join()).toContain("x_bold");
    }
    const clash = model(String.raw`$r = \mathbf{x}^T \mathbf{x}$`, String.raw`$s = x^2$`);
    expect(errors(clash)).toEqual([expect.stringMatching(/shape\/power$/)]);
    expect(hints(clash)[0]).toMatch(/^x stands bold and plain/);
  });

  it("are sizes as arguments of constants", () => {
    const m = model("y = X W + ones(N) b^T");
    expect(assumed(m)).toEqual(["X : matrix(N, n)", "W : matrix(n, m)", "N : size", "b : vector(m)"]);
    expect(symbols(m)).toContain("N : size 1×1 size");
    expect(assumed(model("y = zeros(p, q) x", "K = comm(r, 2)"))).toContain("r : size");
  });

  it("are inputs where the text says so, of a kind that is assumed all the same", () => {
    expect(assumed(model("x (input)", "y = A x"))).toEqual(["x : vector(n)", "A : matrix(m, n)"]);
  });

  it("that are σ before a parenthesis are the sigmoid", () => {
    expect(equations(model("h = σ(z)"))).toEqual(["h = sigmoid(z)"]);
    expect(assumed(model("h = σ(z)"))).toEqual(["sigma : sigmoid", "z : vector(n)"]);
    expect(assumed(model("h = σ z"))).toEqual(["sigma : scalar", "z : vector(n)"]);
    expect(equations(model("sigma : function", "h = σ(z)"))).toEqual(["h = sigma(z)"]);
  });

  it("may be any word", () => {
    const m = model("constructor = toString + hasOwnProperty", "valueOf = constructor^T constructor");
    expect(m.diagnostics).toEqual([]);
    expect(shapeOf(m, "valueOf")).toBe("1×1");
  });

  it("that nearly are built in are warned of", () => {
    const m = model("y = sofmax(x)", "z = tahn(y)");
    expect(m.diagnostics.map((d) => [d.severity, d.line, d.hint])).toEqual([
      ["warning", 1, "did you mean softmax?"],
      ["warning", 2, "did you mean tanh?"],
    ]);
    expect(messages(model("y = g(x)", "z = f_2(x)"))).toEqual([]);
  });

  it("that are words are warned of, unless the text says what they are", () => {
    const said = (text: string) => model(text).diagnostics.map((d) => d.code);
    expect(said("z = sig(x)")).toEqual(["name/word"]);
    expect(said("sig : function; z = sig(x)")).toEqual([]);
    expect(said("sig(t) = 1 / (1 + exp(-t)); z = sig(x)")).toEqual([]);
  });
});

describe("the one scalar reading", () => {
  it("is taken where no vector fits", () => {
    expect(assumed(model("c = a^b"))).toEqual(["a : scalar", "b : scalar"]);
    expect(assumed(model("y = x^2"))).toEqual(["x : scalar"]);
    expect(assumed(model("y = x^2 + x + 1"))).toEqual(["x : scalar"]);
    expect(assumed(model("y = v / w"))).toEqual(["v : vector(n)", "w : scalar"]);
    expect(assumed(model("y = t X"))).toEqual(["t : scalar", "X : matrix(n, m)"]);
    expect(assumed(model("x : vector(k)", "y = a x"))).toEqual(["a : scalar"]);
  });

  it("waits for the rest of the model", () => {
    expect(assumed(model("y = a x", "b = 1 / a"))).toEqual(["a : scalar", "x : vector(n)"]);
    expect(assumed(model("y = a x", "z = a^T c + x", "x : scalar"))).toEqual(["a : vector(n)", "c : vector(n)"]);
    const m = model("y = a x", "s = y^T c", "x : vector(3)");
    expect(equations(m)).toEqual(["y = a x", "s = y^T c"]);
    expect(assumed(m)).toEqual(["a : scalar", "c : vector(3)"]);
  });

  it("is asked for where there are two", () => {
    const m = model("y = a x");
    expect(errors(m)).toEqual(["1:7 shape/product"]);
    expect(hints(m)).toEqual(["a is not declared: if it is a scalar, say so with a : scalar or x : scalar"]);
    expect(m.equations).toEqual([]);
  });
});

describe("inferred sizes", () => {
  it("are clear of the names in use", () => {
    expect(assumed(model("n = x^T x", "m = A x"))).toEqual(["x : vector(p)", "A : matrix(q, p)"]);
    const many = model(...Array.from({ length: 12 }, (_, i) => `y_${i} = A_${i} x`));
    expect(assumed(many).slice(-2)).toEqual(["A_10 : matrix(n_4, m)", "A_11 : matrix(n_5, m)"]);
  });

  it("are polynomials where they must be", () => {
    expect(assumed(model("v = [x; y]", "z = W v"))).toEqual(["x : vector(n)", "y : vector(m)", "W : matrix(p, m + n)"]);
    expect(assumed(model("z = B vec(A)"))).toEqual(["B : matrix(n, m p)", "A : matrix(m, p)"]);
    expect(assumed(model("y = kron(A, B) x"))).toEqual(["A : matrix(n, m)", "B : matrix(p, q)", "x : vector(m q)"]);
    expect(assumed(model("X = unvec(v, n, m)"))).toEqual(["v : vector(m n)", "n : size", "m : size"]);
  });

  it("of constants come from where they stand", () => {
    expect(
      equations(model("B : matrix(n, n)", "A = B + eye", "s = sum(log(exp(x) + vector(1)))", "C = X .* matrix(1)")),
    ).toEqual(["A = B + eye(n)", "s = sum(log(exp(x) + ones(m)))", "C = X .* ones(p, q)"]);
    expect(errors(model("s = sum(eye)"))).toEqual(["1:9 size/unknown"]);
  });

  it("may be left out of a declaration, but not in strict mode", () => {
    expect(assumed(model("x : vector", "A : matrix", "y = A x"))).toEqual(["x : vector(n)", "A : matrix(m, n)"]);
    expect(errors(strict("x : vector"))).toEqual(["1:5 declaration/sizes"]);
  });
});

describe("the examples of matrixcalculus.org", () => {
  it.each([
    ["0.5*x'*A*x", ["x : vector(n)", "A : matrix(n, n)"]],
    ["A*exp(x)", ["A : matrix(n, m)", "x : vector(m)"]],
    ["(y.*v)'*x", ["y : vector(n)", "v : vector(n)", "x : vector(n)"]],
    ["a^b", ["a : scalar", "b : scalar"]],
    ["norm1(A*x-y)", ["A : matrix(n, m)", "x : vector(m)", "y : vector(n)"]],
    ["norm2(A*x-y)^2", ["A : matrix(n, m)", "x : vector(m)", "y : vector(n)"]],
    ["sum(log(exp(-y.*(X*w)) + vector(1)))", ["y : vector(n)", "X : matrix(n, m)", "w : vector(m)"]],
    ["tr(A*X'*B*X*C)", ["A : matrix(n, m)", "X : matrix(p, m)", "B : matrix(p, p)", "C : matrix(m, n)"]],
    ["log(det(inv(X)))", ["X : matrix(n, n)"]],
  ])("%s", (text, kinds) => {
    const m = model(`r = ${text}`);
    expect(errors(m)).toEqual([]);
    expect(assumed(m)).toEqual(kinds);
  });
});

describe("strict mode", () => {
  it("assumes nothing, and says each name once", () => {
    const m = strict("x : vector(n)", "y = a x + b", "z = a + b");
    expect(errors(m)).toEqual(["2:5 name/undeclared", "2:11 name/undeclared"]);
    expect(m.assumptions).toEqual([]);
    expect(m.equations).toEqual([]);
  });

  it("names what is near", () => {
    expect(hints(strict("weight : vector(n)", "y = 2 weigth"))).toEqual(["did you mean weight?"]);
    expect(hints(strict("x : vector(n)", "y = sofmax(x)"))).toEqual(["did you mean softmax?"]);
    expect(hints(strict("x : vector(n)", "y = Q x"))).toEqual(["declare it: Q : matrix(n, m)"]);
  });

  it("knows a name whose statement cannot be read", () => {
    const m = strict("x : vector(n)", "h = (x", "s = sum(h)", "t = sum(x)");
    expect(errors(m)).toEqual(["2:5 syntax/unclosed"]);
    expect(equations(m)).toEqual(["t = sum(x)"]);
  });
});

describe("declarations", () => {
  it("state positive sizes", () => {
    expect(errors(strict("x : vector(0)", "y = 2 x"))).toEqual(["1:12 declaration/empty"]);
    expect(errors(strict("x : matrix(n)", "y = 2 x"))).toHaveLength(1);
    expect(errors(strict("x : vector(n / 2)"))).toEqual(["1:12 size/not-a-size"]);
    expect(shapeOf(strict("x : vector(2 (n + 1)^2)"), "x")).toBe("2 n^2 + 4 n + 2×1");
    expect(shapeOf(strict("A ∈ ℝ^{n×m}"), "A")).toBe("n×m");
  });

  it("stand once, and not for a size and a variable", () => {
    expect(errors(strict("x : scalar", "x : vector(n)"))).toEqual(["2:1 name/declared-twice"]);
    expect(errors(strict("x : vector(n)", "n : scalar"))).toEqual(["2:1 name/size"]);
    expect(errors(strict("n : scalar", "x : vector(n)"))).toEqual(["2:12 name/size"]);
    expect(errors(strict("x : vector(n)", "n = x^T x"))).toEqual(["2:1 name/size"]);
    expect(errors(strict("n : size", "x : vector(n)"))).toEqual([]);
  });

  it("state facts that the shape can have", () => {
    const m = strict(
      "A : matrix(n, n) posdef",
      "p : vector(n) simplex",
      "t : vector(n) data",
      "Q : matrix(n, n) orthogonal",
    );
    expect(m.diagnostics).toEqual([]);
    expect([...(m.symbols.get("A")?.facts ?? [])].sort()).toEqual(["invertible", "posdef", "symmetric"]);
    expect([...(m.symbols.get("Q")?.facts ?? [])].sort()).toEqual(["invertible", "orthogonal"]);
    expect(m.symbols.get("t")?.role).toBe("data");
    expect(m.context.facts.get("p")?.has("simplex")).toBe(true);
    expect(errors(strict("A : matrix(n, m) symmetric"))).toEqual(["1:18 fact/shape"]);
    expect(errors(strict("A : matrix(n, m) simplex"))).toEqual(["1:18 fact/shape"]);
    expect(errors(strict("f : function positive"))).toEqual(["1:14 fact/kind"]);
    expect(assumed(model("x : vector", "A : matrix symmetric", "y = A x"))).toEqual([
      "x : vector(n)",
      "A : matrix(n, n)",
    ]);
  });
});

describe("facts that follow from a definition", () => {
  it("are facts of the name", () => {
    const m = strict(
      "X : matrix(n, m)",
      "z : vector(n)",
      "A : matrix(n, n) posdef",
      "S = X^T X",
      "p = softmax(z)",
      "B = A^-1",
      "D = diag(p)",
      "C = D B",
    );
    const facts = (name: string) => [...(m.symbols.get(name)?.facts ?? [])].sort();
    expect(facts("S")).toEqual(["symmetric"]);
    expect(facts("p")).toEqual(["positive", "simplex"]);
    expect(facts("B")).toEqual(["invertible", "posdef", "symmetric"]);
    expect(facts("D")).toEqual(["diagonal", "invertible", "posdef", "symmetric"]);
    expect(facts("C")).toEqual(["invertible"]);
    expect(m.context.facts.get("S")?.has("symmetric")).toBe(true);
  });

  it("join those that are stated", () => {
    const m = strict("A : matrix(n, n)", "S : matrix(n, n) invertible", "S = exp(A)");
    expect([...(m.symbols.get("S")?.facts ?? [])].sort()).toEqual(["invertible", "positive"]);
  });
});

describe("operations that the language does not have or spells otherwise", () => {
  it.each([
    ["eig(X)", /eigenvalues/, /eigvals/],
    ["rank(X)", /the rank/, /constant/],
    ["pseudo_inverse(X)", /not the name of a function/, /pinv\(A\)/],
    ["var(x)", /variance/, /mean\(x\)/],
    ["logcumsumexp(x)", /running sum/, /cumsum/],
    ["argmax(x)", /an index/, /no derivative/],
    ["transpose(X)", /not the name of a function/, /X\^T/],
    ["inverse(X)", /not the name of a function/, /X\^-1/],
    ["determinant(X)", /not the name/, /det\(X\)/],
    ["hadamard(A, B)", /not the name/, /A \.\* B/],
    ["\\operatorname{rank} X", /the rank/, /constant/],
    ["\\mathrm{svd}(X)", /singular values/, /specnorm/],
    ["sum_i x", /a sum over an index/, /sum\(x\)/],
    ["argmin_x X", /an optimum or a limit over x/, /where A\^T/],
    ["prod_k X", /a product over an index/, /exp\(sum\(log\(x\)\)\)/],
  ])("%s is refused by name", (value, message, hint) => {
    const m = model(`s = ${value}`, "t = sum(s)", "∂t/∂X");
    expect(errors(m)).toEqual([expect.stringMatching(/ name\/unsupported$/)]);
    expect(messages(m)[0]).toMatch(message);
    expect(hints(m)[0]).toMatch(hint);
    expect(m.equations).toEqual([]);
  });

  it("are names of the model where it defines or declares them, or does not apply them", () => {
    for (const text of [
      "eig(t) = t^2\ny = eig(x)",
      "sum_i : scalar\ny = sum_i x",
      "argmin_x : scalar\ny = argmin_x x",
      "y = sup_norm x^T",
      "rank : function\ny = rank(x)",
      "var = a^T x",
      "y = rank x^T",
    ])
      expect(errors(model(text))).toEqual([]);
  });

  it("are undeclared in strict mode, with the same advice", () => {
    const m = strict("X : matrix(n, n)", "s = transpose(X)");
    expect(errors(m)).toEqual(["2:5 name/undeclared"]);
    expect(hints(m)[0]).toMatch(/X\^T/);
  });

  it("the synonyms of the language are read", () => {
    expect(equations(model("s = trace(X) + Tr(X) + ln(a) + dot(x, y)"))).toEqual([
      "s = tr(X) + tr(X) + log(a) + x^T y",
    ]);
  });
});

it("I_0 and I_1 are names, and no identities of no rows or of one", () => {
  expect(assumed(model("I_0, t : scalar", "I = I_0 e^(-t)"))).toEqual([]);
  expect(assumed(model("q, t : scalar", "q2 = I_1 t + q"))).toEqual(["I_1 : scalar"]);
});
