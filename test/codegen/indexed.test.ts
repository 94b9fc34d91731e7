/** Modules of models with sums, families and recursions: each tests itself, and other languages refuse them by name. */
import { describe, expect, it } from "vitest";
import { codeFor } from "../../src/codegen/codegen.js";
import { parse } from "../../src/index.js";
import { INDEXED, LSTM, REGRESSION } from "./models.js";
import { pythonHas, runPython } from "./run-python.js";

const python = pythonHas("numpy");
const torch = python && pythonHas("torch");
const absent = (runs: boolean) => (runs ? "" : ": not run, it is not on this machine");

const codeOf = (text: string, target: "numpy" | "pytorch" | "jax" | "julia" | "matlab" | "js") => {
  const { code, diagnostics } = codeFor(parse(text), { target });
  return { code, messages: diagnostics.map((d) => d.message) };
};

describe.each(INDEXED)("%s", (_, text, keys) => {
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

  it("has code for a derivative by a member, whichever letter it is asked with", () => {
    const text = REGRESSION.split("\n")
      .filter((l) => !l.startsWith("∂"))
      .join("\n");
    const asked = (wrt: string) => codeFor(parse(text), { target: "numpy", wrt: [wrt] });
    const { code, diagnostics } = asked("x_k");
    expect(diagnostics).toEqual([]);
    expect(code).toContain("dL/dx_k : vector (d) for each of (N)");
    expect(asked("q_k").diagnostics.map((d) => d.code)).toEqual(["usage/wrt"]);
  });

  it.each(["julia", "matlab", "js"] as const)("has no code in %s yet", (target) => {
    const { code, messages } = codeOf(REGRESSION, target);
    expect(code).toBe("");
    expect(messages[0]).toMatch(/have no code in (Julia|MATLAB|JavaScript) yet/);
  });

  it.each(["numpy", "pytorch"] as const)(
    "runs its recursion by columns: no turn scales a matrix or works twice, %s",
    (target) => {
      const { code, messages } = codeOf(LSTM, target);
      expect(messages).toEqual([]);
      const body = code.split("def value_and_derivatives")[1]?.split("\ndef ")[0] ?? "";
      const inLoops =
        body
          .split('"""')[2]
          ?.split("\n")
          .filter((line) => line.startsWith("        "))
          .join("\n") ?? "";
      // W^T diag(a) diag(b) c is W^T (a .* b .* c).
      expect(inLoops).not.toMatch(/\.T \*|\* W[figo]\b/);
      // Back as forth each gate is what it was, by its name.
      expect(inLoops.match(/W[figo] @/g)).toHaveLength(4);
      expect(inLoops.match(/@ W[figo]\)/g)).toHaveLength(4);
      expect(inLoops.match(/tanh\(c/g)).toHaveLength(2);
      expect(inLoops).not.toMatch(/get\([^\n]*zeros\(/);
    },
  );
});
