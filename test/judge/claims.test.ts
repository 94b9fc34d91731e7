import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import type { CounterexampleReport } from "../../src/report/counterexample.js";
import { judged, told } from "./judge.js";

const SCORER = ["z = W x + b", "h = f(z)", "s = u^T h"];

describe("the course note", () => {
  it("judges its two chains, and explains uᵀ ∘ f′(z)", () => {
    const found = judged(
      ...SCORER,
      "∂s/∂W = ∂s/∂h ∂h/∂z ∂z/∂W",
      "∂s/∂b = ∂s/∂h ∂h/∂z ∂z/∂b = u^T diag(f'(z)) I = u^T .* f'(z)",
    );
    expect(found.map(told)).toEqual([
      "equal (jacobian)",
      "equal (jacobian)",
      "equal (jacobian)",
      "equal up to a transpose (jacobian)",
    ]);
    expect(found[3]?.why).toBe("uᵀ is 1×n and f′(z) is n×1; (u ∘ f′(z))ᵀ is meant");
  });

  it("judges the useful Jacobians", () => {
    expect(
      judged(
        ...SCORER,
        "∂(u^T h)/∂u = h^T",
        "∂(f(z))/∂z = diag(f'(z))",
        "∂(W x + b)/∂b = I",
        "∂h/∂x = ∂h/∂z ∂z/∂x",
      ).map(told),
    ).toEqual(["equal (jacobian)", "equal (jacobian)", "equal (jacobian)", "equal (jacobian)"]);
  });

  it("reads the same chain as LaTeX displays it", () => {
    const [display] = [
      String.raw`$$\begin{aligned} s &= \mathbf{u}^T \mathbf{h} \\ \mathbf{h} &= f(\mathbf{z}) \\ \mathbf{z} &= \mathbf{W}\mathbf{x} + \mathbf{b} \\ \frac{\partial s}{\partial \mathbf{b}} &= \mathbf{u}^T \text{diag}(f'(\mathbf{z})) \mathbf{I} \\ &= \mathbf{u}^T \circ f'(\mathbf{z}) \end{aligned}$$`,
    ];
    expect(judged(display).map(told)).toEqual(["equal (jacobian)", "equal up to a transpose (jacobian)"]);
  });
});

describe("the seven identities of Clark's note", () => {
  it.each([
    ["(1) a matrix times a column", ["z = W x", "∂z/∂x = W"], "equal (jacobian)"],
    [
      "(2) a row times a matrix",
      ["x : matrix(1, n)", "W : matrix(n, m)", "z = x W", "∂z/∂x = W^T"],
      "equal (jacobian)",
    ],
    ["(3) a vector by itself", ["x : vector(n)", "z = x", "∂z/∂x = I"], "equal (jacobian)"],
    ["(4) an elementwise function", ["z = f(x)", "∂z/∂x = diag(f'(x))"], "equal (jacobian)"],
    ["(5) a column upstream", ["z = W x", "J = d^T z", "∂J/∂W = d x^T"], "equal (gradient)"],
    [
      "(6) a row upstream",
      ["x : matrix(1, n)", "d : matrix(1, m)", "W : matrix(n, m)", "z = x W", "J = z d^T", "∂J/∂W = x^T d"],
      "equal (gradient)",
    ],
    [
      "(7) cross entropy of softmax",
      ["y : vector(n) simplex", "t : vector(n)", "p = softmax(t)", "J = cross_entropy(y, p)", "∂J/∂t = p - y"],
      "equal (gradient)",
    ],
  ])("%s", (_, lines, verdict) => {
    expect(judged(...lines).map(told)).toEqual([verdict]);
  });

  it("the last one needs labels that sum to 1", () => {
    const [found] = judged("t, y : vector(n)", "p = softmax(t)", "J = cross_entropy(y, p)", "∂J/∂t = p - y");
    expect(found).toMatchObject({ verdict: "different", counterexample: { entries: expect.anything() } });
  });
});

describe("the fact that a claim lacks", () => {
  it.each([
    ["s = x^T A x", "∂s/∂x = 2 A x", "A is symmetric: declare A : matrix(n, n) symmetric"],
    [
      "y, z : vector(n); s = cross_entropy(y, softmax(z))",
      "∂s/∂z = softmax(z) - y",
      "the entries of y sum to 1: declare y : vector(n) simplex",
    ],
    ["s = norm1(x)", "∂s/∂x = ones(n)", "the entries of x are positive: declare x : vector(n) positive"],
    ["s = sqrt(a^2)", "∂s/∂a = 1", "a is positive: declare a : scalar positive"],
    [
      "x : vector(n); s = norm2(Q x)^2; Q : matrix(n, n)",
      "∂s/∂x = 2 x",
      "Q is orthogonal: declare Q : matrix(n, n) orthogonal",
    ],
    [
      "x : vector(n); D, B : matrix(n, n); s = x^T D B x",
      "∂s/∂x = diagvec(D) .* (B x) + B^T (diagvec(D) .* x)",
      "D is diagonal: declare D : matrix(n, n) diagonal",
    ],
    [
      "A : matrix(n, n) invertible; s = x^T A x",
      "∂²s/∂x² = 2 A",
      "A is symmetric: declare A : matrix(n, n) invertible symmetric",
    ],
    [
      "s = x^T A x + x^T B x",
      "∂s/∂x = 2 (A + B) x",
      "A and B are symmetric: declare A : matrix(n, n) symmetric; B : matrix(n, n) symmetric",
    ],
    [
      "r_i : scalar for i in 1..N; k : scalar; s = k Σ_i r_i",
      "∂s/∂k = Σ_i abs(r_i)",
      "r_i is positive: declare r_i : scalar positive for i in 1..N",
    ],
    [
      "A_t : matrix(n, n) for t in 1..T; x : vector(n); s = Σ_t x^T A_t x",
      "∂s/∂x = 2 Σ_t A_t x",
      "A_t is symmetric: declare A_t : matrix(n, n) symmetric for t in 1..T",
    ],
  ])("of %s, %s", (model, claim, lacked) => {
    const [found] = judged(...model.split("; "), claim);
    expect(found?.verdict).toBe("different");
    expect(found?.why?.endsWith(`; it is right if ${lacked}`)).toBe(true);
  });

  it("is said of no more inputs than need it", () => {
    const [found] = judged(
      "x, u, v : vector(n)",
      "W : matrix(n, n)",
      "a, b, k : scalar",
      "s = v^T relu(W x + u) + k",
      "∂s/∂k = 1 + log(a b) - log(a) - log(b)",
    );
    expect(found?.verdict).toBe("right if a and b are positive");
  });

  it("makes the claim right once it is declared, also of the variable, whose gradient it changes", () => {
    const [declared] = judged(
      "X : matrix(n, n) symmetric",
      "A : matrix(n, n) symmetric",
      "s = tr(A X X)",
      "∂s/∂X = X A + A X",
    );
    expect(declared?.verdict).toBe("equal");
    // With X alone symmetric the gradient is (G + Gᵀ)/2, which is not Aᵀ X + X Aᵀ.
    const [half] = judged("A : matrix(n, n)", "s = tr(A X X)", "∂s/∂X = X A^T + A^T X");
    expect(half?.why).toContain("declare X : matrix(n, n) symmetric; A : matrix(n, n) symmetric");
  });

  it("is not said of a claim that no fact makes right, nor of one whose factor or transpose is wrong", () => {
    const [none] = judged("s = x^T A x", "∂s/∂x = 3 A x");
    expect(none?.why).not.toContain("declare");
    const [sign] = judged("s = x^T A x", "∂s/∂x = -(A + A^T) x");
    expect(sign?.why).toMatch(/the sign is wrong$/);
  });
});

describe("misprints of the Matrix Cookbook", () => {
  const verdicts = (...lines: string[]) =>
    judged(...lines).map((j) => [told(j), (j.counterexample?.entries.length ?? 0) > 0]);

  it("(92): the first summands stand transposed", () => {
    expect(
      verdicts(
        "a, b : vector(n)",
        "X : matrix(n, n)",
        "y = a^T (X^2)^T X^2 b",
        "∂y/∂X = X a b^T (X^2)^T + a b^T (X^2)^T X + X^2 a b^T X^T + X^T X^2 a b^T",
        "∂y/∂X = X^2 b a^T X^T + X^T X^2 b a^T + X^2 a b^T X^T + X^T X^2 a b^T",
      ),
    ).toEqual([
      ["different", true],
      ["equal (gradient)", false],
    ]);
  });

  it("(94): a transpose is missing in the denominator", () => {
    expect(
      verdicts(
        "A, B : matrix(n, n)",
        "x : vector(n)",
        "y = ((A x)^T (A x)) / ((B x)^T (B x))",
        "∂y/∂x = 2 A^T A x / (x^T B B x) - 2 (x^T A^T A x) B^T B x / (x^T B^T B x)^2",
        "∂y/∂x = 2 A^T A x / (x^T B^T B x) - 2 (x^T A^T A x) B^T B x / (x^T B^T B x)^2",
      ),
    ).toEqual([
      ["different", true],
      ["equal (gradient)", false],
    ]);
  });

  it("(94) in the rectangular case does not even fit, and the transpose that it lacks is named", () => {
    const [found] = judged(
      "A : matrix(p, n)",
      "B : matrix(q, n)",
      "x : vector(n)",
      "y = ((A x)^T (A x)) / ((B x)^T (B x))",
      "∂y/∂x = 2 A^T A x / (x^T B B x) - 2 (x^T A^T A x) B^T B x / (x^T B^T B x)^2",
    );
    expect(found).toMatchObject({ verdict: "ill-shaped", by: "laws" });
    expect(found?.why).toMatch(
      /; 2 Aᵀ A x \/ \(\(B x\)ᵀ B x\) − 2 \(\(A x\)ᵀ A x\) Bᵀ B x \/ \(\(B x\)ᵀ B x\)² would be right$/,
    );
  });

  it("(127): A has to be symmetric too", () => {
    const claim = "∂y/∂X = -2 C X (A + X^T C X)^-1 X^T B X (A + X^T C X)^-1 + 2 B X (A + X^T C X)^-1";
    const model = (facts: string) => [
      "B, C : matrix(n, n) symmetric",
      `A : matrix(m, m) ${facts}`,
      "X : matrix(n, m)",
      "y = tr((A + X^T C X)^-1 (X^T B X))",
      claim,
    ];
    expect(verdicts(...model(""))).toEqual([["different", true]]);
    expect(verdicts(...model("symmetric"))).toEqual([["equal (gradient)", false]]);
  });
});

describe("equal", () => {
  it("in gradient or in Jacobian layout, and says in which", () => {
    expect(
      judged(...SCORER, "∂s/∂x = W^T (u .* f'(z)) = (u .* f'(z))^T W", "∂s/∂W = (u .* f'(z)) x^T").map(told),
    ).toEqual(["equal (gradient)", "equal (jacobian)", "equal (gradient)"]);
    expect(judged(...SCORER, "∂s/∂W = vec((u .* f'(z)) x^T)^T = kron(x^T, (u .* f'(z))^T)").map(told)).toEqual([
      "equal (jacobian)",
      "equal (jacobian)",
    ]);
  });

  it("by rewriting, or by numbers where no law says so", () => {
    const [rewritten, computed] = judged(
      "x : vector(n)",
      "s = sum(tanh(x))",
      "∂s/∂x = ones(n) - tanh(x) .^ 2",
      "∂s/∂x = 4 (exp(x) + exp(-x)) .^ -2",
    );
    expect(rewritten?.why).toBe("by rewriting");
    expect(computed?.why).toMatch(/^at \d+ draws$/);
  });

  it("of a chain through Kronecker products, by rewriting", () => {
    const found = judged(
      ...SCORER,
      "∂s/∂W = ∂s/∂h ∂h/∂z ∂z/∂W = kron(x^T, (u .* f'(z))^T) = 2 kron(x^T, (u .* f'(z))^T) - kron(x^T, f'(z)^T diag(u))",
      "∂s/∂W = ∂s/∂z ∂z/∂W",
    );
    expect(found.map((j) => [told(j), j.why])).toEqual(found.map(() => ["equal (jacobian)", "by rewriting"]));
    expect(judged(...SCORER, "∂s/∂W = kron((u .* f'(z))^T, x^T)").map(told)).toEqual(["different"]);
  });

  it("of a matrix by a scalar: in its shape, and over vec", () => {
    expect(judged("A : matrix(n, m)", "t : scalar", "Y = t^2 A", "∂Y/∂t = 2 t A = 2 t vec(A)").map(told)).toEqual([
      "equal (gradient)",
      "equal (jacobian)",
    ]);
  });

  it("by a symmetric matrix: projected, or as the Cookbook has it, which it then names", () => {
    const lines = ["X : matrix(n, n) symmetric", "a, b : vector(n)", "s = a^T X b"];
    const found = judged(...lines, "∂s/∂X = 1/2 (a b^T + b a^T) = a b^T + b a^T - diag(a .* b) = a b^T");
    expect(found.map(told)).toEqual(["equal (gradient)", "equal (gradient)", "different"]);
    expect(found[1]?.why).toContain("convention of the Matrix Cookbook");
  });

  it("of a Jacobian by a symmetric matrix: whatever it is off the symmetric ones", () => {
    expect(
      judged(
        "X : matrix(n, n) symmetric",
        "A : matrix(n, n)",
        "Y = A X",
        "∂Y/∂X = kron(I, A) = kron(I, A) comm(n, n) = -kron(I, A)",
      ).map(told),
    ).toEqual(["equal (jacobian)", "equal (jacobian)", "different"]);
  });

  it("of a Hessian", () => {
    expect(judged("A : matrix(n, n)", "x : vector(n)", "s = x^T A x", "∂²s/∂x² = A + A^T = 2 A").map(told)).toEqual([
      "equal (jacobian)",
      "different",
    ]);
  });

  it("where a zero is written 0", () => {
    expect(judged("x, y : vector(n)", "s = x^T x", "∂s/∂y = 0 = y").map(told)).toEqual([
      "equal (gradient)",
      "different",
    ]);
  });

  it("where sign(h) stands for the step of relu, on whose flat side sign has its kink", () => {
    const lines = ["W : matrix(n, m)", "x : vector(m)", "u : vector(n)", "h = relu(W x)", "s = u^T h"];
    expect(judged(...lines, "∂s/∂x = W^T (u .* sign(h)) = W^T u").map(told)).toEqual(["equal (gradient)", "different"]);
  });
});

describe("the readings of notes", () => {
  it("take the derivative of a scalar as a gradient where as a row it does not fit", () => {
    const found = judged("Z = X W", "L = sum(f(Z))", "∂L/∂W = X^T ∂L/∂Z = ∂L/∂Z^T X = 2 X^T ∂L/∂Z");
    expect(found.map(told)).toEqual(["equal (gradient)", "equal up to a transpose (gradient)", "different"]);
    expect(found[2]?.why).toContain("it is 2 times the derivative");
    expect(found[0]?.why).toBe("by rewriting, derivatives of scalars being gradients, in the shape of their variables");
  });

  it("do the elementwise product first where done last it does not fit, and say so", () => {
    const [found] = judged(...SCORER, "∂s/∂W = u .* f'(z) x^T");
    expect(found).toMatchObject({ verdict: "equal", layout: "gradient" });
    expect(found?.why).toBe("by rewriting, read as (u ∘ f′(z)) xᵀ: a product binds tighter than ∘");
    const square = ["W : matrix(n, n)", "a, b : vector(n)", "s = sum(tanh(W .* (a b^T)))"];
    const [strict] = judged(...square, "∂s/∂W = (1 - 0) (ones(n, n) - tanh(W .* (a b^T)) .^ 2) .* (a b^T)");
    expect(strict?.verdict).toBe("equal");
  });
});

describe("equal up to a transpose", () => {
  it("where the whole is turned", () => {
    const found = judged("z = W x", "s = u^T z", "∂z/∂x = W^T", "∂s/∂W = x u^T");
    expect(found.map(told)).toEqual(["equal up to a transpose (jacobian)", "equal up to a transpose (gradient)"]);
    expect(found.map((j) => j.why)).toEqual([
      "it is m×n, ∂z/∂x is n×m: its transpose is the Jacobian",
      "it is m×n, ∂s/∂W is n×m: its transpose is the gradient",
    ]);
  });

  it("also of a square one, where shapes do not show it", () => {
    const found = judged("A : matrix(n, n)", "a, b : vector(n)", "s = a^T A b", "∂s/∂A = b a^T", "∂(A b)/∂b = A^T");
    expect(found.map(told)).toEqual(["equal up to a transpose (gradient)", "equal up to a transpose (jacobian)"]);
    expect(found[1]?.why).toContain("whose rows belong to");
  });

  it("a row and a column under ∘, whose product goes on", () => {
    const [found] = judged(...SCORER, "∂s/∂W = (u^T .* f'(z)) x^T");
    expect(found?.verdict).toBe("equal up to a transpose");
  });
});

describe("ill-shaped", () => {
  it.each([
    ["(u .* f'(z)) x", "(u ∘ f′(z)) xᵀ"],
    ["diag(f'(z)) u^T x^T", "diag(f′(z)) u xᵀ"],
  ])("%s, which lacks a transpose within: %s is named", (side, right) => {
    const [found] = judged(...SCORER, `∂s/∂W = ${side}`);
    expect(found?.verdict).toBe("ill-shaped");
    expect(found?.why?.endsWith(`; ${right} would be right`)).toBe(true);
  });

  it.each(["W + x", "u W x", "(u .* f'(z)) .* x", "diag(x) f'(z)"])("%s, which no transpose repairs", (side) => {
    const [found] = judged(...SCORER, `∂s/∂W = ${side}`);
    expect(found?.verdict).toBe("ill-shaped");
    expect(found?.why).toMatch(/^cannot /);
    expect(found?.counterexample).toBeNull();
  });

  it("1 − σ is that many ones; the power of each entry that would be right is named", () => {
    const [vector] = judged("s = sum(sigmoid(x))", "∂s/∂x = sigmoid(x) .* (1 - sigmoid(x))");
    expect(vector?.verdict).toBe("equal");
    const [squared] = judged("h = tanh(x)", "s = sum(h)", "∂s/∂x = 1 - h^2");
    expect(squared?.verdict).toBe("ill-shaped");
    expect(squared?.why).toContain("; 1ₙ − h .^ 2 would be right");
    const [wrong] = judged("s = sum(sigmoid(x))", "∂s/∂x = sigmoid(x) .* (2 - sigmoid(x))");
    expect(wrong?.verdict).toBe("different");
  });
});

describe("different", () => {
  it("has a counterexample that can be worked out again", () => {
    const [found] = judged(...SCORER, "∂s/∂x = W^T (u .* f(z))");
    const { counterexample } = found ?? {};
    if (!found || !counterexample || found.side.value === null) throw new Error("no counterexample");
    expect(found.verdict).toBe("different");
    expect(evaluate([found.side.value], counterexample.env)[0]).toEqual(counterexample.left);
    expect(counterexample.entries.length).toBeGreaterThan(0);
    expect(found.why).toMatch(/^it is -?[\d.]+, in the derivative -?[\d.]+, where n = 1, m = 1$/);
  });

  it("has inputs of two decimals, which can be copied out, as far as stated facts allow", () => {
    const [free] = judged(...SCORER, "∂s/∂x = W^T u");
    const inputs = [...(free?.counterexample?.env.values.values() ?? [])].flatMap((A) => [...A.data]);
    expect(inputs.length).toBeGreaterThan(3);
    expect(inputs.filter((x) => Math.abs(x * 100 - Math.round(x * 100)) > 1e-9)).toEqual([]);
    const [bound] = judged("p : vector(n) simplex", "s = p^T p", "∂s/∂p = p");
    const p = bound?.counterexample?.env.values.get("p")?.data ?? [];
    expect([...p].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it.each([
    ["x^T A x", "2 A x", 2],
    ["x^T x", "x", 1],
    ["sum(softmax(x) .* b)", "b", 1],
    ["mean(x)", "ones(n) / 3", 1],
  ])("of %s is as small as the difference allows", (value, side, n) => {
    const [found] = judged("A : matrix(n, n)", "x : vector(n)", `s = ${value}`, `∂s/∂x = ${side}`);
    expect([...(found?.counterexample?.env.sizes.values() ?? [])]).toEqual([n]);
    expect(found?.counterexample?.entries.length).toBeGreaterThan(0);
  });

  it("says where a chain goes wrong, and that the rest is wrong from there", () => {
    const found = judged(...SCORER, "∂s/∂b = u .* f'(z) = -u .* f'(z) = u = f'(z) .* u");
    expect(found.map(told)).toEqual(["equal (gradient)", "different", "different", "equal (gradient)"]);
    expect(found[1]?.why).toMatch(/^the chain goes wrong here, at its 2nd =: .*; the sign is wrong$/);
    expect(found[2]?.why).toMatch(/^the chain is wrong from its 2nd = on: /);
  });

  it.each([
    ["-2 X^T (X w - y)", "the sign is wrong"],
    ["X^T (X w - y)", "it is 1/2 times the derivative"],
    ["4 X^T (X w - y)", "it is 2 times the derivative"],
  ])("%s misses a sign or a factor", (side, hint) => {
    const [found] = judged("s = norm2(X w - y)^2", `∂s/∂w = ${side}`);
    expect(found?.verdict).toBe("different");
    expect(found?.why?.endsWith(hint)).toBe(true);
  });

  it.each([
    ["2 X^T (X w - y)", "it is n times the derivative"],
    ["2 X^T (X w - y) / n^2", "the derivative is n times that"],
  ])("%s misses a size", (side, hint) => {
    const [found] = judged("X : matrix(n, m)", "s = norm2(X w - y)^2 / n", `∂s/∂w = ${side}`);
    expect(found?.why?.endsWith(hint)).toBe(true);
  });

  it("names a transpose that shapes do not show", () => {
    const [found] = judged("A, B : matrix(n, n)", "x : vector(n)", "s = x^T A B x", "∂s/∂x = A B x + A B x");
    expect(found?.verdict).toBe("different");
    const [turned] = judged("A : matrix(n, n)", "a, x : vector(n)", "s = a^T A x", "∂s/∂x = A a");
    expect(turned?.why?.endsWith("Aᵀ a would be right")).toBe(true);
  });

  it("names the factor that stands transposed where the matrix is square, and repairs what does not fit", () => {
    const [square] = judged("A : matrix(n, n)", "s = norm2(A x - b)^2", "∂s/∂x = 2 A (A x - b)");
    expect(square?.verdict).toBe("different");
    expect(square?.why).toMatch(/; a factor stands transposed: 2 Aᵀ \(A x − b\) would be right$/);
    const [rectangular] = judged("A : matrix(n, m)", "s = norm2(A x - b)^2", "∂s/∂x = 2 A (A x - b)");
    expect(rectangular?.verdict).toBe("ill-shaped");
    expect(rectangular?.why).toMatch(/; 2 Aᵀ \(A x − b\) would be right$/);
  });

  it("has the wrong shape, and both values for it", () => {
    const [found] = judged(...SCORER, "∂s/∂W = u");
    expect(found?.verdict).toBe("different");
    expect(found?.why).toBe("it is n×1, and the derivative is n×m or 1×(m n)");
    expect(found?.counterexample?.left.cols).toBe(1);
  });

  it("is never said of a factor n that is 2 in one draw", () => {
    const lines = ["x : vector(n)", "s = mean(x)"];
    expect(judged(...lines, "∂s/∂x = ones(n) / 2").map(told)).toEqual(["different"]);
    expect(judged(...lines, "∂s/∂x = ones(n) / n").map(told)).toEqual(["equal (gradient)"]);
  });
});

describe("a size that only the claim names", () => {
  it.each([
    [["s = sum(x .^ 2)", "∂²s/∂x² = 2 eye(n)"], "equal (jacobian)"],
    [["mu = mean(x)", "∂mu/∂x = ones(n) / n"], "equal (gradient)"],
    [["x : vector(k)", "mu = mean(x)", "∂mu/∂x = ones(n) / n"], "equal (gradient)"],
    [["mu = mean(W x)", "∂mu/∂x = W^T ones(n) / n"], "equal (gradient)"],
    [["s = sum(X)", "∂s/∂X = ones(n, m)"], "equal (gradient)"],
    [["X : matrix(a, b)", "s = sum(X .^ 2)", "∂²s/∂X² = 2 eye(n m)"], "equal (jacobian)"],
    [["X : matrix(a, b)", "s = sum(X)", "∂s/∂X = ones(n) ones(m)^T"], "equal (gradient)"],
  ])("%j", (lines, verdict) => {
    expect(judged(...lines).map(told)).toEqual([verdict]);
  });

  it("is said where it stands for one that the model calls otherwise", () => {
    const [found] = judged("x : vector(k)", "mu = mean(x)", "∂mu/∂x = ones(n) / n");
    expect(found?.why).toBe("by rewriting, with n = k");
    const [wrong] = judged("x : vector(k)", "mu = mean(x)", "∂mu/∂x = 2 ones(n) / n");
    expect(wrong?.verdict).toBe("different");
    expect(wrong?.why).toMatch(/it is 2 times the derivative, with n = k$/);
  });

  it("accuses nobody where it could be several", () => {
    const lines = ["x : vector(k)", "s = x^T x"];
    expect(judged(...lines, "∂s/∂x = tr(eye(n)) x").map(told)).toEqual(["not judged"]);
    expect(judged(...lines, "∂s/∂x = tr(eye(n)) x^T x").map(told)).toEqual(["different"]);
    const comm = ["X : matrix(a, b)", "Y = X^T", "∂Y/∂X = comm(m, n) = comm(n, m)"];
    expect(judged(...comm).map(told)).not.toContain("different");
  });
});

describe("a δ that stands nowhere else", () => {
  it.each([
    ["∂s/∂W = delta x^T", "by rewriting, δ being ∂s/∂z"],
    ["∂s/∂W = delta^T x^T", "by rewriting, δ, a row, being ∂s/∂z"],
    ["∂s/∂b = δ", "by rewriting, δ being ∂s/∂z"],
    ["∂s/∂x = W^T delta_1", "by rewriting, δ₁ being ∂s/∂z"],
    ["∂s/∂x = delta W", "by rewriting, δ, a row, being ∂s/∂z"],
    ["∂s/∂z = delta .* f'(z)", "by rewriting, δ being ∂s/∂h"],
    [
      String.raw`$\frac{\partial s}{\partial \mathbf{W}} = \boldsymbol{\delta} \mathbf{x}^{\top}$`,
      "by rewriting, δ being ∂s/∂z",
    ],
  ])("is a derivative by a name on the way in %s", (claim, why) => {
    const [found] = judged(...SCORER, claim);
    expect(found).toMatchObject({ verdict: "equal", why });
  });

  it.each(["∂s/∂W = 2 delta x^T", "∂s/∂b = -delta", "∂s/∂W = delta b^T", "∂s/∂W = delta x^T + gamma"])(
    "is no excuse for %s, which is not judged, nor is it accused",
    (claim) => {
      expect(judged(...SCORER, claim).map(told)).toEqual(["not judged"]);
    },
  );
});

describe("not judged", () => {
  it("where a name stands nowhere else", () => {
    const [found] = judged(...SCORER, "∂s/∂W = gamma x^T");
    expect(found?.verdict).toBe("not judged");
    expect(found?.why).toBe("gamma stands nowhere else in the text, so what it is could only be guessed");
    expect(judged("delta = u .* f'(z)", ...SCORER, "∂s/∂W = delta x^T").map(told)).toEqual(["equal (gradient)"]);
  });

  it("where the variable stands nowhere else", () => {
    const [found] = judged("s = x^T x", "∂s/∂y = 2 x");
    expect(found?.verdict).toBe("not judged");
    expect(found?.why).toBe("s does not depend on y, which stands nowhere else in the text");
    expect(judged("s = x^T x", "y : vector(n)", "∂s/∂y = 2 y").map(told)).toEqual(["different"]);
    expect(judged("s = x^T x", "y (input)", "∂s/∂y = 0").map(told)).toEqual(["equal (gradient)"]);
    expect(judged("∂(u^T h)/∂u = h^T").map(told)).toEqual(["equal (jacobian)"]);
  });

  it("where no numbers can be drawn, and says so", () => {
    const [found] = judged("x : vector(n)", "s = sum(log(-exp(x)))", "∂s/∂x = x");
    expect(found).toMatchObject({ verdict: "not judged", undecided: true });
    expect(found?.why).toBe("no numbers could be drawn: the argument of log is not positive");
  });

  it("where the derivative of a side cannot be taken", () => {
    const [found] = judged("X : matrix(n, n)", "k : scalar", "s = tr(X)", "∂s/∂X = ∂(X^k)/∂X");
    expect(found?.verdict).toBe("not judged");
  });
});

describe("the report", () => {
  it("holds text, place, verdict and a counterexample as data, and warns of what is not equal", () => {
    const { results, diagnostics } = derive(`${SCORER.join("\n")}\n∂s/∂b = u^T .* f'(z) = u`);
    const claims = results[0]?.claims ?? [];
    expect(claims.map(({ text, verdict, line, column }) => [text, verdict, line, column])).toEqual([
      ["u^T .* f'(z)", "equal up to a transpose", 4, 9],
      ["u", "different", 4, 24],
    ]);
    const found = claims[1]?.counterexample as CounterexampleReport;
    expect(found.equals).toBe(2);
    expect(Object.keys(found.inputs)).toEqual(["u", "W", "x", "b"]);
    expect(found.functions.f).toMatch(/sin\(.*tanh\(/);
    expect(found.claimed).toEqual(found.inputs.u);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(diagnostics.map((d) => [d.severity, d.code, d.column])).toEqual([
      ["warning", "claim/equal-up-to-a-transpose", 9],
      ["warning", "claim/different", 24],
    ]);
  });

  it("keeps constructor and toString as names", () => {
    const { results } = derive(
      "constructor, toString : vector(n)\ns = toString^T constructor\n∂s/∂toString = -constructor",
    );
    const found = results[0]?.claims[0]?.counterexample as CounterexampleReport;
    expect(Object.keys(found.inputs).sort()).toEqual(["constructor", "toString"]);
  });

  it("is the same whenever it is asked", () => {
    const text = `${SCORER.join("\n")}\n∂s/∂b = u`;
    expect(derive(text).results[0]?.claims).toEqual(derive(text).results[0]?.claims);
  });
});

describe("draws that see everything", () => {
  it.each([
    ["a kink far away", "a, k : scalar", "y = k a", "∂y/∂k = a + relu(a - 4000)", "different"],
    ["two kinks that leave a window", "a, k : scalar", "y = k a", "∂y/∂k = a + relu(a - 5) relu(5.5 - a)", "different"],
    ["a kink in a function", "x : scalar; f(t) = relu(t - 3) + t", "y = f(x)", "∂y/∂x = 1", "different"],
    [
      "a bump in a member",
      "r_i : scalar for i in 1..N; k : scalar",
      "y = k",
      "∂y/∂k = 1 + Σ_i exp(-1e6 (r_i - 5000)^2)",
      "different",
    ],
    [
      "a bump in one member beside large ones",
      "r_i : scalar for i in 1..N; k : scalar",
      "y = k Π_i (1 + r_i^2) + 4 k",
      "∂y/∂r_i = 2 k prod(j=1..N, j != i, 1 + r_j^2) r_i + Σ_i exp(-1e4 (r_i - 9)^2)",
      "different",
    ],
    [
      "one place of a sum",
      "r_i : scalar for i in 1..N; k : scalar",
      "y = k",
      "∂y/∂k = 1 + Σ_i r_i [i = 7]",
      "different",
    ],
    [
      "a place that no draw has",
      "r_i : scalar for i in 1..N; k : scalar",
      "y = k",
      "∂y/∂k = 1 + Σ_i r_i [i = 700]",
      "not judged",
    ],
    [
      "a sum that is empty at every draw",
      "r_i : scalar for i in 1..N; k : scalar",
      "y = k",
      "∂y/∂k = 1 + Σ_{i=700}^N r_i",
      "not judged",
    ],
    ["one orthant", "a, b, k : scalar", "y = k a b", "∂y/∂k = a b + relu(-a) relu(b)", "different"],
    ["one size", "x : vector(n); k : scalar", "y = k n", "∂y/∂k = min(n, 9)", "different"],
    ["equal sizes", "x : vector(n); z : vector(m); k : scalar", "y = k", "∂y/∂k = sign(n - m)^2", "different"],
    ["1e-9 of a term", "x : vector(n)", "y = x^T x", "∂y/∂x = 2.000000002 x", "different"],
    ["1e-15 of the whole", "x : vector(n)", "y = x^T x", "∂y/∂x = 2.000000000000002 x", "different"],
    ["values beyond 1e9", "x : scalar", "y = 5e11 x^2", "∂y/∂x = 1000000000001 x", "different"],
    ["values beyond 1e9", "x : scalar", "y = 5e11 x^2", "∂y/∂x = 1e12 x", "equal"],
    ["a value on half of the line", "a, k : scalar", "y = k a", "∂y/∂k = sqrt(a)^2", "right if a is positive"],
    ["a value wherever it is asked", "a, k : scalar", "y = k log(a)", "∂y/∂k = 2 log(sqrt(a))", "equal"],
    [
      "a bump where doubles overflow",
      "a, k : scalar",
      "s = k exp(a)",
      "∂s/∂k = exp(a) + exp(-1e3 (a - 5000)^2)^2 - exp(-2e3 (a - 5000)^2)",
      "equal",
    ],
    [
      "a bump where doubles overflow",
      "a, k : scalar",
      "s = k exp(a)",
      "∂s/∂k = exp(a) + exp(-1e3 (a - 5000)^2)^2",
      "different",
    ],
    ["an entry of a name with facts", "x : vector(n)", "s = x^T x", "∂s/∂x_j = 2 x_j + [j = 2]", "different"],
    ["an entry of a name with facts", "x : vector(n)", "s = x^T x", "∂s/∂x_j = x_j + relu(x_j) - relu(-x_j)", "equal"],
    ["a side that cannot be", "a, k : scalar", "y = k a^2", "∂y/∂k = abs(a^2)", "equal"],
  ])("%s: %s; %s; %s is %s", (_, declared, equation, claim, verdict) => {
    const [found] = judged(...declared.split("; "), equation, claim);
    expect(found?.verdict).toBe(verdict);
  });

  it("say by how much values differ that are beyond doubles", () => {
    const [found] = judged("x : scalar", "s = exp(x^2)", "∂s/∂x = 2 x exp(x^2) + step(x - 1000)");
    expect(found?.why).toBe("it is 1 more than in the derivative, where both are beyond 1e308");
  });

  it("say where a claim has no value, and not what stands for it", () => {
    const [found] = judged("y : vector(n) onehot", "k : scalar", "s = k", "∂s/∂k = 1 + y_1 y_2");
    expect(found?.why).toContain("without a value, in the derivative 1, where n = 1");
  });

  it("names the side that it cannot find, and does not judge", () => {
    // 1 + cos(a) is never negative, which no law here shows.
    const [found] = judged(
      "a, k : scalar",
      "y = k (1 + cos(a) cos(a + 1))",
      "∂y/∂k = abs(1 + cos(a) cos(a + 1) + exp(-a^2))",
    );
    expect(found?.verdict).not.toBe("equal");
    const [open] = judged(
      "x, z : vector(n)",
      "k : scalar",
      "y = k norm2(x) norm2(z)",
      "∂y/∂k = abs(norm2(x) norm2(z) + x^T z) - x^T z",
    );
    expect(open).toMatchObject({ verdict: "not judged", by: null });
    expect(open?.why).toMatch(/negative, and nothing shows that it cannot be$/);
  });

  it("says how it is known", () => {
    const [laws] = judged("x : vector(n)", "y = x^T x", "∂y/∂x = x + x");
    expect(laws).toMatchObject({ by: "laws", why: "by rewriting" });
    const [numbers] = judged("a, k : scalar", "y = k abs(a)", "∂y/∂k = relu(a) + relu(-a)");
    expect(numbers).toMatchObject({ by: "numbers" });
    expect(numbers?.why).toMatch(/^at \d+ draws, both sides of relu\(a\)$/);
  });
});
