/** Models made of expressions, problems of ../shared/cases as models, and the numbers that modules are handed. */
import type { Context, Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { LIBRARY } from "../../src/functions/library.js";
import type { Model, ModelSymbol, Query } from "../../src/model/model.js";
import type { Environment } from "../../src/numeric/evaluate.js";
import type { Matrix } from "../../src/numeric/matrix.js";
import { primesOf } from "../../src/ops/apply.js";
import { closure } from "../../src/ops/facts.js";
import { definitionOf, isSymbol, nameOf, symbol } from "../../src/ops/symbol.js";
import type { Case } from "../numeric/cases.js";

const nowhere = { start: 0, end: 0 };

/** A model that defines `y0`, `y1`, … as the expressions; definitions in the context are part of it. */
export function modelOf(home: Context, values: readonly Expr[], name = "y"): Model {
  values.forEach((value, i) => {
    home.definitions.set(`${name}${i}`, value);
  });
  const roots = values.map((value, i) => symbol(home, `${name}${i}`, value.shape));
  const order = walk(roots, undefined, (e) => {
    const definition = definitionOf(e);
    return definition === null ? e.args : [definition];
  });
  const symbols = new Map<string, ModelSymbol>();
  for (const e of order) {
    if (isSymbol(e)) {
      const { rows, cols } = e.shape;
      symbols.set(nameOf(e), {
        name: nameOf(e),
        kind: cols !== "1" ? "matrix" : rows === "1" ? "scalar" : "vector",
        shape: e.shape,
        facts: closure(home.facts.get(nameOf(e)) ?? []),
        indices: [],
        role: definitionOf(e) === null ? "input" : "defined",
        assumed: false,
        span: nowhere,
      });
    } else if (e.op.name === "apply" && !LIBRARY.has(e.data as string)) {
      const f = primesOf(e.data as string).name;
      symbols.set(f, {
        name: f,
        kind: "function",
        shape: { rows: "1", cols: "1" } as ModelSymbol["shape"],
        facts: new Set(),
        indices: [],
        role: "function",
        assumed: false,
        span: nowhere,
      });
    }
  }
  return {
    source: "",
    context: home,
    symbols,
    equations: order
      .filter((e) => isSymbol(e) && definitionOf(e) !== null)
      .map((e) => ({ name: nameOf(e), symbol: e, value: definitionOf(e) as Expr, span: nowhere })),
    functions: [],
    families: [],
    kin: [],
    asked: [],
    assumptions: [],
    explanations: [],
    diagnostics: [],
  };
}

export const queryFor = (of: Expr, wrt: readonly Expr[], order: 1 | 2 = 1): Query => ({
  of,
  ofText: nameOf(of),
  wrt,
  order,
  nabla: false,
  letters: [],
  direction: null,
  span: nowhere,
});

/** The text of a problem: declarations, equations, the query. */
export function caseText(c: Case): string {
  return [
    ...Object.entries(c.decl).map(
      ([name, kind]) => `${name} : ${kind} ${new Map(Object.entries(c.assume ?? {})).get(name)?.join(" ") ?? ""}`,
    ),
    ...c.eqs,
    c.order === 2 ? `∂²${c.of}/∂${c.wrt}²` : `∂${c.of}/∂${c.wrt}`,
  ].join("\n");
}

/** An input as a module takes it: a number, or rows of a matrix, or the entries of a vector. */
export type Handed = number | readonly number[] | readonly (readonly number[])[];

export function handed(kind: ModelSymbol["kind"], X: Matrix): Handed {
  if (kind === "scalar") return X.data[0] as number;
  if (kind === "vector") return [...X.data];
  return Array.from({ length: X.rows }, (_, i) => [...X.data.subarray(i * X.cols, (i + 1) * X.cols)]);
}

/** The inputs of a model at an environment, by name. */
export function inputsAt(model: Model, env: Environment): Record<string, Handed> {
  const out: Record<string, Handed> = {};
  for (const s of model.symbols.values()) {
    const value = env.values.get(s.name);
    if (s.role !== "defined" && value !== undefined) out[s.name] = handed(s.kind, value);
  }
  return out;
}

/** All numbers of an array that a module has given back, row by row. */
export const entriesOf = (value: unknown): number[] => {
  if (typeof value === "number") return [value];
  // JSON has no word for these.
  if (value === "nan") return [Number.NaN];
  if (value === "inf") return [Infinity];
  if (value === "-inf") return [-Infinity];
  return Array.from(value as ArrayLike<unknown>).flatMap(entriesOf);
};

/** The largest difference of two lists of numbers, relative to the largest number. NaN agrees with NaN. */
export function apart(got: readonly number[], want: readonly number[]): number {
  if (got.length !== want.length) return Infinity;
  let worst = 0;
  let size = 1;
  want.forEach((w, i) => {
    const g = got[i] as number;
    if (Object.is(g, w) || g === w || (Number.isNaN(g) && Number.isNaN(w))) return;
    size = Math.max(size, Math.abs(w));
    const d = Math.abs(g - w);
    worst = Number.isNaN(d) ? Infinity : Math.max(worst, d);
  });
  return worst / size;
}

export const REGRESSION = `
x_i : vector(d) for i in 1..N
y_i : scalar for i in 1..N
w : vector(d)
L = (1/2) sum(i=1..N, (w^T x_i - y_i)^2)
∂L/∂w, ∂L/∂x_j, ∂L/∂y_i`;

/** An LSTM with a loss at every time. */
export const LSTM = `x_t : vector(d) data for t in 1..T
y_t : vector(n) data for t in 1..T
Wf, Wi, Wg, Wo : matrix(n, n)
Uf, Ui, Ug, Uo : matrix(n, d)
bf, bi, bg, bo : vector(n)
h_0, c_0 : vector(n) data
f_t = sigmoid(Wf h_{t-1} + Uf x_t + bf)
i_t = sigmoid(Wi h_{t-1} + Ui x_t + bi)
g_t = tanh(Wg h_{t-1} + Ug x_t + bg)
o_t = sigmoid(Wo h_{t-1} + Uo x_t + bo)
c_t = f_t .* c_{t-1} + i_t .* g_t
h_t = o_t .* tanh(c_t)
L = sum(t=1..T, norm2(h_t - y_t)^2)
∂L/∂Wf, ∂L/∂Wo, ∂L/∂Ug, ∂L/∂bi`;

/** Models with sums, families and recursions: a name for each, and what a module of it must say to have checked. */
export const INDEXED: readonly (readonly [string, string, readonly string[]])[] = [
  ["least squares", REGRESSION, ["dL/dw", "dL/dx_j", "dL/dy_i"]],
  [
    "a hinge over labels",
    `x_i : vector(d) for i in 1..N
y_i : label(1..K) for i in 1..N
w_k : vector(d) for k in 1..K
L = sum(i=1..N, sum(j=1..K, j != y_i, relu(1 + w_j^T x_i - w_{y_i}^T x_i)))
∂L/∂w_k, ∂L/∂x_i`,
    ["dL/dw_k", "dL/dx_i"],
  ],
  [
    "entries of a matrix",
    `W : matrix(n, m); x : vector(m); u : vector(n)
s = sum(i=1..n, u_i tanh(sum(j=1..m, W_{ij} x_j)))
∂s/∂W_{ij}, ∂s/∂x_j, ∂s/∂u`,
    ["ds/dW_ij", "ds/dx_j", "ds/du"],
  ],
  [
    "a recursion over time",
    `W : matrix(n, n); U : matrix(n, d); c : vector(n); h_0 : vector(n)
x_t : vector(d) for t in 1..T
h_t = tanh(W h_{t-1} + U x_t) for t in 1..T
L = sum(t=1..T, c^T h_t)
∂L/∂W, ∂L/∂U, ∂L/∂x_t`,
    ["dL/dW", "dL/dU", "dL/dx_t"],
  ],
  ["an LSTM", LSTM, ["dL/dWf", "dL/dWo", "dL/dUg", "dL/dbi"]],
  [
    "differences of neighbours",
    `x : vector(N)
f = sum(i=1..N-1, (x_{i+1} - x_i)^2)
∂f/∂x_j`,
    ["df/dx_j"],
  ],
];
