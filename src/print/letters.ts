/**
 * Letters of bound indices, given from the outermost binder in: the first of its range in the model,
 * else of the usual ones, that neither a name below the outermost nor a binder around has.
 */
import { type Dim, symbolsOf } from "../core/dim.js";
import { type Context, type Expr, indexingOf, memoOf } from "../core/expr.js";
import { type Index, isIndex, type Place } from "../core/place.js";
import { walk } from "../core/walk.js";
import { binderOf, boundOf, placesOf } from "../ops/binder.js";
import { familyNamed } from "../ops/family.js";

const USUAL: readonly string[] = [..."ijklpqrstuvwabcdegh"];

type Range = Pick<Index, "lo" | "hi">;

const LETTERS = Symbol("letters of ranges");
const lettersOf = (home: Context): Map<string, { readonly hi: Dim; readonly letters: string[] }> =>
  memoOf(home, LETTERS, () => new Map());

/** Remembers that the model writes this letter for an index over this range. */
export function learnLetter(home: Context, letter: string, { lo, hi }: Range): void {
  const table = lettersOf(home);
  const key = `${lo}..${hi}`;
  const known = table.get(key)?.letters ?? [];
  if (!known.includes(letter)) table.set(key, { hi, letters: [...known, letter] });
}

/** Letters for a range, best first: its own in the model, those of ranges to a like end, the usual ones. */
function candidates(home: Context, { lo, hi }: Range): readonly string[] {
  const table = lettersOf(home);
  const ends = symbolsOf(hi);
  const like = [...table.values()].filter((k) => symbolsOf(k.hi).some((s) => ends.includes(s)));
  return [...(table.get(`${lo}..${hi}`)?.letters ?? []), ...like.flatMap((k) => k.letters), ...USUAL];
}

/** The letters in force at a place of an expression. */
export interface Letters {
  readonly of: (i: Index) => string;
  /** Those within a binder. */
  readonly within: (binder: Expr) => Letters;
}

/** A binder that stands alone needs letters for itself only; `around` are those in force, `taken` names to keep clear of. */
function letters(
  around: ReadonlyMap<Index, string>,
  taken: ReadonlySet<string> | null,
  beside: ReadonlySet<string> = NONE,
): Letters {
  return {
    of: (i) => (i.level === 0 ? i.letter : (around.get(i) ?? i.key)),
    within: (binder) => {
      const clear = taken ?? new Set([...namesIn(binder), ...beside]);
      const own = binderOf(binder);
      return letters(new Map([...around, [own, chosen(binder.home, own, clear, around)]]), clear);
    },
  };
}

function chosen(home: Context, i: Index, taken: ReadonlySet<string>, around: ReadonlyMap<Index, string>): string {
  const used = new Set([...taken, ...around.values()]);
  const isFree = (l: string) =>
    !used.has(l) && !home.definitions.has(l) && !home.facts.has(l) && familyNamed(home, l) === null;
  const all = candidates(home, i);
  for (let k = 1; ; k++) {
    const found = all.find(isFree) ?? `i_${k}`;
    if (isFree(found)) return found;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Letters outside of all binders. */
export const OUTSIDE: Letters = letters(new Map(), null);

/** The same beside letters of a question: Σ_i x_i A_i beside an A_i that is asked for would be read as one i. */
const lettersBeside = (asked: ReadonlySet<string>): Letters => letters(new Map(), null, asked);

/** Letters that bound indices have had, in a text that goes on. */
export type Had = ReadonlyMap<Index, string>;

const boundIn = (e: Expr): readonly Index[] => [...e.free].filter((f) => f.level > 0).sort((a, b) => b.level - a.level);

/** Whether a part depends on the index of a binder around it, and so on its letter. */
export const isOpen = (e: Expr): boolean => e.free.length > 0 && e.free.some((i) => i.level > 0);

/** Letters for the bound indices of a part on its own, from the outermost: those that they have had, where these are free. */
function lettersOfPart(e: Expr, had: Had): Letters {
  const taken = namesIn(e);
  const around = new Map<Index, string>();
  for (const i of boundIn(e)) {
    const before = had.get(i);
    const isFree = before !== undefined && !taken.has(before) && ![...around.values()].includes(before);
    around.set(i, isFree ? before : chosen(e.home, i, taken, around));
  }
  return letters(around, taken);
}

const NEW: Had = new Map();

/** The letters with which an expression is printed by itself. */
export function lettersFor(e: Expr, had: Had = NEW): Letters {
  if (isOpen(e)) return lettersOfPart(e, had);
  const asked = e.free.filter((i) => i.kind === "asked").map((i) => i.letter);
  return asked.length === 0 ? OUTSIDE : lettersBeside(new Set(asked));
}

/** The letters that the parts of a printed expression have in it, of those parts that depend on a bound index. */
export function lettersWithin(root: Expr, isWanted: (e: Expr) => boolean, had: Had = NEW): ReadonlyMap<Expr, Had> {
  const out = new Map<Expr, Had>();
  const stack = [{ e: root, at: lettersFor(root, had) }];
  const seen = new Set<Expr>();
  while (stack.length > 0) {
    const { e, at } = stack.pop() as { e: Expr; at: Letters };
    if (seen.has(e) || (e.level === 0 && !isOpen(e))) continue;
    seen.add(e);
    if (isWanted(e) && isOpen(e)) out.set(e, new Map(boundIn(e).map((i) => [i, at.of(i)])));
    const within = boundOf(e) === null ? at : at.within(e);
    for (const a of [...e.args].reverse()) stack.push({ e: a, at: within });
  }
  return out;
}

/** Names, sizes and letters that stand in an expression. */
function namesIn(root: Expr): ReadonlySet<string> {
  const names = new Set<string>();
  const addPlace = (p: Place): void => {
    for (const s of symbolsOf(p.rest)) names.add(s);
    for (const [a] of p.terms) {
      if (isIndex(a)) names.add(a.letter);
      else {
        names.add(a.name);
        a.places.forEach(addPlace);
      }
    }
  };
  // A label is read as the letter that binds it: Σ_i q_i k_i of a name q_i would be another sum.
  const addName = (name: string): void => {
    names.add(name);
    for (const label of name.split("_").slice(1)) if (label.length <= 2) for (const letter of label) names.add(letter);
  };
  for (const e of walk([root])) {
    const { data } = e;
    if (typeof data === "string") addName(data);
    for (const d of [e.shape.rows, e.shape.cols]) for (const s of symbolsOf(d)) names.add(s);
    const own = indexingOf(e);
    if (own === null) continue;
    names.add(own.name);
    placesOf(e).forEach(addPlace);
    const bound = boundOf(e);
    if (bound !== null) for (const s of [...symbolsOf(bound.lo), ...symbolsOf(bound.hi)]) names.add(s);
  }
  return names;
}
