/**
 * The content of a module, before it is spelled in a language: inputs and where sizes are read from, the
 * bodies of its functions, what is checked when it is run and at which numbers.
 */

import {
  type Dim,
  dimOf,
  evaluateDim,
  minus,
  monomialOf,
  ONE,
  polynomialOf,
  powersOf,
  symbolsOf,
} from "../core/dim.js";
import type { Expr, Formula } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { one, operand } from "../core/operands.js";
import { bare, type Index, isIndex, placeOf, sizeOfRange } from "../core/place.js";
import { walk } from "../core/walk.js";
import { type Derivation, isRefusal, type Refusal } from "../derive/derivation.js";
import type { Model, ModelSymbol, Query } from "../model/model.js";
import { answersOf } from "../numeric/answers.js";
import { dimsIn } from "../numeric/draw-indexed.js";
import { isIndexed, meaningOf, throughMeanings } from "../numeric/evaluate.js";
import { lettersInOrder } from "../numeric/values.js";
import { indexedInputs } from "../numeric/values-indexed.js";
import { Apply, primesOf } from "../ops/apply.js";
import { placesOf } from "../ops/binder.js";
import { Entry } from "../ops/entry.js";
import { closure, factsOf } from "../ops/facts.js";
import { equationOf, familyNamed } from "../ops/family.js";
import { familyOf, isMember, member } from "../ops/member.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { printText } from "../print/text.js";
import { type Body, bodyOf, type Wanted } from "./arrays/body.js";
import { NoCode } from "./no-code.js";
import { type Sample, sampleFor } from "./sample.js";

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
  /** Of a label that is used the first and the last that it may be. */
  readonly range?: readonly [Dim, Dim];
}

/** An unknown function of the model, and how many derivatives of it are called. */
export interface UnknownFunction {
  readonly name: string;
  readonly primes: number;
}

/** A function that the model writes out, with the highest derivative that is called. */
export interface KnownFunction {
  readonly name: string;
  readonly parameter: string;
  readonly text: string;
  readonly formula: Formula;
  readonly primes: number;
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

/** How the matrices near a point are: a check moves a symmetric one to another symmetric one. */
export type Constraint = "free" | "symmetric" | "diagonal";

export interface Variable {
  readonly name: string;
  readonly constraint: Constraint;
}

/** One line of the self-test. */
export interface Check {
  readonly key: string;
  /** Where the value comes from: a key of `forward`, or of the part with this number. */
  readonly of: { readonly part: number | null; readonly key: string };
  readonly wrt: readonly Variable[];
  /** The key of the vector of a Hessian-vector product, in the same part. */
  readonly direction: string | null;
}

/** A function of the module that only checks use: a value with some defined names given from outside. */
export interface Part {
  readonly body: Body;
  /** Defined names that are inputs here. */
  readonly cut: readonly Input[];
}

export interface Result {
  readonly key: string;
  readonly of: string;
  readonly rows: Dim;
  readonly cols: Dim;
  readonly kind: "scalar" | "vector" | "matrix";
  /** The lengths of the axes for the letters of a question or of a family, before the others. */
  readonly axes: readonly Dim[];
}

export interface Program {
  readonly model: Model;
  readonly inputs: readonly Input[];
  readonly functions: readonly UnknownFunction[];
  readonly written: readonly KnownFunction[];
  readonly sizes: Sizes;
  readonly forward: Body;
  /** Values of what is differentiated, then the derivatives. */
  readonly derivatives: Body;
  readonly values: readonly Result[];
  readonly results: readonly Result[];
  readonly defined: readonly Result[];
  readonly parts: readonly Part[];
  readonly checks: readonly Check[];
  readonly sample: Sample;
  readonly refusals: readonly Refusal[];
  /** The name of a cotangent: `ds/dz`. */
  readonly markKey: (e: Expr) => string;
}

export interface ProgramOptions {
  readonly sizes: ReadonlyMap<string, number>;
  readonly factorises: boolean;
}

/** A size that is not given, when orders of products are compared. */
const UNKNOWN_SIZE = 1000;

/** Throws NoCode where an equation has no code. */
export function programOf(model: Model, queries: readonly Query[], options: ProgramOptions): Program {
  const derived = answersOf(model, queries, { steps: "none" });
  const refusals: Refusal[] = [];
  const good = new Map<string, Derivation>();
  for (const r of derived.results) {
    if (isRefusal(r)) refusals.push(r);
    else good.set(freeKey(keyOf(r.query), r, good), r);
  }
  const equations = model.equations.map((q) => q.symbol);
  const families = definedFamilies(model);
  const marks = new Map([...derived.cotangents].map(([name, bar]) => [bar, nameOf(name)]));
  const [firstOf = ""] = [...good.values()].map((d) => ofKey(d.query));
  const markKey = (e: Expr): string => `d${firstOf}/d${marks.get(e) as string}`;
  const common = {
    meaning: meaningOf,
    size: sizeBy(options.sizes),
    factorises: options.factorises,
    names: equations,
    marked: [...marks.keys()],
  };
  const forward = bodyOf([...equations.map((e) => ({ key: nameOf(e), value: e, letters: [] })), ...families], common);
  const values = new Map<string, Wanted>();
  for (const { query } of good.values())
    values.set(ofKey(query), { key: ofKey(query), value: query.of, letters: lettersInOrder([query.of]) });
  const wanted = [...good].map(
    ([key, d]): Wanted => ({ key, value: d.value, letters: lettersInOrder([d.query.of, ...d.query.wrt, d.value]) }),
  );
  const derivatives = bodyOf([...values.values(), ...wanted], common);
  const { parts, checks } = checked(good, model, common);
  const declared = inputsOf(model);
  const asked = [...equations, ...families.map((f) => f.value), ...wanted.map((w) => w.value)];
  const inputs = withRanges(asked, [...declared, ...labelsIn(asked, declared)]);
  const functions = functionsIn([forward, derivatives, ...parts.map((p) => p.body)], asked, model);
  const result = (key: string, of: string, e: Expr, letters: readonly Index[], kind?: Result["kind"]): Result => ({
    key,
    of,
    rows: e.shape.rows,
    cols: e.shape.cols,
    kind: kind ?? kindOf(e),
    axes: letters.map(sizeOfRange),
  });
  const lettersOf = new Map(wanted.map((w) => [w.key, w.letters]));
  return {
    model,
    inputs,
    ...functions,
    sizes: sizesFrom(inputs, model),
    forward,
    derivatives,
    values: [...values.values()].map(({ key, value, letters }) => result(key, key, value, letters)),
    results: [...good].map(([key, d]) =>
      result(key, ofKey(d.query), d.value, lettersOf.get(key) ?? [], kindOfDerivative(d, model)),
    ),
    defined: [
      ...equations.map((e) => result(nameOf(e), nameOf(e), e, [])),
      ...families.map(({ key, value, letters }) => result(key, key, value, letters)),
    ],
    parts,
    checks,
    sample: sampleFor(model, [...good.values()], functions.functions, inputs),
    refusals,
    markKey,
  };
}

/** The number that a size counts as: what is given, else one large number. */
function sizeBy(given: ReadonlyMap<string, number>): (d: Dim) => number {
  const known = new Map<Dim, number>();
  return (d) => {
    let n = known.get(d);
    if (n === undefined) {
      n = Math.max(1, evaluateDim(d, new Map(symbolsOf(d).map((s) => [s, given.get(s) ?? UNKNOWN_SIZE]))));
      known.set(d, n);
    }
    return n;
  };
}

// ---------------------------------------------------------------- keys

const ofKey = (q: Query): string => (isSymbol(q.of) ? nameOf(q.of) : q.ofText);
const spelledOf = (q: Query): string => (isSymbol(q.of) ? nameOf(q.of) : `(${q.ofText})`);

/** A variable as keys have it: its name, `x_j` of a family. */
const calledIn = (x: Expr): string =>
  isSymbol(x)
    ? nameOf(x)
    : printText(x).replace(/\{((?:\p{L},)+\p{L})\}/gu, (_, letters: string) => letters.replaceAll(",", ""));

/** `ds/dW`, `d2s/dx2`, `d2s/dxdy`. */
function keyOf(q: Query): string {
  const [x, z] = [calledIn(q.wrt[0] as Expr), calledIn((q.wrt[1] ?? q.wrt[0]) as Expr)];
  if (q.order === 1) return `d${spelledOf(q)}/d${x}`;
  const key = x === z ? `d2${spelledOf(q)}/d${x}2` : `d2${spelledOf(q)}/d${x}d${z}`;
  return q.direction === null ? key : `${key} v`;
}

/** The key, with its layout where the same derivative is asked for in two. */
function freeKey(key: string, d: Derivation, taken: ReadonlyMap<string, Derivation>): string {
  for (let k = 1; ; k++) {
    const wish = k === 1 ? key : k === 2 ? `${key} (${d.layout})` : `${key} (${d.layout} ${k})`;
    const other = taken.get(wish);
    if (other === undefined || other.value === d.value) return wish;
  }
}

// ---------------------------------------------------------------- inputs

const isVariable = (s: ModelSymbol): boolean => s.kind !== "function" && s.kind !== "size";

function inputsOf(model: Model): readonly Input[] {
  const sets = [...model.symbols.values()].find((s) => s.kind === "indexset");
  if (sets !== undefined) throw new NoCode(`the set ${sets.name} of indices has no code yet`);
  return [...model.symbols.values()]
    .filter((s) => isVariable(s) && s.role !== "defined")
    .map((s) => ({
      name: s.name,
      kind: s.kind as Input["kind"],
      axes: s.indices.map(({ from, to }) => sizeOfRange({ lo: from, hi: to })),
      from: s.indices.map(({ from }) => from),
      rows: s.shape.rows,
      cols: s.shape.cols,
    }));
}

/** Labels below some expressions, which no declaration may have named. */
function labelsIn(roots: readonly Expr[], known: readonly Input[]): readonly Input[] {
  const nodes = walk(roots, undefined, throughMeanings);
  return indexedInputs(nodes).flatMap(({ name, axes, label }) =>
    label === null || known.some((x) => x.name === name)
      ? []
      : [{ name, kind: "label", axes: axes.map(sizeOfRange), from: axes.map((i) => i.lo), rows: ONE, cols: ONE }],
  );
}

function withRanges(roots: readonly Expr[], inputs: readonly Input[]): readonly Input[] {
  if (!inputs.some((x) => x.kind === "label")) return inputs;
  const labels = indexedInputs(walk(roots, undefined, throughMeanings)).flatMap(({ label }) => label ?? []);
  return inputs.map((x) => {
    const label = x.kind === "label" ? labels.find((l) => l.name === x.name) : undefined;
    return label === undefined ? x : { ...x, range: [label.lo, label.hi] };
  });
}

/** Families with equations, each as a member at its letters. */
function definedFamilies(model: Model): readonly Wanted[] {
  const names = [...new Set(model.families.map((f) => f.family))];
  return names.flatMap((name): readonly Wanted[] => {
    const of = familyNamed(model.context, name);
    return of === null || equationOf(of) === null
      ? []
      : [{ key: name, value: member(of, ...of.formals.map(placeOf)), letters: of.formals }];
  });
}

const kindOf = (e: Expr): Result["kind"] =>
  e.shape.cols !== ONE ? "matrix" : e.shape.rows === ONE ? "scalar" : "vector";

/** A gradient is handed back as its variable is handed over, a derivative by a scalar as its output. */
function kindOfDerivative({ query, layout, value }: Derivation, model: Model): Result["kind"] {
  const like = (e: Expr): Result["kind"] => {
    const declared = isSymbol(e) ? model.symbols.get(nameOf(e))?.kind : undefined;
    return declared === "vector" || declared === "matrix" || declared === "scalar" ? declared : kindOf(e);
  };
  const x = one(query.wrt);
  if (layout === "gradient" && query.order === 1)
    return like(query.of.shape.rows === ONE && query.of.shape.cols === ONE ? x : query.of);
  return kindOf(value);
}

/** Unknown functions and written ones that the bodies call, and what stands behind the families of the roots, in the order of the model. */
function functionsIn(
  bodies: readonly Body[],
  roots: readonly Expr[],
  model: Model,
): { readonly functions: readonly UnknownFunction[]; readonly written: readonly KnownFunction[] } {
  const most = new Map<string, number>();
  const meet = (called: string): void => {
    const { name, primes } = primesOf(called);
    most.set(name, Math.max(primes, most.get(name) ?? 0));
  };
  for (const body of bodies) for (const e of body.order) if (e.kernel === "apply") meet(e.data);
  // What is worked out in loops stands in no body.
  for (const e of roots.some(isIndexed) ? walk(roots, undefined, throughMeanings) : [])
    if (e.op === Apply) meet(e.data as string);
  const byName = new Map(model.functions.map((f) => [f.name, f]));
  const functions: UnknownFunction[] = [];
  const written: KnownFunction[] = [];
  for (const s of model.symbols.values()) {
    if (s.kind !== "function") continue;
    const known = model.context.functions.get(s.name);
    const equation = byName.get(s.name);
    const primes = most.get(s.name);
    if (known === undefined) functions.push({ name: s.name, primes: primes ?? 0 });
    else if (equation !== undefined && primes !== undefined && known.formula !== undefined)
      written.push({
        name: s.name,
        parameter: equation.parameter,
        text: equation.text,
        formula: known.formula,
        primes,
      });
  }
  return { functions, written };
}

/** Where each size is read from: an axis of an input that shows it, alone or in a polynomial that it is linear in. */
function sizesFrom(inputs: readonly Input[], model: Model): Sizes {
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

// ---------------------------------------------------------------- checks

type Common = Omit<Parameters<typeof bodyOf>[1], never>;

/**
 * The checks of all derivatives. What `forward` gives serves where the output is a defined name and
 * the variables are inputs; else a part is made in which the variables are inputs.
 */
function checked(
  good: ReadonlyMap<string, Derivation>,
  model: Model,
  common: Common,
): { readonly parts: readonly Part[]; readonly checks: readonly Check[] } {
  const parts: Part[] = [];
  const checks: Check[] = [];
  for (const [key, { query, value }] of good) {
    if (query.of.free.length > 0 || query.wrt.some((x) => !isSymbol(x))) {
      const whole = wholeVariable(query, value);
      if (whole !== null)
        checks.push({ key, of: { part: null, key: nameOf(query.of) }, wrt: [whole], direction: null });
      continue;
    }
    const variables = query.wrt.map((x) => ({ name: nameOf(x), constraint: constraintOf(x) }));
    const isDefined = (e: Expr): boolean => meaningOf(e) !== null;
    const simple = isSymbol(query.of) && isDefined(query.of) && !query.wrt.some(isDefined) && query.direction === null;
    if (simple) {
      checks.push({ key, of: { part: null, key: nameOf(query.of) }, wrt: variables, direction: null });
      continue;
    }
    const cut = new Set(query.wrt.filter(isDefined));
    const wanted: Wanted[] = [{ key: "value", value: query.of, letters: [] }];
    if (query.direction !== null) wanted.push({ key: "direction", value: query.direction, letters: [] });
    const body = bodyOf(wanted, { ...common, meaning: (e) => (cut.has(e) ? null : meaningOf(e)), marked: [] });
    checks.push({
      key,
      of: { part: parts.length, key: "value" },
      wrt: variables,
      direction: query.direction === null ? null : "direction",
    });
    parts.push({
      body,
      cut: [...cut].map((e) => ({
        name: nameOf(e),
        kind: (model.symbols.get(nameOf(e)) as ModelSymbol).kind as Input["kind"],
        axes: [],
        from: [],
        rows: e.shape.rows,
        cols: e.shape.cols,
      })),
    });
  }
  return { parts, checks };
}

/**
 * The input of which a derivative by a member or an entry at letters is that by all of it: then it is checked as one.
 * Null where the letters do not run over all of the input, and for what is no gradient of a name.
 */
function wholeVariable({ of, wrt, order }: Query, value: Expr): Variable | null {
  const x = one(wrt);
  const places = placesOf(x).map(bare);
  const base = x.op === Entry ? operand(x) : x;
  if (order !== 1 || !isSymbol(of) || meaningOf(of) === null || of.shape.rows !== ONE || of.shape.cols !== ONE)
    return null;
  const sides = isMember(x) ? familyOf(x).formals : [base.shape.rows, base.shape.cols].map((hi) => ({ lo: ONE, hi }));
  const isAll = places.every((i, k) => {
    const range = sides[k];
    return i !== null && isIndex(i) && range !== undefined && i.lo === range.lo && i.hi === range.hi;
  });
  const isInput = isMember(x) ? equationOf(familyOf(x)) === null : isSymbol(base) && meaningOf(base) === null;
  if (!isAll || !isInput || new Set(places).size < places.length || lettersInOrder([x, value]).length > places.length)
    return null;
  return { name: isMember(x) ? familyOf(x).name : nameOf(base), constraint: "free" };
}

function constraintOf(x: Expr): Constraint {
  const facts: ReadonlySet<Fact> = closure(factsOf(x));
  if (x.shape.rows === ONE || x.shape.cols === ONE) return "free";
  return facts.has("diagonal") ? "diagonal" : facts.has("symmetric") ? "symmetric" : "free";
}
