/** Matrices with structure in every place where code makes use of it, against the evaluator. */
import { describe, expect, it } from "vitest";
import { emit, factorises, type Target } from "../../src/codegen/emit.js";
import { programOf } from "../../src/codegen/program.js";
import { draw } from "../../src/numeric/draw.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { random } from "../../src/numeric/random.js";
import { nameOf, symbol } from "../../src/ops/symbol.js";
import { read } from "../../src/parse/parse.js";
import type { Job } from "./jobs.js";
import { inputsAt } from "./models.js";
import { octaveExists } from "./run-octave.js";
import { pythonHas } from "./run-python.js";
import { faults, inJavaScript, inOctave, inPython } from "./runs.js";

const DECLARED = [
  "A, B : matrix(p q, p q)",
  "S : matrix(p q, p q) symmetric",
  "D : matrix(p q, p q) diagonal",
  "P : matrix(p, p)",
  "Q : matrix(q, q)",
  "R : matrix(p q, p)",
  "v, w : vector(p q)",
  "c : scalar",
  "",
].join("\n");

/** Square matrices of one size, each known to code as something else than an array of entries. */
const SQUARE = {
  "an array": "A",
  transposed: "A^T",
  symmetric: "S",
  "declared diagonal": "D",
  identity: "eye(p q)",
  "a multiple of the identity": "(c eye(p q))",
  "a diagonal": "diag(v)",
  ones: "ones(p q, p q)",
  "one number": "(c ones(p q, p q))",
  "equal columns": "(v ones(p q)^T)",
  "equal rows": "(ones(p q) w^T)",
  outer: "(v w^T)",
  inverse: "inv(A)",
  "inverse transposed": "inv(A)^T",
  Kronecker: "kron(P, Q)",
  "Kronecker beside an identity": "kron(P, eye(q))",
  "Kronecker of thin ones": "kron(R, ones(q)^T)",
  commutation: "comm(p, q)",
  sum: "(A + v w^T)",
  "sum with a diagonal": "(c B + diag(w))",
  "sum of diagonals": "(eye(p q) + diag(v))",
  product: "(A B)",
} as const;

const ONE = [
  "X^T",
  "-X",
  "X v",
  "v^T X",
  "v^T X w",
  "X ones(p q)",
  "ones(p q)^T X",
  "X R",
  "R^T X",
  "tr(X)",
  "tr(X X)",
  "tr(X^T X)",
  "diagvec(X)",
  "sum(X)",
  "mean(X)",
  "normF(X)",
  "vec(X)",
  "exp(X)",
  "X^2",
  "X .* X",
  "log(ones(p q, p q) + exp(X))",
];
const TWO = [
  "X Y",
  "X^T Y",
  "X + Y",
  "X - c Y",
  "X .* Y",
  "tr(X Y)",
  "tr(X^T Y)",
  "tr(X Y A)",
  "diagvec(X Y)",
  "diagvec(X A Y)",
  "sum(X Y)",
  "X Y v",
  "v^T X Y",
  "tr((X + Y) A)",
  "diagvec((X + Y) A)",
  "sum((X + Y) A)",
  "sum(X + Y)",
];

const put = (form: string, X: string, Y = ""): string => form.replace(/[XY]/g, (at) => (at === "X" ? X : Y));

/** A module that defines what the right sides say and gives the derivatives asked for, with the numbers of the evaluator. */
function jobOf(label: string, source: string, target: Target, seed: number): Job {
  const model = read(source);
  expect(model.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  const sizes = new Map([
    ["p", 2],
    ["q", 3],
  ]);
  const program = programOf(model, queries, {
    sizes: seed % 2 === 0 ? sizes : new Map(),
    factorises: factorises(target),
  });
  const roots = model.equations.map((q) => q.symbol);
  const inputs = [...model.symbols.values()].filter((x) => x.role === "input");
  const all = [...roots, ...inputs.map((x) => symbol(model.context, x.name, x.shape))];
  const drawn = draw(all, random(seed), { sizes, smooth: [] });
  if (!drawn.drawn) throw new Error(`${label}: ${drawn.why}`);
  const values = evaluate(roots, drawn.env);
  return {
    label,
    code: emit(program, target, { inPlace: seed % 2 === 0, name: "structured" }).code,
    inputs: inputsAt(model, drawn.env),
    sizes: Object.fromEntries(sizes),
    functions: {},
    forward: Object.fromEntries(roots.map((r, i) => [nameOf(r), [...(values[i]?.data ?? [])]])),
    derivatives: {},
  };
}

const modelOf = (right: readonly string[]): string => DECLARED + right.map((r, i) => `out${i} = ${r}`).join("\n");

const names = Object.keys(SQUARE) as (keyof typeof SQUARE)[];

const single = (target: Target): readonly Job[] =>
  names.map((X, i) => jobOf(X, modelOf(ONE.map((form) => put(form, SQUARE[X]))), target, i));

const pairs = (target: Target, step: number): readonly Job[] =>
  names.flatMap((X, i) =>
    names.flatMap((Y, k) =>
      (i + k) % step === 0
        ? [
            jobOf(
              `${X} and ${Y}`,
              modelOf(TWO.map((form) => put(form, SQUARE[X], SQUARE[Y]))),
              target,
              i * names.length + k,
            ),
          ]
        : [],
    ),
  );

const TOLERANCE = 1e-8;

describe("matrices with structure", () => {
  it("has one number for each entry of the diagonal of a product of constants", async () => {
    const jobs = [
      jobOf("constants", modelOf(["diagvec(ones(p q, p) ones(p, p q))", "diagvec(c ones(p q, p q))"]), "js", 1),
    ];
    expect(jobs[0]?.forward["out0"]).toEqual([2, 2, 2, 2, 2, 2]);
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it("alone, in JavaScript", async () => {
    const jobs = single("js");
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it("by twos, every third, in JavaScript", async () => {
    const jobs = pairs("js", 3);
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it.skipIf(!pythonHas("numpy"))("in NumPy", () => {
    const jobs = [...single("numpy"), ...pairs("numpy", 5)];
    expect(faults(jobs, inPython(jobs, "np"), TOLERANCE)).toEqual([]);
  });

  it.skipIf(!octaveExists())("in MATLAB", () => {
    const jobs = [...single("matlab"), ...pairs("matlab", 11)];
    expect(faults(jobs, inOctave(jobs), TOLERANCE)).toEqual([]);
  });
});
