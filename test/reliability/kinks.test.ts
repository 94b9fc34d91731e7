/**
 * Kinks have a stated slope, and no derivative is silently not a number: every operation, every function, and models
 * that text books write, at zeros, at ties and at ±800. What is not smooth at a point, or has no finite derivative where
 * the model has a finite value, has to be said by a condition of the answer; emitted code computes the same there.
 */
import { describe, expect, it } from "vitest";
import { emit, type Target } from "../../src/codegen/emit.js";
import { NoCode } from "../../src/codegen/no-code.js";
import { type Program, programOf } from "../../src/codegen/program.js";
import { evaluateDim } from "../../src/core/dim.js";
import type { Context, Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { conditionsOf } from "../../src/derive/conditions.js";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { LIBRARY, newContext } from "../../src/functions/library.js";
import type { Model, Query } from "../../src/model/model.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { EvaluationError } from "../../src/numeric/fault.js";
import { determinant, largest, type Matrix, matrix, scalarMatrix } from "../../src/numeric/matrix.js";
import { apply } from "../../src/ops/apply.js";
import { Implicit } from "../../src/ops/implicit.js";
import { isSymbol, nameOf, symbol } from "../../src/ops/symbol.js";
import { printText } from "../../src/print/text.js";
import type { Job } from "../codegen/jobs.js";
import { inputsAt, modelOf, queryFor } from "../codegen/models.js";
import { pythonHas } from "../codegen/run-python.js";
import { faults, inJavaScript, inPython } from "../codegen/runs.js";
import { EXAMPLES, n, operands, WITH_INDICES } from "../ops/examples.js";
import { written } from "../rewrite/written.js";

const SIZES = new Map([
  ["n", 2],
  ["m", 3],
  ["p", 4],
  ["q", 2],
]);

/** Entries of every input at a point, taken in turn. */
const POINTS: readonly (readonly [name: string, entries: readonly number[]])[] = [
  ["zeros", [0]],
  ["ones", [1]],
  ["at 800", [800]],
  ["at -800", [-800]],
  ["both ways", [800, -800, 0]],
];

const MODELS: readonly string[] = [
  "a : vector(n); y = log(ones(n) + exp(a))",
  "a : scalar; y = 1 / (1 + exp(-a))",
  "a : scalar; y = exp(a) / (1 + exp(a))",
  "z : vector(n); y = exp(z) / sum(exp(z))",
  "z : vector(n); y = log(sum(exp(z)))",
  "z, t : vector(n); y = -t^T log(softmax(z))",
  "z, t : vector(n); y = cross_entropy(t, softmax(z))",
  "z : vector(n); y = z .* sigmoid(z)",
  "z : vector(n); y = log(sigmoid(z))",
  "a : scalar; y = log(cosh(a))",
  "x : vector(n); y = norm2(x)^2",
  "x : vector(n); y = norm2(x)^3",
  "x : vector(n); y = x / norm2(x)",
  "x : vector(n); y = sqrt(x^T x)",
  "x : vector(n); y = sqrt(x^T x + 1)",
  "X : matrix(n, m); y = normF(X)",
  "x : vector(n); y = norm1(x)^2",
  "x : vector(n); y = sum(abs(x) .^ 3)",
  "x : vector(n); y = sum(max(0, ones(n) - x))",
  "x : vector(n); y = sum(max(x, 0) .^ 2)",
  "x : vector(n); y = sum(min(max(x, 0), 1))",
  "x : vector(n); y = sum(min(x .^ 2 / 2, abs(x) - 1/2 ones(n)))",
  "x : vector(n); y = sum(sqrt(x))",
  "a : scalar; y = a^(3/2)",
  "x : vector(n); y = sum(relu(x) .* relu(x))",
];

interface Subject {
  readonly label: string;
  readonly make: () => Expr;
}

const SUBJECTS: readonly Subject[] = [
  ...Object.entries(EXAMPLES)
    .filter(([name]) => !["derivative", "differential", ...WITH_INDICES].includes(name))
    .flatMap(([name, make]) =>
      make(operands(newContext())).map((_, i) => ({
        label: `${name}[${i}]`,
        make: () => make(operands(newContext()))[i] as Expr,
      })),
    ),
  ...[...LIBRARY.keys()].map((f) => ({ label: f, make: () => apply(f, operands(newContext()).vector("x", n)) })),
  ...MODELS.map((source) => ({ label: source, make: () => written(source) })),
];

const slope = (x: number) => 1 - Math.tanh(x) ** 2;
const FUNCTIONS = new Map(
  ["f", "g"].flatMap((f) => [
    [f, Math.tanh] as const,
    [`${f}'`, slope] as const,
    [`${f}''`, (x: number) => -2 * Math.tanh(x) * slope(x)] as const,
    [`${f}'''`, (x: number) => slope(x) * (4 * Math.tanh(x) ** 2 - 2 * slope(x))] as const,
  ]),
);

/** Whether Cholesky's factor of a symmetric matrix exists, by the minors of its corner. */
const isPositiveDefinite = (X: Matrix): boolean =>
  [...Array(X.rows).keys()].every((k) => {
    const corner = Float64Array.from({ length: (k + 1) ** 2 }, (_, i) => {
      const [row, col] = [Math.floor(i / (k + 1)), i % (k + 1)];
      return X.data[row * X.cols + col] as number;
    });
    return determinant(matrix(k + 1, k + 1, corner)) > 0;
  });

/** The inputs of an expression at a point; null where a fact that is stated of one forbids it. */
function environmentAt(home: Context, inputs: readonly Expr[], entries: readonly number[]): Environment | null {
  const values = new Map<string, Matrix>();
  for (const x of inputs) {
    const facts = home.facts.get(nameOf(x)) ?? new Set();
    const [r, c] = [evaluateDim(x.shape.rows, SIZES), evaluateDim(x.shape.cols, SIZES)];
    let data = Float64Array.from({ length: r * c }, (_, i) => entries[i % entries.length] as number);
    if (facts.has("simplex")) data = data.map((_, i) => (i === 0 ? 1 : 0));
    if (facts.has("diagonal")) data = data.map((v, i) => (i % (c + 1) === 0 ? v : 0));
    if (facts.has("posdef") && !isPositiveDefinite(matrix(r, c, data))) return null;
    if (facts.has("positive") && data.some((v) => v <= 0)) return null;
    values.set(nameOf(x), matrix(r, c, data));
  }
  return { sizes: SIZES, values, functions: FUNCTIONS };
}

/** The values, or null where there are none: a singular matrix, a function without a number. */
function valuesAt(roots: readonly Expr[], env: Environment): readonly Matrix[] | null {
  try {
    return evaluate(roots, env);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}

const finite = (X: Matrix | undefined): boolean => X?.data.every(Number.isFinite) === true;

/** Whether the slopes before and behind a point agree when one entry of an input moves. */
function smoothAt(e: Expr, x: Expr, env: Environment): boolean {
  const h = 1e-6;
  const X = env.values.get(nameOf(x)) as Matrix;
  const moved = (i: number, by: number) => {
    const data = X.data.slice();
    data[i] = (data[i] as number) + by;
    const values = new Map(env.values).set(nameOf(x), matrix(X.rows, X.cols, data));
    return valuesAt([e], { ...env, values })?.[0];
  };
  const here = moved(0, 0) as Matrix;
  const noise = (1e-14 * largest(here)) / h;
  return [...X.data.keys()].every((i) => {
    const [before, behind] = [moved(i, -h), moved(i, h)];
    if (before === undefined || behind === undefined) return false;
    return here.data.every((v, k) => {
      const [left, right] = [(v - (before.data[k] as number)) / h, ((behind.data[k] as number) - v) / h];
      return Math.abs(left - right) <= noise + 1e-3 * (1 + Math.max(Math.abs(left), Math.abs(right)));
    });
  });
}

interface Found {
  /** Kinks and lost values of which no condition says anything. */
  readonly silent: readonly string[];
  /** Points at which a condition was needed. */
  readonly said: number;
  readonly jobs: readonly Job[];
  /** Derivatives that are refused as code. */
  readonly codeless: readonly string[];
}

/** The program of all questions that have code, null where the model has none, and those that have none. */
function codedProgram(
  model: Model,
  queries: readonly Query[],
): { program: Program | null; codeless: readonly Query[] } {
  const made = (of: readonly Query[]): Program | null => {
    try {
      return programOf(model, of, { sizes: new Map(), factorises: true });
    } catch (error) {
      if (error instanceof NoCode) return null;
      throw error;
    }
  };
  const whole = made(queries);
  if (whole !== null) return { program: whole, codeless: [] };
  const codeless = queries.filter((q) => made([q]) === null);
  const program = made(queries.filter((q) => !codeless.includes(q)));
  return { program, codeless };
}

function examined({ label, make }: Subject, target: Target): Found {
  const e = make();
  const { home } = e;
  const inputs = walk([e]).filter((x) => isSymbol(x) && !home.facts.get(nameOf(x))?.has("integer"));
  if (inputs.length === 0) return { silent: [], said: 0, jobs: [], codeless: [] };
  const model = modelOf(home, [e]);
  const y = symbol(home, "y0", e.shape);
  const queries = inputs.map((x) => queryFor(y, [x]));
  const derived = derivations(model, queries, { steps: "none" }).results.flatMap((r) => (isRefusal(r) ? [] : [r]));
  const answers = derived.flatMap((r) => ("value" in r ? [{ query: r.query, value: r.value }] : []));
  const silent: string[] = [];
  let said = 0;
  const jobs: Job[] = [];
  const { program, codeless } = codedProgram(
    model,
    answers.map((a) => a.query),
  );
  const coded = answers.filter((a) => !codeless.includes(a.query));
  const code = program === null ? null : emit(program, target, { inPlace: false, name: "kinks" }).code;
  const given = Object.fromEntries((program?.sizes.given ?? []).map((s) => [s, SIZES.get(s) ?? 1]));
  for (const [point, entries] of POINTS) {
    const env = environmentAt(home, inputs, entries);
    const here = env === null ? null : valuesAt([y], env);
    if (env === null || here === null || !finite(here[0])) continue;
    const expected: Record<string, readonly number[]> = {};
    let lost = false;
    for (const answer of answers) {
      const { query, value } = answer;
      const x = query.wrt[0] as Expr;
      const D = valuesAt([value], env)?.[0];
      lost ||= D === undefined;
      const conditions = conditionsOf(query.of, query.wrt, value).map((c) => c(printText));
      if (!finite(D) || !smoothAt(e, x, env)) {
        if (conditions.length > 0) said += 1;
        else silent.push(`${label} by ${nameOf(x)} ${point}: ${D === undefined ? "none" : [...D.data].join(" ")}`);
      }
      if (D === undefined || !finite(D) || !coded.includes(answer)) continue;
      const key = program?.results[coded.indexOf(answer)]?.key;
      if (key !== undefined) expected[key] = [...D.data];
    }
    // An inverse of a singular matrix, which a condition forbids, throws in emitted code too; f and g are no numbers.
    // What an equation defines has the equation's own name in a module: test/codegen/solved.test.ts runs those.
    if (code === null || lost || e.op === Implicit) continue;
    if ([...FUNCTIONS.keys()].some((f) => model.symbols.has(f))) continue;
    jobs.push({
      label: `${label} ${point}`,
      code,
      inputs: { ...inputsAt(model, env), ...given },
      sizes: Object.fromEntries(SIZES),
      functions: {},
      forward: { y0: [...(here[0] as Matrix).data] },
      derivatives: expected,
    });
  }
  return { silent, said, jobs, codeless: codeless.map((q) => `${label} by ${q.wrt.map(nameOf).join(" ")}`) };
}

describe("at zeros, at ties and at ±800", () => {
  const found = SUBJECTS.map((s) => examined(s, "js"));

  it("a kink is stated, and so is where a derivative has no finite value", () => {
    expect(found.flatMap((f) => f.silent)).toEqual([]);
    expect(found.reduce((sum, f) => sum + f.said, 0)).toBeGreaterThan(40);
  });

  it("all have code but convolutions by a vector, of a matrix in turn", () => {
    const codeless = ["conv[0] by x", "conv[0] by y", "correlate[0] by x", "correlate[0] by y"];
    expect([...new Set(found.flatMap((f) => f.codeless))]).toEqual(codeless);
  });

  it("emitted JavaScript has the same values, and derivatives where they are finite", async () => {
    const jobs = found.flatMap((f) => f.jobs);
    expect(jobs.length).toBeGreaterThan(400);
    expect(faults(jobs, await inJavaScript(jobs), 1e-9)).toEqual([]);
  });

  const numpy = pythonHas("numpy");
  it.skipIf(!numpy)(`so has NumPy${numpy ? "" : ": not run, it is not on this machine"}`, () => {
    const jobs = SUBJECTS.flatMap((s) => examined(s, "numpy").jobs);
    expect(faults(jobs, inPython(jobs, "np"), 1e-9)).toEqual([]);
  });
});

interface Stated {
  readonly source: string;
  readonly by: readonly string[];
  readonly at: Readonly<Record<string, number>>;
  /** The slope by each of `by`. */
  readonly slopes: readonly number[];
  readonly condition: string;
}

const STATED: readonly Stated[] = [
  // As the table of functions says it: `relu'(0) = 0`.
  ...[...LIBRARY.values()].flatMap(({ name, kinks = [] }) =>
    kinks.map((kink) => {
      const [, f, at, taken] = /^(\w+)'\((-?\d+)\) = (-?[\d.]+)$/.exec(kink.taken) ?? [];
      if (f !== name || Number(at) !== kink.at) throw new Error(`${name}: cannot read ${kink.taken}`);
      const condition = `${kink.taken.replace("'", "′").replace("-", "−")} is taken`;
      return {
        source: `a : scalar; y = ${name}(a)`,
        by: ["a"],
        at: { a: kink.at },
        slopes: [Number(taken)],
        condition,
      };
    }),
  ),
  ...(["max", "min"] as const).flatMap((f): readonly Stated[] => {
    const second = `at a tie ${f} takes the slope of its second operand (0 where one is held fixed)`;
    const none = `the slope of ${f} at a tie is taken as 0`;
    const both = `a, b : scalar; y = ${f}(a, b)`;
    return [
      { source: both, by: ["a", "b"], at: { a: 3, b: 3 }, slopes: [0, 1], condition: second },
      { source: both, by: ["a"], at: { a: 3, b: 3 }, slopes: [0], condition: second },
      { source: both, by: ["b"], at: { a: 3, b: 3 }, slopes: [0], condition: second },
      { source: `a : scalar; y = ${f}(a, 2)`, by: ["a"], at: { a: 2 }, slopes: [0], condition: none },
      { source: `a : scalar; y = ${f}(2, a)`, by: ["a"], at: { a: 2 }, slopes: [0], condition: none },
    ];
  }),
  {
    source: "a : scalar; y = norm1(a)",
    by: ["a"],
    at: { a: 0 },
    slopes: [0],
    condition: "the slope of |·| at 0 is taken as 0",
  },
];

describe("the slope that is stated is the one that is taken", () => {
  it.each(STATED)("$source by $by at $at", ({ source, by, at, slopes, condition }) => {
    const e = written(source);
    const model = modelOf(e.home, [e]);
    const y = symbol(e.home, "y0", e.shape);
    const one = (x: string) => symbol(e.home, x, e.shape);
    const env = { sizes: SIZES, values: new Map(Object.entries(at).map(([x, v]) => [x, scalarMatrix(v)])) };
    const queries = by.map((x) => queryFor(y, [one(x)]));
    const found = derivations(model, queries, { steps: "none" }).results.flatMap((r) => ("value" in r ? [r] : []));
    expect(found.map((r) => valuesAt([r.value], env)?.[0]?.data[0])).toEqual(slopes);
    for (const r of found)
      expect(conditionsOf(r.query.of, r.query.wrt, r.value).map((c) => c(printText))).toContain(condition);
  });
});
