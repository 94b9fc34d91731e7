/** Modules of models with sums, families and recursions: each tests itself, and other languages refuse them by name. */
import { describe, expect, it } from "vitest";
import { codeFor } from "../../src/codegen/codegen.js";
import { parse } from "../../src/index.js";
import { pythonHas, runPython } from "./run-python.js";

const python = pythonHas("numpy");
const torch = python && pythonHas("torch");
const absent = (runs: boolean) => (runs ? "" : ": not run, it is not on this machine");

const REGRESSION = `
x_i : vector(d) for i in 1..N
y_i : scalar for i in 1..N
w : vector(d)
L = (1/2) sum(i=1..N, (w^T x_i - y_i)^2)
∂L/∂w, ∂L/∂x_j, ∂L/∂y_i`;

/** A name for each, and what a module of it must say to have checked. */
const MODELS: readonly (readonly [string, string, readonly string[]])[] = [
  ["least squares", REGRESSION, ["dL/dw", "dL/dx_j", "dL/dy_i"]],
  [
    "a hinge over labels",
    `x_i : vector(d) for i in 1..N
y_i : label(1..K) for i in 1..N
w_k : vector(d) for k in 1..K
L = sum(i=1..N, sum(j=1..K, j != y_i, relu(1 + w_j^T x_i - w_{y_i}^T x_i)))
∂L/∂w_k, ∂L/∂x_i`,
    ["dL/dw_k", "dL/dx_i"],
  ],
  [
    "entries of a matrix",
    `W : matrix(n, m); x : vector(m); u : vector(n)
s = sum(i=1..n, u_i tanh(sum(j=1..m, W_{ij} x_j)))
∂s/∂W_{ij}, ∂s/∂x_j, ∂s/∂u`,
    ["ds/dW_ij", "ds/dx_j", "ds/du"],
  ],
  [
    "a recursion over time",
    `W : matrix(n, n); U : matrix(n, d); c : vector(n); h_0 : vector(n)
x_t : vector(d) for t in 1..T
h_t = tanh(W h_{t-1} + U x_t) for t in 1..T
L = sum(t=1..T, c^T h_t)
∂L/∂W, ∂L/∂U, ∂L/∂x_t`,
    ["dL/dW", "dL/dU", "dL/dx_t"],
  ],
  [
    "differences of neighbours",
    `x : vector(N)
f = sum(i=1..N-1, (x_{i+1} - x_i)^2)
∂f/∂x_j`,
    ["df/dx_j"],
  ],
];

const codeOf = (text: string, target: "numpy" | "pytorch" | "jax" | "julia" | "matlab" | "js") => {
  const { code, diagnostics } = codeFor(parse(text), { target });
  return { code, messages: diagnostics.map((d) => d.message) };
};

describe.each(MODELS)("%s", (_, text, keys) => {
  it.each([
    ["numpy", python],
    ["pytorch", torch],
  ] as const)("tests itself as %s", (target, runs) => {
    const { code, messages } = codeOf(text, target);
    expect(messages).toEqual([]);
    for (const key of keys) expect(code).toContain(`("${key}", forward`);
    if (!runs) {
      console.log(`not run${absent(runs)}`);
      return;
    }
    const [answer] = runPython([{ code, inputs: {}, functions: {}, call: ["self_test"] }]);
    expect(answer?.error).toBeUndefined();
    expect(answer?.printed).not.toContain("WRONG");
    expect(answer?.self_test).toBe(true);
  });
});

describe("a model with families", () => {
  it("is handed over as arrays, an axis for each letter first", () => {
    const { code } = codeOf(REGRESSION, "numpy");
    expect(code).toContain("x : vector (d) for each of (N)");
    expect(code).toContain("dL/dx_j : vector (d) for each of (N)");
    expect(code).toContain("w @ x.T");
    expect(code).not.toContain("for i in");
  });

  it.each(["julia", "matlab", "js"] as const)("has no code in %s yet", (target) => {
    const { code, messages } = codeOf(REGRESSION, target);
    expect(code).toBe("");
    expect(messages[0]).toMatch(/have no code in (Julia|MATLAB|JavaScript) yet/);
  });
});
