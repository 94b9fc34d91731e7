/** Numbers at which a module checks itself: inside every domain, away from kinks, with the facts that the model states. */
import { evaluateDim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { placeOf } from "../core/place.js";
import type { Derivation } from "../derive/derivation.js";
import type { Model } from "../model/model.js";
import { cellKey, namedIn } from "../numeric/counting.js";
import { type Drawn, draw } from "../numeric/draw.js";
import { type Environment, evaluate, meaningOf } from "../numeric/evaluate.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import { random } from "../numeric/random.js";
import { familiesOf } from "../ops/family.js";
import { member } from "../ops/member.js";
import { nameOf, symbol } from "../ops/symbol.js";
import type { Input } from "./inputs.js";
import { equationBehind } from "./solved.js";

export type Sample =
  | {
      readonly found: true;
      readonly sizes: ReadonlyMap<string, number>;
      /** Of a family an array with its axes first. */
      readonly values: ReadonlyMap<string, Matrix | Nested>;
      /** f(x) = shift + sin(x + phase), by the name of f. */
      readonly functions: ReadonlyMap<string, Stand>;
    }
  | { readonly found: false; readonly why: string };

/** Numbers as a family has them. */
export type Nested = number | readonly Nested[];

/** A smooth function that stands for an unknown one; its derivatives are turned by a quarter. */
export interface Stand {
  readonly shift: number;
  readonly phase: number;
}

/** Entries of all inputs together beyond which no numbers are written into a module. */
const MOST = 600;
const SEED = 7;
/** Decimals of the numbers where they may be rounded. */
const DECIMALS = 2;
/** Facts that rounding would break. */
const EXACT = ["simplex", "simplexrows", "orthogonal"] as const;

export function sampleFor(
  model: Model,
  derived: readonly Derivation[],
  functions: readonly { readonly name: string; readonly primes: number }[],
  given: readonly Input[],
): Sample {
  const inputs = [...model.symbols.values()]
    .filter((s) => s.kind !== "function" && s.kind !== "size" && s.role !== "defined")
    .filter((s) => s.indices.length === 0 && s.kind !== "label")
    .map((s) => symbol(model.context, s.name, s.shape));
  const families = familiesOf(model.context).map((f) => member(f, ...f.formals.map(placeOf)));
  const asked = [
    ...families,
    ...derived.flatMap((d) => [d.query.of, d.value, ...d.query.wrt, ...(d.query.direction ? [d.query.direction] : [])]),
  ];
  const large = tooLarge(inputs);
  if (large !== null) return { found: false, why: large };
  let why = "";
  // Without unknown functions the same seed draws the same numbers again.
  for (const roots of [
    [...inputs, ...model.equations.map((q) => q.symbol), ...asked],
    [...inputs, ...asked],
  ])
    for (const shift of functions.length === 0 ? [0] : [0, 2]) {
      const stands = new Map(functions.map((f, i): [string, Stand] => [f.name, { shift, phase: i / 2 }]));
      const options = {
        functions: new Map(functions.flatMap((f) => slopes(f.name, stands.get(f.name) as Stand, f.primes + 2))),
        smooth: [...derived.map((d) => d.query.of), ...inputs],
      };
      const drawn = draw(roots, random(SEED), options);
      if (!drawn.drawn) {
        why ||= drawn.why;
        continue;
      }
      const short = shortened(roots, inputs, drawn, options);
      return {
        found: true,
        functions: stands,
        ...short,
        values: new Map<string, Matrix | Nested>([
          ...short.values,
          ...solutionsAt(model, { ...drawn.env, values: short.values }),
          ...indexedIn(given, { ...drawn.env, values: short.values }),
        ]),
      };
    }
  return { found: false, why };
}

/** The values of names that equations define, which a module is given with all their digits. */
function solutionsAt(model: Model, env: Environment): readonly (readonly [string, Matrix])[] {
  const solved = model.equations.filter((q) => equationBehind(q.symbol) !== null);
  const values = evaluate(
    solved.map((q) => q.symbol),
    env,
  );
  return solved.map(({ name }, i) => [name, nth(values, i)]);
}

/** The values of families and labels, each as one array; what the model does not look at is 1. */
function indexedIn(given: readonly Input[], { sizes, values }: Environment): readonly (readonly [string, Nested])[] {
  return given
    .filter((x) => x.axes.length > 0 || x.kind === "label")
    .map(({ name, axes, from, kind }) => {
      const at = (places: readonly number[]): Nested => {
        const [length, lo] = [axes[places.length], from[places.length]];
        if (length === undefined || lo === undefined) return cell(values.get(cellKey(name, places)), kind);
        const first = evaluateDim(lo, sizes);
        return Array.from({ length: Math.max(0, evaluateDim(length, sizes)) }, (_, k) => at([...places, first + k]));
      };
      return [name, at([])] as const;
    });
}

function cell(A: Matrix | undefined, kind: Input["kind"]): Nested {
  if (A === undefined) return 1;
  const all = [...A.data];
  if (kind === "scalar" || kind === "label") return all[0] as number;
  if (kind === "vector") return all;
  return Array.from({ length: A.rows }, (_, i) => all.slice(i * A.cols, (i + 1) * A.cols));
}

/** Sizes that are fixed and large make numbers nobody wants to read. */
function tooLarge(inputs: readonly Expr[]): string | null {
  const fixed = inputs.reduce((n, e) => {
    const { rows, cols } = e.shape;
    return /^\d+$/.test(rows) && /^\d+$/.test(cols)
      ? n + evaluateDim(rows, new Map()) * evaluateDim(cols, new Map())
      : n;
  }, 0);
  return fixed > MOST ? `the inputs have ${fixed} entries, too many to write numbers into the module` : null;
}

/** shift + sin(x + phase) with its derivatives, under the names `f`, `f'`, …. */
function slopes(
  name: string,
  { shift, phase }: Stand,
  orders: number,
): readonly (readonly [string, (x: number) => number])[] {
  return Array.from({ length: orders + 1 }, (_, k) => [
    name + "'".repeat(k),
    (x: number) => (k === 0 ? shift : 0) + Math.sin(x + phase + (k * Math.PI) / 2),
  ]);
}

/** The drawn numbers with few decimals where they are as good so. */
function shortened(
  roots: readonly Expr[],
  inputs: readonly Expr[],
  { env }: Drawn,
  options: Parameters<typeof draw>[2],
): { readonly sizes: ReadonlyMap<string, number>; readonly values: ReadonlyMap<string, Matrix> } {
  const drawnFor = (e: Expr): Matrix => env.values.get(nameOf(e)) as Matrix;
  const own = inputs.filter((e) => meaningOf(e) === null && env.values.has(nameOf(e)));
  const home = roots[0]?.home;
  const round = (x: number) => Number(x.toFixed(DECIMALS));
  const values = new Map(
    own.map((e) => {
      const X = drawnFor(e);
      const exact = EXACT.some((fact) => e.home.facts.get(nameOf(e))?.has(fact));
      return [nameOf(e), exact ? X : matrix(X.rows, X.cols, X.data.map(round))];
    }),
  );
  for (const f of home === undefined ? [] : familiesOf(home)) {
    const isExact = EXACT.some((fact) => f.facts.has(fact));
    for (const [key, X] of env.values)
      if (!isExact && namedIn(key).name === f.name && key !== f.name)
        values.set(key, matrix(X.rows, X.cols, X.data.map(round)));
  }
  const again = draw(roots, random(SEED), { ...options, sizes: env.sizes, values, tries: 1 });
  return { sizes: env.sizes, values: again.drawn ? new Map([...env.values, ...values]) : env.values };
}
