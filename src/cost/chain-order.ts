/**
 * The order in which a chain of matrices is cheapest to multiply, for numbers or symbols as sizes.
 *
 * Every parenthesisation is an order; dynamic programming over the intervals of the chain finds the
 * best (Cormen et al., Introduction to Algorithms, 15.2). With symbolic sizes two costs may not be
 * comparable (`m n + n` and `m n + m`), so each interval keeps all that no other beats.
 */
import type { Dim } from "../core/dim.js";
import { atMost, type Count, countOf, NONE, partly, plus, times } from "./polynomial.js";

/** A tree of multiplications over the factors of a chain, by their places. */
export type Order = number | { readonly left: Order; readonly right: Order };

export interface OrderedChain {
  readonly order: Order;
  /** Multiplications of numbers. */
  readonly cost: Count;
}

/** Orders kept for one interval; sizes that are all symbols can leave many incomparable. */
const MOST = 12;
/** A longer chain is ordered from the side where it is thin; the tableau is cubic. */
export const LONGEST = 40;

/** Of a factor, the multiplications by it: a diagonal or an identity needs fewer than a full matrix. */
export type Kind = "full" | "diagonal" | "identity";

export interface Link {
  readonly rows: Dim;
  readonly cols: Dim;
  readonly kind?: Kind;
}

/** The cost of one product: rows × inner × columns, or the entries of the other side for a diagonal factor. */
function costOf(a: Link, b: Link): Count {
  if (a.kind === "identity" || b.kind === "identity") return NONE;
  if (a.kind === "diagonal" || b.kind === "diagonal") return times(countOf(a.rows), countOf(b.cols));
  return times(times(countOf(a.rows), countOf(a.cols)), countOf(b.cols));
}

const joined = (a: Link, b: Link): Link => ({
  rows: a.rows,
  cols: b.cols,
  kind: a.kind === "identity" ? (b.kind ?? "full") : b.kind === "identity" ? (a.kind ?? "full") : "full",
});

interface Choice extends OrderedChain {
  readonly link: Link;
}

/**
 * The orders of a chain that no other beats at any sizes, cheapest first as far as that is known.
 * `given` are sizes with numbers; `free(from, to)` says that a stretch (the places from … to) is at
 * hand already, as `W x` is from the forward pass.
 */
export function cheapestOrders(
  chain: readonly Link[],
  given: ReadonlyMap<string, number> = new Map(),
  free: (from: number, to: number) => boolean = () => false,
): readonly OrderedChain[] {
  const n = chain.length;
  if (n > LONGEST) return [thinSideFirst(chain)];
  const at = overStretches<readonly Choice[]>(n, (from, to, known) => {
    if (from === to) return [{ order: from, cost: NONE, link: chain[from] as Link }];
    const isFree = free(from, to);
    let kept: Choice[] = [];
    for (let cut = from; cut < to; cut++)
      for (const a of known(from, cut))
        for (const b of known(cut + 1, to)) {
          const cost = isFree ? NONE : plus(plus(a.cost, b.cost), partly(costOf(a.link, b.link), given));
          kept = keep(kept, { order: { left: a.order, right: b.order }, cost, link: joined(a.link, b.link) });
        }
    return kept.slice(0, MOST);
  });
  return at(0, n - 1);
}

/**
 * A table over the stretches of a chain of n factors, shorter ones first: `entry` is what belongs to
 * the factors from … to, and may ask for every stretch within.
 */
export function overStretches<T>(
  n: number,
  entry: (from: number, to: number, known: (from: number, to: number) => T) => T,
): (from: number, to: number) => T {
  const table: T[][] = Array.from({ length: n }, () => []);
  const known = (from: number, to: number): T => (table[from] as T[])[to] as T;
  for (let length = 1; length <= n; length++)
    for (let from = 0; from + length <= n; from++) {
      const to = from + length - 1;
      (table[from] as T[])[to] = entry(from, to, known);
    }
  return known;
}

/** Adds a choice unless one that is there is as cheap at all sizes, and drops those that it beats. */
function keep(kept: readonly Choice[], choice: Choice): Choice[] {
  if (kept.some((k) => atMost(k.cost, choice.cost) === true)) return [...kept];
  return [...kept.filter((k) => atMost(choice.cost, k.cost) !== true), choice];
}

/** The cost of a chain from left to right, as most programming languages read it. */
export function leftToRight(chain: readonly Link[]): Count {
  let [cost, run] = [NONE, chain[0] as Link];
  for (const link of chain.slice(1)) {
    cost = plus(cost, costOf(run, link));
    run = joined(run, link);
  }
  return cost;
}

function thinSideFirst(chain: readonly Link[]): OrderedChain {
  const places = chain.map((_, i) => i);
  const fromRight = (chain[chain.length - 1] as Link).cols === "1";
  const order = fromRight
    ? places.reduceRight<Order | null>((right, left) => (right === null ? left : { left, right }), null)
    : places.reduce<Order | null>((left, right) => (left === null ? right : { left, right }), null);
  let [cost, run] = [NONE, fromRight ? (chain[chain.length - 1] as Link) : (chain[0] as Link)];
  const steps = fromRight ? chain.slice(0, -1).reverse() : chain.slice(1);
  for (const link of steps) {
    const [a, b] = fromRight ? [link, run] : [run, link];
    cost = plus(cost, costOf(a, b));
    run = joined(a, b);
  }
  return { order: order as Order, cost };
}
