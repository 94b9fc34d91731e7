/**
 * Binders under interning. The index of a binder is `#level`, one more than the highest binder in
 * its body: sums that differ in letters only are one node, an inner binder never has the index of
 * an outer one, and a body may be looked at, rewritten and memoised as it stands, for it is an
 * ordinary expression with `#level` free. Only `bind` and `substitute` make binders or put a place
 * for an index.
 */
import type { Dim } from "../core/dim.js";
import { BudgetError, type Expr, type Indexing, indexing, indexingOf, intern } from "../core/expr.js";
import { type Op, withArgs } from "../core/op.js";
import { lookup, nth, one, operand } from "../core/operands.js";
import {
  boundIndex,
  dimWith,
  type Free,
  type Index,
  indexWith,
  letterIndex,
  type Place,
  placeOf,
  placeWith,
  rangeHolds,
} from "../core/place.js";
import { shape } from "../core/shape.js";
import { walk } from "../core/walk.js";

/** What depends on indices: an expression, a place. */
interface Open {
  readonly free: Free;
}

/** The index that a node binds, or null. */
export const boundOf = (e: Expr): Index | null => indexingOf(e)?.bound ?? null;
/** The index of a node that is known to bind one. */
export function binderOf(e: Expr): Index {
  const bound = boundOf(e);
  if (bound === null) throw new RangeError(`${e.op.name} binds no index`);
  return bound;
}
/** The places that a node is taken at. */
export const placesOf = (e: Expr): readonly Place[] => indexingOf(e)?.at ?? [];
export const holdsIndex = (e: Open, i: Index): boolean => e.free.includes(i);

/** A letter over the range of an index that none of the others has. */
export function freshLetter(like: Pick<Index, "lo" | "hi">, ...clear: readonly Open[]): Index {
  for (let k = 1; ; k++) {
    const made = letterIndex("formal", `★${k}`, like.lo, like.hi);
    if (!clear.some(({ free }) => free.some((f) => f.letter === made.letter))) return made;
  }
}

/** Binders within one another; the two functions below call each other once for each. */
const MOST_NESTED = 64;

/** The binder `op` (Σ, Π) over i of the body. */
export function bind(op: Op, i: Index, body: Expr): Expr {
  let own = i;
  let inside = body;
  if (body.loose && i.level > 0 && i.level <= body.level) {
    // A binder within stands too high as it kept clear of i, which is below it; with a letter for i it comes down.
    own = freshLetter(i, body);
    inside = substitute(body, i, placeOf(own));
  }
  let level = inside.level + 1;
  // Within a larger expression an index of that level may be free: then this one is loose.
  while (inside.free.some((f) => f !== own && f.level === level)) level += 1;
  if (level > MOST_NESTED)
    throw new BudgetError(MOST_NESTED, `sums and products stand more than ${MOST_NESTED} deep in one another`);
  const bound = boundIndex(level, own.lo, own.hi);
  return intern(body.home, op, [substitute(inside, own, placeOf(bound))], indexing("", [], bound));
}

/** The expression with a place for an index, in its sizes and ranges too. No binder within captures the place. */
export function substitute(root: Expr, i: Index, by: Place): Expr {
  if (!root.free.includes(i) || by === placeOf(i)) return root;
  const made = new Map<Expr, Expr>();
  for (const e of walk([root], (x) => !x.free.includes(i)))
    made.set(
      e,
      substituted(
        e,
        e.args.map((a) => made.get(a) ?? a),
        i,
        by,
      ),
    );
  return lookup(made, root);
}

/** One node that depends on i, with operands in which that is done. */
function substituted(e: Expr, args: readonly Expr[], i: Index, by: Place): Expr {
  const own = boundOf(e);
  if (own !== null) {
    if (!by.free.some((f) => f.level === own.level)) return bind(e.op, indexWith(own, i, by), one(args));
    const other = freshLetter(own, operand(e), by);
    const apart = substitute(operand(e), own, placeOf(other));
    return bind(e.op, indexWith(other, i, by), substitute(apart, i, by));
  }
  const put = (d: Dim): Dim => dimWith(d, i, by);
  const given = args.length === 0 ? shape(put(e.shape.rows), put(e.shape.cols)) : undefined;
  const data = indexingOf(e);
  if (data !== null) return replacedAt(e, args, { ...data, at: data.at.map((p) => placeWith(p, i, by)) }, put);
  if (Array.isArray(e.data)) return intern(e.home, e.op, args, (e.data as readonly Dim[]).map(put), given);
  if (given !== undefined) return intern(e.home, e.op, args, put(e.data as Dim), given);
  return withArgs(e, args);
}

/** A node at other places. Its name is a size where it is a unit vector. */
function replacedAt(e: Expr, args: readonly Expr[], data: Indexing, put: (d: Dim) => Dim): Expr {
  const known = e.op.replaced?.(e, data.at);
  if (known !== undefined) return known;
  const given = args.length === 0 ? shape(put(e.shape.rows), put(e.shape.cols)) : undefined;
  return intern(e.home, e.op, args, indexing(put(data.name as Dim), data.at), given);
}

/** An expression at places for letters, all at once: their ranges may hold one another. */
export function substituteAll(e: Expr, letters: readonly Index[], at: readonly Place[]): Expr {
  const apart = apartFrom(letters, [e], at);
  let out = nth(apart.made, 0);
  for (const [k, letter] of apart.letters.entries()) {
    // The ranges of the later letters may hold those that places have been put for.
    const own = apart.letters.slice(0, k).reduce((i, before, m) => indexWith(i, before, nth(at, m)), letter);
    out = substitute(out, own, nth(at, k));
  }
  return out;
}

/** Expressions with letters of their own for some indices, those first that ranges of others hold. */
export function apartFrom(
  indices: readonly Index[],
  of: readonly Expr[],
  clear: readonly Open[],
): { readonly letters: readonly Index[]; readonly made: readonly Expr[]; readonly place: (p: Place) => Place } {
  let made = [...of];
  const renamed: (readonly [Index, Place])[] = [];
  const letters = indices.map((i) => {
    const own = renamed.reduce((j, [from, to]) => indexWith(j, from, to), i);
    const letter = freshLetter(own, ...made, ...clear, ...renamed.map(([, p]) => p));
    renamed.push([own, placeOf(letter)]);
    made = made.map((e) => substitute(e, own, placeOf(letter)));
    return letter;
  });
  return { letters, made, place: (p) => renamed.reduce((q, [from, to]) => placeWith(q, from, to), p) };
}

/** Indices in an order in which each comes after those that its range holds. */
export function inOrder(indices: readonly Index[]): readonly Index[] {
  const left = [...indices];
  const out: Index[] = [];
  while (left.length > 0) {
    const at = left.findIndex((i) => !left.some((other) => other !== i && rangeHolds(i, other)));
    out.push(...left.splice(Math.max(at, 0), 1));
  }
  return out;
}

/** Binders over one range as one index over all of their bodies: Σᵢ aᵢ, Σᵢ bᵢ with a common i. */
export function together(binders: readonly Expr[]): { readonly index: Index; readonly bodies: readonly Expr[] } {
  const index = freshLetter(binderOf(nth(binders, 0)), ...binders);
  return { index, bodies: binders.map((b) => bodyAt(b, index)) };
}

/** The body of a binder with another index of the same range for its own. */
export const bodyAt = (binder: Expr, index: Index): Expr =>
  substitute(operand(binder), binderOf(binder), placeOf(index));
