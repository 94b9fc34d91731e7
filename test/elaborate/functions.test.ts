import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import type { ModelFunction } from "../../src/core/expr.js";
import { formulaOf } from "../../src/derive/model-functions.js";
import { YIELDING_FUNCTIONS } from "../../src/functions/library.js";
import { erf } from "../../src/functions/normal.js";
import { derive } from "../../src/index.js";
import type { Model } from "../../src/model/model.js";
import { numbersOf } from "../../src/numeric/evaluate.js";
import { printText } from "../../src/print/text.js";
import { assumed, equations, errors, messages, model, strict, symbols } from "../parse/models.js";

/** A function of the model, with its primes, as a function of numbers. */
function numbers(m: Model, name: string): (x: number) => number {
  const f = m.context.functions.get(name);
  if (f === undefined) throw new Error(`no function ${name}`);
  return numbersOf(f);
}

/** Central differences of a scalar function. */
const difference = (f: (x: number) => number, x: number) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;

describe("a function by its formula", () => {
  const m = model("swish(t) = t sigmoid(t)", "h = swish(z)", "d = swish'(z)");

  it("applies entry by entry", () => {
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual(["h = swish(z)", "d = swish'(z)"]);
    expect(symbols(m)).toContain("swish : function 1×1 function");
    expect(assumed(m)).toEqual(["z : vector(n)"]);
    expect(m.functions.map((f) => [f.name, f.parameter, f.text])).toEqual([["swish", "t", "t sigmoid(t)"]]);
  });

  it("has exact values, and derivatives that are those of its values", () => {
    const f = (primes: string) => numbers(m, `swish${primes}`);
    for (const x of [-3, -0.5, 0, 0.7, 2]) {
      expect(f("")(x)).toBeCloseTo(x / (1 + Math.exp(-x)), 14);
      expect(f("'")(x)).toBeCloseTo(difference(f(""), x), 8);
      expect(f("''")(x)).toBeCloseTo(difference(f("'"), x), 8);
    }
  });

  it("has slopes that are the functions with one prime more", () => {
    const z = m.equations[0]?.value.args[0];
    if (z === undefined) throw new Error("no argument");
    const slope = m.context.functions.get("swish")?.slope?.(z, z);
    expect(slope).toBe(m.equations[1]?.value);
    const swish = m.context.functions.get("swish'") as ModelFunction;
    expect(printText(formulaOf(swish).value)).toBe("sigmoid(t) (1 + t (1 - sigmoid(t)))");
  });

  it.each([
    ["t^3 / 2 - 1", (x: number) => x ** 3 / 2 - 1],
    ["e^(-t^2)", (x: number) => Math.exp(-(x ** 2))],
    ["softplus(2 t) .* pi", (x: number) => Math.PI * Math.log1p(Math.exp(2 * x))],
    ["-tanh(t) ./ (1 + t^-1)", (x: number) => -Math.tanh(x) / (1 + 1 / x)],
    ["t(1 - t)", (x: number) => x * (1 - x)],
    ["sqrt(1 + t t) + atan(t)", (x: number) => Math.sqrt(1 + x * x) + Math.atan(x)],
    [String.raw`$\frac{1}{1 + t^{2}}$`, (x: number) => 1 / (1 + x * x)],
  ])("reads %s", (body, expected) => {
    const text = body.startsWith("$") ? `$g(t) = ${body.slice(1)}` : `g(t) = ${body}`;
    const made = model(text, "h = g(z)");
    expect(made.diagnostics).toEqual([]);
    const g = numbers(made, "g");
    const slope = numbers(made, "g'");
    for (const x of [0.3, 1.1, 2.5]) {
      expect(g(x)).toBeCloseTo(expected(x), 12);
      expect(slope(x)).toBeCloseTo(difference(expected, x), 7);
    }
  });

  it("may use others, whatever their order", () => {
    const made = model("g(t) = k(t)^2 + t", "k(s) = sin(s) s", "y = g(x)");
    expect(made.diagnostics).toEqual([]);
    const g = numbers(made, "g");
    expect(g(1.3)).toBeCloseTo((Math.sin(1.3) * 1.3) ** 2 + 1.3, 12);
    expect(messages(model("g(t) = k(t)", "k(t) = g(t)", "y = g(x)", "z = A x"))).toEqual([
      "the function g is defined by itself",
    ]);
  });

  it.each([
    ["max(t, 0) - min(t, 2 t)", (x: number) => Math.max(x, 0) - Math.min(x, 2 * x), "max"],
    ["relu(1 - t)^2", (x: number) => Math.max(1 - x, 0) ** 2, "relu"],
    ["t |t - 2|", (x: number) => x * Math.abs(x - 2), "abs"],
    ["sign(t) sqrt(abs(t))", (x: number) => Math.sign(x) * Math.sqrt(Math.abs(x)), "sign"],
    ["gelu(t) + erf(t / 2)", (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2 + erf(x / 2), ""],
  ])("holds every function of numbers: %s", (body, expected, kinked) => {
    const made = model(`g(t) = ${body}`, "h = sum(g(z))", "∂h/∂z");
    expect(made.diagnostics).toEqual([]);
    for (const x of [-1.7, -0.4, 0.3, 1.1, 2.5]) {
      expect(numbers(made, "g")(x)).toBeCloseTo(expected(x), 12);
      expect(numbers(made, "g'")(x)).toBeCloseTo(difference(expected, x), 7);
      expect(numbers(made, "g''")(x)).toBeCloseTo(difference(numbers(made, "g'"), x), 6);
    }
    expect(check(made).passed).toBe(true);
    const taken = derive(`g(t) = ${body}; h = sum(g(z)); ∂h/∂z`).results[0]?.conditions.join("; ") ?? "";
    expect(taken.includes(kinked)).toBe(true);
    expect(kinked === "").toBe(taken === "");
  });

  it.each([
    ["g(t) = t^T", "1:8 function/body"],
    ["g(t) = [t; t]", "1:8 function/body"],
    ["g(t) = tr(t)", "1:8 function/body"],
    ["g(t) = ‖t‖", "1:8 function/body"],
    ["g(t) = max(t)", "1:8 function/body"],
    ["g(t) = t / 0", "1:8 function/body"],
    ["g(t) = tanh'(t)", "1:8 function/body"],
    ["exp(t) = t", "1:1 name/reserved"],
    [`g(t) = ${"sin(".repeat(600)}t${")".repeat(600)}`, "1:1 function/size"],
  ])("refuses %s", (text, error) => {
    const made = model(text, "y = A x");
    expect(errors(made)).toEqual([error]);
    expect(equations(made)).toEqual(["y = A x"]);
  });

  it.each([
    ["g(t) = a t", "2:7 shape/product"],
    ["g(t, r) = t r", "1:1 function/parameters"],
  ])("refuses %s where g is applied to something else", (text, error) => {
    expect(errors(model(text, "y = g(A x)"))).toEqual([error]);
  });

  it.each([
    ["g(t) = a t", "∂g/∂t"],
    ["L(w, λ) = w^T S w - λ (w^T w - 1)", "∂L/∂λ"],
    ["p(t) = t^2", "∂p/∂t"],
    ["p(x; μ) = (x - μ)^T (x - μ)", "∂p/∂x"],
  ])("%s names a node, of which %s is asked", (text, question) => {
    const made = model("a : scalar", text, question);
    expect(errors(made)).toEqual([]);
    expect(made.asked).toHaveLength(1);
  });

  it("is judged by mathjs in check, which loads it; to derive and to find a claim right does not", () => {
    const program = `
      import { createRequire } from "node:module";
      const { check } = await import("./src/check.js");
      const { derive } = await import("./src/index.js");
      const { numbersOf } = await import("./src/numeric/evaluate.js");
      const { read } = await import("./src/elaborate/parse.js");
      const positive = "x : vector(n) positive\\ns = sum(x .* log(x))\\n∂s/∂x = ";
      const verdicts = (claim) => derive(positive + claim).results.flatMap((r) => r.claims.map((c) => c.verdict));
      const text = "swish(t) = t sigmoid(t)\\nh = sum(swish(z))\\n∂h/∂z";
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((f) => f.includes("mathjs"));
      derive(text);
      const value = numbersOf(read(text).context.functions.get("swish'"))(0);
      const judged = verdicts("log(x) + ones(n) = log(e x)");
      const before = loaded();
      const { passed } = check(text);
      console.log(JSON.stringify([value, judged, before, passed, loaded()]));
    `;
    const root = join(import.meta.dirname, "../..");
    const built = execFileSync(
      "node_modules/.bin/esbuild",
      ["--bundle", "--platform=node", "--format=esm", "--packages=external", "--loader=ts"],
      { cwd: root, input: program, encoding: "utf8", maxBuffer: 2 ** 26 },
    );
    const out = execFileSync(process.execPath, ["--input-type=module"], { cwd: root, input: built, encoding: "utf8" });
    expect(JSON.parse(out)).toEqual([0.5, ["equal", "equal"], false, true, true]);
  });
});

describe("f(x) = … of a vector of the model", () => {
  it("is a node, which its call names", () => {
    const m = strict("A : matrix(n, n)", "x : vector(n)", "f(x) = x^T A x", "g = 2 f", "∂f(x)/∂x", "∂f/∂x");
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual(["f = x^T A x", "g = 2 f"]);
    expect(m.asked.map((q) => (q.type === "query" ? q.query.ofText : ""))).toEqual(["f", "f"]);
    expect(equations(model(String.raw`$f(\mathbf{x}) = \mathbf{a}^T \mathbf{x}$`))).toEqual(["f = a^T x"]);
    expect(equations(model("x : vector(n)", "y : vector(n)", "f(x, y) = x^T y"))).toEqual(["f = x^T y"]);
  });

  it("is a function where it is applied to anything else", () => {
    expect(equations(model("x : vector(n)", "f(x) = x^2", "y = f(W x)"))).toEqual(["y = f(W x)"]);
  });
});

describe("compositions", () => {
  it("open where they are applied, and differentiate by the chain rule", () => {
    const m = model("f = g ∘ k", "h = f(z)", "d = f'(z)", "c = f''(z)");
    expect(m.diagnostics).toEqual([]);
    expect(assumed(m)).toEqual(["g : function", "k : function", "z : vector(n)"]);
    expect(equations(m)).toEqual([
      "h = g(k(z))",
      "d = g'(k(z)) .* k'(z)",
      "c = g''(k(z)) .* (k'(z) .^ 2) + g'(k(z)) .* k''(z)",
    ]);
    expect(m.functions.map((f) => [f.name, f.text])).toEqual([["f", "g ∘ k"]]);
  });

  it("hold built-in, written and composed functions", () => {
    expect(equations(model("f = tanh ∘ g", "g = exp ∘ k ∘ s", "s(t) = t^2", "h = f(z)", "k : function"))).toEqual([
      "h = tanh(exp(k(s(z))))",
    ]);
  });

  it("are elementwise products where their parts are vectors", () => {
    expect(equations(model("v = x ∘ y"))).toEqual(["v = x .* y"]);
    expect(equations(strict("x, y : vector(n)", "v = x ∘ y"))).toEqual(["v = x .* y"]);
  });

  it("are refused where they hold what is no function, or themselves, or too much", () => {
    expect(errors(model("x : vector(n)", "f = tanh ∘ x", "h = f(z)"))).toEqual(["2:12 function/composition"]);
    expect(errors(model("f = g ∘ f", "h = f(z)", "g : function"))).toEqual(["1:9 definition/circle"]);
    const doubled = Array.from({ length: 40 }, (_, i) => `f_${i + 1} = f_${i} ∘ f_${i}`);
    expect(new Set(errors(model("f_0 : function", ...doubled, "h = f_40(z)")).map((e) => e.split(" ")[1]))).toEqual(
      new Set(["function/composition"]),
    );
  });
});

describe("more primes than there are derivatives", () => {
  it("are refused", () => {
    expect(errors(model("f = g ∘ k", "h = f'''(z)"))).toEqual(["2:5 call/primes"]);
    expect(errors(model("g(t) = t^2", "h = g'''''(z)"))).toEqual(["2:5 call/primes"]);
    expect(errors(model("h = tanh'''''(z)"))).toEqual(["1:5 call/primes"]);
    expect(errors(model("h = f'''''(z)"))).toEqual([]);
  });
});

describe("primes on built-in functions", () => {
  it.each([
    ["sigmoid", 1],
    ["sigmoid", 2],
    ["tanh", 2],
    ["gelu", 2],
    ["softplus", 3],
  ])("%s with %i are written out", (name, primes) => {
    const m = model(`y = ${name}${"'".repeat(primes)}(x)`, "x : scalar");
    expect(m.diagnostics).toEqual([]);
    expect(m.equations[0]?.value.shape.rows).toBe("1");
  });
});

describe("a function whose name yields to the model", () => {
  const answer = (...lines: readonly string[]) => {
    const { results } = derive(lines.join("\n"));
    return results.map((r) => r.text);
  };
  const names = [...YIELDING_FUNCTIONS].map(([name, f]) => [name, f.name] as const);

  it.each(names)("%s is %s where it is applied, and no name of the model", (name, known) => {
    const m = model("x : scalar", `y = ${name}(x)`);
    expect(m.diagnostics).toEqual([]);
    expect(equations(m)).toEqual([`y = ${known}(x)`]);
    expect(symbols(m).some((s) => s.startsWith(name))).toBe(false);
    expect(assumed(m)).toEqual([]);
    expect(strict("x : scalar", `y = ${name}(x)`).diagnostics).toEqual([]);
    expect(equations(model("x : scalar", `f = tanh ∘ ${name}`, "y = f(x)"))).toEqual([`y = tanh(${known}(x))`]);
    const argument = YIELDING_FUNCTIONS.get(name)?.yields === "applied" ? "(x)" : " x";
    expect(
      model(`$$y = \\operatorname{${name.replace("_", "\\_")}}${argument}$$`).equations.map((q) => printText(q.value)),
    ).toEqual([`${known}(x)`]);
  });

  it.each(names)("%s is what the model defines or declares it to be", (name) => {
    expect(answer("x : scalar", `${name}(t) = t^2`, `y = ${name}(x)`, "∂y/∂x")[0]).toContain(`${name}'(x)`);
    expect(answer("x : scalar", `${name} : function`, `y = ${name}(x)`, "∂y/∂x")[0]).toContain(`${name}'(x)`);
    expect(answer(`x, ${name} : scalar`, `y = ${name} x`, "∂y/∂x")).toEqual([name]);
    expect(answer("x : scalar", `${name} = 3 x`, `y = ${name}^2`, "∂y/∂x")[0]).toContain(`6 ${name}`);
    expect(answer("x : scalar", `f(t) = ${name}(t) t`, `${name}(t) = t^3`, "y = f(x)", "∂y/∂x")[0]).toContain("f'(x)");
    const own = model("x : scalar", `${name}(t) = t^3`, `f(t) = ${name}(t) t`, "y = f(x)");
    expect(numbers(own, "f")(2)).toBe(16);
  });

  it.each(names)("%s gives no answer where its definition failed", (name) => {
    expect(model("x : scalar", `${name}(t) = t^`, `y = ${name}(x)`).equations).toEqual([]);
  });

  it("needs its parentheses in a plain text", () => {
    expect(errors(model("x : scalar", "y = sec x"))).toEqual(["2:5 syntax/parentheses"]);
    expect(errors(model("x : scalar", "y = sec^2 x"))).toEqual(["2:8 syntax/operator-power"]);
    expect(equations(model("x : scalar", "y = sec (x)"))).toEqual(["y = sec(x)"]);
  });

  it("has commands of TeX, which take the next factor", () => {
    const read = (text: string) => model(`$$y = ${text}$$`).equations.map((q) => printText(q.value));
    expect(read("\\sec x + \\csc 2 x")).toEqual(["sec(x) + csc(2 x)"]);
    expect(read("\\mathrm{arsinh}(x)")).toEqual(["asinh(x)"]);
  });
});

describe("the gamma function by its letter", () => {
  it("is read where Γ touches its argument and is no name of the text", () => {
    for (const text of ["a : scalar; y = Γ(a)", "$y = \\Gamma(a)$"]) expect(errors(model(text))).toEqual([]);
    expect(derive("$y = \\log\\Gamma(a + b)$\n$\\frac{\\partial y}{\\partial a}$").results[0]?.text).toBe(
      "digamma(a + b)",
    );
  });

  it("is none where Γ is a matrix, and of vectors it is said", () => {
    expect(equations(model("Γ : matrix(n, m); y = Γ(x + b)"))).toEqual(["y = Gamma (x + b)"]);
    expect(equations(model("y = Γ x"))).toEqual(["y = Gamma x"]);
    expect(equations(model("$y = \\Gamma x$"))).toEqual(["y = Gamma x"]);
    const found = derive("$y = \\Gamma(\\mathbf x)$\n$\\frac{\\partial y}{\\partial \\mathbf x}$");
    expect(found.diagnostics.map((d) => d.code)).toEqual(["function/letter"]);
  });

  it("is not gamma(x), which may be a factor γ", () => {
    expect(messages(model("y = gamma(x - mu)"))[0]).toContain("a factor γ");
  });
});
