/** Jobs run in the languages that can run here, and what they give that they should not. */
import { type Job, NUMBERS } from "./jobs.js";
import { apart, entriesOf } from "./models.js";
import { flat, jsLoader } from "./run-js.js";
import { runOctave } from "./run-octave.js";
import { type PythonAnswer, runPython } from "./run-python.js";

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

export const spelledInTorch = (job: Job): Record<string, string> => spelled(job, numpy("torch"));

export async function inJavaScript(jobs: readonly Job[]): Promise<readonly PythonAnswer[]> {
  const { load, done } = jsLoader();
  const out: PythonAnswer[] = [];
  for (const job of jobs) {
    const inputs: Record<string, unknown> = { sizes: job.sizes };
    for (const [name, value] of Object.entries(job.inputs)) inputs[name] = flat(value);
    for (const [input, [which, order]] of Object.entries(job.functions)) inputs[input] = NUMBERS[which][order];
    try {
      const module = await load(job.code);
      out.push({ forward: module.forward(inputs), derivatives: module.derivatives(inputs) });
    } catch (error) {
      out.push({ error: String((error as Error).stack) });
    }
  }
  done();
  return out;
}

/** `np` is the module of arrays: `np`, `torch`, `jnp`. */
export const inPython = (jobs: readonly Job[], np: string): readonly PythonAnswer[] =>
  runPython(
    jobs.map((job) => ({ ...job, functions: spelled(job, numpy(np)), call: ["forward", "derivatives"] as const })),
  );

export const inOctave = (jobs: readonly Job[]): readonly PythonAnswer[] =>
  runOctave(
    jobs.map((job) => ({ ...job, functions: spelled(job, MATLAB), call: ["forward", "derivatives"] as const })),
  );

/** How far the numbers of a job are from what they must be; its error where it has none. */
function distances(job: Job, answer: PythonAnswer | undefined): ReadonlyMap<string, number> | string {
  if (answer === undefined || answer.error !== undefined) return answer?.error ?? "no answer";
  const out = new Map<string, number>();
  for (const what of ["forward", "derivatives"] as const)
    for (const [key, want] of Object.entries(job[what]))
      out.set(key, apart(entriesOf(answer[what]?.[key] ?? []), want));
  return out;
}

/** Wrong answers of jobs, in words. */
export function faults(jobs: readonly Job[], answers: readonly PythonAnswer[], tolerance: number): readonly string[] {
  return jobs.flatMap((job, i) => {
    const found = distances(job, answers[i]);
    if (typeof found === "string") return [`${job.label}: ${found}`];
    return [...found].flatMap(([key, off]) => (off <= tolerance ? [] : [`${job.label}: ${key} is off by ${off}`]));
  });
}

/** The largest distance of all; infinite where a job failed. */
export const farthest = (jobs: readonly Job[], answers: readonly PythonAnswer[]): number =>
  Math.max(
    ...jobs.flatMap((job, i) => {
      const found = distances(job, answers[i]);
      return typeof found === "string" ? [Infinity] : [...found.values()];
    }),
  );
