/**
 * The equations behind an expression: each name of the model with its right side, a family with one
 * equation for all values of its letters and one for each beginning. A recursion is a circle of
 * equations; it has an order where every way round goes to earlier members, or every way to later ones.
 */
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { type Index, isIndex, type Place, placeOf } from "../core/place.js";
import { walk } from "../core/walk.js";
import { placesOf } from "../ops/binder.js";
import { basesOf, equationOf } from "../ops/family.js";
import { familyOf, isAt, isMember } from "../ops/member.js";
import { definitionOf, isSymbol, nameOf } from "../ops/symbol.js";
import { prepared, rightSideOf } from "./linearise.js";

/** What is known by a name: a symbol, or a member of a family. */
export const isNamed = (e: Expr): boolean => isSymbol(e) || isMember(e);

/** The name of a symbol, or of the family of a member. */
export const calledBy = (e: Expr): string => (isSymbol(e) ? nameOf(e) : familyOf(e).name);

/** One equation of a name: for every value of its letters, or for the member at fixed places. */
export interface Equation {
  readonly name: string;
  /** A symbol or some member of the family. */
  readonly leaf: Expr;
  readonly at: readonly Place[];
  readonly formals: readonly Index[];
  /** The beginning of a family, `h_0 = x`. */
  readonly isBase: boolean;
  /** The right side; null for what is given. */
  readonly value: Expr | null;
  /** The names in the right side, each once, members at each of their places. */
  readonly leaves: readonly Expr[];
  /** The equations that it draws on. */
  readonly uses: readonly Equation[];
}

interface Growing extends Equation {
  leaves: readonly Expr[];
  uses: readonly Equation[];
}

function equationsOf(leaf: Expr): readonly Growing[] {
  const name = calledBy(leaf);
  const made = (at: readonly Place[], formals: readonly Index[], value: Expr | null, isBase = false): Growing => ({
    name,
    leaf,
    at,
    formals,
    isBase,
    value,
    leaves: [],
    uses: [],
  });
  if (isSymbol(leaf)) return [made([], [], definitionOf(leaf) === null ? null : rightSideOf(leaf))];
  const family = familyOf(leaf);
  const value = equationOf(family);
  return [
    made(family.formals.map(placeOf), family.formals, value === null ? null : prepared(value)),
    ...basesOf(family).map((b) => made(b.at, b.formals, prepared(b.value), true)),
  ];
}

/** Whether a leaf may be what an equation states: h_{t-1} draws on the equation of h_t, and on that of h_0. */
function meets(leaf: Expr, { at, formals }: Equation): boolean {
  if (isSymbol(leaf)) return true;
  return isAt(placesOf(leaf), { at, formals }) !== false;
}

/** The equations behind an expression, each once, those of one name in a row. */
export function equationsBehind(y: Expr): readonly Equation[] {
  const byName = new Map<string, readonly Growing[]>();
  const root: Growing = { name: "", leaf: y, at: [], formals: [], isBase: false, value: y, leaves: [], uses: [] };
  const waiting = [root];
  for (let q = waiting.pop(); q !== undefined; q = waiting.pop()) {
    q.leaves = q.value === null ? [] : walk([q.value]).filter(isNamed);
    const uses = new Set<Equation>();
    for (const leaf of q.leaves) {
      const name = calledBy(leaf);
      let known = byName.get(name);
      if (known === undefined) {
        known = equationsOf(leaf);
        byName.set(name, known);
        waiting.push(...known);
      }
      for (const e of known) if (meets(leaf, e)) uses.add(e);
    }
    q.uses = [...uses];
  }
  return [...byName.values()].flat();
}

/** Those of `all` that are wanted or draw, at some remove, on one that is. */
export function leadingTo(all: readonly Equation[], wanted: ReadonlySet<string>): ReadonlySet<Equation> {
  const users = new Map<Equation, Equation[]>();
  for (const q of all) for (const p of q.uses) users.set(p, [...(users.get(p) ?? []), q]);
  const found = new Set<Equation>();
  const waiting = all.filter((q) => wanted.has(q.name));
  for (let q = waiting.pop(); q !== undefined; q = waiting.pop()) {
    if (found.has(q)) continue;
    found.add(q);
    waiting.push(...(users.get(q) ?? []));
  }
  return found;
}

/** The circles among equations: sets in which each draws on each, as Tarjan finds them, in the order of `all`. */
export function circlesOf(all: readonly Equation[], within: ReadonlySet<Equation>): readonly (readonly Equation[])[] {
  const order = new Map<Equation, number>(all.map((q, k) => [q, k]));
  const low = new Map<Equation, number>();
  const number = new Map<Equation, number>();
  const held: Equation[] = [];
  const isHeld = new Set<Equation>();
  const found: Equation[][] = [];
  const todo: { readonly q: Equation; next: number }[] = [];
  const enter = (q: Equation): void => {
    number.set(q, number.size);
    low.set(q, number.size - 1);
    held.push(q);
    isHeld.add(q);
    todo.push({ q, next: 0 });
  };
  const lower = (q: Equation, to: number): void => {
    low.set(q, Math.min(low.get(q) ?? to, to));
  };
  for (const start of all) {
    if (!within.has(start) || number.has(start)) continue;
    enter(start);
    for (let top = todo.at(-1); top !== undefined; top = todo.at(-1)) {
      const p = top.q.uses[top.next];
      top.next += 1;
      if (p !== undefined) {
        if (!within.has(p)) continue;
        if (!number.has(p)) enter(p);
        else if (isHeld.has(p)) lower(top.q, number.get(p) ?? 0);
        continue;
      }
      todo.pop();
      const below = todo.at(-1);
      if (below !== undefined) lower(below.q, low.get(top.q) ?? 0);
      if (low.get(top.q) !== number.get(top.q)) continue;
      const circle = held.splice(held.indexOf(top.q));
      for (const q of circle) isHeld.delete(q);
      if (circle.length > 1 || top.q.uses.includes(top.q)) found.push(circle);
    }
  }
  return found.map((c) => c.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

/** How far a place is from a letter, `t - 1` from t: -1; null where it is no such place. */
function offset(p: Place, letter: Index): number | null {
  const [term, ...others] = p.terms;
  if (term === undefined || others.length > 0 || !isIndex(term[0]) || term[1] !== 1) return null;
  if (term[0].letter !== letter.letter || term[0].kind !== letter.kind) return null;
  return /^-?\d+$/u.test(p.rest) ? Number(p.rest) : null;
}

interface Way {
  readonly from: Equation;
  readonly to: Equation;
  readonly by: number;
}

/** The ways of a circle with how far each goes along one letter of each equation; null where no letter is carried along. */
function waysAlong(circle: readonly Equation[], position: number): readonly Way[] | null {
  const inside = new Set(circle);
  const first = nth(circle, 0);
  const along = new Map<Equation, number>([[first, position]]);
  const waiting = [first];
  const ways: Way[] = [];
  for (let q = waiting.pop(); q !== undefined; q = waiting.pop()) {
    const letter = nth(q.formals, along.get(q) ?? 0);
    for (const leaf of q.leaves) {
      for (const to of q.uses) {
        if (!inside.has(to) || to.name !== calledBy(leaf)) continue;
        const known = along.get(to);
        const offsets = placesOf(leaf).map((p) => offset(p, letter));
        const k = known ?? offsets.findIndex((by) => by !== null);
        const by = offsets[k] ?? null;
        if (by === null) return null;
        if (known === undefined) {
          along.set(to, k);
          waiting.push(to);
        }
        ways.push({ from: q, to, by });
      }
    }
  }
  return ways;
}

/** Whether a way round adds up to nothing or more, by Bellman and Ford over the lengths n·by + 1. */
function hasWayRound(circle: readonly Equation[], ways: readonly Way[], sign: 1 | -1): boolean {
  const far = new Map<Equation, number>(circle.map((q) => [q, 0]));
  const step = circle.length + 1;
  for (let round = 0; round <= circle.length; round++) {
    let moved = false;
    for (const { from, to, by } of ways) {
      const length = (far.get(from) ?? 0) + sign * by * step + 1;
      if (length <= (far.get(to) ?? 0)) continue;
      far.set(to, length);
      moved = true;
    }
    if (!moved) return false;
  }
  return true;
}

/**
 * Whether a circle of equations has an order in which each member is known when it is needed: along one
 * letter, every way round goes back (h_t from h_{t-1}), or every way goes on (v_t from v_{t+1}).
 */
export function hasOrder(circle: readonly Equation[]): boolean {
  const general = circle.filter((q) => q.formals.length > 0 && !q.isBase);
  const first = general[0];
  if (first === undefined || general.length < circle.length) return false;
  return first.formals.some((_, position) => {
    const ways = waysAlong(general, position);
    if (ways === null) return false;
    return !hasWayRound(general, ways, 1) || !hasWayRound(general, ways, -1);
  });
}
