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
import { type Dim, dim, dimOf, minus, ONE, type Polynomial, plus, polynomialOf, times } from "./dim.js";

/** `solved`: true now and for ever; `open`: neither true nor false yet; `false`: cannot be. */
export type Verdict = "solved" | "open" | "false";

export interface Sizes {
  /** A new unknown size. */
  fresh(): Dim;
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
}

const QUESTION = 63;

export const isUnknown = (d: Dim): boolean => d.charCodeAt(0) === QUESTION && !d.includes(" ") && !d.includes("^");
export const hasUnknown = (d: Dim): boolean => d.includes("?");

const factorsOf = (monomial: string): readonly (readonly [string, number])[] =>
  monomial === ""
    ? []
    : monomial.split(" ").map((f) => {
        const [name = "", k = "1"] = f.split("^");
        return [name, Number(k)] as const;
      });

/** The unknown symbols in a size, in canonical order. */
export function unknownsOf(d: Dim): readonly string[] {
  if (!hasUnknown(d)) return [];
  if (isUnknown(d)) return [d];
  const out = new Set<string>();
  for (const m of polynomialOf(d).keys()) for (const [name] of factorsOf(m)) if (name.startsWith("?")) out.add(name);
  return [...out];
}

/** The size with symbols replaced; `of` answers null for a symbol that stays. */
export function substitute(d: Dim, of: (symbol: string) => Dim | null): Dim {
  let total: Dim = dim(0);
  for (const [m, c] of polynomialOf(d)) {
    let term: Dim = dim(c);
    for (const [name, k] of factorsOf(m)) {
      const value = of(name) ?? dim(name);
      for (let i = 0; i < k; i++) term = times(term, value);
    }
    total = plus(total, term);
  }
  return total;
}

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

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
    const left = factorsOf(m)
      .map(([name, k]) => [name, k - (common.get(name) ?? 0)] as const)
      .filter(([, k]) => k > 0)
      .map(([name, k]) => (k === 1 ? name : `${name}^${k}`));
    out.set(left.join(" "), c / content);
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
function ofPowers(terms: readonly (readonly [string, number])[]): ReturnType<typeof solve> | null {
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

/** What `p = 0` says: an unknown and its value, a smaller equation, or that it cannot be. */
function solve(p: Polynomial): readonly [string, Dim] | "open" | "false" | "solved" {
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
    if (rest.every(([, k]) => -k / c > 0)) return [m, value];
    found ??= [m, value];
  }
  if (found !== null) return found;
  const root = ofPowers([...q]);
  if (root !== null) return root;
  // c v = rest with a c that does not divide a rest without unknowns has no whole solution.
  return divides && q.size === 2 && [...q.keys()].includes("") ? "false" : "open";
}

/** Whether a value is one that a size can have; a polynomial that may be positive counts. */
const possible = (d: Dim): boolean => !/^-?\d+$/.test(d) || Number(d) > 0;

interface Step {
  readonly symbol: string;
  readonly before: Dim | undefined;
}

/** An empty store of unknown sizes. */
export function sizes(): Sizes {
  let made = 0;
  const values = new Map<string, Dim>();
  const weight = new Map<string, number>();
  const watchers = new Map<string, (() => void)[]>();
  let woken: (() => void)[] = [];
  let trail: Step[] = [];

  function write(symbol: string, value: Dim): void {
    trail.push({ symbol, before: values.get(symbol) });
    values.set(symbol, value);
  }

  /** The end of a chain of unknowns, and its value if there is one. */
  function end(symbol: string): Dim {
    let at = symbol;
    let value = values.get(at);
    while (value !== undefined && isUnknown(value)) {
      at = value;
      value = values.get(at);
    }
    const result = value === undefined ? dim(at) : known(value);
    if (value !== undefined && result !== value) write(at, result);
    for (let step = symbol; step !== at; ) {
      const next = values.get(step) as Dim;
      if (next !== result) write(step, result);
      step = next;
    }
    return result;
  }

  /** A polynomial with its known unknowns put in, again and again: a chain of polynomials can be long. */
  function known(polynomial: Dim): Dim {
    let d = polynomial;
    while (unknownsOf(d).some((u) => values.has(u))) d = substitute(d, (s) => values.get(s) ?? null);
    return d;
  }

  function resolve(d: Dim): Dim {
    if (!hasUnknown(d)) return d;
    return isUnknown(d) ? end(d) : known(d);
  }

  function bind(symbol: string, value: Dim): void {
    write(symbol, value);
    const jobs = watchers.get(symbol);
    if (jobs !== undefined) for (const job of jobs) woken.push(job);
  }

  function equate(one: Dim, other: Dim): Verdict {
    const a = resolve(one);
    const b = resolve(other);
    if (a === b) return "solved";
    if (!hasUnknown(a) && !hasUnknown(b)) return "false";
    if (isUnknown(a) && isUnknown(b)) {
      const [wa, wb] = [weight.get(a) ?? 1, weight.get(b) ?? 1];
      const [loser, winner] = wa > wb ? [b, a] : [a, b];
      weight.set(winner, wa + wb);
      bind(loser, winner);
      return "solved";
    }
    if (isUnknown(a) && !hasUnknown(b)) return assign(a, b);
    if (isUnknown(b) && !hasUnknown(a)) return assign(b, a);
    const found = solve(polynomialOf(minus(a, b)));
    if (typeof found === "string") return found;
    return assign(...found);
  }

  function assign(symbol: string, value: Dim): Verdict {
    if (!possible(value)) return "false";
    bind(symbol, value);
    return "solved";
  }

  return {
    fresh: () => dim(`?${made++}`),
    resolve,
    equate,
    watch(dims, job) {
      for (const d of dims)
        for (const u of unknownsOf(resolve(d))) {
          const jobs = watchers.get(u);
          if (jobs === undefined) watchers.set(u, [job]);
          else jobs.push(job);
        }
    },
    settle() {
      while (woken.length > 0) {
        const jobs = woken;
        woken = [];
        for (const job of jobs) job();
      }
      trail = [];
    },
    mark: () => trail.length,
    undo(mark) {
      while (trail.length > mark) {
        const { symbol, before } = trail.pop() as Step;
        if (before === undefined) values.delete(symbol);
        else values.set(symbol, before);
      }
    },
  };
}

/** Whether a size is 1 for certain. */
export const isOneSize = (d: Dim): boolean => d === ONE;
