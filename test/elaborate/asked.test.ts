import { describe, expect, it } from "vitest";
import type { Query } from "../../src/model/model.js";
import { printText } from "../../src/print/text.js";
import { assumed, equations, errors, hints, messages, model, shapeOf, strict } from "../parse/models.js";

const NETWORK = ["z = W x + b", "h = f(z)", "s = u^T h"];

const queries = (m: ReturnType<typeof model>): Query[] =>
  m.asked.map((a) => (a.type === "query" ? a.query : a.claim.query));
const short = (q: Query) => `${q.ofText} by ${q.wrt.map((x) => printText(x)).join(", ")}`;

describe("a size that only a claim names", () => {
  it("is the name of the size that it fits", () => {
    expect(assumed(model("s = x^T x", "∂²s/∂x² = 2 eye(n)"))).toEqual(["x : vector(n)"]);
    expect(assumed(model("mu = mean(W x)", "∂mu/∂x = W^T ones(k) / k"))).toEqual(["W : matrix(k, n)", "x : vector(n)"]);
    expect(assumed(model("mu = mean(W x)", "∂mu/∂W = ones(k) x^T / k", "∂mu/∂x = W^T ones(d) / d"))).toEqual([
      "W : matrix(k, n)",
      "x : vector(n)",
      "d = k",
    ]);
    expect(assumed(model("mu = sum(x) / n", "∂mu/∂x = ones(n) / n"))).toEqual(["x : vector(n)"]);
  });

  it("is taken to be a declared one, and that is said", () => {
    const m = model("x : vector(k)", "mu = mean(x)", "∂mu/∂x = ones(n) / n = I_n ones(n) / k");
    expect(errors(m)).toEqual([]);
    expect(assumed(m)).toEqual(["n = k"]);
    const [a] = m.asked;
    if (a?.type !== "claim") throw new Error("no claim");
    expect(a.claim.sides.map((s) => s.value && printText(s.value))).toEqual(["ones(k) / k", "eye(k) ones(k) / k"]);
    expect(a.claim.sides.map((s) => s.sizes)).toEqual([["n = k"], ["n = k"]]);
  });

  it("is never 1, and may be another one in another claim", () => {
    const m = model(
      "W : matrix(p, q)",
      "u : vector(p)",
      "s = u^T W x",
      "∂s/∂W = ones(n) x",
      "∂s/∂u = ones(n)",
      "∂s/∂x = ones(n)",
    );
    const sides = m.asked.flatMap((a) => (a.type === "claim" ? a.claim.sides : []));
    expect(sides.map((s) => s.fault?.code ?? null)).toEqual(["shape/product", null, null]);
    expect(sides.slice(1).map((s) => s.sizes)).toEqual([["n = p"], ["n = q"]]);
  });

  it("binds no size of the model", () => {
    expect(assumed(model("s = u^T W x", "∂s/∂W = ones(k, k)"))).toEqual([
      "u : vector(n)",
      "W : matrix(n, m)",
      "x : vector(m)",
      "k : size",
    ]);
  });

  it("is open where its shape does not tell it", () => {
    const m = model("x : vector(k)", "s = x^T x", "∂s/∂x = tr(eye(n)) x");
    expect(m.asked.flatMap((a) => (a.type === "claim" ? a.claim.sides.map((s) => s.open) : []))).toEqual([["n"]]);
    expect(assumed(m)).toEqual(["n : size"]);
  });
});

describe("queries", () => {
  it("come in the order of the text", () => {
    const m = model("∂s/∂W, ∂s/∂b", ...NETWORK, "∂h/∂x = W", "∂²s/∂x∂b");
    expect(errors(m)).toEqual([]);
    expect(queries(m).map(short)).toEqual(["s by W", "s by b", "h by x", "s by x, b"]);
    expect(queries(m).map((q) => q.order)).toEqual([1, 1, 1, 2]);
    expect(m.asked.map((a) => a.type)).toEqual(["query", "query", "claim", "query"]);
  });

  it("may have an expression above", () => {
    const m = model("∂(x^T A x)/∂x");
    expect(errors(m)).toEqual([]);
    const [q] = queries(m);
    expect([q?.ofText, q && printText(q.of)]).toEqual(["x^T A x", "x^T A x"]);
    expect(assumed(m)).toEqual(["x : vector(n)", "A : matrix(n, n)"]);
  });

  it("may multiply a vector by a Hessian", () => {
    const m = model("s = x^T A x", "∂²s/∂x² v");
    expect(errors(m)).toEqual([]);
    expect(printText(queries(m)[0]?.direction as never)).toBe("v");
    expect(shapeOf(m, "v")).toBe("n×1");
    expect(errors(model("s = x^T A x", "v : vector(7)", "x : vector(3)", "∂²s/∂x² v"))).toEqual([
      "4:9 shape/direction",
    ]);
    expect(errors(model("s = x^T A x", "∂s/∂x v"))).toEqual(["2:1 query/form"]);
  });

  it("say with a nabla that the gradient is meant", () => {
    const m = model("s = x^T A x", String.raw`$\nabla_x s$`, String.raw`$\nabla^2_x s$`);
    expect(errors(m)).toEqual([]);
    expect(queries(m).map((q) => [q.nabla, q.order])).toEqual([
      [true, 1],
      [true, 2],
    ]);
    expect(messages(model("x : vector(n)", "A : matrix(m, n)", "y = A x", String.raw`$\nabla_x y$`))).toEqual([
      "∇ asks for the gradient of a scalar, and y is m×1",
    ]);
  });

  it("are refused by what is no variable", () => {
    const by = (name: string) => messages(strict("f : function", "x : vector(n)", "y = f(x)", `∂y/∂${name}`));
    expect(by("f")).toEqual(["cannot differentiate by the function f"]);
    expect(by("n")).toEqual(["cannot differentiate by the size n"]);
    expect(by("q")).toEqual(["q is not declared"]);
    expect(messages(strict("f : function", "x : vector(n)", "∂f/∂x"))).toEqual(["f is a function"]);
  });

  it("are refused where nothing says what is derived", () => {
    const m = model("y = A x", "∂s/∂x");
    expect(errors(m)).toEqual(["2:2 query/undefined"]);
    expect(m.asked).toEqual([]);
    expect(errors(model("y = A x", "∂x/∂x"))).toEqual([]);
    expect(model("y = A x", "∂x/∂A").asked).toHaveLength(1);
  });

  it("of names with a fault are left out without another word", () => {
    const m = strict("A : matrix(n, m)", "x : vector(n)", "y = A x", "s = sum(y)", "∂s/∂x", "∂s/∂x = x");
    expect(errors(m)).toEqual(["3:7 shape/product"]);
    expect(m.asked).toEqual([]);
  });
});

describe("claims", () => {
  const sides = (...lines: string[]) => {
    const m = model(...lines);
    return m.asked.flatMap((a) =>
      a.type === "claim"
        ? a.claim.sides.map((s) => (s.value ? printText(s.value) : (s.fault?.message ?? "nothing")))
        : [],
    );
  };

  it("have a side for each =", () => {
    expect(sides(...NETWORK, "∂s/∂b = ∂s/∂h ∂h/∂z ∂z/∂b = u^T diag(f'(z)) I")).toEqual([
      "∂s/∂h ∂h/∂z ∂z/∂b",
      "u^T diag(f'(z)) eye(n)",
    ]);
    expect(sides(...NETWORK, "∂z/∂b = I", "∂h/∂b = diag(f'(z)) eye")).toEqual(["eye(n)", "diag(f'(z)) eye(n)"]);
  });

  it("that are ill-shaped are no fault of the model", () => {
    const m = model(...NETWORK, "∂s/∂b = u^T .* f'(z)", "∂s/∂b = h + W");
    expect(m.diagnostics).toEqual([]);
    const [first, second] = m.asked.map((a) => (a.type === "claim" ? a.claim.sides[0] : undefined));
    expect([first?.value, first?.fault?.code, first?.fault?.line, first?.fault?.column]).toEqual([
      null,
      "shape/hadamard",
      4,
      13,
    ]);
    expect(first?.text).toBe("u^T .* f'(z)");
    expect(second?.fault?.message).toBe("cannot add h (n×1) and W (n×m)");
  });

  it("bind no size of the model", () => {
    const m = model("y = A x", "∂y/∂x = A + B", "∂y/∂x = B C", "B : matrix(n, 3)");
    expect(assumed(m)).toEqual(["A : matrix(m, p)", "x : vector(p)", "C : matrix(3, q)"]);
    expect(shapeOf(model("s = x^T y", "∂s/∂x = y + ones(3)"), "x")).toBe("n×1");
  });

  it("are not judged where nothing says what is derived", () => {
    const m = model("∂s/∂b = ∂s/∂h ∂h/∂b");
    expect(errors(m)).toEqual([]);
    expect(m.asked.map((a) => (a.type === "claim" ? a.claim.unjudged : ""))).toEqual(["s is not defined in this text"]);
  });

  it("read an undeclared name of their own by the same rules", () => {
    const m = model("y = A x", "∂y/∂x = lambda A + C");
    expect(assumed(m)).toEqual(["A : matrix(n, m)", "x : vector(m)", "lambda : scalar", "C : matrix(n, m)"]);
    expect(errors(strict("A : matrix(n, m)", "x : vector(m)", "y = A x", "∂y/∂x = C"))).toEqual([
      "4:9 name/undeclared",
    ]);
  });
});

describe("derivatives within expressions", () => {
  const data = (m: ReturnType<typeof model>, name: string) => m.equations.find((e) => e.name === name)?.value;

  it("are gradients where they are the whole of a definition", () => {
    const m = model("s = x^T A x", "g = ∂s/∂x", "H = ∂g/∂x", "p = H v");
    expect(errors(m)).toEqual([]);
    expect(data(m, "g")?.data).toBe("gradient");
    expect(["g", "H", "p"].map((n) => shapeOf(m, n))).toEqual(["n×1", "n×n", "n×1"]);
    expect(data(m, "H")?.data).toBe("jacobian");
  });

  it("are Jacobians beside anything else", () => {
    const m = model("s = x^T A x", "r = -∂s/∂x", "y = B x", "J = ∂s/∂y ∂y/∂x + ∂s/∂x", "q = ∂²s/∂x² v");
    expect(errors(m)).toEqual([]);
    expect([shapeOf(m, "r"), shapeOf(m, "J"), shapeOf(m, "q")]).toEqual(["1×n", "1×n", "n×1"]);
  });

  it("by matrices go through vec", () => {
    const m = strict(
      "W : matrix(n, m)",
      "x : vector(m)",
      "z = W x",
      "s = z^T z",
      "J = ∂z/∂W",
      "H = ∂²s/∂W²",
      "G = ∂s/∂W",
    );
    expect(errors(m)).toEqual([]);
    expect(["J", "H", "G"].map((n) => shapeOf(m, n))).toEqual(["n×m n", "m n×m n", "n×m"]);
  });

  it("need what they derive to be defined before them", () => {
    const m = model("g = ∂s/∂x", "s = x^T g");
    expect(errors(m)).toEqual(["2:9 definition/circle"]);
    expect(equations(m)).toEqual([]);
    expect(hints(m)).toEqual([null]);
  });
});

it("a Hessian asked for as ∂²s/∂x∂xᵀ, and times a vector", () => {
  for (const query of [
    "∂²s/∂x∂xᵀ",
    "∂^2s/∂x∂x^T",
    "∂²s/∂x∂x'",
    "(∂²s/∂x∂x^T)",
    "\\partial^2 s/\\partial x \\partial x^T",
  ]) {
    const m = model("s = x^T A x", query);
    expect([query, errors(m)]).toEqual([query, []]);
    expect(m.asked[0]?.type === "query" && m.asked[0].query.order).toBe(2);
  }
  const m = model("s = x^T A x", "∂²s/∂x∂xᵀ v");
  expect(m.asked[0]?.type === "query" && m.asked[0].query.direction !== null).toBe(true);
  expect(errors(model("s = x^T A x", "∂s/∂x^T"))).toEqual(["2:1 query/form"]);
});
