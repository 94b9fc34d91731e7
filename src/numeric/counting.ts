/** Places, ranges and sizes as whole numbers, at values of the letters that they hold. */
import { type Dim, evaluateDim, symbolsOf } from "../core/dim.js";
import { freeOfDim, hasPlace, type Index, isIndex, type Label, type Place, sizeOfSymbol } from "../core/place.js";
import { random } from "./random.js";

/** The numbers that some letters are. */
export type Where = ReadonlyMap<Index, number>;

export const NOWHERE: Where = new Map();

/** Under what the value of a name at places is kept: `x(2)`, `W(1,3)`; a name without places is itself. */
export const cellKey = (name: string, at: readonly number[]): string =>
  at.length === 0 ? name : `${name}(${at.join(",")})`;

/** The name and the places of a key; of a plain name there are none. */
export function namedIn(key: string): { readonly name: string; readonly at: readonly number[] } {
  const open = key.endsWith(")") ? key.lastIndexOf("(") : -1;
  if (open < 1) return { name: key, at: [] };
  return {
    name: key.slice(0, open),
    at: key
      .slice(open + 1, -1)
      .split(",")
      .map(Number),
  };
}

/** A size at a place as a text has it: `n_2` for what is kept under `n(2)`. */
export const sizeText = (text: string): string => text.replace(/\((-?\d+)\)/g, (_, n: string) => `_${n}`);

/** A seed for what a text and a seed say together. */
export function seedOf(text: string, seed: number): number {
  let h = seed | 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return h >>> 0;
}

export interface Counted {
  readonly sizes: ReadonlyMap<string, number>;
  /** The label under a key; undefined where it has no value. */
  readonly labelAt: (key: string) => number | undefined;
  /** For what lies beyond a range: see {@link Counting.beyond}. */
  readonly seed: number;
}

export interface Counting {
  size(d: Dim, where: Where): number;
  place(p: Place, where: Where): number;
  /** The first and the last value of an index; none where the last is the smaller one. */
  range(i: Pick<Index, "lo" | "hi">, where: Where): readonly [number, number];
  /** All values of some letters together, those fixed that `where` has. */
  box(indices: readonly Index[], where?: Where): readonly Where[];
  /** Whether something beyond its range was asked for, and some number taken for it. */
  readonly beyond: { touched: boolean };
}

/** A size as a number; one at a fixed place, n_0, stands among the sizes under a key of its own. */
export const sizeIn = (d: Dim, sizes: ReadonlyMap<string, number>): number =>
  hasPlace(d) ? counting({ sizes, labelAt: () => undefined, seed: 0 }).size(d, NOWHERE) : evaluateDim(d, sizes);

/** Raised where a letter has no value. */
class NoLetter extends RangeError {
  override readonly name = "NoLetter";
}

export function counting({ sizes, labelAt, seed }: Counted): Counting {
  const plain = new Map<Dim, number>();
  const beyond = { touched: false };
  const any = (key: string, lo: number, hi: number): number => {
    beyond.touched = true;
    return hi < lo ? lo : random(seedOf(key, seed)).whole(lo, hi);
  };

  function size(d: Dim, where: Where): number {
    const known = plain.get(d);
    if (known !== undefined) return known;
    const own = new Map(sizes);
    let moves = false;
    for (const symbol of symbolsOf(d)) {
      const sized = sizeOfSymbol(symbol);
      if (sized === null) continue;
      moves = true;
      const key = cellKey(sized.name, [place(sized.at, where)]);
      own.set(symbol, sizes.get(key) ?? any(key, 1, 3));
    }
    const n = evaluateDim(d, own);
    if (!moves) plain.set(d, n);
    return n;
  }

  function place(p: Place, where: Where): number {
    let n = size(p.rest, where);
    for (const [a, c] of p.terms) n += c * (isIndex(a) ? indexAt(a, where) : label(a, where));
    return n;
  }

  function label(l: Label, where: Where): number {
    const key = cellKey(
      l.name,
      l.places.map((p) => place(p, where)),
    );
    return labelAt(key) ?? any(key, size(l.lo, where), size(l.hi, where));
  }

  const range: Counting["range"] = (i, where) => [size(i.lo, where), size(i.hi, where)];

  function box(indices: readonly Index[], where: Where = NOWHERE): readonly Where[] {
    let found: readonly Where[] = [where];
    for (const i of inTurn(indices))
      if (!where.has(i))
        found = found.flatMap((w) => {
          const [lo, hi] = range(i, w);
          return Array.from({ length: Math.max(0, hi - lo + 1) }, (_, k) => new Map(w).set(i, lo + k));
        });
    return found;
  }

  return { size, place, range, box, beyond };
}

function indexAt(i: Index, where: Where): number {
  const n = where.get(i);
  if (n === undefined) throw new NoLetter(`${i.letter === "" ? "an index" : `the letter ${i.letter}`} has no value`);
  return n;
}

/** Letters in an order in which each comes after those that its range holds. */
function inTurn(indices: readonly Index[]): readonly Index[] {
  const rest = [...indices];
  const out: Index[] = [];
  while (rest.length > 0) {
    const k = rest.findIndex((i) => ![...freeOfDim(i.lo), ...freeOfDim(i.hi)].some((f) => f !== i && rest.includes(f)));
    out.push(...rest.splice(Math.max(0, k), 1));
  }
  return out;
}
