/**
 * The number that an expression is, when its names, sizes and unknown functions have values.
 *
 * Models without indices are worked out along a tape: an order of work that is found once. With indices a node is an
 * array over those that are free in it, and its cells are worked out as they are needed. Of a function that the model
 * defines the number of f′ is that of the derived formula, which mathjs judges.
 */

import type { Dim } from "../core/dim.js";
import type { Expr, ModelFunction, ScalarFunction } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import { lookup, nth, operand } from "../core/operands.js";
import { ownOf } from "../core/own.js";
import { type Free, NO_INDICES, placeOf, united } from "../core/place.js";
import { showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { expandedDefinitions } from "../derive/linearise.js";
import { formulaOf } from "../derive/model-functions.js";
import { boundOf, placesOf } from "../ops/binder.js";
import { Derivative } from "../ops/derivative.js";
import { Differential } from "../ops/differential.js";
import { Entry } from "../ops/entry.js";
import { closure, factsOf } from "../ops/facts.js";
import { implicitEquationOf } from "../ops/implicit.js";
import { familyOf, Member, member, rightSides } from "../ops/member.js";
import { definitionOf, isSymbol, nameOf } from "../ops/symbol.js";
import { familyOfWhole } from "../ops/whole-family.js";
import { type Arithmetic, type Cells, cells, namedText } from "./cells.js";
import { type Counting, cellKey, counting, NOWHERE, seedOf, sizeIn, type Where } from "./counting.js";
import { drawMatrix } from "./facts.js";
import { EvaluationError, overEntries } from "./fault.js";
import { type At, FORMS, formOf } from "./forms.js";
import { added, entry, type Matrix, matrix, scalarMatrix, sizes, stacked } from "./matrix.js";
import { random } from "./random.js";
import type { ScalarOf } from "./scalars.js";
import { solutionOf } from "./solution.js";

/** Values for the names of an expression. */
export interface Environment {
  readonly sizes: ReadonlyMap<string, number>;
  /** Inputs by name. A defined name that is bound here is not evaluated from its definition. */
  readonly values: ReadonlyMap<string, Matrix>;
  /** Functions that the context does not know, with their primes: `f`, `f'`, `f''`. */
  readonly functions?: ReadonlyMap<string, (x: number) => number>;
  /** Any node, bound as it stands: a differential at a direction, a part held fixed. */
  readonly nodes?: ReadonlyMap<Expr, Matrix>;
  /** Numbers for letters of a question. A value is an array over those that have none, its cells under one another. */
  readonly letters?: Where;
  /** Letters over which every value is an array, also one that does not depend on them. */
  readonly axes?: Free;
  /** Unknown scalar functions of arrays, under their names, at places too: `l`, `l(2)`. */
  readonly scalars?: (key: string) => ScalarOf | undefined;
  /** A seed for what lies beyond a range: nothing that is asked may depend on it. */
  readonly beyond?: number;
  /** Entries that one value may have, a million where it is left out. */
  readonly maxEntries?: number;
}

/** The definition that a name is evaluated from, with derivatives in it worked out; null for an input. */
export function meaningOf(e: Expr): Expr | null {
  const definition = definitionOf(e);
  return definition === null ? null : (expandedDefinitions(e.home).get(definition) ?? definition);
}

/** The parts for a walk that looks behind names to what they are evaluated from, a family behind each of its members. */
export const throughMeanings = (e: Expr): readonly Expr[] => {
  if (e.op === Member) return rightSides(familyOf(e));
  const meaning = meaningOf(e);
  return meaning === null ? e.args : [meaning];
};

/** Whether a value is an array over indices, or made of such. */
export const isIndexed = (e: Expr): boolean => e.op.indexed || e.free.length > 0;

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

/** The nodes that some roots are worked out from, with the parts of each; null where one of them has indices. */
function tapeOf(roots: readonly Expr[], given: Environment, cuts: ReadonlySet<Expr>): Tape | null {
  const env = ownOf(given);
  const at = askingOf(env);
  const boundTo = (e: Expr): Matrix | undefined =>
    env.nodes?.get(e) ?? (isSymbol(e) ? env.values.get(nameOf(e)) : undefined);
  const parts = (e: Expr): readonly Expr[] => {
    // An inert differential and a derivative are not evaluated from their operands.
    if (cuts.has(e) || e.op === Differential || e.op === Derivative || boundTo(e) !== undefined) return [];
    return throughMeanings(e);
  };
  const nodes = walk(roots, undefined, parts);
  if (env.axes !== undefined || nodes.some(isIndexed)) return null;
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
        n = sizeIn(d, env.sizes);
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
    solution: solver(env),
  };
}

/** Solves equations, each prepared once. */
function solver(env: Environment): At["solution"] {
  const known = new Map<Expr, ReturnType<typeof functionOf>>();
  return (e, args) => {
    const { name, residual, fixedPoint } = implicitEquationOf(e);
    let F = known.get(e);
    if (F === undefined) {
      F = functionOf([expandedDefinitions(e.home).get(residual) ?? residual], [name, ...e.args], env);
      known.set(e, F);
    }
    const { rows, cols } = e.shape;
    const away = F;
    return solutionOf(
      (z) => nth(away([z, ...args]), 0),
      sizeIn(rows, env.sizes),
      sizeIn(cols, env.sizes),
      fixedPoint !== null,
    );
  };
}

/** A value of another shape than its node's. For a name the caller's fault; for anything else a defect of a form or a shape rule. */
function checkShape(e: Expr, value: Matrix, at: At): void {
  const [rows, cols] = [sizeAt(e, e.shape.rows, at), sizeAt(e, e.shape.cols, at)];
  if (value.rows === rows && value.cols === cols && value.data.length === rows * cols) return;
  throw misshapen(e, value, rows, cols);
}

const misshapen = (e: Expr, value: Matrix, rows: number, cols: number): EvaluationError =>
  new EvaluationError(
    "shape",
    e,
    `${namedText(e)} is ${showShape(e.shape)}, here ${rows}×${cols}; its value is ${sizes(value)}`,
  );

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
    return blame(error, e);
  }
}

/**
 * The values of every node below `roots`, in an order in which each comes after what it needs.
 * A defined name stands for its definition unless it is bound. Throws {@link EvaluationError}.
 */
export const evaluateAll = (roots: readonly Expr[], env: Environment): ReadonlyMap<Expr, Matrix> =>
  explore(roots, env).values;

/** A value that was worked out, with those of its operands; of those that a condition kept away there are none. */
export interface Visit {
  readonly e: Expr;
  readonly args: readonly (Matrix | undefined)[];
  readonly value: Matrix;
}

/** As {@link evaluateAll}, with every single value that was worked out, and whether something lay beyond its range. */
export function explore(
  roots: readonly Expr[],
  env: Environment,
): { readonly values: ReadonlyMap<Expr, Matrix>; readonly visits: Iterable<Visit>; readonly beyond: boolean } {
  const tape = tapeOf(roots, env, new Set());
  if (tape !== null) {
    const known = tape.bound.slice();
    for (let i = 0; i < known.length; i++) known[i] ??= valueAt(tape, i, known);
    const values = new Map(tape.nodes.map((e, i) => [e, known[i] as Matrix]));
    return { values, visits: visitsOf(tape.nodes, (e) => values.get(e)), beyond: false };
  }
  const nodes = belowAll(roots);
  const array = arrays(env, nodes);
  const values = new Map(roots.map((e) => [e, array.of(e)]));
  for (const e of nodes) if (!values.has(e) && array.cells.of(e).length > 0) values.set(e, array.seen(e));
  return { values, visits: visitsAt(array.cells), beyond: array.count.beyond.touched };
}

function* visitsOf(nodes: readonly Expr[], known: (e: Expr) => Matrix | undefined): Generator<Visit> {
  for (const e of nodes) {
    const value = known(e);
    if (value !== undefined) yield { e, args: e.args.map(known), value };
  }
}

function* visitsAt({ done, known }: Cells<Matrix>): Generator<Visit> {
  for (const { e, where, value } of done) {
    // A body has as many values as its index.
    const args = boundOf(e) === null ? e.args.map((a) => known(a, where)) : [];
    yield { e, args, value: value as Matrix };
  }
}

/** All that some roots may be worked out from. */
const belowAll = (roots: readonly Expr[]): readonly Expr[] =>
  walk(roots, undefined, (e) => (e.op === Differential || e.op === Derivative ? [] : throughMeanings(e)));

/** The values below some roots at one draw after another: the order of work is found once. */
export interface Program {
  /** In an order in which each node comes after what it needs; all that an earlier root needs come before a later one. */
  readonly nodes: readonly Expr[];
  readonly placeOf: ReadonlyMap<Expr, number>;
  /** Values by place. Where one has none, all behind it are left out and `failed` says why. */
  run(env: Environment): Run;
}

export interface Run {
  readonly values: readonly (Matrix | undefined)[];
  readonly failed: EvaluationError | null;
  /** Every single value that was worked out. */
  readonly visits: Iterable<Visit>;
  /** Whether something lay beyond its range, and some number was taken for it. */
  readonly beyond: boolean;
}

/** Prepares the evaluation of `roots`, whose inputs alone are bound at each draw. */
export function programOf(roots: readonly Expr[]): Program {
  const nodes = belowAll(roots);
  const placeOf = new Map(nodes.map((e, i) => [e, i]));
  const overAxes = (env: Environment) => runOverAxes(roots, nodes, placeOf, env);
  if (nodes.some(isIndexed)) return { nodes, placeOf, run: overAxes };
  const parts = (e: Expr): readonly Expr[] => (e.op === Differential || e.op === Derivative ? [] : throughMeanings(e));
  const operands = nodes.map((e) => parts(e).map((p) => placeOf.get(p) as number));
  return {
    nodes,
    placeOf,
    run(given) {
      const env = ownOf(given);
      if (env.axes !== undefined) return overAxes(env);
      const tape = { nodes, operands, bound: [], placeOf, at: askingOf(env), maxEntries: env.maxEntries };
      const values: (Matrix | undefined)[] = nodes.map((e) =>
        isSymbol(e) && meaningOf(e) === null ? env.values.get(nameOf(e)) : env.nodes?.get(e),
      );
      const known = (e: Expr): Matrix | undefined => values[placeOf.get(e) ?? -1];
      const visits = { [Symbol.iterator]: () => visitsOf(nodes, known) };
      try {
        for (let i = 0; i < values.length; i++) values[i] ??= valueAt(tape, i, values);
        return { values, failed: null, visits, beyond: false };
      } catch (error) {
        if (error instanceof EvaluationError) return { values, failed: error, visits, beyond: false };
        throw error;
      }
    },
  };
}

function runOverAxes(
  roots: readonly Expr[],
  nodes: readonly Expr[],
  placeOf: ReadonlyMap<Expr, number>,
  env: Environment,
): Run {
  const array = arrays(env, nodes);
  const found = new Map<Expr, Matrix>();
  let failed: EvaluationError | null = null;
  let until = nodes.length;
  for (const [k, e] of roots.entries()) {
    try {
      found.set(e, array.of(e));
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      failed = error;
      // All that the roots before this one may need stands before it.
      until = Math.max(-1, ...roots.slice(0, k).map((r) => lookup(placeOf, r))) + 1;
      break;
    }
  }
  const values = nodes.map((e, i) => {
    if (found.has(e) || array.cells.of(e).length > 0) return found.get(e) ?? array.seen(e);
    // What no condition lets be looked at has no entries.
    return i < until ? matrix(0, 1) : undefined;
  });
  const visits = { [Symbol.iterator]: () => visitsAt(array.cells) };
  return { values, failed, visits, beyond: array.count.beyond.touched };
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
  // An entry of a name moves that name, wherever it stands.
  const tape = variables.some(isIndexed) ? null : tapeOf(roots, env, new Set(variables));
  if (tape === null) return functionOverAxes(roots, variables, env);
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

/** Values of nodes as arrays over their letters. */
interface Arrays {
  readonly cells: Cells<Matrix>;
  readonly count: Counting;
  /** The cells of a node at all values of those of its letters that have none, under one another. */
  of(e: Expr): Matrix;
  /** The cells that were needed. */
  seen(e: Expr): Matrix;
}

/** What is held against the values of an environment: some nodes and names have others. */
interface Cut {
  bound(e: Expr, where: Where): Matrix | undefined;
  given(key: string): Matrix | undefined;
}

const UNCUT: Cut = { bound: () => undefined, given: () => undefined };

function arrays(
  env: Environment,
  nodes: readonly Expr[],
  cut: Cut = UNCUT,
  fixed?: (e: Expr) => Cells<Matrix> | null,
): Arrays {
  const count = countingIn(env);
  const hidden = united(nodes.map((e) => meaningOf(e)?.free ?? []));
  const own = cells(doubles(env, count, cut), count, { hidden, ...(fixed === undefined ? {} : { fixed }) });
  const letters = env.letters ?? NOWHERE;
  const { axes } = env;
  const boxOf = (e: Expr): readonly Where[] =>
    e.free.length === 0 && axes === undefined ? [letters] : count.box(united([e.free, axes ?? NO_INDICES]), letters);
  const of = (e: Expr): Matrix => {
    try {
      return together(boxOf(e).map((where) => own.value(e, where)));
    } catch (error) {
      return blame(error, e);
    }
  };
  return { cells: own, count, of, seen: (e) => together(own.of(e).map((c) => c.value as Matrix)) };
}

/** An environment for each value of the letters that some expressions hold; itself where they hold none. */
export function atLetters(roots: readonly Expr[], env: Environment): readonly Environment[] {
  const letters = united(roots.map((e) => e.free));
  if (letters.length === 0) return [env];
  return countingIn(env)
    .box(letters, env.letters)
    .map((where) => ({ ...env, letters: where }));
}

/** Whether something below some roots has indices. */
export const hasIndices = (roots: readonly Expr[]): boolean => belowAll(roots).some(isIndexed);

export const countingIn = (env: Environment): Counting =>
  counting({ sizes: env.sizes, labelAt: (key) => env.values.get(key)?.data[0], seed: env.beyond ?? 0 });

/** Matrices under one another, as one column where their widths differ. */
function together(list: readonly Matrix[]): Matrix {
  const [first] = list;
  if (first === undefined) return matrix(0, 1);
  if (list.length === 1) return first;
  if (list.every((A) => A.cols === first.cols)) return stacked(list);
  return stacked(list.map((A) => matrix(A.data.length, 1, A.data)));
}

/** Linear algebra that does not fit, or a letter without a value, is a fault of the node. */
function blame(error: unknown, e: Expr): never {
  if (!(error instanceof RangeError)) throw error;
  throw new EvaluationError(error.message.startsWith("no value for the size") ? "size" : "shape", e, error.message);
}

/** Entries of what lies beyond a range are near to this: far from 0, and within most domains. */
const BEYOND = { positive: true, magnitude: 0.6 };

function doubles(env: Environment, count: Counting, cut: Cut): Arithmetic<Matrix> {
  let now = NOWHERE;
  const asked = askingOf(env);
  const at: At = { ...asked, size: (d) => count.size(d, now) };
  return {
    bound: (e, where) => cut.bound(e, where) ?? env.nodes?.get(e),
    given: (key) => cut.given(key) ?? env.values.get(key),
    meaning: meaningOf,
    form(e, args, where) {
      now = where;
      return formOf(e)(args, e, at);
    },
    number: scalarMatrix,
    zeros: (rows, cols) => matrix(rows, cols),
    added,
    times: (a, b) => scalarMatrix(only(a) * only(b)),
    isZero: (a) => only(a) === 0,
    entry: (A, i, j) => scalarMatrix(entry(A, i, j)),
    unit(n, i) {
      const e = matrix(n, 1);
      e.data[i] = 1;
      return e;
    },
    beyond: (key, rows, cols, e) => beyondAt(key, rows, cols, e, env),
    unknown(key, args, by, e) {
      const f = env.scalars?.(key);
      if (f === undefined) throw new EvaluationError("unbound", e, `the function ${key} has no value`);
      const { value, slopes } = f(args);
      return by === null ? scalarMatrix(value) : nth(slopes, by);
    },
    fail(fault, e, message) {
      throw new EvaluationError(fault, e, message);
    },
    blame,
    allow(e, rows, cols) {
      const over = overEntries(rows * cols, env.maxEntries);
      if (over !== null) throw new EvaluationError("budget", e, over);
    },
    check(e, value, rows, cols) {
      if (value.rows !== rows || value.cols !== cols || value.data.length !== rows * cols)
        throw misshapen(e, value, rows, cols);
    },
  };
}

const NONE: Facts = new Set();

/** Some number, or array of numbers, for what lies beyond its range. */
export function beyondAt(key: string, rows: number, cols: number, e: Expr, env: Environment): Matrix {
  const source = random(seedOf(key, env.beyond ?? 0));
  return drawMatrix(rows, cols, factsOf(e), BEYOND, source) ?? (drawMatrix(rows, cols, NONE, BEYOND, source) as Matrix);
}

/** The same with cells: what is asked is cut at a name, at a member, or at an entry of one. */
function functionOverAxes(
  roots: readonly Expr[],
  variables: readonly Expr[],
  env: Environment,
): (at: readonly Matrix[]) => readonly Matrix[] {
  const nodes = belowAll([...roots, ...variables]);
  const moving = dependents(nodes, new Set(variables.map(movedBy)));
  const still = arrays(env, nodes);
  const letters = env.letters ?? NOWHERE;
  const placesIn = (e: Expr): readonly number[] => placesOf(e).map((p) => still.count.place(p, letters));
  return (at) => {
    const given = new Map<string, Matrix>();
    const bound = new Map<Expr, Matrix>();
    // Where two of them are one cell, the first is the one that counts.
    for (const [k, v] of [...variables.entries()].reverse()) {
      const value = nth(at, k);
      const base = v.op === Entry ? operand(v) : v;
      const key =
        base.op === Member ? cellKey(familyOf(base).name, placesIn(base)) : isSymbol(base) ? nameOf(base) : null;
      const whole = familyOfWhole(v);
      if (whole !== null)
        for (const [at, x] of entriesOf(value)) given.set(cellKey(whole.name, at.slice(0, whole.formals.length)), x);
      else if (key === null) bound.set(v, value);
      else if (base === v) given.set(key, value);
      else {
        const before = given.get(key) ?? still.cells.value(base, letters);
        given.set(key, withEntry(before, placesIn(v), only(value), closure(factsOf(base))));
      }
    }
    const cut: Cut = { bound: (e) => bound.get(e), given: (key) => given.get(key) };
    const array = arrays(env, nodes, cut, (e) => (moving.has(e) ? null : still.cells));
    return roots.map((e) => array.of(e));
  };
}

/** The entries of a matrix, each with its places counted from 1. */
const entriesOf = ({ cols, data }: Matrix): readonly (readonly [readonly number[], Matrix])[] =>
  [...data].map((x, k) => [[Math.floor(k / cols) + 1, (k % cols) + 1], scalarMatrix(x)]);

/** The node with which a variable moves: for an entry that of which it is one, for a whole family a member. */
function movedBy(v: Expr): Expr {
  if (v.op === Entry && (isSymbol(operand(v)) || operand(v).op === Member)) return operand(v);
  const whole = familyOfWhole(v);
  return whole === null ? v : member(whole, ...whole.formals.map(placeOf));
}

/**
 * The matrix with another number at a place, moved as far as its facts allow: of a symmetric one the entry
 * across moves too, each by half; of a diagonal one nothing moves beside the diagonal.
 */
function withEntry(A: Matrix, [i = 1, j = 1]: readonly number[], x: number, facts: Facts): Matrix {
  const data = A.data.slice();
  const [at, across] = [(i - 1) * A.cols + j - 1, (j - 1) * A.cols + i - 1];
  const before = data[at] as number;
  if (i === j || !facts.has("symmetric")) data[at] = x;
  else if (!facts.has("diagonal")) for (const k of [at, across]) data[k] = (data[k] as number) + (x - before) / 2;
  return matrix(A.rows, A.cols, data);
}

/** The nodes that depend on some of them, all members of a family on each. */
function dependents(nodes: readonly Expr[], on: ReadonlySet<Expr>): ReadonlySet<Expr> {
  const families = new Set([...on].filter((e) => e.op === Member).map(familyOf));
  const holders = new Map<Expr, Expr[]>();
  for (const e of nodes)
    for (const part of throughMeanings(e)) {
      const known = holders.get(part);
      if (known === undefined) holders.set(part, [e]);
      else known.push(e);
    }
  const found = new Set(nodes.filter((e) => on.has(e) || (e.op === Member && families.has(familyOf(e)))));
  const waiting = [...found];
  for (let e = waiting.pop(); e !== undefined; e = waiting.pop())
    for (const h of holders.get(e) ?? [])
      if (!found.has(h)) {
        found.add(h);
        waiting.push(h);
      }
  return found;
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
