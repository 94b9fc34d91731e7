/** Runs random models with indices in Python. */
import type { PythonLibrary } from "../../src/codegen/python/library.js";
import { type AxesJob, axesJob } from "./axes.js";
import { runPython } from "./run-python.js";

const flat = (x: unknown): readonly unknown[] => (Array.isArray(x) ? x.flatMap(flat) : [x]);
const shapeOf = (x: unknown): readonly number[] => (Array.isArray(x) ? [x.length, ...shapeOf(x[0])] : []);

const TOLERANCE = 1e-8;

/** Models of some seeds whose code gives other numbers than the evaluator, and how many were run. */
export function axesFaults(
  from: number,
  count: number,
  library: PythonLibrary,
): { readonly faults: readonly string[]; readonly run: number } {
  const jobs: AxesJob[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const job = axesJob(seed, library);
    if (job !== null) jobs.push(job);
  }
  return { faults: faultsOf(jobs), run: jobs.length };
}

/** What jobs give that is not what they must. */
export function faultsOf(jobs: readonly AxesJob[]): readonly string[] {
  const answers = runPython(jobs);
  return jobs.flatMap(({ seed, code, wants }, k) => {
    const answer = answers[k];
    if (answer?.forward === undefined)
      return [`seed ${seed}: ${answer?.error}\n${code.slice(code.indexOf("def run("))}`];
    return Object.entries(wants).flatMap(([key, want]) => {
      const got = answer.forward?.[key];
      const isSame =
        shapeOf(got).join() === shapeOf(want).join() &&
        flat(got).every((x, n) => {
          const y = flat(want)[n] as number;
          return typeof x === "number" && Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(y));
        });
      return isSame ? [] : [`seed ${seed}: ${key} is ${got}, not ${want}\n${code.slice(code.indexOf("def run("))}`];
    });
  });
}
