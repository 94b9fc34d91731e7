/** Matrices with structure in every place where code makes use of it, against the evaluator. */
import { describe, expect, it } from "vitest";
import { emit, type Target } from "../../src/codegen/emit.js";
import { programOf } from "../../src/codegen/program.js";
import { read } from "../../src/elaborate/parse.js";
import { random } from "../../src/numeric/random.js";
import { type Job, modelJob } from "./jobs.js";
import { jsLoader } from "./run-js.js";
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
  "a multiple of a sum": "(c (A + v w^T))",
  "sum with a diagonal": "(c B + diag(w))",
  "sum of diagonals": "(eye(p q) + diag(v))",
  product: "(A B)",
  "negated, by name": "minusA",
  "twice, by name": "twiceA",
  "a fraction, by name": "partA",
  "transposed, by name": "turnedA",
  "equal columns, by name": "columns",
  "equal rows, by name": "rowsW",
  "outer, by name": "outerVW",
  "diagonal, by name": "alongV",
  "one number, by name": "constants",
  "entries in line, by name": "unvec(lineA, p q, p q)",
  "exponentials of equal columns": "exp.(v ones(p q)^T)",
} as const;

/** Definitions of the names above: code meets them as the arrays, or the structure, that they have become. */
const DEFINED: Readonly<Record<string, string>> = {
  minusA: "-A",
  twiceA: "2 A",
  partA: "A / c",
  turnedA: "A^T",
  columns: "v ones(p q)^T",
  rowsW: "ones(p q) w^T",
  outerVW: "v w^T",
  alongV: "diag(v)",
  constants: "c ones(p q, p q)",
  lineA: "vec(A)",
  minusV: "-v",
  minusC: "-c",
  three: "3",
  minusThree: "-3",
  none: "0",
  nothing: "zeros(p q)",
  nothingElse: "zeros(p q)",
};

/** Operands with a name of their own, where a sign, a number or a transpose is passed on. */
const NAMED: readonly string[] = [
  "minusA B",
  "B minusA",
  "minusA minusV",
  "minusV^T w",
  "w^T minusV",
  "minusV w^T",
  "tr(minusA B)",
  "tr(B minusA)",
  "tr(minusA^T B)",
  "tr(B^T minusA)",
  "inv(A) minusV",
  "inv(A) minusA",
  "vec(minusA)",
  "unvec(minusV, p, q)",
  "vec(unvec(lineA, p q, p q))",
  "sum(minusA)",
  "sum(turnedA)",
  "sum(outerVW)",
  "sum(partA)",
  "sum(twiceA)",
  "sum(v .^ 2)",
  "sum(columns .^ 2)",
  "sum(columns .* columns)",
  "sum(columns .* A)",
  "turnedA ones(p q)",
  "ones(p q)^T turnedA",
  "turnedA .* columns",
  "columns ./ A",
  "v ones(p q)^T ./ A",
  "(v ones(p q)^T) .* (v ones(p q)^T)",
  "c v ones(p q)^T + v ones(p q)^T .* (w ones(p q)^T)",
  "minusC v",
  "v / minusC",
  "minusV / c",
  "minusV / minusThree",
  "c / minusThree",
  "minusThree / c",
  "three / minusThree",
  "three^2 c",
  "three^-2 v",
  "none v",
  "none c",
  "v .^ none",
  "A .^ none",
  "c^none",
  "nothing + nothingElse",
  "nothing + v",
  "v - nothing",
  "2 (3 v)",
  "three (2 v)",
  "(2 v) / three",
  "exp(v) / sum(exp(v))",
  "exp(c) / (1 + exp(c))",
  "exp(v) ./ (ones(p q) + exp(v))",
  "w .* exp(v) ./ (exp(v) + ones(p q))",
  "exp(-v) ./ (ones(p q) + exp(-v))",
  "exp(c) / (exp(c) - 1)",
  "log(exp(v))",
  "log(sigmoid(v))",
  "log(ones(p q) - sigmoid(v))",
  "log(-(sigmoid(v) - ones(p q)))",
  "log(ones(p q) + exp(v))",
  "log(sum(exp(v)))",
  "log(sum(exp(A)))",
  "log(softmax(v))",
  "softmax(c)",
  "logsumexp(c)",
  "det(minusA^T minusA)",
  "logdet(S S + 30 eye(p q))",
  "logdet(c^2)",
  "det(c)",
  "inv(inv(A))",
  "inv(inv(A)^T)",
  "inv(kron(P, Q))",
  "inv(diag(v))",
  "inv(c)",
  "diag(v)^3",
  "diag(v)^-2",
  "A^0",
  "A^1",
  "A^-1",
  "A^-3",
  "A^5",
  "c^5",
  "exp(kron(comm(p, q), eye(p)))",
  "exp(kron(eye(q), comm(p, q)))",
  "none A + A",
  "(none A)^T",
  "v^T (none A) w",
  "v^T (none A B) w",
  "sum(none A)",
  "sum(v^T A)",
  "sum(A v)",
  "diagvec(unvec(vec(diag(v)), p q, p q))",
  "vec(unvec(v, p, q))",
  "unvec(ones(p q), p, q)",
  "rows(ones(p q, q), 1, 2)",
  "rows(ones(p q), 2, 2)",
  "rows(v, 2, 2)",
  "diag(v) .^ 2",
  "log(softmaxcols(A))",
  "log(v .^ 2 + w .^ 2 + ones(p q))",
  "-2 c A",
  "-2 c v",
  "0.5 ones(p q)",
  "cross_entropy(v, sigmoid(w))",
  "cross_entropy(A, sigmoid(B))",
  "cross_entropy(c^2, sigmoid(c))",
  "cross_entropy(v, exp(w))",
  "inv(S S)",
  "inv(S + diag(v))",
  "det(turnedA)",
  "max(p, 3) v",
  "0.5 ones(p q, p q) + A",
  "e pi c",
];

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

/** Of three: more than two factors are multiplied in an order of choice. */
const THREE = [
  "X Y Z",
  "X Y Z v",
  "v^T X Y Z w",
  "(X + Y) Z",
  "(c (X + Y)) Z",
  "tr(X Y Z)",
  "tr((X + Y) Z)",
  "sum(X Y Z)",
  "sum((X .* Y) Z)",
  "sum(X .* Y)",
  "diagvec(X Y Z)",
  "(X .* Y) v",
  "(X Y) .* Z",
  "ones(p q)^T X Y",
  "ones(p q, p q) X",
  "X ones(p q, p q)",
  "v ones(p q)^T X w",
  "ones(p q) v^T X",
  "tr(v ones(p q)^T X)",
  "diagvec(v ones(p q)^T X)",
  "diag(v) ones(p q, p q) X",
  "X .* (v ones(p q)^T Y)",
];

const put = (form: string, X: string, Y = ""): string => form.replace(/[XY]/g, (at) => (at === "X" ? X : Y));

const SIZES = new Map([
  ["p", 2],
  ["q", 3],
]);

const jobOf = (label: string, source: string, target: Target, seed: number): Job =>
  modelJob(label, source, target, seed, SIZES);

function modelOf(right: readonly string[]): string {
  const used = Object.keys(DEFINED).filter((name) => right.some((r) => new RegExp(`\\b${name}\\b`).test(r)));
  const lines = used.map((name) => `${name} = ${DEFINED[name]}`);
  return DECLARED + [...lines, ...right.map((r, i) => `out${i} = ${r}`)].join("\n");
}

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

/** Three at random, with an order of products chosen for sizes that they need not have: 1 makes ties, and spreads things early. */
function triples(target: Target, count: number): readonly Job[] {
  const next = random(5);
  const pick = () => SQUARE[next.pick(names)];
  return Array.from({ length: count }, (_, k) => {
    const right = THREE.map((form) => form.replace(/[XYZ]/g, pick));
    const [p, q] = [[1, 1, 3, 1000][k % 4] as number, [1, 7, 1, 1][k % 4] as number];
    const asked = "\n∂out5/∂A, ∂out5/∂v, ∂out7/∂A, ∂out7/∂v";
    const hint = new Map([
      ["p", p],
      ["q", q],
    ]);
    return modelJob(`triples ${k}`, modelOf(right) + asked, target, k, SIZES, hint);
  });
}

const named = (target: Target): readonly Job[] => NAMED.map((r, i) => jobOf(r, modelOf([r]), target, i));

const TOLERANCE = 1e-8;

describe("matrices with structure", () => {
  it("has one number for each entry of the diagonal of a product of constants", async () => {
    const jobs = [
      jobOf("constants", modelOf(["diagvec(ones(p q, p) ones(p, p q))", "diagvec(c ones(p q, p q))"]), "js", 1),
    ];
    expect(jobs[0]?.forward.out0).toEqual([2, 2, 2, 2, 2, 2]);
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it("alone, in JavaScript", async () => {
    const jobs = single("js");
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it("passed on by names, in JavaScript", async () => {
    const jobs = named("js");
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it("by twos, every eleventh, in JavaScript", async () => {
    const jobs = pairs("js", 11);
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it("by threes, at random, in JavaScript", async () => {
    const jobs = triples("js", 40);
    expect(faults(jobs, await inJavaScript(jobs), 1e-6)).toEqual([]);
  });

  it("in products of very many factors, which are multiplied from the side of a vector", async () => {
    const many = (n: number, last = "A") => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? last : "B")).join(" ");
    const forms = [
      `${many(26)} v`,
      `v^T ${many(26)}`,
      many(26),
      `(A B + B) ${many(26)} v`,
      `(A B + B) ${many(26)}`,
      `tr((A B + B) ${many(26)})`,
      `tr(${many(10)})`,
      `tr(${many(26)})`,
      `tr(${many(20)} (${many(8, "S")} + B))`,
      `diagvec(${many(26)})`,
    ];
    const jobs = forms.map((form, i) => jobOf(form, modelOf([form]), "js", i));
    expect(faults(jobs, await inJavaScript(jobs), 1e-6)).toEqual([]);
  });

  it("in Kronecker products of vectors that are put in another order", async () => {
    const declared = "X : matrix(p, p p)\nY : matrix(q, q q)\na, b : vector(p q)\nu : vector(p)\nw : vector(p q q)\n";
    const moved = "kron(eye(p), kron(comm(p, q), eye(q)))";
    const jobs = [`${declared}y = kron(X, Y) ${moved} kron(a, b)`, `${declared}y = kron(X, Y) ${moved} kron(u, w)`].map(
      (source, i) => jobOf(source, source, "js", i),
    );
    expect(faults(jobs, await inJavaScript(jobs), TOLERANCE)).toEqual([]);
  });

  it("is finite where exp is not", async () => {
    const { code } = emit(
      programOf(read("c : scalar\ny = exp(c) / (1 + exp(c))"), [], { sizes: new Map(), factorises: true }),
      "js",
      {
        inPlace: false,
        name: "far",
      },
    );
    const { load, done } = jsLoader();
    const { forward } = await load(code);
    expect([800, 0, -800].map((c) => forward({ c }).y)).toEqual([1, 0.5, 0]);
    done();
  });

  it.skipIf(!pythonHas("numpy"))("in NumPy", () => {
    const jobs = [...single("numpy"), ...named("numpy"), ...pairs("numpy", 13)];
    expect(faults(jobs, inPython(jobs, "np"), TOLERANCE)).toEqual([]);
  });

  it.skipIf(!octaveExists())("in MATLAB", () => {
    const jobs = [...single("matlab"), ...named("matlab"), ...pairs("matlab", 29)];
    expect(faults(jobs, inOctave(jobs), TOLERANCE)).toEqual([]);
  });
});
