/** Random models with indices as functions of Python, through the lowering and the forms that modules go through. */
import { spellDim } from "../../src/codegen/arrays/array.js";
import { bodyOf } from "../../src/codegen/arrays/body.js";
import { linesOf } from "../../src/codegen/lines.js";
import { NoCode } from "../../src/codegen/no-code.js";
import type { PythonLibrary } from "../../src/codegen/python/library.js";
import { ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import type { Shape } from "../../src/core/shape.js";
import { draw } from "../../src/numeric/draw.js";
import { type Environment, evaluate, meaningOf } from "../../src/numeric/evaluate.js";
import type { Matrix } from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import type { Family } from "../../src/ops/family.js";
import { nameOf } from "../../src/ops/symbol.js";
import { answerTo, planOf, sizesFor } from "../index/random-checks.js";
import { randomModel } from "../index/random-models.js";
import type { PythonJob } from "./run-python.js";

type Nested = number | readonly Nested[];

export interface AxesJob extends PythonJob {
  readonly seed: number;
  readonly wants: Readonly<Record<string, Nested>>;
}

/** A matrix as an array of the rank that its shape has. */
function ranked({ rows, cols, data }: Matrix, of: Shape): Nested {
  const all = Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
  if (of.rows !== ONE && of.cols !== ONE) return all;
  return of.rows === ONE && of.cols === ONE ? (data[0] as number) : all.flat();
}

/** The members of a family as one array, in the order of their places. */
function stacked(f: Family, { sizes, values }: Environment): Nested {
  const counts = f.formals.map((i) => sizes.get(i.hi) as number);
  const at = (places: readonly number[]): Nested =>
    places.length === counts.length
      ? ranked(values.get(`${f.name}(${places.join(",")})`) as Matrix, f.shape)
      : Array.from({ length: counts[places.length] as number }, (_, k) => at([...places, k + 1]));
  return at([]);
}

/** Unknown functions stand for sin. */
const SINES = new Map([
  ["f", Math.sin],
  ["f'", Math.cos],
  ["f''", (x: number) => -Math.sin(x)],
]);

/** The loss of a random model and a gradient of it as code, with what they must be; null where there is no code. */
export function axesJob(seed: number, library: PythonLibrary): AxesJob | null {
  const model = randomModel(seed, planOf(seed, { letter: (k) => `i${k}` }));
  const found = draw([model.loss], random(seed), { sizes: sizesFor(seed), tries: 4, functions: SINES });
  if (!found.drawn) return null;
  const { env } = found;
  const x = random(seed).pick(model.names.filter((e) => env.values.has(nameOf(e))));
  if (x === undefined) return null;
  const wanted = { loss: model.loss, gradient: answerTo(model.loss, x) };
  const inputs: Record<string, Nested> = Object.fromEntries(env.sizes);
  for (const e of model.names) {
    const A = env.values.get(nameOf(e));
    if (A !== undefined) inputs[nameOf(e)] = ranked(A, e.shape);
  }
  for (const f of model.families)
    if ([...env.values.keys()].some((k) => k.startsWith(`${f.name}(`))) inputs[f.name] = stacked(f, env);
  inputs.y = Array.from(
    { length: env.sizes.get("N") as number },
    (_, k) => env.values.get(`y(${k + 1})`)?.data[0] ?? 1,
  );
  try {
    const code = functionOf(wanted, Object.keys(inputs), library);
    const wants = Object.fromEntries(
      Object.entries(wanted).map(([key, e]) => [key, ranked(evaluate([e], env)[0] as Matrix, e.shape)]),
    );
    return { seed, code, inputs: inputs as AxesJob["inputs"], functions: {}, call: ["forward"], wants };
  } catch (error) {
    if (error instanceof NoCode) return null;
    throw error;
  }
}

function functionOf(wanted: Readonly<Record<string, Expr>>, names: readonly string[], library: PythonLibrary): string {
  const { module: np, language, runtime, imports } = library;
  const body = bodyOf(
    Object.entries(wanted).map(([key, value]) => ({ key, value, letters: [] })),
    { meaning: meaningOf, size: () => 3, factorises: language.factorises, names: [], marked: [] },
  );
  const used = new Set<string>();
  const fresh = (wish: string): string => {
    let name = wish;
    for (let k = 1; used.has(name) || names.includes(name) || name === np; k++) name = `${wish}_${k}`;
    used.add(name);
    return name;
  };
  const env = {
    size: (d: Parameters<typeof spellDim>[0]) => spellDim(d, (s) => s),
    function: (name: string) => `${"d".repeat(name.length - 1)}f`,
    isOwn: (name: string) => name.startsWith("f"),
    use: (helper: string) => helper,
  };
  const made = linesOf(body, language, env, { variable: (name) => name, fresh }, new Map(), meaningOf);
  const results = body.results.map(({ key, node }) => `"${key}": ${made.text(node)}`);
  const array = np === "np" ? "np.asarray(value, dtype=float)" : "torch.tensor(value, dtype=torch.float64)";
  return [
    ...imports,
    "import math",
    ...[...runtime.values()].map((d) => d.text),
    `def f(x): return ${np}.sin(x)`,
    `def df(x): return ${np}.cos(x)`,
    `def ddf(x): return -${np}.sin(x)`,
    "def numbers(name, value):",
    `    if name in ("N", "K", "d"): return value`,
    `    if name == "y": return ${np}.asarray(value)`,
    `    return ${array}`,
    "def forward(**inputs):",
    "    return run(**{k: numbers(k, v) for k, v in inputs.items()})",
    `def run(*, ${names.join(", ")}):`,
    ...(np === "torch" ? ['    like = {"dtype": torch.float64, "device": "cpu"}'] : []),
    ...made.lines.map(({ name, code }) => `    ${name === null ? code : `${name} = ${code}`}`),
    `    return {${results.join(", ")}}`,
  ].join("\n");
}
