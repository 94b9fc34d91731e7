/**
 * The content of a module, before it is spelled in a language: inputs and where sizes are read from, the
 * bodies of its functions, what is checked when it is run and at which numbers.
 */

import { type Dim, evaluateDim, ONE, symbolsOf } from "../core/dim.js";
import type { Expr, Formula } from "../core/expr.js";
import { one } from "../core/operands.js";
import { ownOf } from "../core/own.js";
import { type Index, placeOf, sizeOfRange } from "../core/place.js";
import { walk } from "../core/walk.js";
import { type Derivation, isRefusal, type Refusal } from "../derive/derivation.js";
import type { Model, Query } from "../model/model.js";
import { answersOf } from "../numeric/answers.js";
import { isIndexed, throughMeanings } from "../numeric/evaluate.js";
import { lettersInOrder } from "../numeric/plain-values.js";
import { Apply, primesOf } from "../ops/apply.js";
import { equationOf, familyNamed } from "../ops/family.js";
import { familyOf, isMember, member } from "../ops/member.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { printText } from "../print/text.js";
import { type Body, bodyOf, type Wanted } from "./arrays/body.js";
import { type Check, checked, type Part } from "./checks.js";
import { type Input, inputsOf, labelsIn, type Sizes, sizesFrom, withRanges } from "./inputs.js";
import type { Pullback } from "./pullback.js";
import { type Sample, sampleFor } from "./sample.js";
import { meaningInCode, residuals } from "./solved.js";

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
  /** Where the module is for a vector-Jacobian product: from what back to what. */
  readonly back: Back | null;
}

/** A pass forward to an output, and one or two back from arrays that are handed in. */
export interface Back {
  readonly output: Result;
  /** ȳ for the first pass back, the directions ẋ beside it for the second. */
  readonly given: readonly (readonly Input[])[];
  /** What each pass back gives, each with the input that it belongs to. */
  readonly passes: readonly (readonly (Result & { readonly variable: string })[])[];
}

export interface ProgramOptions {
  readonly sizes: ReadonlyMap<string, number>;
  readonly factorises: boolean;
  readonly pullback?: Pullback;
}

/** The key of what a vector-Jacobian product starts from. */
const OUTPUT = "output";

/** A size that is not given, when orders of products are compared. */
const UNKNOWN_SIZE = 1000;

/** Throws NoCode where an equation has no code. */
export function programOf(model: Model, queries: readonly Query[], options: ProgramOptions): Program {
  const { pullback } = ownOf(options);
  const derived = answersOf(model, queries, { steps: "none" });
  const refusals: Refusal[] = [];
  const good = new Map<string, Derivation>();
  derived.results.forEach((r, i) => {
    if (isRefusal(r)) refusals.push(r);
    else good.set(pullback?.asked[i]?.key ?? freeKey(keyOf(r.query), r, good), r);
  });
  const equations = model.equations.map((q) => q.symbol);
  const families = definedFamilies(model);
  const marks = new Map([...derived.cotangents].map(([name, bar]) => [bar, nameOf(name)]));
  const [firstOf = ""] = [...good.values()].map((d) => ofKey(d.query));
  const markKey = (e: Expr): string =>
    pullback === undefined ? `d${firstOf}/d${marks.get(e) as string}` : `${marks.get(e) as string}_bar`;
  const common = {
    meaning: meaningInCode,
    size: sizeBy(options.sizes),
    factorises: options.factorises,
    names: equations,
    marked: [...marks.keys()],
  };
  const named = [...equations.map((e) => ({ key: nameOf(e), value: e })), ...residuals(model)].map(
    ({ key, value }): Wanted => ({ key, value, letters: [] }),
  );
  const forward = bodyOf([...named, ...families], common);
  const values = new Map<string, Wanted>();
  if (pullback !== undefined) values.set(OUTPUT, { key: OUTPUT, value: pullback.output, letters: [] });
  for (const { query } of pullback === undefined ? good.values() : [])
    values.set(ofKey(query), { key: ofKey(query), value: query.of, letters: lettersInOrder([query.of]) });
  const lettersFor = ({ query, value }: Derivation): readonly Index[] => {
    const x = one(query.wrt);
    const isWhole = pullback !== undefined && isMember(x);
    return isWhole ? familyOf(x).formals : lettersInOrder([query.of, ...query.wrt, value]);
  };
  const wanted = [...good].map(([key, d]): Wanted => ({ key, value: d.value, letters: lettersFor(d) }));
  const derivatives = bodyOf([...values.values(), ...wanted], common);
  const given = inputsOf(model);
  const beside = pullback === undefined ? [] : [pullback.bar, ...pullback.dots];
  const declared = given.filter((x) => !beside.includes(x.name));
  const bars = given.filter((x) => beside.includes(x.name));
  const { parts, checks } = checked(good, model, common, bars);
  const asked = [...named.map((w) => w.value), ...families.map((f) => f.value), ...wanted.map((w) => w.value)];
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
  const results = [...good].map(([key, d]) =>
    result(key, ofKey(d.query), d.value, lettersOf.get(key) ?? [], kindOfDerivative(d, model)),
  );
  return {
    model,
    inputs,
    ...functions,
    sizes: sizesFrom(inputs, model),
    forward,
    derivatives,
    values: [...values.values()].map(({ key, value, letters }) => result(key, key, value, letters)),
    results,
    defined: [
      ...named.map(({ key, value }) => result(key, key, value, [])),
      ...families.map(({ key, value, letters }) => result(key, key, value, letters)),
    ],
    parts,
    checks,
    sample: sampleFor(model, [...good.values()], functions.functions, inputs),
    refusals,
    markKey,
    back:
      pullback === undefined
        ? null
        : {
            output: result(OUTPUT, nameOf(pullback.output), pullback.output, [], like(pullback.output, model)),
            given: [bars.slice(0, 1), bars.slice(1)],
            passes: pullback.passes.map((keys) =>
              results.flatMap((r) => {
                const asked = pullback.asked.find((a) => a.key === r.key);
                return asked !== undefined && keys.includes(r.key) ? [{ ...r, variable: asked.variable }] : [];
              }),
            ),
          },
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

/** The kind that a name is declared with, else what the shape says. */
function like(e: Expr, model: Model): Result["kind"] {
  const declared = isSymbol(e) ? model.symbols.get(nameOf(e))?.kind : undefined;
  return declared === "vector" || declared === "matrix" || declared === "scalar" ? declared : kindOf(e);
}

/** A gradient is handed back as its variable is handed over, a derivative by a scalar as its output. */
function kindOfDerivative({ query, layout, value }: Derivation, model: Model): Result["kind"] {
  const x = one(query.wrt);
  if (layout === "gradient" && query.order === 1)
    return like(query.of.shape.rows === ONE && query.of.shape.cols === ONE ? x : query.of, model);
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
