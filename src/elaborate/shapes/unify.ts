/**
 * Unknown sizes and what is known of them.
 *
 * An unknown size is a size symbol of its own, `?7`, so polynomials of known and unknown sizes are
 * ordinary {@link Dim}s. Equations between two unknowns join classes, an equation that is linear in
 * an unknown solves for it, everything else waits until more is known. Declared symbols are rigid:
 * `n = m` is never true. All sizes are positive, so common factors cancel.
 *
 * Method: union by size with path compression (Tarjan 1975), linear substitution for polynomials.
 */
import {
  type Dim,
  dim,
  dimOf,
  minus,
  monomialOf,
  ONE,
  type Polynomial,
  polynomialOf,
  powersOf,
  substitute,
} from "../../core/dim.js";

/** `solved`: true now and for ever; `open`: neither true nor false yet; `false`: cannot be. */
type Verdict = "solved" | "open" | "false";

export interface Sizes {
  /** A new unknown size; a `plural` one, like a size that has a name, is never 1. */
  fresh(plural?: boolean): Dim;
  /** Whether a size is 1 for some values of its unknowns. */
  mayBeOne(d: Dim): boolean;
  /** The size with everything that is known of its unknowns put in. */
  resolve(d: Dim): Dim;
  /** Makes `a = b` true if that can be. Changes nothing unless it answers `solved`. */
  equate(a: Dim, b: Dim): Verdict;
  /** Runs `job` once one of the unknowns in `sizes` is known better; see {@link Sizes.settle}. */
  watch(sizes: readonly Dim[], job: () => void): void;
  /** Runs what has been waiting, until nothing more moves. */
  settle(): void;
  /** A point to come back to. */
  mark(): number;
  /** Forgets what was learnt since the mark. Jobs that were added since then still run. */
  undo(mark: number): void;
  /** Answers what `run` answers, and leaves nothing of it: sizes made, sizes learnt. All that waits must have settled. */
  trial<T>(run: () => T): T;
}

const [QUESTION, ZERO, NINE] = [63, 48, 57];

/** The number of an unknown size, or -1 for any other size. Read digit by digit: nothing is asked more often. */
function numberOf(d: string): number {
  if (d.charCodeAt(0) !== QUESTION) return -1;
  let id = 0;
  for (let i = 1; i < d.length; i++) {
    const c = d.charCodeAt(i);
    if (c < ZERO || c > NINE) return -1;
    id = id * 10 + c - ZERO;
  }
  return id;
}

/** Whether a size is one unknown by itself. */
export const isUnknown = (d: Dim): boolean => numberOf(d) >= 0;
export const hasUnknown = (d: Dim): boolean => d.includes("?");

const factorsOf = (monomial: string): readonly (readonly [string, number])[] => [...powersOf(monomial)];

/** The unknown symbols in a size, in canonical order. */
export function unknownsOf(d: Dim): readonly string[] {
  if (!hasUnknown(d)) return [];
  if (isUnknown(d)) return [d];
  const out = new Set<string>();
  for (const m of polynomialOf(d).keys()) for (const [name] of factorsOf(m)) if (name.startsWith("?")) out.add(name);
  return [...out];
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return Math.abs(a);
}

/** p divided by its common factors, which are positive: `2 n k - 2 m k` → `n - m`. */
function primitive(p: Polynomial): Polynomial {
  const terms = [...p].filter(([, c]) => c !== 0);
  const common = new Map(factorsOf(terms[0]?.[0] ?? ""));
  let content = 0;
  for (const [m, c] of terms) {
    content = gcd(content, c);
    const here = new Map(factorsOf(m));
    for (const [name, k] of common) common.set(name, Math.min(k, here.get(name) ?? 0));
  }
  if (content === 0) return new Map();
  const out = new Map<string, number>();
  for (const [m, c] of terms) {
    const left = new Map(factorsOf(m).map(([name, k]) => [name, k - (common.get(name) ?? 0)]));
    out.set(monomialOf(left), c / content);
  }
  return out;
}

/** The k-th root of a monomial with its coefficient, or null where there is none in whole numbers. */
function rootOf(monomial: string, coefficient: number, k: number): Dim | null {
  const c = Math.round(coefficient ** (1 / k));
  if (c ** k !== coefficient) return null;
  const factors = factorsOf(monomial);
  if (factors.some(([, e]) => e % k !== 0)) return null;
  return dimOf(new Map([[factors.map(([n, e]) => (e === k ? n : `${n}^${e / k}`)).join(" "), c]]));
}

/** `a^k = b^k` says that a = b, and `a^k = b` without a root of b in whole numbers that nothing does. */
function ofPowers(terms: readonly (readonly [string, number])[]): Solution | null {
  const [first, second] = terms;
  if (first === undefined || second === undefined || terms.length !== 2) return null;
  const [alone] = [first, second].filter(([m]) => m.startsWith("?") && !m.includes(" "));
  const other = alone === first ? second : first;
  const lonely = alone !== undefined && !other[0].includes("?");
  const k = lonely
    ? (factorsOf(alone[0])[0]?.[1] ?? 1)
    : [first, second].flatMap(([m]) => factorsOf(m).map(([, e]) => e)).reduce(gcd, 0);
  if (k < 2) return null;
  const [a, b] = [first, second].map(([m, c]) => rootOf(m, Math.abs(c), k));
  if (a && b) return solve(polynomialOf(minus(a, b)));
  return lonely ? "false" : null;
}

/** `a b = 1` says that each of them is 1, which no declared symbol is. */
function ofOne(terms: readonly (readonly [string, number])[]): Solution | null {
  const rest = terms.find(([m]) => m === "");
  const product = terms.find(([m]) => m !== "");
  if (terms.length !== 2 || rest === undefined || product === undefined || Math.abs(rest[1]) !== 1) return null;
  const factors = factorsOf(product[0]);
  if (Math.abs(product[1]) !== 1 || factors.some(([name]) => !name.startsWith("?"))) return "false";
  return factors.map(([name]) => [name, ONE] as const);
}

/** Unknowns with their values, or how the equation stands without one. */
type Solution = readonly (readonly [string, Dim])[] | Verdict;

/** Solves `p = 0`. */
function solve(p: Polynomial): Solution {
  const q = primitive(p);
  if (q.size === 0) return "solved";
  const unknown = [...q.keys()].some((m) => m.includes("?"));
  const signs = new Set([...q.values()].map(Math.sign));
  // Sizes are positive, so terms of one sign never cancel.
  if (!unknown || signs.size === 1) return "false";
  const occurrences = new Map<string, number>();
  for (const m of q.keys())
    for (const [name] of factorsOf(m))
      if (name.startsWith("?")) occurrences.set(name, (occurrences.get(name) ?? 0) + 1);
  let divides = false;
  let found: readonly [string, Dim] | null = null;
  for (const [m, c] of q) {
    if (!m.startsWith("?") || /[ ^]/.test(m) || occurrences.get(m) !== 1) continue;
    const rest = [...q].filter(([other]) => other !== m);
    if (rest.some(([, k]) => k % c !== 0)) {
      divides = true;
      continue;
    }
    const value = dimOf(new Map(rest.map(([other, k]) => [other, -k / c])));
    // `k = n + m` rather than `n = k - m`: a sum is a size whatever its parts are.
    if (rest.every(([, k]) => -k / c > 0)) return [[m, value]];
    found ??= [m, value];
  }
  if (found !== null) return [found];
  const root = ofOne([...q]) ?? ofPowers([...q]);
  if (root !== null) return root;
  // c v = rest with a c that does not divide a rest without unknowns has no whole solution.
  return divides && q.size === 2 && [...q.keys()].includes("") ? "false" : "open";
}

/** Whether a value is one that a size can have; a polynomial that may be positive counts. */
const possible = (d: Dim): boolean => !/^-?\d+$/.test(d) || Number(d) > 0;

interface Step {
  readonly id: number;
  readonly before: Dim | undefined;
  /** Unknown that became plural with this step, or -1. */
  readonly pluralised: number;
}

/** An empty store of unknown sizes. */
export function sizes(): Sizes {
  /** Each unknown by its number; what it is equal to, as far as that is known. */
  const unknowns: Dim[] = [];
  const values: (Dim | undefined)[] = [];
  const weight: number[] = [];
  /** Of the unknown at the end of a chain: whether it stands for a size other than 1. */
  const plural: boolean[] = [];
  const watchers: ((() => void)[] | undefined)[] = [];
  let woken: (() => void)[] = [];
  let trail: Step[] = [];
  /** Within a trial nothing is settled for good. */
  let trials = 0;

  function fresh(isPlural = false): Dim {
    const made = dim(`?${unknowns.length}`);
    unknowns.push(made);
    values.push(undefined);
    weight.push(1);
    plural.push(isPlural);
    watchers.push(undefined);
    return made;
  }

  function write(id: number, value: Dim, pluralised = -1): void {
    trail.push({ id, before: values[id], pluralised });
    values[id] = value;
  }

  /** The end of a chain of unknowns, or its value if it has one. Those on the way are led there directly. */
  function end(id: number): Dim {
    let at = id;
    let value = values[at];
    let length = 0;
    while (value !== undefined) {
      const next = numberOf(value);
      if (next < 0) break;
      at = next;
      value = values[at];
      length += 1;
    }
    const result = value === undefined ? (unknowns[at] as Dim) : known(value);
    if (value !== undefined && result !== value) write(at, result);
    if (length > 1 || (length === 1 && value !== undefined))
      for (let step = id; step !== at; ) {
        const next = values[step] as Dim;
        if (next !== result) write(step, result);
        step = numberOf(next);
      }
    return result;
  }

  const valueFor = (symbol: string): Dim | null => {
    const id = numberOf(symbol);
    return id < 0 ? null : (values[id] ?? null);
  };

  /** A polynomial with its known unknowns put in, again and again: a chain of polynomials can be long. */
  function known(polynomial: Dim): Dim {
    let d = polynomial;
    while (hasUnknown(d) && unknownsOf(d).some((u) => valueFor(u) !== null)) d = substitute(d, valueFor);
    return d;
  }

  function resolve(d: Dim): Dim {
    const id = numberOf(d);
    if (id >= 0) return end(id);
    return hasUnknown(d) ? known(d) : d;
  }

  function assign(symbol: string, value: Dim): Verdict {
    const id = numberOf(symbol);
    if (!possible(value) || (plural[id] === true && value === ONE)) return "false";
    const joined = numberOf(value);
    const spreads = plural[id] === true && joined >= 0 && plural[joined] === false;
    if (spreads) plural[joined] = true;
    write(id, value, spreads ? joined : -1);
    const jobs = watchers[id];
    if (jobs !== undefined) for (const job of jobs) woken.push(job);
    return "solved";
  }

  function equate(one: Dim, other: Dim): Verdict {
    const a = resolve(one);
    const b = resolve(other);
    if (a === b) return "solved";
    const [i, j] = [numberOf(a), numberOf(b)];
    if (i >= 0 && j >= 0) {
      const [wa, wb] = [weight[i] as number, weight[j] as number];
      if (wa > wb) {
        weight[i] = wa + wb;
        return assign(b, a);
      }
      weight[j] = wa + wb;
      return assign(a, b);
    }
    const [openA, openB] = [hasUnknown(a), hasUnknown(b)];
    if (!openA && !openB) return "false";
    if (i >= 0 && !openB) return assign(a, b);
    if (j >= 0 && !openA) return assign(b, a);
    const found = solve(polynomialOf(minus(a, b)));
    if (typeof found === "string") return found;
    if (!found.every(([u, value]) => possible(value) && !(value === ONE && plural[numberOf(u)] === true)))
      return "false";
    for (const [symbol, value] of found) assign(symbol, value);
    return "solved";
  }

  return {
    fresh,
    mayBeOne(d) {
      const r = resolve(d);
      const id = numberOf(r);
      return id >= 0 ? plural[id] !== true : r === ONE || hasUnknown(r);
    },
    resolve,
    equate,
    watch(dims, job) {
      for (const d of dims)
        for (const u of unknownsOf(resolve(d))) {
          const id = numberOf(u);
          const jobs = watchers[id];
          if (jobs === undefined) watchers[id] = [job];
          else jobs.push(job);
        }
    },
    settle() {
      while (woken.length > 0) {
        const jobs = woken;
        woken = [];
        for (const job of jobs) job();
      }
      if (trials === 0) trail = [];
    },
    mark: () => trail.length,
    undo(mark) {
      while (trail.length > mark) {
        const { id, before, pluralised } = trail.pop() as Step;
        values[id] = before;
        if (pluralised >= 0) plural[pluralised] = false;
      }
    },
    trial(run) {
      const [made, learnt, weights] = [unknowns.length, trail.length, weight.slice()];
      trials += 1;
      const answer = run();
      trials -= 1;
      this.undo(learnt);
      for (const list of [unknowns, values, plural, watchers]) list.length = made;
      weight.length = made;
      for (let i = 0; i < made; i++) weight[i] = weights[i] as number;
      woken = [];
      return answer;
    },
  };
}
