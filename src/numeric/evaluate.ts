/**
 * The number that an expression is, when its names, sizes and unknown functions have values.
 *
 * The walk, the memo and the definitions of names are shared; the form of each operation stands in `forms.ts`. Of a
 * function that the model defines the number of f′ is that of the derived formula, which mathjs judges.
 */
import { type Dim, evaluateDim } from "../core/dim.js";
import type { Expr, ModelFunction, ScalarFunction } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { expandedDefinitions } from "../derive/linearise.js";
import { formulaOf } from "../derive/model-functions.js";
import { Derivative } from "../ops/derivative.js";
import { Differential } from "../ops/differential.js";
import { definitionOf, isSymbol, nameOf } from "../ops/symbol.js";
import { EvaluationError, overEntries } from "./fault.js";
import { type At, FORMS, formOf } from "./forms.js";
import { type Matrix, scalarMatrix, sizes } from "./matrix.js";

/** Values for the names of an expression. */
export interface Environment {
  readonly sizes: ReadonlyMap<string, number>;
  /** Inputs by name. A defined name that is bound here is not evaluated from its definition. */
  readonly values: ReadonlyMap<string, Matrix>;
  /** Functions that the context does not know, with their primes: `f`, `f'`, `f''`. */
  readonly functions?: ReadonlyMap<string, (x: number) => number>;
  /** Any node, bound as it stands: a differential at a direction, a part held fixed. */
  readonly nodes?: ReadonlyMap<Expr, Matrix>;
  /** Entries that one value may have, a million where it is left out. */
  readonly maxEntries?: number;
}

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

const only = (x: Matrix): number => x.data[0] as number;

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
