/** Modules with inputs and the numbers that they must give: of every operation, of random models, of the published problems. */

import { emit, factorises, type Target } from "../../src/codegen/emit.js";
import { type Program, programOf } from "../../src/codegen/program.js";
import type { Context, Expr } from "../../src/core/expr.js";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { newContext } from "../../src/functions/library.js";
import { draw } from "../../src/numeric/draw.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { random } from "../../src/numeric/random.js";
import { nameOf, symbol } from "../../src/ops/symbol.js";
import { cases, type Truth, truths } from "../numeric/cases.js";
import { randomModel } from "../numeric/programs.js";
import { EXAMPLES, operands, WITH_INDICES } from "../ops/examples.js";
import { caseText, entriesOf, type Handed, inputsAt, modelOf, queryFor } from "./models.js";

export interface Job {
  readonly label: string;
  readonly code: string;
  readonly inputs: Readonly<Record<string, Handed>>;
  readonly sizes: Readonly<Record<string, number>>;
  /** The inputs `f`, `df`, `d2f`, …: which of the known functions each is, and which derivative of it. */
  readonly functions: Readonly<Record<string, Known>>;
  readonly forward: Readonly<Record<string, readonly number[]>>;
  readonly derivatives: Readonly<Record<string, readonly number[]>>;
}

const slope = (x: number) => 1 - Math.tanh(x) ** 2;
/** Unknown functions: the first is tanh, the second sin. */
export const NUMBERS = [
  [Math.tanh, slope, (x: number) => -2 * Math.tanh(x) * slope(x)],
  [Math.sin, Math.cos, (x: number) => -Math.sin(x)],
] as const;
export type Known = readonly [which: 0 | 1, order: 0 | 1 | 2];

const NAMES = ["f", "g"] as const;
const KNOWN = new Map(
  NAMES.flatMap((name, i) =>
    (NUMBERS[i] as (typeof NUMBERS)[number]).map((f, k) => [name + "'".repeat(k), f] as const),
  ),
);

/** The names of a function and its derivatives among the inputs. */
const functionInputs = (name: string, which: 0 | 1): Readonly<Record<string, Known>> => ({
  [name]: [which, 0],
  [`d${name}`]: [which, 1],
  [`d2${name}`]: [which, 2],
});

interface Prepared {
  readonly program: Program;
  readonly inPlace: boolean;
  readonly numbers: Omit<Job, "label" | "code">;
}

/** Prepared once for all targets that treat factorisations alike: targets differ in words alone. */
const prepared = new Map<string, Prepared | null>();
function once(key: string, target: Target, prepare: () => Prepared | null): Prepared | null {
  const name = `${key} ${factorises(target)}`;
  const known = prepared.get(name);
  if (known !== undefined) return known;
  const made = prepare();
  prepared.set(name, made);
  return made;
}

const emitted = ({ program, inPlace }: Prepared, target: Target, name: string): string =>
  emit(program, target, { inPlace, name }).code;

/** A module that defines the values, with first (or second) derivatives of the first of them; null where no numbers are found. */
function preparedFor(
  home: Context,
  values: readonly Expr[],
  by: readonly Expr[],
  seed: number,
  target: Target,
): Prepared | null {
  const model = modelOf(home, values);
  const y = symbol(home, "y0", (values[0] as Expr).shape);
  const second = seed % 4 === 0;
  const queries = by.map((x, i) => (second && i > 0 ? queryFor(y, [by[0] as Expr, x], 2) : queryFor(y, [x])));
  const derived = derivations(model, queries, { steps: "none" }).results.filter((r) => !isRefusal(r));
  const roots = model.equations.map((q) => q.symbol);
  const wanted = derived.flatMap((d) => ("value" in d ? [d.value] : []));
  const drawn = draw([...roots, ...wanted], random(seed), { functions: KNOWN, tries: 30, smooth: roots });
  if (!drawn.drawn) return null;
  const program = programOf(
    model,
    derived.map((d) => d.query),
    { sizes: new Map(), factorises: factorises(target) },
  );
  const forward = evaluate(roots, drawn.env);
  const derivatives = evaluate(wanted, drawn.env);
  const given = Object.fromEntries(program.sizes.given.map((s) => [s, drawn.env.sizes.get(s) ?? 1]));
  const numbers = {
    inputs: { ...inputsAt(model, drawn.env), ...given },
    sizes: Object.fromEntries(drawn.env.sizes),
    functions: Object.assign(
      {},
      ...NAMES.map((name, i) => (model.symbols.has(name) ? functionInputs(name, i as 0 | 1) : {})),
    ),
    forward: Object.fromEntries(roots.map((r, i) => [nameOf(r), [...(forward[i]?.data ?? [])]])),
    derivatives: Object.fromEntries(program.results.map((r, i) => [r.key, [...(derivatives[i]?.data ?? [])]])),
  };
  return { program, inPlace: seed % 2 === 0, numbers };
}

/** One module for each example of each operation, then `count` random models with derivatives. */
export function operationJobs(target: Target, count: number): readonly Job[] {
  const out: Job[] = [];
  const add = (label: string, prepare: () => Prepared | null): void => {
    const made = once(label, target, prepare);
    if (made !== null) out.push({ label, code: emitted(made, target, `m${out.length}`), ...made.numbers });
  };
  for (const [name, make] of Object.entries(EXAMPLES)) {
    if (["derivative", "differential", "implicit", ...WITH_INDICES].includes(name)) continue;
    const many = make(operands(newContext())).length;
    for (let i = 0; i < many; i++)
      add(`${name}[${i}]`, () => {
        const o = operands(newContext());
        return preparedFor(o.home, [make(o)[i] as Expr], [], i + 1, target);
      });
  }
  for (let seed = 1; seed <= count; seed++)
    add(`random model ${seed}`, () => {
      const { output, inputs } = randomModel(random(seed), 4, []);
      return preparedFor(output.home, [output], inputs.slice(0, 3), seed, target);
    });
  return out;
}

/**
 * The module of a model, with what it defines and the derivatives that it asks for at drawn numbers. `hint` is what the
 * order of products is chosen by; at even seeds JavaScript writes into arrays that are used again.
 */
export function modelJob(
  label: string,
  source: string,
  target: Target,
  seed: number,
  sizes: ReadonlyMap<string, number>,
  hint: ReadonlyMap<string, number> = seed % 2 === 0 ? sizes : new Map(),
): Job {
  const model = read(source);
  const errors = model.diagnostics.filter((d) => d.severity === "error").map((d) => d.message);
  if (errors.length > 0) throw new Error(`${label}: ${errors.join("; ")}`);
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  const program = programOf(model, queries, { sizes: hint, factorises: factorises(target) });
  const roots = model.equations.map((q) => q.symbol);
  const wanted = derivations(model, queries, { steps: "none" }).results.flatMap((d) => (isRefusal(d) ? [] : [d.value]));
  const inputs = [...model.symbols.values()].filter((x) => x.role === "input");
  const all = [...roots, ...wanted, ...inputs.map((x) => symbol(model.context, x.name, x.shape))];
  const drawn = draw(all, random(seed), { sizes, smooth: [], functions: KNOWN, tries: 30 });
  if (!drawn.drawn) throw new Error(`${label}: ${drawn.why}`);
  const numbersOf = (es: readonly Expr[]) => evaluate(es, drawn.env).map((X) => [...X.data]);
  const [forward, derivatives] = [numbersOf(roots), numbersOf(wanted)];
  const given = Object.fromEntries(program.sizes.given.map((s) => [s, drawn.env.sizes.get(s) ?? 1]));
  return {
    label,
    code: emit(program, target, { inPlace: seed % 2 === 0, name: "m0" }).code,
    inputs: { ...inputsAt(model, drawn.env), ...given },
    sizes: Object.fromEntries(drawn.env.sizes),
    functions: Object.assign({}, ...program.functions.map((f, i) => functionInputs(f.name, i as 0 | 1))),
    forward: Object.fromEntries(roots.map((r, i) => [nameOf(r), forward[i] as number[]])),
    derivatives: Object.fromEntries(program.results.map((r, i) => [r.key, derivatives[i] as number[]])),
  };
}

/** Every `step`-th of the published problems, each at its two draws. */
export function caseJobs(target: Target, step = 1): readonly Job[] {
  const all = truths();
  return cases().flatMap((problem, i) => {
    if (i % step !== 0) return [];
    const own = all.filter((t) => t.id === problem.id);
    const model = read(caseText(problem), { strict: true });
    const queries = model.asked.map((a) => (a.type === "query" ? a.query : a.claim.query));
    const program = programOf(model, queries, {
      sizes: new Map(Object.entries(own[0]?.dims ?? {})),
      factorises: factorises(target),
    });
    const { code } = emit(program, target, { inPlace: false, name: "problem" });
    const unknown = Object.keys(problem.decl).filter((name) => problem.decl[name] === "function");
    return own.map((t) => ({
      label: problem.id,
      code,
      inputs: t.inputs,
      sizes: t.dims,
      functions: Object.assign({}, ...unknown.map((name, k) => functionInputs(name, k as 0 | 1))),
      forward: {},
      derivatives: { [program.results[0]?.key ?? "none"]: expectedOf(t) },
    }));
  });
}

/**
 * The entries that the code must give. Where a book counts X_ij and X_ji of a symmetric matrix as one
 * variable, its derivative has twice the projected gradient's entries off the diagonal.
 */
function expectedOf({ layout, derivative }: Truth): readonly number[] {
  const entries = entriesOf(derivative);
  if (layout !== "structured-symmetric") return entries;
  const n = Math.sqrt(entries.length);
  return entries.map((x, k) => (k % (n + 1) === 0 ? x : x / 2));
}
