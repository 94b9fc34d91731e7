/**
 * Where letters run (rule 4.3): as written, else over what they index.
 *
 * What is written is taken first; then, in turn, an array reaches as far as letters with a range go in it, and a letter
 * without one runs over what it indexes. What is left has a size of its own.
 */
import { type Dim, dim, minus, ONE, plus } from "../../core/dim.js";
import {
  addPlaces,
  dimAt,
  dimWith,
  freeOfDim,
  hasPlace,
  type Index,
  isIndex,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  shifted,
  showDim,
} from "../../core/place.js";
import { isAtLeast, isNonNegative } from "../../core/ranges.js";
import { shape } from "../../core/shape.js";
import { type Expression, type Name, postorder, type Range } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { type Entry, fault, ownerOf, type Scope, typed, within } from "../scope.js";
import { statedSize } from "../shapes/stated-size.js";
import { hasUnknown } from "../shapes/unify.js";
import { narrowQuestions } from "./asked-letters.js";
import type { Extent, FamilyInfo } from "./extents.js";
import { nonNegative, placeIn, resolvedExtent } from "./places.js";
import type { Use, Uses } from "./uses.js";

interface State {
  readonly scope: Scope;
  readonly uses: readonly Use[];
  /** Letters and labels whose range is open, by what is written for them. */
  readonly bare: ReadonlyMap<Use, Runner>;
  /** Vectors and matrices whose size is said by what runs in them. */
  readonly settled: Set<string>;
  /** Ranges up to a letter of a question, t in 1..k, which runs over what it indexes. */
  readonly waiting: Set<Range>;
}

/** A letter or a label: what runs. */
interface Runner {
  readonly name: string;
  readonly get: () => Extent | null;
  readonly set: (extent: Extent) => void;
}

/** Finds where each letter runs and where each array has members. */
export function findRanges(scope: Scope, found: Uses): void {
  for (const u of found.uses) if (u.taken === "whole") shapeOfWhole(scope, u);
  const bare = new Map<Use, Runner>();
  for (const use of found.uses) {
    const runner = runnerOf(scope, use.place);
    if (runner !== null) bare.set(use, runner);
  }
  const waiting = new Set(found.ranges.flatMap(({ range }) => (isOpenEnded(scope, range) ? [range] : [])));
  const s: State = { scope, uses: found.uses, bare, settled: new Set(), waiting };
  declaredDomains(s);
  compared(s, found);
  // What is settled once and open still, a label taken at more places than it has, would be settled for ever.
  const tried = new Set<Use>();
  for (;;) {
    spread(s);
    const isOpen = (u: Use): boolean =>
      !tried.has(u) && !isWaiting(s, u) && (slotOf(s, u)?.get() === null || bare.get(u)?.get() === null);
    // A left side first: it knows where its family begins.
    const open = found.uses.find((u) => u.isStated && isOpen(u)) ?? found.uses.find(isOpen);
    if (open === undefined) break;
    tried.add(open);
    if (!settleOne(s, open)) break;
  }
  for (const range of s.waiting) takeRange(scope, range);
  for (const letter of found.letters)
    if (!scope.indices.extents.has(letter)) scope.indices.extents.set(letter, openExtent(scope));
  // What a label picks an entry of, (W x_i)_{y_i}, is known once that has a shape.
  compared(s, found);
  for (const own of scope.indices.labels.values()) own.extent ??= openExtent(scope);
  widen(s);
  narrowQuestions(scope, found.uses);
}

/** Families that nothing declares have members wherever they are taken: at t - 1, and at 0. */
function widen(s: State): void {
  const isDeclared = new Set(
    s.uses.flatMap((u) => (u.isStated && u.statement.type === "declaration" ? [`${u.array} ${u.position}`] : [])),
  );
  const bySlot = new Map<string, Use[]>();
  for (const u of s.uses) {
    const key = `${u.array} ${u.position}`;
    bySlot.set(key, [...(bySlot.get(key) ?? []), u]);
  }
  for (const uses of bySlot.values()) {
    const [first] = uses;
    if (first === undefined || first.taken !== "family" || isDeclared.has(`${first.array} ${first.position}`)) continue;
    if (!s.scope.indices.families.has(first.array)) continue;
    // What a question takes at a place makes no member there.
    const inModel = uses.filter((u) => u.statement.type !== "query" && u.statement.type !== "claim");
    const known = inModel.length > 0 ? inModel : uses;
    const hull = hullOf(s, known);
    if (hull !== null) slotOf(s, first)?.set(begunBefore(s, known, hull));
  }
}

/** A range with what lies before it where its end is open still, h_0 of h_{t-1} for t from 1. */
function begunBefore({ scope }: State, uses: readonly Use[], { lo, hi }: Extent): Extent {
  if (!hasUnknown(scope.sizes.resolve(hi))) return { lo, hi };
  const least = uses.reduce((d: Dim, u) => {
    const p = u.conditions.length > 0 ? null : placeIn(scope, u.place);
    const [only] = p?.terms ?? [];
    const isBefore = p !== null && p.terms.length === 1 && only?.[1] === 1 && /^-\d+$/.test(p.rest);
    return isBefore ? (lesser(d, extremeOf(p, false)) ?? d) : d;
  }, lo);
  return { lo: least, hi };
}

/** What is defined as a whole and taken at places is a column, or a matrix. */
function shapeOfWhole(scope: Scope, u: Use): void {
  const entry = scope.names.get(u.array);
  if (entry === undefined || entry.shape !== null || entry.evidence.defined === null) return;
  entry.shape = shape(scope.sizes.fresh(), shows(entry.evidence, "paired") ? scope.sizes.fresh() : ONE);
}

const openExtent = (scope: Scope): Extent => ({ lo: ONE, hi: scope.sizes.fresh(true) });

function runnerOf(scope: Scope, place: Expression): Runner | null {
  if (place.type !== "name") return null;
  const { letter, name } = place;
  if (letter !== undefined) {
    const { extents } = scope.indices;
    return {
      name,
      get: () => extents.get(letter) ?? null,
      set: (extent) => extents.set(letter, extent),
    };
  }
  const own = scope.indices.labels.get(name);
  if (own === undefined) return null;
  return {
    name,
    get: () => own.extent,
    set: (extent) => {
      own.extent = extent;
    },
  };
}

// ---------------------------------------------------------------- what is written

/** Ranges as they are written, those behind other statements for letters that have none. */
export function statedRanges(outer: Scope, { ranges, letters, labels }: Uses, beside: readonly Range[]): void {
  for (const { name, from, to } of labels) {
    const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
    const [own, lo, hi] = [outer.indices.labels.get(name), statedSize(scope, from), statedSize(scope, to)];
    if (own === undefined || lo === null || hi === null) continue;
    own.extent = { lo, hi };
    own.isDeclared = true;
  }
  const isPlain = (r: Range): boolean => ![r.from, r.to].some((e) => e !== null && hasLetter(e));
  for (const { range } of ranges) if (isPlain(range)) takeRange(outer, range);
  for (const letter of letters) {
    if (letter.of !== "statement" || outer.indices.extents.has(letter)) continue;
    const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
    const own = beside.filter((r) => r.letters.some((n) => n.name === letter.name));
    const extents = own.map((r) => writtenExtent(scope, r)).filter((x) => x !== null);
    const [first] = extents;
    if (scope.owner.faulty) outer.indices.unread.add(letter);
    if (first === undefined) continue;
    const other = extents.findIndex((x) => x.lo !== first.lo || x.hi !== first.hi);
    if (other > 0)
      fault(
        scope,
        "index/ranges",
        letter.span,
        `${letter.name} has two ranges here: ${shown(first)} and ${shown(extents[other] as Extent)}`,
        {
          hint: `say which behind the equation: for ${letter.name} in ${shown(first)}`,
          notes: own.map((r) => ({
            message: `${letter.name} in ${shown(writtenExtent(scope, r) ?? first)}`,
            span: r.span,
          })),
        },
      );
    outer.indices.extents.set(letter, first);
  }
  // Ends that hold other letters come after the ranges of those.
  for (const { range } of ranges) if (!isPlain(range) && !isOpenEnded(outer, range)) takeRange(outer, range);
}

function takeRange(outer: Scope, range: Range): void {
  const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
  const extent = writtenExtent(scope, range);
  if (extent === null) {
    if (scope.owner.faulty) outer.indices.unread.add(range);
    return;
  }
  for (const n of range.letters) if (n.letter !== undefined) scope.indices.extents.set(n.letter, extent);
}

/** Whether an end holds a letter of a question that has no range yet. */
const isOpenEnded = ({ indices }: Scope, { from, to }: Range): boolean =>
  [from, to].some(
    (end) =>
      end !== null &&
      postorder(end).some((x) => x.type === "name" && x.letter?.of === "question" && !indices.extents.has(x.letter)),
  );

/** Takes the ranges whose ends are known by now; whether there was one. */
function takeWaiting({ scope, waiting }: State): boolean {
  const ready = [...waiting].filter((r) => !isOpenEnded(scope, r));
  for (const r of ready) {
    waiting.delete(r);
    takeRange(scope, r);
  }
  return ready.length > 0;
}

/** Whether a place is a letter whose range waits. */
const isWaiting = ({ waiting }: State, { place }: Use): boolean =>
  place.type === "name" && [...waiting].some((r) => r.letters.some((n) => n.letter === place.letter));

const hasLetter = (e: Expression): boolean => postorder(e).some((x) => x.type === "name" && x.letter !== undefined);

export const shown = ({ lo, hi }: Extent): string => `${showDim(lo)}..${showDim(hi)}`;

/** The range that is written; null where only a set or nothing is. */
function writtenExtent(scope: Scope, r: Range): Extent | null {
  if (r.from === null && r.to === null) return null;
  if (runsDown(scope, r)) return null;
  const lo = r.from === null ? ONE : endOf(scope, r.from, "lo");
  const hi = r.to === null ? scope.sizes.fresh(true) : endOf(scope, r.to, "hi");
  return lo === null || hi === null ? null : { lo, hi };
}

/** Refuses `k=T..t+1`: how far it goes is clear, but a product of matrices would have an order that none is read in. */
function runsDown(scope: Scope, { from, to, letters, span }: Range): boolean {
  const [p, q] = [from && placeIn(scope, from), to && placeIn(scope, to)];
  if (!from || !to || !p || !q || !hasLetter(to)) return false;
  const isAbove = (a: Place, b: Place): boolean => isNonNegative(shifted(lessPlace(a, b), 1)) === true;
  if (!isAbove(p, q) || isAbove(q, p)) return false;
  const [first, last] = [typed(scope, from.span), typed(scope, to.span)];
  const [k = "k"] = letters.map((n) => n.typed || n.name);
  fault(scope, "index/end", span, `${k} runs down here, from ${first} to ${last}`, {
    hint: `a sum, and a product of numbers, runs up: ${k}=${last}..${first}; a product of matrices is a recursion: P_t = P_{t+1} A_{t+1} for t in 0..T-1 with P_T = eye(n)`,
  });
  return true;
}

/** An end of a range; where it holds another letter, the furthest that it comes to. */
function endOf(scope: Scope, e: Expression, side: keyof Extent): Dim | null {
  if (!hasLetter(e)) return statedSize(scope, e);
  const place = placeIn(scope, e);
  if (place === null) {
    fault(scope, "index/end", e.span, `${typed(scope, e.span)} is no end of a range`, {
      hint: "an end is a whole number, a size, or a letter that is bound further out",
    });
    return null;
  }
  return extremeOf(place, side === "hi");
}

/** The least and the greatest that a place comes to; null where a letter in it has no range. */
export function extremesOf(scope: Scope, e: Expression): Extent | null {
  const p = placeIn(scope, e);
  return p === null ? null : { lo: extremeOf(p, false), hi: extremeOf(p, true) };
}

const extremeOf = (p: Place, isGreatest: boolean): Dim =>
  p.terms.reduce((d, [a, c]) => {
    const end = c > 0 === isGreatest ? a.hi : a.lo;
    let out = d;
    for (let k = 0; k < Math.abs(c); k++) out = c > 0 ? plus(out, end) : minus(out, end);
    return out;
  }, p.rest);

/** Families and labels by their declarations. */
function declaredDomains(s: State): void {
  for (const u of s.uses) {
    if (!u.isStated || (u.statement.type !== "declaration" && u.statement.type !== "places")) continue;
    const slot = slotOf(s, u);
    const extent = s.bare.get(u)?.get();
    const whole = extent ? generalOf(s, u, extent) : null;
    if (slot !== null && whole !== null && slot.get() === null) slot.set(whole);
  }
}

/** The letter that a place of a family has in where its members are: j in 1..n_l at the place l. */
const placeholder = (k: number): Index => letterIndex("formal", `☆${k}`, ONE, ONE);

const isPlaced = ({ lo, hi }: Extent): boolean => hasPlace(lo) || hasPlace(hi);

/** A range as it is for all members, by the one of some: 1..n_{l-1} at l - 1 is 1..n_l at l. Null where that is not told. */
function generalOf({ scope }: State, u: Use, extent: Extent): Extent | null {
  if (!isPlaced(extent) || u.taken !== "family") return extent;
  let [lo, hi] = [extent.lo, extent.hi];
  u.at.forEach((e, k) => {
    const p = k === u.position ? null : placeIn(scope, e);
    const [only] = p?.terms ?? [];
    if (p === null || only === undefined || p.terms.length !== 1 || only[1] !== 1 || !isIndex(only[0])) return;
    if (!/^-?\d+$/.test(p.rest)) return;
    const by = shifted(placeOf(placeholder(k)), -Number(p.rest));
    [lo, hi] = [dimWith(lo, only[0], by), dimWith(hi, only[0], by)];
  });
  if (u.at.length === 1) return { lo, hi };
  const isTold = [...freeOfDim(lo), ...freeOfDim(hi)].every((i) => i.letter.startsWith("☆"));
  return isTold && freeOfDim(lo).length + freeOfDim(hi).length > 0 ? { lo, hi } : null;
}

/** The letters of a declaration: the sizes that it says are in these. */
export function declaredLetters(scope: Scope, { name }: Entry): readonly Index[] {
  return (scope.indices.families.get(name)?.declaredAt ?? []).flatMap((p) => {
    const a = placeIn(scope, p)?.terms[0]?.[0];
    return a !== undefined && isIndex(a) ? [a] : [];
  });
}

/** A range of all members at the places of one; null while these are not known. */
function particularOf(scope: Scope, u: Use, extent: Extent): Extent | null {
  if (!isPlaced(extent)) return extent;
  const entry = scope.names.get(u.array);
  if (u.taken === "member") {
    const letters = entry === undefined ? [] : declaredLetters(scope, entry);
    const at = u.at.map((e) => placeIn(scope, e));
    if (letters.length !== at.length) return extent;
    if (!at.every((p) => p !== null)) return null;
    return { lo: dimAt(extent.lo, letters, at), hi: dimAt(extent.hi, letters, at) };
  }
  const places = u.at.map((e) => placeIn(scope, e));
  const known = places.flatMap((p, k) => (p === null || k === u.position ? [] : [[placeholder(k), p] as const]));
  const put = (d: Dim): Dim =>
    dimAt(
      d,
      known.map(([i]) => i),
      known.map(([, p]) => p),
    );
  return { lo: put(extent.lo), hi: put(extent.hi) };
}

/** Says where the members of families are in the letters of these, once they have letters. */
export function nameDomain(scope: Scope, own: FamilyInfo, letterAt: (k: number) => string): void {
  if (!own.domain.some((d) => d !== null && isPlaced(d))) return;
  const from: Index[] = [];
  const to: Place[] = [];
  own.domain = own.domain.map((d, k) => {
    const named = d && { lo: dimAt(d.lo, from, to), hi: dimAt(d.hi, from, to) };
    const where = own.ranges?.[k] ?? named;
    if (!where) return named;
    const { lo, hi } = resolvedExtent(scope, where);
    from.push(placeholder(k));
    to.push(placeOf(letterIndex("formal", letterAt(k), lo, hi)));
    return named;
  });
}

/** A label that is compared with a letter runs where the letter does. */
function compared(s: State, { relations }: Uses): void {
  for (const { left, right, sign } of relations) {
    if (sign === "in" || sign === "notin") continue;
    const [a, b] = [runnerOf(s.scope, left), runnerOf(s.scope, right)];
    if (a === null || b === null) continue;
    const isLabel = (e: Expression): boolean => (e as Name).letter === undefined;
    const pairs = [...(isLabel(left) ? [[a, b] as const] : []), ...(isLabel(right) ? [[b, a] as const] : [])];
    for (const [own, other] of pairs) {
      const extent = other.get();
      if (own.get() === null && extent !== null) own.set(extent);
    }
  }
}

// ---------------------------------------------------------------- what follows

/** Where an array has members, or entries, at one of its places. */
interface Slot {
  readonly key: string;
  readonly get: () => Extent | null;
  readonly set: (extent: Extent) => void;
}

function slotOf({ scope, settled }: State, u: Use): Slot | null {
  const key = `${u.taken} ${u.array} ${u.position}`;
  if (u.taken === "family") {
    const { families, labels, sets } = scope.indices;
    const own = labels.get(u.array) ?? sets.get(u.array) ?? families.get(u.array);
    if (own === undefined) return null;
    return {
      key,
      get: () => own.domain[u.position] ?? null,
      set: (extent) => {
        own.domain = Array.from({ length: own.arity }, (_, k) => (k === u.position ? extent : (own.domain[k] ?? null)));
      },
    };
  }
  const entry = scope.names.get(u.array);
  if (entry === undefined || entry.shape === null) return null;
  const side = u.position === 0 ? entry.shape.rows : entry.shape.cols;
  return {
    key,
    get: () => {
      const hi = scope.sizes.resolve(side);
      return hasUnknown(hi) && !settled.has(key) ? null : { lo: ONE, hi };
    },
    set: (extent) => {
      settled.add(key);
      scope.sizes.equate(side, extent.hi);
    },
  };
}

/** Arrays reach as far as what runs in them; what runs without a range runs over what it indexes. */
function spread(s: State): void {
  for (let moved = true; moved; ) {
    moved = takeWaiting(s);
    const bySlot = new Map<string, { slot: Slot; uses: Use[] }>();
    for (const u of s.uses) {
      const slot = slotOf(s, u);
      if (slot === null) continue;
      const known = bySlot.get(slot.key) ?? { slot, uses: [] };
      known.uses.push(u);
      bySlot.set(slot.key, known);
    }
    for (const { slot, uses } of bySlot.values()) {
      if (slot.get() !== null) continue;
      const hull = hullOf(
        s,
        uses.filter((u) => hasRunner(s.scope, u.place)),
      );
      if (hull === null) continue;
      slot.set(hull);
      moved = slot.get() !== null || moved;
    }
    if (moved) continue;
    for (const u of s.uses) {
      const runner = s.bare.get(u);
      const domain = slotOf(s, u)?.get() ?? null;
      if (runner === undefined || domain === null || runner.get() !== null || isWaiting(s, u)) continue;
      const own = particularOf(s.scope, u, domain);
      if (own === null) continue;
      runner.set(u.isStated && u.statement.type === "definition" ? afterBeginning(s, u, own) : own);
      moved = true;
    }
  }
}

/**
 * A recursion holds behind its beginning: `h_t = f(h_{t-1})` beside `h_0 = x`, and where sums go from h_0, which nothing
 * comes before.
 */
function afterBeginning(s: State, u: Use, { lo, hi }: Extent): Extent {
  if (u.taken !== "family" || !/^\d+$/.test(lo)) return { lo, hi };
  const own = s.uses.filter((v) => v.array === u.array && v.position === u.position && v.taken === "family");
  const stated = own.flatMap((v) => (v.isStated && v.place.type === "number" ? [Number(v.place.value)] : []));
  if (stated.length > 0) return { lo: dim(Math.max(Number(lo), Math.max(...stated) + 1)), hi };
  const back = own
    .filter((v) => v.statement === u.statement && !v.isStated)
    .flatMap((v) => {
      const { place } = v;
      const last = place.type === "sum" && place.terms.length === 2 ? place.terms[1] : undefined;
      return last?.sign === -1 && last.term.type === "number" ? [Number(last.term.value)] : [];
    });
  return lo === "0" && back.length > 0 ? { lo: dim(Math.max(...back)), hi } : { lo, hi };
}

/** Whether a place holds a letter or a label: numbers and sizes, h_0 and h_T, do not say how far letters go. */
const hasRunner = (scope: Scope, place: Expression): boolean =>
  postorder(place).some((e) => e.type === "name" && (e.letter !== undefined || scope.indices.labels.has(e.name)));

/** The least range that holds all places whose letters have ranges; null where there is none. */
function hullOf(s: State, uses: readonly Use[]): Extent | null {
  const isLimited = (u: Use): boolean => !u.isStated && u.conditions.length > 0 && u.place.type !== "name";
  const free = uses.filter((u) => !isLimited(u));
  return hullBy(s, free, reachOf) ?? hullBy(s, uses.filter(isLimited), reachWithin);
}

function hullBy(s: State, uses: readonly Use[], reachBy: (scope: Scope, u: Use) => Extent | null): Extent | null {
  let out: Extent | null = null;
  for (const u of uses) {
    const reach = reachBy(s.scope, u);
    const own = reach && generalOf(s, u, reach);
    if (own === null) continue;
    if (out === null) out = own;
    else if (hasUnknown(out.hi) || hasUnknown(own.hi)) s.scope.sizes.equate(out.hi, own.hi);
    else {
      const lo: Dim | null = lesser(out.lo, own.lo);
      const hi: Dim | null = lesser(negated(out.hi), negated(own.hi));
      if (lo === null || hi === null) {
        twoRanges(s.scope, u, out, own);
        return out;
      }
      out = { lo, hi: negated(hi) };
    }
  }
  return out;
}

/** How far a place reaches where conditions say so: t + l up to T - 1 by l ≤ T - t - 1. */
function reachWithin(scope: Scope, u: Use): Extent | null {
  const whole = reachOf(scope, u);
  const p = placeIn(scope, u.place);
  if (whole === null || p === null) return whole;
  let { lo, hi } = whole;
  for (const c of u.conditions.flatMap((r) => nonNegative(scope, r))) {
    const [above, below] = [addPlaces(p, c), lessPlace(p, c)];
    if (above.terms.length === 0 && isAtLeast(minus(hi, above.rest), 0)) hi = above.rest;
    if (below.terms.length === 0 && isAtLeast(minus(below.rest, lo), 0)) lo = below.rest;
  }
  return { lo, hi };
}

function reachOf(scope: Scope, { place }: Pick<Use, "place">): Extent | null {
  const runner = runnerOf(scope, place);
  if (runner !== null) {
    const own = runner.get();
    return own === null ? null : resolvedExtent(scope, own);
  }
  const p = placeIn(scope, place);
  if (p === null || p.terms.some(([a]) => hasUnknown(a.lo) || hasUnknown(a.hi))) return null;
  return { lo: extremeOf(p, false), hi: extremeOf(p, true) };
}

const negated = (d: Dim): Dim => minus(dim(0), d);

/** The smaller of two sizes, whatever the symbols in them are; null where that depends on them. */
const lesser = (a: Dim, b: Dim): Dim | null =>
  a === b || isAtLeast(minus(b, a), 0) ? a : isAtLeast(minus(a, b), 0) ? b : null;

function twoRanges(outer: Scope, u: Use, one: Extent, other: Extent): void {
  const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
  fault(
    scope,
    "index/ranges",
    u.span,
    `${u.array} is taken over ${shown(one)} and over ${shown(other)}, and nothing says which is longer`,
    { hint: `let both run over ${shown(one)}, or give one of the two another name than ${u.array}` },
  );
}

/** From the first member that no number names, `h_0 = x`, to the size that names the last, `h_T`. */
function extentFrom(s: State, u: Use): Extent {
  const open = openExtent(s.scope);
  if (u.taken !== "family") return open;
  const own = s.uses.filter((v) => v.array === u.array && v.position === u.position && v.taken === u.taken);
  const fixedIn = (uses: readonly Use[]): readonly Dim[] =>
    uses
      .flatMap((v) => placeIn(s.scope, v.place) ?? [])
      .filter((p) => p.terms.length === 0)
      .map((p) => p.rest);
  // The 1 of p_1 is any member, unless an equation says it, or each is made of the one before.
  const isMadeOfItself = own.some((v) => v.statement === u.statement && !v.isStated);
  const first = fixedIn(isMadeOfItself ? own : own.filter((v) => v.isStated));
  const numbers = first.filter((d) => /^-?\d+$/.test(d)).map(Number);
  const sizes = new Set(fixedIn(own).filter((d) => /^[A-Za-z]\w*$/.test(d)));
  const [last = open.hi] = sizes.size === 1 ? sizes : [];
  const isBegun = u.isStated && numbers.length > 0;
  return { lo: isBegun ? dim(Math.max(...numbers) + 1) : ONE, hi: last };
}

/** Gives what is open at one place a size of its own. */
function settleOne(s: State, u: Use): boolean {
  const extent = extentFrom(s, u);
  const runner = s.bare.get(u);
  const slot = slotOf(s, u);
  if (runner !== undefined && runner.get() === null) {
    runner.set(extent);
    return true;
  }
  if (slot === null || slot.get() !== null) return false;
  slot.set(extent);
  return true;
}
