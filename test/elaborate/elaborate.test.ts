import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { printText } from "../../src/print/text.js";
import { assumed, equations, errors, messages, model, strict, symbols } from "../parse/models.js";

const NETWORK = ["z = W x + b", "h = f(z)", "s = u^T h"];

describe("the scorer network", () => {
  const declared = ["x : vector(m)", "W : matrix(n, m)", "u, b : vector(n)", "f : function"];

  it("declared, is what it says", () => {
    const m = strict(...declared, ...NETWORK, "∂s/∂W", "∂s/∂b = u^T diag(f'(z))");
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual(NETWORK);
    expect(symbols(m)).toEqual([
      "x : vector m×1 input",
      "m : size 1×1 size",
      "W : matrix n×m input",
      "n : size 1×1 size",
      "u : vector n×1 input",
      "b : vector n×1 input",
      "f : function 1×1 function",
      "z : vector n×1 defined",
      "h : vector n×1 defined",
      "s : scalar 1×1 defined",
    ]);
    expect(m.asked.map((a) => a.type)).toEqual(["query", "claim"]);
    expect(m.assumptions).toEqual([]);
  });

  it("undeclared, is the same with its assumptions stated in the order in which names appear", () => {
    const m = model(...NETWORK);
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual(NETWORK);
    expect(assumed(m)).toEqual(["W : matrix(n, m)", "x : vector(m)", "b : vector(n)", "f : function", "u : vector(n)"]);
    expect([...m.symbols.values()].filter((s) => s.assumed && s.role === "size").map((s) => s.name)).toEqual([
      "n",
      "m",
    ]);
  });

  it("is the same whatever the order of its equations, which come out in an order of use", () => {
    const m = model(...NETWORK.toReversed());
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual(NETWORK);
  });

  it("as the lecture's display", () => {
    const m = model(
      String.raw`$$\begin{aligned} s &= \mathbf{u}^T \mathbf{h} \\ \mathbf{h} &= f(\mathbf{z}) \\ \mathbf{z} &= \mathbf{W}\mathbf{x} + \mathbf{b} \\ \mathbf{x} &\text{ (input)} \end{aligned}$$`,
    );
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual(NETWORK);
    expect(assumed(m)).toContain("x : vector(m)");
  });
});

describe("definitions", () => {
  it("are values over names, which stay atoms", () => {
    const m = model(...NETWORK);
    const [z, h] = m.equations;
    expect(h?.value.args[0]).toBe(z?.symbol);
    expect(m.context.definitions.get("z")).toBe(z?.value);
  });

  it("that go round in a circle are refused once, with the names", () => {
    const m = model("a = b + x", "b = c", "c = 2 a", "y = x");
    expect(errors(m)).toEqual(["3:7 definition/circle"]);
    expect(messages(m)).toEqual(["a, b, c are defined by one another"]);
    expect(equations(m)).toEqual(["y = x"]);
    expect(messages(model("y = y + 1"))).toContain("y is defined by itself, as a new value is by the one before");
  });

  it("are one for a name", () => {
    const m = model("y = x", "y = 2 x", "z = y", "w = x");
    expect(errors(m)).toEqual(["2:1 name/defined-twice"]);
    expect(m.diagnostics[0]?.notes).toEqual([{ message: "y is defined here", line: 1, column: 1 }]);
    // Which of the two is meant is not known, so what uses either is left out.
    expect(equations(m)).toEqual(["w = x"]);
    expect(equations(model("λ = 2", "lambda = 3", "y = lambda x", "z = x"))).toEqual(["z = x"]);
    expect(equations(model("x : vector(n)", "x : vector(m)", "y = 2 x", "z = u"))).toEqual(["z = u"]);
    const spellings = model("$y = W_{2} x + W^{(2)} x$", "z = u");
    expect(errors(spellings)).toEqual(["1:16 syntax/two-spellings"]);
    expect(equations(spellings)).toEqual(["z = u"]);
  });

  it("agree with the shape that is stated", () => {
    expect(errors(strict("x, y : vector(n)", "y = 2 x"))).toEqual([]);
    const m = strict("A : matrix(n, m)", "x : vector(m)", "y : vector(m)", "y = A x");
    expect(errors(m)).toEqual(["4:1 shape/declared"]);
    expect(messages(m)).toEqual(["y is declared m×1, and its definition is n×1"]);
  });

  it("take a stated shape for what is not declared", () => {
    expect(assumed(model("y : scalar", "y = w^T x"))).toEqual(["w : vector(n)", "x : vector(n)"]);
    expect(assumed(model("y : vector(5)", "y = A x"))).toEqual(["A : matrix(5, n)", "x : vector(n)"]);
  });
});

describe("numbers", () => {
  const value = (text: string) => printText(model(`x : vector(n)`, `y = ${text}`).equations[0]?.value as never);

  it("are exact, and a quotient of two is one", () => {
    expect(value("1/2 x")).toBe(value("0.5 x"));
    expect(model("y = 1/3").equations[0]?.value.data).toEqual({ numerator: 1, denominator: 3 });
    expect(model("y = -0.5").equations[0]?.value.data).toEqual({ numerator: -1, denominator: 2 });
    expect(model("y = 1/2/2").equations[0]?.value.data).toEqual({ numerator: 1, denominator: 4 });
  });

  it("divide as multiples", () => {
    expect(value("x / 2")).toBe(value("0.5 x"));
    expect(value("-x / 4")).toBe(value("-0.25 x"));
    expect(printText(model("x : scalar", "y = 1 / x").equations[0]?.value as never)).toBe("1 / x");
  });

  it("never divide by zero", () => {
    expect(errors(model("y = 1/0", "z = x / 0"))).toEqual(["1:6 arithmetic/zero", "2:7 arithmetic/zero"]);
    for (const zero of ["x / (1 - 1)", "(2 - 2)^-1 x", "1/(3 - 2 + (-1)) x", "x / (2^2 - 2 * 2)", "0^(t) x", "0^-1 x"])
      expect(errors(model(`t : scalar\nz = ${zero}`)), zero).toEqual([expect.stringContaining("arithmetic/zero")]);
    for (const sound of ["x / (2 - 1)", "0^2 x", "(1 - 1)^0 x", "(1 - 1) x", "x / t"])
      expect(errors(model(`t : scalar\nz = ${sound}`)), sound).toEqual([]);
  });

  it("may be sizes", () => {
    const m = strict("x : vector(n)", "y = sum(x) / n", "z = x / sqrt(n)", "w = n");
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual(["y = sum(x) / n", "z = x / sqrt(n)", "w = n"]);
  });
});

describe("products from left to right", () => {
  const m = (text: string) => {
    const made = strict("a, c : scalar", "x, y : vector(n)", "A, B : matrix(n, n)", `r = ${text}`);
    return made.diagnostics.length > 0 ? messages(made) : equations(made);
  };

  it("close where they become scalars", () => {
    expect(m("a x^T y A")).toEqual(["r = a (x^T y) A"]);
    expect(m("x^T A y x")).toEqual(["r = (x^T A y) x"]);
    expect(m("x x^T y")).toEqual(["r = x x^T y"]);
    expect(m("x (x^T y)")).toEqual(m("(x^T y) x"));
    expect(m("A c x")).toEqual(["r = c A x"]);
  });

  it("do not reach ahead", () => {
    expect(m("A x^T y")).toEqual(["cannot multiply A (n×n) by x^T (1×n): n ≠ 1"]);
  });
});

describe("built-in names", () => {
  it("are reserved", () => {
    expect(errors(model("exp = x"))).toEqual(["1:1 name/reserved"]);
    expect(errors(model("trace : scalar"))).toEqual(["1:1 name/reserved"]);
  });

  it("but for constants, which yield", () => {
    expect(equations(model("y = e^t"))).toEqual(["y = exp(t)"]);
    expect(equations(model("e = y - t", "r = e^T e"))).toEqual(["e = y - t", "r = e^T e"]);
    expect(equations(model("T : matrix(n, n)", "y = T^T x"))).toEqual(["y = T^T x"]);
    expect(equations(model("I : vector(n)", "y = I^T x"))).toEqual(["y = I^T x"]);
    expect(equations(model("A : matrix(n, n)", "y = A + I", "z = A - 2 I_n"))).toEqual([
      "y = A + eye(n)",
      "z = A - 2 eye(n)",
    ]);
  });

  it("keep the one name that they have", () => {
    expect(equations(strict("x : scalar", "y = ln(x)", "z = ReLU(x)"))).toEqual(["y = log(x)", "z = relu(x)"]);
    expect(equations(model("s = Tr(A)", "t = trace(A)"))).toEqual(["s = tr(A)", "t = tr(A)"]);
  });
});

describe("any text", () => {
  it("ends in a model", () => {
    for (const text of [
      "",
      ";",
      "=",
      "x",
      "∂",
      "∂/∂",
      "y = ",
      "(((",
      "$$",
      "\\frac{}{}",
      "a : b : c",
      "y = [;]",
      "f()",
      "x = \u0000",
      "∂s/∂s/∂s",
    ])
      expect(() => model(text)).not.toThrow();
  });
});

const cases = join(import.meta.dirname, "../../../shared/cases/cases.jsonl");
const bad = join(import.meta.dirname, "../../../shared/cases/bad.jsonl");
const rows = <T>(path: string): T[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((l) => JSON.parse(l) as T);

describe.skipIf(!existsSync(cases))("the published problems (skipped without ../shared)", () => {
  interface Case {
    id: string;
    decl: Record<string, string>;
    assume?: Record<string, string[]>;
    eqs: string[];
    of: string;
    wrt: string;
    order: 1 | 2;
  }
  it("elaborate cleanly in strict mode", () => {
    const faults: string[] = [];
    for (const c of rows<Case>(cases)) {
      const declared = Object.entries(c.decl).map(
        ([n, kind]) => `${n} : ${kind} ${new Map(Object.entries(c.assume ?? {})).get(n)?.join(" ") ?? ""}`,
      );
      const query = c.order === 1 ? `∂${c.of}/∂${c.wrt}` : `∂²${c.of}/∂${c.wrt}²`;
      const m = strict(...declared, ...c.eqs, query);
      if (errors(m).length > 0 || m.asked.length !== 1 || m.equations.length !== c.eqs.length)
        faults.push(`${c.id}: ${messages(m).join("; ")}`);
    }
    expect(faults).toEqual([]);
  });
});

describe.skipIf(!existsSync(bad))("faulty models (skipped without ../shared)", () => {
  interface Bad {
    id: string;
    decl: Record<string, string>;
    eqs: string[];
    of: string;
    wrt: string;
    position: { statement: number | string | null };
  }
  it("are refused on the right line", () => {
    const faults: string[] = [];
    for (const b of rows<Bad>(bad)) {
      const declared = Object.entries(b.decl).map(([n, kind]) => `${n} : ${kind}`);
      const m = strict(...declared, ...b.eqs, `∂${b.of}/∂${b.wrt}`);
      const lines = m.diagnostics.filter((d) => d.severity === "error").map((d) => d.line);
      const last = declared.length + b.eqs.length + 1;
      const right = (line: number) =>
        typeof b.position.statement === "number"
          ? line === declared.length + 1 + b.position.statement
          : b.position.statement === null
            ? line <= declared.length
            : line > declared.length && line <= last;
      if (!lines.some(right) || m.asked.length > 0)
        faults.push(`${b.id}: ${lines.join(",")} ${messages(m).join("; ")}`);
    }
    expect(faults).toEqual([]);
  });
});
