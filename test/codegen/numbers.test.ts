/** Every operation (more random models: numbers.deep.test.ts) in every language that can run here, against the evaluator; published problems against their numbers. */
import { describe, expect, it } from "vitest";
import type { Target } from "../../src/codegen.js";
import { casesExist } from "../numeric/cases.js";
import { caseJobs, type Job, operationJobs } from "./jobs.js";
import { octaveExists } from "./run-octave.js";
import { jaxExists, type PythonAnswer, pythonHas } from "./run-python.js";
import { faults, inJavaScript, inOctave, inPython } from "./runs.js";

const python = pythonHas("numpy");
const torch = python && pythonHas("torch");
const octave = octaveExists();
const absent = (runs: boolean) => (runs ? "" : ": not run, it is not on this machine");

describe("every operation, and random models with their derivatives", () => {
  const cases: readonly {
    readonly target: Target;
    readonly runs: boolean;
    readonly note?: string;
    readonly count: number;
    readonly run: (jobs: readonly Job[]) => Promise<readonly PythonAnswer[]> | readonly PythonAnswer[];
  }[] = [
    { target: "js", runs: true, count: 60, run: inJavaScript },
    { target: "numpy", runs: python, count: 60, run: (jobs) => inPython(jobs, "np") },
    { target: "pytorch", runs: torch, count: 40, run: (jobs) => inPython(jobs, "torch") },
    {
      target: "jax",
      runs: python,
      note: jaxExists() ? "" : ": JAX is not on this machine; run with NumPy under its names",
      count: 30,
      run: (jobs) => inPython(jobs, "jnp"),
    },
    { target: "matlab", runs: octave, count: 40, run: inOctave },
  ];
  for (const { target, runs, note = "", count, run } of cases)
    it.skipIf(!runs)(`as ${target}${absent(runs)}${note}`, async () => {
      const jobs = operationJobs(target, count);
      expect(jobs.length).toBeGreaterThan(150 + count / 2);
      expect(faults(jobs, await run(jobs), 1e-8)).toEqual([]);
    });
});

// All of them are run by numbers.deep.test.ts and by `npm run bench`.
describe.skipIf(!casesExist)("a sixth of the published problems (skipped where ../shared is missing)", () => {
  it("give their numbers in JavaScript", async () => {
    const jobs = caseJobs("js", 6);
    expect(jobs.length).toBeGreaterThan(85);
    expect(faults(jobs, await inJavaScript(jobs), 1e-9)).toEqual([]);
  });

  it.skipIf(!python)(`give their numbers in NumPy${absent(python)}`, () => {
    const jobs = caseJobs("numpy", 6);
    expect(faults(jobs, inPython(jobs, "np"), 1e-9)).toEqual([]);
  });
});
