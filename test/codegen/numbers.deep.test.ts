/** All published problems and many random models, in every language that can run here. */
import { describe, expect, it } from "vitest";
import { cases, casesExist } from "../numeric/cases.js";
import { caseJobs, operationJobs } from "./jobs.js";
import { faultsOfJulia } from "./julia.js";
import { octaveExists } from "./run-octave.js";
import { pythonHas } from "./run-python.js";
import { faults, inJavaScript, inOctave, inPython } from "./runs.js";

const python = pythonHas("numpy");
const torch = python && pythonHas("torch");
const octave = octaveExists();
// JAX runs on NumPy under its names where it is not on the machine.
const PYTHONS = [
  ["numpy", "np", python],
  ["pytorch", "torch", torch],
  ["jax", "jnp", python],
] as const;
const absent = (runs: boolean) => (runs ? "" : ": not run, it is not on this machine");

describe("every operation and 400 random models", () => {
  it("as js", async () => {
    const jobs = operationJobs("js", 400);
    expect(faults(jobs, await inJavaScript(jobs), 1e-8)).toEqual([]);
  });

  for (const [target, np, runs] of PYTHONS)
    it.skipIf(!runs)(`as ${target}${absent(runs)}`, () => {
      const jobs = operationJobs(target, 400);
      expect(faults(jobs, inPython(jobs, np), 1e-8)).toEqual([]);
    });

  it.skipIf(!octave)(`as matlab${absent(octave)}`, () => {
    const jobs = operationJobs("matlab", 400);
    expect(faults(jobs, inOctave(jobs), 1e-8)).toEqual([]);
  });
});

it("every operation, 100 random models and the published problems are Julia by its grammar", () => {
  const jobs = [...operationJobs("julia", 100), ...(casesExist ? caseJobs("julia") : [])];
  expect(jobs.length).toBeGreaterThan(200);
  for (const { label, code } of jobs) expect([label, faultsOfJulia(code)]).toEqual([label, []]);
});

describe.skipIf(!casesExist)("the published problems (skipped where ../shared is missing)", () => {
  it("give their numbers in JavaScript, all of them", async () => {
    const jobs = caseJobs("js");
    expect(new Set(jobs.map((job) => job.label)).size).toBe(cases().length);
    expect(faults(jobs, await inJavaScript(jobs), 1e-9)).toEqual([]);
  });

  for (const [target, np, runs] of PYTHONS)
    it.skipIf(!runs)(`give their numbers as ${target}${absent(runs)}`, () => {
      const jobs = caseJobs(target);
      expect(faults(jobs, inPython(jobs, np), 1e-9)).toEqual([]);
    });

  it.skipIf(!octave)(`give their numbers as matlab${absent(octave)}`, () => {
    const jobs = caseJobs("matlab");
    expect(faults(jobs, inOctave(jobs), 1e-9)).toEqual([]);
  });
});
