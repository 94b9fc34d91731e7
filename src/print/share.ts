/**
 * Which repeated parts of a result get a name. Printing a graph as a tree is exponential; with
 * `where delta = …` every part is written once, and all gradients of an L-layer network are O(L) text.
 */

import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { ownOf } from "../core/own.js";
import { isVector } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Eigenvector, Eigenvectors } from "../ops/eigen.js";
import { Group } from "../ops/group.js";
import { isExactly, isNumber, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Scale } from "../ops/scale.js";
import { LeftVector, RightVector } from "../ops/singular.js";
import { Sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { Transpose } from "../ops/transpose.js";
import { type Names, NO_NAMES } from "./pretty.js";

export interface ShareOptions {
  /** Names of the model, of its sizes and functions: made names keep clear of them. */
  readonly taken: ReadonlySet<string>;
  /** Cotangents, in the order of the network: they are named `delta…`, and sooner than other parts. */
  readonly prefer?: ReadonlySet<Expr>;
  /** The layer or gate that a cotangent belongs to: δ of `z2` is `delta_2`, where layers tell all of them apart. */
  readonly layers?: ReadonlyMap<Expr, string>;
  /** Parts that print by a name already, such as the right sides of definitions. */
  readonly known?: Names;
}

export interface Shared {
  /** The named parts, each using only earlier ones. */
  readonly where: readonly { readonly name: string; readonly value: Expr }[];
  /** For the printers: the parts above and those known before. */
  readonly names: Names;
}

/** Operations from which on a repeated part is named; smaller ones are repeated where they stand. */
const LARGE = 3;
const LARGE_PREFERRED = 2;

/** Operations from which on a result is too long to be read at once: its cotangents are then named one by one. */
const LONG = 30;
/** Operations that a cotangent must have to be named for that alone: of δ = (Wᵀ δ) ∘ f′(z) and Wᵀ δ the first. */
const LINK = 4;

/** Families of made names, upper case for matrices; the first whose names are all free is used. */
const COTANGENTS = ["delta", "eta", "kappa", "rho", "tau"];
const MATRIX_COTANGENTS = ["Delta", "Lambda", "Xi", "Psi", "Omega"];
const OTHERS = ["c", "q", "r", "d"];
const MATRICES = ["C", "Q", "R", "D"];
/** What a book always writes as a letter: eigenvectors and singular vectors, `u v^T where u = leftvec(A)`. */
const LETTERS: ReadonlyMap<Op, readonly string[]> = new Map<Op, readonly string[]>([
  [Eigenvector, ["v", "w", "q"]],
  [LeftVector, ["u", "q"]],
  [RightVector, ["v", "w"]],
  [Eigenvectors, ["V", "Q"]],
]);

/**
 * Names the parts that occur twice or more among `roots` as printed and have at least three
 * operations (two for a preferred one). A root that occurs elsewhere too is named itself. In a result
 * of more than thirty operations each preferred part of four is named, however often it occurs.
 */
export function share(roots: readonly Expr[], options: ShareOptions): Shared {
  const { taken, prefer = new Set<Expr>(), known = NO_NAMES } = ownOf(options);
  const order = walk(roots, (e) => known.has(e));
  const repeated = repeatedParts(roots, order, prefer);
  let shared = partsToName(roots, order, repeated, prefer, null);
  const long = longRoots(roots, order, new Set(shared));
  if (long.length > 0 && prefer.size > 0) {
    const within = new Set(walk(long, (e) => known.has(e)));
    for (const root of roots) within.delete(root);
    shared = partsToName(roots, order, repeated, prefer, within);
  }

  const names = new Map(known);
  const chosen = new Set(shared);
  const isMatrix = (e: Expr) => !isVector(e.shape);
  const cotangents = [...prefer].filter((e) => chosen.has(e));
  const others = shared.filter((e) => !prefer.has(e) && !LETTERS.has(e.op));
  const lettered = [...LETTERS].map(([op, families]) => [families, shared.filter((e) => e.op === op)] as const);
  for (const [families, parts] of [
    ...lettered,
    [COTANGENTS, cotangents.filter((e) => !isMatrix(e))],
    [MATRIX_COTANGENTS, cotangents.filter(isMatrix)],
    [OTHERS, others.filter((e) => !isMatrix(e))],
    [MATRICES, others.filter(isMatrix)],
  ] as const) {
    if (parts.length === 0) continue;
    const layers = parts.map((e) => (prefer.has(e) ? options.layers?.get(e) : undefined));
    const apart = layers.every((k) => k !== undefined) && new Set(layers).size === layers.length ? layers : null;
    const made = freshNames(families, parts.length, new Set([...taken, ...names.values()]), apart);
    parts.forEach((e, i) => {
      names.set(e, made[i] as string);
    });
  }
  return { where: shared.map((value) => ({ name: names.get(value) as string, value })), names };
}

/**
 * Operands first: a part whose operands are named is counted as it prints then, and what stays small is not named but
 * repeated, so no chain of small parts can grow without end. Preferred parts of `links` need not be repeated.
 */
function partsToName(
  roots: readonly Expr[],
  order: readonly Expr[],
  repeated: ReadonlySet<Expr>,
  prefer: ReadonlySet<Expr>,
  links: ReadonlySet<Expr> | null,
): Expr[] {
  const operations = new Map<Expr, number>();
  const shared: Expr[] = [];
  for (const e of order) {
    let count = ownOperations(e);
    for (const a of e.args) count += operations.get(a) ?? 0;
    const named =
      (LETTERS.has(e.op) && !roots.includes(e) && !isUnderBinder(e)) ||
      (repeated.has(e) && count >= (prefer.has(e) ? LARGE_PREFERRED : LARGE)) ||
      (links?.has(e) === true && prefer.has(e) && e.op !== Group && count >= LINK && !isUnderBinder(e));
    if (named) shared.push(e);
    operations.set(e, named ? 0 : Math.min(count, LINK));
  }
  return shared;
}

/** The roots that print long although `named` parts stand there by their names. */
function longRoots(roots: readonly Expr[], order: readonly Expr[], named: ReadonlySet<Expr>): readonly Expr[] {
  const lengths = new Map<Expr, number>();
  const lengthOf = (e: Expr): number => {
    let count = ownOperations(e);
    for (const a of e.args) count += named.has(a) ? 0 : (lengths.get(a) ?? 0);
    return Math.min(count, LONG + 1);
  };
  for (const e of order) lengths.set(e, lengthOf(e));
  return [...roots, ...named].filter((e) => (lengths.get(e) ?? 0) > LONG);
}

/** Parts that stand at two or more places of the printed roots, each named part being printed once. */
function repeatedParts(roots: readonly Expr[], order: readonly Expr[], prefer: ReadonlySet<Expr>): ReadonlySet<Expr> {
  const places = new Map<Expr, number>();
  const add = (e: Expr, n: number) => places.set(e, Math.min(2, (places.get(e) ?? 0) + n));
  const weights = new Map<Expr, number>();
  for (const e of order) {
    let weight = ownOperations(e);
    for (const a of e.args) weight += weights.get(a) ?? 0;
    weights.set(e, Math.min(weight, LARGE));
  }
  const repeated = new Set<Expr>();
  for (const root of roots) add(root, 1);
  for (let i = order.length - 1; i >= 0; i--) {
    const e = order[i] as Expr;
    const isPreferred = prefer.has(e);
    const large = (weights.get(e) as number) >= (isPreferred ? LARGE_PREFERRED : LARGE);
    let n = places.get(e) as number;
    if (n > 1 && large && (isPreferred || !isThin(e)) && !isUnderBinder(e)) {
      repeated.add(e);
      n = 1;
    }
    for (const a of e.args) add(a, n);
  }
  return repeated;
}

/** Within a sum over an index: a part that depends on the index has no name outside. */
const isUnderBinder = (e: Expr): boolean => e.free.some((i) => i.level > 0);

/** (X), −X, Xᵀ, 1/c and X .^ -1: what they hold is named instead, and `a - c`, `c^T`, `a / c` stay as they are. */
function isThin(e: Expr): boolean {
  if (e.op === Group || e.op === Transpose || isReciprocalOf(e)) return true;
  return e.op === Scale && isExactly(e.args[0] as Expr, -1);
}

function isReciprocalOf(e: Expr): boolean {
  const k = e.op === Power ? e.args[1] : undefined;
  return k !== undefined && isNumber(k) && rationalOf(k).numerator < 0;
}

const isNegated = (e: Expr): boolean =>
  (e.op === Scale || e.op === Times) && e.args.length === 2 && isExactly(e.args[0] as Expr, -1);

/** Operations that a node adds to the printed text: n − 1 for n terms or factors, one for a call or a postfix. */
function ownOperations(e: Expr): number {
  if (e.args.length === 0 || e.op === Group) return 0;
  if (e.op === Sum) return e.args.length - 1 - e.args.filter(isNegated).length;
  // As a factor a reciprocal is a division, which its product counts.
  if (e.op === Power && isExactly(e.args[1] as Expr, -1)) return 0;
  return Math.max(1, e.args.length - 1);
}

/** `name`, or `name_1`, `name_2`, …: of the first family that is free, `W1` counting as `W_1`. */
function freshNames(
  families: readonly string[],
  count: number,
  taken: ReadonlySet<string>,
  suffixes: readonly string[] | null,
): readonly string[] {
  const used = new Set([...taken].map(plain));
  const numbered = (family: string, k: number | string) => `${family}_${k}`;
  const isFree = (family: string) => ![...used].some((name) => name.replace(/(?<!\d)\d+$|_[A-Za-z]$/, "") === family);
  const free = families.find(isFree);
  if (free !== undefined)
    return count === 1 ? [free] : Array.from({ length: count }, (_, i) => numbered(free, suffixes?.[i] ?? i + 1));
  const out: string[] = [];
  for (let k = 1; out.length < count; k++) {
    const name = numbered(families[0] as string, k);
    if (!used.has(plain(name))) out.push(name);
  }
  return out;
}

const plain = (name: string) => name.replace(/_(?=\d+$)/, "");
