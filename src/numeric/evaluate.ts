/**
 * The number that an expression is, when its names, sizes and unknown functions have values.
 *
 * One entry in a table for each operation; the walk, the memo and the definitions of names are
 * shared. No form knows a derivative, so that what `derive/` says can be judged by it; of a function that the
 * model defines the number of f′ is that of the derived formula, which mathjs judges.
 */

import { type Dim, evaluateDim } from "../core/dim.js";
import type { Expr, ModelFunction, ScalarFunction } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { type Rational, toNumber } from "../core/rational.js";
import { showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { expandedDefinitions } from "../derive/linearise.js";
import { formulaOf } from "../derive/model-functions.js";
import type { OpName } from "../ops/all.js";
import { Derivative } from "../ops/derivative.js";
import { Differential } from "../ops/differential.js";
import { definitionOf, isSymbol, nameOf } from "../ops/symbol.js";
import {
  added,
  commutation,
  determinant,
  diagonalMatrix,
  diagonalOf,
  filled,
  frobenius,
  identity,
  innerProduct,
  inverseOf,
  kronecker,
  type Matrix,
  mapped,
  matrix,
  multiply,
  multiplyAll,
  powerOf,
  rowsOf,
  scalarMatrix,
  scaled,
  signedLogDeterminant,
  sizes,
  stacked,
  sumOf,
  transposeOf,
  unvecOf,
  vecOf,
  zipped,
} from "./matrix.js";

/** Values for the names of an expression. */
export interface Environment {
  readonly sizes: ReadonlyMap<string, number>;
  /** Inputs by name. A defined name that is bound here is not evaluated from its definition. */
  readonly values: ReadonlyMap<string, Matrix>;
  /** Functions that the context does not know, with their primes: `f`, `f'`, `f''`. */
  readonly functions?: ReadonlyMap<string, (x: number) => number>;
  /** Any node, bound as it stands: a differential at a direction, a part held fixed. */
  readonly nodes?: ReadonlyMap<Expr, Matrix>;
  /** Entries that one value may have; {@link MAX_ENTRIES} where it is left out. */
  readonly maxEntries?: number;
}

/** The most entries of one value, unless `--max-entries` raises it: a matrix of a thousand rows and columns. */
const MAX_ENTRIES = 1_000_000;

/** Why a value of this many entries is not worked out, or null where it is. */
export const overEntries = (entries: number, limit = MAX_ENTRIES): string | null =>
  entries <= limit ? null : `it has ${entries} entries, more than ${limit}; --max-entries raises the limit`;

/**
 * Why there is no number: a name, differential or function without a value (`unbound`), a size
 * without one (`size`), a value of another shape than stated (`shape`), a singular matrix where an
 * inverse is needed (`singular`), a power that is not whole (`exponent`), a derivative that stands
 * within the expression (`derivative`), more entries than allowed (`budget`).
 */
export type EvaluationFault = "unbound" | "size" | "shape" | "singular" | "exponent" | "derivative" | "budget";

/** Evaluation that cannot go on; `node` is the expression at fault. A logarithm of a negative number is NaN, no error. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  constructor(
    readonly fault: EvaluationFault,
    readonly node: Expr,
    message: string,
  ) {
    super(message);
  }
}

/** The questions that a form may put beside its operands. */
interface At {
  size(d: Dim): number;
  function(name: string, e: Expr): (x: number) => number;
}

type Form = (args: readonly Matrix[], e: Expr, at: At) => Matrix;

const only = (x: Matrix): number => x.data[0] as number;
const dims = (e: Expr) => e.data as unknown as readonly [Dim, Dim];

/** f of each operand's scalar or matrix, where one of them may be a scalar for all entries. */
const spread = (A: Matrix, like: { readonly rows: number; readonly cols: number }): Matrix =>
  A.data.length === 1 && like.rows * like.cols !== 1 ? filled(like.rows, like.cols, only(A)) : A;

const extremum =
  (pick: (a: number, b: number) => number): Form =>
  ([a, b], e, at) => {
    const like = { rows: at.size(e.shape.rows), cols: at.size(e.shape.cols) };
    return zipped(spread(a as Matrix, like), spread(b as Matrix, like), pick);
  };

/** exp(z − max z) / sum, so that no exponential overflows. */
function softmaxOfRows(Z: Matrix): Matrix {
  const out = matrix(Z.rows, Z.cols);
  for (let i = 0; i < Z.rows; i++) {
    const row = Z.data.subarray(i * Z.cols, (i + 1) * Z.cols);
    const top = row.reduce((m, x) => Math.max(m, x), -Infinity);
    const powers = row.map((x) => Math.exp(x - top));
    const s = powers.reduce((a, b) => a + b, 0);
    out.data.set(
      powers.map((p) => p / s),
      i * Z.cols,
    );
  }
  return out;
}

/** max z + log sum exp(z − max z). */
function logSumExp(z: Matrix): number {
  const top = z.data.reduce((m, x) => Math.max(m, x), -Infinity);
  return top + Math.log(z.data.reduce((s, x) => s + Math.exp(x - top), 0));
}

/** The whole number that an exponent is. */
function whole(k: Matrix, e: Expr): number {
  const n = only(k);
  if (!Number.isSafeInteger(n))
    throw new EvaluationError("exponent", e, `a power of a matrix needs a whole exponent, not ${n}`);
  return n;
}

function invertible(A: Matrix | null, e: Expr): Matrix {
  if (A === null) throw new EvaluationError("singular", e, "the matrix is singular: it has no inverse");
  return A;
}

/**
 * Σ X^i Y X^(k−1−i) over i = 0 … k−1. For a negative k what the differential of X^k is there:
 * −Σ X^(−i) Y X^(−(m+1−i)) over i = 1 … m with m = −k.
 */
function sumOfPowers(X: Matrix, k: number, Y: Matrix, e: Expr): Matrix {
  const m = Math.abs(k);
  const base = k < 0 ? invertible(inverseOf(X), e) : X;
  // S_{j+1} = base S_j + Y base^j, started at 0: m products instead of m².
  let total = matrix(Y.rows, Y.cols);
  let right = Y;
  for (let j = 0; j < m; j++) {
    total = added(multiply(base, total), right);
    right = multiply(right, base);
  }
  return k < 0 ? scaled(-1, multiply(multiply(base, total), base)) : total;
}

const FORMS = {
  symbol: ([definition], e) => {
    if (definition === undefined) throw new EvaluationError("unbound", e, `${nameOf(e)} has no value`);
    return definition;
  },
  number: (_, e) => scalarMatrix(toNumber(e.data as Rational)),
  constant: (_, e) => scalarMatrix(e.data === "pi" ? Math.PI : Math.E),
  size: (_, e, at) => scalarMatrix(at.size(e.data as Dim)),
  eye: (_, e, at) => identity(at.size(e.shape.rows)),
  ones: (_, e, at) => filled(at.size(e.shape.rows), at.size(e.shape.cols), 1),
  zeros: (_, e, at) => matrix(at.size(e.shape.rows), at.size(e.shape.cols)),
  comm: (_, e, at) => commutation(at.size(dims(e)[0]), at.size(dims(e)[1])),
  differential: (_, e) => {
    const of = operand(e);
    throw new EvaluationError(
      "unbound",
      e,
      `the differential d${isSymbol(of) ? nameOf(of) : `(${of.op.name})`} has no value`,
    );
  },
  group: ([Y]) => Y as Matrix,
  sum: (args) => args.reduce(added),
  times: (args) => scalarMatrix(args.reduce((p, x) => p * only(x), 1)),
  scale: ([c, X]) => scaled(only(c as Matrix), X as Matrix),
  product: (args) => multiplyAll(args),
  transpose: ([X]) => transposeOf(X as Matrix),
  hadamard: (args) => args.reduce((A, B) => zipped(A, B, (a, b) => a * b)),
  power: ([X, k]) => mapped(X as Matrix, (x) => x ** only(k as Matrix)),
  apply: ([Z], e, at) => mapped(Z as Matrix, at.function(e.data as string, e)),
  maximum: extremum(Math.max),
  minimum: extremum(Math.min),
  diag: ([v]) => diagonalMatrix(v as Matrix),
  diagvec: ([A]) => diagonalOf(A as Matrix),
  trace: ([A]) => scalarMatrix(sumOf(diagonalOf(A as Matrix))),
  det: ([A]) => scalarMatrix(determinant(A as Matrix)),
  logdet: ([A]) => {
    const { sign, log } = signedLogDeterminant(A as Matrix);
    return scalarMatrix(sign < 0 ? Number.NaN : log);
  },
  inverse: ([A], e) => invertible(inverseOf(A as Matrix), e),
  matrixpower: ([X, k], e) => invertible(powerOf(X as Matrix, whole(k as Matrix, e)), e),
  powersum: ([X, k, Y], e) => sumOfPowers(X as Matrix, whole(k as Matrix, e), Y as Matrix, e),
  total: ([X]) => scalarMatrix(sumOf(X as Matrix)),
  mean: ([X]) => scalarMatrix(sumOf(X as Matrix) / (X as Matrix).data.length),
  norm1: ([X]) => scalarMatrix(sumOf(mapped(X as Matrix, Math.abs))),
  norm2: ([x]) => scalarMatrix(frobenius(x as Matrix)),
  normF: ([X]) => scalarMatrix(frobenius(X as Matrix)),
  vec: ([X]) => vecOf(X as Matrix),
  unvec: ([v], e, at) => unvecOf(v as Matrix, at.size(dims(e)[0]), at.size(dims(e)[1])),
  kron: ([A, B]) => kronecker(A as Matrix, B as Matrix),
  stack: (blocks) => stacked(blocks),
  beside: (blocks) => transposeOf(stacked(blocks.map(transposeOf))),
  rows: ([A], e, at) => rowsOf(A as Matrix, at.size(dims(e)[0]), at.size(dims(e)[1])),
  cols: ([A], e, at) => transposeOf(rowsOf(transposeOf(A as Matrix), at.size(dims(e)[0]), at.size(dims(e)[1]))),
  softmax: ([z]) => transposeOf(softmaxOfRows(transposeOf(z as Matrix))),
  softmaxrows: ([Z]) => softmaxOfRows(Z as Matrix),
  softmaxcols: ([Z]) => transposeOf(softmaxOfRows(transposeOf(Z as Matrix))),
  logsumexp: ([z]) => scalarMatrix(logSumExp(z as Matrix)),
  // The limit of y log p at y = 0 is 0, also where p has underflown to 0.
  cross_entropy: ([y, p]) =>
    scalarMatrix(
      -innerProduct(
        y as Matrix,
        zipped(y as Matrix, p as Matrix, (a, b) => (a === 0 && b === 0 ? 0 : Math.log(b))),
      ),
    ),
  derivative: (_, e) => {
    throw new EvaluationError(
      "derivative",
      e,
      "a derivative within an expression is worked out before it is evaluated",
    );
  },
} satisfies Record<OpName, Form>;

const formOf = (e: Expr): Form => (FORMS as Readonly<Record<string, Form>>)[e.op.name] as Form;

/** The definition that a name is evaluated from, with derivatives in it worked out; null for an input. */
export function meaningOf(e: Expr): Expr | null {
  const definition = definitionOf(e);
  return definition === null ? null : (expandedDefinitions(e.home).get(definition) ?? definition);
}

/** The parts for a walk that looks behind names to what they are evaluated from. */
export const throughMeanings = (e: Expr): readonly Expr[] => {
  const meaning = meaningOf(e);
  return meaning === null ? e.args : [meaning];
};

/** The nodes below some roots in an order in which each comes after what it needs. */
interface Tape {
  readonly nodes: readonly Expr[];
  /** For each node the places of what it is evaluated from: its operands, or its definition. */
  readonly operands: readonly (readonly number[])[];
  /** Values that are bound, at the places of their nodes. */
  readonly bound: readonly (Matrix | undefined)[];
  readonly placeOf: ReadonlyMap<Expr, number>;
  readonly at: At;
  readonly maxEntries: number | undefined;
}

function tapeOf(roots: readonly Expr[], env: Environment, cuts: ReadonlySet<Expr>): Tape {
  const at = askingOf(env);
  const boundTo = (e: Expr): Matrix | undefined =>
    env.nodes?.get(e) ?? (isSymbol(e) ? env.values.get(nameOf(e)) : undefined);
  const parts = (e: Expr): readonly Expr[] => {
    // An inert differential and a derivative are not evaluated from their operands.
    if (cuts.has(e) || e.op === Differential || e.op === Derivative || boundTo(e) !== undefined) return [];
    return throughMeanings(e);
  };
  const nodes = walk(roots, undefined, parts);
  const placeOf = new Map(nodes.map((e, i) => [e, i]));
  const bound = nodes.map((e) => {
    const value = cuts.has(e) ? undefined : boundTo(e);
    if (value !== undefined) checkShape(e, value, at);
    return value;
  });
  const operands = nodes.map((e) => parts(e).map((p) => placeOf.get(p) as number));
  return { nodes, operands, bound, placeOf, at, maxEntries: env.maxEntries };
}

function askingOf(env: Environment): At {
  const known = new Map<Dim, number>();
  return {
    size(d) {
      let n = known.get(d);
      if (n === undefined) {
        n = evaluateDim(d, env.sizes);
        known.set(d, n);
      }
      return n;
    },
    function(name, e) {
      const known = e.home.functions.get(name);
      const f = known === undefined ? env.functions?.get(name) : numbersOf(known);
      if (f === undefined) throw new EvaluationError("unbound", e, `the function ${name} has no value`);
      return f;
    },
  };
}

/** A value of another shape than its node's. For a name the caller's fault; for anything else a defect of a form or a shape rule. */
function checkShape(e: Expr, value: Matrix, at: At): void {
  const [rows, cols] = [sizeAt(e, e.shape.rows, at), sizeAt(e, e.shape.cols, at)];
  if (value.rows === rows && value.cols === cols && value.data.length === rows * cols) return;
  throw new EvaluationError(
    "shape",
    e,
    `${isSymbol(e) ? nameOf(e) : e.op.name} is ${showShape(e.shape)}, here ${rows}×${cols}; its value is ${sizes(value)}`,
  );
}

function sizeAt(e: Expr, d: Dim, at: At): number {
  try {
    return at.size(d);
  } catch (error) {
    throw error instanceof RangeError ? new EvaluationError("size", e, error.message) : error;
  }
}

/** The value at place i from those before it. Linear algebra that does not fit is a fault of the node. */
function valueAt(tape: Tape, i: number, values: readonly (Matrix | undefined)[]): Matrix {
  const e = nth(tape.nodes, i);
  const args = (tape.operands[i] as readonly number[]).map((p) => values[p] as Matrix);
  const over = overEntries(sizeAt(e, e.shape.rows, tape.at) * sizeAt(e, e.shape.cols, tape.at), tape.maxEntries);
  if (over !== null) throw new EvaluationError("budget", e, over);
  try {
    const value = isSymbol(e) ? FORMS.symbol(args, e) : formOf(e)(args, e, tape.at);
    checkShape(e, value, tape.at);
    return value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new EvaluationError(error.message.startsWith("no value for the size") ? "size" : "shape", e, error.message);
  }
}

/**
 * The values of every node below `roots`, in an order in which each comes after what it needs.
 * A defined name stands for its definition unless it is bound. Throws {@link EvaluationError}.
 */
export function evaluateAll(roots: readonly Expr[], env: Environment): ReadonlyMap<Expr, Matrix> {
  const tape = tapeOf(roots, env, new Set());
  const values = tape.bound.slice();
  for (let i = 0; i < values.length; i++) values[i] ??= valueAt(tape, i, values);
  return new Map(tape.nodes.map((e, i) => [e, values[i] as Matrix]));
}

/** The values below some roots at one draw after another: the order of work is found once. */
export interface Program {
  /** In an order in which each node comes after what it needs; all that an earlier root needs come before a later one. */
  readonly nodes: readonly Expr[];
  readonly placeOf: ReadonlyMap<Expr, number>;
  /** Values by place. Where one has none, all behind it are left out and `failed` says why. */
  run(env: Environment): { readonly values: readonly (Matrix | undefined)[]; readonly failed: EvaluationError | null };
}

/** Prepares the evaluation of `roots`, whose inputs alone are bound at each draw. */
export function programOf(roots: readonly Expr[]): Program {
  const parts = (e: Expr): readonly Expr[] => {
    if (e.op === Differential || e.op === Derivative) return [];
    return throughMeanings(e);
  };
  const nodes = walk(roots, undefined, parts);
  const placeOf = new Map(nodes.map((e, i) => [e, i]));
  const operands = nodes.map((e) => parts(e).map((p) => placeOf.get(p) as number));
  return {
    nodes,
    placeOf,
    run(env) {
      const tape = { nodes, operands, bound: [], placeOf, at: askingOf(env), maxEntries: env.maxEntries };
      const values: (Matrix | undefined)[] = nodes.map((e) =>
        isSymbol(e) && meaningOf(e) === null ? env.values.get(nameOf(e)) : env.nodes?.get(e),
      );
      try {
        for (let i = 0; i < values.length; i++) values[i] ??= valueAt(tape, i, values);
        return { values, failed: null };
      } catch (error) {
        if (error instanceof EvaluationError) return { values, failed: error };
        throw error;
      }
    },
  };
}

/** The values of `roots`. Throws {@link EvaluationError}. */
export function evaluate(roots: readonly Expr[], env: Environment): readonly Matrix[] {
  const values = evaluateAll(roots, env);
  return roots.map((e) => values.get(e) as Matrix);
}

/**
 * `roots` as a function of some of the nodes below them (names, defined ones too: the graph is cut
 * there). What does not depend on those is evaluated once, which is what makes differences cheap.
 */
export function functionOf(
  roots: readonly Expr[],
  variables: readonly Expr[],
  env: Environment,
): (at: readonly Matrix[]) => readonly Matrix[] {
  const tape = tapeOf(roots, env, new Set(variables));
  const places = variables.map((v) => tape.placeOf.get(v));
  const free = new Set(places);
  const depends: boolean[] = [];
  const fixed = tape.bound.slice();
  const moving: number[] = [];
  for (let i = 0; i < tape.nodes.length; i++) {
    depends[i] = free.has(i) || (tape.operands[i] as readonly number[]).some((p) => depends[p] === true);
    if (depends[i] !== true) fixed[i] ??= valueAt(tape, i, fixed);
    else if (!free.has(i)) moving.push(i);
  }
  const results = roots.map((e) => tape.placeOf.get(e) as number);
  return (at) => {
    const values = fixed.slice();
    variables.forEach((v, k) => {
      checkShape(v, at[k] as Matrix, tape.at);
      const place = places[k];
      if (place !== undefined) values[place] = at[k] as Matrix;
    });
    for (const i of moving) values[i] = valueAt(tape, i, values);
    return results.map((i) => values[i] as Matrix);
  };
}

const PROGRAMS = new WeakMap<ModelFunction, (x: number) => number>();

/** The number that a function of the language or of the model is at a number. */
export function numbersOf(f: ScalarFunction): (x: number) => number {
  if (f.formula === undefined) return f.value;
  const known = PROGRAMS.get(f);
  if (known !== undefined) return known;
  const { parameters, value } = formulaOf(f);
  const run = functionOf([value], parameters, { sizes: new Map(), values: new Map() });
  const program = (x: number): number => only(run([scalarMatrix(x)])[0] as Matrix);
  PROGRAMS.set(f, program);
  return program;
}

/** The first node whose value is not finite, in an order in which operands come first; null where all are. */
export function firstUndefined(values: ReadonlyMap<Expr, Matrix>): Expr | null {
  for (const [e, value] of values) if (!value.data.every(Number.isFinite)) return e;
  return null;
}
