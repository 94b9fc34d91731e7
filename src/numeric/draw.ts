/**
 * Random numbers for the names of an expression: of distinct sizes, with the facts that are stated
 * of them, inside the domain of every function that occurs and away from kinks and poles, so that a
 * difference quotient means something there. Where no such draw is found the answer says why; it is
 * never silently left out.
 */

import { type Dim, evaluateDim, symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { type Fact, type Facts, NO_FACTS } from "../core/facts.js";
import { operand } from "../core/operands.js";
import { has, ownOf } from "../core/own.js";
import { type Free, hasPlace, sizeOfSymbol } from "../core/place.js";
import { type Shape, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { OpName } from "../ops/all.js";
import { primesOf } from "../ops/apply.js";
import { Derivative } from "../ops/derivative.js";
import { Differential } from "../ops/differential.js";
import { blockOf } from "../ops/largest.js";
import { functionOf } from "../ops/matrixfunction.js";
import { familyOf, Member } from "../ops/member.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { sizeIn } from "./counting.js";
import {
  dimsIn,
  drawCells,
  drawSizesAtPlaces,
  factsOfFamily,
  type IndexedNeeds,
  indexedNeedsOf,
} from "./draw-indexed.js";
import { gapOfLargest } from "./entries.js";
import { countingIn, type Environment, evaluate, explore, meaningOf, numbersOf, throughMeanings } from "./evaluate.js";
import { isDominated, luOf, qrOf } from "./factors.js";
import { drawMatrix, holds, type Style } from "./facts.js";
import { EvaluationError, overEntries } from "./fault.js";
import {
  added,
  condition,
  diagonalMatrix,
  diagonalOf,
  frobenius,
  largest,
  type Matrix,
  matrix,
  scaled,
  signedLogDeterminant,
  subtracted,
  transposeOf,
} from "./matrix.js";
import { matrixFunctionOf } from "./matrix-functions.js";
import type { Random } from "./random.js";
import { drawnScalars } from "./scalars.js";
import { choleskyOf, eigenOf, singularOf } from "./spectra.js";

export interface Drawn {
  readonly drawn: true;
  readonly env: Environment;
  /** Every node below the roots with its value. */
  readonly values: ReadonlyMap<Expr, Matrix>;
}

export interface Undrawn {
  readonly drawn: false;
  /** The part of the expression at which most of the tries failed. */
  readonly node: Expr | null;
  /** A clause: `the argument of log is not positive`. */
  readonly why: string;
}

export interface DrawOptions {
  /** Sizes that are given; the others are drawn, distinct from one another. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** Names that are given; the others are drawn. */
  readonly values?: ReadonlyMap<string, Matrix>;
  /** Unknown functions that are given, with their primes; the others are drawn. */
  readonly functions?: ReadonlyMap<string, (x: number) => number>;
  /** Facts that inputs are drawn with beside those that are stated of them: see what a claim lacks. */
  readonly supposed?: ReadonlyMap<string, Facts>;
  /**
   * Expressions that must be smooth at the draw; by default everything. A value that is only compared may stand
   * on a kink: sign(relu(z)) is 0 = step(z) wherever z is negative.
   */
  readonly smooth?: readonly Expr[];
  /** Letters over which values are arrays, also those that do not depend on them. */
  readonly axes?: Free;
  readonly tries?: number;
  /** Entries that one value may have: see {@link Environment}. */
  readonly maxEntries?: number;
}

/** Distance from a kink (relu at 0, a tie of max). */
const KINK = 1e-2;
/** Distance from the edge of a domain or from a pole. */
const POLE = 5e-2;
const CONDITIONED = 1e3;
const LARGE = 1e9;

type Domain = (args: readonly Matrix[], e: Expr) => string | null;

const nearZero =
  (what: string): Domain =>
  ([X]) =>
    (X as Matrix).data.some((x) => Math.abs(x) < KINK) ? what : null;

const conditioned: Domain = ([X]) =>
  condition(X as Matrix) > CONDITIONED ? "the matrix is singular, or nearly so" : null;

const tied: Domain = ([a, b], e) => {
  const [x, y] = [(a as Matrix).data, (b as Matrix).data];
  const n = Math.max(x.length, y.length);
  for (let k = 0; k < n; k++) {
    const gap = (x[x.length === 1 ? 0 : k] as number) - (y[y.length === 1 ? 0 : k] as number);
    if (Math.abs(gap) < KINK) return `the two sides of ${e.op.name} meet`;
  }
  return null;
};

const apartInBlocks: Domain = ([X], e) => {
  const A = X as Matrix;
  const { shape } = operand(e);
  const [rows, cols] = [
    [shape.rows, A.rows],
    [shape.cols, A.cols],
  ].map(([all, count], i) => {
    const block = blockOf(e)[i];
    return block === all ? (count as number) : /^\d+$/.test(block as string) ? Number(block) : null;
  });
  // Of blocks whose size is a letter no two entries are near one another.
  const sorted = [...A.data].sort((a, b) => a - b);
  const gap =
    rows == null || cols == null
      ? Math.min(...sorted.map((x, i) => (i === 0 ? Infinity : x - (sorted[i - 1] as number))))
      : gapOfLargest(A, rows, cols);
  return gap < KINK ? "two entries meet that may be the largest" : null;
};

/** Whether values that are not 0 but for rounding are far from 0. */
const spread = (values: readonly number[], what: string): string | null =>
  values.some((x) => x > 1e-9 * (values[0] as number) && x < KINK * (values[0] as number)) ? what : null;

/** Whether neighbours are apart. */
const apart = (values: readonly number[]): boolean =>
  values.every((x, i) => i === 0 || Math.abs(x - (values[i - 1] as number)) > KINK * (1 + Math.abs(x)));

const spectral: Domain = ([A]) => {
  const { values } = eigenOf(A as Matrix);
  if (values.data.some(Number.isNaN)) return "a matrix whose eigenvalues are asked for is not symmetric";
  return apart([...values.data]) ? null : "two eigenvalues meet, or nearly so";
};

const topSingular: Domain = ([A]) =>
  apart(singularOf(A as Matrix).s.slice(0, 2)) ? null : "the two largest singular values meet, or nearly so";

const dominated: Domain = ([A]) =>
  isDominated(A as Matrix) ? null : "no real eigenvalue is larger in absolute value than all others, or only nearly so";

const tall: Domain = ([A]) => {
  const { R } = qrOf(A as Matrix);
  const diagonal = [...diagonalOf(R).data];
  return diagonal.every((x) => x > KINK * largest(R)) ? null : "a matrix has no independent columns, or nearly none";
};

const bordered: Domain = ([A]) => {
  const { U } = luOf(A as Matrix);
  return diagonalOf(U).data.every((x) => Math.abs(x) > POLE) ? null : "a leading minor of a matrix is 0, or nearly so";
};

/** Why the operands of an operation are no place to differentiate it, or null; no entry where every place is. */
const DOMAIN_OF: Partial<Record<OpName, Domain>> = {
  apply: ([Z], e) => {
    for (const x of (Z as Matrix).data) {
      const why = outside(e.data as string, x, e);
      if (why !== null) return why;
    }
    return null;
  },
  power: ([X, k]) => {
    const exponent = (k as Matrix).data[0] as number;
    const least = (X as Matrix).data.reduce(
      (m, x) => Math.min(m, Number.isInteger(exponent) ? Math.abs(x) : x),
      Infinity,
    );
    if (least >= POLE || (Number.isInteger(exponent) && exponent >= 0)) return null;
    return Number.isInteger(exponent)
      ? "a reciprocal of zero, or nearly so"
      : "the base of a fractional power is not positive";
  },
  largest: apartInBlocks,
  islargest: apartInBlocks,
  maximum: tied,
  minimum: tied,
  inverse: conditioned,
  det: conditioned,
  logdet: (args, e) =>
    conditioned(args, e) ??
    (signedLogDeterminant(args[0] as Matrix).sign < 0 ? "the argument of logdet has a negative determinant" : null),
  matrixpower: ([X, k], e) => {
    const exponent = (k as Matrix).data[0] as number;
    return exponent < 0 ? conditioned([X as Matrix], e) : null;
  },
  matrixfunction: ([X], e) =>
    matrixFunctionOf(functionOf(e), X as Matrix).data.some(Number.isNaN)
      ? `a matrix has no ${functionOf(e) === "log" ? "logarithm" : "square root"} without eigenvalues on the negative axis`
      : null,
  pinv: ([A]) => spread(singularOf(A as Matrix).s, "the rank of a matrix nearly changes"),
  polar: ([A]) => spread(singularOf(A as Matrix).s, "a matrix has no full rank, or nearly none"),
  nuclear: ([A]) => spread(singularOf(A as Matrix).s, "a matrix has no full rank, or nearly none"),
  dominanteigenvalue: dominated,
  dominantvector: dominated,
  qfactor: tall,
  rfactor: tall,
  lfactor: bordered,
  ufactor: bordered,
  specnorm: topSingular,
  leftvector: topSingular,
  rightvector: topSingular,
  eigenvalue: spectral,
  eigenvector: spectral,
  eigenvalues: spectral,
  eigenvectors: spectral,
  cholesky: ([A]) =>
    Number.isNaN(choleskyOf(A as Matrix).data[0]) ? "a matrix under chol is not positive definite" : null,
  norm1: nearZero("an entry under norm1 is zero, or nearly so"),
  norm2: ([x]) => (frobenius(x as Matrix) < POLE ? "the norm of a vector is zero, or nearly so" : null),
  normF: ([x]) => (frobenius(x as Matrix) < POLE ? "the norm of a matrix is zero, or nearly so" : null),
  cross_entropy: ([, p]) =>
    (p as Matrix).data.some((x) => x < KINK)
      ? "a probability under the logarithm of cross_entropy is not positive"
      : null,
};

/** A map, so that an operation without a domain finds none on a prototype. */
const DOMAINS: ReadonlyMap<string, Domain> = new Map(Object.entries(DOMAIN_OF));

/** Why a scalar function is not smooth around x, or null. */
function outside(name: string, x: number, e: Expr): string | null {
  const f = e.home.functions.get(name);
  if (f === undefined) return null;
  const value = numbersOf(f);
  if ([x - POLE, x, x + POLE].some((t) => Number.isNaN(value(t))))
    return f.formula === undefined && f.domain?.is === "positive"
      ? `the argument of ${name} is not positive`
      : `the argument of ${name} is outside its domain`;
  if (f.kinks?.some(({ at }) => Math.abs(x - at) < KINK) === true) return `the argument of ${name} is at its kink`;
  if (f.formula === undefined && f.poles === true && Math.abs(value(x)) > 10)
    return `the argument of ${name} is at a pole`;
  // A formula says nothing of its kinks.
  if (f.formula !== undefined && !isSmoothAround(value, x)) return `${name} is not smooth at its argument`;
  return null;
}

/**
 * Whether second differences around x are nearly the same: where f is smooth they differ by h³ f‴, a
 * kink of slope J adds about J h to one of them.
 */
function isSmoothAround(f: (x: number) => number, x: number): boolean {
  const h = KINK / 4;
  const y = [-3, -2, -1, 0, 1, 2, 3].map((j) => f(x + j * h));
  const slopes = y.slice(1).map((b, i) => (b - (y[i] as number)) / h);
  const bends = slopes.slice(1).map((b, i) => b - (slopes[i] as number));
  return Math.max(...bends) - Math.min(...bends) < 0.02 * (1 + Math.max(...slopes.map(Math.abs)));
}

/** All that is to be drawn below some roots. */
export interface Needs {
  readonly inputs: readonly Expr[];
  /** Defined names of which facts are stated. */
  readonly promised: readonly Expr[];
  readonly differentials: readonly Expr[];
  /** Unknown functions, without primes, with the most primes that occur. */
  readonly functions: ReadonlyMap<string, number>;
  readonly sizes: readonly string[];
  /** Every shape that occurs, once; those whose sizes depend on places are left out. */
  readonly shapes: readonly Shape[];
  /** What has indices; null where nothing has. */
  readonly indexed: IndexedNeeds | null;
  readonly nodes: readonly Expr[];
  /** Inputs in the exponent of a matrix: whole numbers, whether that is stated or not. */
  readonly whole: ReadonlySet<Expr>;
  readonly smooth: ReadonlySet<Expr>;
}

/** Operations that have a value at places where they have no derivative. */
const KINKED: ReadonlySet<string> = new Set(["apply", "maximum", "minimum", "norm1", "norm2", "normF"]);

// Below a differential only its name matters; its value is a direction of its own.
const below = (roots: readonly Expr[]): readonly Expr[] =>
  walk(roots, undefined, (e) => {
    if (e.op === Derivative) return [];
    return throughMeanings(e);
  });

/** Collects what must be drawn for `roots`, of which `smooth` (all where it is left out) are to be differentiated. */
export function needsOf(roots: readonly Expr[], smooth: readonly Expr[] | undefined): Needs {
  const nodes = below(roots);
  const functions = new Map<string, number>();
  const dims = new Set<Dim>();
  const shapes = new Map(nodes.map(({ shape }) => [showShape(shape), shape]));
  for (const e of nodes) {
    dims.add(e.shape.rows).add(e.shape.cols);
    if (e.op.name === "size") dims.add(e.data as Dim);
    else if (Array.isArray(e.data)) for (const d of e.data as readonly Dim[]) dims.add(d);
    else for (const d of dimsIn(e)) dims.add(d);
    if (e.op.name === "apply" && !e.home.functions.has(e.data as string)) {
      const { name, primes } = primesOf(e.data as string);
      functions.set(name, Math.max(primes, functions.get(name) ?? 0));
    }
  }
  const symbols = nodes.filter(isSymbol);
  const indexed = indexedNeedsOf(nodes);
  for (const d of indexed?.ends ?? []) dims.add(d);
  const exponents = nodes.filter((e) => e.op.name === "matrixpower").map((e) => operand(e, 1));
  return {
    inputs: symbols.filter((e) => meaningOf(e) === null),
    promised: symbols.filter((e) => meaningOf(e) !== null && (e.home.facts.get(nameOf(e))?.size ?? 0) > 0),
    differentials: nodes.filter((e) => e.op === Differential),
    functions,
    sizes: [...new Set([...dims].flatMap(symbolsOf))].filter((s) => sizeOfSymbol(s) === null),
    shapes: [...shapes.values()].filter(({ rows, cols }) => !hasPlace(rows) && !hasPlace(cols)),
    indexed,
    nodes,
    whole: new Set(exponents.length === 0 ? [] : below(exponents).filter(isSymbol)),
    smooth: withoutSquared(smooth === undefined ? nodes : below(smooth)),
  };
}

const isNorm = (e: Expr): boolean => e.op.name === "norm2" || e.op.name === "normF";

/** Nodes without norms that stand in even powers alone: the square of a norm is smooth at zero. */
function withoutSquared(nodes: readonly Expr[]): ReadonlySet<Expr> {
  const squared = new Set<Expr>();
  const others = new Set<Expr>();
  for (const e of nodes)
    for (const [k, a] of e.args.entries()) if (isNorm(a)) (k === 0 && isEvenPower(e) ? squared : others).add(a);
  return new Set(nodes.filter((e) => !squared.has(e) || others.has(e)));
}

function isEvenPower(e: Expr): boolean {
  const k = e.op.name === "power" ? e.args[1] : undefined;
  if (k === undefined || !isNumber(k)) return false;
  const { numerator, denominator } = rationalOf(k);
  return denominator === 1 && numerator > 0 && numerator % 2 === 0;
}

/**
 * Sizes, values and unknown functions for everything below `roots`. Facts come from the context;
 * a differential is drawn too, as a direction that keeps its name symmetric or diagonal.
 */
export function draw(roots: readonly Expr[], random: Random, given: DrawOptions = {}): Drawn | Undrawn {
  const options = ownOf(given);
  const needs = needsOf(roots, options.smooth);
  const tries = options.tries ?? triesFor(needs, options.sizes ?? new Map());
  const failures = new Map<string, { readonly node: Expr | null; readonly why: string; count: number }>();
  let fitted = false;
  let step = 1;
  for (let i = 0; i < tries && (fitted || i < UNFITTING); i += step) {
    const failure = attempt(needs, roots, random, options, i / tries);
    if (has(failure, "drawn")) return failure;
    // Other numbers have as many entries.
    if (failure.final === true) return { drawn: false, node: failure.node, why: failure.why };
    fitted ||= failure.unfitting !== true;
    step = failure.structural === true ? STRUCTURAL : 1;
    const key = `${failure.node?.id}:${failure.why}`;
    const known = failures.get(key);
    if (known === undefined) failures.set(key, { ...failure, count: 1 });
    else known.count += 1;
  }
  const most = [...failures.values()].reduce((a, b) => (b.count > a.count ? b : a));
  return { drawn: false, node: most.node, why: most.why };
}

/** As many tries as cost little: what is stated to be large is tried a few times. */
function triesFor({ nodes }: Needs, sizes: ReadonlyMap<string, number>): number {
  const few = Math.max(40, Math.min(400, Math.floor(2e6 / nodes.length)));
  const at = (d: Dim) => evaluateDim(d, new Map([...symbolsOf(d).map((s) => [s, 4] as const), ...sizes]));
  let work = 0;
  for (const { shape } of nodes) work += Math.abs(at(shape.rows) * at(shape.cols)) ** 1.5;
  return Math.max(4, Math.min(few, Math.floor(2e8 / work)));
}

export interface Failure {
  readonly node: Expr | null;
  readonly why: string;
  /** No other try can do better. */
  readonly final?: boolean;
  /** At these sizes no numbers fit: row 21 of what has five. */
  readonly unfitting?: boolean;
  /** Where an exact zero stands: off the diagonal of diag(v) it does so whatever is drawn. */
  readonly structural?: boolean;
}

/** Tries that one counts for whose fault is an exact zero: numbers that are drawn seldom give one, relu by signs only. */
const STRUCTURAL = 8;

/** Tries after which sizes of which none fitted are given up. */
const UNFITTING = 40;

/**
 * Inputs, directions and unknown functions at given sizes, with the facts that are stated of them. `styleOf` says how
 * the entries of an input are drawn, or (asked without one) the values of a function.
 */
export function environment(
  needs: Needs,
  sizes: ReadonlyMap<string, number>,
  random: Random,
  given: DrawOptions,
  styleOf: (e?: Expr) => Style,
): Environment | Failure {
  const options = ownOf(given);
  const values = new Map(options.values);
  const all = new Map(sizes);
  const count = needs.indexed === null ? null : countingIn({ sizes: all, values });
  if (needs.indexed !== null && count !== null) drawSizesAtPlaces(needs.indexed, all, count, random);
  for (const e of needs.inputs) {
    const name = nameOf(e);
    if (values.has(name)) continue;
    const value = inputAt(needs, e, all, random, options, styleOf(e));
    if (has(value, "why")) return value;
    values.set(name, value);
  }
  if (needs.indexed !== null && count !== null) {
    const failed = drawCells(needs.indexed, values, count, random, options, styleOf);
    if (failed !== null) return failed;
  }
  const nodes = new Map<Expr, Matrix>();
  for (const e of needs.differentials) {
    const of = operand(e);
    const facts = (isSymbol(of) ? e.home.facts.get(nameOf(of)) : undefined) ?? NO_FACTS;
    const [rows, cols] = [sizeIn(e.shape.rows, sizes), sizeIn(e.shape.cols, sizes)];
    const over = overEntries(rows * cols, options.maxEntries);
    if (over !== null) return { node: e, why: over, final: true };
    const any = drawMatrix(rows, cols, NO_FACTS, { positive: false, magnitude: 1 }, random) as Matrix;
    nodes.set(e, tangent(any, facts));
  }
  const functions = new Map(options.functions);
  for (const [name, primes] of needs.functions)
    if (!functions.has(name))
      smoothFunction(random, styleOf().positive, primes + 3).forEach((f, k) => {
        functions.set(name + "'".repeat(k), f);
      });
  const { maxEntries } = options;
  const limited = {
    ...(maxEntries === undefined ? {} : { maxEntries }),
    ...(options.axes === undefined ? {} : { axes: options.axes }),
  };
  // What is unknown or beyond a range needs a seed; without indices there is neither.
  const seeded = needs.indexed === null ? {} : seeds(random);
  return { sizes: all, values, functions, nodes, ...limited, ...seeded };
}

const seeds = (random: Random): Pick<Environment, "scalars" | "beyond"> => ({
  scalars: drawnScalars(random.whole(1, 1e9)),
  beyond: random.whole(1, 1e9),
});

/** Names and families that are given, each family as one of its members. */
export const givenIn = ({ inputs, indexed }: Needs): readonly Expr[] =>
  indexed === null ? inputs : [...inputs, ...indexed.families.map((f) => f.like)];

/** The facts that an input is drawn with. */
export function factsAt(needs: Needs, e: Expr, given: DrawOptions): Facts {
  const options = ownOf(given);
  if (e.op === Member) return factsOfFamily(familyOf(e), options);
  const name = nameOf(e);
  const stated = new Set([...(e.home.facts.get(name) ?? NO_FACTS), ...(options.supposed?.get(name) ?? NO_FACTS)]);
  return needs.whole.has(e) ? new Set([...stated, "integer", "positive"]) : stated;
}

/** A value of one input. */
export function inputAt(
  needs: Needs,
  e: Expr,
  sizes: ReadonlyMap<string, number>,
  random: Random,
  options: DrawOptions,
  style: Style,
): Matrix | Failure {
  const name = nameOf(e);
  const facts = factsAt(needs, e, options);
  const [rows, cols] = [sizeIn(e.shape.rows, sizes), sizeIn(e.shape.cols, sizes)];
  if (rows < 1 || cols < 1) return { node: e, why: `the sizes of ${name} are not positive`, unfitting: true };
  const over = overEntries(rows * cols, options.maxEntries);
  if (over !== null) return { node: e, why: over, final: true };
  const value = drawMatrix(rows, cols, facts, style, random);
  if (value === null) return { node: e, why: `no draw of ${name} is ${[...facts].join(", ")} at once` };
  if (facts.has("invertible") && condition(value) > CONDITIONED)
    return { node: e, why: `the draw of ${name} is singular, or nearly so` };
  return value;
}

/** One try. `progress` grows from 0 to 1: late tries are bolder about signs and sizes of entries. */
function attempt(
  needs: Needs,
  roots: readonly Expr[],
  random: Random,
  options: DrawOptions,
  progress: number,
): Drawn | Failure {
  const sizes = sizesFor(needs, options.sizes ?? new Map(), random);
  const styleOf = (): Style =>
    progress < 1 / 3
      ? { positive: false, magnitude: 1 }
      : { positive: random.next() < 0.5, magnitude: random.pick([1, 1, 0.4, 0.15]) };
  const env = environment(needs, sizes, random, options, styleOf);
  if (has(env, "why")) return env;
  let explored: ReturnType<typeof explore>;
  try {
    explored = explore(roots, env);
    if (explored.beyond && readsBeyond(options.smooth ?? roots, env))
      return { node: null, why: "at these sizes it reads beyond a range", unfitting: true };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const { node, message, fault } = error;
    return { node, why: message, final: fault === "budget", unfitting: fault === "size" || fault === "shape" };
  }
  const all = explored.values;
  for (const { e, args, value } of explored.visits) {
    const finite = largest(value) < LARGE;
    if (finite && KINKED.has(e.op.name) && !needs.smooth.has(e)) continue;
    const why = unfit(e, args) ?? (finite ? null : "the value is not finite, or too large");
    if (why !== null) return { node: e, why, structural: args.some((a) => a?.data.includes(0) === true) };
  }
  for (const e of needs.promised) {
    const broken = all.has(e) ? brokenFact(e, all.get(e) as Matrix, env) : null;
    if (broken !== null) return { node: e, why: `${nameOf(e)} is not ${broken}` };
  }
  return { drawn: true, env, values: all };
}

/** A fact that is stated of a name and that its value has not, at some cell of it over letters; null where it has all. */
export function brokenFact(e: Expr, { rows, cols, data }: Matrix, { sizes }: Environment): Fact | null {
  const height = sizeIn(e.shape.rows, sizes);
  const cells = Array.from({ length: Math.floor(rows / height) }, (_, k) =>
    matrix(height, cols, data.slice(k * height * cols, (k + 1) * height * cols)),
  );
  return [...(e.home.facts.get(nameOf(e)) ?? [])].find((f) => !cells.every((A) => holds(f, A))) ?? null;
}

/** Why the operands of an operation are no place to differentiate it, or null; what was not looked at has no say. */
function unfit(e: Expr, args: readonly (Matrix | undefined)[]): string | null {
  const domain = DOMAINS.get(e.op.name);
  return domain === undefined || args.includes(undefined) ? null : domain(args as readonly Matrix[], e);
}

/** How near two values are that do not depend on what lies beyond a range. */
const SAME = 1e-9;
/** Other numbers for what lies beyond a range: whole ones may be the same once. */
const OTHERS = 3;

/** Whether values depend on the numbers that stand for what lies beyond a range: then they are none. */
export function readsBeyond(roots: readonly Expr[], env: Environment): boolean {
  const values = evaluate(roots, env);
  for (let k = 1; k <= OTHERS; k++) {
    const others = evaluate(roots, { ...env, beyond: (env.beyond ?? 0) + k });
    if (values.some((A, at) => !isNear(A, others[at] as Matrix))) return true;
  }
  return false;
}

const isNear = (A: Matrix, B: Matrix): boolean =>
  A.data.length === B.data.length && largest(subtracted(A, B)) <= SAME * Math.max(1, largest(A));

/** Beyond this many names of sizes some share a size: a network of a hundred layers is not drawn a hundred wide. */
const MOST_DISTINCT = 8;

/** Distinct sizes from 2 up, so that no two dimensions are equal by accident. */
function drawSizes(
  names: readonly string[],
  given: ReadonlyMap<string, number>,
  random: Random,
  lowest = 2,
): Map<string, number> {
  const free = names.filter((n) => !given.has(n));
  const taken = new Set(given.values());
  const pool: number[] = [];
  const wanted = Math.min(free.length, MOST_DISTINCT);
  for (let k = lowest; k <= 5 || pool.length < wanted; k++) if (!taken.has(k)) pool.push(k);
  const order = random.shuffled(pool);
  return new Map([
    ...given,
    ...free.map((n, i) => [n, i < wanted ? (order[i] as number) : random.whole(2, 5)] as const),
  ]);
}

/** The part of the draws with indices in which a size may be 1. */
const WITH_ONE = 0.4;

/** Entries of one value beyond which smaller sizes are drawn. */
const COMFORTABLE = 20_000;

/** Whether every value has a comfortable number of entries at some sizes, and at least one. */
export const isComfortable = ({ shapes }: Needs, sizes: ReadonlyMap<string, number>): boolean =>
  shapes.every(({ rows, cols }) => {
    const [n, m] = [evaluateDim(rows, sizes), evaluateDim(cols, sizes)];
    return n >= 1 && m >= 1 && n * m <= COMFORTABLE;
  });

/**
 * Sizes of which no value is large. A derivative of a Kronecker product of Kronecker products has the product of a
 * dozen sizes as its entries: distinct ones would make a check take seconds, so there some are equal.
 */
export function sizesFor(needs: Needs, given: ReadonlyMap<string, number>, random: Random): Map<string, number> {
  // Ranges of one value, and none but for their ends, are where sums go wrong.
  if (needs.indexed !== null && random.next() < WITH_ONE) {
    const sizes = drawSizes(needs.sizes, given, random, 1);
    if (isComfortable(needs, sizes)) return sizes;
  }
  const distinct = drawSizes(needs.sizes, given, random);
  const isLarge = needs.shapes.some(
    ({ rows, cols }) => evaluateDim(rows, distinct) * evaluateDim(cols, distinct) > COMFORTABLE,
  );
  if (!isLarge) return distinct;
  const free = random.shuffled(needs.sizes.filter((n) => !given.has(n)));
  return new Map([...given, ...free.map((n, i) => [n, 2 + (i % 2)] as const)]);
}

/** The part of a direction that stays within the symmetric or diagonal matrices. */
function tangent(D: Matrix, facts: Facts): Matrix {
  if (facts.has("diagonal")) return diagonalMatrix(diagonalOf(D));
  return facts.has("symmetric") || facts.has("posdef") ? scaled(0.5, added(D, transposeOf(D))) : D;
}

const FORMULAS = new WeakMap<(x: number) => number, string>();

/** A function that was drawn, in the equation language: a counterexample can be worked out by hand. */
export const formulaOf = (f: (x: number) => number): string | null => FORMULAS.get(f) ?? null;

/** Two decimals, so that a formula is short and exact. */
const rounded = (x: number): number => Math.round(x * 100) / 100;

/** a sin(b x + c) + p tanh(q x + r) + k x + l, or a derivative of it. */
export interface Smooth {
  readonly wave: readonly [number, number, number];
  readonly bend: readonly [number, number, number];
  readonly line: readonly [number, number];
  /** How often it has been differentiated. */
  readonly order: number;
}

const SMOOTH = new WeakMap<(x: number) => number, Smooth>();

/** The numbers that a function was drawn with, for evaluation at more digits; null for any other. */
export const smoothOf = (f: (x: number) => number): Smooth | null => SMOOTH.get(f) ?? null;

/**
 * A smooth function with its derivatives, [f, f′, f″, …]: a sin(b x + c) + p tanh(q x + r) + k x + l.
 * The derivatives of tanh are polynomials in t = tanh with P′ (1 − t²) after P.
 */
export function smoothFunction(random: Random, positive: boolean, orders: number): readonly ((x: number) => number)[] {
  const [a, b, c] = [random.signed(0.4, 1), random.between(0.6, 1.3), random.between(-3, 3)].map(rounded) as Three;
  const [p, q, r] = [random.signed(0.4, 1), random.between(0.6, 1.3), random.between(-1, 1)].map(rounded) as Three;
  const k = rounded(random.signed(0.1, 0.4));
  const l = rounded(positive ? random.between(3, 4) : random.between(-0.5, 0.5));
  let P: readonly number[] = [0, 1];
  const out: ((x: number) => number)[] = [];
  for (let order = 0; order <= orders; order++) {
    const [phase, wave, bend, polynomial] = [(order * Math.PI) / 2, a * b ** order, p * q ** order, P];
    const f = (x: number): number => {
      const t = Math.tanh(q * x + r);
      const line = order === 0 ? k * x + l : order === 1 ? k : 0;
      return wave * Math.sin(b * x + c + phase) + bend * polynomial.reduceRight((s, w) => s * t + w, 0) + line;
    };
    SMOOTH.set(f, { wave: [a, b, c], bend: [p, q, r], line: [k, l], order });
    out.push(f);
    const slope = P.slice(1).map((w, i) => w * (i + 1));
    P = Array.from({ length: slope.length + 2 }, (_, i) => (slope[i] ?? 0) - (slope[i - 2] ?? 0));
  }
  FORMULAS.set(
    out[0] as (x: number) => number,
    `${a} sin(${b} t ${signed(c)}) ${signed(p)} tanh(${q} t ${signed(r)}) ${signed(k)} t ${signed(l)}`,
  );
  return out;
}

type Three = [number, number, number];

const signed = (x: number): string => (x < 0 ? `- ${-x}` : `+ ${x}`);
