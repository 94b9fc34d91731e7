/** Random models as texts, in every language that can run here: the numbers they give, and wrong shapes that they refuse. */
import { codeFor, type Target } from "../../src/codegen.js";
import { symbolsOf } from "../../src/core/dim.js";
import { walk } from "../../src/core/walk.js";
import { read } from "../../src/elaborate/parse.js";
import type { ModelSymbol } from "../../src/model/model.js";
import { throughMeanings } from "../../src/numeric/evaluate.js";
import { isSymbol, nameOf } from "../../src/ops/symbol.js";
import { modelAt } from "../judge/attack.js";
import { type Job, modelJob } from "./jobs.js";
import type { Handed } from "./models.js";
import { octaveExists } from "./run-octave.js";
import { jaxExists, type PythonAnswer, pythonHas } from "./run-python.js";
import { faults, inJavaScript, inOctave, inPython } from "./runs.js";

const numpy = pythonHas("numpy");

/** Languages that can run here, each with what runs jobs in it. */
export const RUNNERS: readonly {
  readonly target: Target;
  readonly runs: boolean;
  readonly run: (jobs: readonly Job[]) => Promise<readonly PythonAnswer[]> | readonly PythonAnswer[];
}[] = [
  { target: "js", runs: true, run: inJavaScript },
  { target: "numpy", runs: numpy, run: (jobs) => inPython(jobs, "np") },
  { target: "pytorch", runs: numpy && pythonHas("torch"), run: (jobs) => inPython(jobs, "torch") },
  { target: "jax", runs: numpy || jaxExists(), run: (jobs) => inPython(jobs, "jnp") },
  { target: "matlab", runs: octaveExists(), run: inOctave },
];

const SIZES = new Map([
  ["n", 3],
  ["m", 2],
]);

/** Models without indices from some seed on. */
export function texts(from: number, count: number): readonly string[] {
  const out: string[] = [];
  for (let seed = from; out.length < count; seed++) {
    const { text, isIndexed } = modelAt(seed);
    if (!isIndexed) out.push(text);
  }
  return out;
}

const jobsFor = (target: Target, all: readonly string[]): readonly Job[] =>
  all.map((text, k) => modelJob(text.split("\n").slice(-2).join("; "), text, target, k + 1, SIZES));

/** An input of a wrong shape, and the names of which the refusal must name one. */
interface Wrong {
  readonly value: Handed;
  readonly names: readonly string[];
}

const sizesOf = ({ shape }: ModelSymbol): readonly string[] => [...symbolsOf(shape.rows), ...symbolsOf(shape.cols)];

/** Wrong shapes of an input: another rank, one more of a size that another input has too. */
function wrongShapes(s: ModelSymbol, value: Handed, inputs: readonly ModelSymbol[], target: Target): readonly Wrong[] {
  const own = [s.name];
  // JavaScript is told the sizes; elsewhere they are read from the inputs.
  const sharing = (d: string): readonly string[] | null => {
    const others = inputs.filter((o) => o !== s && sizesOf(o).includes(d)).map((o) => o.name);
    return target !== "js" && others.length === 0 ? null : [...own, ...others];
  };
  if (typeof value === "number") return [{ value: [value, value], names: own }];
  if (s.kind === "vector") {
    const [names, list] = [sharing(s.shape.rows), value as readonly number[]];
    const pairs = list.map((x) => [x, x]);
    return [
      ...(target === "js" ? [] : [{ value: pairs, names: own }]),
      ...(names === null ? [] : [{ value: [...list, 0.5], names }]),
    ];
  }
  const rows = value as readonly (readonly number[])[];
  const [more, wider] = [sharing(s.shape.rows), sharing(s.shape.cols)];
  const flat = target === "matlab" || target === "js" ? [] : [{ value: rows[0] as readonly number[], names: own }];
  return [
    ...flat,
    ...(more === null ? [] : [{ value: [...rows, rows[0] as readonly number[]], names: more }]),
    ...(wider === null ? [] : [{ value: rows.map((row) => [...row, 0.5]), names: wider }]),
  ];
}

/** Inputs that an equation reads: JavaScript looks at no others. */
function inputsOf(text: string): readonly ModelSymbol[] {
  const { symbols, equations } = read(text);
  const roots = equations.map((e) => e.value);
  const used = new Set(walk(roots, undefined, throughMeanings).filter(isSymbol).map(nameOf));
  return [...symbols.values()].filter((s) => s.role === "input" && used.has(s.name));
}

/** What is wrong with the code of some models: numbers, and inputs of wrong shapes that are taken or not named. */
export async function faultsOf(
  { target, run }: (typeof RUNNERS)[number],
  all: readonly string[],
): Promise<{ readonly faults: readonly string[]; readonly refused: number }> {
  const jobs = jobsFor(target, all);
  const out = [...faults(jobs, await run(jobs), 1e-8)];
  const bad = jobs.flatMap((job, k) => {
    const inputs = inputsOf(all[k] as string);
    return inputs.flatMap((s) =>
      Object.hasOwn(job.inputs, s.name)
        ? wrongShapes(s, job.inputs[s.name] as Handed, inputs, target).map((w) => ({
            ...w,
            job: { ...job, inputs: { ...job.inputs, [s.name]: w.value } },
          }))
        : [],
    );
  });
  const answers = await run(bad.map((b) => b.job));
  for (const [k, { job, names, value }] of bad.entries()) {
    const said = answers[k]?.error?.trim().split("\n");
    // Errors of JavaScript begin with their words, those of Python end with them.
    const words = said === undefined ? undefined : target === "js" ? said[0] : said[said.length - 1];
    if (words === undefined || !names.some((n) => new RegExp(`(^|[^\\w])${n}(\\[\\d+\\])* (has|is) `).test(words)))
      out.push(`${job.label}: ${names[0]} as ${JSON.stringify(value)} gives ${words ?? "numbers"}`);
  }
  return { faults: out, refused: bad.length };
}

/** Models with indices whose modules do not pass their own test. */
export function indexedTexts(from: number, count: number): readonly string[] {
  const out: string[] = [];
  for (let seed = from; out.length < count; seed++) {
    const { text, isIndexed } = modelAt(seed);
    if (isIndexed) out.push(text);
  }
  return out;
}

export const codeOf = (text: string, target: Target) => codeFor(read(text), { target, name: "m0" });
