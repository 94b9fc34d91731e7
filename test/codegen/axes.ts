/** Random models with indices as functions of Python, through the lowering and the forms that modules go through. */
import { spellDim } from "../../src/codegen/arrays/array.js";
import { bodyOf } from "../../src/codegen/arrays/body.js";
import { linesOf } from "../../src/codegen/lines.js";
import { NoCode } from "../../src/codegen/no-code.js";
import type { PythonLibrary } from "../../src/codegen/python/library.js";
import { ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import type { Shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { read } from "../../src/elaborate/parse.js";
import { draw } from "../../src/numeric/draw.js";
import { type Environment, evaluate, meaningOf } from "../../src/numeric/evaluate.js";
import type { Matrix } from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import { basesOf, type Family } from "../../src/ops/family.js";
import { familyOf, isMember } from "../../src/ops/member.js";
import { isSymbol, nameOf } from "../../src/ops/symbol.js";
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

/** What code is written and numbers are drawn for: a loss, what it is differentiated by, the names and families behind it. */
interface Wanted {
  readonly loss: Expr;
  readonly by: (known: (e: Expr) => boolean) => Expr | undefined;
  readonly names: readonly Expr[];
  readonly families: readonly Family[];
  readonly sizes: ReadonlyMap<string, number>;
}

/** The loss of a random model and a gradient of it as code, with what they must be; null where there is no code. */
export function axesJob(seed: number, library: PythonLibrary): AxesJob | null {
  const { loss, names, families } = randomModel(seed, planOf(seed, { letter: (k) => `i${k}` }));
  const by = (known: (e: Expr) => boolean) => random(seed).pick(names.filter(known));
  return jobOf({ loss, by, names, families, sizes: sizesFor(seed) }, seed, library);
}

/** The same of a text: its last equation, and the derivative that it asks for. */
export function writtenJob(text: string, seed: number, library: PythonLibrary): AxesJob | null {
  const { equations, families, asked, symbols } = read(text);
  const last = equations.at(-1);
  const query = asked.flatMap((q) => (q.type === "query" ? [q.query] : []))[0];
  if (last === undefined || query === undefined) throw new Error(`nothing is asked in ${text}`);
  const values = [...equations, ...families].map((q) => q.value);
  const members = walk([...values, ...families.map((q) => q.member)])
    .filter(isMember)
    .map(familyOf);
  const behind = [...values, ...members.flatMap(basesOf).map((base) => base.value)];
  const names = walk(behind).filter((e) => isSymbol(e) && symbols.get(nameOf(e))?.role === "input");
  const sizes = new Map("N K M T d e n".split(" ").map((s, k) => [s, 2 + ((seed + k) % 3)]));
  return jobOf(
    { loss: last.symbol, by: () => query.wrt[0], names, families: [...new Set(members)], sizes },
    seed,
    library,
  );
}

function jobOf({ loss, by, names, families, sizes }: Wanted, seed: number, library: PythonLibrary): AxesJob | null {
  const found = draw([loss], random(seed), { sizes, tries: 4, functions: SINES });
  if (!found.drawn) return null;
  const { env } = found;
  const x = by((e) => env.values.has(nameOf(e)));
  if (x === undefined) return null;
  const wanted = { loss, gradient: answerTo(loss, x) };
  const inputs: Record<string, Nested> = Object.fromEntries(env.sizes);
  for (const e of names) {
    const A = env.values.get(nameOf(e));
    if (A !== undefined) inputs[nameOf(e)] = ranked(A, e.shape);
  }
  for (const f of families)
    if ([...env.values.keys()].some((k) => k.startsWith(`${f.name}(`))) inputs[f.name] = stacked(f, env);
  const labels = env.sizes.get("N");
  if (labels !== undefined)
    inputs.y ??= Array.from({ length: labels }, (_, k) => env.values.get(`y(${k + 1})`)?.data[0] ?? 1);
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
    `    if isinstance(value, int): return value`,
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
