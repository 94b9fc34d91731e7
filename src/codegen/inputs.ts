/** What a module is handed: its inputs with their sizes, and which axis each size is read from. */
import { type Dim, dimOf, minus, monomialOf, ONE, polynomialOf, powersOf, symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { sizeOfRange } from "../core/place.js";
import { walk } from "../core/walk.js";
import type { Model, ModelSymbol } from "../model/model.js";
import { dimsIn } from "../numeric/draw-indexed.js";
import { throughMeanings } from "../numeric/evaluate.js";
import { indexedInputs } from "../numeric/values-indexed.js";
import { NoCode } from "./no-code.js";
import { isHandedOver, residuals } from "./solved.js";

/** A variable that a function is given. */
export interface Input {
  readonly name: string;
  /** As declared: a vector is handed over as an array of rank 1, a matrix of rank 2 whatever its sizes; a label counts from 1. */
  readonly kind: "scalar" | "vector" | "matrix" | "label";
  /** Of a family the lengths of the axes that its letters have, before those of a member. */
  readonly axes: readonly Dim[];
  /** What each of these begins at. */
  readonly from: readonly Dim[];
  readonly rows: Dim;
  readonly cols: Dim;
  /** Of a name that an equation defines, which a caller solves: the key of what is 0 there. */
  readonly residual?: string;
  /** Of a label that is used the first and the last that it may be. */
  readonly range?: readonly [Dim, Dim];
}

/** `symbol = (length of an axis − less) / by`. Axis 0 counts rows, 1 columns. */
export interface SizeSource {
  readonly symbol: string;
  readonly input: string;
  readonly axis: number;
  readonly less: Dim;
  readonly by: Dim;
}

export interface Sizes {
  readonly sources: readonly SizeSource[];
  /** Sizes that no input shows: they are inputs themselves. */
  readonly given: readonly string[];
}

const isVariable = (s: ModelSymbol): boolean => s.kind !== "function" && s.kind !== "size";

export function inputsOf(model: Model): readonly Input[] {
  const left = residuals(model);
  const sets = [...model.symbols.values()].find((s) => s.kind === "indexset");
  if (sets !== undefined) throw new NoCode(`the set ${sets.name} of indices has no code yet`);
  return [...model.symbols.values()]
    .filter((s) => isVariable(s) && isHandedOver(model, s))
    .map((s) => ({
      name: s.name,
      kind: s.kind as Input["kind"],
      axes: s.indices.map(({ from, to }) => sizeOfRange({ lo: from, hi: to })),
      from: s.indices.map(({ from }) => from),
      rows: s.shape.rows,
      cols: s.shape.cols,
      ...left.filter((r) => r.name === s.name).map(({ key }) => ({ residual: key }))[0],
    }));
}

/** Labels below some expressions, which no declaration may have named. */
export function labelsIn(roots: readonly Expr[], known: readonly Input[]): readonly Input[] {
  const nodes = walk(roots, undefined, throughMeanings);
  return indexedInputs(nodes).flatMap(({ name, axes, label }) =>
    label === null || known.some((x) => x.name === name)
      ? []
      : [{ name, kind: "label", axes: axes.map(sizeOfRange), from: axes.map((i) => i.lo), rows: ONE, cols: ONE }],
  );
}

export function withRanges(roots: readonly Expr[], inputs: readonly Input[]): readonly Input[] {
  if (!inputs.some((x) => x.kind === "label")) return inputs;
  const labels = indexedInputs(walk(roots, undefined, throughMeanings)).flatMap(({ label }) => label ?? []);
  return inputs.map((x) => {
    const label = x.kind === "label" ? labels.find((l) => l.name === x.name) : undefined;
    return label === undefined ? x : { ...x, range: [label.lo, label.hi] };
  });
}

/** Where each size is read from: an axis of an input that shows it, alone or in a polynomial that it is linear in. */
export function sizesFrom(inputs: readonly Input[], model: Model): Sizes {
  const sources: SizeSource[] = [];
  const bound = new Set<string>();
  // A matrix shows two sizes at once.
  const matricesFirst = [...inputs.filter((x) => x.kind === "matrix"), ...inputs.filter((x) => x.kind !== "matrix")];
  const axes = matricesFirst.flatMap((x) => {
    const own = x.kind === "matrix" ? [x.rows, x.cols] : x.kind === "vector" ? [x.rows] : [];
    return [...x.axes, ...own].map((size, axis) => ({ input: x.name, axis, size }));
  });
  for (let more = true; more; ) {
    more = false;
    for (const { input, axis, size } of axes) {
      const unbound = symbolsOf(size).filter((s) => !bound.has(s));
      const [s] = unbound;
      if (s === undefined || unbound.length > 1) continue;
      const linear = linearIn(size, s);
      if (linear === null) continue;
      sources.push({ symbol: s, input, axis, ...linear });
      bound.add(s);
      more = true;
    }
  }
  const all = [...model.symbols.values()].filter((s) => s.kind === "size").map((s) => s.name);
  const used = new Set<string>();
  for (const x of inputs) for (const d of [...x.axes, x.rows, x.cols]) for (const s of symbolsOf(d)) used.add(s);
  for (const q of [...model.equations, ...model.families])
    for (const e of walk([q.value])) {
      for (const d of dimsIn(e)) for (const s of symbolsOf(d)) used.add(s);
      for (const d of [e.shape.rows, e.shape.cols]) for (const s of symbolsOf(d)) used.add(s);
      if (e.op.name === "size") for (const s of symbolsOf(e.data as Dim)) used.add(s);
      else if (Array.isArray(e.data))
        for (const d of e.data as readonly Dim[]) for (const s of symbolsOf(d)) used.add(s);
    }
  return { sources, given: [...new Set([...all, ...used])].filter((s) => used.has(s) && !bound.has(s)) };
}

/** The size as `by · s + less`, or null where s stands in it otherwise. */
function linearIn(size: Dim, s: string): { readonly less: Dim; readonly by: Dim } | null {
  let by: Dim | null = null;
  let less: Dim = size;
  for (const [monomial, c] of polynomialOf(size)) {
    const powers = powersOf(monomial);
    if (!powers.has(s)) continue;
    if (by !== null || powers.get(s) !== 1) return null;
    by = dimOf(new Map([[monomialOf(new Map([...powers].filter(([name]) => name !== s))), c]]));
    less = minus(less, dimOf(new Map([[monomial, c]])));
  }
  return { less, by: by as unknown as Dim };
}
