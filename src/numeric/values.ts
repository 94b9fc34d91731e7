/**
 * Numbers for the inputs of a model, from JSON: `{ "W": [[1, 2], [3, 4]], "x": [1, 2], "f": "tanh" }`.
 *
 * Sizes follow from the shapes; what is stated under `"sizes"` is held against them. Every fault is
 * reported at its place in the JSON, with the name, what was expected and what came.
 */
import type { CodeOf } from "../core/codes.js";
import { type Diagnostic, reporter } from "../core/diagnostic.js";
import { type Dim, evaluateDim, ONE, polynomialOf, powersOf, symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { type Facts, NO_FACTS } from "../core/facts.js";
import { nearest } from "../core/nearest.js";
import type { Index } from "../core/place.js";
import { isColumn, isRow, isScalar, type Shape, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { Model } from "../model/model.js";
import { canonicalName } from "../names/canonical.js";
import { primesOf } from "../ops/apply.js";
import { throughEquations } from "../ops/member.js";
import { functionOf, GradientFunction, ScalarFunction } from "../ops/scalarfunction.js";
import { definitionOf, isSymbol, nameOf } from "../ops/symbol.js";
import { type Counting, NOWHERE, namedIn, sizeText } from "./counting.js";
import { dimsIn, indexedNeedsOf } from "./draw-indexed.js";
import { countingIn, type Environment } from "./evaluate.js";
import { holds } from "./facts.js";
import { faultIn, type KeyPlace, keysOf } from "./json-keys.js";
import { type Matrix, matrix, scalarMatrix } from "./matrix.js";
import type { ScalarOf } from "./scalars.js";
import { scalarOf, slopesOf } from "./stand-ins.js";
import {
  type CountedSide,
  cellsGiven,
  countsOf,
  type IndexedInput,
  indexedInputs,
  keyAtSteps,
  letterOf,
  maskOf,
  membersGiven,
  plainDim,
  shapeAtSteps,
} from "./values-indexed.js";

export interface Values {
  readonly env: Environment;
  /** The functions chosen for the unknown ones of the model: f → tanh. */
  readonly functions: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

const SIZES = "sizes";

/** Entries beyond which a value is refused: the passes hold a few of each. */
const MOST_ENTRIES = 20_000_000;

/** The inputs, sizes and unknown functions below some names of a model: the numbers must cover them. */
interface Needs {
  readonly inputs: readonly Expr[];
  /** Families and labels. */
  readonly indexed: readonly IndexedInput[];
  readonly functions: readonly string[];
  /** Unknown scalar functions of arrays, with the shapes of these. */
  readonly scalars: ReadonlyMap<string, readonly Shape[]>;
  readonly sizes: ReadonlySet<string>;
}

function needsOf(roots: readonly Expr[]): Needs {
  const nodes = walk(roots, undefined, throughEquations);
  const functions = new Set<string>();
  const scalars = new Map<string, readonly Shape[]>();
  const dims = new Set<Dim>(indexedNeedsOf(nodes)?.ends ?? []);
  for (const e of nodes) {
    dims.add(e.shape.rows).add(e.shape.cols);
    if (e.op.name === "size") dims.add(e.data as Dim);
    else if (Array.isArray(e.data)) for (const d of e.data as readonly Dim[]) dims.add(d);
    else for (const d of dimsIn(e)) dims.add(d);
    if (e.op === ScalarFunction || e.op === GradientFunction)
      scalars.set(
        functionOf(e).name,
        e.args.map((a) => a.shape),
      );
    if (e.op.name === "apply" && !e.home.functions.has(e.data as string))
      functions.add(primesOf(e.data as string).name);
  }
  return {
    inputs: nodes.filter((e) => isSymbol(e) && definitionOf(e) === null),
    indexed: indexedInputs(nodes),
    functions: [...functions],
    scalars,
    sizes: new Set([...dims].flatMap((d) => symbolsOf(plainDim(d) ?? ONE))),
  };
}

/**
 * Reads the numbers for everything below `roots`, expressions over the names of `model` in the
 * context of a graph. `env` is complete only where no diagnostic is an error. Never throws.
 */
export function readValues(json: string, roots: readonly Expr[], model: Model): Values {
  const said = reporter(json);
  const nothing: Values = {
    env: { sizes: new Map(), values: new Map() },
    functions: new Map(),
    diagnostics: said.diagnostics,
  };
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    const at = faultIn(json);
    const came = at >= json.trimEnd().length ? "it ends too soon" : `${JSON.stringify(json[at])} is not expected here`;
    said.report("error", "values/json", { start: at, end: at + 1 }, `this is no JSON: ${came}`, {
      hint: 'an object of numbers by name, as in {"x": 1, "b": [1, 2], "W": [[1, 2], [3, 4]]}',
    });
    return nothing;
  }
  if (!isObject(given)) {
    said.report(
      "error",
      "values/json",
      { start: 0, end: 1 },
      `an object of numbers by name is needed, not ${kindOf(given)}`,
    );
    return nothing;
  }
  const places = new Map([...keysOf(json)].map(([name, place]) => [canonicalName(name), place]));
  const needs = needsOf(roots);
  const fault: Fault = (name, code, message, hint) => {
    const place = places.get(name) ?? { start: 0, end: 1 };
    said.report("error", `values/${code}`, place, message, hint === undefined ? {} : { hint });
  };
  const unused: Unused = (name, message, hint) => {
    const place = places.get(name) ?? { start: 0, end: 1 };
    said.report("warning", "values/unused", place, message, hint === undefined ? {} : { hint });
  };
  const entries = new Map(Object.entries(given).map(([name, value]) => [canonicalName(name), value]));
  refuseStrangers(entries, places, needs, model, { fault, unused });

  const sizes = sizesGiven(entries, needs.sizes, fault);
  const { held, sets, complete } = heldOf(needs, entries, fault);
  const fits = solveSizes(held, sizes, fault);
  if (fits) {
    // A size whose value is missing or at fault is not another fault.
    for (const n of needs.sizes)
      if (complete && !sizes.has(n))
        fault(
          SIZES,
          "size",
          `the size ${sizeText(n)} follows from no value`,
          `say it under "sizes": {"${sizeText(n)}": 3}`,
        );
    for (const h of held) checkFacts(h, fault);
  }
  const values = new Map<string, Matrix>();
  const count = countingIn({ sizes, values });
  if (fits)
    for (const h of held) {
      checkRange(h, count, fault);
      if (h.value !== null && h.key !== null) values.set(h.key(count), h.value);
    }
  for (const { input, members } of fits ? sets : []) {
    const { cells, beyond } = maskOf(input, members, count);
    for (const [key, one] of cells) values.set(key, scalarMatrix(one));
    if (beyond !== null)
      fault(input.name, "shape", `${input.name} has the member ${beyond.join(", ")}, which is beyond its range`);
  }
  const { functions, env } = functionsGiven(entries, needs, fault);
  const scalars = scalarsGiven(entries, needs, fault);
  for (const [name, text] of scalars.chosen) functions.set(name, text);
  return {
    env: { sizes, values, functions: env, ...(scalars.chosen.size === 0 ? {} : { scalars: scalars.of }) },
    functions,
    diagnostics: said.diagnostics,
  };
}

/** A value that is given, with the sides that its shape must have. */
interface Held {
  /** The key in the JSON, and what a message calls the value. */
  readonly name: string;
  readonly text: string;
  readonly facts: Facts;
  readonly shape: Shape | null;
  /** Null for the count of values along an axis. */
  readonly value: Matrix | null;
  /** Under what it is kept, once the sizes are known: a range may begin at one. */
  readonly key: ((count: Counting) => string) | null;
  readonly sides: readonly CountedSide[];
  /** The range of a label. */
  readonly within?: Pick<Index, "lo" | "hi">;
}

/** All values that are given, and whether every input has one. */
function heldOf(
  needs: Needs,
  entries: ReadonlyMap<string, unknown>,
  fault: Fault,
): {
  readonly held: readonly Held[];
  readonly sets: readonly { readonly input: IndexedInput; readonly members: readonly (readonly number[])[] }[];
  readonly complete: boolean;
} {
  const held: Held[] = [];
  const sets: { input: IndexedInput; members: readonly (readonly number[])[] }[] = [];
  let complete = true;
  const refuse = (name: string, code: CodeOf<"values">, message: string): void => {
    complete = false;
    fault(name, code, message);
  };
  for (const x of needs.inputs) {
    const name = nameOf(x);
    const read = entries.has(name) ? readMatrix(name, entries.get(name), x.shape) : null;
    if (read === null) refuse(name, "missing", `${name} has no value: ${expected(x.shape)} is needed`);
    else if (typeof read === "string") refuse(name, "shape", read);
    else {
      const facts = x.home.facts.get(name) ?? NO_FACTS;
      held.push({
        name,
        text: name,
        facts,
        shape: x.shape,
        value: read,
        key: () => name,
        sides: sidesOf(x.shape, read),
      });
    }
  }
  for (const input of needs.indexed) {
    const { name, axes } = input;
    if (input.isSet) {
      const members = entries.has(name) ? membersGiven(input, entries.get(name)) : null;
      if (members === null) refuse(name, "missing", `${name} has no value: the array of its members is needed`);
      else if (typeof members === "string") refuse(name, "shape", members);
      else sets.push({ input, members });
      continue;
    }
    const cells = entries.has(name) ? cellsGiven(input, entries.get(name)) : null;
    const each = axes.map(letterOf).join(", ");
    if (cells === null)
      refuse(
        name,
        "missing",
        `${name} has no value: an array with ${expected(input.shape)} for each ${each} is needed`,
      );
    else if (typeof cells === "string") refuse(name, "shape", cells);
    else {
      const sides = countsOf(input, cells);
      held.push({ name, text: name, facts: NO_FACTS, shape: null, value: null, key: null, sides });
      for (const { steps, given } of cells) {
        const text = axes.length === 0 ? name : `${name} at ${steps.map((k) => k + 1).join(", ")}`;
        const own = shapeAtSteps(input, steps);
        const read = readMatrix(text, given, own ?? input.shape);
        if (typeof read === "string") refuse(name, "shape", read);
        else {
          const key = (count: Counting) => keyAtSteps(input, steps, count);
          const known = own === null ? [] : sidesOf(own, read);
          const within = input.label === null ? {} : { within: input.label };
          held.push({ name, text, facts: input.facts, shape: own, value: read, key, sides: known, ...within });
        }
      }
    }
  }
  return { held, sets, complete };
}

const sidesOf = ({ rows, cols }: Shape, value: Matrix): readonly CountedSide[] => [
  { d: rows, count: value.rows },
  { d: cols, count: value.cols },
];

type Unused = (name: string, message: string, hint?: string) => void;
type Fault = (name: string, code: CodeOf<"values">, message: string, hint?: string) => void;

const isObject = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

function kindOf(x: unknown): string {
  if (x === null) return "null";
  if (Array.isArray(x))
    return x.length === 0 ? "an empty array" : Array.isArray(x[0]) ? "an array of arrays" : "an array";
  if (typeof x === "string") return `the text "${x.length > 20 ? `${x.slice(0, 20)}…` : x}"`;
  return typeof x === "object" ? "an object" : typeof x === "number" ? `the number ${x}` : String(x);
}

/** Names that the values give and the model does not take. */
function refuseStrangers(
  entries: ReadonlyMap<string, unknown>,
  places: ReadonlyMap<string, KeyPlace>,
  needs: Needs,
  model: Model,
  { fault, unused }: { readonly fault: Fault; readonly unused: Unused },
): void {
  const wanted = new Set([
    ...needs.inputs.map(nameOf),
    ...needs.indexed.map((i) => i.name),
    ...needs.functions,
    ...needs.scalars.keys(),
    ...needs.sizes,
  ]);
  for (const name of entries.keys()) {
    if (places.get(name)?.repeated === true) fault(name, "repeated", `${name} has two values`);
    if (name === SIZES || wanted.has(name)) continue;
    const known = model.symbols.get(name);
    if (known === undefined) {
      const near = nearest(name, wanted);
      unused(name, `there is no ${name} in the model`, near === null ? undefined : `did you mean ${near}?`);
    } else if (known.role === "defined")
      fault(name, "defined", `${name} is defined by an equation: its value follows from the inputs`);
    // An input or a function that this output does not need is no fault: one file serves several outputs.
  }
}

/** Sizes that are given, under "sizes" or by their own names as any other name. */
function sizesGiven(
  entries: ReadonlyMap<string, unknown>,
  known: ReadonlySet<string>,
  fault: Fault,
): Map<string, number> {
  const sizes = new Map<string, number>();
  const together = entries.get(SIZES) ?? {};
  if (!isObject(together)) fault(SIZES, "size", `"sizes" is an object of whole numbers, not ${kindOf(together)}`);
  const own = [...entries].filter(([name]) => known.has(name)).map(([name, n]) => [name, name, n] as const);
  const listed = isObject(together) ? Object.entries(together).map(([name, n]) => [SIZES, name, n] as const) : [];
  for (const [key, name, n] of [...listed, ...own]) {
    const before = sizes.get(name);
    if (typeof n !== "number" || !Number.isSafeInteger(n) || n < 1)
      fault(key, "size", `the size ${name} is a positive whole number, not ${kindOf(n)}`);
    else if (before !== undefined && before !== n) fault(key, "size", `the size ${name} is ${before} and ${n}`);
    else {
      const key = [...known].find((k) => k === name || sizeText(k) === name);
      if (key !== undefined) sizes.set(key, n);
    }
  }
  return sizes;
}

/** A value of a shape as JSON has it. */
function expected(shape: Shape): string {
  if (isScalar(shape)) return "a number";
  if (isColumn(shape)) return `an array of ${shape.rows} numbers`;
  if (isRow(shape)) return `an array of ${shape.cols} numbers`;
  return `an array of ${shape.rows} rows of ${shape.cols} numbers (${showShape(shape)})`;
}

const finite = (x: unknown): x is number => typeof x === "number" && Number.isFinite(x);

/** The matrix that a JSON value is for a name of this shape, or what is wrong with it. */
function readMatrix(name: string, given: unknown, shape: Shape): Matrix | string {
  const wrong = (came: string) => `${name} is ${expected(shape)}, not ${came}`;
  if (isScalar(shape)) return finite(given) ? scalarMatrix(given) : wrong(kindOf(given));
  if (!Array.isArray(given) || given.length === 0) return wrong(kindOf(given));
  const flat = !given.some(Array.isArray);
  if (flat && !isColumn(shape) && !isRow(shape)) return wrong(`an array of ${given.length} numbers`);
  const rows: readonly unknown[][] = flat ? (isRow(shape) ? [given] : given.map((x) => [x])) : (given as unknown[][]);
  const cols = Array.isArray(rows[0]) ? rows[0].length : 0;
  if (rows.length * cols > MOST_ENTRIES) return wrong(`${rows.length}×${cols}: that is too large`);
  const out = matrix(rows.length, cols);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!Array.isArray(row)) return wrong(`an array whose element ${i + 1} is ${kindOf(row)}`);
    if (row.length !== cols)
      return wrong(`rows of different lengths: row 1 has ${cols} numbers, row ${i + 1} has ${row.length}`);
    for (let j = 0; j < cols; j++) {
      const x: unknown = row[j];
      if (!finite(x)) {
        const place = flat ? `element ${Math.max(i, j) + 1}` : `element ${j + 1} of row ${i + 1}`;
        return `${name}: ${place} is ${kindOf(x)}, not a number`;
      }
      out.data[i * cols + j] = x;
    }
  }
  if (cols === 0) return wrong("an array of empty rows");
  return out;
}

/** c n = k for one size symbol n that is not known yet, of the first degree; null for any other size. */
function soleUnknown(
  d: Dim,
  sizes: ReadonlyMap<string, number>,
): { readonly name: string; readonly coefficient: number; readonly rest: number } | null {
  let unknown: string | null = null;
  let coefficient = 0;
  let rest = 0;
  for (const [m, c] of polynomialOf(d)) {
    let product = c;
    let here: string | null = null;
    for (const [name, k] of powersOf(m)) {
      const n = sizes.get(name);
      if (n !== undefined) product *= n ** k;
      else if (here !== null || k !== 1) return null;
      else here = name;
    }
    if (here === null) rest += product;
    else if (unknown !== null && unknown !== here) return null;
    else {
      unknown = here;
      coefficient += product;
    }
  }
  return unknown === null || coefficient === 0 ? null : { name: unknown, coefficient, rest };
}

/** Finds the sizes from the shapes of the values, and holds every value against them. */
function solveSizes(held: readonly Held[], sizes: Map<string, number>, fault: Fault): boolean {
  const from = new Map([...sizes.keys()].map((n) => [n, `"${SIZES}"`]));
  // A size such as `5 d` or `n + m` is solved once all but one of its symbols are known.
  for (let found = true; found; ) {
    found = false;
    for (const { text, sides } of held)
      for (const { d, count } of sides) {
        const open = soleUnknown(d, sizes);
        if (open === null) continue;
        const n = (count - open.rest) / open.coefficient;
        if (!Number.isSafeInteger(n) || n < 1) continue;
        sizes.set(open.name, n);
        from.set(open.name, text);
        found = true;
      }
  }
  const known = (d: Dim): number | null => (symbolsOf(d).every((n) => sizes.has(n)) ? evaluateDim(d, sizes) : null);
  let fits = true;
  for (const { name, text, shape, value, sides } of held) {
    if (sides.every(({ d, count }) => (known(d) ?? count) === count)) continue;
    fits = false;
    const because = [...new Set(sides.flatMap(({ d }) => symbolsOf(d)))]
      .filter((n) => sizes.has(n) && from.get(n) !== text)
      .map((n) => `${n} = ${sizes.get(n)} from ${from.get(n)}`);
    const reason = because.length === 0 ? "" : ` (${because.join(", ")})`;
    const shown = sides.map(({ d }) => String(known(d) ?? d));
    const [off] = sides.filter(({ d, count }) => (known(d) ?? count) !== count);
    const message =
      shape === null || value === null
        ? `${text} has ${off?.d} values, here ${known(off?.d ?? ONE)}; ${off?.count} are given`
        : `${text} is ${showShape(shape)}, here ${shown.join("×")}; its value is ${value.rows}×${value.cols}`;
    fault(name, "shape", sizeText(message + reason));
  }
  return fits;
}

function checkFacts({ name, text, facts, value }: Held, fault: Fault): void {
  if (value === null) return;
  for (const fact of facts)
    if (!holds(fact, value)) fault(name, "fact", `${text} is stated ${fact}, and its value is not`);
}

function checkRange({ name, text, value, within }: Held, count: Counting, fault: Fault): void {
  if (within === undefined || value === null) return;
  const n = value.data[0] as number;
  const [lo, hi] = count.range(within, NOWHERE);
  if (Number.isInteger(n) && n >= lo && n <= hi) return;
  const named = (d: Dim, k: number): string => (d === String(k) ? d : `${d} = ${k}`);
  fault(name, "shape", `${text} is a whole number from ${named(within.lo, lo)} to ${named(within.hi, hi)}, not ${n}`);
}

/** Stand-ins for the unknown functions, with as many of their derivatives as a gradient may ask for. */
function functionsGiven(
  entries: ReadonlyMap<string, unknown>,
  needs: Needs,
  fault: Fault,
): { readonly functions: Map<string, string>; readonly env: ReadonlyMap<string, (x: number) => number> } {
  const functions = new Map<string, string>();
  const env = new Map<string, (x: number) => number>();
  for (const f of needs.functions) {
    const chosen = entries.get(f);
    const slopes = typeof chosen === "string" ? slopesOf(chosen) : "which is no function";
    if (typeof slopes === "string") {
      const is = entries.has(f) ? `${f} is ${kindOf(chosen)}, ${slopes}` : `the function ${f} is not known`;
      fault(f, "function", `${is}: say which it is`, `for instance "${f}": "tanh", or "${f}": "t / (1 + exp(-t))"`);
      continue;
    }
    functions.set(f, chosen as string);
    slopes.forEach((g, order) => {
      env.set(f + "'".repeat(order), g);
    });
  }
  return { functions, env };
}

/** The unknown scalar functions of arrays, each with the text that says which it is. */
function scalarsGiven(
  entries: ReadonlyMap<string, unknown>,
  needs: Needs,
  fault: Fault,
): { readonly chosen: ReadonlyMap<string, string>; readonly of: (key: string) => ScalarOf | undefined } {
  const chosen = new Map<string, string>();
  const known = new Map<string, ScalarOf>();
  for (const [name, shapes] of needs.scalars) {
    const text = entries.get(name);
    const made = typeof text === "string" ? scalarOf(text, shapes) : "which is no function";
    if (typeof made === "string") {
      const is = entries.has(name) ? `${name} is ${kindOf(text)}, ${made}` : `the function ${name} is not known`;
      fault(name, "function", `${is}: say which it is`, `for instance "${name}": "norm(t)^2"`);
    } else {
      chosen.set(name, text as string);
      known.set(name, made);
    }
  }
  return { chosen, of: (key) => known.get(namedIn(key).name) };
}
