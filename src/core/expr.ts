/**
 * Expressions: interned nodes of a directed acyclic graph.
 *
 * Equal expressions of one context are the same object, so equality is `===` and a memo is a map.
 * Builders check shapes, intern and flatten; they never simplify, or the step `… I` would be gone
 * before it can be shown.
 */
import type { Dim } from "./dim.js";
import type { Facts } from "./facts.js";
import type { Op } from "./op.js";
import { has } from "./own.js";
import { type Free, freeOfDim, hasPlace, type Index, NO_INDICES, type Place, united } from "./place.js";
import type { Rational } from "./rational.js";
import type { Shape } from "./shape.js";

/** Beside the operands of an operation with indices: its name, the places it is taken at, the index it binds. */
export interface Indexing {
  readonly key: string;
  readonly name: string;
  readonly at: readonly Place[];
  readonly bound: Index | null;
}

export const indexing = (name: string, at: readonly Place[], bound: Index | null = null): Indexing => ({
  key: `${name}@${at.map((p) => p.key).join(";")}@${bound?.key ?? ""}`,
  name,
  at,
  bound,
});

/** Beside the operands of a node: a name, a number, sizes, or indices. */
export type Data = null | string | Rational | readonly Dim[] | Indexing;

export interface Expr {
  /** Order of construction. Identity only: nothing shown to a user may depend on it. */
  readonly id: number;
  readonly op: Op;
  readonly args: readonly Expr[];
  readonly data: Data;
  readonly shape: Shape;
  /** Whether an inert differential `dX` occurs within; fixed at construction, so it costs nothing to ask. */
  readonly hasDifferential: boolean;
  /** The operations within, itself included, a bit each: what has no bit here does not occur (two may share a bit). */
  readonly holds: number;
  /**
   * The names, numbers and constants within, a bit each by content: two expressions without a common
   * bit share none. A constant and its transpose have one bit, ones(n, m) and ones(m, n).
   */
  readonly leaves: number;
  /** The indices that the value depends on: a node is an array over them, and a law an equality of such arrays. */
  readonly free: Free;
  /** The level of the highest binder within, 0 for none. */
  readonly level: number;
  /** Whether a binder within stands higher than it needs to, as it had to keep clear of an index that was free then. */
  readonly loose: boolean;
  readonly home: Context;
  readonly hash: number;
  /** Chain of the intern table's bucket. */
  next: Expr | null;
  /**
   * Asked of every node again and again, so they stand on the node, null before that: its normal form
   * under all laws, that under the laws without names, its facts.
   */
  normal: Expr | null;
  nameless: Expr | null;
  facts: Facts | null;
  /** The number of the walk that came by last. */
  walk: number;
}

/** Rules that every scalar function has, applied entry by entry. */
interface FunctionRules {
  readonly name: string;
  /** f′ at Z, where `self` is f(Z); null where there is none (`why` says why). */
  readonly slope: ((Z: Expr, self: Expr) => Expr) | null;
  readonly why?: string;
  readonly cite: string;
  /** Whether every value is positive. */
  readonly positive?: boolean;
  /** Where the slope is a chosen subgradient, and which. */
  readonly kinks?: readonly { readonly at: number; readonly taken: string; readonly jump?: boolean }[];
}

/** Where alone a function has a value, or a slope. */
export interface Domain {
  readonly of: "value" | "slope";
  readonly is: "positive" | "within one" | "inside one" | "above one" | "above minus one" | "above minus one over e";
}

/** A function of the language. */
export interface BuiltinFunction extends FunctionRules {
  readonly formula?: undefined;
  /** Other spellings: `ln` for log. */
  readonly aliases?: readonly string[];
  /** Whether the name is the model's where it declares or defines it, or does not apply it; a letter needs parentheses. */
  readonly yields?: true | "applied";
  /** Its command in TeX; without one it is set as an operator. */
  readonly latex?: string;
  readonly domain?: Domain;
  /** Whether it goes to infinity at some points. */
  readonly poles?: boolean;
  /** The textbook line: `tanh'(z) = 1 - tanh(z)^2`. */
  readonly line: string;
  /** The number f(x). */
  readonly value: (x: number) => number;
}

/** An expression of parameters, which are scalar symbols of a context that holds nothing else. */
export interface Formula {
  readonly parameters: readonly Expr[];
  readonly value: Expr;
}

/** A function of the model, or its derivative of order `primes`. */
export interface ModelFunction extends FunctionRules {
  readonly formula: Formula;
  readonly primes: number;
}

/** Functions in the context's table; any other is an unknown function of the model. */
export type ScalarFunction = BuiltinFunction | ModelFunction;

/**
 * The owner of the intern table and of everything that belongs to one model: what names are
 * defined as, their facts, the functions. It lives as long as the model or the call that made it.
 */
export interface Context {
  buckets: (Expr | null)[];
  size: number;
  readonly definitions: Map<string, Expr>;
  readonly facts: Map<string, Facts>;
  readonly functions: ReadonlyMap<string, ScalarFunction>;
  /** Nodes allowed before `budget/nodes` is reported. */
  readonly maxNodes: number;
  /** Memo tables of other rooms (normal forms, facts of expressions), each under a key of its own. */
  readonly memos: Map<symbol, unknown>;
}

/** Raised by a builder when the model outgrows its budget; becomes a diagnostic, never leaves the library. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
  constructor(
    readonly limit: number,
    message = `the expression graph outgrows ${limit} nodes`,
  ) {
    super(message);
  }
}

/** Operands of one node: builders take them as arguments, and a call has room for some hundred thousand. */
const MOST_OPERANDS = 110_000;

const INITIAL_BUCKETS = 256;

export function context(functions: ReadonlyMap<string, ScalarFunction>, maxNodes = 20_000_000): Context {
  return {
    buckets: new Array<Expr | null>(INITIAL_BUCKETS).fill(null),
    size: 0,
    definitions: new Map(),
    facts: new Map(),
    functions,
    maxNodes,
    memos: new Map(),
  };
}

/** A memo table that lives with the context; `make` runs once. */
export function memoOf<T>(home: Context, key: symbol, make: () => T): T {
  let memo = home.memos.get(key) as T | undefined;
  if (memo === undefined) {
    memo = make();
    home.memos.set(key, memo);
  }
  return memo;
}

/** What `work` gives, without the tables that it makes: of a model that does not stand yet they would be wrong later. */
export function forgetting<T>(home: Context, work: () => T): T {
  const before = new Set(home.memos.keys());
  try {
    return work();
  } finally {
    for (const key of home.memos.keys()) if (!before.has(key)) home.memos.delete(key);
  }
}

type Structured = Rational | Indexing | readonly Dim[];
const isRational = (data: Structured): data is Rational => !Array.isArray(data) && has(data, "numerator");
const isIndexing = (data: Structured): data is Indexing => !Array.isArray(data) && has(data, "key");

/** The indices of an operation that has such, null for any other. */
export const indexingOf = ({ data }: Pick<Expr, "data">): Indexing | null =>
  data !== null && typeof data !== "string" && isIndexing(data) ? data : null;

function hashOfData(data: Data): number {
  if (data === null) return 0;
  let h = 17;
  if (typeof data === "string") for (let i = 0; i < data.length; i++) h = (h * 31 + data.charCodeAt(i)) | 0;
  else if (isRational(data)) h = ((data.numerator * 92821) | 0) ^ (data.denominator * 689287499);
  else if (isIndexing(data)) h = hashOfData(data.key);
  else for (const d of data) h = (h * 33 + hashOfData(d)) | 0;
  return h;
}

function sameData(a: Data, b: Data): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a === "string" || typeof b === "string") return false;
  if (isRational(a)) return isRational(b) && a.numerator === b.numerator && a.denominator === b.denominator;
  if (isRational(b)) return false;
  if (isIndexing(a)) return isIndexing(b) && a.key === b.key;
  return !isIndexing(b) && a.length === b.length && a.every((d, i) => d === b[i]);
}

const hashOf = (op: Op, args: readonly Expr[], data: Data): number => {
  let h = (Math.imul(op.code, 7919) + hashOfData(data)) | 0;
  for (let i = 0; i < args.length; i++) h = (Math.imul(h, 31) + (args[i] as Expr).id) | 0;
  h ^= h >>> 15;
  return h;
};

/** The bit of a node without operands in {@link Expr.leaves}. Sizes count in any order, as a transpose exchanges them. */
function leafBit(op: Op, data: Data, hash: number): number {
  let h = hash;
  if (Array.isArray(data)) {
    h = Math.imul(op.code, 7919);
    for (const d of data as readonly Dim[]) h = (h + hashOfData(d)) | 0;
  }
  return 1 << ((h ^ (h >>> 5)) & 31);
}

/** The bit of an operation in {@link Expr.holds}. */
export const bitOf = (op: Op): number => op.bit;

/** Whether one of the operations may occur within: false is certain. */
export const mayHold = (e: Expr, bits: number): boolean => (e.holds & bits) !== 0;

const sameArgs = (a: readonly Expr[], b: readonly Expr[]): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

function grow(home: Context): void {
  const old = home.buckets;
  const size = old.length * 2;
  const buckets: (Expr | null)[] = [];
  for (let i = 0; i < size; i++) buckets.push(null);
  for (let e of old) {
    while (e !== null) {
      const next: Expr | null = e.next;
      const at = e.hash & (size - 1);
      e.next = buckets[at] ?? null;
      buckets[at] = e;
      e = next;
    }
  }
  home.buckets = buckets;
}

/** The free indices of a node, and how high the binders in it stand, from those of its operands. */
interface Indices {
  readonly free: Free;
  readonly level: number;
  readonly loose: boolean;
}

/** The same with what a leaf's size and the node's own data add. */
function indicesWith(below: Indices, args: readonly Expr[], data: Data, shape: Shape): Indices {
  const dims: Dim[] = Array.isArray(data) ? [...(data as readonly Dim[])] : [];
  // What is not a leaf has its sizes from its operands and its data. The data of a size are that size.
  if (args.length === 0) dims.push(shape.rows, shape.cols);
  if (args.length === 0 && typeof data === "string") dims.push(data as Dim);
  const free = united([below.free, ...dims.map(freeOfDim)]);
  const own = indexingOf({ data });
  if (own === null) return { ...below, free };
  const all = united([free, ...own.at.map((p) => p.free)]);
  const { bound } = own;
  if (bound === null) return { ...below, free: all };
  return {
    free: united([all.filter((i) => i !== bound), freeOfDim(bound.lo), freeOfDim(bound.hi)]),
    level: bound.level,
    loose: below.loose || bound.level !== below.level + 1,
  };
}

/** Whether a node adds to the indices of its operands. */
function addsIndices(args: readonly Expr[], data: Data, shape: Shape): boolean {
  if (args.length === 0 && (hasPlace(shape.rows) || hasPlace(shape.cols))) return true;
  if (data === null) return false;
  if (typeof data === "string") return args.length === 0 && hasPlace(data as Dim);
  return Array.isArray(data) ? data.some(hasPlace) : isIndexing(data as Structured);
}

/**
 * The one node for this operation, operands and data in `home`. `given` is the shape of a node
 * whose shape does not follow from its operands (a symbol, `eye(n)`, `unvec`).
 */
export function intern(home: Context, op: Op, args: readonly Expr[], data: Data, given?: Shape): Expr {
  const hash = hashOf(op, args, data);
  for (let e = home.buckets[hash & (home.buckets.length - 1)] ?? null; e !== null; e = e.next) {
    if (e.hash === hash && e.op === op && sameArgs(e.args, args) && sameData(e.data, data)) return e;
  }
  if (home.size >= home.maxNodes) throw new BudgetError(home.maxNodes);
  if (args.length > MOST_OPERANDS)
    throw new BudgetError(
      MOST_OPERANDS,
      `there are ${args.length} operands of one ${op.name}; ${MOST_OPERANDS} are the most`,
    );
  let hasDifferential = op.isDifferential;
  let holds = bitOf(op);
  let leaves = args.length === 0 ? leafBit(op, data, hash) : 0;
  let free = NO_INDICES;
  let level = 0;
  let loose = false;
  for (let i = 0; i < args.length; i++) {
    const a = args[i] as Expr;
    hasDifferential ||= a.hasDifferential;
    holds |= a.holds;
    leaves |= a.leaves;
    if (a.free !== free && a.free.length > 0) free = united([free, a.free]);
    if (a.level > level) level = a.level;
    loose ||= a.loose;
  }
  const shape = given ?? op.shape(args, data);
  const own = addsIndices(args, data, shape) ? indicesWith({ free, level, loose }, args, data, shape) : null;
  const made: Expr = {
    id: home.size,
    op,
    args,
    data,
    shape,
    hasDifferential,
    holds,
    leaves,
    free: own?.free ?? free,
    level: own?.level ?? level,
    loose: own?.loose ?? loose,
    home,
    hash,
    next: null,
    normal: null,
    nameless: null,
    facts: null,
    walk: 0,
  };
  home.size += 1;
  if (home.size > home.buckets.length) grow(home);
  const at = hash & (home.buckets.length - 1);
  made.next = home.buckets[at] ?? null;
  home.buckets[at] = made;
  return made;
}
