/** Every operation in every language that can run here, against the evaluator; published problems against their numbers. */
import { afterAll, describe, expect, it } from "vitest";
import type { Target } from "../../src/codegen.js";
import { casesExist } from "../numeric/cases.js";
import { caseJobs, type Job, NUMBERS, operationJobs } from "./jobs.js";
import { apart, entriesOf } from "./models.js";
import { flat, jsLoader } from "./run-js.js";
import { octaveExists, runOctave } from "./run-octave.js";
import { type PythonAnswer, pythonHas, runPython } from "./run-python.js";

const loader = jsLoader();
afterAll(loader.done);

/** The unknown functions of a job as code, by the names of its inputs: the first two are tanh and sin with derivatives. */
function spelled(job: Job, words: readonly (readonly string[])[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(job.functions).map(([input, [which, order]]) => [input, words[which]?.[order] ?? ""]),
  );
}

const numpy = (np: string) => [
  [`${np}.tanh`, `lambda x: 1 - ${np}.tanh(x)**2`, `lambda x: -2 * ${np}.tanh(x) * (1 - ${np}.tanh(x)**2)`],
  [`${np}.sin`, `${np}.cos`, `lambda x: -${np}.sin(x)`],
];
const MATLAB = [
  ["@tanh", "@(x) 1 - tanh(x).^2", "@(x) -2 * tanh(x) .* (1 - tanh(x).^2)"],
  ["@sin", "@cos", "@(x) -sin(x)"],
];

async function inJavaScript(jobs: readonly Job[]): Promise<readonly PythonAnswer[]> {
  const out: PythonAnswer[] = [];
  for (const job of jobs) {
    const inputs: Record<string, unknown> = { sizes: job.sizes };
    for (const [name, value] of Object.entries(job.inputs)) inputs[name] = flat(value);
    for (const [input, [which, order]] of Object.entries(job.functions)) inputs[input] = NUMBERS[which][order];
    try {
      const module = await loader.load(job.code);
      out.push({ forward: module.forward(inputs), derivatives: module.derivatives(inputs) });
    } catch (error) {
      out.push({ error: String((error as Error).stack) });
    }
  }
  return out;
}

const inPython = (jobs: readonly Job[], np: string): readonly PythonAnswer[] =>
  runPython(
    jobs.map((job) => ({ ...job, functions: spelled(job, numpy(np)), call: ["forward", "derivatives"] as const })),
  );

const inOctave = (jobs: readonly Job[]): readonly PythonAnswer[] =>
  runOctave(
    jobs.map((job) => ({ ...job, functions: spelled(job, MATLAB), call: ["forward", "derivatives"] as const })),
  );

/** What a job gives that it should not, in words. */
function faults(jobs: readonly Job[], answers: readonly PythonAnswer[], tolerance: number): readonly string[] {
  return jobs.flatMap((job, i) => {
    const answer = answers[i];
    if (answer === undefined || answer.error !== undefined) return [`${job.label}: ${answer?.error ?? "no answer"}`];
    const compared = (what: "forward" | "derivatives"): readonly string[] =>
      Object.entries(job[what]).flatMap(([key, want]) => {
        const off = apart(entriesOf(answer[what]?.[key] ?? []), want);
        return off <= tolerance ? [] : [`${job.label}: ${key} is off by ${off}`];
      });
    return [...compared("forward"), ...compared("derivatives")];
  });
}

const python = pythonHas("numpy");
const torch = python && pythonHas("torch");
const octave = octaveExists();

describe("every operation, and random models with their derivatives", () => {
  const cases: readonly {
    readonly target: Target;
    readonly runs: boolean;
    readonly count: number;
    readonly run: (jobs: readonly Job[]) => Promise<readonly PythonAnswer[]> | readonly PythonAnswer[];
  }[] = [
    { target: "js", runs: true, count: 200, run: inJavaScript },
    { target: "numpy", runs: python, count: 200, run: (jobs) => inPython(jobs, "np") },
    { target: "pytorch", runs: torch, count: 60, run: (jobs) => inPython(jobs, "torch") },
    { target: "matlab", runs: octave, count: 60, run: inOctave },
  ];
  for (const { target, runs, count, run } of cases)
    it.skipIf(!runs)(`as ${target}${runs ? "" : ": not run, it is not on this machine"}`, async () => {
      const jobs = operationJobs(target, count);
      expect(jobs.length).toBeGreaterThan(150 + count / 2);
      expect(faults(jobs, await run(jobs), 1e-8)).toEqual([]);
    });
});

describe.skipIf(!casesExist)("the published problems (skipped where ../shared is missing)", () => {
  it("give their numbers in JavaScript", async () => {
    const jobs = caseJobs("js");
    expect(jobs.length).toBeGreaterThan(500);
    expect(faults(jobs, await inJavaScript(jobs), 1e-9)).toEqual([]);
  });

  it.skipIf(!python)(`give their numbers in NumPy${python ? "" : ": not run, it is not on this machine"}`, () => {
    const jobs = caseJobs("numpy");
    expect(faults(jobs, inPython(jobs, "np"), 1e-9)).toEqual([]);
  });
});
