import { describe, expect, it } from "vitest";
import { equations, errors, hints, messages, model, shapeOf, strict } from "../parse/models.js";

const DECLARED = [
  "a, c : scalar",
  "x, y : vector(n)",
  "v : vector(m)",
  "A, B : matrix(n, n)",
  "W : matrix(n, m)",
  "f : function",
];

const said = (text: string) => {
  const m = strict(...DECLARED, `r = ${text}`);
  return m.diagnostics.map((d) => [d.column - 4, d.code, d.message, d.hint]);
};

describe("operands that do not fit", () => {
  it.each([
    ["A x + B", 5, "shape/sum", "cannot add A x (n×1) and B (n×n)", null],
    ["x + a", 3, "shape/sum", "cannot add x (n×1) and a (1×1)", "to add it to every entry, write a ones(n)"],
    ["1 - x", 3, "shape/sum", "cannot subtract x (n×1) from 1 (1×1)", "to add it to every entry, write ones(n)"],
    ["W + 2", 3, "shape/sum", "cannot add W (n×m) and 2 (1×1)", "to add it to every entry, write 2 ones(n, m)"],
    ["W x", 3, "shape/product", "cannot multiply W (n×m) by x (n×1): m ≠ n", "did you mean W^T x?"],
    ["W^T v", 5, "shape/product", "cannot multiply W^T (m×n) by v (m×1): n ≠ m", "did you mean W v?"],
    ["x^T A v", 7, "shape/product", "cannot multiply x^T A (1×n) by v (m×1): n ≠ m", null],
    ["a W x", 5, "shape/product", "cannot multiply W (n×m) by x (n×1): m ≠ n", "did you mean W^T x?"],
    ["x .* v", 3, "shape/hadamard", "cannot multiply x (n×1) and v (m×1) entry by entry", null],
    [
      "x^T .* f'(y)",
      5,
      "shape/hadamard",
      "cannot multiply x^T (1×n) and f'(y) (n×1) entry by entry",
      "one of them is transposed",
    ],
    [
      "2 .* x",
      3,
      "shape/hadamard",
      "cannot multiply 2 (1×1) and x (n×1) entry by entry",
      "a scalar multiplies without the dot: c x",
    ],
    ["x ./ v", 3, "shape/quotient", "cannot divide x (n×1) by v (m×1) entry by entry", null],
    [
      "x / y",
      3,
      "shape/division",
      "cannot divide x (n×1) by y (n×1): only a scalar divides",
      "./ divides entry by entry",
    ],
    [
      "x / A",
      3,
      "shape/division",
      "cannot divide x (n×1) by A (n×n): only a scalar divides",
      "multiply by the inverse: A^-1",
    ],
    [
      "x^2",
      2,
      "shape/power",
      "x (n×1) has no power: only a scalar and a square matrix have",
      ".^ is the power of each entry",
    ],
    [
      "W^-1",
      2,
      "shape/inverse",
      "W (n×m) has no inverse: only a scalar and a square matrix have",
      "did you mean (X^T X)^-1 X^T?",
    ],
    ["a^x", 2, "shape/exponent", "an exponent is a scalar, not x (n×1)", "the power of each entry is exp(log(a) x)"],
    ["det(W)", 1, "shape/det", "det needs a square matrix, not n×m", "did you mean det(X^T X)?"],
    ["tr(x)", 1, "shape/tr", "tr needs a square matrix, not n×1", "did you mean tr(X^T X), or sum(X)?"],
    [
      "norm2(W)",
      1,
      "shape/norm2",
      "norm2 needs a vector, not n×m",
      "normF is the Frobenius norm of a matrix, specnorm its largest singular value",
    ],
    ["diag(W)", 1, "shape/diag", "diag needs a column vector or a square matrix, not n×m", null],
    ["dot(x, v)", 1, "shape/dot", "dot of n×1 and m×1: the shapes differ", null],
    ["max(x, a)", 1, "shape/max", "max of n×1 and 1×1: the shapes differ", null],
    ["unvec(x, n, m)", 1, "shape/unvec", "unvec needs a vector of m n entries, not n×1", null],
    ["rows(A, 3, 2)", 1, "shape/rows", "rows 3 to 2 of n×n do not exist", null],
    ["|W|", 1, "shape/bars", "|W| of a matrix: is det or abs meant?", "write det(X) or abs(X)"],
    ["[x, v]", 5, "shape/beside", "cannot put v (m×1) beside n×1: the numbers of rows differ", null],
    ["[A; x]", 5, "shape/stack", "cannot stack n×n on x (n×1): the numbers of columns differ", null],
    ["kron(A)", 1, "call/arity", "kron takes 2 arguments, not 1", null],
    ["f(x, y)", 1, "call/arity", "f takes 1 argument, not 2", null],
    ["det'(A)", 1, "call/prime", "det has no derivative by ': it is not applied entry by entry", null],
    ["ones(x)", 6, "name/size", "x is a vector: no name is a size and a variable", null],
    ["f + x", 1, "name/function", "f is a function", "apply it: f(…)"],
  ])("%s", (text, column, code, message, hint) => {
    expect(said(text)).toEqual([[column, code, message, hint]]);
  });

  it("are noted with where their sizes come from", () => {
    const m = strict("W : matrix(n, m)", "b : vector(n)", "z = 2 b", "y = W z");
    expect(messages(m)).toEqual(["cannot multiply W (n×m) by z (n×1): m ≠ n"]);
    expect(m.diagnostics[0]?.notes).toEqual([
      { message: "W : matrix(n, m)", line: 1, column: 1 },
      { message: "z is n×1 by its definition", line: 3, column: 1 },
    ]);
    const guessed = model("b : vector(3)", "y = x^T b", "z = x + ones(4)");
    expect(messages(guessed)).toEqual(["cannot add x (3×1) and ones(4) (4×1)"]);
    expect(guessed.diagnostics[0]?.notes).toEqual([
      { message: "x is not declared, and taken for a vector, for it is transposed: 3×1", line: 2, column: 5 },
    ]);
  });

  it("are said once, with what they take along; the rest of the model is there", () => {
    const m = strict(
      ...DECLARED,
      "z = W x",
      "h = f(z)",
      "s = sum(h)",
      "t = x^T y",
      "u = A v",
      "∂s/∂x",
      "∂t/∂x",
      "∂t/∂y = x",
    );
    expect(errors(m)).toEqual(["7:7 shape/product", "11:7 shape/product"]);
    expect(m.diagnostics[0]?.notes.map((n) => n.message)).toContain("left out with it: h, s");
    expect(equations(m)).toEqual(["t = x^T y"]);
    expect(m.asked.map((q) => q.type)).toEqual(["query", "claim"]);
    expect([...m.symbols.keys()]).not.toContain("h");
  });

  it("bind no sizes of names that were not declared", () => {
    const m = model("r = (x + ones(3)) + ones(4)", "y = A x");
    expect(errors(m)).toEqual(["1:19 shape/sum"]);
    expect(shapeOf(m, "x")).toBe("n×1");
  });
});

describe("readings by shape", () => {
  const value = (text: string) => {
    const m = strict(...DECLARED, `r = ${text}`);
    return errors(m).length > 0 ? messages(m) : equations(m)[0]?.slice(4);
  };

  it.each([
    ["norm(x)", "norm2(x)"],
    ["norm(W)", "normF(W)"],
    ["‖x‖", "norm2(x)"],
    ["‖W‖", "normF(W)"],
    ["‖x‖_1", "norm1(x)"],
    ["|x|", "abs(x)"],
    ["diag(x)", "diag(x)"],
    ["diag(A)", "diagvec(A)"],
    ["dot(x, y)", "x^T y"],
    ["dot(A, B)", "sum(A .* B)"],
    ["dot(a, c)", "a c"],
    ["a^2", "a^2"],
    ["A^2", "A^2"],
    ["A^0", "A^0"],
    ["a^-1", "1 / a"],
    ["A^-1", "A^-1"],
    ["inv(A)", "A^-1"],
    ["inv(a)", "1 / a"],
    ["A^-T", "A^-T"],
    ["x .^ -1", "x .^ -1"],
    ["exp(A)", "exp(A)"],
    ["e^A", "exp(A)"],
    ["x'y", "x^T y"],
    ["f'(x)", "f'(x)"],
    ["tanh'(x)", "ones(n) - tanh(x) .^ 2"],
    ["relu'(x)", "step(x)"],
    ["max(0, x)", "max(0, x)"],
    ["min(x, -1/2)", "min(x, -0.5)"],
    ["a .* c", "a c"],
    ["A(x + y)", "A (x + y)"],
    ["a / c(x)", "a / c x"],
    ["f (x)", "f(x)"],
    ["f' (x)^T y", "f'(x)^T y"],
    ["1/n(x + y)", "(x + y) / n"],
    ["cols(W, 2, m)", "cols(W, 2, m)"],
    ["[x; v]", "[x; v]"],
    ["x ⊗ v", "kron(x, v)"],
    ["cross_entropy(x, y)", "cross_entropy(x, y)"],
    ["zeros(n, n) + comm(1, n)", "zeros(n, n) + comm(1, n)"],
  ])("%s", (text, canonical) => {
    expect(value(text)).toEqual(value(canonical));
    expect(errors(strict(...DECLARED, `r = ${text}`))).toEqual([]);
  });

  it("warn where MATLAB reads otherwise", () => {
    const warned = (text: string) => strict(...DECLARED, `r = ${text}`).diagnostics.map((d) => d.code);
    expect(warned("A .* B * A")).toEqual(["product/mixed"]);
    expect(warned("A .* (B * A)")).toEqual([]);
    expect(warned("A .* B A")).toEqual(["product/mixed"]);
    expect(warned("x .* A * y")).toEqual([]);
    expect(warned("x .* y * a")).toEqual([]);
  });

  it("warn where a variable is divided by and touches a parenthesis", () => {
    const m = strict(...DECLARED, "r = x / a(c)");
    expect(m.diagnostics.map((d) => d.severity)).toEqual(["warning"]);
    expect(hints(m)[0]).toMatch(/^for the other reading/);
  });
});
