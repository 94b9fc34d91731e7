/** Modules of names that equations define: given the solution, they give the derivatives through it. */
import { describe, expect, it, vi } from "vitest";
import type { Target } from "../../src/codegen/emit.js";
import { codegen } from "../../src/codegen.js";
import { type Job, modelJob } from "./jobs.js";
import { jsLoader } from "./run-js.js";
import { octaveExists, runOctave } from "./run-octave.js";
import { pythonHas, runPython } from "./run-python.js";
import { faults, inJavaScript, inOctave, inPython } from "./runs.js";

const SIZES = new Map([
  ["n", 3],
  ["m", 2],
]);
/** A name that an equation defines, in the shapes that it has, alone and one behind another. */
const MODELS: Readonly<Record<string, string>> = {
  "a layer that is its own input": `W : matrix(n, n); U : matrix(n, m); x : vector(m); c : vector(n)
    z : vector(n) where z = tanh(0.3 W z + U x); s = c^T z
    ∂s/∂W; ∂s/∂x; ∂s/∂z; ∂z/∂x; ∂²s/∂x²`,
  "a matrix equation": `A, Q : matrix(n, n); X : matrix(n, n) where A X + X A^T + Q = 0; s = normF(X)^2; ∂s/∂A; ∂s/∂Q`,
  "a scalar": "a : scalar; t : scalar where t^3 + t = a; s = t^2; ∂s/∂a",
  "where a gradient is zero": `A : matrix(n, m); b : vector(n); c : vector(m); l : scalar positive
    x : vector(m) where ∂(norm2(A x - b)^2 + l norm2(x)^2)/∂x = 0; s = c^T x; ∂s/∂A; ∂s/∂b; ∂s/∂l`,
  "one behind another": `b : vector(n); W : matrix(n, n); y : vector(n) where y = tanh(0.3 W y + b)
    z : vector(n) where z = sin(0.2 W z + y); s = sum(z .^ 2); ∂s/∂b; ∂s/∂W; ∂s/∂y`,
};

/** The solutions stand among the numbers that a module must give, and are handed to it. */
function jobs(target: Target): readonly Job[] {
  return Object.entries(MODELS).map(([label, source], seed) => {
    const job = modelJob(label, source, target, seed, SIZES);
    const shaped = (key: string): unknown => {
      const flat = job.forward[key] as readonly number[];
      if (flat.length === 9) return [0, 3, 6].map((at) => flat.slice(at, at + 3));
      return flat.length === 1 ? flat[0] : flat;
    };
    const solved = [...source.matchAll(/(\w) : \w+(?:\([^)]*\))? where/gu)].map(([, z]) => [z, shaped(z as string)]);
    return { ...job, inputs: { ...job.inputs, ...Object.fromEntries(solved) } };
  });
}

const moduleOf = (source: string, target: Target): string => codegen(source, { target, name: "m0" }).code;
const selfTests = (target: Target) =>
  Object.values(MODELS).map((source) => ({
    code: moduleOf(source, target),
    inputs: {},
    functions: {},
    call: ["self_test"] as const,
  }));
const allTrue = Object.keys(MODELS).map(() => true);

describe("names that equations define, in code", () => {
  it("have the derivatives that the evaluator has, in JavaScript", async () => {
    const all = jobs("js");
    expect(faults(all, await inJavaScript(all), 1e-8)).toEqual([]);
  });

  it.skipIf(!pythonHas("numpy"))("have them in NumPy", () => {
    const all = jobs("numpy");
    expect(faults(all, inPython(all, "np"), 1e-8)).toEqual([]);
    expect(runPython(selfTests("numpy")).map((a) => a.self_test ?? a.error)).toEqual(allTrue);
  });

  it.skipIf(!octaveExists())("have them in MATLAB", () => {
    const all = jobs("matlab");
    expect(faults(all, inOctave(all), 1e-8)).toEqual([]);
    expect(runOctave(selfTests("matlab")).map((a) => a.self_test ?? a.error)).toEqual(allTrue);
  });

  it("are checked by the module itself, which sees a wrong slope of the equation", async () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    const { load, done } = jsLoader();
    for (const source of Object.values(MODELS)) expect((await load(moduleOf(source, "js"))).selfTest()).toBe(true);
    const scalar = moduleOf(MODELS["a scalar"] as string, "js");
    const wrong = scalar.replaceAll("3 *", "2 *");
    expect(wrong).not.toBe(scalar);
    expect((await load(wrong)).selfTest()).toBe(false);
    done();
  });

  it("are not found by the forward pass of a layer", () => {
    expect(() => codegen(MODELS["a scalar"] as string, { target: "numpy", vjp: "s" })).toThrow(
      "t is the solution of an equation, which a pass forward would have to find",
    );
  });

  it("are inputs whose residual is given back, by a name that is free", async () => {
    const { load, done } = jsLoader();
    const code = moduleOf("a, residual_t : scalar; t : scalar where t^3 + t = a; s = residual_t t; ∂s/∂a", "js");
    expect(code).toContain("t : scalar, a solution: residual_t_ of forward is 0");
    const { forward } = await load(code);
    expect(forward({ a: 2, t: 1, residual_t: 1 })).toEqual({ t: 1, s: 1, residual_t_: 0 });
    expect(forward({ a: 2, t: 2, residual_t: 1 }).residual_t_).toBe(8);
    done();
  });
});
