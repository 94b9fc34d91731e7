/** Modules at the edges of what models say: one row, one entry, no numbers, functions that the model writes, names in other letters. */
import { describe, expect, it } from "vitest";
import { emit } from "../../src/codegen/emit.js";
import { asciiName, nameTable } from "../../src/codegen/names.js";
import { NoCode } from "../../src/codegen/no-code.js";
import { programOf } from "../../src/codegen/program.js";
import { codeFor, TARGETS, type Target } from "../../src/codegen.js";
import { dim, minus, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { read } from "../../src/elaborate/parse.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { eye } from "../../src/ops/eye.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { powersum } from "../../src/ops/powersum.js";
import { product } from "../../src/ops/product.js";
import { size } from "../../src/ops/size.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { type Job, modelJob } from "./jobs.js";
import { faultsOfJulia } from "./julia.js";
import { modelOf } from "./models.js";
import { jsLoader } from "./run-js.js";
import { octaveExists } from "./run-octave.js";
import { pythonHas } from "./run-python.js";
import { faults, inJavaScript, inOctave, inPython } from "./runs.js";

const SIZES = new Map([
  ["n", 3],
  ["m", 2],
  ["k", 2],
  ["l", 2],
  ["h", 3],
]);

const MODELS = {
  "one row, one column, one entry":
    "C : matrix(1, 1)\nu : vector(1)\nR : matrix(1, n)\nK : matrix(n, 1)\nx : vector(n)\nA : matrix(n, n)\nr = x^T A\ns = r K + C + u^T u + R x\nt = norm2(u)^2 + normF(C)^2\nw = A K + R^T\n∂s/∂C, ∂s/∂u, ∂s/∂R, ∂s/∂K, ∂s/∂x, ∂t/∂u, ∂r/∂x, ∂s/∂r",
  "an identity, ones and a slice of one entry":
    "c : scalar\nC : matrix(2, 3)\ny = c eye(1) + c ones(1, 1)\nz = mean(2 C) + mean(ones(2, 3))\nw = rows(c, 1, 1)\nv = unvec(c, 1, 1)\n∂y/∂c",
  "an expression, not a name, by a matrix and by a number":
    "A : matrix(n, n)\nx : vector(n)\nt : scalar\n∂(x^T A x)/∂x, ∂(x^T A x)/∂A, ∂(t x)/∂t",
  "three directions of one Hessian":
    "A : matrix(n, n)\nx, u, v, w : vector(n)\ny = sum(tanh(A x))\n∂²y/∂x² u, ∂²y/∂x² v, ∂²y/∂x² w",
  "sizes that are read from a product and a sum":
    "X : matrix(n, k)\nv : vector(2 n m)\nw : vector(n k + 1)\nu : vector(3 k)\na : vector(n l)\nb : vector(h + 1)\ns = sum(X) + sum(v) / m + sum(w) + l sum(a) + h sum(b)\n∂s/∂X",
  "the greater and the smaller of a size and a number":
    "c : scalar\nx : vector(n)\ny = max(n, 2) c + min(n, 4) sum(x)\n∂y/∂c, ∂y/∂x",
  "names that are no words of the language": "x : vector(n)\nж = x^T x\n∂ж/∂x",
  "functions with kinks":
    "g(t) = max(t, 0.5) t + |t| / 2 - relu(1 - t)\nh(t) = min(2 t, t^2) sign(t) + min(3, pi)\nx : vector(n)\nA : matrix(m, n)\ny = sum(g(A x)) + sum(h(A))\n∂y/∂x, ∂y/∂A\n∂²y/∂x²",
  "a function that nobody calls, unknown or written": "f : function\ng(t) = t^2\nx : vector(n)\ny = x^T x\n∂y/∂x",
  "functions that the model writes":
    "g(t) = 2 - t / pi + 3 t exp(-t) + e\nh(t) = 3\np(t) = (t^2 + 1)^t\nq(t) = -t^3\nr(t) = tanh(t) exp(t)\nl(t) = sin(2) + cos(3) + exp(4) / 50 + tanh(5) + sqrt(7) + log(11)\nx : vector(n)\nA : matrix(m, n)\ny = sum(g(x)) + sum(h(x)) + sum(p(x)) + sum(q(A x)) + sum(r(A)) + sum(l(x))\n∂y/∂x, ∂y/∂A",
  "a written function that is linear, of a vector and a matrix":
    "g(t) = 3 t - 1\nx : vector(n)\nA : matrix(m, n)\ny = g(x)\nZ = g(A)\ns = sum(Z .* Z)\n∂y/∂x, ∂s/∂A, ∂Z/∂A",
  "two unknown functions, one of them with a slope at every power":
    "f, g : function\nx : vector(n)\ny = sum(f(x) .* g(x))\n∂y/∂x, ∂²y/∂x²",
  "a power whose exponent is given": "A : matrix(n, n)\ny = A^5\nz = tr(A^2)\n∂z/∂A",
  "rows by places that are worked out": "A : matrix(2 n, m)\ny = rows(A, n, n + 1)\nz = rows(A, n + 1, 2 n)",
} as const;

const named = Object.keys(MODELS) as (keyof typeof MODELS)[];
const jobs = (target: Target): readonly Job[] => named.map((name, i) => modelJob(name, MODELS[name], target, i, SIZES));

describe("at the edges", () => {
  it("modules give the numbers of the evaluator in JavaScript", async () => {
    const all = jobs("js");
    expect(faults(all, await inJavaScript(all), 1e-9)).toEqual([]);
  });

  for (const [target, np, name] of [
    ["numpy", "np", "numpy"],
    ["pytorch", "torch", "torch"],
  ] as const)
    it.skipIf(!pythonHas("numpy") || !pythonHas(name))(`in ${target} (skipped where it is not installed)`, () => {
      const all = jobs(target);
      expect(faults(all, inPython(all, np), 1e-9)).toEqual([]);
    });

  it.skipIf(!octaveExists())("in MATLAB (skipped where Octave is not installed)", () => {
    const all = jobs("matlab").map((job, i) => ({ ...job, code: job.code.replaceAll("m0", `m${i}`) }));
    expect(faults(all, inOctave(all), 1e-9)).toEqual([]);
  });

  it("modules are Julia by its grammar", () => {
    for (const job of jobs("julia")) expect(faultsOfJulia(job.code)).toEqual([]);
  });

  it("modules check themselves in JavaScript, also where an input is called as the sizes are", async () => {
    const { load, done } = jsLoader();
    const called = ["∂s/∂sizes", "∂²s/∂sizes²"].map((asked) => ({
      label: asked,
      code: codeFor(read(`sizes : vector(n)\ns = sum(tanh(sizes))\n${asked}`), { target: "js" }).code,
    }));
    for (const { label, code } of [...jobs("js"), ...called])
      expect([label, (await load(code)).selfTest()]).toEqual([label, true]);
    done();
  });
});

it("keys tell apart what is asked for by several vectors, and repeat nothing", () => {
  const { code } = codeFor(read(`${MODELS["three directions of one Hessian"]} + ∂²y/∂x² v`.replace(" + ", ", ")), {
    target: "js",
  });
  const keys = [...code.matchAll(/key: "(.*)",$/gm)].map(([, key]) => key);
  expect(keys).toEqual(["d2y/dx2 v", "d2y/dx2 v (gradient)", "d2y/dx2 v (gradient 3)"]);
});

describe("what no text says, but an expression may", () => {
  const home = newContext();
  const c = symbol(home, "c", SCALAR);
  const programFor = (values: readonly Expr[]) =>
    programOf(modelOf(home, values), [], { sizes: new Map(), factorises: true });

  it("matrices of one entry are numbers, and sizes may be negative ones", async () => {
    const program = programFor([
      times(c, ones(ONE, ONE, home)),
      times(c, eye(ONE, home)),
      matrixpower(c, number(3, home)),
      powersum(c, number(3, home), c),
      times(c, size(home, minus(ONE, dim("n")))),
    ]);
    const { load, done } = jsLoader();
    const { forward } = await load(emit(program, "js", { inPlace: false, name: "m0" }).code);
    expect(forward({ c: 2, sizes: { n: 4 } })).toEqual({ y0: 2, y1: 2, y2: 8, y3: 24, y4: -6 });
    done();
  });

  it("infinity is no number that a program can start from", () => {
    expect(() => programFor([number({ numerator: Number.POSITIVE_INFINITY, denominator: 1 }, home)])).toThrow(NoCode);
  });

  it("an array that is written before its operands is a fault of ours, in every language", () => {
    const [v, A] = [symbol(home, "v", shape(dim("n"), ONE)), symbol(home, "A", shape(dim("n"), dim("n")))];
    for (const e of [apply("tanh", v), product(A, v)]) {
      const { forward } = programFor([e]);
      const wrong = { ...forward, order: forward.order.filter((node) => node.kernel !== "input") };
      const program = { ...programFor([c]), forward: wrong };
      for (const target of TARGETS)
        expect(() => emit(program, target, { inPlace: false, name: "m0" })).toThrow(
          "input is written before its operands",
        );
    }
  });
});

describe("what has no code, or no numbers", () => {
  const said = (source: string, target: Target = "js") => {
    const { code, diagnostics } = codeFor(read(source), { target, name: "m0" });
    return { code, messages: diagnostics.map((d) => d.message) };
  };

  it("is refused by what it is", () => {
    expect(said("A : matrix(n, n)\ny = A^(1/2)").messages).toEqual(["a fractional power of a matrix has no code here"]);
    expect(said("c : scalar\ny = 1e200 (1e200 c)").messages).toEqual(["a number beyond 1e308 cannot be written down"]);
  });

  it("is written as a power or a quotient where it is no fraction of whole numbers that are exact", async () => {
    const { load, done } = jsLoader();
    const { forward } = await load(said("c : scalar\nthree = 3\nbig = 1e300\ny = three^40 c\nz = c / big").code);
    expect(forward({ c: 2 })).toMatchObject({ y: 2 * 3 ** 40, z: 2 / 1e300 });
    done();
  });

  it("takes a power of a matrix by an exponent that is given later, in Julia as a whole number", () => {
    const { code } = said("A : matrix(n, n)\nk : scalar\ny = A^k", "julia");
    expect(code).toContain("A^Int(k)");
    expect(faultsOfJulia(code)).toEqual([]);
  });

  it("leaves the derivatives out that cannot be derived, and writes the rest", () => {
    const { code, messages } = said("A : matrix(n, n)\nk : scalar\ny = A^k\n∂y/∂k");
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain("matrix logarithm");
    expect(code).toContain("export function forward");
  });

  it.each([
    ["too many to write", "A : matrix(100, 100)\ns = tr(A)\n∂s/∂A", "the inputs have 10000 entries"],
    ["none at which all is smooth", "x : vector(n)\ny = sum(log(x - x .* x - 1))\n∂y/∂x", ""],
  ])("has a self-test that says so: %s", async (_, source, why) => {
    for (const target of TARGETS) {
      const { code, messages } = said(source, target);
      expect(messages).toEqual([]);
      expect(code).toContain(`No numbers: ${why}`);
      if (target === "julia") expect(faultsOfJulia(code)).toEqual([]);
    }
    const { load, done } = jsLoader();
    expect((await load(said(source).code)).selfTest()).toBe(false);
    done();
  });

  it("tries an unknown function further up where it must not be small", async () => {
    const source = "f : function\nx : vector(n)\ny = sum(log(f(x) - ones(n)))\n∂y/∂x";
    const { load, done } = jsLoader();
    const { code } = said(source);
    expect(code).toContain("2 + Math.sin(x)");
    expect((await load(code)).selfTest()).toBe(true);
    done();
    expect(said(source, "numpy").code).toContain("lambda x: 2 + np.sin(x)");
    expect(said(source, "julia").code).toContain("x -> 2 + sin(x)");
    expect(said(source, "matlab").code).toContain("@(x) 2 + sin(x)");
  });

  it("keeps all digits of numbers that may not be rounded", async () => {
    const { code } = said("x : vector(4)\ny = sum(log(sin(1000 x)))\n∂y/∂x");
    const [, numbers = ""] = /x: Float64Array\.of\((.*)\)/.exec(code) ?? [];
    expect(numbers).toMatch(/\d\.\d{6}/);
  });

  it("leaves a formula out of the comments that nobody would read", () => {
    const terms = Array.from({ length: 60 }, (_, i) => `tanh(x_${i})`).join(" + ");
    const { code } = said(`y = ${terms}`, "numpy");
    expect(code).not.toContain(`# y = ${terms.slice(0, 20)}`);
    expect(said("y = tanh(x_1) + tanh(x_2)", "numpy").code).toContain("# y = tanh(x_1) + tanh(x_2)");
    const longer = Array.from({ length: 100 }, (_, i) => `tanh(x_${i})`).join(" + ");
    expect(said(`y = ${longer}`, "numpy").code).toContain("y = ...");
  });
});

describe("names", () => {
  it.each([
    ["x'", "x_prime"],
    ["x′", "x_prime"],
    ["θ", "theta"],
    ["é", "e"],
    ["ж", "u436"],
    ["1x", "x_1x"],
  ])("%s is %s", (name, plain) => {
    expect(asciiName(name)).toBe(plain);
  });

  it("give way to words of the language, and to one another", () => {
    const names = nameTable(new Set(["x", "x_", "x_1"]));
    expect(names.of("x")).toBe("x_2");
    expect(names.fresh("x")).toBe("x_3");
    expect(names.of("x")).toBe("x_2");
  });

  it("of functions may be handed over as the text has them", () => {
    const { names } = codeFor(
      read("φ, g : function\nx, z : vector(n)\nγ : scalar\ny = γ sum(φ(x)) + sum(g(x))\n∂y/∂x"),
      {
        target: "js",
      },
    );
    expect(Object.fromEntries(names)).toMatchObject({ φ: "phi", dφ: "dphi", γ: "gamma" });
  });
});
