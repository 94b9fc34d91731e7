/**
 * Indices and places. An index runs over the whole numbers from lo to hi; a place is a whole-number
 * combination of indices, labels and sizes: `i`, `t - 1`, `i + k - 1`, `y_i`, `T`.
 *
 * Both are interned by their keys, so equality is `===`. An index *is* its range: i in 1..N and
 * i in 2..N are two indices, and everything that holds one of them knows where it runs.
 */
import { type Dim, dim, minus, ONE, plus, substitute, symbolsOf, times } from "./dim.js";
import { nth } from "./operands.js";
import { has } from "./own.js";
import { weakTable } from "./weak-table.js";

/**
 * `bound`: the index of a binder, known by its level and range alone. `formal`: the letter of an
 * equation that holds for every value of it, `h_t = …`. `asked`: a letter of a question, `∂L/∂x_j`.
 * The first two are axes: what lacks them is used once for each of their values.
 */
export interface Index {
  readonly key: string;
  readonly kind: "bound" | "formal" | "asked";
  readonly letter: string;
  /** Of a bound index one more than the highest binder within its body; 0 for a letter. */
  readonly level: number;
  readonly lo: Dim;
  readonly hi: Dim;
}

/** A whole number from lo to hi that data give at places: the class y_i of the i-th example. */
export interface Label {
  readonly key: string;
  readonly name: string;
  readonly places: readonly Place[];
  readonly lo: Dim;
  readonly hi: Dim;
}

type Atom = Index | Label;
type Term = readonly [Atom, number];

export interface Place {
  readonly key: string;
  /** Indices and labels with their coefficients, none of them 0, sorted by key. */
  readonly terms: readonly Term[];
  /** The sizes and the number. */
  readonly rest: Dim;
  readonly free: Free;
}

/** A set of indices, sorted by key. */
export type Free = readonly Index[];

export const NO_INDICES: Free = [];

export const isIndex = (a: Atom): a is Index => has(a, "level");

const indices = weakTable<Index>();
const labels = weakTable<Label>();
const places = weakTable<Place>();

/** The letter of an equation or of a question. */
export const letterIndex = (kind: "formal" | "asked", letter: string, lo: Dim, hi: Dim): Index =>
  indices({ key: `${kind === "asked" ? "?" : ""}${letter}[${lo}..${hi}]`, kind, letter, level: 0, lo, hi });

/** The index of a binder. */
export const boundIndex = (level: number, lo: Dim, hi: Dim): Index =>
  indices({ key: `#${level}[${lo}..${hi}]`, kind: "bound", letter: "", level, lo, hi });

/** The label `name` at places, a whole number from lo to hi. */
export const label = (name: string, at: readonly Place[], lo: Dim, hi: Dim): Label =>
  labels({ key: `${name}(${at.map((p) => p.key).join(",")})[${lo}..${hi}]`, name, places: at, lo, hi });

export const isAxis = (i: Index): boolean => i.kind !== "asked";

/** How many values an index or label has. */
export const sizeOfRange = (i: { readonly lo: Dim; readonly hi: Dim }): Dim => plus(minus(i.hi, i.lo), ONE);

/** Sets of indices as one. */
export function united(sets: readonly Free[]): Free {
  let out = NO_INDICES;
  for (const s of sets) {
    if (s.length === 0 || s === out) continue;
    if (out.length === 0) out = s;
    else if (!s.every((i) => out.includes(i)))
      out = [...new Set([...out, ...s])].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
  return out;
}

/** A size that depends on a place: n_l, n_{l-1}. */
interface SizeAt {
  readonly name: string;
  readonly at: Place;
}

const sized = new Map<string, SizeAt>();
const AT = "@";

/**
 * The size `name` at a place: within a size a symbol like any other, which says its place in numbers
 * of characters, as those who spell a size look for letters in it.
 */
export function sizeAt(name: string, at: Place): Dim {
  const symbol = `${name}${AT}${Array.from(at.key, (c) => c.codePointAt(0)).join(".")}`;
  if (!sized.has(symbol)) sized.set(symbol, { name, at });
  return dim(symbol);
}

/** The name and place of a size symbol; null for a size that has none. */
export const sizeOfSymbol = (symbol: string): SizeAt | null => sized.get(symbol) ?? null;

/** Whether a size depends on a place. */
export const hasPlace = (d: Dim): boolean => d.includes(AT);

/** The indices that a size depends on. */
export const freeOfDim = (d: Dim): Free =>
  hasPlace(d) ? united(symbolsOf(d).map((s) => sized.get(s)?.at.free ?? NO_INDICES)) : NO_INDICES;

/** A size with a place for an index. */
export function dimWith(d: Dim, i: Index, by: Place): Dim {
  if (!freeOfDim(d).includes(i)) return d;
  return substitute(d, (symbol) => {
    const own = sized.get(symbol);
    return own === undefined ? null : sizeAt(own.name, placeWith(own.at, i, by));
  });
}

/** A size with places for letters, all at once: a place may hold a letter that another is put for. */
export function dimAt(d: Dim, letters: readonly Index[], at: readonly Place[]): Dim {
  if (!hasPlace(d)) return d;
  const apart = letters.map((l, k) => letterIndex("formal", `☆${k}`, l.lo, l.hi));
  const renamed = letters.reduce((out, l, k) => dimWith(out, l, placeOf(nth(apart, k))), d);
  return apart.reduce((out, l, k) => dimWith(out, l, nth(at, k)), renamed);
}

/** The same index over a range with a place for another: k in 1..n_l becomes k in 1..n_{l+1}. */
export function indexWith(a: Index, i: Index, by: Place): Index {
  const [lo, hi] = [dimWith(a.lo, i, by), dimWith(a.hi, i, by)];
  if (lo === a.lo && hi === a.hi) return a;
  return a.kind === "bound" ? boundIndex(a.level, lo, hi) : letterIndex(a.kind, a.letter, lo, hi);
}

/** An index with those that its range holds. */
export const freeOfIndex = (i: Index): Free => united([[i], freeOfDim(i.lo), freeOfDim(i.hi)]);

/** Whether the range of an index holds another: j in 1..n_l holds l. */
export const rangeHolds = (i: Index, other: Index): boolean =>
  freeOfDim(i.lo).includes(other) || freeOfDim(i.hi).includes(other);

const freeOfAtom = (a: Atom): Free => (isIndex(a) ? freeOfIndex(a) : united(a.places.map((p) => p.free)));

function placeFrom(terms: readonly Term[], rest: Dim): Place {
  const all = new Map<Atom, number>();
  for (const [a, c] of terms) all.set(a, (all.get(a) ?? 0) + c);
  const sorted = [...all].filter(([, c]) => c !== 0).sort(([a], [b]) => (a.key < b.key ? -1 : 1));
  const key = `${sorted.map(([a, c]) => `${c}·${a.key}`).join("|")}|${rest}`;
  return places({ key, terms: sorted, rest, free: united([freeOfDim(rest), ...sorted.map(([a]) => freeOfAtom(a))]) });
}

/** The place that an index or a label is. */
export const placeOf = (a: Atom): Place => placeFrom([[a, 1]], dim(0));
/** The place that a size or a number is. */
export const constantPlace = (d: Dim): Place => placeFrom([], d);
export const addPlaces = (p: Place, q: Place): Place => placeFrom([...p.terms, ...q.terms], plus(p.rest, q.rest));
export const lessPlace = (p: Place, q: Place): Place => addPlaces(p, scalePlace(q, -1));
/** p + by. */
export const shifted = (p: Place, by: number): Place => placeFrom(p.terms, plus(p.rest, dim(by)));
/** k p. */
export const scalePlace = (p: Place, k: number): Place =>
  placeFrom(
    p.terms.map(([a, c]) => [a, c * k]),
    times(dim(k), p.rest),
  );

/** p with an index replaced, in its labels, sizes and the ranges of its indices too. */
export function placeWith(p: Place, i: Index, by: Place): Place {
  if (!p.free.includes(i)) return p;
  return p.terms.reduce(
    (out, [a, c]) => addPlaces(out, scalePlace(atomWith(a, i, by), c)),
    constantPlace(dimWith(p.rest, i, by)),
  );
}

function atomWith(a: Atom, i: Index, by: Place): Place {
  if (a === i) return by;
  if (isIndex(a)) return placeOf(indexWith(a, i, by));
  const at = a.places.map((q) => placeWith(q, i, by));
  return placeOf(label(a.name, at, dimWith(a.lo, i, by), dimWith(a.hi, i, by)));
}

/** The value of i with p = 0, where i stands in p once and with ±1: `i - j - 1` gives j + 1. */
export function solvedFor(p: Place, i: Index): Place | null {
  const own = p.terms.find(([a]) => a === i);
  if (own === undefined || Math.abs(own[1]) !== 1) return null;
  const others = placeFrom(
    p.terms.filter(([a]) => a !== i),
    p.rest,
  );
  return others.free.includes(i) ? null : scalePlace(others, -own[1]);
}

/** The single index or label that a place is, or null. */
export const bare = (p: Place): Atom | null =>
  p.terms.length === 1 && p.terms[0]?.[1] === 1 && p.rest === "0" ? p.terms[0][0] : null;

/** A size for people: `n_{l-1}` for what is a symbol that says its place in numbers. */
export function showDim(d: Dim): string {
  if (!hasPlace(d)) return d;
  return symbolsOf(d).reduce((text, symbol) => {
    const own = sized.get(symbol);
    return own === undefined ? text : text.replaceAll(symbol, `${own.name}${below(showPlace(own.at))}`);
  }, String(d));
}

const below = (text: string): string => (/^\w$/.test(text) ? `_${text}` : `_{${text}}`);

/** `l - 1` as a subscript has it: letters, then sizes and the number. */
function showPlace({ terms, rest }: Place): string {
  const atoms = terms.map(([a, c], k) => {
    const name = isIndex(a) ? a.letter || "i" : `${a.name}${below(a.places.map(showPlace).join(","))}`;
    const sign = c < 0 ? "-" : k === 0 ? "" : "+";
    return `${sign}${Math.abs(c) === 1 ? "" : `${Math.abs(c)} `}${name}`;
  });
  if (rest === "0" && atoms.length > 0) return atoms.join("");
  const tail = showDim(rest).replaceAll(" + ", "+").replaceAll(" - ", "-");
  return `${atoms.join("")}${atoms.length === 0 || tail.startsWith("-") ? tail : `+${tail}`}`;
}

/** How many places a name stands at, in words. */
export const showCount = (places: readonly unknown[]): string =>
  `${places.length} ${places.length === 1 ? "place" : "places"}`;
